"""Writes about authority and consent. The database ends what rested on them (`sql/disclosures.sql`).

Row security decides whether who acts may; what it refuses is an InsufficientPrivilege of the database.
"""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import clock
from tandem.sharing import models
from tandem.sharing.codes import Giver
from tandem.sharing.compartment.scanning import refuse_protected
from tandem.sharing.consenting.data import NewAuthority, NewConsent
from tandem.sharing.records import Channel
from tandem.sharing.writing import written_by


def record_authority(*, by: Actor, new: NewAuthority) -> UUID:
    """Who has authority, by which document. Disclosures that now miss a consent end. Raises ProtectedWordsError."""
    refuse_protected(new.child, new.name)
    with transaction.atomic():
        return _record_authority(by, new)


def _record_authority(by: Actor, new: NewAuthority) -> UUID:
    id = uuid4()
    models.Authority.objects.create(
        id=id,
        **written_by(by, new.child, new.file),
        name=new.name,
        giver=new.giver.value,
        source=new.source.value,
        source_date=new.source_date,
        valid_from=new.since,
    )
    _note(by, "record authority", new.child, {"source": new.source.value})
    return id


@transaction.atomic
def contest_authority(*, by: Actor, authority: UUID, contested: bool) -> bool:
    """Parents or documents contradict each other: what rests on their consent stops. False when it is not there."""
    row = models.Authority.objects.filter(pk=authority).first()
    if row is None or models.Authority.objects.filter(pk=authority).update(contested=contested) == 0:
        return False
    _note(by, "contest authority", row.child_id, {"contested": contested})
    return True


@transaction.atomic
def end_authority(*, by: Actor, authority: UUID, on: date) -> bool:
    """From `on` this one has no authority any more. False when it is not there or ended already."""
    row = models.Authority.objects.filter(pk=authority, valid_until=None).first()
    if row is None or models.Authority.objects.filter(pk=authority).update(valid_until=on) == 0:
        return False
    _note(by, "end authority", row.child_id, {"until": on.isoformat()})
    return True


def record_consent(*, by: Actor, new: NewConsent) -> UUID:
    """What one giver said, yes or no.

    Raises ProtectedWordsError, and IntegrityError when the giver has no authority over the child.
    """
    refuse_protected(new.child, new.purpose_words, new.refusal_reason)
    with transaction.atomic():
        return _record_consent(by, new)


def _record_consent(by: Actor, new: NewConsent) -> UUID:
    id = uuid4()
    models.Consent.objects.create(
        id=id,
        **written_by(by, new.child, new.file),
        case_id=new.case,
        giver=new.giver.value,
        authority_id=new.authority,
        authority_checked=new.authority_checked.value,
        purpose=new.purpose,
        purpose_words=new.purpose_words,
        kinds=new.kinds.value,
        receiver_organisation_id=new.receiver.organisation,
        receiver_function=new.receiver.function,
        form=new.form.value,
        text_version=new.text_version,
        text_hash=new.text_hash,
        explicit=new.explicit,
        outcome=new.outcome.value,
        gives_consent=new.gives_consent,
        releases_secrecy=new.releases_secrecy,
        freedom_explained=new.freedom_explained,
        given_at=new.given_at,
        valid_until=new.valid_until,
        refusal_reason=new.refusal_reason,
        deviation=new.deviation.value if new.deviation else "",
    )
    _note(by, "record consent", new.child, {"outcome": new.outcome.value, "consent": str(id)})
    return id


@transaction.atomic
def withdraw_consent(*, by: Actor, consent: UUID, whose: Giver, channel: Channel) -> bool:
    """What rested on it is denied from the next request on; every receiver has a notice. False: not there, or done."""
    row = models.Consent.objects.filter(pk=consent, withdrawn_at=None).first()
    if row is None:
        return False
    changed = models.Consent.objects.filter(pk=consent).update(
        withdrawn_at=clock.now(), withdrawn_by=whose.value, withdrawn_channel=channel.value
    )
    if changed == 0:
        return False
    _note(by, "withdraw consent", row.child_id, {"consent": str(consent), "channel": channel.value})
    return True


def _note(by: Actor, action: str, child: UUID, details: dict[str, object]) -> None:
    audit.record(by=by, action=action, subject=f"child:{child}", details=details)
