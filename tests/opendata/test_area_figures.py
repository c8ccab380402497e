"""Key figures of municipalities from CBS's and a region's own file: today's codes, and never a source of pupils."""

from pathlib import Path

import pytest
from tests.opendata import samples as s
from tests.opendata.conftest import Load, Query

from tandem.opendata.area_figures import read_area_figures
from tandem.opendata.snapshots import current_snapshot, read_manifest

CBS = "statcode,naam,inwoners,pct_0_15,pct_15_25,pct_jongeren_met_jeugdzorg\n"
OWN = "WOONGEMEENTE_CODE;SCHOOLGEMEENTE_CODE;AANTAL_OZA\n"
ALL = "SELECT year, topic, municipality, school, low, high FROM area_figures"


def test_the_figures_of_cbs(take_in: Load, query: Query) -> None:
    content = CBS + "GM0503,Delft,103581,12.34,19.65,9.7\nGM1621,Lansingerland,63363,20.89,11.73,.\n"
    (source,) = take_in({"kerncijfers_gemeente_2021.csv": content}).loaded
    assert (source.layout, source.rows, source.years, source.sectors) == ("L12", 2, (), ())
    assert query(f"{ALL} WHERE municipality = 'GM0503'") == [
        (2021, "aged_15_24", "GM0503", "", 19.65, 19.65),
        (2021, "inhabitants", "GM0503", "", 103581, 103581),
        (2021, "under_15", "GM0503", "", 12.34, 12.34),
        (2021, "youth_care", "GM0503", "", 9.7, 9.7),
    ]
    assert query("SELECT count(*) FROM area_figures WHERE municipality = 'GM1621'") == [(3,)], "a dot is not known"


def test_counts_of_what_became_one_are_added_up_and_shares_are_not(take_in: Load, query: Query) -> None:
    """Beemster went up in Purmerend in 2022."""
    content = CBS + "GM0370,Beemster,10000,15,10,5\nGM0439,Purmerend,80000,15,10,7\n"
    take_in({"kerncijfers_gemeente_2021.csv": content})
    assert query(f"{ALL} WHERE topic IN ('inhabitants', 'youth_care')") == [
        (2021, "inhabitants", "GM0439", "", 90000, 90000),
        (2021, "youth_care", "GM0439", "", 7, 7),
    ]


def test_arrangements_keep_their_masks(home: Path, take_in: Load, query: Query) -> None:
    take_in({"oza-2022.csv": OWN + "1621;0599;132\n1621;0503;<5\n"})
    assert query(ALL) == [
        (2022, "arrangements", "GM1621", "GM0503", 1, 4),
        (2022, "arrangements", "GM1621", "GM0599", 132, 132),
    ]
    snapshot = current_snapshot(home)
    assert snapshot is not None
    assert {one.source for one in read_area_figures(snapshot)} == {"eigen telling, oza-2022.csv"}


def test_the_newest_file_of_a_year_wins(take_in: Load, query: Query) -> None:
    for share in ("9.7", "9.9"):
        take_in({"kerncijfers_gemeente_2021.csv": CBS + f"GM0503,Delft,103581,12,19,{share}\n"})
    assert query("SELECT low FROM area_figures WHERE topic = 'youth_care'") == [(9.9,)]


def test_beside_pupils_they_are_no_source_of_pupils(home: Path, take_in: Load) -> None:
    take_in({"l1.csv": s.l1(s.l1_row("2611")), "kerncijfers_2017.csv": CBS + "GM0503,Delft,100,12,19,9\n"})
    snapshot = current_snapshot(home)
    assert snapshot is not None
    assert {source.layout: source.years for source in read_manifest(snapshot).sources} == {"L1": (2017,), "L12": ()}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (CBS + "GM0503,Delft,100,12,19,109\n", "geen percentage"),
        (CBS + "GM0503,Delft,100,12,19,veel\n", "geen percentage"),
        (CBS + "GM0503,Delft,-3,12,19,9\n", "negatief"),
        (CBS + "Delft,Delft,100,12,19,9\n", "geen gemeentenummer"),
        (CBS + "GM0503,Delft,100,12,19,9\nGM0503,Delft,100,12,19,9\n", "meer dan eens"),
        (OWN + "1621;0599;12.5\n", "punt of komma"),
    ],
)
def test_what_cannot_be_is_refused(content: str, reason: str, take_in: Load) -> None:
    result = take_in({"kerncijfers_2021.csv": content})
    assert not result.changed
    assert reason in result.refused[0].reason


def test_a_snapshot_from_before_has_none(tmp_path: Path) -> None:
    assert read_area_figures(tmp_path) == ()
