"""Hundreds of questions that nobody thought of: the answers keep to the description, and never fail on our side."""

import copy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.samples import use_snapshot

from tandem.project.wsgi import application

# Right in form is not yet known: a region or a year may be well written and not be in the data.
EXCLUDED: list[Any] = [positive_data_acceptance]
EXAMPLES = 40
PLAIN = {"Accept-Encoding": "identity"}
PLACES = ["regios", "gemeenten", "gemeente", "samenwerkingsverbanden", "schoollocaties", "schoollocatie"]
OPERATIONS = [
    *PLACES,
    "stromen",
    "samenvatting",
    "herkomst",
    "gegevens",
    "jaren",
    "deelregels",
    "deeltoets",
    "afstanden",
]

# What is in the data of these tests, or else nearly every question would be about something that is not.
FAMILIAR = {
    "code": ["GM0503", "GM0518", "00AA00", "00CC00"],
    "jaar": ["2017", "2016", "2016,2017", "alle"],
    "soort": ["BO", "PO", "SPECIAAL", "SO", "VSO", "VSO,BO"],
    "regio": ["nederland", "Nederland"],
    "gemeenten": ["GM0503", "GM0518,GM0503"],
    "gemeente": ["GM0503", "GM0518"],
    "woon": ["2611", "GM0503", "PO2802", "BE", "ONBEKEND"],
    "school": ["00AA00", "GM0518", "VO2806", "ONBEKEND"],
    "leeftijd": ["12", "12,13"],
    "van": ["IB", "SCHOOLDIR"],
    "naar": ["LT_TOEGANG", "LPA"],
    "doel": ["DS-006", "verzuim-melden"],
    "soorten": ["ID", "ID,SIGNAAL"],
}


@pytest.fixture(scope="module")
def described(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home = tmp_path_factory.mktemp("home")
    use_snapshot(home, snapshot)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(home))
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
        # Nonsense may also be too long, or stand in an address that is not there.
        schema.config.checks.negative_data_rejection.expected_statuses = ["400", "404", "414"]
        yield schema


def familiar(case: Any, data: st.DataObject) -> None:
    """Most of the time ask about something that is there."""
    for parameters in (case.path_parameters, case.query):
        for name in set(parameters or ()) & set(FAMILIAR):
            if data.draw(st.integers(0, 9)) > 1:
                parameters[name] = data.draw(st.sampled_from(FAMILIAR[name]))


@pytest.mark.parametrize("name", OPERATIONS)
def test_any_question_is_answered_as_described(described: Any, name: str) -> None:
    operation = described.find_operation_by_id(name)
    statuses: Counter[int] = Counter()
    has_parameters = bool(operation.definition.raw["parameters"])

    @given(data=st.data())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE))
        familiar(case, data)
        statuses[case.call_and_validate(excluded_checks=EXCLUDED, headers=PLAIN).status_code] += 1
        if has_parameters:
            wrong = data.draw(operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
            statuses[wrong.call_and_validate(excluded_checks=EXCLUDED, headers=PLAIN).status_code] += 1

    ask()
    assert statuses[200] >= (EXAMPLES // 4 if has_parameters else 1), f"too much refused: {statuses}"


# With a database behind them: tests/routing/test_routing_pages.py, and tests/api/concerns/test_generated_calls.py.
FROM_REGISTER = ["loket"]
BY_KEY = ["leerlingen", "signaalDoorgeven", "signalen", "signaal", "signaalAanvullen", "signaalIntrekken"]
JOINT_BY_KEY = [
    "casussen", "casus", "casusOpenen", "casusUitnodigen", "casusAfmelden", "casusAanvullen", "casusAanbieden",
    "casusAannemen", "casusAfwijzen", "overleggen", "overleg", "overlegPlannen",
    "besluiten", "besluit", "besluitVragen", "besluitIndienen", "besluitDoorgeven", "besluitTeruggeven", "besluitNemen",
    "gebeurtenissen",
]  # fmt: skip


def test_every_operation_is_asked(described: Any) -> None:
    found = [result.ok().definition.raw["operationId"] for result in described.get_all_operations()]
    assert sorted(found) == sorted([*OPERATIONS, *FROM_REGISTER, *BY_KEY, *JOINT_BY_KEY])


def test_check_notices_an_answer_that_breaks_the_description(described: Any) -> None:
    """Negative control: where the description promises a text for a year, our number is refused."""
    other = copy.deepcopy(described.raw_schema)
    other["components"]["schemas"]["Jaar"]["properties"]["jaar"] = {"type": "string"}
    schema = schemathesis.openapi.from_dict(other)
    schema.app = application
    case = schema.find_operation_by_id("jaren").Case()
    with pytest.raises(FailureGroup) as failed:
        case.call_and_validate(excluded_checks=EXCLUDED, headers=PLAIN)
    assert "schema" in str(failed.value.exceptions[0])
