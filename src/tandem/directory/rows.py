"""Between rows of the tables and the words of the domain."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from tandem.directory import definitions, rules
from tandem.directory.data import (
    Decides,
    Delivery,
    Evidence,
    Example,
    Funding,
    Offer,
    OfferFacts,
    OfferKind,
    Setting,
    Theme,
)
from tandem.directory.models import Example as ExampleRow
from tandem.directory.models import Offer as Row
from tandem.platform.text import sort_key
from tandem.register.data import OrganisationBrief
from tandem.register.organisations import briefs


def offers_of(rows: Iterable[Row], today: date) -> list[Offer]:
    """In the order of the rows."""
    found = list(rows)
    owners = briefs({row.organisation_id for row in found})
    return [_offer(row, owners, today) for row in found if row.organisation_id in owners]


def _offer(row: Row, owners: dict[UUID, OrganisationBrief], today: date) -> Offer:
    fresh = rules.freshness(row.confirmed_on, today, definitions.terms())
    return Offer(row.id, owners[row.organisation_id], facts_of(row), row.confirmed_on, row.version, fresh)


def facts_of(row: Row) -> OfferFacts:
    return OfferFacts(
        name=row.name,
        kind=OfferKind(row.kind),
        summary=row.summary,
        description=row.description,
        themes=tuple(map(Theme, row.themes)),
        settings=tuple(map(Setting, row.settings)),
        delivered=tuple(map(Delivery, row.delivered)),
        clusters=tuple(map(int, row.clusters)),
        age_from=row.age_from,
        age_to=row.age_to,
        municipalities=tuple(row.municipalities),
        postcodes=tuple(row.postcodes),
        postcode=row.postcode,
        capacity=row.capacity,
        waiting_weeks=row.waiting_weeks,
        waiting_on=row.waiting_on,
        funding=tuple(map(Funding, row.funding)),
        funding_note=row.funding_note,
        decides=Decides(row.decides),
        apply=row.apply,
        phone=row.phone,
        website=row.website,
        evidence=Evidence(row.evidence),
        evidence_note=row.evidence_note,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def columns_of(facts: OfferFacts) -> dict[str, Any]:
    """What is written, with what follows from it."""
    columns = {name: getattr(facts, name) for name in OfferFacts.__dataclass_fields__}
    for name, value in columns.items():
        if isinstance(value, tuple):
            columns[name] = list(value)
    step = rules.step_of(facts.kind, definitions.order())
    return columns | {"sort_key": sort_key(facts.name), "step": step}


def example_of(row: ExampleRow, owner: OrganisationBrief) -> Example:
    return Example(
        key=str(row.id),
        title=row.title,
        product=row.product,
        form=row.form,
        municipalities=tuple(row.municipalities),
        settings=tuple(map(Setting, row.settings)),
        schools=tuple(row.schools),
        providers=tuple(row.providers),
        funding=row.funding,
        settlement=row.settlement,
        period=row.period,
        target=row.target,
        learnt=row.learnt,
        contact=row.contact,
        evaluation=row.evaluation,
        organisation=owner,
        version=row.version,
        valid_until=row.valid_until,
    )
