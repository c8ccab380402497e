"""A small world of files about children around that of pupils, for the tests of the gate. Everybody is fictitious."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.children.pupils import Pupils
from tests.register.people_world import DAY, LONG_AGO, Worker, organisation, worker

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.children.models import Child
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.register.models import Membership
from tandem.sharing.codes import Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewAuthority, NewConsent, Receiver
from tandem.sharing.models import DecidedOtherwise, Disclosure, Note
from tandem.sharing.records import Authenticity, Channel, Form, Outcome, Override
from tandem.sharing.writing import written_by

PURPOSE = "zorgsignaal-lokaal-team"
KINDS = Kind.IDENTITY | Kind.CONCERN
NEXT_MONTH = DAY + timedelta(days=30)
NEXT_YEAR = DAY + timedelta(days=365)


def moment(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


class Files(Pupils):
    """Iris coordinates care at the location and writes about Bo; Tom decides at the local team."""

    def __init__(self) -> None:
        super().__init__()
        self.file = self.location.id
        self.partnership = organisation("PARTNERSHIP", "Samenwerkingsverband Voorbeeld")
        self.swv = worker("Wil", "SWV", self.partnership)
        self.second = worker("Ines", "IB", self.location)
        self.helper = worker("Hans", "LT_HULP", self.team)
        self.notes = {kind: self.note(self.coordinator, kind) for kind in (Kind.CONCERN, Kind.FAMILY, Kind.MEDICAL)}

    @property
    def receiver(self) -> Receiver:
        return Receiver(self.team.id, "LT_TOEGANG")

    # Everything below is done as the app, by who acts.

    def file_of(self, who: Worker) -> UUID:
        return who.hat.organisation if who.hat.function in ("IB", "SCHOOLDIR") else who.hat.id

    def note(self, who: Worker, kind: Kind, about: Child | None = None, file: UUID | None = None) -> UUID:
        id = uuid4()
        with acting(who.context):
            Note.objects.create(
                id=id,
                **written_by(acting_actor(), (about or self.bo).id, file or self.file_of(who)),
                kind=kind.value,
                text=f"Verzonnen {str(kind.name).lower()}",
            )
        return id

    def parent(self, giver: Giver, about: Child | None = None, **other: Any) -> UUID:
        new = NewAuthority(
            (about or self.bo).id, self.file, "Ouder Proefkind", giver, Authenticity.REGISTER, LONG_AGO, LONG_AGO
        )
        with acting(self.coordinator.context):
            return consenting.record_authority(by=acting_actor(), new=replace(new, **other))

    def consent(self, giver: Giver, authority: UUID | None, about: Child | None = None, **other: Any) -> UUID:
        new = NewConsent(
            child=(about or self.bo).id,
            file=self.file,
            giver=giver,
            authority=authority,
            authority_checked=Authenticity.REGISTER,
            receiver=self.receiver,
            purpose=PURPOSE,
            kinds=KINDS,
            outcome=Outcome.GIVEN,
            gives_consent=True,
            releases_secrecy=True,
            form=Form.WRITTEN,
            text_version="2026-1",
            text_hash="00",
            explicit=True,
            freedom_explained=True,
            given_at=moment(DAY),
            valid_until=NEXT_YEAR,
        )
        with acting(self.coordinator.context):
            return consenting.record_consent(by=acting_actor(), new=replace(new, **other))

    def refuse(self, giver: Giver, authority: UUID | None, about: Child | None = None, **other: Any) -> UUID:
        no = {
            "outcome": Outcome.REFUSED,
            "gives_consent": False,
            "releases_secrecy": False,
            "refusal_reason": "wil niet",
        }
        return self.consent(giver, authority, about, **no, **other)

    def withdraw(self, consent: UUID, giver: Giver = Giver.PARENT_1) -> bool:
        with acting(self.coordinator.context):
            return consenting.withdraw_consent(
                by=acting_actor(), consent=consent, whose=giver, channel=Channel.CONVERSATION
            )

    def both_parents(self, about: Child | None = None) -> tuple[UUID, UUID]:
        return self.parent(Giver.PARENT_1, about), self.parent(Giver.PARENT_2, about)

    def consented(self) -> tuple[UUID, UUID]:
        """Both parents of Bo agree; their consents."""
        one, two = self.both_parents()
        return self.consent(Giver.PARENT_1, one), self.consent(Giver.PARENT_2, two)

    def disclose(self, who: Worker | None = None, about: Child | None = None, **other: Any) -> UUID:
        """A row as the action writes it; `other` overrides a column."""
        id, who = uuid4(), who or self.coordinator
        columns: dict[str, Any] = {
            "receiver_organisation_id": self.team.id,
            "receiver_function": "LT_TOEGANG",
            "receiver_membership": None,
            "kinds": KINDS.value,
            "purpose": PURPOSE,
            "rule": "DS-006",
            "rule_version": "1",
            "verdict": "allowed_with_consent",
            "gate_processing": "6(1)(a)",
            "gate_secrecy": "UAVG 30 lid 4",
            "needs_consent": True,
            "needs_release": True,
            "needs_youth": False,
            "needs_parents": True,
            "as_of": clock.now(),
            "valid_from": DAY,
            "valid_until": NEXT_MONTH,
        }
        with acting(who.context):
            file = other.pop("file_id", self.file_of(who))
            columns |= written_by(acting_actor(), (about or self.bo).id, file) | other
            Disclosure.objects.create(id=id, **columns)
        return id

    def ends(self, who: Worker, until: date) -> None:
        with acting(self.school_manager.context):
            assert Membership.objects.filter(pk=who.membership.pk).update(valid_until=until) == 1

    def task(self, who: Worker | None = None, about: Child | None = None, **other: Any) -> UUID:
        """A disclosure that rests on a task and needs nobody's consent."""
        needs = dict.fromkeys(("needs_consent", "needs_release", "needs_youth", "needs_parents"), False)
        return self.disclose(who, about, **({"verdict": "allowed", "rule": "DS-001"} | needs | other))

    def otherwise(self, who: Worker, ground: Override = Override.VITAL_INTEREST, about: Child | None = None) -> UUID:
        id = uuid4()
        with acting(who.context):
            DecidedOtherwise.objects.create(
                id=id,
                **written_by(acting_actor(), (about or self.bo).id, self.file_of(who)),
                ground=ground.value,
                reason="Direct gevaar, ouders niet bereikbaar",
            )
        return id
