"""The signing key, the order of Dutch names, and the clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tandem.platform import clock
from tandem.platform.home import PROJECT_ROOT, tandem_home
from tandem.platform.secret import signing_key
from tandem.platform.text import sort_key


def test_the_key_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    key = signing_key(tmp_path / "home")
    assert len(key) >= 64
    assert signing_key(tmp_path / "home") == key
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret_key"]


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert signing_key(tmp_path / "a") != signing_key(tmp_path / "b")


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: signing_key(tmp_path / "home"), range(40)))) == 1


def test_dutch_names_stand_where_a_reader_looks() -> None:
    names = ["Zoetermeer", "'s-Gravenhage", "Éric", "Delft", "’t Zand", "Den Haag", "Gouda", "groningen", "Westland"]
    assert sorted(names, key=sort_key) == [
        "Delft",
        "Den Haag",
        "Éric",
        "Gouda",
        "'s-Gravenhage",
        "groningen",
        "Westland",
        "’t Zand",
        "Zoetermeer",
    ]


def test_a_sort_key_is_never_empty() -> None:
    assert sort_key("!") == "!"
    assert sort_key("Súdwest-Fryslân") == "sudwest fryslan"


def test_now_knows_its_zone_and_today_is_the_date_in_the_netherlands(monkeypatch: pytest.MonkeyPatch) -> None:
    assert clock.now().tzinfo is UTC
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert clock.today().isoformat() == "2027-01-01"


def test_home_is_in_the_project_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TANDEM_HOME")
    assert tandem_home() == PROJECT_ROOT / ".local"
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    assert tandem_home() == tmp_path
