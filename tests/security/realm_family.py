"""On each side a family that looks into a case: a mother, and a young person of 17 who agrees that she does."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from tests.security import cases_oracle
from tests.security.children_oracle import ChildWorld, Enrolment
from tests.security.oracle import Membership, Period

from tandem.cases.models import Case, Participant, Text
from tandem.children import models as children
from tandem.family.data import KIND_OF, Audience, Capacity, Sort, Voice
from tandem.family.models import Asking, Choice, Release, Window, Word
from tandem.platform import clock
from tandem.sharing.models import Authority, Consent

if TYPE_CHECKING:
    from tests.security.realm import Figure, Realm, Side

CASE, MOTHER, YOUNG, AT_WORK, RELEASE = "read_case", "window", "young_window", "work_window", "release"
WORD, ASKING, CONSENT = "family_word", "asking", "own_consent"
OWN, OF_WORK = {MOTHER, YOUNG, ASKING, CONSENT}, {CASE, AT_WORK, RELEASE, WORD}
KINDS = 16 + 64 + 256


def plant(realm: "Realm") -> None:
    """Must be called as owner, when everybody has a function. Who coordinates care here reads the case on this side."""
    for side in (realm.here, realm.there):
        who = realm.figure("IB") if side is realm.here else side.figures["listed"]
        child, case, authority = _case(realm, side, who.person, who.membership)
        by = {"organisation_id": side.organisations["LOCATION"], "function": "IB"}
        mother = _window(realm, side, case, child, authority)
        young = _window(realm, side, case, child, None)
        Choice.objects.create(
            id=uuid4(), case_id=case, child_id=child, number=0, agrees=True, window_id=young, said=clock.now()
        )
        release = uuid4()
        Release.objects.create(
            id=release, case_id=case, child_id=child, sort=Sort.TEXT.value, kind=KIND_OF[Sort.TEXT].value,
            audience=Audience.BOTH.value, title="Bericht",
            text=realm.canaries.word("family_release", release, None, "text"),
            person_id=who.person, hat=who.membership, released=clock.now(), **by,
        )  # fmt: skip
        side.rows |= _said(realm, side, who, case, mother, authority)
        side.rows |= {
            CASE: case,
            MOTHER: mother,
            YOUNG: young,
            AT_WORK: mother,
            RELEASE: release,
        }
        for row in (case, mother, young, release, *(side.rows[one] for one in (WORD, ASKING, CONSENT))):
            realm.case_of[row] = case


def _said(realm: "Realm", side: "Side", who: "Figure", case: UUID, mother: UUID, authority: UUID) -> dict[str, UUID]:
    """What the mother asked, what is asked of her, and a yes that she gave."""
    word, asking, consent, place = uuid4(), uuid4(), uuid4(), side.organisations["LOCATION"]
    child, now = Case.objects.get(pk=case).child_id, clock.now()
    Word.objects.create(
        id=word, case_id=case, child_id=child, window_id=mother, key=uuid4(), voice=Voice.QUESTION.value, said=now,
        text=realm.canaries.word("family_word", word, None, "text"),
    )  # fmt: skip
    mine: dict[str, Any] = {
        "child_id": child, "authority_id": authority, "file_id": place, "kinds": 16, "purpose": "zorg",
        "giver": "parent_1", "authority_checked": "REGISTER",
        "receiver_organisation_id": side.organisations["LOCAL_TEAM"], "receiver_function": "LT_TOEGANG",
        "organisation_id": place, "function": "IB", "person_id": who.person,
    }  # fmt: skip
    Asking.objects.create(
        id=asking, case_id=case, window_id=mother, needs_consent=True, needs_release=False, hat=who.membership,
        asked=now, **mine,
    )  # fmt: skip
    Consent.objects.create(
        id=consent, form="ORAL", text_version="1", text_hash="0", explicit=True, outcome="GIVEN", gives_consent=True,
        releases_secrecy=False, freedom_explained=True, given_at=now, membership_id=who.membership, recorded_at=now,
        valid_until=date(realm.today.year + 1, realm.today.month, 1), **mine,
    )  # fmt: skip
    for row in (word, asking, consent):
        realm.account_of[row] = realm.account_of[mother]
    return {WORD: word, ASKING: asking, CONSENT: consent}


def _case(realm: "Realm", side: "Side", person: UUID, hat: UUID) -> tuple[UUID, UUID, UUID]:
    child, case, text, authority = uuid4(), uuid4(), uuid4(), uuid4()
    place, at, since = side.organisations["LOCATION"], clock.now(), date(realm.today.year - 3, 1, 1)
    children.Child.objects.create(
        id=child, given_name="Sam", family_name="Weg", sort_key="weg sam", birth_date=date(realm.today.year - 17, 1, 1)
    )
    children.Enrolment.objects.create(child_id=child, location_id=place, valid_from=since)
    Case.objects.create(
        id=case, child_id=child, place_id=place, key=uuid4(), holder_id=place, opened=at, opened_by=person,
        opened_hat=hat, changed=at,
    )  # fmt: skip
    Participant.objects.create(
        case_id=case, organisation_id=place, function="IB", domain="EDUCATION", purpose="own-pupil", ground="6(1)(e)",
        own=True, since=at,
    )  # fmt: skip
    Text.objects.create(
        id=text, case_id=case, part="QUESTION", text=realm.canaries.word("cases_text", text, None, "text"),
        author_id=person, organisation_id=place, at=at,
    )  # fmt: skip
    Authority.objects.create(
        id=authority, child_id=child, file_id=place, organisation_id=place, function="IB", membership_id=hat,
        person_id=person, recorded_at=at, name=realm.canaries.word("family_window", case, None, "name"),
        giver="parent_1", source="REGISTER", source_date=since, valid_from=since,
    )  # fmt: skip
    return child, case, authority


def _window(realm: "Realm", side: "Side", case: UUID, child: UUID, authority: UUID | None) -> UUID:
    """Accepted; only on this side somebody signs in to it."""
    name = "parent" if authority else "young person"
    account = realm.relative(name) if side is realm.here else uuid4()
    id, row = uuid4(), Case.objects.get(pk=case)
    Window.objects.create(
        id=id, case_id=case, child_id=child, authority_id=authority, account_id=account, kinds=KINDS, law="",
        capacity=(Capacity.PARENT if authority else Capacity.YOUNG).value, organisation_id=row.place_id, function="IB",
        invited_by=row.opened_by, invited_hat=row.opened_hat, invited=clock.now(), accepted=clock.now(),
        valid_until=date(realm.today.year + 1, realm.today.month, 1),
    )  # fmt: skip
    realm.account_of[id] = account
    return id


def oracle_cases(world: cases_oracle.World) -> cases_oracle.World:
    """The cases of the realm, with who takes part in those of a family. Must be read as owner."""
    rows = Participant.objects.filter(own=True).values_list("id", "case_id", "organisation_id", "case__child_id")
    here = {
        case: cases_oracle.Participant(id, place, "IB", None, own=True, knows_only=False, disclosure=None, left=False)
        for id, case, place, _ in rows
    }
    texts: dict[UUID, list[tuple[UUID, int]]] = {}
    for id, case, kind in Text.objects.filter(case_id__in=here).values_list("id", "case_id", "kind"):
        texts.setdefault(case, []).append((id, kind))
    enrolments = [Enrolment(uuid4(), child, place, Period(None, None)) for _, _, place, child in rows]
    old = world.children
    known = ChildWorld(old.organisations, old.memberships, [], enrolments, [], [], {}, set())
    return cases_oracle.World(known, [_with(one, here, texts) for one in world.cases])


def _with(
    case: cases_oracle.Case, here: dict[UUID, cases_oracle.Participant], texts: dict[UUID, list[tuple[UUID, int]]]
) -> cases_oracle.Case:
    if case.id not in here:
        return case
    return cases_oracle.Case(
        case.id, case.child, case.holder, case.state, case.opener, [here[case.id]], [], [], texts[case.id], case.event
    )


def reads(cases: cases_oracle.World, hat: Membership, case: UUID, day: date) -> bool:
    """Whether she reads words of concern of this case."""
    found = next(one for one in cases.cases if one.id == case)
    return any(side.kinds & 16 for side in cases_oracle.sides(cases, hat, found, day))
