"""How each action of retention and break-glass is done once, in the realm."""

from datetime import date
from uuid import UUID

from tests.register.people_world import worker
from tests.security.deeds import Deed, recipe
from tests.security.realm import LOCATION, Realm

from tandem.audit.actions import acting_actor
from tandem.children.models import Child, Enrolment
from tandem.platform.context import Context, acting
from tandem.platform.terms.rules import add_months
from tandem.register.models import Organisation
from tandem.sharing.breakglass import actions as breakglass
from tandem.sharing.breakglass.data import Category, Judgement, NamedChild
from tandem.sharing.compartment import actions as compartment
from tandem.sharing.compartment import opening
from tandem.sharing.compartment.data import Asks, Danger
from tandem.sharing.retention import actions as retention
from tandem.sharing.retention.data import Held
from tandem.sharing.retention.models import Warning
from tandem.sharing.subject import actions as subject
from tandem.sharing.subject.data import Asker

REASON = "Buurvrouw belt dat het kind alleen op straat staat."


def _pupil(realm: Realm, family: str = "Kind") -> Child:
    child = Child.objects.create(
        given_name="Proef", family_name=family, sort_key=f"{family.lower()} proef", birth_date=date(2018, 1, 1)
    )
    Enrolment.objects.create(
        child=child,
        location_id=realm.here.organisations[LOCATION],
        valid_from=add_months(realm.today, -24),
    )
    Warning.objects.create(
        child=child, file_id=realm.here.organisations[LOCATION], due_on=realm.today, created_on=realm.today
    )
    return child


def _coordinator(realm: Realm) -> Context:
    return realm.here.figures["IB"].context


@recipe(retention.hold)
def _hold(realm: Realm) -> Deed:
    child = _pupil(realm)
    return Deed(_coordinator(realm), lambda: _held(realm, child.id))


def _held(realm: Realm, child: UUID) -> UUID:
    return retention.hold(
        by=acting_actor(),
        child=child,
        file=realm.here.organisations[LOCATION],
        category=Held.OBJECTION,
        reason="er loopt nog een beroep bij de rechter",
    )


@recipe(retention.release)
def _release(realm: Realm) -> Deed:
    child = _pupil(realm)
    with acting(_coordinator(realm)):
        hold = _held(realm, child.id)
    return Deed(_coordinator(realm), lambda: retention.release(by=acting_actor(), hold=hold, outcome=REASON))


def _named(realm: Realm, family: str) -> NamedChild:
    """Each deed its own child: two of one name are not named exactly, also when every deed is done in turn."""
    return NamedChild("", "Proef", family, date(2018, 1, 1), realm.here.organisations[LOCATION])


def _begun(realm: Realm) -> UUID:
    named = _named(realm, "Nood")
    return breakglass.begin(by=acting_actor(), category=Category.MISSING, reason=REASON, named=named)


@recipe(breakglass.begin)
def _begin(realm: Realm) -> Deed:
    _pupil(realm, "Nood")
    return Deed(realm.here.figures["LT_HULP"].context, lambda: _begun(realm))


@recipe(breakglass.judge)
def _judge(realm: Realm) -> Deed:
    _pupil(realm, "Nood")
    with acting(realm.here.figures["LT_HULP"].context):
        use = _begun(realm)
    judge = realm.here.figures["TEAMLEIDER"].context
    return Deed(
        judge,
        lambda: breakglass.judge(by=acting_actor(), use=use, judgement=Judgement.JUSTIFIED, note=""),
    )


def _officer(realm: Realm) -> Context:
    """Of the board above the school: she answers for what the school holds."""
    return _of_the_board(realm, "FG")


def _of_the_board(realm: Realm, function: str) -> Context:
    board = Organisation.objects.get(pk=realm.here.organisations["BOARD"])
    return worker(f"{function} Deed", function, board).context


@recipe(subject.begin)
def _subject_begin(realm: Realm) -> Deed:
    _pupil(realm, "Inzage")
    named = _named(realm, "Inzage")
    return Deed(_officer(realm), lambda: subject.begin(by=acting_actor(), asker=Asker.CHILD, named=named))


def _compiled(realm: Realm) -> tuple[Context, UUID]:
    _pupil(realm, "Inzage")
    officer = _officer(realm)
    named = _named(realm, "Inzage")
    with acting(officer):
        request = subject.begin(by=acting_actor(), asker=Asker.CHILD, named=named)
    assert request is not None
    return officer, request


@recipe(subject.compile_file)
def _compile(realm: Realm) -> Deed:
    officer, request = _compiled(realm)
    return Deed(officer, lambda: subject.compile_file(by=acting_actor(), request=request, withheld={}))


@recipe(subject.release)
def _subject_release(realm: Realm) -> Deed:
    officer, request = _compiled(realm)
    with acting(officer):
        subject.compile_file(by=acting_actor(), request=request, withheld={})
    return Deed(_officer(realm), lambda: subject.release(by=acting_actor(), request=request))


@recipe(compartment.guard)
def _guard(realm: Realm) -> Deed:
    child = _pupil(realm, "Geheim")
    address = "Proeflaan 1, 2611 AB Delft"
    return Deed(
        _coordinator(realm),
        lambda: compartment.guard(by=acting_actor(), children=[child.id], written=address, danger=Danger.FAMILY),
    )


def _opening(realm: Realm) -> UUID:
    child = _pupil(realm, "Openen")
    with acting(_coordinator(realm)):
        where = "Proeflaan 2, 2611 AB Delft"
        compartment.guard(by=acting_actor(), children=[child.id], written=where, danger=Danger.FAMILY)
    return child.id


def _asked(child: UUID) -> UUID:
    return opening.ask(
        by=acting_actor(), child=child, what=Asks.LIFT, reason="Het gevaar is voorbij, zegt Veilig Thuis."
    )


@recipe(opening.ask)
def _ask(realm: Realm) -> Deed:
    child = _opening(realm)
    return Deed(_coordinator(realm), lambda: _asked(child))


@recipe(opening.decide)
def _decide(realm: Realm) -> Deed:
    child = _opening(realm)
    with acting(_coordinator(realm)):
        request = _asked(child)
    return Deed(_officer(realm), lambda: opening.decide(by=acting_actor(), request=request, agreed=True))


FILLING = (retention.hold, breakglass.begin, subject.begin, opening.ask)
