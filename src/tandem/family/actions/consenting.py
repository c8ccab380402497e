"""Consent in the window: asked by a professional, given, refused or taken back by who is asked."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases.actions.step import refused_by
from tandem.casework.actions.step import CannotError, NotThereError, me
from tandem.children.data import Kind
from tandem.family import models
from tandem.family.data import Question
from tandem.family.definitions import window_rules
from tandem.platform import clock
from tandem.sharing.codes import Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewConsent, Receiver
from tandem.sharing.records import Authenticity, Channel, Form, Outcome


@transaction.atomic
def ask(*, by: Actor, question: Question) -> None:
    """Ask it in the window. Raises NotThereError, and CannotError ASKED when the same is asked already."""
    row = models.Window.objects.filter(pk=question.window).first()
    if row is None:
        raise NotThereError
    mine, id = me(), uuid4()
    try:
        with transaction.atomic():
            models.Asking.objects.create(
                id=id,
                case_id=row.case_id,
                child_id=row.child_id,
                window_id=row.pk,
                file_id=question.file,
                authority_id=row.authority_id,
                giver=question.giver.value,
                authority_checked=question.checked.value,
                receiver_organisation_id=question.receiver.organisation,
                receiver_function=question.receiver.function,
                purpose=question.purpose,
                kinds=question.kinds.value,
                needs_consent=question.needs_consent,
                needs_release=question.needs_release,
                organisation_id=mine.organisation,
                function=by.function,
                person_id=mine.person,
                hat=mine.hat,
                asked=clock.now(),
            )
    except IntegrityError as error:
        if refused_by(error) != "family_asking_once":
            raise
        raise CannotError("ASKED") from error
    audit.record(by=by, action="ask consent", subject=f"asking:{id}", details={"purpose": question.purpose})


@transaction.atomic
def answer_asking(*, by: Actor, asking: UUID, agrees: bool, text_version: str, text_hash: str) -> None:
    """What she says: a record of consent, yes or no, as any other. `text_hash`: SHA-256 of what she was shown.

    Raises NotThereError, also when it was answered already.
    """
    row = models.Asking.objects.filter(pk=asking, answered=None).first()
    if row is None:
        raise NotThereError
    consenting.record_consent(
        by=by,
        new=NewConsent(
            child=row.child_id,
            file=row.file_id,
            giver=Giver(row.giver),
            authority=row.authority_id,
            authority_checked=Authenticity(row.authority_checked),
            receiver=Receiver(row.receiver_organisation_id, row.receiver_function),
            purpose=row.purpose,
            kinds=Kind(row.kinds),
            outcome=Outcome.GIVEN if agrees else Outcome.REFUSED,
            gives_consent=agrees and row.needs_consent,
            releases_secrecy=agrees and row.needs_release,
            form=Form.DIGITAL,
            text_version=text_version,
            text_hash=text_hash,
            explicit=True,
            freedom_explained=True,
            given_at=clock.now(),
            valid_until=clock.today() + timedelta(days=window_rules().days),
        ),
    )
    if models.Asking.objects.filter(pk=asking, answered=None).update(answered=clock.now(), agrees=agrees) == 0:
        raise NotThereError
    audit.record(by=by, action="answer consent", subject=f"asking:{asking}", details={"agrees": agrees})


def take_back_consent(*, by: Actor, consent: UUID, giver: Giver) -> None:
    """What rested on it is denied from the next request on. Raises NotThereError: not hers, or taken back before."""
    if not consenting.withdraw_consent(by=by, consent=consent, whose=giver, channel=Channel.PORTAL):
        raise NotThereError
