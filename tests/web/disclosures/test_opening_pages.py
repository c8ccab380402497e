"""A secret address is asked for, agreed to by somebody else, and read or lifted; on the screen."""

from uuid import UUID

from tests.on_stage import Seat, text
from tests.web.disclosures.test_disclosure_pages import context, pupil

from tandem.audit.actions import acting_actor
from tandem.children.models import ProtectedAddress
from tandem.platform.context import acting
from tandem.sharing.breakglass.models import Opening
from tandem.sharing.compartment import actions as compartment
from tandem.sharing.compartment.data import Danger

__all__ = ["pupil"]
STREET = "Proeflaan 17, 2611 AB Delft"
REASON = "Het gevaar is voorbij, dat zegt de moeder en dat zegt Veilig Thuis."


def test_a_school_asks_and_its_head_lifts_it(iris: Seat, pupil: UUID) -> None:
    with acting(context("iris", "IB")):
        compartment.guard(by=acting_actor(), children=[pupil], written=STREET, danger=Danger.FAMILY)
    path = f"/geheim-adres/{pupil}/"
    assert f"{path}vraag/" in text(iris.get(path))
    page = text(iris.get(f"{path}vraag/"))
    assert "Dat het adres niet meer geheim is" in page
    assert "Het adres lezen" not in page, "a school never reads it"
    assert iris.post(f"{path}vraag/", wat="LIFT", reden="te kort").status_code == 422
    assert iris.post(f"{path}vraag/", wat="READ", reden=REASON).status_code == 422
    betrayed = iris.post(f"{path}vraag/", wat="LIFT", reden=f"{REASON} Het was Proeflaan 17.")
    assert betrayed.status_code == 422
    assert "een adres dat geheim is" in text(betrayed)
    assert iris.post(f"{path}vraag/", wat="LIFT", reden=REASON).status_code == 302
    assert "wacht op een besluit" in text(iris.get(path))
    assert "Je vroeg dit al" in text(iris.post(f"{path}vraag/", wat="LIFT", reden=REASON))
    request = Opening.objects.get()
    assert iris.get("/geheim-adres/verzoeken/").status_code == 404
    assert iris.get(f"/geheim-adres/lezen/{request.id}/").status_code in (302, 404)

    head = Seat("marijke", "SCHOOLDIR")
    page = text(head.get("/geheim-adres/verzoeken/"))
    assert f"/geheim-adres/verzoeken/{request.id}/" in page
    decide = f"/geheim-adres/verzoeken/{request.id}/"
    assert REASON in text(head.get(decide))
    assert "Boterbloem" not in text(head.get(decide)), "who decides needs no name"
    assert head.post(decide).status_code == 422
    assert head.post(decide, besluit="ja").status_code == 302
    assert not ProtectedAddress.objects.exists()
    assert head.get(decide).status_code == 404
    assert "goedgevonden" in text(iris.get(path))
    assert "Secret address: decide" in text(head.get("/en/geheim-adres/verzoeken/"))
