"""The baton (het stokje): an open concern has exactly one holder, from the first word to the last.

The holder keeps it until another has taken it. Who refuses says who is the right one. After two refusals nobody is
asked a third time: the education coordinator gets it, and what she offers cannot be refused, so there is no fourth
hop. Source: domain rules of the house, after H annex 7 (regie) and iJw 3.2, refusal reason 8 (the right municipality
must be named).
"""

from collections.abc import Container
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from tandem.casework.data import Baton, Offer, Refusal, RefusalReason

MOST_REFUSALS = 2


class Why(StrEnum):
    """Why something cannot be done with the baton."""

    OFFERED_ALREADY = "OFFERED_ALREADY"
    TO_ITSELF = "TO_ITSELF"
    NOT_ACTIVE = "NOT_ACTIVE"
    ONLY_COORDINATOR = "ONLY_COORDINATOR"
    NO_OFFER = "NO_OFFER"
    NOT_YOURS = "NOT_YOURS"
    COORDINATOR_KEEPS = "COORDINATOR_KEEPS"
    COORDINATOR_DECIDED = "COORDINATOR_DECIDED"
    NAME_THE_MUNICIPALITY = "NAME_THE_MUNICIPALITY"
    NAME_THE_RIGHT_ONE = "NAME_THE_RIGHT_ONE"


@dataclass(frozen=True, slots=True)
class Cannot:
    why: Why


def offer(baton: Baton, *, to: UUID, coordinator: UUID, active: Container[UUID]) -> Baton | Cannot:
    """Hold the baton out to `to`. `active`: organisations where somebody can take it today."""
    if baton.offer is not None:
        return Cannot(Why.OFFERED_ALREADY)
    if to == baton.holder:
        return Cannot(Why.TO_ITSELF)
    if to not in active:
        return Cannot(Why.NOT_ACTIVE)
    if baton.refused < MOST_REFUSALS:
        return replace(baton, offer=Offer(to, baton.refused + 1))
    if to != coordinator:
        return Cannot(Why.ONLY_COORDINATOR)
    return Baton(coordinator)  # the third hop is no question


def accept(baton: Baton, *, by: UUID) -> Baton | Cannot:
    if (wrong := _not_offered_to(baton, by)) is not None:
        return wrong
    return Baton(by)


def refuse(
    baton: Baton, *, by: UUID, refusal: Refusal, coordinator: UUID, municipalities: Container[str]
) -> Baton | Cannot:
    """`municipalities`: the codes that exist today. There is nobody after the coordinator, so she does not refuse."""
    if (wrong := _not_offered_to(baton, by)) is not None:
        return wrong
    if by == coordinator:
        return Cannot(Why.COORDINATOR_KEEPS)
    if baton.holder == coordinator:
        return Cannot(Why.COORDINATOR_DECIDED)
    if refusal.reason is RefusalReason.RESIDENCE and refusal.municipality not in municipalities:
        return Cannot(Why.NAME_THE_MUNICIPALITY)
    if refusal.reason is RefusalReason.OTHER_TASK and refusal.right_one in (None, by):
        return Cannot(Why.NAME_THE_RIGHT_ONE)
    return Baton(baton.holder, refused=baton.refused + 1)


def revoke(baton: Baton) -> Baton | Cannot:
    """Take the offer back. It costs no hop: nobody refused."""
    if baton.offer is None:
        return Cannot(Why.NO_OFFER)
    return replace(baton, offer=None)


def silence(baton: Baton, *, coordinator: UUID) -> Baton | Cannot:
    """Nobody answered the offer in time: the coordinator gets the baton."""
    if baton.offer is None:
        return Cannot(Why.NO_OFFER)
    return Baton(coordinator)


def left(baton: Baton, *, gone: UUID, catch_all: UUID) -> Baton:
    """The organisation `gone` is no longer there: what it held goes to the catch-all, what it was offered lapses."""
    if baton.holder == gone:
        return Baton(catch_all)
    if baton.offer is not None and baton.offer.to == gone:
        return replace(baton, offer=None)
    return baton


def _not_offered_to(baton: Baton, by: UUID) -> Cannot | None:
    if baton.offer is None:
        return Cannot(Why.NO_OFFER)
    return None if baton.offer.to == by else Cannot(Why.NOT_YOURS)
