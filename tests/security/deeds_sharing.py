"""How each action of the gate is done once, in the realm: by who coordinates care at the school, about a pupil."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tests.security.deeds import Deed, recipe, register_pupil, school
from tests.security.realm import LOCATION, TEAM, WORKER, Realm

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.sharing.codes import DataKind, Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewAuthority, NewConsent, Receiver
from tandem.sharing.disclosing import actions, handing_over, queries
from tandem.sharing.disclosing.actions import Check
from tandem.sharing.disclosing.data import OwnDecision, Proposal
from tandem.sharing.disclosing.judging import judge
from tandem.sharing.records import Authenticity, Channel, Form, Outcome, Override

PURPOSE = "zorgsignaal-lokaal-team"
STEPS = Check({}, {"TALK_WITH": "gisteren", "TALK": "gisteren", "WEIGH": "nodig voor hulp"})


@dataclass
class Pupil:
    """A pupil with a note, a parent with authority and her consent; everything done as the coordinator."""

    realm: Realm

    def __post_init__(self) -> None:
        self.file = self.realm.here.organisations[LOCATION]
        self.team = Receiver(self.realm.here.organisations[TEAM], WORKER)
        self.child = register_pupil(self.realm)
        self.noted = self.note()
        self.authority = self.parent(Giver.PARENT_1)
        self.consent = self.consents()

    def note(self) -> UUID:
        return actions.write_note(
            by=acting_actor(), child=self.child, file=self.file, kind=Kind.CONCERN.value, text="Verzonnen zorg"
        )

    def parent(self, giver: Giver) -> UUID:
        since = self.realm.today - timedelta(days=9)
        new = NewAuthority(self.child, self.file, "Ouder Voorbeeld", giver, Authenticity.REGISTER, since, since)
        return consenting.record_authority(by=acting_actor(), new=new)

    def consents(self) -> UUID:
        new = NewConsent(
            child=self.child,
            file=self.file,
            giver=Giver.PARENT_1,
            authority=self.authority,
            authority_checked=Authenticity.REGISTER,
            receiver=self.team,
            purpose=PURPOSE,
            kinds=Kind.IDENTITY | Kind.CONCERN,
            outcome=Outcome.GIVEN,
            gives_consent=True,
            releases_secrecy=True,
            form=Form.WRITTEN,
            text_version="2026-1",
            text_hash="00",
            explicit=True,
            freedom_explained=True,
            given_at=clock.now(),
            valid_until=self.realm.today + timedelta(days=90),
        )
        return consenting.record_consent(by=acting_actor(), new=new)

    def proposal(self) -> Proposal:
        kinds = frozenset({DataKind.IDENTITY, DataKind.CONCERN})
        until = self.realm.today + timedelta(days=30)
        return Proposal(self.child, self.file, self.team, kinds, PURPOSE, until)

    def share(self, decision: OwnDecision | None = None) -> UUID:
        return actions.share(
            by=acting_actor(),
            proposal=self.proposal(),
            check=STEPS,
            as_of=clock.now(),
            on=self.realm.today,
            decision=decision,
        )

    def hand_over(self) -> UUID:
        judgement = judge(acting_actor(), self.proposal(), on=self.realm.today, facts={})
        let = handing_over.HandOver(self.proposal(), judgement, None)
        return handing_over.disclose(
            by=acting_actor(), hand_over=let, check=STEPS, as_of=clock.now(), on=self.realm.today
        )


def _about(realm: Realm, act: Callable[[Pupil], object]) -> Deed:
    with acting(school(realm)):
        pupil = Pupil(realm)
    return Deed(school(realm), lambda: act(pupil))


@recipe(actions.write_note)
def _note(realm: Realm) -> Deed:
    return _about(realm, Pupil.note)


@recipe(actions.correct_note)
def _correct(realm: Realm) -> Deed:
    return _about(realm, lambda pupil: actions.correct_note(by=acting_actor(), note=pupil.noted, text="Toch anders."))


@recipe(consenting.record_authority)
def _authority(realm: Realm) -> Deed:
    return _about(realm, lambda pupil: pupil.parent(Giver.PARENT_2))


@recipe(consenting.contest_authority)
def _contest(realm: Realm) -> Deed:
    return _about(
        realm, lambda pupil: consenting.contest_authority(by=acting_actor(), authority=pupil.authority, contested=True)
    )


@recipe(consenting.end_authority)
def _end_authority(realm: Realm) -> Deed:
    return _about(
        realm, lambda pupil: consenting.end_authority(by=acting_actor(), authority=pupil.authority, on=realm.today)
    )


@recipe(consenting.record_consent)
def _consent(realm: Realm) -> Deed:
    return _about(realm, Pupil.consents)


@recipe(consenting.withdraw_consent)
def _withdraw_consent(realm: Realm) -> Deed:
    """With a disclosure that rests on it, which ends."""
    with acting(school(realm)):
        pupil = Pupil(realm)
        pupil.share()
    return Deed(
        school(realm),
        lambda: consenting.withdraw_consent(
            by=acting_actor(), consent=pupil.consent, whose=Giver.PARENT_1, channel=Channel.TELEPHONE
        ),
    )


@recipe(actions.share)
def _share(realm: Realm) -> Deed:
    return _about(realm, Pupil.share)


@recipe(handing_over.disclose)
def _hand_over(realm: Realm) -> Deed:
    return _about(realm, Pupil.hand_over)


@recipe(actions.withdraw)
def _withdraw(realm: Realm) -> Deed:
    """What was shared on a decision of one's own."""
    decision = OwnDecision(Override.VITAL_INTEREST, "Een verzonnen reden van genoeg lengte")
    with acting(school(realm)):
        disclosure = Pupil(realm).share(decision)
    return Deed(school(realm), lambda: actions.withdraw(by=acting_actor(), disclosure=disclosure, on=realm.today))


@recipe(actions.finish_notice)
def _finish(realm: Realm) -> Deed:
    """The receiver has read that it was taken back."""
    with acting(school(realm)):
        actions.withdraw(by=acting_actor(), disclosure=Pupil(realm).share(), on=realm.today)
    receiver = realm.figure(WORKER).context
    with acting(receiver):
        notice = queries.notices()[0].id
    return Deed(receiver, lambda: actions.finish_notice(by=acting_actor(), notice=notice, on=realm.today))


FILLING = (actions.withdraw,)
