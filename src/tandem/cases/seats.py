"""Who directs a case, as the rules see it."""

from uuid import UUID

from tandem.cases import models
from tandem.cases.data import Domain, Seat, Tandem
from tandem.cases.rules.tandem import needed


def tandem_of(id: UUID) -> Tandem:
    """Which domains are at work in the case, and who directs."""
    at_work = models.Participant.objects.filter(case_id=id, until=None, knows_only=False).exclude(domain="")
    rows = models.Direction.objects.filter(case_id=id, ended=None)
    seats = {
        Domain(row.domain): Seat(
            Domain(row.domain), row.membership_id, row.person_id, row.signed is not None, row.disagreed is not None
        )
        for row in rows
    }
    domains = {Domain(code) for code in at_work.values_list("domain", flat=True)}
    return Tandem(needed(domains), tuple(seats[domain] for domain in Domain if domain in seats))
