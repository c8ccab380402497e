"""A question checks itself, and its forms lead back to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flows.questions import REGIONS, YEARS, questions

from tandem.flows.data import Direction, FlowQuery, Level, Scope, sectors_name
from tandem.flows.describe import describe
from tandem.flows.forms import chosen_region, from_params, parse_region, parse_sectors, parse_years, to_params
from tandem.register.data import COUNTRY, SECTOR_GROUPS, Region, Sector

HAAGS = Region("haags", "Haags", ("GM0518", "GM0503"))
PO = SECTOR_GROUPS["PO"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"years": ()}, "jaar"),
        ({"years": (17,)}, "jaar"),
        ({"sectors": ()}, "soort"),
        ({"home_level": Level.LOCATION}, "woonniveau"),
        ({"school_level": Level.PC4}, "schoolniveau"),
        ({"home": "Delft"}, "woon"),
        ({"home": "00AP01"}, "woon"),
        ({"home": "0612"}, "woon"),
        ({"school": "2613"}, "school"),
        ({"school": "BE"}, "school"),
        ({"ages": (0,)}, "leeftijd"),
        ({"ages": (26,)}, "leeftijd"),
        ({"region": Region("x", "X", ("Delft",))}, "gemeenten"),
    ],
)
def test_a_wrong_question_cannot_be_built(wrong: dict[str, object], field: str) -> None:
    right: dict[str, object] = {"years": (2017,), "sectors": (Sector.BO,)}
    with pytest.raises(ValueError, match=f"^{field}: "):
        FlowQuery(**(right | wrong))  # type: ignore[arg-type]


def test_a_question_is_the_same_however_it_was_typed() -> None:
    one = FlowQuery((2018, 2017, 2018), (Sector.VSO, Sector.BO), ages=(5, 4, 5))
    assert one == FlowQuery((2017, 2018), (Sector.BO, Sector.VSO), ages=(4, 5))
    assert hash(one) == hash(FlowQuery((2017, 2018), (Sector.BO, Sector.VSO), ages=(4, 5)))


@settings(max_examples=300, deadline=None, database=None)
@given(questions)
def test_an_address_leads_back_to_its_question(query: FlowQuery) -> None:
    params = to_params(query)
    assert from_params(params, regions=REGIONS, years=YEARS) == query
    repeated = {key: value.split(",") for key, value in params.items()}
    assert from_params(repeated, regions=REGIONS, years=YEARS) == query


@settings(max_examples=300, deadline=None, database=None)
@given(questions)
def test_different_questions_have_different_addresses_and_sentences(query: FlowQuery) -> None:
    other = FlowQuery(query.years, query.sectors, HAAGS, Level.PC4, Level.REGION, "2613", "GM0503", Direction.IN)
    assert to_params(other) != to_params(query)
    assert describe(other) != describe(query)


def test_an_address_holds_only_what_differs_from_the_default() -> None:
    query = FlowQuery((2017,), PO, HAAGS, direction=Direction.OUT)
    assert to_params(query) == {"jaar": "2017", "soort": "PO", "regio": "haags", "richting": "uit"}


def test_an_empty_address_asks_for_the_last_year_of_po() -> None:
    asked = from_params({}, regions=REGIONS, years=(2016, 2017))
    assert asked == FlowQuery((2017,), PO, COUNTRY)
    assert from_params({}, regions=REGIONS, years=(2017,), region=HAAGS).region == HAAGS


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"jaar": "vorig"}, "jaar: 'vorig' is geen getal"),
        ({"soort": "XX"}, "soort: 'XX' bestaat niet. Kies uit: BO, SBO"),
        ({"regio": "elders"}, "regio: 'elders' bestaat niet. Kies uit: duo, nederland"),
        ({"regio": "duo", "gemeenten": "GM0001"}, "niet allebei"),
        ({"gemeenten": "Delft"}, "is geen gemeentecode"),
        ({"gemeenten": ","}, "noem minstens één gemeente"),
        ({"woonniveau": "vestiging"}, "woonniveau: 'vestiging' bestaat niet. Kies uit: postcode"),
        ({"richting": "op"}, "richting: 'op' bestaat niet. Kies uit: alle, uit, in, blijft"),
        ({"bereik": "ver"}, "bereik: 'ver' bestaat niet"),
        ({"leeftijd": "-3"}, "leeftijd: '-3' is geen getal"),
        ({"samen": "misschien"}, "samen: kies 1 of 0"),
        ({"woon": "nergens"}, "woon: 'NERGENS'"),
    ],
)
def test_a_wrong_address_says_which_parameter(params: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(").replace("?", r"\?")):
        from_params(params, regions=REGIONS, years=YEARS)


def test_no_data_gives_no_default_year() -> None:
    with pytest.raises(ValueError, match="jaar: noem minstens één jaar"):
        from_params({}, regions=REGIONS, years=())


@given(st.lists(st.sampled_from(["bo", "Bo", "BO", " SBO ", "vso", "po", "Speciaal"]), min_size=1))
def test_sectors_are_read_in_any_case(words: list[str]) -> None:
    expected = {
        sector
        for word in words
        for sector in SECTOR_GROUPS.get(word.strip().upper(), (Sector.__members__.get(word.strip().upper()),))
    }
    assert set(parse_sectors(",".join(words))) == expected


def test_years_and_regions_are_read_as_people_write_them() -> None:
    assert parse_years(" Alle ", YEARS) == YEARS
    assert parse_years("2017, 2016", YEARS) == (2017, 2016)
    assert parse_region("NEDERLAND", REGIONS) == COUNTRY
    assert parse_region("Duo", REGIONS) == REGIONS["duo"]
    assert chosen_region(["GM0002", "GM0001", "GM0002"]).municipalities == ("GM0002", "GM0001")


def test_sectors_together_have_a_name() -> None:
    assert sectors_name(PO) == "PO"
    assert sectors_name((Sector.BO, Sector.SBO)) == "BO+SBO"
    assert sectors_name((Sector.VO,)) == "VO"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            FlowQuery((2017,), PO, HAAGS, direction=Direction.OUT, scope=Scope.OUTSIDE, together=True),
            "Leerlingen van het basisonderwijs en speciaal onderwijs, die wonen in Haags en naar school gaan in een "
            "andere gemeente (alleen van of naar buiten de regio), op 1 oktober 2017, per woongemeente en per "
            "schoolgemeente, alle soorten samen.",
        ),
        (
            FlowQuery((2016, 2017), (Sector.VO,), COUNTRY, Level.PC4, Level.LOCATION, home="BE", ages=(1, 2)),
            "Leerlingen in leerjaar 1 en 2 van het voortgezet onderwijs, die in het buitenland wonen (België), "
            "op scholen in heel Nederland, op 1 oktober 2016 en 2017, per postcode en per school.",
        ),
    ],
)
def test_a_question_reads_as_a_sentence(query: FlowQuery, sentence: str) -> None:
    assert describe(query) == sentence
