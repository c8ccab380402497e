"""The pages of a case, as who opens it, who is invited and who may only know meet them."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from tests.conftest import VERSIONS, as_owner
from tests.on_stage import Seat, set_the_stage, text
from tests.web.casework.conftest import School, organisation

from tandem.audit.actions import acting_actor
from tandem.cases.actions import involving
from tandem.cases.data import Joining
from tandem.cases.models import Case
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster

QUESTION = "Hoe komt Bo weer elke dag op school?"


class Table(School):
    """Iris opens a case for Bo, who goes to her school."""

    def __init__(self) -> None:
        super().__init__()
        self.iris, self.tomas = Seat("iris", "IB"), Seat("tomas", "LT_TOEGANG")
        form = text(self.iris.get("/casussen/nieuw/"))
        key = re.search(r'name="sleutel" value="([^"]+)"', form)
        assert key
        self.sent = {"sleutel": key[1], "leerling": str(self.bo), "vraag": QUESTION}
        answer = self.iris.post("/casussen/nieuw/", **self.sent)
        assert answer.status_code == 302, text(answer)
        self.id = UUID(answer.headers["Location"].split("/")[2])

    @property
    def page(self) -> str:
        return f"/casussen/{self.id}/"

    def told(self) -> None:
        """The team may know that there is a case."""
        with acting(self.coordinator):
            joining = Joining(organisation("tomas", "LT_TOEGANG"), "LT_TOEGANG", "weten", "6(1)(e)", knows_only=True)
            involving.invite(by=acting_actor(), id=self.id, joining=joining)

    def version(self) -> int:
        return Case.objects.get(pk=self.id).version


@pytest.fixture(scope="module")
def stage(started: Callable[[object], Cluster], django_db_blocker: DjangoDbBlocker) -> Iterator[Table]:
    """One stage for all stories, on the newest version; each story is taken back."""
    newest = started(list(VERSIONS.values())[-1])
    with django_db_blocker.unblock(), as_owner(newest), override_settings(DEMO_SIGN_IN=True):
        set_the_stage()
        yield Table()


@pytest.fixture
def table(stage: Table) -> Iterator[Table]:
    with transaction.atomic():
        yield stage
        transaction.set_rollback(True)


def test_an_own_second_click_is_done_and_not_a_conflict(table: Table) -> None:
    sent = {"versie": str(table.version()), "woorden": "Hij was er vandaag."}
    first, again = (table.iris.post(f"{table.page}doe/aanvullen/", **sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (302, 302)
    assert first.headers["Location"] == again.headers["Location"]
    assert text(table.iris.get(table.page)).count("Hij was er vandaag.") == 1
    other = table.iris.post(f"{table.page}doe/aanvullen/", **{**sent, "woorden": "Iets anders."})
    assert other.status_code == 409, "something else on what is no longer so"
    assert "Iets anders." in text(other), "and it is not gone"


def test_a_case_opened_directly_says_who_holds_it_who_directs_and_what_comes_next(table: Table) -> None:
    said = text(table.iris.get(table.page))
    for words in ("Bo Boterbloem", QUESTION, "Jullie hebben deze casus.", "De regie heeft Iris Korenbloem."):
        assert words in said
    assert "Wie is betrokken" in said
    assert "Kindkaart" in said
    assert text(table.iris.get("/casussen/")).count(str(table.id)) == 1
    again = table.iris.post("/casussen/nieuw/", **table.sent)
    assert again.headers["Location"].startswith(table.page), "sent twice, it is one case"
    assert Case.objects.count() == 1


def test_who_has_no_part_in_it_finds_nothing_anywhere(table: Table) -> None:
    parts = ("", "uitnodigen/", "doorgeven/", "kindkaart/", "casus.pdf", "doe/aanvullen/", "doe/tekenen/")
    for part in parts:
        assert table.tomas.get(table.page + part).status_code == 404, part
    assert str(table.id) not in text(table.tomas.get("/casussen/"))


def test_who_may_only_know_sees_whom_to_call_and_no_word_and_no_name(table: Table) -> None:
    table.told()
    said = text(table.tomas.get(table.page))
    assert "Iris Korenbloem" in said
    for secret in ("Boterbloem", QUESTION, "Wat er gebeurde", "6(1)(e)", "Wat kun je nu doen"):
        assert secret not in said, secret
    for part in ("kindkaart/", "casus.pdf", "doe/aanvullen/", "uitnodigen/"):
        assert table.tomas.get(table.page + part).status_code == 404, part
    assert "Boterbloem" not in text(table.tomas.get("/casussen/"))


def test_a_word_too_late_is_kept_beside_what_happened_meanwhile(table: Table) -> None:
    seen = table.version()
    assert table.iris.post(f"{table.page}doe/aanvullen/", versie=seen, woorden="eerst").status_code == 302
    late = table.iris.post(f"{table.page}doe/aanvullen/", versie=seen, woorden="moeder belde")
    assert late.status_code == 409
    assert "moeder belde" in text(late)
    assert "Intussen gebeurde dit" in text(late)


def test_what_is_missing_is_said_at_the_field_and_nothing_changes(table: Table) -> None:
    before = table.version()
    for part in ("doe/aanvullen/", "doe/afsluiten/"):
        wrong = table.iris.post(table.page + part, versie=before, woorden="")
        assert wrong.status_code == 422
        assert "Vul dit in." in text(wrong)
    assert table.version() == before


def test_an_organisation_that_no_rule_names_can_only_know(table: Table) -> None:
    chosen = str(organisation("tomas", "LT_TOEGANG"))
    second = text(table.iris.post(f"{table.page}uitnodigen/", stap="kies", naar=chosen))
    assert "Mag alleen weten" in second
    answer = table.iris.post(
        f"{table.page}uitnodigen/",
        stap="doe",
        naar=chosen,
        versie=table.version(),
        hoe="weten",
        functie="LT_TOEGANG",
    )
    assert answer.status_code == 302, text(answer)
    assert "mag alleen weten dat er een casus is" in text(table.iris.get(table.page)).lower()


def test_paper_and_child_card_say_what_the_page_says(table: Table) -> None:
    card = text(table.iris.get(f"{table.page}kindkaart/"))
    assert QUESTION in card
    assert "Geboren" in card
    paper = table.iris.get(f"{table.page}casus.pdf")
    assert paper.content.startswith(b"%PDF")
    assert "Boterbloem" not in paper.headers["Content-Disposition"]


def test_from_a_concern_only_what_they_do_together_is_asked(table: Table) -> None:
    concern = table.raised(child=table.bo)
    address = f"/signalen/{concern}/casus/"
    assert "casus/" in text(table.iris.get(f"/signalen/{concern}/"))
    form = text(table.iris.get(address))
    assert "leerling" not in re.findall(r'name="(\w+)"', form)
    key = re.search(r'name="sleutel" value="([^"]+)"', form)
    assert key
    answer = table.iris.post(address, sleutel=key[1], vraag="Samen verder?")
    assert answer.status_code == 302
    assert "Hier is een casus van" in text(table.iris.get(f"/signalen/{concern}/"))
    assert table.iris.get(address).headers["Location"] == answer.headers["Location"].split("?")[0]


WISH = "Ik wil weer zwemmen met mijn klas."


def _planned(table: Table) -> str:
    """A goal in the plan of the case; the address of the plan."""
    plan = f"{table.page}plan/"
    answer = table.iris.post(f"{plan}doe/doel/", versie=0, woorden=WISH, stem="CHILD")
    assert answer.status_code == 302, text(answer)
    return plan


def _agreement(plan: str, seat: Seat) -> str:
    """The address on which an agreement is made under the first goal."""
    found = re.search(r'href="(doe/afspraak/\?op=[^"]+)"', text(seat.get(plan)))
    assert found
    return plan + found[1]


def test_the_plan_says_what_is_missing_and_keeps_what_was_written(table: Table) -> None:
    address = _agreement(_planned(table), table.iris)
    sent = {
        "versie": 1,
        "wat": "Samen naar het bad",
        "wie": "anders",
        "anders": "",
        "werkt": "Bo zwemt",
        "uiterlijk": "",
    }
    wrong = table.iris.post(address, **sent)
    assert wrong.status_code == 422
    assert "Samen naar het bad" in text(wrong)
    sent["uiterlijk"] = "2027-12-01"
    assert "Kies wie het doet" in text(table.iris.post(address, **sent))
    assert table.iris.post(address, **sent | {"anders": "oma"}).status_code == 302
    late = table.iris.post(address, **sent | {"anders": "opa"})
    assert late.status_code == 409
    assert "Intussen gebeurde dit" in text(late)
    assert "opa" in text(late)
    assert "0 van 1 afspraak gedaan." in text(table.iris.get(table.page))


def test_the_plan_is_not_there_for_who_may_only_know_and_nothing_of_another_plan_is(table: Table) -> None:
    plan = _planned(table)
    address = _agreement(plan, table.iris)
    table.told()
    for part in ("", "plan.pdf", "doe/doel/", address.removeprefix(plan)):
        assert table.tomas.get(plan + part).status_code == 404, part
    for part in ("doe/afspraak/", f"doe/afspraak/?op={table.id}", "doe/gedaan/?op=x", "doe/onbekend/"):
        assert table.iris.get(plan + part).status_code == 404, part
    paper = table.iris.get(f"{plan}plan.pdf")
    assert paper.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in paper.content, "tagged"
    assert "Boterbloem" not in paper.headers["Content-Disposition"]
