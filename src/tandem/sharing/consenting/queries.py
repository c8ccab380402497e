"""Reads of authority and consent, for who works in the file."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children.data import Kind
from tandem.sharing import models
from tandem.sharing.codes import Giver
from tandem.sharing.consenting.data import Authority, Consent, Evidence, Receiver
from tandem.sharing.records import Authenticity, Channel, Form, Outcome, Override


def authorities(child: UUID, file: UUID, on: date) -> tuple[Authority, ...]:
    """Who has authority on that day by this file, the first parent first. A page asks `authorities_of`."""
    holds = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    rows = models.Authority.objects.filter(holds, child_id=child, file_id=file).order_by("giver", "recorded_at")
    return tuple(_authority(row) for row in rows)


def authorities_of(actor: Actor, *, child: UUID, file: UUID, on: date) -> tuple[Authority, ...]:
    found = authorities(child, file, on)
    _note(actor, "read authority", child)
    return found


def consents(child: UUID, file: UUID) -> tuple[Consent, ...]:
    """Everything that was said, the latest first. For a decision; a page calls `consents_of`."""
    rows = models.Consent.objects.filter(child_id=child, file_id=file).order_by("-recorded_at")
    return tuple(_consent(row) for row in rows)


def consents_said(child: UUID) -> tuple[Consent, ...]:
    """Everything about a child that row security shows who acts, the latest first. For the window of the family."""
    rows = models.Consent.objects.filter(child_id=child).order_by("-recorded_at", "id")
    return tuple(_consent(row) for row in rows)


def consents_of(actor: Actor, *, child: UUID, file: UUID) -> tuple[Consent, ...]:
    found = consents(child, file)
    _note(actor, "read consents", child)
    return found


def evidence_of(actor: Actor, *, id: UUID) -> Evidence | None:
    """The whole record; None when it is not there for who acts."""
    row = models.Consent.objects.select_related("authority").filter(pk=id).first()
    if row is None:
        return None
    _note(actor, "read consent", row.child_id)
    return Evidence(
        consent=_consent(row),
        child=row.child_id,
        file=row.file_id,
        case=row.case_id,
        giver_name=row.authority.name if row.authority else "",
        authority_checked=Authenticity(row.authority_checked),
        organisation=row.organisation_id,
        function=row.function,
        purpose_words=row.purpose_words,
        text_hash=row.text_hash,
        explicit=row.explicit,
        freedom_explained=row.freedom_explained,
        receivers_informed_at=row.receivers_informed_at,
        deviation=Override(row.deviation) if row.deviation else None,
    )


def authority(actor: Actor, *, id: UUID) -> tuple[Authority, UUID] | None:
    """With the child over whom; None when it is not there for who acts."""
    row = models.Authority.objects.filter(pk=id).first()
    if row is None:
        return None
    _note(actor, "read authority", row.child_id)
    return _authority(row), row.child_id


def every_authority_of(actor: Actor, *, child: UUID, file: UUID) -> tuple[Authority, ...]:
    """Also who has it no longer or not yet, those who have it now first."""
    rows = models.Authority.objects.filter(child_id=child, file_id=file).order_by(
        "-valid_until", "giver", "recorded_at"
    )
    _note(actor, "read authority", child)
    return tuple(_authority(row) for row in rows)


def child_of_consent(id: UUID) -> UUID | None:
    """None when it is not there for who acts."""
    return models.Consent.objects.filter(pk=id).values_list("child_id", flat=True).first()


def child_of_authority(id: UUID) -> UUID | None:
    """None when it is not there for who acts."""
    return models.Authority.objects.filter(pk=id).values_list("child_id", flat=True).first()


def _authority(row: models.Authority) -> Authority:
    return Authority(
        row.id,
        row.name,
        Giver(row.giver),
        Authenticity(row.source),
        row.source_date,
        row.contested,
        row.valid_from,
        row.valid_until,
    )


def _consent(row: models.Consent) -> Consent:
    return Consent(
        id=row.id,
        giver=Giver(row.giver),
        authority=row.authority_id,
        age_band=row.age_band,
        receiver=Receiver(row.receiver_organisation_id, row.receiver_function),
        purpose=row.purpose,
        kinds=Kind(row.kinds),
        outcome=Outcome(row.outcome),
        gives_consent=row.gives_consent,
        releases_secrecy=row.releases_secrecy,
        form=Form(row.form),
        text_version=row.text_version,
        given_at=row.given_at,
        valid_until=row.valid_until,
        reconfirm_on=row.reconfirm_on,
        refusal_reason=row.refusal_reason,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=Giver(row.withdrawn_by) if row.withdrawn_by else None,
        withdrawn_channel=Channel(row.withdrawn_channel) if row.withdrawn_channel else None,
        recorded_at=row.recorded_at,
    )


def _note(actor: Actor, action: str, child: UUID) -> None:
    audit.record_read(actor=actor, action=action, purpose="share", ground="6(1)(c)", subjects=[child], kinds=["family"])
