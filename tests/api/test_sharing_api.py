"""The standard for sharing over the API: the same answers as everywhere, and refusal of what it does not know."""

from typing import Any

import pytest
from django.test import Client

from tandem.sharing.reading import standard

QUESTION = "van=IB&naar=LT_TOEGANG&doel=DS-006&soorten=ID,SIGNAAL"


def get(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == status, response.content
    return response.json()


def test_all_rules_and_a_few(client: Client) -> None:
    answer = get(client, "/deelregels")
    assert answer["versie"] == standard().version
    assert len(answer["resultaten"]) == 94
    few = get(client, "/deelregels?van=SWV&soorten=PLAN")["resultaten"]
    assert [one["id"] for one in few] == ["DS-003", "DS-004", "DS-087"]


def test_a_question(client: Client) -> None:
    answer = get(client, f"/deeltoets?{QUESTION}&leeftijd=14")
    assert (answer["oordeel"], answer["regel"], answer["kanNu"]) == ("allowed_with_consent", "DS-006", False)
    assert answer["soortenWeg"] == ["MEDISCH", "STRAF"]
    assert answer["toestemmingVan"] == ["youth", "parent_1", "parent_2"]
    assert answer["poorten"]["geheimhouding"]["stand"] == "waiting"
    assert get(client, f"/deeltoets?{QUESTION}&toestemming=gegeven")["kanNu"] is True
    assert get(client, f"/deeltoets?{QUESTION}&toestemming=geweigerd")["oordeel"] == "anonymous_only"


def test_an_unknown_pair_is_denied(client: Client) -> None:
    answer = get(client, "/deeltoets?van=RAAD&naar=HA&doel=zomaar&soorten=ID&spoed=true")
    assert (answer["oordeel"], answer["regel"]) == ("not_allowed", "DS-094")
    assert "DS-047" in [one["regel"] for one in answer["alternatieven"]]


@pytest.mark.parametrize(
    "query",
    [
        "van=NIEMAND&naar=HA&doel=zomaar&soorten=ID",
        "van=IB&naar=LT_TOEGANG&doel=bestaat-niet&soorten=ID",
        "van=IB&naar=LT_TOEGANG&doel=DS-006&soorten=GEHEIM",
        "van=IB&naar=LT_TOEGANG&doel=DS-006",
        f"{QUESTION}&naam=jan",
    ],
)
def test_what_the_standard_does_not_know_is_refused(client: Client, query: str) -> None:
    assert get(client, f"/deeltoets?{query}", 400)["status"] == 400
