"""What a process makes before its first reader comes."""

from pathlib import Path

import pytest
from django.test import Client

from tandem.web.insight import store as stores
from tandem.web.warm import warm


def test_the_first_reader_finds_the_map_drawn(sample: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_held", None)
    stores.map_of.cache_clear()
    warm()
    drawn = stores.map_of.cache_info().misses
    assert drawn == 1
    assert client.get("/inzicht/?soort=BO").status_code == 200
    assert stores.map_of.cache_info().misses == drawn


def test_a_house_without_data_has_nothing_to_prepare(empty: Path) -> None:
    warm()
