"""How each action of the family window is done once; see `deeds`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from tests.security.deeds import Deed, recipe, register_pupil, school
from tests.security.realm import LOCATION, TEAM, WORKER, Realm

from tandem.audit.actions import acting_actor
from tandem.cases.actions import opening
from tandem.cases.data import Joining
from tandem.children.data import Kind
from tandem.children.models import Child
from tandem.family.actions import choosing, inviting, releasing, speaking
from tandem.family.actions import consenting as family_consents
from tandem.family.data import Audience, Invited, Question, Sort, Voice
from tandem.family.models import Asking, Word
from tandem.identity.data import SIGN_IN
from tandem.platform.context import Context, acting
from tandem.sharing.codes import Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewAuthority, Receiver
from tandem.sharing.models import Consent
from tandem.sharing.records import Authenticity

SIGNING_IN = Context(service="sign-in")


@dataclass(frozen=True, slots=True)
class Household:
    """A pupil with a parent, and a case of the school."""

    child: UUID
    case: UUID
    authority: UUID


def _household(realm: Realm, years: int = 8) -> Household:
    place, since = realm.here.organisations[LOCATION], date(2020, 1, 1)
    with acting(school(realm)):
        child = register_pupil(realm)
        Child.objects.filter(pk=child).update(birth_date=date(realm.today.year - years, 1, 1))
        authority = consenting.record_authority(
            by=acting_actor(),
            new=NewAuthority(child, place, "Mo", Giver.PARENT_1, Authenticity.REGISTER, since, since),
        )
        joining = (Joining(place, "IB", "own-pupil", "6(1)(e)"),)
        case = opening.open_case(
            by=acting_actor(), child=child, holder=place, question="Samen?", key=uuid4(), joining=joining
        )
    return Household(child, case, authority)


def _invited(realm: Realm, home: Household, *, young: bool = False) -> Invited:
    with acting(school(realm)):
        return inviting.invite(by=acting_actor(), case=home.case, authority=None if young else home.authority)


def _in(realm: Realm, home: Household, *, young: bool = False) -> Context:
    """Who came in, as she acts then."""
    found, account = _invited(realm, home, young=young), uuid4()
    with acting(SIGNING_IN):
        inviting.accept(by=SIGN_IN, code=found.code, account=account)
    return Context(account=account, principals=(found.window,))


def _release(case: UUID) -> UUID:
    return releasing.release(
        by=acting_actor(), case=case, sort=Sort.TEXT, audience=Audience.BOTH, title="Wat we doen", text="We overleggen."
    )


@recipe(inviting.invite)
def _invite(realm: Realm) -> Deed:
    home = _household(realm)
    return Deed(school(realm), lambda: inviting.invite(by=acting_actor(), case=home.case, authority=home.authority))


@recipe(inviting.new_code)
def _new_code(realm: Realm) -> Deed:
    window = _invited(realm, _household(realm)).window
    return Deed(school(realm), lambda: inviting.new_code(by=acting_actor(), window=window))


@recipe(inviting.accept)
def _accept(realm: Realm) -> Deed:
    code = _invited(realm, _household(realm)).code
    return Deed(SIGNING_IN, lambda: inviting.accept(by=SIGN_IN, code=code, account=uuid4()))


@recipe(inviting.close)
def _close(realm: Realm) -> Deed:
    window = _invited(realm, _household(realm)).window
    return Deed(school(realm), lambda: inviting.close(by=acting_actor(), window=window))


@recipe(inviting.let_in_again)
def _let_in_again(realm: Realm) -> Deed:
    home = _household(realm)
    window = _invited(realm, home).window
    with acting(school(realm)):
        for contested in (True, False):
            consenting.contest_authority(by=acting_actor(), authority=home.authority, contested=contested)
    return Deed(school(realm), lambda: inviting.let_in_again(by=acting_actor(), window=window))


@recipe(releasing.release)
def _released(realm: Realm) -> Deed:
    home = _household(realm)
    return Deed(school(realm), lambda: _release(home.case))


@recipe(releasing.take_back)
def _taken_back(realm: Realm) -> Deed:
    home = _household(realm)
    with acting(school(realm)):
        id = _release(home.case)
    return Deed(school(realm), lambda: releasing.take_back(by=acting_actor(), release=id, why="te vroeg"))


@recipe(choosing.choose)
def _chosen(realm: Realm) -> Deed:
    who = _in(realm, _household(realm, 16), young=True)
    return Deed(who, lambda: choosing.choose(by=acting_actor(), window=who.principals[0], agrees=False))


@recipe(choosing.note_choice)
def _noted(realm: Realm) -> Deed:
    home = _household(realm, 16)
    return Deed(school(realm), lambda: choosing.note_choice(by=acting_actor(), case=home.case, agrees=True))


def _say(window: UUID) -> None:
    speaking.say(by=acting_actor(), window=window, voice=Voice.QUESTION, text="Wanneer begint het?", key=uuid4())


@recipe(speaking.say)
def _said(realm: Realm) -> Deed:
    who = _in(realm, _household(realm))
    return Deed(who, lambda: _say(who.principals[0]))


@recipe(speaking.answer)
def _answered(realm: Realm) -> Deed:
    who = _in(realm, _household(realm))
    with acting(who):
        _say(who.principals[0])
    word = Word.objects.get(window_id=who.principals[0]).pk
    return Deed(school(realm), lambda: speaking.answer(by=acting_actor(), word=word, text="Maandag."))


def _asked(realm: Realm) -> tuple[Household, Context]:
    """The mother was asked whether the team may read along."""
    home = _household(realm)
    who = _in(realm, home)
    with acting(school(realm)):
        _ask(realm, who.principals[0])
    return home, who


def _ask(realm: Realm, window: UUID) -> None:
    team = Receiver(realm.here.organisations[TEAM], WORKER)
    place, kinds = realm.here.organisations[LOCATION], Kind.CONCERN
    question = Question(window, place, Giver.PARENT_1, Authenticity.REGISTER, team, "zorg", kinds, True, False)
    family_consents.ask(by=acting_actor(), question=question)


def _answer(who: Context) -> None:
    asking = Asking.objects.get(window_id=who.principals[0])
    family_consents.answer_asking(by=acting_actor(), asking=asking.pk, agrees=True, text_version="1", text_hash="0")


@recipe(family_consents.ask)
def _asks(realm: Realm) -> Deed:
    who = _in(realm, _household(realm))
    return Deed(school(realm), lambda: _ask(realm, who.principals[0]))


@recipe(family_consents.answer_asking)
def _answers(realm: Realm) -> Deed:
    _, who = _asked(realm)
    return Deed(who, lambda: _answer(who))


@recipe(family_consents.take_back_consent)
def _takes_back(realm: Realm) -> Deed:
    home, who = _asked(realm)
    with acting(who):
        _answer(who)
    consent = Consent.objects.get(child_id=home.child).pk
    return Deed(
        who, lambda: family_consents.take_back_consent(by=acting_actor(), consent=consent, giver=Giver.PARENT_1)
    )


# Together they write every table of the window.
FILLING = (choosing.choose, releasing.release, speaking.say, family_consents.ask)
