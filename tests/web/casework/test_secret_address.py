"""No word about a concern leads to an address that is secret: at every form, and behind the forms."""

from uuid import uuid4

import pytest
from tests.on_stage import Seat, text
from tests.web.casework.conftest import SEEN, School

from tandem.audit.actions import acting_actor
from tandem.audit.models import Event as Line
from tandem.casework.actions import life
from tandem.casework.actions.step import CannotError
from tandem.casework.models import Concern, Text
from tandem.platform.context import acting

STREET = "Fietst elke dag van Proeflaan 17."
TOLD = "een adres dat geheim is"


@pytest.fixture
def hidden(school: School) -> School:
    answer = Seat("iris", "IB").post(
        f"/geheim-adres/{school.bo}/", gevaar="FAMILY", adres="Proeflaan 17, 2611 AB Delft"
    )
    assert answer.status_code == 302
    return school


def lines() -> int:
    return int(Line.objects.filter(action="stop protected words").count())


def test_a_teacher_is_told_at_the_field_and_it_is_not_kept(hidden: School) -> None:
    noor = Seat("noor", "LERAAR")
    form = {"sleutel": str(uuid4()), "leerling": str(hidden.bo), "urgentie": "SOON", "versie": "0"}
    answer = noor.post("/signalen/nieuw/", **form, gezien=STREET, verstuur="1")
    assert answer.status_code == 422
    assert TOLD in text(answer)
    assert not Concern.objects.exists()
    assert lines() == 1, "who tries until a word is refused is seen"
    assert noor.post("/signalen/nieuw/", **form, gezien=SEEN, verstuur="1").status_code == 302


@pytest.mark.parametrize(
    ("page", "fields"), [("doe/aanvullen", {"woorden": STREET}), ("volgen", {"tekst": STREET, "vul_aan": ""})]
)
def test_what_is_added_later_is_looked_at_too(hidden: School, page: str, fields: dict[str, str]) -> None:
    id = hidden.raised(child=hidden.bo)
    who = Seat("noor", "LERAAR") if page == "volgen" else Seat("iris", "IB")
    answer = who.post(f"/signalen/{id}/{page}/", **({} if page == "volgen" else {"versie": "2"}), **fields)
    assert answer.status_code == 422
    assert TOLD in text(answer)
    assert lines() == 1
    assert not Text.objects.filter(text__contains="Proeflaan").exists()


def test_behind_the_forms_it_is_refused_as_well(hidden: School) -> None:
    id = hidden.raised(child=hidden.bo)
    with acting(hidden.coordinator), pytest.raises(CannotError, match="PROTECTED"):
        life.add(by=acting_actor(), id=id, words=STREET)
