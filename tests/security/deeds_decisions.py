"""How each action of decisions is done once; see `deeds`."""

from collections.abc import Callable
from uuid import UUID, uuid4

from tests.security.deeds import Deed, recipe, register_pupil, school
from tests.security.deeds_cases import with_tandem
from tests.security.realm import LOCATION, TEAM, WORKER, Realm

from tandem.audit.actions import acting_actor
from tandem.cases.actions import involving, opening
from tandem.cases.data import Joining
from tandem.casework.data import CLOCK_SERVICE
from tandem.children.models import Access
from tandem.decisions.actions import climbing, deciding, disagreeing, requesting
from tandem.decisions.actions.requesting import Asked
from tandem.decisions.data import Cause, Request
from tandem.decisions.models import Ladder
from tandem.platform import clock
from tandem.platform.context import Context, acting

HELP = Asked(Request("DAY_PLACE", 5_000, 6, "GM0503"), "een rustige plek", "haaglanden")
MORE = Asked(Request("DAY_PLACE", 30_000, 6, "GM0503"), "een rustige plek, voor lang", "haaglanden")


def _team(realm: Realm) -> Context:
    return realm.figure(WORKER).context


def _case(realm: Realm) -> UUID:
    """A case of a pupil of the school, in which the team takes part."""
    place, team = realm.here.organisations[LOCATION], realm.here.organisations[TEAM]
    with acting(school(realm)):
        child = register_pupil(realm)
        id = opening.open_case(
            by=acting_actor(),
            child=child,
            holder=place,
            question="Samen?",
            key=uuid4(),
            joining=(Joining(place, "IB", "own-pupil", "6(1)(e)"),),
        )
    gate = uuid4()
    Access.objects.create(
        principal_id=team,
        child_id=child,
        reason="DISCLOSED",
        source=gate,
        kinds=273,
        guarded=False,
        sort_key="",
        valid_from=realm.today,
    )
    with acting(school(realm)):
        joining = Joining(team, WORKER, "samen", "6(1)(a)", 273, gate)
        involving.invite(by=acting_actor(), id=id, joining=joining)
    return id


def _start(case: UUID, asked: Asked = HELP) -> UUID:
    return requesting.start(by=acting_actor(), case=case, key=uuid4(), asked=asked)


def _drafted(realm: Realm, asked: Asked = HELP) -> UUID:
    case = _case(realm)
    with acting(school(realm)):
        return _start(case, asked)


def _submit(realm: Realm, id: UUID, steps: int = 1) -> None:
    requesting.submit(by=acting_actor(), id=id, places=[realm.here.organisations[TEAM]] * steps)


def _asked(realm: Realm, asked: Asked = HELP, steps: int = 1) -> UUID:
    id = _drafted(realm, asked)
    with acting(school(realm)):
        _submit(realm, id, steps)
    return id


def _decide(id: UUID) -> None:
    deciding.decide(by=acting_actor(), id=id, granted=True, words="dit helpt")


def _by_team(realm: Realm, act: Callable[[UUID], object], *before: Callable[[UUID], object]) -> Deed:
    id = _asked(realm)
    with acting(_team(realm)):
        for step in before:
            step(id)
    return Deed(_team(realm), lambda: act(id))


def _announce(id: UUID) -> None:
    deciding.announce(by=acting_actor(), id=id, on=clock.today())


def _begin(case: UUID) -> UUID:
    return climbing.start(
        by=acting_actor(),
        case=case,
        region="haaglanden",
        cause=Cause.NO_MANDATE,
        words="niemand mag dit",
        waits_since=clock.today(),
    )


def _stuck(realm: Realm) -> UUID:
    case = _case(realm)
    with acting(school(realm)):
        return _begin(case)


@recipe(requesting.start)
def _started(realm: Realm) -> Deed:
    case = _case(realm)
    return Deed(school(realm), lambda: _start(case))


@recipe(requesting.save)
def _saved(realm: Realm) -> Deed:
    id = _drafted(realm)
    return Deed(school(realm), lambda: requesting.save(by=acting_actor(), id=id, asked=MORE))


@recipe(requesting.submit)
def _submitted(realm: Realm) -> Deed:
    id = _drafted(realm)
    return Deed(school(realm), lambda: _submit(realm, id))


@recipe(requesting.withdraw)
def _withdrawn(realm: Realm) -> Deed:
    id = _asked(realm)
    return Deed(school(realm), lambda: requesting.withdraw(by=acting_actor(), id=id, words="niet meer nodig"))


@recipe(deciding.pass_on)
def _passed(realm: Realm) -> Deed:
    id = _asked(realm, MORE, steps=2)
    return Deed(_team(realm), lambda: deciding.pass_on(by=acting_actor(), id=id, words="goed"))


@recipe(deciding.send_back)
def _sent_back(realm: Realm) -> Deed:
    return _by_team(realm, lambda id: deciding.send_back(by=acting_actor(), id=id, words="hoe lang?"))


@recipe(deciding.decide)
def _decided(realm: Realm) -> Deed:
    return _by_team(realm, _decide)


@recipe(deciding.extend)
def _extended(realm: Realm) -> Deed:
    return _by_team(realm, lambda id: deciding.extend(by=acting_actor(), id=id, weeks=2, words="een onderzoek"))


@recipe(deciding.announce)
def _announced(realm: Realm) -> Deed:
    return _by_team(realm, _announce, _decide)


@recipe(deciding.object_to)
def _objected(realm: Realm) -> Deed:
    def act(id: UUID) -> None:
        deciding.object_to(by=acting_actor(), id=id, received=clock.today(), posted=None, words="oneens")

    return _by_team(realm, act, _decide, _announce)


@recipe(deciding.revoke)
def _revoked(realm: Realm) -> Deed:
    return _by_team(realm, lambda id: deciding.revoke(by=acting_actor(), id=id, words="verhuisd"), _decide)


@recipe(climbing.start)
def _ladder_started(realm: Realm) -> Deed:
    case = _case(realm)
    return Deed(school(realm), lambda: _begin(case))


@recipe(disagreeing.disagree)
def _disagreed(realm: Realm) -> Deed:
    id = with_tandem(realm)
    return Deed(_team(realm), lambda: disagreeing.disagree(by=acting_actor(), id=id, words="eerst rust"))


@recipe(climbing.climb)
def _climbed(realm: Realm) -> Deed:
    id = _stuck(realm)
    return Deed(school(realm), lambda: climbing.climb(by=acting_actor(), id=id, words="zij mogen dit niet"))


@recipe(climbing.settle)
def _settled(realm: Realm) -> Deed:
    """By the team, which has the mandate of this rung."""
    id = _stuck(realm)
    Ladder.objects.filter(pk=id).update(
        holder_id=realm.here.organisations[TEAM], functions=[WORKER], version=Ladder.objects.get(pk=id).version + 1
    )
    return Deed(_team(realm), lambda: climbing.settle(by=acting_actor(), id=id, words="plek gevonden"))


@recipe(climbing.remind)
def _reminded(realm: Realm) -> Deed:
    id = _stuck(realm)
    return Deed(Context(service=CLOCK_SERVICE), lambda: climbing.remind(by=acting_actor(), id=id))


# Together they write every table of decisions.
FILLING = (requesting.submit, climbing.start)
