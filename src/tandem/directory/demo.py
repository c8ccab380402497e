"""The fictitious offers of the example region, once, beside its cast."""

import uuid
from datetime import timedelta
from functools import cache
from typing import Annotated

from django.db import transaction
from pydantic import Field

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.directory import rows
from tandem.directory.data import Decides, Delivery, Evidence, Funding, OfferFacts, OfferKind, Setting, Theme
from tandem.directory.models import Contact, Offer
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.home import DEFINITIONS
from tandem.register.definitions import Definition, MunicipalityCode, Part, Slug, read_definition
from tandem.register.demo.cast import cast

FILE = DEFINITIONS / "demo_offers.yaml"
DEMO = Actor("service:demo")
_IDS = uuid.UUID("1c8f3f0e-52a5-5d0c-9a55-0d1f0a7b6c21")


class OfferPart(Part):
    at: Slug
    kind: OfferKind
    name: str
    summary: str
    themes: tuple[Theme, ...]
    settings: tuple[Setting, ...]
    clusters: tuple[int, ...] = ()
    ages: tuple[int, int]
    delivered: tuple[Delivery, ...]
    area: tuple[MunicipalityCode, ...]
    postcodes: tuple[str, ...] = ()
    postcode: str = ""
    decides: Decides
    funding: tuple[Funding, ...]
    funding_note: str = ""
    apply: str
    evidence: Evidence = Evidence.UNKNOWN
    evidence_note: str = ""
    capacity: int | None = None
    waits: tuple[int, int] | None = None
    direct: tuple[str, str] | None = None
    days: Annotated[int, Field(ge=0)]

    def facts(self) -> OfferFacts:
        """As its owner would fill in the form so many days ago."""
        today = clock.today()
        weeks, ago = self.waits or (None, 0)
        return OfferFacts(
            name=self.name,
            kind=self.kind,
            summary=self.summary,
            themes=self.themes,
            settings=self.settings,
            clusters=self.clusters,
            age_from=self.ages[0],
            age_to=self.ages[1],
            delivered=self.delivered,
            municipalities=self.area,
            postcodes=self.postcodes,
            postcode=self.postcode,
            decides=self.decides,
            funding=self.funding,
            funding_note=self.funding_note,
            apply=self.apply,
            evidence=self.evidence,
            evidence_note=self.evidence_note,
            capacity=self.capacity,
            waiting_weeks=weeks,
            waiting_on=today - timedelta(days=ago) if self.waits else None,
            phone=cast().stages[self.at].phone,
            valid_from=today - timedelta(days=self.days + 400),
        )


class _File(Definition):
    offers: tuple[OfferPart, ...]


@cache
def demo_offers() -> tuple[OfferPart, ...]:
    return read_definition(FILE, _File).offers


def fill_demo_offers() -> int:
    """How many were added: all of them the first time, none later. The cast must be on stage."""
    with transaction.atomic(), acting(Context(service="demo")):
        if Offer.objects.exists():
            return 0
        for part in demo_offers():
            _add(part)
        audit.record(by=DEMO, action="fill demo offers", subject="offers", details={"offers": len(demo_offers())})
    return len(demo_offers())


def _add(part: OfferPart) -> None:
    offer = Offer(
        id=uuid.uuid5(_IDS, f"{part.at}:{part.name}"),
        organisation_id=cast().stages[part.at].id,
        confirmed_on=clock.today() - timedelta(days=part.days),
        **rows.columns_of(part.facts()),
    )
    offer.save(force_insert=True)
    if part.direct:
        Contact(offer=offer, role=part.direct[0], phone=part.direct[1]).save(force_insert=True)
