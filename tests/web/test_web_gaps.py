"""A municipality whose schools are in no file: its page says so, and it is compared with nobody."""

from dataclasses import replace

from tests.web.conftest import Get

from tandem.flows.data import Share
from tandem.opendata.data import Finding, Severity
from tandem.web.insight import ranking
from tandem.web.insight.choice import read_choice
from tandem.web.insight.findings import standings
from tandem.web.insight.gaps import gaps_of
from tandem.web.insight.overview import overview
from tandem.web.insight.shown import usual_region
from tandem.web.insight.store import Store
from tandem.web.insight.traffic import read_traffic

WITH_SCHOOLS = {"GM0503", "GM0518", "GM0603", "GM0599"}


def test_without_a_school_in_the_files_nothing_is_said_of_its_pupils(sample: object, get: Get) -> None:
    """Westland has pupils in the file and no school: all of them go elsewhere, which says nothing about Westland."""
    html = get("/inzicht/gemeente/GM1783/?jaar=2017").content.decode()
    assert "Van scholen in Westland staat niets in de bestanden. 30 leerlingen uit Westland gaan naar" in html
    assert "minstens 30" in html
    said = html.partition("<figure")[0]  # the table of where they go adds up to all of them
    assert "100,0" not in said
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
