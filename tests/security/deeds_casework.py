"""How each action of casework is done once; see `deeds`."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection
from tests.security.deeds import Deed, recipe, register_pupil, school
from tests.security.realm import LOCATION, TEAM, WORKER, Realm

from tandem.audit.actions import acting_actor
from tandem.casework import mailing
from tandem.casework.actions import assigning, drafts, handing_over, life, lists
from tandem.casework.actions.drafts import Draft
from tandem.casework.data import CLOCK_SERVICE, Outcome, Refusal, RefusalReason, TextPart, Topic, Urgency
from tandem.casework.models import Concern, Notice, Offer
from tandem.casework.rules.assessment import Answer, Level, View, Voice
from tandem.children import actions as children
from tandem.platform.context import Context, acting

SEEN = Draft(None, True, Urgency.NORMAL, {TextPart.SEEN: "zit stil"})

CLOCK = Context(service=CLOCK_SERVICE)


def _teacher(realm: Realm) -> Context:
    return realm.figure("LERAAR").context


def _team(realm: Realm) -> Context:
    return realm.figure(WORKER).context


def _coordinator(realm: Realm) -> UUID:
    return realm.figure("ONDERWIJSCOORD").organisation


def _started(realm: Realm) -> UUID:
    return drafts.start(by=acting_actor(), location=realm.here.organisations[LOCATION], key=uuid4(), draft=SEEN)


def _raised(realm: Realm) -> UUID:
    with acting(_teacher(realm)):
        id = _started(realm)
        drafts.raise_concern(by=acting_actor(), id=id, version=1)
    return id


def _offer(realm: Realm, id: UUID) -> None:
    handing_over.offer(
        by=acting_actor(),
        id=id,
        to=realm.here.organisations[TEAM],
        words="graag",
        coordinator=_coordinator(realm),
        active={realm.here.organisations[TEAM]},
    )


def _offered(realm: Realm) -> UUID:
    id = _raised(realm)
    with acting(school(realm)):
        _offer(realm, id)
    return id


def _by_school(realm: Realm, act: Callable[[UUID], object], *before: Callable[[UUID], object]) -> Deed:
    """By who coordinates care at the school, which holds it; `before` is what she did first."""
    id = _raised(realm)
    with acting(school(realm)):
        life.acknowledge(by=acting_actor(), id=id)
        for step in before:
            step(id)
    return Deed(school(realm), lambda: act(id))


def _assess(id: UUID) -> None:
    answers = [Answer("SAFE", View.EDUCATION, Level.FINE, "")]
    life.assess(by=acting_actor(), id=id, framework="PO", voice=Voice(words="gaat wel"), answers=answers)


def _triage(id: UUID) -> None:
    life.triage(by=acting_actor(), id=id, outcome=Outcome.SCHOOL_SUPPORT, words="extra rekenen")


@recipe(drafts.start)
def _start(realm: Realm) -> Deed:
    return Deed(_teacher(realm), lambda: _started(realm))


@recipe(drafts.save)
def _save(realm: Realm) -> Deed:
    with acting(_teacher(realm)):
        id = _started(realm)
    more = Draft(None, True, Urgency.SOON, {TextPart.TRIED: "maatje"})
    return Deed(_teacher(realm), lambda: drafts.save(by=acting_actor(), id=id, draft=more, version=1))


@recipe(drafts.discard)
def _discard(realm: Realm) -> Deed:
    with acting(_teacher(realm)):
        id = _started(realm)
    return Deed(_teacher(realm), lambda: drafts.discard(by=acting_actor(), id=id))


@recipe(drafts.raise_concern)
def _raise(realm: Realm) -> Deed:
    with acting(_teacher(realm)):
        id = _started(realm)
    return Deed(_teacher(realm), lambda: drafts.raise_concern(by=acting_actor(), id=id, version=1))


@recipe(drafts.raise_once)
def _raise_once(realm: Realm) -> Deed:
    draft = Draft(None, True, Urgency.SOON, {TextPart.SEEN: "is stil"})
    place, key = realm.here.organisations[LOCATION], uuid4()
    return Deed(_teacher(realm), lambda: drafts.raise_once(by=acting_actor(), location=place, key=key, draft=draft))


@recipe(life.acknowledge)
def _acknowledge(realm: Realm) -> Deed:
    id = _raised(realm)
    return Deed(school(realm), lambda: life.acknowledge(by=acting_actor(), id=id))


@recipe(life.assess)
def _assessed(realm: Realm) -> Deed:
    return _by_school(realm, _assess)


@recipe(life.triage)
def _triaged(realm: Realm) -> Deed:
    return _by_school(realm, _triage, _assess)


@recipe(life.act)
def _act(realm: Realm) -> Deed:
    return _by_school(realm, lambda id: life.act(by=acting_actor(), id=id), _assess, _triage)


@recipe(life.close)
def _close(realm: Realm) -> Deed:
    return _by_school(realm, lambda id: life.close(by=acting_actor(), id=id, words="klaar"))


@recipe(life.withdraw)
def _withdraw(realm: Realm) -> Deed:
    id = _raised(realm)
    return Deed(_teacher(realm), lambda: life.withdraw(by=acting_actor(), id=id, words="opgelost"))


@recipe(life.merge)
def _merge(realm: Realm) -> Deed:
    with acting(school(realm)):
        child = register_pupil(realm)
        keys = []
        for _ in range(2):
            about = Draft(child, False, Urgency.NORMAL, {TextPart.SEEN: "zit stil"})
            location = realm.here.organisations[LOCATION]
            keys.append(drafts.start(by=acting_actor(), location=location, key=uuid4(), draft=about))
            drafts.raise_concern(by=acting_actor(), id=keys[-1], version=1)
    return Deed(school(realm), lambda: life.merge(by=acting_actor(), id=keys[0], into=keys[1], words="dubbel"))


@recipe(life.reopen)
def _reopen(realm: Realm) -> Deed:
    return _by_school(
        realm,
        lambda id: life.reopen(by=acting_actor(), id=id, words="terug"),
        lambda id: life.close(by=acting_actor(), id=id, words="klaar"),
    )


@recipe(life.add)
def _add(realm: Realm) -> Deed:
    return _by_school(realm, lambda id: life.add(by=acting_actor(), id=id, words="ook in de pauze"))


@recipe(life.answer)
def _answer(realm: Realm) -> Deed:
    return _by_school(realm, lambda id: life.answer(by=acting_actor(), id=id, words="we praten", for_author=True))


@recipe(life.pause)
def _pause(realm: Realm) -> Deed:
    return _by_school(realm, lambda id: life.pause(by=acting_actor(), id=id, words="vakantie"))


@recipe(life.resume)
def _resume(realm: Realm) -> Deed:
    return _by_school(
        realm,
        lambda id: life.resume(by=acting_actor(), id=id),
        lambda id: life.pause(by=acting_actor(), id=id, words="vakantie"),
    )


@recipe(life.extend)
def _extend(realm: Realm) -> Deed:
    return _by_school(realm, lambda id: life.extend(by=acting_actor(), id=id, working_days=2, words="gesprek"))


def _worker_here(realm: Realm) -> Deed:
    """Somebody at the team, which has accepted it."""
    id = _offered(realm)
    with acting(_team(realm)):
        handing_over.accept(by=acting_actor(), id=id)
    worker = realm.figure(WORKER).membership
    return Deed(_team(realm), lambda: assigning.assign(by=acting_actor(), id=id, worker=worker))


@recipe(assigning.assign)
def _assign(realm: Realm) -> Deed:
    return _worker_here(realm)


@recipe(assigning.release)
def _release(realm: Realm) -> Deed:
    deed = _worker_here(realm)
    with acting(deed.context):
        deed.act()
    id = Concern.objects.get(worker_hat=realm.figure(WORKER).membership).pk
    return Deed(_team(realm), lambda: assigning.release(by=acting_actor(), id=id, words="verlof"))


def _picked(realm: Realm) -> list[tuple[UUID, int]]:
    """What the team has, in the version that it sees."""
    return list(Concern.objects.filter(holder_id=realm.here.organisations[TEAM]).values_list("pk", "version"))


@recipe(assigning.assign_many)
def _assign_many(realm: Realm) -> Deed:
    deed, worker = _worker_here(realm), realm.figure(WORKER).membership
    picked = _picked(realm)
    return Deed(
        deed.context,
        lambda: assigning.assign_many(by=acting_actor(), picked=picked, worker=worker, words="rooster"),
    )


@recipe(assigning.release_many)
def _release_many(realm: Realm) -> Deed:
    deed = _worker_here(realm)
    with acting(deed.context):
        deed.act()
    picked = _picked(realm)
    return Deed(deed.context, lambda: assigning.release_many(by=acting_actor(), picked=picked, words="verlof"))


@recipe(assigning.take_back)
def _take_back(realm: Realm) -> Deed:
    deed = _worker_here(realm)
    with acting(deed.context):
        deed.act()
    ids = [id for id, _ in _picked(realm)]
    return Deed(deed.context, lambda: assigning.take_back(by=acting_actor(), ids=ids))


@recipe(handing_over.offer)
def _hand_over(realm: Realm) -> Deed:
    id = _raised(realm)
    return Deed(school(realm), lambda: _offer(realm, id))


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
    return Deed(
        CLOCK,
        lambda: handing_over.lapse(id, by=acting_actor(), coordinator=_coordinator(realm)),
    )


@recipe(handing_over.hand_on)
def _hand_on(realm: Realm) -> Deed:
    id = _offered(realm)
    gone = Offer.objects.get(concern_id=id).target_id
    return Deed(CLOCK, lambda: handing_over.hand_on(id, by=acting_actor(), gone=gone, catch_all=_coordinator(realm)))


@recipe(lists.mark_seen)
def _seen(realm: Realm) -> Deed:
    id = _raised(realm)
    return Deed(school(realm), lambda: lists.mark_seen(by=acting_actor(), id=id))


@recipe(lists.save_view)
def _view(realm: Realm) -> Deed:
    return Deed(
        school(realm),
        lambda: lists.save_view(by=acting_actor(), worklist="TEAM", name="Spoed", choice={"urgency": "URGENT"}),
    )


@recipe(lists.drop_view)
def _drop_view(realm: Realm) -> Deed:
    deed = _view(realm)
    with acting(deed.context):
        deed.act()
    return Deed(deed.context, lambda: lists.drop_view(by=acting_actor(), worklist="TEAM", name="Spoed"))


@recipe(lists.prefer)
def _prefer(realm: Realm) -> Deed:
    return Deed(school(realm), lambda: lists.prefer(by=acting_actor(), ways={Topic.NEW: "AT_ONCE"}))


def _notice(realm: Realm) -> Notice:
    return Notice.objects.get(concern_id=_raised(realm))


@recipe(lists.read_notice)
def _read(realm: Realm) -> Deed:
    notice = _notice(realm).pk
    return Deed(school(realm), lambda: lists.read_notice(by=acting_actor(), notice=notice))


@recipe(lists.read_all_notices)
def _read_all(realm: Realm) -> Deed:
    until = _notice(realm).at
    return Deed(school(realm), lambda: lists.read_all_notices(by=acting_actor(), until=until))


@recipe(mailing.mail_at_once)
def _mail(realm: Realm) -> Deed:
    with acting(school(realm)):
        lists.prefer(by=acting_actor(), ways={Topic.NEW: "AT_ONCE"})
    event = _notice(realm).event
    return Deed(CLOCK, lambda: mailing.mail_at_once(by=acting_actor(), event=event))


@recipe(mailing.mail_digest)
def _digest(realm: Realm) -> Deed:
    _notice(realm)
    return Deed(CLOCK, lambda: mailing.mail_digest(by=acting_actor()))


@recipe(mailing.mark_failures)
def _failures(realm: Realm) -> Deed:
    deed = _mail(realm)
    with acting(deed.context):
        deed.act()
    with connection.cursor() as cursor:
        cursor.execute("insert into platform_mail (id, failed) select mail, true from casework_mailed")
    return Deed(CLOCK, lambda: mailing.mark_failures(by=acting_actor()))


@recipe(children.teach)
def _teach(realm: Realm) -> Deed:
    with acting(school(realm)):
        child = register_pupil(realm)
    return Deed(school(realm), lambda: _taught(realm, child))


def _taught(realm: Realm, child: UUID) -> None:
    children.teach(
        by=acting_actor(),
        child=child,
        location=realm.here.organisations[LOCATION],
        membership=realm.figure("LERAAR").membership,
        since=realm.today - timedelta(days=1),
    )


@recipe(children.end_teaching)
def _end_teaching(realm: Realm) -> Deed:
    with acting(school(realm)):
        child = register_pupil(realm)
        _taught(realm, child)
    teacher = realm.figure("LERAAR").membership
    return Deed(
        school(realm),
        lambda: children.end_teaching(by=acting_actor(), child=child, membership=teacher, on=realm.today),
    )


# Together they leave a row in every table of casework.
FILLING = (life.triage, handing_over.offer, lists.mark_seen, lists.save_view, lists.prefer, mailing.mail_at_once)
