"""A concern until it is raised: of its author alone, saved while she writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.actions.step import CannotError, ConflictError, UnknownConcernError, begin, me, shield
from tandem.casework.data import FORM_PARTS, Command, State, TextPart, Urgency
from tandem.platform import clock


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form. `child` None and `anonymous`: a consultation about nobody in particular."""

    child: UUID | None
    anonymous: bool
    urgency: Urgency
    texts: Mapping[TextPart, str]


@transaction.atomic
def start(*, by: Actor, location: UUID, key: UUID, draft: Draft) -> UUID:
    """A new draft; with the same `key` the concern that is there already. Its id."""
    now = me()
    there = models.Concern.objects.filter(author_hat=now.hat, key=key).values_list("pk", flat=True)
    if (found := there.first()) is not None:
        return UUID(str(found))
    id, at = uuid4(), clock.now()
    try:
        with transaction.atomic():
            models.Concern.objects.create(
                id=id,
                child_id=draft.child,
                anonymous=draft.anonymous,
                location_id=location,
                author_id=now.person,
                author_hat=now.hat,
                key=key,
                urgency=draft.urgency.value,
                created=at,
                changed=at,
            )
    except IntegrityError:
        if (found := there.first()) is None:
            raise
        return UUID(str(found))  # a double click: the other one was first
    _write_texts(id, draft)
    audit.record(by=by, action="concern start", subject=f"concern:{id}", details={})
    return id


@transaction.atomic
def save(*, by: Actor, id: UUID, draft: Draft, version: int) -> int:
    """Keep what was written; the new version. Raises ConflictError when another window saved in the meantime."""
    step = begin(id, Command.SAVE, by=by, version=version)
    at = clock.now()
    changed = models.Concern.objects.filter(pk=id, version=version).update(
        child_id=draft.child, anonymous=draft.anonymous, urgency=draft.urgency.value, changed=at, version=version + 1
    )
    if not changed:
        raise ConflictError
    _write_texts(id, draft)
    audit.record(by=step.by, action="concern save", subject=f"concern:{id}", details={})
    return version + 1


@transaction.atomic
def discard(*, by: Actor, id: UUID) -> None:
    """Throw a draft away, with its words. Raises UnknownConcernError when it is not one's own draft."""
    with connection.cursor() as cursor:
        cursor.execute("select casework_discard(%s)", [id])
        (gone,) = cursor.fetchone() or (False,)
    if not gone:
        raise UnknownConcernError
    audit.record(by=by, action="concern discard", subject=f"concern:{id}", details={})


@transaction.atomic
def raise_concern(*, by: Actor, id: UUID, version: int) -> None:
    """Ring the bell: care coordination of the school holds it from now on. Raised twice, it is raised once."""
    row = models.Concern.objects.filter(pk=id).first()
    if row is not None and row.state != State.DRAFT:
        return  # a double click, or the same call again
    step = begin(id, Command.RAISE, by=by, version=version)
    if not step.row.anonymous and step.row.child_id is None:
        raise CannotError("NOBODY")
    if not models.Text.objects.filter(concern_id=id, part=TextPart.SEEN.value).exclude(text="").exists():
        raise CannotError("NOTHING_SEEN")
    event = step.finish(holder_id=step.row.location_id, raised=clock.now())
    step.tell(event)


@transaction.atomic
def raise_once(*, by: Actor, location: UUID, key: UUID, draft: Draft) -> UUID:
    """Write and raise in one call; called again with the same `key` it is the concern that is there. Its id.

    Raises ConflictError when with this key something else was written.
    """
    id = start(by=by, location=location, key=key, draft=draft)
    if not _holds(id, draft):
        raise ConflictError
    raise_concern(by=by, id=id, version=1)
    return id


def _holds(id: UUID, draft: Draft) -> bool:
    """Whether this concern says exactly what the draft says."""
    row = models.Concern.objects.get(pk=id)
    texts = models.Text.objects.filter(concern_id=id, part__in=FORM_PARTS, author_id=row.author_id).exclude(text="")
    said = {part.value: text for part, text in draft.texts.items() if text}
    same = (row.child_id, row.anonymous, row.urgency) == (draft.child, draft.anonymous, draft.urgency.value)
    return same and dict(texts.values_list("part", "text")) == said


def _write_texts(id: UUID, draft: Draft) -> None:
    now, at = me(), clock.now()
    if set(draft.texts) - set(FORM_PARTS):
        raise CannotError("PART")
    there = set(models.Text.objects.filter(concern_id=id, part__in=FORM_PARTS).values_list("part", flat=True))
    for part, text in draft.texts.items():
        shield(draft.child, text)
        if part.value in there:
            models.Text.objects.filter(concern_id=id, part=part.value).exclude(text=text).update(text=text, at=at)
        elif text:
            models.Text.objects.create(
                concern_id=id, part=part.value, text=text, author_id=now.person, organisation_id=now.organisation, at=at
            )
