"""Who sees what: the disclosure is made for a moment, the database asked as each receiver, and all of it taken back."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.identity.data import Hat
from tandem.platform.context import acting
from tandem.register import functions, hats
from tandem.sharing.disclosing.actions import articles, decide, insert, moment, rule_of
from tandem.sharing.disclosing.content import content_of
from tandem.sharing.disclosing.data import Audience, Content, Judgement, OwnDecision, Preview, Proposal

NOBODY = UUID(int=0)


def preview(
    actor: Actor, *, proposal: Proposal, judgement: Judgement, on: date, decision: OwnDecision | None = None
) -> Preview:
    """What the receivers would see, through the policies themselves. Raises what the database refuses.

    `content` is what the receiving function sees; empty where nobody holds it today.
    """
    as_of = moment(proposal.child)
    with transaction.atomic():
        override = decide(actor, proposal, decision) if decision else None
        id = insert(actor, proposal, judgement, as_of, override=override, on=on)
        audiences = tuple(_audiences(proposal, id, on))
        transaction.set_rollback(True)
    audit.record_read(
        actor=actor,
        action="preview disclosure",
        purpose=proposal.purpose,
        ground=f"{articles(judgement.answer.rule)} {rule_of(judgement)}",
        subjects=[proposal.child],
        kinds=[str(kind.value).lower() for kind in proposal.kinds],
    )
    seen = next((one.content for one in audiences if one.content is not None), None)
    return Preview(as_of, seen or Content(judgement.kinds), audiences)


def _audiences(proposal: Proposal, id: UUID, on: date) -> list[Audience]:
    """Every professional function that somebody holds at the receiver today, the one that it is for first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select function, people, hat, person from sharing_hats_at(%s, null)", [proposal.receiver.organisation]
        )
        rows = cursor.fetchall()
    professional = functions.professional_codes()
    found = [
        Audience(function, people, _seen_by(hat, person, proposal.receiver.organisation, function, id, on))
        for function, people, hat, person in rows
        if function in professional
    ]
    return sorted(found, key=lambda one: (one.function != proposal.receiver.function, one.function))


def _seen_by(hat: UUID, person: UUID, place: UUID, function: str, id: UUID, on: date) -> Content | None:
    """As somebody who holds the function. Her lines in the log are taken back with the rest: nobody looked."""
    worn = Hat(hat, person, place, "", function, "", NOBODY)
    with acting(hats.context_of(worn, day=on)):
        return content_of(audit.acting_actor(), id=id)
