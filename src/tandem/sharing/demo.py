"""Fictitious pupils of the example region and what is shared about them, once; done by the cast, as the app would."""

from datetime import date, timedelta
from functools import cache
from typing import Annotated, Literal
from uuid import UUID

from django.db import transaction
from pydantic import Field

from tandem.audit.actions import acting_actor
from tandem.children import actions as children
from tandem.children import queries as known
from tandem.children.data import Residence, Why
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.home import DEFINITIONS
from tandem.register.data import OrganisationKind, organisation_id
from tandem.register.definitions import Definition, MunicipalityCode, Part, Slug, read_definition
from tandem.register.demo.cast import cast
from tandem.register.demo.playing import playing
from tandem.sharing.codes import BITS, DataKind, Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewAuthority, NewConsent, Receiver
from tandem.sharing.disclosing import actions
from tandem.sharing.disclosing.data import Asked, Judgement, Proposal
from tandem.sharing.disclosing.judging import judge
from tandem.sharing.reading import standard
from tandem.sharing.records import Authenticity, Channel, Form, Outcome

FILE = DEFINITIONS / "demo_pupils.yaml"
WHY = Why("demo", "6(1)(e)")
SAID = "Gesprek op school, met ouders en leerling"


class PupilPart(Part):
    key: Slug
    name: tuple[str, str]
    at: Slug
    by: Slug
    teacher: Slug | None = None
    age: int
    birthday: Annotated[int, Field(gt=0, lt=365)]
    lives: tuple[MunicipalityCode, str]


class NotePart(Part):
    by: Slug
    about: Slug
    kind: DataKind
    text: str


class DisclosurePart(Part):
    by: Slug
    about: Slug
    to: Slug
    rule: str
    kinds: tuple[DataKind, ...]
    days: int
    consent: Literal["given", "refused", "withdrawn", ""] = ""


class PupilsFile(Definition):
    pupils: tuple[PupilPart, ...]
    authority: dict[str, tuple[tuple[str, Giver], ...]]
    notes: tuple[NotePart, ...]
    disclosures: tuple[DisclosurePart, ...]


@cache
def demo_pupils() -> PupilsFile:
    return read_definition(FILE, PupilsFile)


def fill_demo_pupils() -> int:
    """How many were added: all of them the first time, none later. The cast must be on stage."""
    file = demo_pupils()
    with transaction.atomic():
        if _there(file.pupils[0]):
            return 0
        found = {part.key: _enrol(part, file) for part in file.pupils}
        places = {part.key: cast().stages[part.at].id for part in file.pupils}
        for note in file.notes:
            with acting(_as(note.by)):
                kind = BITS[note.kind].value
                actions.write_note(
                    by=acting_actor(), child=found[note.about], file=places[note.about], kind=kind, text=note.text
                )
        for part in file.disclosures:
            with acting(_as(part.by)):
                _disclose(part, found[part.about], places[part.about])
    return len(found)


def _as(key: str) -> Context:
    """Somebody of the cast in her first function."""
    return playing(cast().players[key].roles[0])


def _there(part: PupilPart) -> bool:
    with acting(_as(part.by)):
        place = cast().stages[part.at].id
        return known.count_of(principal=place) > 0


def _born(part: PupilPart) -> date:
    """Somebody of that age whose next birthday is so many days away."""
    day = clock.today() + timedelta(days=part.birthday)
    return date(day.year - part.age - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _enrol(part: PupilPart, file: PupilsFile) -> UUID:
    given, family = part.name
    place, since = cast().stages[part.at].id, cast().since
    with acting(_as(part.by)):
        by = acting_actor()
        child = children.register_pupil(
            by=by, given_name=given, family_name=family, birth_date=_born(part), location=place, since=since
        )
        municipality = organisation_id(OrganisationKind.MUNICIPALITY, part.lives[0])
        children.move(by=by, child=child, to=Residence(municipality, part.lives[1], since, None))
        if part.teacher:
            role = cast().players[part.teacher].roles[0]
            children.teach(by=by, child=child, location=place, membership=role.id, since=since)
        for name, giver in file.authority.get(family, ()):
            new = NewAuthority(child, place, name, giver, Authenticity.REGISTER, since, since)
            consenting.record_authority(by=by, new=new)
    return child


def _disclose(part: DisclosurePart, child: UUID, place: UUID) -> None:
    by, today = acting_actor(), clock.today()
    rule = standard().by_id[part.rule][0]
    receiver = Receiver(cast().stages[part.to].id, rule.receiver)
    proposal = Proposal(child, place, receiver, frozenset(part.kinds), rule.purpose, today + timedelta(days=part.days))
    judgement = judge(by, proposal, on=today, facts={})
    said = [_say(proposal, judgement, one, no=part.consent == "refused") for one in judgement.asked]
    if part.consent == "refused":
        return
    judgement = judge(by, proposal, on=today, facts={})
    steps = {step.code: SAID for step in actions.steps_before(judgement)}
    check = actions.Check(dict.fromkeys(judgement.answer.to_check, True), steps)
    actions.share(by=by, proposal=proposal, check=check, as_of=actions.moment(child), on=today)
    if part.consent == "withdrawn":
        giver = judgement.asked[0].authority
        whose = giver.giver if giver else Giver.YOUTH
        consenting.withdraw_consent(by=by, consent=said[0], whose=whose, channel=Channel.CONVERSATION)


def _say(proposal: Proposal, judgement: Judgement, asked: Asked, *, no: bool) -> UUID:
    """What somebody answered in a conversation at school."""
    who = asked.authority
    new = NewConsent(
        child=proposal.child,
        file=proposal.file,
        giver=who.giver if who else Giver.YOUTH,
        authority=who.id if who else None,
        authority_checked=who.source if who else Authenticity.STATEMENT,
        receiver=proposal.receiver,
        purpose=proposal.purpose,
        kinds=judgement.asked_kinds,
        outcome=Outcome.REFUSED if no else Outcome.GIVEN,
        gives_consent=not no and judgement.needs_consent,
        releases_secrecy=not no and judgement.needs_release,
        form=Form.ORAL,
        text_version="2026-1",
        text_hash="",
        explicit=True,
        freedom_explained=True,
        given_at=clock.now(),
        valid_until=clock.today() + timedelta(days=365),
        refusal_reason="Wil eerst zelf met de leerkracht praten" if no else "",
    )
    return consenting.record_consent(by=acting_actor(), new=new)
