"""The table of states against the house: who really may do what, what is written of it, and who is told."""

import random
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from tests.casework.attempts import ATTEMPTS, NEEDS_AN_OFFER, Asked, attempt, context_of, in_state, undone
from tests.casework.histories import History, live
from tests.casework.school import Bell
from tests.conftest import VERSIONS

from tandem.casework.data import Command, OfferState, Part, State
from tandem.casework.models import Concern, Event, Notice, Offer
from tandem.casework.rules import states
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster

TWO_HANDS = """
insert into casework_access (principal_id, concern_id, part, own_school, content, open, changed)
select %s, concern_id, part, own_school, content, open, changed from casework_access
where concern_id = %s and part = 'HOLDER'
"""


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def world(owned_database: Cluster) -> Bell:
    return Bell()


def test_every_command_has_an_action() -> None:
    assert set(ATTEMPTS) == set(Command)


@pytest.mark.parametrize("state", State)
def test_whoever_asks_whatever_the_actions_do_what_the_table_says(world: Bell, state: State) -> None:
    """Each command by each part: let through exactly where the table does; then with its state, line and notices."""
    done = 0
    for offered in (False, True):
        asked = in_state(world, state, offered=offered)
        for part in Part:
            for command in _askable(offered):
                done += _agrees(asked, state, command, part, offered=offered)
    assert done >= 3


def _askable(offered: bool) -> list[Command]:
    """What an open offer changes is asked both ways; the rest once."""
    return [command for command in Command if offered or command not in NEEDS_AN_OFFER]


def _agrees(asked: Asked, state: State, command: Command, part: Part, *, offered: bool) -> bool:
    """Whether it was really done."""
    expected = states.target(state, command, part) if offered or part is not Part.OFFERED else None
    if state is State.DRAFT and part is not Part.AUTHOR:
        expected = None
    with undone():
        lines = Event.objects.filter(concern_id=asked.id).count()
        logged = _logged(asked.id)
        found = attempt(asked, command, context_of(asked.world, part))
        where = f"{command} in {state} by {part}, offered {offered}: {found}"
        assert (found != "refused") == (expected is not None), where
        if found != "done":
            return False
        if command is Command.DISCARD:
            assert not Concern.objects.filter(pk=asked.id).exists(), where
            return True
        assert Concern.objects.get(pk=asked.id).state == expected, where
        if command is Command.SAVE:
            return True
        assert Event.objects.filter(concern_id=asked.id).count() == lines + 1, where
        event = Event.objects.filter(concern_id=asked.id).latest("at")
        assert (event.command, event.state) == (command, expected), where
        assert _logged(asked.id)[len(logged) :] == [f"concern {command.lower().replace('_', ' ')}"], where
        _told(asked, event, part)
        return True


def _logged(id: UUID) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select action from audit_event where subject = %s order by number", [f"concern:{id}"])
        return [action for (action,) in cursor.fetchall()]


def _told(asked: Asked, event: Event, by: Part) -> None:
    """Everybody whom the table names and nobody else; never who did it herself."""
    world, row = asked.world, Concern.objects.get(pk=asked.id)
    asked_now = set(Offer.objects.filter(concern_id=row.pk).values_list("target_id", flat=True))
    mine = {Part.HOLDER: world.location.id, Part.OFFERED: world.far_team.id}.get(by)
    named = states.BY_COMMAND[Command(event.command)].tells
    expected: set[UUID | None] = set()
    if Part.AUTHOR in named and by is not Part.AUTHOR:
        expected.add(world.my_teacher.person.id)
    if Part.HOLDER in named:
        expected |= {row.holder_id, world.location.id}  # who had it and who has it
    if Part.OFFERED in named and asked_now:
        expected |= asked_now
    told = set(Notice.objects.filter(event=event.pk).values_list("principal_id", flat=True))
    assert told == expected - {mine}, event.command


def test_no_random_history_has_no_holder_or_two(world: Bell) -> None:
    """In small; 10,000 of them in `proof/`."""
    happened = live(world, 30, 6, random.Random(4))
    assert happened["OFFER"] > 5, happened
    assert happened["ACCEPT"] + happened["REFUSE"] > 0, happened


def test_a_baton_in_two_hands_is_seen(world: Bell) -> None:
    """Negative control."""
    history = History(world, random.Random(1))
    history.check()
    with connection.cursor() as cursor:
        cursor.execute(TWO_HANDS, [world.far_team.id, history.asked.id])
    with pytest.raises(AssertionError, match="2 hold it"):
        history.check()


def test_no_offer_stays_open_when_it_ends(world: Bell) -> None:
    for command in (Command.WITHDRAW, Command.CLOSE, Command.MERGE):
        asked = in_state(world, State.ACKNOWLEDGED, offered=True)
        part = next(iter(states.BY_COMMAND[command].by))
        assert attempt(asked, command, context_of(world, part)) == "done"
        assert not Offer.objects.filter(concern_id=asked.id, state=OfferState.OPEN).exists()
