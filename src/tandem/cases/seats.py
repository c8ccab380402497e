"""Who directs a case, as the rules see it."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from tandem.cases import models
from tandem.cases.data import Domain, Seat, Tandem
from tandem.cases.rules.tandem import needed


def tandem_of(id: UUID) -> Tandem:
    """Which domains are at work in the case, and who directs."""
    return tandems_of([id])[id]


def tandems_of(ids: Collection[UUID]) -> dict[UUID, Tandem]:
    """The same of many cases; each of them is there."""
    at_work = models.Participant.objects.filter(case_id__in=ids, until=None, knows_only=False).exclude(domain="")
    domains: dict[UUID, set[Domain]] = defaultdict(set)
    for case, code in at_work.values_list("case_id", "domain"):
        domains[case].add(Domain(code))
    seats: dict[UUID, dict[Domain, Seat]] = defaultdict(dict)
    for row in models.Direction.objects.filter(case_id__in=ids, ended=None):
        domain = Domain(row.domain)
        seats[row.case_id][domain] = Seat(
            domain, row.membership_id, row.person_id, row.signed is not None, row.disagreed is not None
        )
    return {
        id: Tandem(needed(domains[id]), tuple(seats[id][domain] for domain in Domain if domain in seats[id]))
        for id in ids
    }
