"""Offers for tests, and who administers them."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.cast import CAST
from tests.on_stage import role_of

from tandem.directory.data import Decides, Delivery, Freshness, Offer, OfferFacts, OfferKind, Setting, Theme
from tandem.platform import clock
from tandem.platform.context import Context
from tandem.register.data import OrganisationBrief, OrganisationKind

DAY = date(2026, 9, 14)
OWNER = OrganisationBrief(UUID(int=7), OrganisationKind.PROVIDER, "", "De Wilgentak", "", "", "", "")
FACTS = OfferFacts(
    name="Samen spelen",
    kind=OfferKind.PREVENTIVE,
    summary="Spelen in een groep.",
    themes=(Theme.SUPPORT,),
    settings=(Setting.BO,),
    delivered=(Delivery.SCHOOL,),
    decides=Decides.NOBODY,
    apply="Bel.",
    valid_from=date(2025, 1, 1),
)


def facts(**changes: Any) -> OfferFacts:
    return replace(FACTS, **changes)


def offer(confirmed_on: date = DAY, freshness: Freshness = Freshness.CONFIRMED, **changes: Any) -> Offer:
    return Offer(uuid4(), OWNER, facts(**changes), confirmed_on, 1, freshness)


def administrator(key: str) -> Context:
    """Somebody of the cast as administrator."""
    role = role_of(key, "BEHEER_ORG")
    player = next(one for one in CAST.players.values() if role in one.roles)
    stage = CAST.stages[role.at].id
    return Context(
        account=uuid4(),
        person=player.id,
        hat=role.id,
        organisation=stage,
        function="BEHEER_ORG",
        principals=(player.id, stage),
        day=clock.today(),
    )
