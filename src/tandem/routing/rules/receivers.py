"""Who can take a hand-over, out of the answer of the desk: organisations of the register, in the order of the chain."""

from uuid import UUID

from tandem.routing.data import Receiver, Route


def receivers(found: Route, school: UUID) -> tuple[Receiver, ...]:
    """Each organisation once, without the school itself and without what stands in no register (a national number)."""
    filled = {contact.desk for contact in found.chain if contact.post}
    told: dict[UUID, Receiver] = {}
    for contact in found.chain:
        if not contact.desk or UUID(contact.desk) == school:
            continue
        key = UUID(contact.desk)
        told.setdefault(
            key,
            Receiver(
                key, contact.organisation, contact.role_name, contact.municipality, contact.why, contact.desk in filled
            ),
        )
    return tuple(told.values())
