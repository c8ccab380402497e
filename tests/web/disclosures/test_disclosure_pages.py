"""Sharing in the browser's words: each step, the preview and the receiver's page, and taking it back."""

import re
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from tests.on_stage import Seat, role_of, text

from tandem.audit.actions import acting_actor
from tandem.children import actions as children
from tandem.children.data import Kind
from tandem.identity.data import Hat
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.register.hats import context_of
from tandem.register.models import Membership
from tandem.sharing.disclosing.actions import write_note

NEW = "/verstrekkingen/nieuw/"
WORDS = "Komt vaak te laat en is moe."


def context(key: str, function: str) -> Context:
    row = Membership.objects.get(pk=role_of(key, function).id)
    hat = Hat(row.id, row.person_id, row.organisation_id, "", row.function, "", UUID(int=0))
    return context_of(hat, day=clock.today())


@pytest.fixture
def pupil(iris: Seat) -> UUID:
    coordinator = context("iris", "IB")
    place = Membership.objects.get(pk=role_of("iris", "IB").id).organisation
    location = place.id if place.kind == "LOCATION" else place.children.filter(kind="LOCATION")[0].id
    with acting(coordinator):
        child = children.register_pupil(
            by=acting_actor(),
            given_name="Bo",
            family_name="Boterbloem",
            birth_date=date(clock.today().year - 8, 1, 2),
            location=location,
            since=clock.today() - timedelta(days=30),
        )
        write_note(by=acting_actor(), child=child, file=location, kind=Kind.CONCERN.value, text=WORDS)
    return child


def shown(page: str) -> str:
    """The part that the receiver sees, byte for byte."""
    start = page.index('<div class="disclosed">')
    return page[start : page.index("</div>", start)]


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def chosen(iris: Seat, pupil: UUID) -> dict[str, str]:
    team = str(Membership.objects.get(pk=role_of("tomas", "LT_TOEGANG").id).organisation_id)
    assert "Bo Boterbloem" in text(iris.get(NEW))
    assert "DS-006" in text(iris.post(NEW, stap="kind", kind=str(pupil)))
    assert team in text(iris.post(NEW, stap="doel", kind=str(pupil), doel="DS-006"))
    until = (clock.today() + timedelta(days=30)).isoformat()
    first = {"kind": str(pupil), "doel": "DS-006", "ontvanger": team, "tot": until}
    answer = iris.post(NEW, stap="wie", soorten=["ID", "SIGNAAL"], **first)
    assert answer.status_code == 200, text(answer)
    return {**first, "soorten": "ID,SIGNAAL"}


def consented(iris: Seat, what: dict[str, str]) -> str:
    """A parent with authority says yes; the page that follows."""
    parent = {"naam": "Sam Boterbloem", "rol": "parent_1", "bron": "REGISTER", "datum": "2020-01-01"}
    page = text(iris.post(NEW, stap="ouder", **what, **parent))
    who = field(page, "wie")
    said = {"wie": who, "vorm": "ORAL", "uitgelegd": "on", "reden": "", "antwoord": "ja"}
    return text(iris.post(NEW, stap="toestemming", **what, **said))


def shared(iris: Seat, what: dict[str, str], page: str) -> str:
    steps = dict.fromkeys(re.findall(r'name="(stap_[A-Z_]+)"', page), "12 september")
    answer = iris.post(NEW, stap="deel", gezien=field(page, "gezien"), **what, **steps)
    assert answer.status_code == 302, text(answer)
    return answer.headers["Location"].split("?")[0]


def test_a_coordinator_shares_and_the_receiver_sees_the_preview(iris: Seat, pupil: UUID) -> None:
    what = chosen(iris, pupil)
    page = consented(iris, what)
    assert WORDS in shown(page)
    address = shared(iris, what, page)
    assert str(pupil) not in address
    tomas = Seat("tomas", "LT_TOEGANG")
    assert "Bo Boterbloem" in text(tomas.get("/verstrekkingen/"))
    received = text(tomas.get(address))
    assert shown(received) == shown(page)
    assert "Waarom zie ik dit?" in received
    given = text(iris.get(address))
    assert "Wie heeft dit gezien?" in given
    assert "Nog niemand." not in given
    assert Seat("eva", "LT_HULP").get(address).status_code == 404


def test_what_is_withdrawn_is_gone_at_the_next_click(iris: Seat, pupil: UUID) -> None:
    what = chosen(iris, pupil)
    address = shared(iris, what, consented(iris, what))
    tomas = Seat("tomas", "LT_TOEGANG")
    assert tomas.get(address).status_code == 200
    assert tomas.post(address, intrekken="ja").status_code == 405, "the button is not hers"
    assert tomas.get(address).status_code == 200
    assert iris.post(address, intrekken="ja").status_code == 302
    assert tomas.get(address).status_code == 404
    listed = text(tomas.get("/verstrekkingen/"))
    assert "ingetrokken door wie deelde" in listed
    assert "Bo Boterbloem" not in listed
    assert tomas.post("/verstrekkingen/", bericht=field(listed, "bericht")).status_code == 302
    assert "ingetrokken door wie deelde" not in text(tomas.get("/verstrekkingen/"))


def test_a_refusal_is_no_dead_end(iris: Seat, pupil: UUID) -> None:
    what = chosen(iris, pupil)
    parent = {"naam": "Sam Boterbloem", "rol": "parent_1", "bron": "REGISTER", "datum": "2020-01-01"}
    who = field(text(iris.post(NEW, stap="ouder", **what, **parent)), "wie")
    no = {"wie": who, "vorm": "ORAL", "reden": "liever niet", "antwoord": "nee"}
    page = text(iris.post(NEW, stap="toestemming", **what, **no))
    assert "disclosed" not in page
    assert "Wat kan er wel?" in page
    assert "zonder naam" in page
    page = text(iris.post(NEW, stap="deel", gezien="", **what))
    assert "disclosed" not in page


def test_another_schools_pupil_is_not_there(iris: Seat, pupil: UUID) -> None:
    joost = Seat("joost", "IB")
    what = {"kind": str(pupil), "doel": "DS-006"}
    assert joost.post(NEW, stap="doel", **what).status_code == 404
    assert "Bo Boterbloem" not in text(joost.get(NEW))
