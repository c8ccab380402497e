"""Reads for who raised a concern: her own, and what became of one."""

from uuid import UUID

from tandem.audit.data import Actor
from tandem.casework import models, queries
from tandem.casework.actions.step import me
from tandem.casework.data import Part, State
from tandem.casework.queries import Row, Whole

MOST = 200


def own(actor: Actor) -> tuple[Row, ...]:
    """What who acts raised in this hat, drafts among them, the last changed first; at most 200."""
    rows = models.Access.objects.filter(principal_id=me().person, part=Part.AUTHOR.value)
    found = [row.concern for row in rows.select_related("concern").order_by("-changed", "concern_id")[:MOST]]
    return queries.listed(actor, found)


def followed(actor: Actor, id: UUID) -> Whole | None:
    """A concern that who acts raised in this hat; None for any other."""
    if not models.Access.objects.filter(concern_id=id, part=Part.AUTHOR.value).exists():
        return None
    return queries.whole(actor, id)


def draft_with(key: UUID) -> UUID | None:
    """The concern that a form or a call with this key made before, whatever became of it."""
    return models.Concern.objects.filter(author_hat=me().hat, key=key).values_list("pk", flat=True).first()


def is_draft(whole: Whole) -> bool:
    return whole.row.state is State.DRAFT
