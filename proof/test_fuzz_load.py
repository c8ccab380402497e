"""Thousands of damaged files: the loader gives a verdict on each, never a crash, and never half a snapshot."""

import gzip
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tandem.opendata.demo import write_demo_files
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot

ROUNDS = int(os.environ.get("PROOF_ROUNDS", "1500"))
LINES = 60  # of each publisher's file: enough for every kind of row, few enough for thousands of rounds
SLOWEST = 10.0  # seconds a single bad file may take
JUNK = (
    b"<5",
    b"-1",
    b"x",
    b"",
    b"-7",
    b"9999999999",
    b"1.5",
    b"1,5",
    b"\x00",
    b"\xff\xfe",
    b'"',
    b";;;",
    "é".encode(),
    b"0000",
)

Mutation = Callable[[random.Random, bytes], bytes]


def flip(dice: random.Random, content: bytes) -> bytes:
    place = dice.randrange(len(content))
    return content[:place] + bytes([dice.randrange(256)]) + content[place + 1 :]


def cut(dice: random.Random, content: bytes) -> bytes:
    return content[: dice.randrange(len(content))]


def drop(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.randrange(1, 200) :]


def replace_cell(dice: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    row = dice.randrange(len(lines))
    separator = b";" if b";" in lines[0] else b","
    cells = lines[row].split(separator)
    cells[dice.randrange(len(cells))] = dice.choice(JUNK)
    lines[row] = separator.join(cells)
    return b"\n".join(lines)


def repeat_line(dice: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    lines.insert(dice.randrange(len(lines)), dice.choice(lines))
    return b"\n".join(lines)


def insert_junk(dice: random.Random, content: bytes) -> bytes:
    place = dice.randrange(len(content))
    return content[:place] + dice.choice(JUNK) * dice.randrange(1, 9) + content[place:]


def recode(dice: random.Random, content: bytes) -> bytes:
    return content.decode("cp1252", errors="replace").encode(dice.choice(("utf-16", "utf-8-sig", "utf-32", "utf-7")))


def damage_archive(dice: random.Random, content: bytes) -> bytes:
    return dice.choice((flip, cut, drop))(dice, gzip.compress(content, mtime=0))


MUTATIONS: tuple[Mutation, ...] = (flip, cut, drop, replace_cell, repeat_line, insert_junk, recode, damage_archive)


@pytest.fixture(scope="module")
def publishers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The example region's files in the publishers' layouts, each cut to some lines (a map stays whole)."""
    folder = tmp_path_factory.mktemp("publishers")
    files: dict[str, bytes] = {}
    for path in write_demo_files(folder):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        short = content if path.suffix == ".geojson" else b"\n".join(content.split(b"\n")[:LINES]) + b"\n"
        files[path.name.removesuffix(".gz")] = short
    return files


@pytest.fixture
def served(tmp_path: Path, publishers: dict[str, bytes]) -> Path:
    """A TANDEM_HOME that serves the undamaged files; the negative control of the whole fuzz."""
    folder = tmp_path / "good"
    folder.mkdir()
    for name, content in publishers.items():
        (folder / name).write_bytes(content)
    home = tmp_path / "home"
    result = load([folder], home=home)
    assert result.changed
    assert not result.refused
    assert not result.unknown
    return home


def test_every_damaged_file_gets_a_verdict(served: Path, publishers: dict[str, bytes], tmp_path: Path) -> None:
    dice = random.Random(20171001)
    verdicts: Counter[str] = Counter()
    slowest = 0.0
    for number in range(ROUNDS):
        name = dice.choice(sorted(publishers))
        mutation = dice.choice(MUTATIONS)
        damaged = mutation(dice, publishers[name])
        path = tmp_path / name
        path.write_bytes(damaged)
        before = current_snapshot(served)
        started = time.perf_counter()
        result = load([path], home=served, fresh=True)
        slowest = max(slowest, time.perf_counter() - started)
        story = f"round {number}: {mutation.__name__} of {name}"
        assert result.changed == (current_snapshot(served) != before), story
        assert not (result.changed and result.refused), story
        for problem in result.refused:
            assert problem.file, story
            assert problem.reason, story
            assert problem.remedy, story
        verdicts["loaded" if result.changed else "refused" if result.refused else "skipped"] += 1
    print(f"\n{ROUNDS} damaged files: {dict(verdicts)}; slowest {slowest:.2f} s")
    assert slowest < SLOWEST
    assert set(verdicts) == {"loaded", "refused", "skipped"}, "the fuzz must reach every verdict"
