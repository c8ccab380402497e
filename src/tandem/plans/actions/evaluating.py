"""Looking back: a moment agreed on, and what child, parents and professional say of it; added and never changed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit.data import Actor
from tandem.casework.actions.step import shield
from tandem.plans import models
from tandem.plans.actions.step import CannotError, Change, UnknownPlanError, begin
from tandem.plans.data import KIND, Command, Looking, Origin, Voice
from tandem.plans.definitions import evaluation
from tandem.plans.rules.evaluating import Verdict, against_moment, against_verdicts
from tandem.plans.rules.standing import Why
from tandem.platform import clock


@transaction.atomic
def agree_moment(*, by: Actor, case: UUID, due: date, looking: Looking, version: int | None = None) -> UUID:
    """A day to look back, and at which help by whom. Raises CannotError: PAST, FAR, or as `step.begin`."""
    why = against_moment(due, clock.today())
    if why is not None:
        raise CannotError(why)
    change = begin(case, by, version)
    id = _moment(change, Origin.AGREED, due, looking)
    change.note(Command.MOMENT)
    return id


@transaction.atomic
def evaluate(
    *, by: Actor, case: UUID, moment: UUID | None, verdicts: Mapping[Voice, Verdict], version: int | None = None
) -> None:
    """What they say of it. `moment` None: of the whole plan, when the case is closed. Once for each moment.

    Raises CannotError: WORDS when nobody said whether it helped, STATE when it was held already.
    """
    why = against_verdicts(verdicts)
    if why is not None:
        raise CannotError(why)
    change = begin(case, by, version, after_closing=moment is None)
    if moment is None and models.Moment.objects.filter(case_id=case, origin=Origin.CLOSING.value).exists():
        raise CannotError(Why.STATE)
    id = moment or _moment(change, Origin.CLOSING, clock.today(), Looking())
    if not models.Moment.objects.filter(pk=id, plan_id=change.row.pk).exists():
        raise UnknownPlanError
    if not models.Moment.objects.filter(pk=id, held=None).update(held=clock.now()):
        raise CannotError(Why.STATE)
    for voice, verdict in verdicts.items():
        if verdict.helped is not None or verdict.words.strip():
            _write(change, id, voice, verdict)
    change.note(Command.EVALUATE)


def _moment(change: Change, origin: Origin, due: date, looking: Looking) -> UUID:
    if looking.help not in evaluation().help:
        raise CannotError(Why.STATE)
    id = uuid4()
    models.Moment.objects.create(
        id=id,
        case_id=change.row.case_id,
        plan_id=change.row.pk,
        number=change.row.version,
        origin=origin.value,
        due=due,
        help=looking.help,
        provider_id=looking.provider,
        author_id=change.me.person,
        organisation_id=change.me.organisation,
        made=clock.now(),
    )
    return id


def _write(change: Change, moment: UUID, voice: Voice, verdict: Verdict) -> None:
    shield(change.row.child_id, verdict.words)
    models.Evaluation.objects.create(
        moment_id=moment,
        case_id=change.row.case_id,
        plan_id=change.row.pk,
        voice=voice.value,
        helped=verdict.helped.value if verdict.helped else "",
        words=verdict.words.strip(),
        kind=KIND.value,
        author_id=change.me.person,
        organisation_id=change.me.organisation,
        at=clock.now(),
    )
