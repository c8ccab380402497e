"""How each action of plans is done once; see `deeds`."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.security.deeds import Deed, recipe, school
from tests.security.deeds_decisions import _case as case_with_team
from tests.security.realm import Realm

from tandem.audit.actions import acting_actor
from tandem.plans.actions import agreements, drafting, evaluating, goals, talking
from tandem.plans.data import Draft, Helped, Looking, NewAgreement, Owner, Subject, Voice
from tandem.plans.rules.big5 import Answer, Talk
from tandem.plans.rules.evaluating import Verdict
from tandem.platform import clock
from tandem.platform.context import acting


def _new(goal: UUID | None) -> NewAgreement:
    due = clock.today() + timedelta(days=14)
    return NewAgreement(goal, "Samen lopen", Owner(words="oma"), due, "Zij komt binnen", "Oma belt")


def _set(case: UUID) -> UUID:
    return goals.set_goal(by=acting_actor(), case=case, voice=Voice.CHILD, words="In mijn eigen klas")


def _agree(case: UUID, goal: UUID | None) -> UUID:
    return agreements.agree(by=acting_actor(), case=case, new=_new(goal))


def _with_goal(realm: Realm, act: Callable[[UUID, UUID], object], *before: Callable[[UUID, UUID], object]) -> Deed:
    """`act` and what comes `before` it are done with a case and a goal in its plan."""
    case = case_with_team(realm)
    with acting(school(realm)):
        goal = _set(case)
        for step in before:
            step(case, goal)
    return Deed(school(realm), lambda: act(case, goal))


def _with_agreement(realm: Realm, act: Callable[[UUID, UUID], object], *before: Callable[[UUID, UUID], object]) -> Deed:
    """The same, with an agreement under the goal."""
    case = case_with_team(realm)
    with acting(school(realm)):
        agreement = _agree(case, _set(case))
        for step in before:
            step(case, agreement)
    return Deed(school(realm), lambda: act(case, agreement))


def _done(case: UUID, agreement: UUID) -> None:
    agreements.tick_off(by=acting_actor(), case=case, agreement=agreement, words="het lukte")


def _reached(case: UUID, goal: UUID) -> None:
    goals.reach(by=acting_actor(), case=case, goal=goal, words="het lukte")


@recipe(goals.set_goal)
def _goal_set(realm: Realm) -> Deed:
    case = case_with_team(realm)
    return Deed(school(realm), lambda: _set(case))


@recipe(goals.reword)
def _reworded(realm: Realm) -> Deed:
    def act(case: UUID, goal: UUID) -> None:
        goals.reword(by=acting_actor(), case=case, goal=goal, voice=Voice.PARENTS, words="Met plezier naar school")

    return _with_goal(realm, act)


@recipe(goals.reach)
def _goal_reached(realm: Realm) -> Deed:
    return _with_goal(realm, _reached)


@recipe(goals.drop)
def _dropped(realm: Realm) -> Deed:
    return _with_goal(
        realm, lambda case, goal: goals.drop(by=acting_actor(), case=case, goal=goal, words="niet meer nodig")
    )


@recipe(goals.reopen)
def _goal_reopened(realm: Realm) -> Deed:
    return _with_goal(
        realm, lambda case, goal: goals.reopen(by=acting_actor(), case=case, goal=goal, words="toch"), _reached
    )


@recipe(agreements.agree)
def _agreed(realm: Realm) -> Deed:
    return _with_goal(realm, _agree)


@recipe(agreements.change_it)
def _changed(realm: Realm) -> Deed:
    def act(case: UUID, agreement: UUID) -> None:
        agreements.change_it(by=acting_actor(), case=case, agreement=agreement, new=_new(None))

    return _with_agreement(realm, act)


@recipe(agreements.tick_off)
def _ticked_off(realm: Realm) -> Deed:
    return _with_agreement(realm, _done)


@recipe(agreements.give_up)
def _given_up(realm: Realm) -> Deed:
    return _with_agreement(
        realm,
        lambda case, one: agreements.give_up(by=acting_actor(), case=case, agreement=one, words="oma was ziek"),
    )


@recipe(agreements.reopen)
def _reopened(realm: Realm) -> Deed:
    return _with_agreement(
        realm, lambda case, one: agreements.reopen(by=acting_actor(), case=case, agreement=one, words="toch"), _done
    )


@recipe(drafting.lay_out)
def _laid_out(realm: Realm) -> Deed:
    case, drafts = case_with_team(realm), [Draft(Voice.PROFESSIONAL, "Weer naar school", (_new(None),))]
    return Deed(school(realm), lambda: drafting.lay_out(by=acting_actor(), case=case, drafts=drafts))


@recipe(talking.talk)
def _talked(realm: Realm) -> Deed:
    case = case_with_team(realm)
    said = Talk(0, Subject.YOUNG, Voice.CHILD, clock.today(), {"SUPPORT": Answer(2, "alleen oma")})
    return Deed(school(realm), lambda: talking.talk(by=acting_actor(), case=case, said=said))


def _moment(case: UUID) -> UUID:
    return evaluating.agree_moment(by=acting_actor(), case=case, due=clock.today(), looking=Looking("AMBULANT"))


@recipe(evaluating.agree_moment)
def _moment_agreed(realm: Realm) -> Deed:
    case = case_with_team(realm)
    return Deed(school(realm), lambda: _moment(case))


@recipe(evaluating.evaluate)
def _evaluated(realm: Realm) -> Deed:
    case = case_with_team(realm)
    with acting(school(realm)):
        moment = _moment(case)
    said = {Voice.CHILD: Verdict(Helped.PARTLY, "alleen het zwemmen")}
    return Deed(school(realm), lambda: evaluating.evaluate(by=acting_actor(), case=case, moment=moment, verdicts=said))


# They write every table of plans.
FILLING = (agreements.agree, talking.talk, evaluating.evaluate)
