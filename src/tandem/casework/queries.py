"""Reads. Each writes the line of the read before it returns, and gives only what row security shows who acts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OrderBy, OuterRef, Q, QuerySet, Value, When

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.data import Command, OfferState, Outcome, Part, State, TextPart, Urgency
from tandem.casework.rules import states
from tandem.children import queries as children
from tandem.platform import clock, context
from tandem.register import people

PURPOSE, GROUND = "deal-with-concern", "6(1)(e)"
FORMER = "FORMER"
PART_OF_A_LIST = 25
MOST = 1000  # counted; nobody reads further


class Worklist(StrEnum):
    """The lists of who works with concerns, as municipalities know them."""

    MINE = "MINE"  # that I do, or do for whom I stand in
    TEAM = "TEAM"  # that we hold and nobody does yet, or a colleague
    OFFERED = "OFFERED"  # that wait for our answer
    GIVEN = "GIVEN"  # that we gave away and are still open
    RAISED = "RAISED"  # that I raised
    FINISHED = "FINISHED"


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a worklist is shown. `free`: nobody does it yet; `order`: one of `ORDERS`, or '-' before it."""

    urgency: Urgency | None = None
    state: State | None = None
    free: bool = False
    overdue: bool = False
    unseen: bool = False
    order: str = "due"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a worklist. `name` '' when anonymous, or when the gate does not show who it is."""

    id: UUID
    name: str
    anonymous: bool
    school: UUID
    state: State
    urgency: Urgency
    holder: UUID | None
    worker_hat: UUID | None
    offered_to: UUID | None
    offer_due: datetime | None
    due: datetime | None
    paused: bool
    raised: datetime | None
    changed: datetime
    unseen: bool
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
    """A concern as who acts may see it. `texts` empty: there are none, or the gate shows none."""

    row: Row
    child: UUID | None
    author: UUID
    outcome: Outcome | None
    framework: str
    clock: str
    extended: bool
    was_paused: bool
    refused: int
    merged_into: UUID | None
    parts: tuple[str, ...]
    commands: tuple[Command, ...]
    offer: OpenOffer | None
    texts: tuple[Words, ...]
    happenings: tuple[Happening, ...]


def worklist(actor: Actor, which: Worklist, chosen: Filter | None = None) -> tuple[tuple[Row, ...], int]:
    """A page of a worklist, and how many there are in all (counted to 1,000)."""
    chosen = chosen or Filter()
    rows = rows_of(which, chosen)
    first = (max(1, chosen.page) - 1) * PART_OF_A_LIST
    # Concerns afterwards: else each of thousands is fetched before they are sorted.
    keys = list(rows.values_list("concern_id", flat=True)[first : first + PART_OF_A_LIST])
    concerns = models.Concern.objects.in_bulk(keys)
    return listed(actor, [concerns[key] for key in keys if key in concerns]), count(rows)


def rows_of(which: Worklist, chosen: Filter) -> QuerySet[models.Access]:
    """The rows of a worklist in their order, not asked yet. What is finished has no term: the last comes first."""
    order = "-changed" if which is Worklist.FINISHED and chosen.order == "due" else chosen.order
    return _filtered(_rows(which, _hats()), chosen).order_by(*_order(order), "concern_id")


def count(rows: QuerySet[models.Access]) -> int:
    return len(rows.order_by().values_list("concern_id", flat=True)[:MOST])


def first_of_each(actor: Actor, *, most: int = 5) -> dict[Worklist, tuple[Row, ...]]:
    """The start of what is open in each worklist, by term: asked together, since it is the page of every morning."""
    hats = _hats()
    parts = [
        _rows(which, hats).order_by(*_order("due"), "concern_id").annotate(which=Value(which.value))
        for which in Worklist
        if which is not Worklist.FINISHED
    ]
    slices = [part.values_list("which", "concern_id")[:most] for part in parts]
    keys = list(slices[0].union(*slices[1:], all=True))
    concerns = models.Concern.objects.in_bulk({key for _, key in keys})
    rows = {row.id: row for row in listed(actor, list(concerns.values()))}
    found: dict[Worklist, tuple[Row, ...]] = {}
    for which in Worklist:
        mine = [rows[key] for name, key in keys if name == which and key in rows]
        found[which] = tuple(sorted(mine, key=lambda row: (row.due is None, row.due or row.changed)))
    return found


def counts() -> dict[str, int]:
    """How many there are in each worklist, of the team's how many are over their term or nobody does; up to 1,000."""
    hats = _hats()
    parts = [_rows(which, hats).annotate(which=Value(which.value)) for which in Worklist]
    team = _rows(Worklist.TEAM, hats)
    parts.append(team.filter(due__lt=clock.now()).annotate(which=Value("OVERDUE")))
    parts.append(team.filter(worker_hat=None).annotate(which=Value("FREE")))
    slices = [part.values_list("which", flat=True)[:MOST] for part in parts]
    found = dict.fromkeys([*(which.value for which in Worklist), "OVERDUE", "FREE"], 0)
    for name in slices[0].union(*slices[1:], all=True):
        found[name] += 1
    return found


def whole(actor: Actor, id: UUID, *, words: bool = True) -> Whole | None:
    """None when there is no such concern, and for who is no side of it. `words`: and the timeline."""
    parts = tuple(models.Access.objects.filter(concern_id=id).values_list("part", flat=True))
    concern = models.Concern.objects.filter(pk=id).first() if parts else None
    if concern is None:
        return None
    note(actor, "read concern", [concern.child_id])
    known = [Part(part) for part in parts if part != FORMER]
    allowed = {command for part in known for command in states.allowed(State(concern.state), part)}
    offers = _open_offers([id])
    offer = offers.get(id)
    texts = _texts(id) if words else ()
    if words and not texts:  # who may not read what it is about has nothing to weigh
        allowed.discard(Command.TRIAGE)
    return Whole(
        row=next(_lines([concern], offers, seen=False)),
        child=concern.child_id,
        author=concern.author_id,
        outcome=Outcome(concern.outcome) if concern.outcome else None,
        framework=concern.framework,
        clock=concern.clock,
        extended=concern.extended,
        was_paused=concern.was_paused,
        refused=concern.refused,
        merged_into=concern.merged_into,
        parts=parts,
        commands=tuple(command for command in Command if command in allowed and _fits(command, concern, offer)),
        offer=OpenOffer(offer.source_id, offer.target_id, offer.number, offer.due, offer.made) if offer else None,
        texts=texts,
        happenings=_happenings(id) if words else (),
    )


def alike(actor: Actor, id: UUID, *, child: UUID | None) -> tuple[Row, ...]:
    """Other open concerns about the same child, among those that who acts may see anyway: perhaps the same worry.

    Whether they are offered or seen is not looked up.
    """
    if child is None:
        return ()
    mine = models.Access.objects.values("concern_id")
    rows = models.Concern.objects.filter(child_id=child, pk__in=mine).exclude(pk=id)
    others = [row for row in rows[:20] if row.state not in (State.DRAFT, State.CLOSED)]
    if others:
        note(actor, "look for the same concern", [child])
    return tuple(_lines(others, {}, seen=False))


def _hats() -> list[UUID | None]:
    """The own hat, and those for which it stands in today."""
    hat = context.current().hat
    return [hat, *(people.covered_by(hat) if hat else ())]


def _rows(which: Worklist, hats: list[UUID | None]) -> QuerySet[models.Access]:
    match which:
        case Worklist.MINE:
            return _as(Part.HOLDER, open=True).filter(worker_hat__in=hats)
        case Worklist.TEAM:
            return _as(Part.HOLDER, open=True)
        case Worklist.OFFERED:
            return _as(Part.OFFERED, open=True)
        case Worklist.GIVEN:
            return _as(FORMER, open=True)
        case Worklist.RAISED:
            return _as(Part.AUTHOR, open=True)
        case Worklist.FINISHED:
            # Of the last of each part, so that a list of many years is no slower than a short one.
            parts = [_as(part, open=False).order_by("-changed") for part in (Part.AUTHOR, Part.HOLDER, FORMER)]
            last, *more = [rows.values("concern_id")[:MOST] for rows in parts]
            mine = models.Access.objects.filter(principal_id__in=context.current().principals, open=False)
            return mine.filter(~Exists(_first_of_mine()), concern_id__in=last.union(*more, all=True))


def _as(part: str, *, open: bool) -> QuerySet[models.Access]:
    """What who acts has as this part: a person is author, an organisation the rest. By one of them an index sorts."""
    now = context.current()
    mine = [one for one in now.principals if (one == now.person) == (part == Part.AUTHOR)]
    return models.Access.objects.filter(principal_id__in=mine, part=str(part), open=open)


def _first_of_mine() -> QuerySet[models.Access]:
    """Another row of who acts about the same concern, that comes first: she raised it and held it too."""
    earlier = Q(part__lt=OuterRef("part")) | Q(part=OuterRef("part"), principal_id__lt=OuterRef("principal_id"))
    mine = models.Access.objects.filter(principal_id__in=context.current().principals)
    return mine.filter(earlier, concern_id=OuterRef("concern_id"))


def _filtered(rows: QuerySet[models.Access], chosen: Filter) -> QuerySet[models.Access]:
    if chosen.urgency is not None:
        rows = rows.filter(concern__urgency=chosen.urgency.value)
    if chosen.state is not None:
        rows = rows.filter(concern__state=chosen.state.value)
    if chosen.free:
        rows = rows.filter(worker_hat=None)
    if chosen.overdue:
        rows = rows.filter(due__lt=clock.now())
    if chosen.unseen:
        seen = models.Seen.objects.filter(concern_id=OuterRef("concern_id"), at__gte=OuterRef("changed"))
        rows = rows.exclude(Exists(seen))
    return rows


def _rank(field: str, values: Iterable[StrEnum]) -> Case:
    return Case(
        *(When(**{field: value.value}, then=Value(place)) for place, value in enumerate(values)),
        default=Value(99),
        output_field=IntegerField(),
    )


# Column of a worklist → what it is sorted by.
ORDERS: dict[str, F | Case] = {
    "due": F("due"),
    "raised": F("concern__raised"),
    "changed": F("changed"),
    "urgency": _rank("concern__urgency", Urgency),
    "state": _rank("concern__state", State),
    "school": F("concern__location__sort_key"),
    "name": F("concern__child__sort_key"),
}


def _order(chosen: str) -> list[OrderBy]:
    column = chosen.removeprefix("-")
    by = ORDERS[column if column in ORDERS else "due"]
    return [OrderBy(by, descending=chosen.startswith("-"), nulls_last=True)]


def listed(actor: Actor, concerns: list[models.Concern]) -> tuple[Row, ...]:
    lines = tuple(_lines(concerns))
    if lines:
        note(actor, "list concerns", (concern.child_id for concern in concerns))
    return lines


def _open_offers(keys: list[UUID]) -> dict[UUID, models.Offer]:
    rows = models.Offer.objects.filter(concern_id__in=keys, state=OfferState.OPEN.value)
    return {offer.concern_id: offer for offer in rows}


def _lines(
    concerns: list[models.Concern], offers: dict[UUID, models.Offer] | None = None, *, seen: bool = True
) -> Iterator[Row]:
    keys = [concern.pk for concern in concerns]
    offers = _open_offers(keys) if offers is None else offers
    names = children.names_of([concern.child_id for concern in concerns if concern.child_id])
    read = dict(models.Seen.objects.filter(concern_id__in=keys).values_list("concern_id", "at")) if seen else {}
    for concern in concerns:
        offer = offers.get(concern.pk)
        yield Row(
            id=concern.pk,
            name=names.get(concern.child_id, "") if concern.child_id else "",
            anonymous=concern.anonymous,
            school=concern.location_id,
            state=State(concern.state),
            urgency=Urgency(concern.urgency),
            holder=concern.holder_id,
            worker_hat=concern.worker_hat,
            offered_to=offer.target_id if offer else None,
            offer_due=offer.due if offer else None,
            due=concern.due,
            paused=concern.paused_at is not None,
            raised=concern.raised,
            changed=concern.changed,
            unseen=concern.pk not in read or read[concern.pk] < concern.changed,
            version=concern.version,
        )


def _fits(command: Command, concern: models.Concern, offer: models.Offer | None) -> bool:
    """Whether it makes sense to show the button; the action decides again."""
    if command in (Command.ACCEPT, Command.REFUSE, Command.REVOKE):
        return offer is not None
    if command is Command.OFFER:
        return offer is None
    if command is Command.PAUSE:
        return concern.paused_at is None and not concern.was_paused and bool(concern.clock)
    if command is Command.RESUME:
        return concern.paused_at is not None
    if command is Command.EXTEND:
        return not concern.extended and concern.paused_at is None
    if command is Command.RELEASE:
        return concern.worker_hat is not None
    return True


def _texts(id: UUID) -> tuple[Words, ...]:
    rows = models.Text.objects.filter(concern_id=id).order_by("at", "id")
    return tuple(
        Words(TextPart(row.part), row.text, row.author_id, row.organisation_id, row.at, row.event)
        for row in rows
        if row.text
    )


def _happenings(id: UUID) -> tuple[Happening, ...]:
    rows = models.Event.objects.filter(concern_id=id).order_by("at", "id")
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


def note(actor: Actor, action: str, subjects: Iterable[UUID | None]) -> None:
    """The line of a read about these children; None is nobody."""
    known = [subject for subject in subjects if subject is not None]
    audit.record_read(
        actor=actor, action=action, purpose=PURPOSE, ground=GROUND, subjects=sorted(set(known)), kinds=["concern"]
    )
