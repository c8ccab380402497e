"""How each action of a meeting is done once; see `deeds`."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from tests.security.deeds import Deed, recipe, register_pupil, school
from tests.security.realm import LOCATION, WORKER, Realm

from tandem.audit.actions import acting_actor
from tandem.cases.actions import opening
from tandem.cases.data import Joining
from tandem.children.data import Kind
from tandem.meetings.actions import agenda, agreements, holding, planning
from tandem.meetings.actions.agenda import Coming
from tandem.meetings.actions.holding import Said
from tandem.meetings.actions.planning import When
from tandem.meetings.data import Entry, Family, Reason, Sort
from tandem.meetings.models import Invitee, Meeting
from tandem.platform import clock
from tandem.platform.context import acting


def _when(days: int = 7) -> When:
    return When(clock.now() + timedelta(days=days), 60)


def _plan(realm: Realm) -> UUID:
    host = realm.here.organisations[LOCATION]
    return planning.plan(by=acting_actor(), kind="SUPPORT_TEAM", host=host, when=_when(), key=uuid4())


def _case(realm: Realm) -> UUID:
    host = realm.here.organisations[LOCATION]
    return opening.open_case(
        by=acting_actor(),
        child=register_pupil(realm),
        holder=host,
        question="Hoe helpen we samen?",
        key=uuid4(),
        joining=(Joining(host, "IB", "own-pupil", "6(1)(e)"),),
    )


def _put_on(meeting: UUID, case: UUID) -> None:
    agenda.put_on(by=acting_actor(), id=meeting, entries=[Entry(case, (Reason.NEW,), 15)])


def _invite(realm: Realm, meeting: UUID) -> None:
    planning.invite(by=acting_actor(), id=meeting, memberships=[realm.figure(WORKER).membership])


def _version(meeting: UUID) -> int:
    return Meeting.objects.get(pk=meeting).version


def _invitee(realm: Realm, meeting: UUID) -> UUID:
    return Invitee.objects.get(meeting_id=meeting, membership_id=realm.figure(WORKER).membership).pk


def _item(meeting: UUID) -> UUID:
    return Meeting.objects.get(pk=meeting).items.get().pk


def _planned(realm: Realm, act: Callable[[UUID], object], *, invited: bool = False, case: bool = False) -> Deed:
    with acting(school(realm)):
        id = _plan(realm)
        if invited:
            _invite(realm, id)
        if case:
            _put_on(id, _case(realm))
    return Deed(school(realm), lambda: act(id))


def _running(realm: Realm, act: Callable[[UUID], object], *before: Callable[[UUID], object]) -> Deed:
    """With a case on the agenda; `before` is what was done first."""
    deed = _planned(realm, act, invited=True, case=True)
    with acting(school(realm)):
        id = Meeting.objects.latest("changed").pk
        _begin(id)
        for step in before:
            step(id)
    return deed


def _begin(id: UUID) -> None:
    holding.begin(by=acting_actor(), id=id, version=_version(id))


def _take_up(id: UUID) -> None:
    holding.take_up(by=acting_actor(), item=_item(id))


def _agree(id: UUID) -> UUID:
    due = clock.today() + timedelta(days=9)
    said = Said(Sort.AGREEMENT, Kind.PLAN, "vader leest voor", "elke avond", family=Family.PARENTS, due=due)
    return holding.note(by=acting_actor(), item=_item(id), said=said, key=uuid4())


def _line(id: UUID) -> UUID:
    return Meeting.objects.get(pk=id).items.get().lines.get().pk


@recipe(planning.plan)
def _plans(realm: Realm) -> Deed:
    return Deed(school(realm), lambda: _plan(realm))


@recipe(planning.move)
def _move(realm: Realm) -> Deed:
    return _planned(realm, lambda id: planning.move(by=acting_actor(), id=id, when=_when(9), version=_version(id)))


@recipe(planning.call_off)
def _call_off(realm: Realm) -> Deed:
    return _planned(realm, lambda id: planning.call_off(by=acting_actor(), id=id, version=_version(id)))


@recipe(planning.invite)
def _invites(realm: Realm) -> Deed:
    return _planned(realm, lambda id: _invite(realm, id))


@recipe(planning.take_back)
def _take_back(realm: Realm) -> Deed:
    def act(id: UUID) -> None:
        planning.take_back(by=acting_actor(), id=id, invitee=_invitee(realm, id))

    return _planned(realm, act, invited=True)


@recipe(agenda.put_on)
def _puts_on(realm: Realm) -> Deed:
    with acting(school(realm)):
        case = _case(realm)
    return _planned(realm, lambda id: _put_on(id, case))


@recipe(agenda.take_off)
def _take_off(realm: Realm) -> Deed:
    return _planned(realm, lambda id: agenda.take_off(by=acting_actor(), item=_item(id)), case=True)


@recipe(agenda.ask_family)
def _ask(realm: Realm) -> Deed:
    coming = Coming(parents=False, pupil=False, words="Moeder komt apart.")
    return _planned(realm, lambda id: agenda.ask_family(by=acting_actor(), item=_item(id), coming=coming), case=True)


@recipe(holding.begin)
def _begins(realm: Realm) -> Deed:
    return _planned(realm, _begin)


@recipe(holding.seat)
def _seat(realm: Realm) -> Deed:
    return _running(realm, lambda id: holding.seat(by=acting_actor(), invitee=_invitee(realm, id), present=True))


@recipe(holding.seat_family)
def _seat_family(realm: Realm) -> Deed:
    return _running(realm, lambda id: holding.seat_family(by=acting_actor(), item=_item(id), present=True))


@recipe(holding.take_up)
def _takes_up(realm: Realm) -> Deed:
    return _running(realm, _take_up)


@recipe(holding.put_down)
def _put_down(realm: Realm) -> Deed:
    return _running(realm, lambda id: holding.put_down(by=acting_actor(), item=_item(id)), _take_up)


@recipe(holding.note)
def _note(realm: Realm) -> Deed:
    return _running(realm, _agree, _take_up)


@recipe(holding.strike)
def _strike(realm: Realm) -> Deed:
    return _running(realm, lambda id: holding.strike(by=acting_actor(), line=_line(id)), _take_up, _agree)


@recipe(holding.close)
def _close(realm: Realm) -> Deed:
    return _running(realm, lambda id: holding.close(by=acting_actor(), id=id, version=_version(id)), _take_up)


@recipe(agreements.tick_off)
def _tick(realm: Realm) -> Deed:
    return _running(realm, lambda id: agreements.tick_off(by=acting_actor(), line=_line(id)), _take_up, _agree)


FILLING = (holding.note,)


# Together they leave a row in every table of meetings.
FILLING = (holding.note,)
