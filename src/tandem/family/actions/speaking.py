"""What the family says in its window, and what a professional answers."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases.actions.step import refused_by
from tandem.casework.actions.step import CannotError, NotThereError, me, shield
from tandem.family import models
from tandem.family.data import Voice
from tandem.platform import clock


@transaction.atomic
def say(*, by: Actor, window: UUID, voice: Voice, text: str, key: UUID) -> None:
    """Add words of one's own; who works on the case reads them, and who directs it is told. With the same `key` once.

    They are not scanned for a secret address, since a refusal would tell that there is one: `queries.words_of` strikes
    it out for who reads. Raises NotThereError, and CannotError WORDS.
    """
    row = models.Window.objects.filter(pk=window).first()
    if row is None:
        raise NotThereError
    if not text.strip():
        raise CannotError("WORDS")
    try:
        with transaction.atomic():
            models.Word.objects.create(
                id=uuid4(),
                case_id=row.case_id,
                child_id=row.child_id,
                window_id=window,
                key=key,
                voice=voice.value,
                text=text.strip(),
                said=clock.now(),
            )
    except IntegrityError as error:
        if refused_by(error) != "family_word_once":
            raise
        return  # a double click: the other one was first
    audit.record(by=by, action="say in window", subject=f"window:{window}", details={"voice": voice.value})


@transaction.atomic
def answer(*, by: Actor, word: UUID, text: str) -> None:
    """Answer what the family said; they read it in the window. Raises CannotError WORDS, and STATE when answered."""
    row = models.Word.objects.filter(pk=word).first()
    if row is None:
        raise NotThereError
    if not text.strip():
        raise CannotError("WORDS")
    if row.answered is not None:
        raise CannotError("STATE")
    shield(row.child_id, text)
    mine = me()
    changed = models.Word.objects.filter(pk=word, answered=None).update(
        answer=text.strip(),
        answered=clock.now(),
        answered_by=mine.person,
        answered_hat=mine.hat,
        organisation_id=mine.organisation,
        function=by.function,
    )
    if changed == 0:  # somebody else was first
        raise CannotError("STATE")
    audit.record(by=by, action="answer family", subject=f"word:{word}", details={"voice": row.voice})
