"""Reads. Each gives only what row security shows who acts, and writes the line of the read before it returns."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases import queries as cases
from tandem.cases.data import State as CaseState
from tandem.children import queries as children
from tandem.children.data import Kind
from tandem.meetings import models
from tandem.meetings.data import Ask, Family, MeetingKind, Quorum, Reason, Sort, Stage, State, Waiting
from tandem.meetings.definitions import kinds
from tandem.meetings.rules.quorum import quorum
from tandem.platform import clock

PURPOSE, GROUND = "meeting", "6(1)(e)"
MOST = 100
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Brief:
    """A meeting in a list."""

    id: UUID
    kind: MeetingKind
    host: UUID
    starts: datetime
    ends: datetime
    state: State
    leads: bool
    cases: int  # on the agenda, as far as who acts is at them


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited."""

    id: UUID
    membership: UUID
    person: UUID
    organisation: UUID
    function: str
    leads: bool
    present: bool
    attended: bool


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One line of the minutes. `name`: of whom it is about, '' where the gate does not show that."""

    id: UUID
    item: UUID
    case: UUID
    meeting: UUID | None  # None: one to which who acts was not invited
    number: int
    sort: Sort
    kind: Kind
    text: str
    measure: str
    owner: UUID | None  # a hat
    family: Family | None
    due: date | None
    author_hat: UUID
    at: datetime
    done: datetime | None
    struck: datetime | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A case on the agenda. `earlier`: what was agreed about it in other meetings, and is not done."""

    id: UUID
    case: UUID
    child: UUID
    name: str
    position: int
    minutes: int
    reasons: tuple[Reason, ...]
    stage: Stage
    parents: bool
    parents_why: Ask
    pupil: bool
    pupil_why: Ask
    words: str
    family_there: bool
    began: datetime | None
    lines: tuple[SaidLine, ...]
    earlier: tuple[SaidLine, ...]

    @property
    def family_asked(self) -> bool:
        return self.parents or self.pupil


@dataclass(frozen=True, slots=True)
class Whole:
    """A meeting as who acts may see it: only the cases at which she is, only the lines that are lawful for her."""

    brief: Brief
    place: str
    video: str
    weeks: int
    sequence: int
    changed: datetime
    version: int
    on_table: UUID | None
    previous: UUID | None
    guests: tuple[Guest, ...]
    topics: tuple[Topic, ...]

    @property
    def quorum(self) -> Quorum:
        """Of who is in the room; before it begins of who is invited, afterwards of who was there."""
        return quorum(self.brief.kind, [guest.function for guest in self.guests if self._counts(guest)])

    def _counts(self, guest: Guest) -> bool:
        match self.brief.state:
            case State.RUNNING:
                return guest.present
            case State.CLOSED:
                return guest.attended
        return True

    def topic(self, id: UUID) -> Topic | None:
        return next((one for one in self.topics if one.id == id), None)


def mine(*, actor: Actor, past: bool = False) -> tuple[Brief, ...]:
    """My meetings in this hat: what comes, the first first, or what was, the last first. No name in it."""
    rows = models.Access.objects.filter(hat=actor.hat or NOBODY).select_related("meeting")
    over = Q(meeting__state__in=[State.CLOSED.value, State.CANCELLED.value])
    rows = (
        rows.filter(over).order_by("-starts", "meeting") if past else rows.exclude(over).order_by("starts", "meeting")
    )
    found = list(rows[:MOST])
    counts: dict[UUID, int] = defaultdict(int)
    for meeting in models.Item.objects.filter(meeting__in=[row.meeting_id for row in found]).values_list(
        "meeting_id", flat=True
    ):
        counts[meeting] += 1
    return tuple(_brief(row.meeting, leads=row.leads, cases=counts[row.meeting_id]) for row in found)


def starts_of(ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When these meetings begin, of those to which who acts is invited. It is about nobody, so no line."""
    return dict(models.Meeting.objects.filter(pk__in=ids).values_list("pk", "starts"))


def meeting(*, actor: Actor, id: UUID) -> Whole | None:
    """None when there is no such meeting, and for who is not invited."""
    access = models.Access.objects.filter(meeting_id=id, hat=actor.hat or NOBODY).select_related("meeting").first()
    if access is None:
        return None
    row = access.meeting
    topics = _topics(actor, models.Item.objects.filter(meeting_id=id).order_by("position", "id"))
    guests = models.Invitee.objects.filter(meeting_id=id, removed=None).order_by("-leads", "invited", "id")
    return Whole(
        brief=_brief(row, leads=access.leads, cases=len(topics)),
        place=row.place,
        video=row.video,
        weeks=row.weeks,
        sequence=row.sequence,
        changed=row.changed,
        version=row.version,
        on_table=row.on_table,
        previous=row.previous,
        guests=tuple(map(_guest, guests)),
        topics=topics,
    )


def agreements(*, actor: Actor, done: bool = False) -> tuple[tuple[SaidLine, ...], tuple[SaidLine, ...]]:
    """What I have to do, and what I asked of others; what is due first, first."""
    hat = actor.hat or NOBODY
    agreed = models.Line.objects.filter(sort=Sort.AGREEMENT.value, struck=None, done__isnull=not done)
    own = list(agreed.filter(owner_hat=hat).order_by("due", "at", "id")[:MOST])
    asked = list(agreed.filter(author_hat=hat).exclude(owner_hat=hat).order_by("due", "at", "id")[:MOST])
    names = _noted(actor, "list agreements", (row.child_id for row in (*own, *asked)))
    meetings = _meetings_of(row.item_id for row in (*own, *asked))
    return tuple(_line(row, names, meetings) for row in own), tuple(_line(row, names, meetings) for row in asked)


def waiting(*, actor: Actor, kind: MeetingKind) -> tuple[tuple[Waiting, ...], dict[UUID, str]]:
    """The cases that could come on an agenda of this kind: open, and who acts is at them, with what asks for it.

    Beside them whom each is about, where the gate shows that.
    """
    found: list[cases.Row] = []
    page, total = 1, 1
    while len(found) < min(total, MOST * 2):
        rows, total = cases.listed(actor, cases.Which.OPEN, page=page, size=MOST)
        if not rows:
            break
        found, page = [*found, *rows], page + 1
    keys = [row.id for row in found]
    spoken, carried = _spoken(keys, kind)
    due: dict[UUID, list[date]] = defaultdict(list)
    agreed = models.Line.objects.filter(case_id__in=keys, sort=Sort.AGREEMENT.value, done=None, struck=None)
    for case, day in agreed.filter(due__isnull=False).values_list("case_id", "due"):
        due[case] += [day] if day else []
    facts = tuple(
        Waiting(
            case=row.id,
            since=_day(row.opened),
            discussed=spoken.get(row.id),
            disagreement=row.state is CaseState.STUCK,
            carried_over=row.id in carried,
            agreements=tuple(sorted(due[row.id])),
        )
        for row in found
    )
    return facts, {row.id: row.name for row in found}


def _spoken(keys: list[UUID], kind: MeetingKind) -> tuple[dict[UUID, date], set[UUID]]:
    """When each case was last discussed in a meeting of this kind, and which were carried over since."""
    rows = models.Item.objects.filter(case_id__in=keys, meeting__kind=kind.id).select_related("meeting")
    spoken: dict[UUID, date] = {}
    carried: set[UUID] = set()
    for row in rows.order_by("meeting__starts", "id"):
        if row.stage == Stage.DISCUSSED.value:
            spoken[row.case_id] = _day(row.began or row.meeting.starts)
            carried.discard(row.case_id)
        elif row.stage == Stage.CARRIED.value:
            carried.add(row.case_id)
    return spoken, carried


def _topics(actor: Actor, rows: QuerySet[models.Item]) -> tuple[Topic, ...]:
    found = list(rows)
    names = _noted(actor, "read meeting", (row.child_id for row in found))
    lines: dict[UUID, list[SaidLine]] = defaultdict(list)
    earlier: dict[UUID, list[SaidLine]] = defaultdict(list)
    here = {row.pk for row in found}
    about = models.Line.objects.filter(case_id__in=[row.case_id for row in found]).order_by("at", "number", "id")
    said = list(about)
    meetings = _meetings_of(row.item_id for row in said)
    for row in said:
        if row.item_id in here:
            lines[row.item_id].append(_line(row, names, meetings))
        elif row.sort == Sort.AGREEMENT.value and row.done is None and row.struck is None:
            earlier[row.case_id].append(_line(row, names, meetings))
    return tuple(_topic(row, names, lines[row.pk], earlier[row.case_id]) for row in found)


def _topic(row: models.Item, names: dict[UUID, str], lines: list[SaidLine], earlier: list[SaidLine]) -> Topic:
    return Topic(
        id=row.pk,
        case=row.case_id,
        child=row.child_id,
        name=names.get(row.child_id, ""),
        position=row.position,
        minutes=row.minutes,
        reasons=tuple(Reason(code) for code in row.reasons.split()),
        stage=Stage(row.stage),
        parents=row.parents,
        parents_why=Ask(row.parents_why),
        pupil=row.pupil,
        pupil_why=Ask(row.pupil_why),
        words=row.words,
        family_there=row.family_there,
        began=row.began,
        lines=tuple(lines),
        earlier=tuple(earlier),
    )


def _meetings_of(items: Iterable[UUID]) -> dict[UUID, UUID]:
    """By item, those that who acts may see."""
    return dict(models.Item.objects.filter(pk__in=set(items)).values_list("pk", "meeting_id"))


def _line(row: models.Line, names: dict[UUID, str], meetings: dict[UUID, UUID]) -> SaidLine:
    return SaidLine(
        id=row.pk,
        item=row.item_id,
        case=row.case_id,
        meeting=meetings.get(row.item_id),
        number=row.number,
        sort=Sort(row.sort),
        kind=Kind(row.kind),
        text=row.text,
        measure=row.measure,
        owner=row.owner_hat,
        family=Family(row.owner_family) if row.owner_family else None,
        due=row.due,
        author_hat=row.author_hat,
        at=row.at,
        done=row.done,
        struck=row.struck,
        name=names.get(row.child_id, ""),
    )


def _brief(row: models.Meeting, *, leads: bool, cases: int) -> Brief:
    return Brief(row.pk, kinds()[row.kind], row.host_id, row.starts, row.ends, State(row.state), leads, cases)


def _guest(row: models.Invitee) -> Guest:
    return Guest(
        row.pk,
        row.membership_id,
        row.person_id,
        row.organisation_id,
        row.function,
        row.leads,
        row.present,
        row.attended,
    )


def _noted(actor: Actor, action: str, subjects: Iterable[UUID]) -> dict[UUID, str]:
    """Names by child, after the line of the read about all of them."""
    about = sorted(set(subjects))
    if not about:
        return {}
    names = children.names_of(about)
    audit.record_read(
        actor=actor, action=action, purpose=PURPOSE, ground=GROUND, subjects=about, kinds=["identity", "plan"]
    )
    return names


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.AMSTERDAM).date()
