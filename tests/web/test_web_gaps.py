"""A municipality whose schools are in no file: its page says so, and it is compared with nobody."""

from copy import copy
from dataclasses import replace

from tests.web.conftest import Get

from tandem.flows.data import UNKNOWN, Share
from tandem.flows.openness import opened
from tandem.opendata.data import Finding, Interval, Severity
from tandem.register.data import Sector
from tandem.web.insight import ranking
from tandem.web.insight.choice import read_choice
from tandem.web.insight.findings import standings
from tandem.web.insight.gaps import gaps_of
from tandem.web.insight.matrix import Axis, column_totals
from tandem.web.insight.overview import overview
from tandem.web.insight.shown import usual_region
from tandem.web.insight.store import Store
from tandem.web.insight.traffic import Traffic, read_traffic

WITH_SCHOOLS = {"GM0503", "GM0518", "GM0603", "GM0599"}


def test_without_a_school_in_the_files_nothing_is_said_of_its_pupils(sample: object, get: Get) -> None:
    """Westland has pupils in the file and no school: all of them go elsewhere, which says nothing about Westland."""
    html = get("/inzicht/gemeente/GM1783/?jaar=2017").content.decode()
    assert "Van scholen in Westland staat niets in de bestanden. 30 leerlingen uit Westland gaan naar" in html
    assert "minstens 30" in html
    assert "Uit Westland gaan minstens 30 leerlingen naar school in een andere gemeente" in html
    said = html.partition("<figure")[0]  # the table of where they go adds up to all of them
    assert "100" not in said
    assert "n.v.t." not in html
    assert "The files hold nothing about schools in Westland." in get("/en/inzicht/gemeente/GM1783/").content.decode()
    assert "staat niets in de bestanden" not in get("/inzicht/gemeente/GM0503/").content.decode()


def test_the_ranking_leaves_it_out(store: Store) -> None:
    choice = read_choice({"jaar": "2017"}, store.cube, usual_region(store))
    gaps, traffic = gaps_of(store, 2017), read_traffic(store.cube, choice)
    assert gaps.unseen == store.cube.municipalities.keys() - WITH_SCHOOLS
    shares = ranking.shares_of(traffic, choice, gaps)
    assert {code for code, share in shares.items() if share is not None} == WITH_SCHOOLS - {"GM0599"}
    assert shares["GM0603"] == Share(0.25, 0.25)
    bars = next(figure for figure in overview(store, choice).figures if figure.key == "ranglijst")
    assert bars.title == "Uit Rijswijk gaat het grootste deel naar elders"
    assert "7 gemeenten zijn niet vergeleken" in bars.says
    assert {standing.code for standing in standings(traffic, gaps)} <= WITH_SCHOOLS


def test_the_matrix_does_not_know_who_goes_there(store: Store) -> None:
    """Westland's own column: not nobody, but not known; and then no flow is the largest for certain."""
    choice = read_choice({"jaar": "2017"}, store.cube, usual_region(store))
    page = overview(store, choice)
    table = next(figure.table for figure in page.figures if figure.key == "matrix")
    column = [one.title for one in table.columns].index("Westland")
    assert table.total is not None
    assert {row[column].text for row in (*table.rows, table.total)} == {"onbekend"}
    delft = next(row for row in table.rows if row[0].text == "Delft")
    assert delft[-1].text.startswith("minstens ")
    assert not any("grootste stroom" in text for text in [*(figure.title for figure in page.figures)])
    assert not any("grootste stroom" in finding.lead for finding in page.findings)


def test_without_a_primary_school_in_the_data_it_is_no_gap(store: Store) -> None:
    """Many municipalities have no school for VO or MBO: only primary schools tell that they are missing."""
    assert gaps_of(store, 2017).unseen
    special = copy(store.cube)
    special.sectors_by_year = {2017: (Sector.VO, Sector.MBO)}
    assert not gaps_of(replace(store, cube=special), 2017).unseen


def test_who_goes_to_school_somewhere_is_known_where_only_homes_are_not() -> None:
    cells = {("GM0503", "GM0503"): opened(Interval.exact(5)), (UNKNOWN, "GM0503"): Interval(20, 40, masked=1)}
    known = {"GM0503": Interval(25, 45, masked=1)}
    traffic = Traffic(cells, ("GM0503",), frozenset({"GM0503"}), lost=True, at_school=known)
    schools = [Axis("GM0503", "Delft", ("GM0503",))]
    values = [[one] for one in cells.values()]
    assert column_totals(traffic, schools, values, frozenset()) == [Interval(25, 45, masked=1)]
    assert column_totals(traffic, schools, values, {"GM0503"})[0].high is None
    assert column_totals(replace(traffic, lost=False), schools, values, frozenset())[0].high is None


def test_who_lives_beside_a_gap_is_not_compared_either(store: Store) -> None:
    """Rijswijk would have the largest share, but pupils of its own may go to a school that is in no file."""
    beside = Finding("beside_missing", Severity.WARN, "a", 1, years=(2017,), municipalities=("GM0603",))
    marked = replace(store, provenance=replace(store.provenance, findings=(beside,)))
    choice = read_choice({"jaar": "2017"}, store.cube, usual_region(store))
    titles = [figure.title for figure in overview(marked, choice).figures]
    assert "Uit Delft gaat het grootste deel naar elders" in titles
    part = replace(beside, check="part_of_country", municipalities=())
    marked = replace(store, provenance=replace(store.provenance, findings=(part,)))
    page = overview(marked, choice)
    assert not any("grootste deel" in figure.title for figure in page.figures)
    assert gaps_of(marked, 2018).everywhere is False
