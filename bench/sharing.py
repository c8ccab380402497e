"""May I share this? One evaluation beside reading the table row by row, and the page with the answer."""

import csv
import gzip
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench.results import Measure
from tandem.platform.clock import today
from tandem.sharing.codes import DataKind, Verdict
from tandem.sharing.data import Question
from tandem.sharing.editions import RELEASED
from tandem.sharing.reading import standard
from tandem.sharing.rules.evaluation import evaluate

ADDRESS = "/delen/?van={}&naar={}&doel={}&soort=ID&leeftijd={}"


def measure(home: Path, times: int) -> Iterator[Measure]:
    """`times`: how often every question is asked."""
    questions = [Question(r.sender, r.receiver, r.purpose, r.kinds, 13) for r in standard().rules if r.holds(today())]
    ours = _median(lambda one: evaluate(one, standard(), today()), questions, times)
    path = RELEASED / f"{standard().version}.csv"
    text = path.read_text(encoding="utf-8")
    peer = _median(lambda one: _read_row_by_row(text, one), questions, times)
    yield Measure(
        "sharing: one evaluation", ours * 1000, "ms", ("<=", 1), f"{len(questions)} questions × {times}", "limit"
    )
    told = f"{ours * 1e6:.0f} µs", f"{peer * 1e6:.0f} µs, verdict only"
    yield Measure("sharing: evaluation / reading the table", ours / peer, "×", None, *told)
    yield _page(home, [(q.sender, q.receiver, q.purpose) for q in questions])


def _median(ask: Callable[[Question], object], questions: list[Question], times: int) -> float:
    seconds = []
    for question in questions * times:
        start = time.perf_counter()
        ask(question)
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def _read_row_by_row(text: str, question: Question) -> str:
    """The peer: the verdict alone, from the released table."""
    for row in csv.DictReader(io.StringIO(text)):
        asked = (row["from"], row["to"], row["purpose"]) == (question.sender, question.receiver, question.purpose)
        if asked and question.kinds <= {DataKind(kind) for kind in row["kinds"].split("|")}:
            return row["verdict"]
    return Verdict.NOT_ALLOWED


def _page(home: Path, keys: list[tuple[str, str, str]]) -> Measure:
    from bench.pages import _asked, _client  # noqa: PLC0415 - sets Django up

    client = _client(home)
    _asked(client, "/delen/")
    answers = [_asked(client, ADDRESS.format(*key, age)) for key in keys for age in ("0-11", "16-17")]
    seconds, bodies = zip(*answers, strict=True)
    size = max(len(gzip.compress(body, 6)) for body in bodies) / 1000
    told = f"{len(answers)} pages, max {max(seconds) * 1000:.0f} ms, gzip {size:.0f} kB"
    return Measure(
        "sharing: page with an answer, server time", median(seconds) * 1000, "ms", ("<=", 100), told, "limit"
    )
