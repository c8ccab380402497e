"""Who can do something in a plan, in words: a participant of the case, somebody in a hat, or somebody outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from tandem.audit.actions import acting_actor
from tandem.plans.data import Owner
from tandem.platform import context
from tandem.register import organisations, people
from tandem.web.disclosures.shown import function_name
from tandem.web.plans.frame import Seen


@dataclass(frozen=True, slots=True)
class Candidate:
    """A participant that can take an agreement."""

    participant: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """Hats and participants by key, as far as who looks may see them."""

    hats: dict[UUID, str]
    participants: dict[UUID, str]
    on_paper: bool = False  # there nobody is 'you'

    def of(self, owner: Owner) -> str:
        if owner.words:
            return owner.words
        if owner.hat is not None:
            own = gettext("jij") if owner.hat == context.current().hat and not self.on_paper else ""
            return own or self.hats.get(owner.hat) or gettext("iemand die nu niet te zien is")
        if owner.participant is not None:
            return self.participants.get(owner.participant) or gettext("iemand die niet meer meedoet")
        return gettext("iemand buiten de casus")


def owners_of(seen: Seen) -> tuple[Candidate, ...]:
    """Who takes part today, the first first."""
    here = [one for one in seen.case.participants if one.until is None and not one.knows_only]
    found = names_of(seen, ())
    return tuple(Candidate(one.id, found.participants[one.id]) for one in here)


def names_of(seen: Seen, owners: Iterable[Owner], *, on_paper: bool = False) -> Names:
    """Names of everybody who takes or took part, and of the hats that have an agreement."""
    taking = seen.case.participants
    hats = {one.hat for one in owners if one.hat is not None} | {one.hat for one in taking if one.hat is not None}
    named = people.names_of(actor=acting_actor(), memberships=hats) if hats else {}
    places = organisations.briefs({one.organisation for one in taking})
    return Names(
        named,
        {
            one.id: named.get(one.hat or UUID(int=0))
            or f"{function_name(one.function)}, {places[one.organisation].name}"
            for one in taking
            if one.organisation in places
        },
        on_paper,
    )
