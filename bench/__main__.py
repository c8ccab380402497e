"""`make bench`: every measure of the speed promises, beside its peer or limit in the same run."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import django
import typer
from rich.console import Console

from bench import generate, loading, pages, questions, row_security, sharing, starting
from bench.results import Measure, save, show
from tandem.flows.cube import write_cube
from tandem.opendata.loading import load
from tandem.platform.home import PROJECT_ROOT, tandem_home

PARTS = (
    "start",
    "load",
    "growth",
    "questions",
    "pages",
    "crowd",
    "sharing",
    "register",
    "desk",
    "directory",
    "rows",
    "casework",
)
SHARED = PROJECT_ROOT.parent / "shared" / "data"
SHARED_L1 = "duo-po-postcode-2017-2018/03.-leerlingen-po-totaaloverzicht-2017-2018.csv.gz"
say = Console(stderr=True, highlight=False).print


def main(
    only: Annotated[str, typer.Option(help=f"Only these parts, with commas: {', '.join(PARTS)}.")] = ",".join(PARTS),
    quick: Annotated[bool, typer.Option(help="Fewer repeats and 4 years instead of 16: to see that it works.")] = False,
    strict: Annotated[bool, typer.Option(help="Exit 1 when a target is missed.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the results; else TANDEM_HOME/bench.")] = None,
    work: Annotated[Path | None, typer.Option(help="Keep the generated files here, and use them again.")] = None,
) -> None:
    """Measure Tandem beside its peers. About five minutes; the machine should have nothing else to do."""
    asked = set(only.split(","))
    if unknown := asked - set(PARTS):
        raise typer.BadParameter(f"unknown part: {', '.join(sorted(unknown))}")
    folder = out or tandem_home() / "bench"
    with _workplace(work) as place:
        measures = list(_measures(asked, place, 4 if quick else 16, 1 if quick else 3))
    show(measures)
    say(f"results: {save(measures, folder)}")
    if strict and any(one.met is False for one in measures):
        raise typer.Exit(1)


def _measures(asked: set[str], place: Path, count: int, times: int) -> Iterator[Measure]:
    if "start" in asked:
        say("first and second start …")
        yield from starting.measure(place / "start")
    if "load" in asked:
        yield from _load(place, count, times)
    if "growth" in asked:
        say("growth of the load …")
        yield loading.measure_growth(place, times)
    if asked & {"questions", "growth"}:
        yield from _questions(place, count, times)
    if asked & {"pages", "crowd"}:
        yield from _pages(asked, place, count, times)
    yield from _around_a_child(asked, place, count, times)


def _around_a_child(asked: set[str], place: Path, count: int, times: int) -> Iterator[Measure]:
    if "sharing" in asked:
        say("may I share this …")
        yield from sharing.measure(_home(place, count), 2 * times)
    yield from _databases(asked, place, times)


def _databases(asked: set[str], place: Path, times: int) -> Iterator[Measure]:
    """What needs a server with rows in it."""
    if "register" in asked:
        say("search of the register …")
        yield from _register(place, 5 * times)
    if "desk" in asked:
        say("the one desk at national size …")
        yield from _desk(place, 2 * times)
    if "directory" in asked:
        say("search of the directory over 50,000 offers …")
        yield from _directory(place, 5 * times)
    if "rows" in asked:
        say(f"row security on {row_security.CHILDREN:,} children …")
        yield from row_security.measure_row_security(place, 20 * times)
    if "casework" in asked:
        say("worklists over 1,100,000 concerns …")
        yield from _casework(place, 20 * times)


def _load(place: Path, count: int, times: int) -> Iterator[Measure]:
    portal, yearly = place / "brin6_pc4.csv", place / "03.-leerlingen-po-totaaloverzicht-2017-2018.csv"
    say(f"load of {count} years in one file …")
    generate.write_portal(portal, count)
    yield from loading.measure_file(f"L4, {count} years", portal, times)
    say("load of a national file of one year …")
    generate.write_ages(yearly)
    yield from loading.measure_file("L1, generated", yearly, times)
    real = SHARED / SHARED_L1
    if real.exists():
        say("load of the real national file …")
        yield from loading.measure_file("L1, real", loading.unpacked(real, place / "real"), times)


def _questions(place: Path, count: int, times: int) -> Iterator[Measure]:
    say("questions …")
    snapshot, year = _snapshot(_home(place, count)), generate.LAST_YEAR
    yield from questions.measure_questions(snapshot, year, 10 * times)
    yield questions.measure_growth(_snapshot(_home(place, 1)), snapshot, year, 50 * times)
    yield questions.measure_search(snapshot, 5 * times)


def _pages(asked: set[str], place: Path, count: int, times: int) -> Iterator[Measure]:
    home = _home(place, count)
    if "pages" in asked:
        say("overview page …")
        yield from pages.measure_page(f"of {count} years", home, 40 * times)
        if SHARED.is_dir():
            yield from pages.measure_page("of the real 2017 data", _real_home(place), 40 * times)
            yield from pages.measure_country(_real_home(place), 12)
    if "crowd" in asked:
        say("a hundred browsers …")
        yield from pages.measure_crowd(home, generate.years(count), 5 * times)


def _register(place: Path, times: int) -> Iterator[Measure]:
    django.setup()  # only here: its models can be imported after this
    from bench.register_search import measure_search  # noqa: PLC0415

    yield from measure_search(times, place / "register")


def _desk(place: Path, times: int) -> Iterator[Measure]:
    django.setup()  # only here: its models can be imported after this
    from bench.desk import measure_desk  # noqa: PLC0415

    yield from measure_desk(times, place / "desk")


def _directory(place: Path, times: int) -> Iterator[Measure]:
    django.setup()  # only here: its models can be imported after this
    from bench.directory_search import measure_directory  # noqa: PLC0415

    yield from measure_directory(times, place / "directory")


def _casework(place: Path, times: int) -> Iterator[Measure]:
    django.setup()  # only here: its models can be imported after this
    from bench.casework import measure_casework  # noqa: PLC0415

    yield from measure_casework(place / "casework", times, small=times <= 20)


def _real_home(place: Path) -> Path:
    """A TANDEM_HOME with the real files, borders included; what is no publisher's file there is skipped."""
    home = place / "home-real"
    if not (home / "opendata" / "current").exists():
        load([SHARED], finish=(write_cube,), home=home)
    return home


def _home(place: Path, count: int) -> Path:
    """A TANDEM_HOME with so many generated years in it."""
    home, files = place / f"home-{count}", place / f"files-{count}"
    if not (home / "opendata" / "current").exists():
        files.mkdir(parents=True, exist_ok=True)
        generate.write_portal(files / "brin6_pc4.csv", count)
        generate.write_places(files)
        result = load([files], finish=(write_cube,), home=home)
        if not result.complete:
            raise RuntimeError(f"the generated files do not load: {result.unknown} {result.refused}")
    return home


def _snapshot(home: Path) -> Path:
    return (home / "opendata" / "current").resolve()


@contextmanager
def _workplace(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        yield Path(folder)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.project.settings")
    typer.run(main)
