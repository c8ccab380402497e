"""Every command of the table of states, asked through its real action by whoever acts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.db.models import F
from tests.casework.school import Bell

from tandem.audit.actions import acting_actor
from tandem.casework import watching
from tandem.casework.actions import assigning, drafts, handing_over, life
from tandem.casework.actions.drafts import Draft
from tandem.casework.actions.step import CannotError, UnknownConcernError
from tandem.casework.data import CLOCK_SERVICE, Command, Outcome, Part, Refusal, RefusalReason, State, TextPart, Urgency
from tandem.casework.models import Answer, Concern, Event, Text
from tandem.casework.rules import clocks
from tandem.platform import clock
from tandem.platform.context import Context, acting

TABLE_SAYS_NO = frozenset({"STATE", "PART"})


@dataclass(frozen=True)
class Asked:
    """The concern that a command is asked of. `twin`: another about the same child, to merge with."""

    world: Bell
    id: UUID
    twin: UUID

    @property
    def version(self) -> int:
        """As who acts sees it; 0 for who sees nothing."""
        return Concern.objects.filter(pk=self.id).values_list("version", flat=True).first() or 0


def _offer(asked: Asked) -> None:
    world = asked.world
    handing_over.offer(
        by=acting_actor(), id=asked.id, to=world.far_team.id, words="x", coordinator=world.desk.id, active=world.active
    )


def _refuse(asked: Asked) -> None:
    handing_over.refuse(
        by=acting_actor(),
        id=asked.id,
        refusal=Refusal(RefusalReason.KNOWN_HERE, "loopt al"),
        coordinator=asked.world.desk.id,
        municipalities=frozenset(),
    )


def _save(asked: Asked) -> None:
    more = Draft(asked.world.ada.id, False, Urgency.SOON, {TextPart.TRIED: "maatje"})
    drafts.save(by=acting_actor(), id=asked.id, draft=more, version=asked.version)


def _raise(asked: Asked) -> None:
    if Concern.objects.filter(pk=asked.id).exclude(state=State.DRAFT).exists():
        raise CannotError("STATE")  # the action takes it for a double click and does nothing
    drafts.raise_concern(by=acting_actor(), id=asked.id, version=asked.version)


ATTEMPTS: dict[Command, Callable[[Asked], object]] = {
    Command.SAVE: _save,
    Command.DISCARD: lambda asked: drafts.discard(by=acting_actor(), id=asked.id),
    Command.RAISE: _raise,
    Command.WITHDRAW: lambda asked: life.withdraw(by=acting_actor(), id=asked.id, words="x"),
    Command.ACKNOWLEDGE: lambda asked: life.acknowledge(by=acting_actor(), id=asked.id),
    Command.TRIAGE: lambda asked: life.triage(by=acting_actor(), id=asked.id, outcome=Outcome.LOCAL_TEAM, words="x"),
    Command.ACT: lambda asked: life.act(by=acting_actor(), id=asked.id),
    Command.CLOSE: lambda asked: life.close(by=acting_actor(), id=asked.id, words="x"),
    Command.REOPEN: lambda asked: life.reopen(by=acting_actor(), id=asked.id, words="x"),
    Command.ADD: lambda asked: life.add(by=acting_actor(), id=asked.id, words="x"),
    Command.ANSWER: lambda asked: life.answer(by=acting_actor(), id=asked.id, words="x", for_author=True),
    Command.OFFER: _offer,
    Command.ACCEPT: lambda asked: handing_over.accept(by=acting_actor(), id=asked.id),
    Command.REFUSE: _refuse,
    Command.REVOKE: lambda asked: handing_over.revoke(by=acting_actor(), id=asked.id, words="x"),
    Command.LAPSE: lambda asked: handing_over.lapse(asked.id, by=acting_actor(), coordinator=asked.world.desk.id),
    Command.HAND_ON: lambda asked: handing_over.hand_on(
        asked.id, by=acting_actor(), gone=asked.world.far_team.id, catch_all=asked.world.desk.id
    ),
    Command.EMERGENCY: lambda asked: watching._tell_of_emergency(asked.id, uuid4()),
    Command.REMIND: lambda asked: watching._escalate(asked.id, clock.now()),
    Command.ASSIGN: lambda asked: assigning.assign(
        by=acting_actor(), id=asked.id, worker=asked.world.coordinator.membership.id
    ),
    Command.RELEASE: lambda asked: assigning.release(by=acting_actor(), id=asked.id, words="x"),
    Command.PAUSE: lambda asked: life.pause(by=acting_actor(), id=asked.id, words="x"),
    Command.RESUME: lambda asked: life.resume(by=acting_actor(), id=asked.id),
    Command.EXTEND: lambda asked: life.extend(by=acting_actor(), id=asked.id, working_days=2, words="x"),
    Command.MERGE: lambda asked: life.merge(by=acting_actor(), id=asked.id, into=asked.twin, words="x"),
}
NEEDS_AN_OFFER = frozenset({Command.ACCEPT, Command.REFUSE, Command.REVOKE, Command.LAPSE, Command.HAND_ON})


def context_of(world: Bell, part: Part) -> Context:
    """Somebody who is this to the concern, while the school holds it and the far team is asked."""
    return {
        Part.AUTHOR: world.my_teacher.context,
        Part.HOLDER: world.coordinator.context,
        Part.OFFERED: world.far_worker.context,
        Part.CLOCK: Context(service=CLOCK_SERVICE),
    }[part]


def in_state(world: Bell, state: State, *, offered: bool) -> Asked:
    """A concern about Ada in this state, its term over; as owner."""
    twin = world.raised(world.ada)
    if state is State.DRAFT:
        return Asked(world, _draft(world), twin)
    id = world.raised(world.ada)
    with acting(world.coordinator.context):
        if offered:
            _offer(Asked(world, id, twin))
    over = {"clock": clocks.OF_STATE.get(state, ""), "due": clock.now() if state in clocks.OF_STATE else None}
    Concern.objects.filter(pk=id).update(state=state, framework="PO-1", version=F("version") + 1, **over)
    at, who = clock.now(), world.coordinator.person.id
    Answer.objects.create(concern_id=id, criterion="SAFE", view="EDUCATION", level="FINE", author_id=who, at=at)
    Text.objects.create(
        concern_id=id, part=TextPart.VOICE, text="gaat", author_id=who, organisation=world.location, at=at
    )
    return Asked(world, id, twin)


def _draft(world: Bell) -> UUID:
    about = Draft(world.ada.id, False, Urgency.SOON, {TextPart.SEEN: "stil"})
    with acting(world.my_teacher.context):
        return drafts.start(by=acting_actor(), location=world.location.id, key=uuid4(), draft=about)


@contextmanager
def undone() -> Iterator[None]:
    """Afterwards it did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def attempt(asked: Asked, command: Command, context: Context) -> str:
    """'done', 'refused' by the table or because nobody may know of it; or why the rules behind the table said no."""
    before = _mark(asked.id)
    try:
        with acting(context):
            ATTEMPTS[command](asked)
    except (UnknownConcernError, Concern.DoesNotExist):
        return "refused"
    except CannotError as error:
        return "refused" if error.code in TABLE_SAYS_NO else error.code
    except DatabaseError:
        return "refused"
    return "done" if _mark(asked.id) != before else "refused"


def _mark(id: UUID) -> object:
    return Concern.objects.filter(pk=id).values_list("version", flat=True).first(), Event.objects.filter(
        concern_id=id
    ).count()
