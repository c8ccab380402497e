"""Every historic bug has a room, and every patch still fits; `make museum` tries whether the tests see them."""

import subprocess

import pytest
from tests.museum.__main__ import HERE, ROOT, Room, rooms

HUNG = [room for room in rooms() if room.patch]


def test_every_bug_has_a_room() -> None:
    assert [room.bug for room in rooms()] == list(range(1, 25))
    for room in rooms():
        assert bool(room.patch) != bool(room.waits), room
        assert bool(room.patch) == bool(room.red and room.what), room
    assert {room.patch for room in HUNG} == {path.name for path in HERE.glob("*.patch")}


@pytest.mark.parametrize("room", HUNG, ids=lambda room: f"{room.bug:02}")
def test_the_patch_fits_and_its_tests_exist(room: Room) -> None:
    fits = subprocess.run(
        ["git", "apply", "--check", str(HERE / room.patch)], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert fits.returncode == 0, fits.stderr
    for test in room.red:
        path, _, name = test.partition("::")
        assert f"def {name}" in (ROOT / path).read_text(encoding="utf-8") if name else (ROOT / path).is_file(), test
