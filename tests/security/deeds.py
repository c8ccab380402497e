"""How each action of the house is done once, in the realm: who does it, and with what.

Every function with a keyword `by` is such an action. `test_audit_complete` fails for one that is not here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from tests.security.realm import LOCATION, MUNICIPALITY, TEAM, WORKER, Realm

from tandem.audit.actions import acting_actor
from tandem.audit.data import Actor
from tandem.children import actions as children
from tandem.children import loading
from tandem.children.data import Kind, Protection, Reason, Residence
from tandem.children.models import Access
from tandem.children.pupils_file import PupilRow
from tandem.identity import actions as identity
from tandem.identity import sessions
from tandem.identity.data import SIGN_IN, SecondFactor
from tandem.identity.models import Passkey, Session, Subject
from tandem.identity.oidc import Client, Proven
from tandem.identity.passkeys import NewKey
from tandem.platform.context import Context, acting
from tandem.register import actions as register
from tandem.register import models
from tandem.register.administration import actions, invitations
from tandem.register.administration.data import Newcomer, NewFunction
from tandem.register.bulk import actions as bulk
from tandem.register.bulk.data import Effect, Planned, Report, Row
from tandem.register.data import Municipality, Places
from tandem.register.functions import ADMINISTRATOR

Act = Callable[[], object]
SIGNING_IN = Context(service="sign-in")


@dataclass(frozen=True, slots=True)
class Deed:
    """`act` is to be done as `context`; what has to be there for it is laid out already."""

    context: Context
    act: Act


Recipe = Callable[[Realm], Deed]
RECIPES: dict[str, Recipe] = {}


def recipe(action: Callable[..., object]) -> Callable[[Recipe], Recipe]:
    def keep(made: Recipe) -> Recipe:
        RECIPES[name_of(action)] = made
        return made

    return keep


def name_of(action: Callable[..., object]) -> str:
    return f"{action.__module__}.{action.__qualname__}"


# --- register: an administrator's work ------------------------------------------------------------------------------


def _manager(realm: Realm) -> Context:
    return realm.here.figures[ADMINISTRATOR].context


def _new(realm: Realm, function: str = "LT_HULP") -> NewFunction:
    return NewFunction(realm.here.organisations[TEAM], function, realm.today)


def _membership(realm: Realm) -> UUID:
    return realm.here.figures["listed"].membership


def _person(realm: Realm) -> UUID:
    return realm.here.figures["listed"].person


@recipe(actions.employ)
def _employ(realm: Realm) -> Deed:
    newcomer = Newcomer("Noor", "", "Boterbloem", "noor@voorbeeld.example", "0150000001")
    return Deed(_manager(realm), lambda: actions.employ(by=acting_actor(), newcomer=newcomer, new=_new(realm)))


@recipe(actions.give_function)
def _give(realm: Realm) -> Deed:
    return Deed(
        _manager(realm),
        lambda: actions.give_function(by=acting_actor(), person=_person(realm), new=_new(realm)),
    )


@recipe(actions.change_function)
def _change(realm: Realm) -> Deed:
    return Deed(
        _manager(realm),
        lambda: actions.change_function(by=acting_actor(), membership=_membership(realm), lead=True, listed=False),
    )


@recipe(actions.end_function)
def _end(realm: Realm) -> Deed:
    return Deed(
        _manager(realm),
        lambda: actions.end_function(
            by=acting_actor(), membership=_membership(realm), until=realm.today, reason="elders"
        ),
    )


@recipe(actions.end_employment)
def _leave(realm: Realm) -> Deed:
    return Deed(
        _manager(realm),
        lambda: actions.end_employment(by=acting_actor(), person=_person(realm), until=realm.today, reason="elders"),
    )


@recipe(actions.link_school)
def _link(realm: Realm) -> Deed:
    other = realm.here.figures["last day"].membership
    location = realm.here.organisations[LOCATION]
    return Deed(
        _manager(realm),
        lambda: actions.link_school(
            by=acting_actor(), membership=other, location=location, hours=Decimal(2), since=realm.today
        ),
    )


@recipe(actions.end_link)
def _unlink(realm: Realm) -> Deed:
    return Deed(
        _manager(realm),
        lambda: actions.end_link(by=acting_actor(), link=realm.here.rows["link"], until=realm.today),
    )


@recipe(actions.change_hours)
def _hours(realm: Realm) -> Deed:
    return Deed(
        _manager(realm),
        lambda: actions.change_hours(by=acting_actor(), link=realm.here.rows["link"], hours=Decimal(8), on=realm.today),
    )


@recipe(actions.name_stand_in)
def _stand_in(realm: Realm) -> Deed:
    one, other = realm.here.figures["unlisted"].membership, realm.here.figures["listed"].membership
    until = realm.today + timedelta(days=3)
    return Deed(
        _manager(realm),
        lambda: actions.name_stand_in(
            by=acting_actor(), membership=one, stand_in=other, since=realm.today, until=until
        ),
    )


@recipe(actions.end_stand_in)
def _end_stand_in(realm: Realm) -> Deed:
    return Deed(
        _manager(realm),
        lambda: actions.end_stand_in(by=acting_actor(), stand_in=realm.here.rows["stand_in"], until=realm.today),
    )


@recipe(actions.finish_task)
def _task(realm: Realm) -> Deed:
    return Deed(
        _manager(realm),
        lambda: actions.finish_task(by=acting_actor(), task=realm.here.rows["task"], note="overgedragen"),
    )


@recipe(invitations.invite)
def _invite(realm: Realm) -> Deed:
    return Deed(
        _manager(realm),
        lambda: invitations.invite(by=acting_actor(), membership=_membership(realm), email="noor@voorbeeld.example"),
    )


@recipe(invitations.withdraw)
def _withdraw(realm: Realm) -> Deed:
    return Deed(
        _manager(realm), lambda: invitations.withdraw(by=acting_actor(), invitation=realm.here.rows["invitation"])
    )


@recipe(invitations.accept)
def _accept(realm: Realm) -> Deed:
    token = "een woord dat niemand anders kent"
    row = models.Invitation.objects.filter(pk=realm.here.rows["invitation"])
    row.update(token_hash=invitations.hash_of(token))
    account = realm.figure("no function").account
    return Deed(SIGNING_IN, lambda: invitations.accept(by=SIGN_IN, token=token, account=account))


@recipe(register.register_places)
def _places(realm: Realm) -> Deed:
    known = models.Municipality.objects.values_list("code", "name")
    places = Places((*(Municipality(*unit) for unit in known), Municipality("GM0599", "Rotterdam")), (), (), (), ())
    return Deed(
        Context(service="opendata"),
        lambda: register.register_places(by=acting_actor(), places=places, on=realm.today),
    )


# --- register: a file of people -------------------------------------------------------------------------------------


def _report(realm: Realm) -> Report:
    """What a dry run says of a file with one new colleague, who is linked to a school."""
    row = Row(
        sheet="Mensen",
        number=2,
        given="Noor",
        infix="",
        family="Boterbloem",
        email="noor@voorbeeld.example",
        phone="",
        mobile="",
        organisation=realm.here.organisations[TEAM],
        function="LT_HULP",
        valid_from=realm.today,
        valid_until=None,
        lead=False,
        listed=True,
        school=realm.here.organisations[LOCATION],
        hours=Decimal(4),
    )
    planned = Planned(row, (Effect.PERSON, Effect.FUNCTION, Effect.LINK))
    return Report("mensen.xlsx", (), (planned,))


def _batch(realm: Realm, *, applied: bool) -> UUID:
    with acting(_manager(realm)):
        batch = bulk.propose(by=acting_actor(), report=_report(realm))
        if applied:
            bulk.apply(by=acting_actor(), batch=batch)
    return batch


@recipe(bulk.propose)
def _propose(realm: Realm) -> Deed:
    return Deed(_manager(realm), lambda: bulk.propose(by=acting_actor(), report=_report(realm)))


@recipe(bulk.apply)
def _apply(realm: Realm) -> Deed:
    batch = _batch(realm, applied=False)
    return Deed(_manager(realm), lambda: bulk.apply(by=acting_actor(), batch=batch))


@recipe(bulk.discard)
def _discard(realm: Realm) -> Deed:
    batch = _batch(realm, applied=False)
    return Deed(_manager(realm), lambda: bulk.discard(by=acting_actor(), batch=batch))


@recipe(bulk.undo)
def _undo(realm: Realm) -> Deed:
    batch = _batch(realm, applied=True)
    return Deed(_manager(realm), lambda: bulk.undo(by=acting_actor(), batch=batch, on=realm.today))


# --- identity -------------------------------------------------------------------------------------------------------


def _account(realm: Realm) -> UUID:
    return realm.figure(WORKER).account


def _herself(realm: Realm) -> Context:
    return realm.figure(WORKER).context


KEY = NewKey(b"credential id", b"credential", 0)


def _ways_in(realm: Realm) -> None:
    """A password, an app and two passkeys, so that one can go."""
    with acting(SIGNING_IN):
        account = _account(realm)
        identity.set_password(by=SIGN_IN, account=account, password="lange zin met spaties")
        identity.set_authenticator(by=SIGN_IN, account=account, secret=b"twintig bytes geheim", step=0)
        identity.add_passkey(by=SIGN_IN, account=account, key=KEY, name="sleutel")
        identity.add_passkey(by=SIGN_IN, account=account, key=NewKey(b"another id", b"credential", 0), name="nog een")


ISSUER = "https://inloggen.voorbeeld.example"
PROVEN = Proven(ISSUER, "onderwerp 1", two_factors=True)
OPERATOR = Context(service="operator")


def _provider() -> UUID:
    with acting(OPERATOR):
        return _set_provider(acting_actor())


def _set_provider(by: Actor) -> UUID:
    client = Client(ISSUER, "tandem", "geheim", "", frozenset(), SecondFactor.ALWAYS)
    return identity.set_provider(by=by, organisation=uuid4(), name="Voorbeeld", client=client)


def _own(realm: Realm, act: Callable[[UUID], object]) -> Deed:
    """Done by somebody to her own account, which has every way to sign in."""
    _ways_in(realm)
    account = _account(realm)
    return Deed(_herself(realm), lambda: act(account))


@recipe(identity.create_account)
def _create_account(_realm: Realm) -> Deed:
    return Deed(SIGNING_IN, lambda: identity.create_account(by=SIGN_IN, email="noor@voorbeeld.example"))


@recipe(identity.set_active)
def _close(realm: Realm) -> Deed:
    account = _account(realm)
    return Deed(
        Context(service="operator"), lambda: identity.set_active(by=acting_actor(), account=account, active=False)
    )


@recipe(identity.set_password)
def _password(realm: Realm) -> Deed:
    word = "een andere lange zin"
    return _own(realm, lambda account: identity.set_password(by=acting_actor(), account=account, password=word))


@recipe(identity.add_passkey)
def _passkey(realm: Realm) -> Deed:
    key = NewKey(b"third id", b"credential", 0)
    return _own(realm, lambda account: identity.add_passkey(by=acting_actor(), account=account, key=key, name="derde"))


@recipe(identity.remove_passkey)
def _no_passkey(realm: Realm) -> Deed:
    def act(account: UUID) -> None:
        passkey = Passkey.objects.filter(account_id=account).values_list("pk", flat=True)[0]
        identity.remove_passkey(by=acting_actor(), account=account, passkey=passkey)

    return _own(realm, act)


@recipe(identity.set_authenticator)
def _app(realm: Realm) -> Deed:
    secret = b"andere twintig bytes"
    return _own(
        realm, lambda account: identity.set_authenticator(by=acting_actor(), account=account, secret=secret, step=1)
    )


@recipe(identity.remove_authenticator)
def _no_app(realm: Realm) -> Deed:
    return _own(realm, lambda account: identity.remove_authenticator(by=acting_actor(), account=account))


@recipe(identity.make_recovery_codes)
def _codes(realm: Realm) -> Deed:
    return _own(realm, lambda account: identity.make_recovery_codes(by=acting_actor(), account=account))


@recipe(identity.link)
def _link_provider(realm: Realm) -> Deed:
    provider, account = _provider(), _account(realm)
    return Deed(SIGNING_IN, lambda: identity.link(by=SIGN_IN, account=account, provider=provider, proven=PROVEN))


@recipe(identity.unlink)
def _unlink_provider(realm: Realm) -> Deed:
    provider = _provider()
    with acting(SIGNING_IN):
        identity.link(by=SIGN_IN, account=_account(realm), provider=provider, proven=PROVEN)

    def act(account: UUID) -> None:
        subject = Subject.objects.filter(account_id=account).values_list("pk", flat=True)[0]
        identity.unlink(by=acting_actor(), account=account, subject=subject)

    return _own(realm, act)


@recipe(identity.remember_device)
def _device(realm: Realm) -> Deed:
    account = _account(realm)
    return Deed(SIGNING_IN, lambda: identity.remember_device(by=SIGN_IN, account=account))


@recipe(identity.set_provider)
def _new_provider(_realm: Realm) -> Deed:
    return Deed(OPERATOR, lambda: _set_provider(acting_actor()))


@recipe(identity.end_provider)
def _end_provider(_realm: Realm) -> Deed:
    provider = _provider()
    return Deed(OPERATOR, lambda: identity.end_provider(by=acting_actor(), provider=provider))


@recipe(sessions.renew)
def _renew(realm: Realm) -> Deed:
    session, hat = _session(realm), realm.figure(WORKER).membership
    return Deed(_herself(realm), lambda: sessions.renew(by=acting_actor(), session=session, hat=hat))


@recipe(sessions.end)
def _sign_out(realm: Realm) -> Deed:
    account, session = _account(realm), _session(realm)
    return Deed(_herself(realm), lambda: sessions.end(by=acting_actor(), account=account, session=session))


@recipe(sessions.end_all)
def _sign_out_everywhere(realm: Realm) -> Deed:
    account = _account(realm)
    return Deed(_herself(realm), lambda: sessions.end_all(by=acting_actor(), account=account))


def _session(realm: Realm) -> UUID:
    found: UUID = Session.objects.filter(account_id=_account(realm)).values_list("pk", flat=True)[0]
    return found


# --- children -------------------------------------------------------------------------------------------------------


def _of_a_child(realm: Realm, act: Callable[[UUID], object]) -> Deed:
    """A pupil of the school, done by who coordinates care there."""
    with acting(school(realm)):
        child = register_pupil(realm)
    return Deed(school(realm), lambda: act(child))


def school(realm: Realm) -> Context:
    return realm.figure("IB").context


def register_pupil(realm: Realm) -> UUID:
    return children.register_pupil(
        by=acting_actor(),
        given_name="Bo",
        family_name="Voorbeeld",
        birth_date=date(2018, 5, 4),
        location=realm.here.organisations[LOCATION],
        since=realm.today - timedelta(days=30),
    )


@recipe(children.register_pupil)
def _pupil(realm: Realm) -> Deed:
    return Deed(school(realm), lambda: register_pupil(realm))


@recipe(children.name_pupil)
def _name_pupil(realm: Realm) -> Deed:
    def act() -> UUID:
        return children.name_pupil(
            by=acting_actor(),
            given_name="Ada",
            family_name="Voorbeeld",
            birth_date=date(2018, 5, 4),
            location=realm.here.organisations[LOCATION],
        )

    return Deed(realm.figure("LERAAR").context, act)


PUPIL = PupilRow(2, "Cas", "Voorbeeld", date(2018, 5, 4))


def _load_pupils(realm: Realm) -> tuple[UUID, ...]:
    location = realm.here.organisations[LOCATION]
    return loading.load_pupils(by=acting_actor(), location=location, rows=[PUPIL], since=realm.today)


@recipe(loading.load_pupils)
def _pupils(realm: Realm) -> Deed:
    return Deed(school(realm), lambda: _load_pupils(realm))


@recipe(loading.take_back_pupils)
def _take_back_pupils(realm: Realm) -> Deed:
    with acting(school(realm)):
        added = _load_pupils(realm)
    location = realm.here.organisations[LOCATION]
    return Deed(
        school(realm),
        lambda: loading.take_back_pupils(by=acting_actor(), location=location, children=added, on=realm.today),
    )


@recipe(children.end_enrolment)
def _end_enrolment(realm: Realm) -> Deed:
    location = realm.here.organisations[LOCATION]
    return _of_a_child(
        realm,
        lambda child: children.end_enrolment(by=acting_actor(), child=child, location=location, on=realm.today),
    )


@recipe(children.correct_name)
def _name(realm: Realm) -> Deed:
    return _of_a_child(
        realm,
        lambda child: children.correct_name(by=acting_actor(), child=child, given_name="Bo", family_name="Anders"),
    )


@recipe(children.move)
def _move(realm: Realm) -> Deed:
    to = Residence(realm.here.organisations[MUNICIPALITY], "2611AB", realm.today, None)
    return _of_a_child(realm, lambda child: children.move(by=acting_actor(), child=child, to=to))


@recipe(children.set_citizen_number)
def _number(realm: Realm) -> Deed:
    return _of_a_child(
        realm, lambda child: children.set_citizen_number(by=acting_actor(), child=child, number="999990019")
    )


@recipe(children.protect_address)
def _address(realm: Realm) -> Deed:
    """By who decides for the municipality, to whom the gate disclosed where the child lives."""
    with acting(school(realm)):
        child = register_pupil(realm)
    decides = realm.figure(WORKER).context
    Access.objects.create(
        principal_id=realm.figure(WORKER).organisation,
        child_id=child,
        reason=Reason.DISCLOSED,
        source=uuid4(),
        kinds=Kind.IDENTITY | Kind.PROTECTED_ADDRESS,
        guarded=False,
        sort_key="voorbeeld bo",
        valid_from=realm.today,
    )
    return Deed(
        decides,
        lambda: children.protect_address(
            by=acting_actor(), child=child, level=Protection.SAFETY, address="Voorbeeldweg 1"
        ),
    )
