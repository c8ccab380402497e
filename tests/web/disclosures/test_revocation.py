"""What ends is denied on the next request, by every way on which it was shown: each end × each way, enumerated.

A way is looked at before the end too: what never showed anything proves nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from tests.cast import CAST
from tests.conftest import VERSIONS
from tests.on_stage import Seat, role_of, set_the_stage
from tests.security.matrix import every_route
from tests.web.disclosures.test_disclosure_pages import context

from tandem.audit.actions import acting_actor
from tandem.cases.actions import involving, opening
from tandem.cases.data import Joining
from tandem.cases.models import Participant
from tandem.casework.actions import drafts, handing_over
from tandem.casework.actions.drafts import Draft
from tandem.casework.data import TextPart, Urgency
from tandem.casework.desks import coordinator_of
from tandem.children import actions as children
from tandem.children.data import Kind
from tandem.decisions.actions import climbing, requesting
from tandem.decisions.actions.requesting import Asked
from tandem.decisions.data import Cause, Request
from tandem.family.actions import releasing
from tandem.family.data import Audience, Sort
from tandem.identity.access import FOR_EVERYBODY
from tandem.plans.actions import agreements, evaluating, goals, talking
from tandem.plans.data import Helped, Looking, NewAgreement, Subject
from tandem.plans.data import Owner as PlanOwner
from tandem.plans.data import Voice as Whose
from tandem.plans.rules.big5 import Answer, Talk
from tandem.plans.rules.evaluating import Verdict
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster
from tandem.register.models import Membership
from tandem.sharing import demo, models
from tandem.sharing.codes import DataKind, Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewAuthority
from tandem.sharing.disclosing import actions
from tandem.sharing.records import Authenticity, Channel
from tandem.sharing.retention import actions as retention
from tandem.sharing.retention.data import Held

QUESTION = "Verzonnen vraag van school en team"
GOAL = "Bo wil weer zwemmen met zijn klas."
WHY = "Verzonnen reden van de aanvraag"
LET_OUT = "Verzonnen bericht voor de ouders"
NOTE, SEEN, FAMILY = "Verzonnen zorg van de intern begeleider", "Verzonnen zorg van de leraar", "Boterbloem"
# The ways by which a page, file or link may show what was disclosed, by the first part of the address.
WAYS = {
    "verstrekkingen/": "page",
    "signalen/": "concern and its file",
    "casussen/": "case, its list, its card and its file",
    "werk/": "list",
    "berichten/": "what was told about the concern",
    "gezin/": "what was let out to the family, also on paper, for who works on the case; the rest: tests/family",
    "besluiten/": "what is asked and decided in a case, its letter and its ladder",
    "bewaren/": "what the own organisation holds of the pupil",
    "geheim-adres/": "the page where a receiver says that the address is secret",
}
# Everything else that somebody signed in can ask: why nothing that was disclosed comes out there.
NO_WAY = {
    "aanbod/": "offers of organisations",
    "api/v1/besluiten": "the same reads as the pages of the same name, for the owner of the key",
    "api/v1/casussen": "as above",
    "api/v1/gebeurtenissen": "ids and types alone",
    "api/v1/overleggen": "as above",
    "api/v1/leerlingen": "a school's own pupils; what ends is tested in tests/api/concerns/test_ends.py",
    "api/v1/signalen": "what somebody at the school raised herself, as above",
    "leerlingen/": "a school's own pupils and teachers",
    "wie-ziet-wat/": "for who works in the file of the school, which no receiver does",
    "inzage/": "what is held about one person, for who handles that request; not by a disclosure",
    "loket/": "organisations and colleagues",
    "plannen/uitkomsten/": "counts of large groups alone",
    "mijn/": "the own account",
    "overleg/": "the minutes for who is at the case; what ends is tested in tests/meetings/test_meeting_life.py",
    "noodtoegang/": "opened without a disclosure, by its own term; tested there",
    "organisatie/": "colleagues and imports of them",
    "wie-is-wie/": "the only search: of colleagues",
}


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    """The newest version only."""
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@dataclass
class Shared:
    """A pupil of this age on this day; a note and a concern that the local team reads through one disclosure."""

    born: date

    def __post_init__(self) -> None:
        place, since = CAST.stages["libel"].id, clock.today() - timedelta(days=60)
        iris, noor = context("iris", "IB"), context("noor", "LERAAR")
        part = demo.DisclosurePart(
            by="iris", about="bo", to="team-delft-noord", rule="DS-006", days=300, consent="given",
            kinds=(DataKind.IDENTITY, DataKind.CONCERN),
        )  # fmt: skip
        with acting(iris):
            by = acting_actor()
            self.child = children.register_pupil(
                by=by, given_name="Bo", family_name=FAMILY, birth_date=self.born, location=place, since=since
            )
            children.teach(
                by=by, child=self.child, location=place, membership=role_of("noor", "LERAAR").id, since=since
            )
            actions.write_note(by=by, child=self.child, file=place, kind=Kind.CONCERN.value, text=NOTE)
            self.parent = self._parent("Sam", Giver.PARENT_1)
            demo._disclose(part, self.child, place)
        self.disclosure = models.Disclosure.objects.get(child_id=self.child).id
        with acting(noor):
            draft = Draft(self.child, False, Urgency.NORMAL, {TextPart.SEEN: SEEN})
            self.concern = drafts.start(by=acting_actor(), location=place, key=uuid4(), draft=draft)
            drafts.raise_concern(by=acting_actor(), id=self.concern, version=1)
        with acting(iris):
            team = CAST.stages["team-delft-noord"].id
            handing_over.offer(
                by=acting_actor(), id=self.concern, to=team, words="hoort bij jullie",
                coordinator=coordinator_of(place), active={team}, disclosure=self.disclosure,
            )  # fmt: skip
            self.case = self._case()
            self.decision = self._decision()
            releasing.release(
                by=acting_actor(), case=self.case, sort=Sort.TEXT, audience=Audience.BOTH, title=LET_OUT, text=LET_OUT
            )
            self._plan(team)

    def _case(self) -> UUID:
        """In which the team takes part through the same disclosure."""
        place, team = CAST.stages["libel"].id, CAST.stages["team-delft-noord"].id
        own = Joining(place, "IB", "own-pupil", "6(1)(e)")
        id = opening.open_case(
            by=acting_actor(), child=self.child, holder=place, question=QUESTION, key=uuid4(), joining=(own,)
        )
        joining = Joining(team, "LT_TOEGANG", "samen", "6(1)(a)", 17, self.disclosure)
        involving.invite(by=acting_actor(), id=id, joining=joining)
        return id

    def _decision(self) -> UUID:
        """What the team is asked to decide in that case, which is on the ladder too."""
        team = CAST.stages["team-delft-noord"].id
        by, asked = acting_actor(), Asked(Request("DAY_PLACE", 0, 6, ""), WHY, "haaglanden")
        id = requesting.start(by=by, case=self.case, key=uuid4(), asked=asked)
        requesting.submit(by=by, id=id, places=[team])
        climbing.start(
            by=by, case=self.case, region="haaglanden", cause=Cause.WAITING, words=WHY, waits_since=clock.today()
        )
        return id

    def _plan(self, team: UUID) -> None:
        """With an agreement that the team keeps."""
        goal = goals.set_goal(by=acting_actor(), case=self.case, voice=Whose.CHILD, words=GOAL)
        seat = Participant.objects.get(case_id=self.case, organisation_id=team)
        due = clock.today() + timedelta(days=14)
        new = NewAgreement(goal, "Samen lopen", PlanOwner(participant=seat.id), due, "Bo komt binnen")
        by, today = acting_actor(), clock.today()
        agreements.agree(by=by, case=self.case, new=new)
        said = Talk(0, Subject.YOUNG, Whose.CHILD, today, {"SUPPORT": Answer(3, GOAL)})
        talking.talk(by=by, case=self.case, said=said)
        moment = evaluating.agree_moment(by=by, case=self.case, due=today, looking=Looking())
        evaluating.evaluate(by=by, case=self.case, moment=moment, verdicts={Whose.CHILD: Verdict(Helped.YES, GOAL)})

    def _parent(self, name: str, giver: Giver) -> UUID:
        since = clock.today() - timedelta(days=60)
        place = CAST.stages["libel"].id
        new = NewAuthority(self.child, place, f"{name} {FAMILY}", giver, Authenticity.REGISTER, since, since)
        return consenting.record_authority(by=acting_actor(), new=new)

    # --- the ends ---------------------------------------------------------------------------------------------------

    def withdrawn(self) -> None:
        with acting(context("iris", "IB")):
            assert actions.withdraw(by=acting_actor(), disclosure=self.disclosure, on=clock.today())

    def consent_withdrawn(self) -> None:
        consent = models.Consent.objects.filter(child_id=self.child)[0]
        with acting(context("iris", "IB")):
            assert consenting.withdraw_consent(
                by=acting_actor(), consent=consent.id, whose=Giver(consent.giver), channel=Channel.TELEPHONE
            )

    def authority_changed(self) -> None:
        """Somebody else has authority too, since today, and was not asked."""
        place = CAST.stages["libel"].id
        today = clock.today()
        new = NewAuthority(self.child, place, "Robin", Giver.PARENT_2, Authenticity.REGISTER, today, today)
        with acting(context("iris", "IB")):
            consenting.record_authority(by=acting_actor(), new=new)

    def authority_contested(self) -> None:
        with acting(context("iris", "IB")):
            assert consenting.contest_authority(by=acting_actor(), authority=self.parent, contested=True)

    def objected(self) -> None:
        place = CAST.stages["libel"].id
        reason = "Moeder maakt bezwaar tegen delen."
        with acting(context("iris", "IB")):
            retention.hold(by=acting_actor(), child=self.child, file=place, category=Held.OBJECTION, reason=reason)

    def function_ended(self) -> None:
        Membership.objects.filter(pk=role_of("tomas", "LT_TOEGANG").id).update(valid_until=clock.today())

    def employment_ended(self) -> None:
        person = Membership.objects.get(pk=role_of("tomas", "LT_TOEGANG").id).person_id
        Membership.objects.filter(person_id=person).update(valid_until=clock.today())

    # --- the ways ---------------------------------------------------------------------------------------------------

    def ways(self) -> dict[str, Callable[[Seat], bool]]:
        name = f"Bo {FAMILY}"
        return {
            "page": partial(_says, f"/verstrekkingen/{self.disclosure}/", NOTE),
            "list, where the link of a mail leads": partial(_says, "/verstrekkingen/", name),
            "list of pupils": partial(_says, "/verstrekkingen/leerlingen/", name),
            "file of the pupil": partial(_says, f"/verstrekkingen/leerlingen/{self.child}/", name),
            "choice of a pupil to share about": partial(_says, "/verstrekkingen/nieuw/", name),
            "worklist": partial(_says, "/werk/", name),
            "notices": partial(_says, "/berichten/", name),
            "what is held of the pupil": partial(_says, f"/bewaren/{self.child}/", name),
            "page of the secret address": partial(_opens, f"/geheim-adres/{self.child}/"),
            "decision": partial(_says, f"/besluiten/{self.decision}/", WHY),
            "decisions": partial(_says, "/besluiten/", name),
            "decisions of the case": partial(_says, f"/besluiten/casus/{self.case}/", name),
            "form of a decision": partial(_says, f"/besluiten/{self.decision}/doe/toekennen/", WHY),
            "ladder": partial(_says, f"/besluiten/casus/{self.case}/ladder/", WHY),
            "concern": partial(_says, f"/signalen/{self.concern}/", SEEN),
            "case": partial(_says, f"/casussen/{self.case}/", QUESTION),
            "list of cases": partial(_says, "/casussen/", name),
            "choice of a pupil to open a case about": partial(_says, "/casussen/nieuw/", name),
            "Big 5": partial(_says, f"/casussen/{self.case}/plan/big5/", GOAL),
            "evaluations": partial(_says, f"/casussen/{self.case}/plan/evaluatie/", GOAL),
            "plan": partial(_says, f"/casussen/{self.case}/plan/", GOAL),
            "form of a plan": partial(_says, f"/casussen/{self.case}/plan/doe/doel/", name),
            "file link of a plan": partial(_file_is_longer, f"/casussen/{self.case}/plan/plan.pdf"),
            "agreements": partial(_says, "/overleg/afspraken/", name),
            "child card": partial(_says, f"/casussen/{self.case}/kindkaart/", QUESTION),
            "window of the family": partial(_says, f"/gezin/casus/{self.case}/", LET_OUT),
            "window of the family on paper": partial(_file_is_longer, f"/gezin/casus/{self.case}/samenvatting.pdf"),
            "file link of a case": partial(_file_is_longer, f"/casussen/{self.case}/casus.pdf"),
            "file link of a concern": partial(_file_is_longer, f"/signalen/{self.concern}/tijdlijn.pdf"),
        }


def _says(address: str, words: str, seat: Seat) -> bool:
    return words in _whole(seat, address).content.decode()


def _whole(seat: Seat, address: str) -> HttpResponse:
    """No answer is still being made when it is given: an export does not run on after the end."""
    answer = seat.get(address)
    assert not answer.streaming, address
    return answer


def _opens(address: str, seat: Seat) -> bool:
    return bool(seat.get(address).status_code == 200)


SHORT: dict[str, int] = {}


def _file_is_longer(address: str, seat: Seat) -> bool:
    """The words are compressed in it: with them it has another length than the same document afterwards."""
    answer = _whole(seat, address)
    length = len(answer.content) if answer.status_code == 200 else 0
    return SHORT.setdefault(address, length) == length and length > 0


ENDS: dict[str, Callable[[Shared], None]] = {
    "disclosure withdrawn": Shared.withdrawn,
    "consent withdrawn": Shared.consent_withdrawn,
    "authority changed": Shared.authority_changed,
    "authority contested": Shared.authority_contested,
    "objection being weighed": Shared.objected,
    "function ended": Shared.function_ended,
    "employment ended": Shared.employment_ended,
}


@pytest.fixture
def stage(owned_database: Cluster, settings: Any) -> None:
    settings.DEMO_SIGN_IN = True
    set_the_stage()


def shown(shared: Shared, seat: Seat) -> set[str]:
    return {name for name, way in shared.ways().items() if way(seat)}


def test_each_end_closes_each_way_on_the_next_request(stage: None) -> None:
    today = clock.today()
    shared = Shared(date(today.year - 8, 1, 2))
    tomas = Seat("tomas", "LT_TOEGANG")
    with clock.at(clock.now()):  # a document that says when it was printed is as long in the next minute
        assert shown(shared, tomas) == {*shared.ways()}, "what shows nothing before proves nothing after"
        for name, end in ENDS.items():
            with transaction.atomic():
                end(shared)
                assert shown(shared, tomas) == set(), name
                transaction.set_rollback(True)
            assert shown(shared, tomas) == {*shared.ways()}, f"{name}: taken back, it shows again"


@pytest.mark.parametrize("years", [12, 16, 18])
def test_each_birthday_closes_each_way_at_midnight(stage: None, monkeypatch: pytest.MonkeyPatch, years: int) -> None:
    birthday = clock.today() + timedelta(days=1)
    birthday += timedelta(days=(birthday.month, birthday.day) == (2, 29))  # not every year has it
    shared = Shared(birthday.replace(year=birthday.year - years))
    assert shown(shared, Seat("tomas", "LT_TOEGANG")) == {*shared.ways()}
    later = clock.now() + (birthday - clock.today())
    monkeypatch.setattr(clock, "now", lambda: later)
    assert clock.today() == birthday
    assert shown(shared, Seat("tomas", "LT_TOEGANG")) == set()


def test_no_way_is_forgotten() -> None:
    """A new address that somebody signed in can open says here whether a disclosure shows by it."""
    asked = {route.address for route in every_route() if route.access.audience not in FOR_EVERYBODY}
    said = {**WAYS, **NO_WAY}
    assert sorted(address for address in asked if not address.startswith(tuple(said))) == []
    assert [start for start in said if not any(address.startswith(start) for address in asked)] == []
    api = [
        route.address
        for route in every_route()
        if route.address.startswith("api/") and route.access.audience in FOR_EVERYBODY
    ]
    assert api
    assert not [one for one in api if re.search(r"leerling|kind|signaal|pupil|child", one)], "no row about a child"
