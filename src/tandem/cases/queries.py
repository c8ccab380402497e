"""Reads. Each writes the line of the read before it returns, and gives only what row security shows who acts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases import models
from tandem.cases.data import Command, Directing, Domain, Part, Participant, State, Tandem, TextPart
from tandem.cases.rules import states
from tandem.cases.rules.tandem import Next, next_of
from tandem.cases.seats import tandem_of, tandems_of
from tandem.casework.data import About, OfferState
from tandem.casework.happened import Asked, Happened, Place, part_of
from tandem.children import queries as children
from tandem.platform import context

PURPOSE, GROUND = "work-on-case", "6(1)(e)"
PART_OF_A_LIST = 25
MOST = 1000  # counted; nobody reads further
KNOWS_ONLY = frozenset({Part.KNOWS})


class Which(StrEnum):
    """The lists of cases."""

    OPEN = "OPEN"  # in which the organisation or I have a part
    MINE = "MINE"  # that I direct
    WAITING = "WAITING"  # that wait for our answer, or for my signature
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `name` '' when the gate does not show who it is."""

    id: UUID
    name: str
    state: State
    holder: UUID
    place: UUID
    offered_to: UUID | None
    opened: datetime
    changed: datetime
    directors: tuple[Directing, ...]
    next: Next
    version: int


@dataclass(frozen=True, slots=True)
class Words:
    part: TextPart
    text: str
    author: UUID
    organisation: UUID
    at: datetime
    event: UUID | None


@dataclass(frozen=True, slots=True)
class Happening:
    id: UUID
    at: datetime
    command: Command
    state: State
    person: UUID | None
    organisation: UUID | None
    function: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenOffer:
    source: UUID
    target: UUID
    number: int
    due: datetime
    made: datetime


@dataclass(frozen=True, slots=True)
class Whole:
    """A case as who acts may see it. `content`: the gate shows its words; else there are none here.

    Who may only know gets `row`, `participants` and `directors`; nothing that happened, no child and no question.
    """

    row: Row
    child: UUID | None
    region: str
    concern: UUID | None
    parts: tuple[Part, ...]
    commands: tuple[Command, ...]
    content: bool
    participants: tuple[Participant, ...]
    tandem: Tandem
    refused: int
    offer: OpenOffer | None
    texts: tuple[Words, ...]
    happenings: tuple[Happening, ...]
    closed: datetime | None

    @property
    def knows_only(self) -> bool:
        return set(self.parts) <= KNOWS_ONLY


def case(*, actor: Actor, id: UUID) -> Whole | None:
    """None when there is no such case, and for who has no part in it."""
    parts = _parts(id)
    row = models.Case.objects.filter(pk=id).first() if parts else None
    if row is None:
        return None
    note(actor, "read case", [row.child_id])
    knows_only = set(parts) <= KNOWS_ONLY
    texts = () if knows_only else _texts(id)
    offer = models.Offer.objects.filter(case_id=id, state=OfferState.OPEN.value).first()
    tandem = tandem_of(id)
    line = _line(row, _directors([id]).get(id, ()), tandem, _names([row]), offer)
    return Whole(
        row=line,
        child=None if knows_only else row.child_id,
        region=row.region,
        concern=None if knows_only else row.concern_id,
        parts=parts,
        commands=_commands(row, parts, tandem, offer),
        content=any(one.part is TextPart.QUESTION for one in texts),
        participants=_participants(id, kinds=not knows_only),
        tandem=tandem,
        refused=row.refused,
        offer=OpenOffer(offer.source_id, offer.target_id, offer.number, offer.due, offer.made) if offer else None,
        texts=texts,
        happenings=() if knows_only else _happenings(id),
        closed=row.closed,
    )


def listed(actor: Actor, which: Which, *, page: int = 1, size: int = PART_OF_A_LIST) -> tuple[tuple[Row, ...], int]:
    """A page of a list, the last changed first, and how many there are in all (counted to 1,000)."""
    rows = _rows(which)
    total = len(set(rows.values_list("case_id", flat=True)[: MOST * 4]))
    first = (max(1, page) - 1) * size
    # One case stands there once for each part: read on until the page is full.
    keys: dict[UUID, None] = {}
    for key in rows.order_by("-changed", "case_id").values_list("case_id", flat=True)[: (first + size) * 4]:
        keys.setdefault(key)
    wanted = list(keys)[first : first + size]
    cases = models.Case.objects.in_bulk(wanted)
    return _lines(actor, [cases[key] for key in wanted if key in cases]), min(total, MOST)


def about(actor: Actor, child: UUID) -> tuple[Row, ...]:
    """Open cases about this child among those that who acts may see anyway."""
    rows = models.Case.objects.filter(child_id=child).exclude(state=State.CLOSED.value).order_by("-changed", "id")
    return _lines(actor, list(rows[:20]))


def at_work(actor: Actor, ids: Collection[UUID]) -> tuple[tuple[UUID, str, UUID | None], ...]:
    """Who takes part in these cases today, each once: organisation, function, and the hat where it is one person."""
    if not ids:
        return ()
    note(actor, "read who takes part", models.Case.objects.filter(pk__in=ids).values_list("child_id", flat=True))
    rows = models.Participant.objects.filter(case_id__in=ids, until=None, knows_only=False).order_by("since", "id")
    return tuple(dict.fromkeys(rows.values_list("organisation_id", "function", "membership_id")))


def named(actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Whom these cases are about, by the key of the case, where the gate shows it."""
    rows = list(models.Case.objects.filter(pk__in=ids))
    if not rows:
        return {}
    note(actor, "list cases", (row.child_id for row in rows))
    names = _names(rows)
    return {row.pk: names[row.child_id] for row in rows if row.child_id in names}


def case_seats(ids: Collection[UUID]) -> dict[UUID, tuple[UUID, str, UUID | None]]:
    """Organisation, function and hat of these participants, as far as who acts may know them."""
    rows = models.Participant.objects.filter(pk__in=ids) if ids else ()
    return {row.pk: (row.organisation_id, row.function, row.membership_id) for row in rows}


def did(id: UUID, command: Command, version: int, words: str = "") -> bool:
    """Whether who acts did just this when it was at this version: her second click. It is about herself, so no line."""
    line = models.Event.objects.filter(
        case_id=id, number=version + 1, command=command.value, person_id=context.current().person
    ).first()
    if line is None:
        return False
    said = models.Text.objects.filter(event=line.pk).values_list("text", flat=True).first()
    return not words.strip() or said is None or said == words.strip().replace("\r\n", "\n")


def happened(actor: Actor, asked: Asked) -> list[Happened]:
    """What happened to the cases in which who acts has a part, for a system that asks what is new."""
    found = list(part_of(models.Event.objects.select_related("case"), asked))
    if found:
        note(actor, "list events", (row.case.child_id for row in found))
    return [Happened(Place(row.at, row.pk), About.CASE, row.case_id, row.command) for row in found]


def of_concern(concern: UUID) -> UUID | None:
    """The case that was opened from a concern, for who may see it; a decision about who acts, so no line."""
    return models.Case.objects.filter(concern_id=concern).values_list("pk", flat=True).first()


def _rows(which: Which) -> QuerySet[models.Access]:
    now = context.current()
    mine = models.Access.objects.filter(principal_id__in=[one for one in (now.hat, *now.principals) if one])
    match which:
        case Which.OPEN:
            return mine.filter(open=True)
        case Which.MINE:
            return mine.filter(open=True, part=Part.DIRECTOR.value)
        case Which.WAITING:
            unsigned = models.Direction.objects.filter(membership_id__in=[now.hat], ended=None, signed=None).values(
                "case_id"
            )
            return mine.filter(open=True).filter(Q(part=Part.OFFERED.value) | Q(case_id__in=unsigned))
        case Which.CLOSED:
            return mine.filter(open=False)


def _parts(id: UUID) -> tuple[Part, ...]:
    rows = set(models.Access.objects.filter(case_id=id).values_list("part", flat=True))
    return tuple(part for part in Part if part.value in rows)


def _commands(
    row: models.Case, parts: tuple[Part, ...], tandem: Tandem, offer: models.Offer | None
) -> tuple[Command, ...]:
    """What may be asked now, and makes sense to show; the action decides again."""
    allowed = {command for part in parts for command in states.allowed(State(row.state), part)}
    return tuple(command for command in Command if command in allowed and _fits(command, tandem, offer))


def _fits(command: Command, tandem: Tandem, offer: models.Offer | None) -> bool:
    seat = next((one for one in tandem.seats if one.hat == context.current().hat), None)
    match command:
        case Command.ACCEPT | Command.REFUSE | Command.REVOKE:
            return offer is not None
        case Command.OFFER:
            return offer is None
        case Command.DIRECT:
            return bool(tandem.needed)
        case Command.SIGN:
            return seat is not None and not seat.signed
        case Command.DISAGREE:
            return seat is not None and not seat.disagrees and len(tandem.seats) == len(Domain)
        case Command.SETTLE:
            return seat is not None and seat.disagrees
    return True


def _lines(actor: Actor, rows: list[models.Case]) -> tuple[Row, ...]:
    if not rows:
        return ()
    keys = [row.pk for row in rows]
    note(actor, "list cases", (row.child_id for row in rows))
    offers = {
        offer.case_id: offer for offer in models.Offer.objects.filter(case_id__in=keys, state=OfferState.OPEN.value)
    }
    directors, tandems, names = _directors(keys), tandems_of(keys), _names(rows)
    return tuple(_line(row, directors.get(row.pk, ()), tandems[row.pk], names, offers.get(row.pk)) for row in rows)


def _names(rows: list[models.Case]) -> dict[UUID, str]:
    return children.names_of({row.child_id for row in rows})


def _line(
    row: models.Case,
    directors: tuple[Directing, ...],
    tandem: Tandem,
    names: dict[UUID, str],
    offer: models.Offer | None,
) -> Row:
    return Row(
        id=row.pk,
        name=names.get(row.child_id, ""),
        state=State(row.state),
        holder=row.holder_id,
        place=row.place_id,
        offered_to=offer.target_id if offer else None,
        opened=row.opened,
        changed=row.changed,
        directors=directors,
        next=next_of(tandem) if row.state != State.CLOSED else Next.NOTHING,
        version=row.version,
    )


def _directors(keys: list[UUID]) -> dict[UUID, tuple[Directing, ...]]:
    found: dict[UUID, tuple[Directing, ...]] = {}
    for row in models.Direction.objects.filter(case_id__in=keys, ended=None).order_by("domain"):
        one = Directing(
            Domain(row.domain),
            row.organisation_id,
            row.function,
            row.membership_id,
            row.person_id,
            row.named,
            row.signed,
            row.disagreed,
        )
        found[row.case_id] = (*found.get(row.case_id, ()), one)
    return found


def _participants(id: UUID, *, kinds: bool) -> tuple[Participant, ...]:
    """Who takes part, the first first. `kinds` False: not what they may read, nor why."""
    rows = models.Participant.objects.filter(case_id=id).order_by("since", "id")
    return tuple(
        Participant(
            row.pk,
            row.organisation_id,
            row.function,
            row.membership_id,
            Domain(row.domain) if row.domain else None,
            row.purpose if kinds else "",
            row.ground if kinds else "",
            row.kinds if kinds else 0,
            row.disclosure if kinds else None,
            row.own if kinds else False,
            row.knows_only,
            row.since,
            row.until,
        )
        for row in rows
        if kinds or row.until is None
    )


def _texts(id: UUID) -> tuple[Words, ...]:
    rows = models.Text.objects.filter(case_id=id).order_by("at", "id")
    return tuple(
        Words(TextPart(row.part), row.text, row.author_id, row.organisation_id, row.at, row.event) for row in rows
    )


def _happenings(id: UUID) -> tuple[Happening, ...]:
    rows = models.Event.objects.filter(case_id=id).order_by("number")
    return tuple(
        Happening(
            row.pk,
            row.at,
            Command(row.command),
            State(row.state),
            row.person_id,
            row.organisation_id,
            row.function,
            row.details,
        )
        for row in rows
    )


def note(actor: Actor, action: str, subjects: Iterable[UUID]) -> None:
    """The line of a read about these children."""
    audit.record_read(
        actor=actor, action=action, purpose=PURPOSE, ground=GROUND, subjects=sorted(set(subjects)), kinds=["concern"]
    )
