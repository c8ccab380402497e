"""`make museum`: bugs that leaked elsewhere are put back one by one, and the tests must see each of them.

In a work tree of its own, made from the last commit. First the tests that are named must pass there as it is. Then each
patch is applied: one that no longer applies is an error, and so is one that no test sees.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from rich.console import Console

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
say = Console(highlight=False, soft_wrap=True).print
PASSED, FAILED = 0, 1  # what pytest ends with; anything else is no answer


@dataclass(frozen=True, slots=True)
class Room:
    """One bug: `patch` brings it back and some test of `red` must fail; or it `waits`, and why."""

    bug: int
    patch: str = ""
    what: str = ""
    waits: str = ""
    red: tuple[str, ...] = ()


def rooms() -> list[Room]:
    """What stands in the manifest, in its order."""
    listed = yaml.safe_load((HERE / "manifest.yaml").read_text(encoding="utf-8"))
    return [Room(**{**one, "red": tuple(one.get("red", ()))}) for one in listed]


@contextmanager
def work_tree() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tandem-museum-") as folder:
        place = Path(folder) / "tandem"
        git(ROOT, "worktree", "add", "--quiet", "--detach", str(place), "HEAD")
        try:
            yield place
        finally:
            git(ROOT, "worktree", "remove", "--force", str(place))


def git(place: Path, *arguments: str) -> bool:
    return subprocess.run(["git", *arguments], cwd=place, check=False, stderr=subprocess.DEVNULL).returncode == 0


def run(place: Path, tests: list[str], *options: str) -> int:
    """pytest on the code of the work tree, not on ours."""
    environment = os.environ | {"PYTHONPATH": f"{place / 'src'}{os.pathsep}{place}"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", *options, *tests]
    answer = subprocess.run(command, cwd=place, env=environment, check=False, capture_output=True, text=True)
    if answer.returncode not in (PASSED, FAILED) or "-x" not in options:
        say(answer.stdout[-2000:] + answer.stderr[-2000:], markup=False)
    return answer.returncode


def visit(place: Path, room: Room) -> str:
    """What is wrong with this room; '' when some test saw the bug."""
    patch = str(place / "tests" / "museum" / room.patch)
    if not git(place, "apply", patch):
        return "the patch no longer applies: make it again"
    try:
        ended = run(place, list(room.red), "-x")
    finally:
        git(place, "apply", "--reverse", patch)
    return {FAILED: "", PASSED: "NO TEST SEES IT"}.get(ended, f"the tests did not run (pytest ended with {ended})")


def main(asked: list[str]) -> int:
    """`asked`: numbers of bugs; none asks all."""
    chosen = [room for room in rooms() if not asked or str(room.bug) in asked]
    wrong = 0
    with work_tree() as place:
        named = sorted({test for room in chosen for test in room.red})
        if named and run(place, named) != PASSED:
            say("These tests do not pass without any bug: commit what passes first.")
            return 1
        for room in chosen:
            found = visit(place, room) if room.patch else ""
            wrong += bool(found)
            state = found or (f"waits: {room.waits}" if room.waits else f"seen: {room.what}")
            say(f"{room.bug:>2}  {state}")
    seen = sum(bool(room.patch) for room in chosen) - wrong
    say(f"{seen} bugs seen, {wrong} not, {sum(bool(room.waits) for room in chosen)} wait")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
