"""Rows of a worklist in words: who has it, about whom, what is asked now, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.casework.data import State, Urgency
from tandem.casework.queries import Row, Worklist
from tandem.platform import context
from tandem.platform.terms.data import Region
from tandem.register import organisations, people
from tandem.register.data import OrganisationBrief
from tandem.register.definitions import vacations_of
from tandem.web.casework import words
from tandem.web.casework.deadline import Deadline, deadline

SLUGS = {
    "wacht": Worklist.OFFERED,
    "mijn": Worklist.MINE,
    "team": Worklist.TEAM,
    "doorgegeven": Worklist.GIVEN,
    "gemeld": Worklist.RAISED,
    "afgesloten": Worklist.FINISHED,
}
SLUG_OF = {which: slug for slug, which in SLUGS.items()}
NEXT = {
    State.RAISED: gettext_lazy("Meld dat je dit hebt ontvangen"),
    State.REOPENED: gettext_lazy("Meld dat je dit weer oppakt"),
    State.ACKNOWLEDGED: gettext_lazy("Weeg af wat nodig is"),
    State.TRIAGED: gettext_lazy("Pak op wat is afgesproken"),
    State.IN_ACTION: gettext_lazy("Sluit af met een antwoord"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is read. `mark` stands before `baton` and says the same; `small` is what stands below it."""

    id: UUID
    version: int
    mark: str
    baton: str
    small: str
    title: str
    anonymous: bool
    urgency: str
    urgent: bool
    school: str
    state: str
    next: str
    deadline: Deadline | None
    raised: datetime | None
    unseen: bool


@dataclass(frozen=True, slots=True)
class Named:
    """What is needed to write rows: organisations and people by key."""

    places: dict[UUID, OrganisationBrief]
    people: dict[UUID, str]

    def place(self, key: UUID | None) -> str:
        return self.places[key].name if key in self.places else gettext("een andere organisatie")


def names_for(rows: Iterable[Row]) -> Named:
    found = list(rows)
    places = {key for row in found for key in (row.school, row.holder, row.offered_to) if key is not None}
    hats = {row.worker_hat for row in found if row.worker_hat is not None} - {context.current().hat}
    return Named(
        organisations.briefs(places) if places else {},
        people.names_of(actor=acting_actor(), memberships=hats) if hats else {},
    )


def line(row: Row, which: Worklist, named: Named) -> Line:
    mark, baton, small = _baton(row, named)
    school = named.places.get(row.school)
    region = vacations_of(school.municipality) if school else None
    return Line(
        id=row.id,
        version=row.version,
        mark=mark,
        baton=baton,
        small=small,
        title=row.name or words.reference(row.id),
        anonymous=row.anonymous,
        urgency=str(words.URGENCIES[row.urgency]),
        urgent=row.urgency is Urgency.URGENT,
        school=school.name if school else "",
        state=str(words.STATES[row.state]),
        next=_next(row, which),
        deadline=term(row, region),
        raised=row.raised,
        unseen=row.unseen,
    )


def term(row: Row, region: Region | None) -> Deadline | None:
    """For who is asked to take it the term to answer, for everybody else that of the concern."""
    if row.offered_to in context.current().principals:
        return deadline(row.offer_due, region=region)
    return deadline(row.due, paused=row.paused, region=region)


def _baton(row: Row, named: Named) -> tuple[str, str, str]:
    now = context.current()
    holder = named.place(row.holder)
    if row.offered_to in now.principals:
        return "→", gettext("aan jullie aangeboden"), gettext("door %(place)s") % {"place": holder}
    offered = gettext("aangeboden aan %(place)s") % {"place": named.place(row.offered_to)} if row.offered_to else ""
    if row.holder is None:
        return "✎", gettext("concept"), ""
    if row.holder not in now.principals:
        return "↗", holder, offered
    if row.worker_hat is None:
        return "○", gettext("nog niemand"), offered or _which_of_ours(row, holder)
    if row.worker_hat == now.hat:
        return "●", gettext("bij jou"), offered
    return "●", named.people.get(row.worker_hat) or gettext("een collega"), offered


def _which_of_ours(row: Row, holder: str) -> str:
    """Which unit has it, for who works for several."""
    return holder if row.holder != context.current().organisation else ""


def _next(row: Row, which: Worklist) -> str:
    if which is Worklist.OFFERED:
        return gettext("Neem aan, of wijs de juiste aan")
    if which in (Worklist.MINE, Worklist.TEAM):
        return str(NEXT.get(row.state, ""))
    return ""
