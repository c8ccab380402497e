"""May this be shared, by this hat, about this child? Facts from the tables; the judgement is that of `rules`."""

from collections.abc import Mapping
from datetime import date

from tandem.audit.data import Actor
from tandem.children import queries as children
from tandem.children.data import Why
from tandem.sharing import queries
from tandem.sharing.codes import Fact
from tandem.sharing.consenting import queries as consenting
from tandem.sharing.disclosing.data import Judgement, Proposal
from tandem.sharing.disclosing.rules import Records, Sender, judgement

WHY = Why("share", "6(1)(c)")


def judge(
    actor: Actor, proposal: Proposal, *, on: date, facts: Mapping[Fact, bool], overridden: bool = False
) -> Judgement:
    """Raises LookupError when who acts may not know the child."""
    about = children.child(actor, id=proposal.child, why=WHY)
    if about is None:
        raise LookupError(proposal.child)
    records = Records(
        about.birth_date,
        consenting.authorities(proposal.child, proposal.file, on),
        consenting.consents(proposal.child, proposal.file),
    )
    sender = Sender(actor.function, queries.kinds_of(proposal.child, proposal.file))
    return judgement(sender, proposal, records, on=on, facts=facts, overridden=overridden)
