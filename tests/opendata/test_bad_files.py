"""Bad files: the right verdict, a message to act on, quickly and in little memory, and nothing else harmed."""

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.opendata import samples
from tests.opendata.bad import BAD
from tests.opendata.cases import LOADED, NOTHING, REFUSED, UNKNOWN, Case
from tests.opendata.conftest import Query
from tests.opendata.odd import ODD

from tandem.opendata.data import LoadResult
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot, opendata_home

MOST_SECONDS = 10.0
MOST_MEGABYTES = 256


def fingerprint(home: Path) -> dict[str, str]:
    """The pointer and every byte that serves."""
    snapshot = current_snapshot(home)
    assert snapshot is not None
    files = sorted(path for path in snapshot.rglob("*") if path.is_file())
    digests = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return {"current": str((opendata_home(home) / "current").readlink()), **digests}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A home with a good snapshot that no bad file may touch."""
    folder = tmp_path_factory.mktemp("served")
    home = folder / "home"
    assert load([samples.write(folder, "goed.csv", samples.l4(samples.l4_row("9999", 12)))], home=home).changed
    return home, fingerprint(home)


def _load(case: Case, folder: Path, home: Path) -> tuple[LoadResult, float]:
    case.make(folder)
    start = time.monotonic()
    result = load([folder], home=home)
    return result, time.monotonic() - start


def test_the_corpus_is_large_and_its_names_differ() -> None:
    assert len(BAD) >= 60
    assert len(ODD) >= 15
    assert len({case.name for case in BAD + ODD}) == len(BAD) + len(ODD)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_bad_file_is_named_and_harms_nothing(case: Case, tmp_path: Path, served: tuple[Path, dict[str, str]]) -> None:
    home, before = served
    result, seconds = _load(case, tmp_path, home)

    assert not result.changed
    assert not result.loaded
    problems = {REFUSED: result.refused, UNKNOWN: result.unknown, NOTHING: ()}[case.verdict]
    assert len(result.refused) + len(result.unknown) == len(problems) == (0 if case.verdict == NOTHING else 1)
    for problem in problems:
        assert case.words in str(problem)
        assert problem.remedy
        if case.line is not None:
            assert problem.line == case.line
        if case.column:
            assert problem.column == case.column
    assert fingerprint(home) == before
    assert not list((opendata_home(home) / "building").glob("*"))
    assert seconds < MOST_SECONDS


@pytest.mark.parametrize("case", ODD, ids=lambda case: case.name)
def test_an_odd_but_good_file_is_loaded(case: Case, home: Path, tmp_path: Path, query: Query) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    result, seconds = _load(case, folder, home)

    assert case.verdict == LOADED
    assert result.complete, [str(problem) for problem in (*result.unknown, *result.refused)]
    assert len(result.loaded) == 1
    assert query("SELECT count(*) FROM cells") == [(case.rows,)]
    assert seconds < MOST_SECONDS


def test_a_path_that_does_not_exist_is_refused(home: Path, tmp_path: Path) -> None:
    result = load([tmp_path / "nergens.csv"], home=home)
    assert "bestaat niet" in str(result.refused[0])


def test_one_wrong_known_file_stops_the_whole_load(home: Path, tmp_path: Path) -> None:
    good = samples.write(tmp_path, "goed.csv", samples.l4())
    wrong = samples.write(tmp_path, "fout.csv", samples.l1(samples.l1_row("99")))
    assert not load([good, wrong], home=home).changed
    assert current_snapshot(home) is None


def test_an_unknown_file_is_skipped_and_the_others_are_loaded(home: Path, tmp_path: Path) -> None:
    good = samples.write(tmp_path, "goed.csv", samples.l4())
    unknown = samples.write(tmp_path, "brief.txt", "Beste collega,\n")
    result = load([unknown, good], home=home)
    assert result.changed
    assert not result.complete
    assert [problem.file for problem in result.unknown] == ["brief.txt"]


def test_the_whole_corpus_fits_in_little_memory(tmp_path: Path) -> None:
    """One process that loads every bad file, one after the other, never holds more than 256 MB."""
    script = """
import json, sys
from pathlib import Path
from tandem.opendata.loading import load
from tests.opendata.bad import BAD
from tests.opendata.cases import LOADED, NOTHING, REFUSED, UNKNOWN, Case
from tests.opendata.odd import ODD
root = Path(sys.argv[1])
most = {}
for number, case in enumerate(BAD):
    folder = root / str(number)
    folder.mkdir()
    case.make(folder)
    load([folder], home=root / "home")
    status = Path("/proc/self/status").read_text()  # ru_maxrss would count the parent before exec
    most[case.name] = int(status.split("VmHWM:")[1].split()[0]) // 1024
print(json.dumps(most))
"""
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    most: dict[str, int] = json.loads(done.stdout)
    assert len(most) == len(BAD)
    assert max(most.values()) <= MOST_MEGABYTES, most
