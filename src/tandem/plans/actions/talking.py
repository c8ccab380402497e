"""A conversation about the Big 5, with the young person or the parents: written down once and never changed."""

from uuid import UUID

from django.db import transaction

from tandem.audit.data import Actor
from tandem.casework.actions.step import shield
from tandem.plans import models
from tandem.plans.actions.step import CannotError, Change, begin
from tandem.plans.data import KIND, Command
from tandem.plans.definitions import big5
from tandem.plans.rules.big5 import Answer, Talk, against_talk
from tandem.platform import clock


@transaction.atomic
def talk(*, by: Actor, case: UUID, said: Talk, version: int | None = None) -> None:
    """Write it down; its number follows from the plan. Raises CannotError with a code of `rules.standing.Why`."""
    known = big5()
    why = against_talk(said, clock.today(), domains=known.domains, scale=known.scale)
    if why is not None:
        raise CannotError(why)
    change = begin(case, by, version)
    for domain, answer in said.answers.items():
        if answer.score is not None or answer.words.strip():
            _write(change, said, domain, answer)
    change.note(Command.TALK)


def _write(change: Change, said: Talk, domain: str, answer: Answer) -> None:
    shield(change.row.child_id, answer.words)
    models.Score.objects.create(
        case_id=change.row.case_id,
        plan_id=change.row.pk,
        number=change.row.version,
        subject=said.subject.value,
        voice=said.voice.value,
        domain=domain,
        score=answer.score,
        words=answer.words.strip(),
        kind=KIND.value,
        day=said.day,
        author_id=change.me.person,
        organisation_id=change.me.organisation,
        at=clock.now(),
    )
