"""How each action of cases is done once; see `deeds`."""

from collections.abc import Callable
from uuid import UUID, uuid4

from tests.security.deeds import Deed, recipe, register_pupil, school
from tests.security.realm import LOCATION, TEAM, WORKER, Realm

from tandem.audit.actions import acting_actor
from tandem.cases.actions import directing, handing_over, involving, life, opening
from tandem.cases.data import Domain, Joining
from tandem.cases.models import Offer, Participant
from tandem.casework.data import CLOCK_SERVICE, Refusal, RefusalReason
from tandem.children.models import Access
from tandem.platform.context import Context, acting

CLOCK = Context(service=CLOCK_SERVICE)


def _team(realm: Realm) -> Context:
    return realm.figure(WORKER).context


def _coordinator(realm: Realm) -> UUID:
    return realm.figure("ONDERWIJSCOORD").organisation


def _open(realm: Realm, child: UUID) -> UUID:
    place = realm.here.organisations[LOCATION]
    return opening.open_case(
        by=acting_actor(),
        child=child,
        holder=place,
        question="Samen?",
        key=uuid4(),
        joining=(Joining(place, "IB", "own-pupil", "6(1)(e)"),),
    )


def _opened(realm: Realm) -> tuple[UUID, UUID]:
    """A case of a pupil of the school, and the pupil."""
    with acting(school(realm)):
        child = register_pupil(realm)
        return _open(realm, child), child


def _joining(realm: Realm, child: UUID) -> Joining:
    """The team, with what lets it read."""
    gate = uuid4()
    team = realm.here.organisations[TEAM]
    Access.objects.create(
        principal_id=team,
        child_id=child,
        reason="DISCLOSED",
        source=gate,
        kinds=17,
        guarded=False,
        sort_key="",
        valid_from=realm.today,
    )
    return Joining(team, realm.figure(WORKER).context.function or "", "samen", "6(1)(a)", 17, gate)


def with_tandem(realm: Realm) -> UUID:
    """Signed by both."""
    id, child = _opened(realm)
    joining = _joining(realm, child)
    with acting(school(realm)):
        involving.invite(by=acting_actor(), id=id, joining=joining)
    with acting(_team(realm)):
        hat = realm.figure(WORKER).membership
        directing.direct(by=acting_actor(), id=id, domain=Domain.YOUTH_CARE, hat=hat)
    with acting(school(realm)):
        directing.sign(by=acting_actor(), id=id)
    return id


def _by_school(realm: Realm, act: Callable[[UUID], object], *before: Callable[[UUID], object]) -> Deed:
    id, _ = _opened(realm)
    with acting(school(realm)):
        for step in before:
            step(id)
    return Deed(school(realm), lambda: act(id))


def _offer(realm: Realm, id: UUID) -> None:
    team = realm.here.organisations[TEAM]
    handing_over.offer(by=acting_actor(), id=id, to=team, words="graag", coordinator=_coordinator(realm), active={team})


def _offered(realm: Realm) -> UUID:
    id, _ = _opened(realm)
    with acting(school(realm)):
        _offer(realm, id)
    return id


@recipe(opening.open_case)
def _open_case(realm: Realm) -> Deed:
    with acting(school(realm)):
        child = register_pupil(realm)
    return Deed(school(realm), lambda: _open(realm, child))


@recipe(involving.invite)
def _invite(realm: Realm) -> Deed:
    id, child = _opened(realm)
    joining = _joining(realm, child)
    return Deed(school(realm), lambda: involving.invite(by=acting_actor(), id=id, joining=joining))


@recipe(involving.leave)
def _leave(realm: Realm) -> Deed:
    id = with_tandem(realm)
    gone = Participant.objects.get(case_id=id, organisation_id=realm.here.organisations[TEAM]).pk
    return Deed(school(realm), lambda: involving.leave(by=acting_actor(), id=id, participant=gone, words="is klaar"))


@recipe(directing.direct)
def _direct(realm: Realm) -> Deed:
    id, child = _opened(realm)
    joining = _joining(realm, child)
    with acting(school(realm)):
        involving.invite(by=acting_actor(), id=id, joining=joining)
    hat = realm.figure(WORKER).membership
    return Deed(_team(realm), lambda: directing.direct(by=acting_actor(), id=id, domain=Domain.YOUTH_CARE, hat=hat))


@recipe(directing.sign)
def _sign(realm: Realm) -> Deed:
    deed = _direct(realm)
    with acting(deed.context):
        deed.act()
    id = Participant.objects.filter(organisation_id=realm.here.organisations[TEAM]).latest("since").case_id
    return Deed(school(realm), lambda: directing.sign(by=acting_actor(), id=id))


@recipe(directing.disagree)
def _disagree(realm: Realm) -> Deed:
    id = with_tandem(realm)
    return Deed(_team(realm), lambda: directing.disagree(by=acting_actor(), id=id, words="eerst rust"))


@recipe(directing.settle)
def _settle(realm: Realm) -> Deed:
    id = with_tandem(realm)
    with acting(_team(realm)):
        directing.disagree(by=acting_actor(), id=id, words="eerst rust")
    return Deed(_team(realm), lambda: directing.settle(by=acting_actor(), id=id, words="in stappen"))


@recipe(life.add)
def _add(realm: Realm) -> Deed:
    return _by_school(realm, lambda id: life.add(by=acting_actor(), id=id, words="moeder belde"))


@recipe(life.close)
def _close(realm: Realm) -> Deed:
    return _by_school(realm, lambda id: life.close(by=acting_actor(), id=id, words="klaar"))


@recipe(life.reopen)
def _reopen(realm: Realm) -> Deed:
    return _by_school(
        realm,
        lambda id: life.reopen(by=acting_actor(), id=id, words="toch niet"),
        lambda id: life.close(by=acting_actor(), id=id, words="klaar"),
    )


@recipe(handing_over.offer)
def _hand_over(realm: Realm) -> Deed:
    return _by_school(realm, lambda id: _offer(realm, id))


@recipe(handing_over.accept)
def _accept(realm: Realm) -> Deed:
    id = _offered(realm)
    return Deed(_team(realm), lambda: handing_over.accept(by=acting_actor(), id=id))


@recipe(handing_over.refuse)
def _refuse(realm: Realm) -> Deed:
    id = _offered(realm)
    refusal = Refusal(RefusalReason.RESIDENCE, "woont elders", municipality="GM0518")

    def act() -> None:
        handing_over.refuse(
            by=acting_actor(), id=id, refusal=refusal, coordinator=_coordinator(realm), municipalities={"GM0518"}
        )

    return Deed(_team(realm), act)


@recipe(handing_over.revoke)
def _revoke(realm: Realm) -> Deed:
    id = _offered(realm)
    return Deed(school(realm), lambda: handing_over.revoke(by=acting_actor(), id=id, words="toch niet"))


@recipe(handing_over.lapse)
def _lapse(realm: Realm) -> Deed:
    id = _offered(realm)
    return Deed(CLOCK, lambda: handing_over.lapse(id, by=acting_actor(), coordinator=_coordinator(realm)))


@recipe(handing_over.hand_on)
def _hand_on(realm: Realm) -> Deed:
    id = _offered(realm)
    gone = Offer.objects.get(case_id=id).target_id
    return Deed(CLOCK, lambda: handing_over.hand_on(id, by=acting_actor(), gone=gone, catch_all=_coordinator(realm)))


# Together they leave a row in every table of cases.
FILLING = (handing_over.offer, directing.settle)
