"""One municipality beside its region and the country, indicator by indicator, each with its source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from tandem.flows.data import Share
from tandem.flows.queries import key_figures
from tandem.opendata.data import Topic
from tandem.register.data import COUNTRY, SECTOR_GROUPS, Region, Sector
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Figure
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, share
from tandem.web.insight.table import words as name_cell

Value = Share | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """The same share of a municipality, its region and the country."""

    name: str
    values: tuple[Value, Value, Value]
    source: str


def comparison_figure(store: Store, choice: Choice, code: str, region: Region) -> Figure:
    """`region`: what the municipality is compared with, beside the country."""
    areas = (Region("keuze", "", (code,)), region, COUNTRY)
    found = [*_traffic(store, choice, areas), *_people(store, areas)]
    titles = (words.unit(store.cube, code), words.region(store.cube, region), gettext("Nederland"))
    columns = (
        Column(gettext("kengetal")),
        *(Column(title, "share") for title in titles[: 2 if region.is_country else 3]),
        Column(gettext("bron")),
    )
    rows = tuple(_row(one, len(columns) - 2) for one in found)
    return Figure(
        key="vergelijking",
        kind="table",
        title=gettext("%(name)s naast %(region)s en Nederland") % {"name": titles[0], "region": titles[1]}
        if not region.is_country
        else gettext("%(name)s naast Nederland") % {"name": titles[0]},
        says=gettext(
            "Nederland is alles wat geladen is. Jeugdzorg in een regio is gewogen naar de inwoners tot 25 jaar, "
            "leeftijd naar alle inwoners."
        ),
        source=store.provenance.source(choice),
        table=Table(gettext("Kengetallen naast regio en land"), columns, rows),
    )


def _row(one: Indicator, shown: int) -> tuple[Cell, ...]:
    return (name_cell(one.name), *(_shown(value) for value in one.values[:shown]), name_cell(one.source))


def _shown(value: Value) -> Cell:
    return share(value) if value is not None else name_cell(gettext("niet geladen"))


def _traffic(store: Store, choice: Choice, areas: tuple[Region, ...]) -> list[Indicator]:
    """Who goes to school elsewhere, and who is in special education, from the flows."""
    there = store.cube.sectors_by_year[choice.year]
    source = store.provenance.files_named(choice)

    def shares(sectors: tuple[Sector, ...], pick: Callable[..., Share | None]) -> tuple[Value, Value, Value]:
        one, two, three = (
            pick(key_figures(store.cube, year=choice.year, sectors=sectors, region=area)) for area in areas
        )
        return one, two, three

    groups = (
        ("PO", gettext("naar school in een andere gemeente, basis- en speciaal onderwijs"), "out_share"),
        ("SPECIAAL", gettext("naar school in een andere gemeente, speciaal onderwijs"), "out_share"),
        ("VO", gettext("naar school in een andere gemeente, voortgezet onderwijs"), "out_share"),
        (
            "PO",
            gettext("in het speciaal (basis)onderwijs, van alle leerlingen in het basis- en speciaal onderwijs"),
            "special_share",
        ),
    )
    found = []
    for group, name, figure in groups:
        sectors = tuple(sector for sector in _sectors(group) if sector in there)
        if sectors:
            values = shares(sectors, lambda figures, figure=figure: getattr(figures, figure))
            found.append(Indicator(name, values, source))
    return found


def _sectors(group: str) -> tuple[Sector, ...]:
    return SECTOR_GROUPS[group] if group in SECTOR_GROUPS else (Sector(group),)


def _people(store: Store, areas: tuple[Region, ...]) -> list[Indicator]:
    """Young people and youth care, from the key figures of CBS."""
    topics = (
        (Topic.UNDER_15, gettext("inwoners tot 15 jaar")),
        (Topic.AGED_15_24, gettext("inwoners van 15 tot 25 jaar")),
        (Topic.YOUTH_CARE, gettext("jongeren met jeugdzorg")),
    )
    found = []
    for topic, name in topics:
        one, two, three = (_weighted(store, topic, area) for area in areas)
        source, year = store.source_of(topic)
        said = f"{source}, {year}" if source else "–"
        found.append(Indicator(name, (one, two, three), said))
    return found


def _weighted(store: Store, topic: Topic, area: Region) -> Value:
    """The percentage of an area: of its municipalities, by their inhabitants or young people; None = not loaded."""
    codes: Iterable[str] = store.cube.municipalities if area.is_country else area.municipalities
    whole = weight = 0.0
    for code in codes:
        value, people = store.figure(topic, code), store.figure(Topic.INHABITANTS, code)
        if value is None:
            continue
        young = [store.figure(Topic.UNDER_15, code), store.figure(Topic.AGED_15_24, code)]
        part = sum(one.low for one in young if one) / 100 if topic is Topic.YOUTH_CARE and all(young) else 1.0
        size = (people.low if people else 1.0) * part
        whole, weight = whole + size * value.low / 100, weight + size
    return form.exact_share(whole / weight) if weight else None
