"""Reads for who raised a concern: her own, and what became of one.

What she gets to know of it stands here once, so that a page and a program say the same.
"""

from uuid import UUID

from tandem.audit.data import Actor
from tandem.casework import models, queries
from tandem.casework.actions.step import me
from tandem.casework.data import FORM_PARTS, Command, Part, State, TextPart
from tandem.casework.queries import Happening, Row, Whole, Words
from tandem.casework.rules.tracking import TOLD, Tracking, tracking

MOST = 200


def own(actor: Actor) -> tuple[Row, ...]:
    """What who acts raised in this hat, drafts among them, the last changed first; at most 200."""
    rows = models.Access.objects.filter(principal_id=me().person, part=Part.AUTHOR.value)
    found = [row.concern for row in rows.select_related("concern").order_by("-changed", "concern_id")[:MOST]]
    return queries.listed(actor, found)


def raised(actor: Actor, *, page: int, size: int) -> tuple[tuple[Row, ...], int]:
    """A page of what who acts raised in this hat and passed on, the last changed first; and how many there are."""
    rows = models.Access.objects.filter(principal_id=me().person, part=Part.AUTHOR.value)
    rows = rows.exclude(concern__state=State.DRAFT.value).order_by("-changed", "concern_id")
    start = (page - 1) * size
    found = [row.concern for row in rows.select_related("concern")[start : start + size]]
    return queries.listed(actor, found), rows.count()


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


def is_at_school(row: Row) -> bool:
    """Outside the school she sees no more than that it is outside: whose turn it is tells what is the matter."""
    return row.holder == row.school


def tracked(whole: Whole) -> Tracking:
    return tracking((one.command, one.at) for one in whole.happenings)


def told(whole: Whole) -> tuple[Happening, ...]:
    """What stands in her timeline."""
    person = me().person
    return tuple(
        one for one in whole.happenings if one.command in TOLD or (one.command is Command.ADD and one.person == person)
    )


def answers(whole: Whole) -> tuple[Words, ...]:
    """What was answered her, as far as the gate lets her read it."""
    return tuple(words for words in whole.texts if words.part is TextPart.ANSWER)


def own_words(whole: Whole) -> tuple[Words, ...]:
    """What she wrote herself, in the order of the form."""
    order, person = (*FORM_PARTS, TextPart.ADDED), me().person
    mine = [words for words in whole.texts if words.part in order and words.author == person]
    return tuple(sorted(mine, key=lambda one: order.index(one.part)))
