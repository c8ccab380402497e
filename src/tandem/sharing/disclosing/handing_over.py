"""The disclosure that a hand-over needs: who gets the baton of a concern may read it only through the gate."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from tandem.audit.data import Actor
from tandem.children.data import Kind
from tandem.sharing import models, queries
from tandem.sharing.codes import DataKind, Verdict
from tandem.sharing.consenting.data import Receiver
from tandem.sharing.data import Rule
from tandem.sharing.disclosing.actions import Check, share
from tandem.sharing.disclosing.data import Judgement, Proposal
from tandem.sharing.disclosing.judging import judge
from tandem.sharing.disclosing.queries import functions_at, is_paused
from tandem.sharing.reading import standard
from tandem.sharing.rules.matching import rules_between

NEEDED = frozenset({DataKind.IDENTITY, DataKind.CONCERN})  # who it is, and what the concern says
LASTS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the standard says of letting the other side read. `running`: what lets it read already."""

    proposal: Proposal
    judgement: Judgement
    running: UUID | None

    @property
    def ready(self) -> bool:
        """Everybody who must say yes did; what is left are the steps and the facts to check off."""
        allowed = self.judgement.answer.verdict.rank >= Verdict.WITH_CONSENT.rank
        return allowed and self.judgement.consented and not self.judgement.missing


def proposed(actor: Actor, *, child: UUID, to: UUID, on: date) -> HandOver | None:
    """The best that the standard has for a function that somebody holds at `to`; None when no rule names one.

    Raises LookupError when who acts has no file of the child.
    """
    file = queries.file_of(child)
    if file is None:
        raise LookupError(child)
    found = [_hand_over(actor, child, file, to, rule, on) for rule in _rules(actor, to, on)]
    return max(
        found, key=lambda one: (one.running is not None, one.ready, one.judgement.answer.verdict.rank), default=None
    )


def disclose(*, by: Actor, hand_over: HandOver, check: Check, as_of: datetime, on: date) -> UUID:
    """The id for `handing_over.offer` of casework; what lets the other side read already is used again.

    `as_of` is of the preview. Raises NotAllowedError, NotDoneError, and what the database refuses.
    """
    if hand_over.running is not None:
        return hand_over.running
    return share(by=by, proposal=hand_over.proposal, check=check, as_of=as_of, on=on)


def _rules(actor: Actor, to: UUID, on: date) -> Iterator[Rule]:
    for function in functions_at(to):
        for rule in rules_between(actor.function, function, standard(), on):
            if rule.kinds >= NEEDED and rule.verdict.rank >= Verdict.WITH_CONSENT.rank:
                yield rule


def _hand_over(actor: Actor, child: UUID, file: UUID, to: UUID, rule: Rule, on: date) -> HandOver:
    proposal = Proposal(child, file, Receiver(to, rule.receiver), NEEDED, rule.purpose, on + LASTS)
    found = HandOver(proposal, judge(actor, proposal, on=on, facts={}), None)
    return replace(found, running=_running(found, on))


def _running(hand_over: HandOver, on: date) -> UUID | None:
    """The latest disclosure that lets the receiver read concerns of this child today."""
    asked = hand_over.proposal
    rows = models.Disclosure.objects.filter(
        child_id=asked.child,
        file_id=asked.file,
        receiver_organisation_id=asked.receiver.organisation,
        receiver_function=asked.receiver.function,
        receiver_membership=None,
        ended_on=None,
        valid_from__lte=on,
        valid_until__gt=on,
    ).order_by("-recorded_at")
    holds = (row for row in rows if (row.override_id is not None or hand_over.ready) and not is_paused(row.id))
    return next((row.id for row in holds if Kind.CONCERN in Kind(row.kinds)), None)
