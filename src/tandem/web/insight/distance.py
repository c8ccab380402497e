"""How far pupils live from school: per region, municipality or school."""

from dataclasses import replace

from django.utils.translation import gettext, ngettext

from tandem.flows.cube import NotInData
from tandem.flows.data import Range
from tandem.flows.distance.data import Band, Journeys
from tandem.flows.distance.journeys import Trips, read_trips
from tandem.flows.distance.settings import Travel
from tandem.flows.presence import why_not
from tandem.opendata.data import Interval
from tandem.register.data import COUNTRY
from tandem.web import format as form
from tandem.web.insight import keyfigure, words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Bar, BarPicture, Crumb, Figure, Key, Page, Section
from tandem.web.insight.links import Links, links_for, root
from tandem.web.insight.ranking import scaled
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, measure, pupils, share
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.units import one_line

SHOWN = 25  # lines of a ranking in view; the table has all


def region_distance(store: Store, choice: Choice) -> Page:
    trips = read_trips(store.cube, year=choice.year, sectors=choice.sectors, region=choice.region)
    name = words.region(store.cube, choice.region)
    links = links_for(
        store.cube, choice, "afstand/" if choice.region.is_country else f"regio/{choice.region.code}/afstand/"
    )
    crumbs = (Crumb(gettext("Inzicht"), root()), Crumb(name, links.region(choice.region)), Crumb(gettext("Afstand")))
    of = gettext("woongemeente")
    return _page(store, choice, trips, (name, crumbs, links, _lives(name)), (of, trips.by_home()))


def municipality_distance(store: Store, choice: Choice, code: str) -> Page:
    if code not in store.cube.municipalities:
        raise NotInData(why_not(code))
    trips = read_trips(store.cube, year=choice.year, sectors=choice.sectors, home=code)
    name = words.unit(store.cube, code)
    links = links_for(store.cube, choice, f"gemeente/{code}/afstand/")
    crumbs = (Crumb(gettext("Inzicht"), root()), Crumb(name, links.place(code)), Crumb(gettext("Afstand")))
    return _page(store, choice, trips, (name, crumbs, links, _lives(name)), (gettext("vestiging"), trips.by_location()))


def school_distance(store: Store, choice: Choice, code: str) -> Page:
    location = store.cube.locations.get(code)
    if location is None:
        raise NotInData(gettext("De school %(code)s staat niet in de gegevens.") % {"code": code})
    there = store.cube.sectors_by_year[choice.year]
    mine = tuple(s for s in choice.sectors if s in location.sectors) or tuple(s for s in there if s in location.sectors)
    choice = replace(choice, region=COUNTRY, sectors=mine or choice.sectors)
    trips = read_trips(store.cube, year=choice.year, sectors=choice.sectors, school=code)
    links = links_for(store.cube, choice, f"school/{code}/afstand/")
    crumbs = (Crumb(gettext("Inzicht"), root()), Crumb(location.name, links.place(code)), Crumb(gettext("Afstand")))
    says = gettext("op school op %(name)s") % {"name": location.name}
    return _page(store, choice, trips, (location.name, crumbs, links, says), (gettext("woongemeente"), trips.by_home()))


def _lives(name: str) -> str:
    return gettext("die in %(name)s wonen") % {"name": name}


Frame = tuple[str, tuple[Crumb, ...], Links, str]
Parts = tuple[str, tuple[Journeys, ...]]


def _page(store: Store, choice: Choice, trips: Trips, frame: Frame, parts: Parts) -> Page:
    name, crumbs, links, says = frame
    whole = trips.whole("", name)
    return Page(
        title=gettext("Afstand tot school: %(name)s") % {"name": name},
        heading=_heading(name, whole),
        lead=provider_sentence(trips),
        crumbs=crumbs,
        choices=one_line(store.cube, choice, links, says),
        keys=_keys(whole, trips.settings),
        figures=(
            _bands(store, choice, trips, whole),
            _ranking(store, choice, parts, links),
            _sectors(store, choice, trips),
            _yearly(store, choice, trips),
        ),
        below=_assumptions(trips),
        embed=choice.embed,
    )


def provider_sentence(trips: Trips) -> str:
    """Which provider these kilometres come from; stands on every page of distances."""
    factor = form.decimal(trips.settings.factor)
    straight = gettext("rechte lijn × %(factor)s, van het midden van de postcode") % {"factor": factor}
    if not trips.measured:
        return gettext("Afstand: %(how)s. Enkele reis.") % {"how": straight}
    return gettext("Afstand: uit de geladen afstandentabel (%(share)s van de regels), anders %(how)s. Enkele reis.") % {
        "share": form.percentage_of(trips.measured),
        "how": straight,
    }


def _heading(name: str, whole: Journeys) -> str:
    if whole.median is None or whole.far_share is None:
        return gettext("Van leerlingen in %(name)s is geen afstand bekend.") % {"name": name}
    return gettext(
        "De helft van de leerlingen in %(name)s reist hoogstens %(median)s; %(share)s reist verder dan de grens."
    ) % {
        "name": name,
        "median": form.quantity(whole.median, "km"),
        "share": form.percentage_words(whole.far_share),
    }


def _keys(whole: Journeys, settings: Travel) -> tuple[Key, ...]:
    limit = form.quantity(Range(settings.limit_km, settings.limit_km), "km", 0)
    return (
        keyfigure.amount(whole.median, "km", gettext("mediaan: de helft reist minder ver")),
        keyfigure.amount(whole.p90, "km", gettext("90 van de 100 reizen minder ver")),
        keyfigure.part(
            whole.far_share, gettext("reist verder dan %(limit)s, of de grens van de eigen gemeente") % {"limit": limit}
        ),
        keyfigure.amount(
            whole.extra, "km", gettext("verder dan de dichtstbijzijnde school van dezelfde soort, gemiddeld")
        ),
        keyfigure.amount(whole.yearly_km, "km", gettext("per jaar, heen en terug"), digits=-4),
        keyfigure.amount(whole.euros, "euro", gettext("per jaar: een indicatie voor leerlingenvervoer"), digits=-4),
    )


def _bands(store: Store, choice: Choice, trips: Trips, whole: Journeys) -> Figure:
    bands = trips.bands()
    bars = scaled(tuple(_band_bar(band, whole.pupils) for band in bands))
    columns = (
        Column(gettext("kilometer")),
        Column(gettext("leerlingen"), "pupils"),
        Column(gettext("aandeel"), "share"),
    )
    rows = tuple(
        (name_cell(_band_name(b)), pupils(b.pupils), share(form.share_of(b.pupils, whole.pupils))) for b in bands
    )
    return Figure(
        key="afstanden",
        kind="bars",
        title=gettext("Hoe ver leerlingen reizen"),
        says=_unplaced(whole.unplaced) or gettext("Van elke leerling is de afstand bekend."),
        source=store.provenance.source(choice, whole.pupils),
        table=Table(gettext("Leerlingen naar afstand tot school"), columns, rows),
        picture=BarPicture(columns[0].title, columns[1].title, (columns[1].title, columns[2].title), bars),
        span="c6",
    )


def _unplaced(value: Interval) -> str:
    if form.kind(value) == "zero":
        return ""
    return gettext("Van %(pupils)s is de afstand niet bekend: de plaats van hun huis of school ontbreekt.") % {
        "pupils": form.pupils(value)
    }


def _band_name(band: Band) -> str:
    if band.stop is None:
        return gettext("%(start)s en verder") % {"start": form.decimal(band.start, 0)}
    return gettext("%(start)s tot %(stop)s") % {
        "start": form.decimal(band.start, 0),
        "stop": form.decimal(band.stop, 0),
    }


def _band_bar(band: Band, whole: Interval) -> Bar:
    value = band.pupils
    cells = (
        (form.interval_short(value), form.kind(value)),
        (form.percentage_short(form.share_of(value, whole)), ""),
    )
    high = value.low if value.high is None else value.high
    return Bar(_band_name(band), "", value.low, high, "out", cells, likely=value.estimate)


def _ranking(store: Store, choice: Choice, parts: Parts, links: Links) -> Figure:
    first, lines = parts
    shown = [line for line in lines if line.far_share is not None]
    bars = scaled(tuple(_part_bar(store, line, links) for line in shown[:SHOWN]))
    heads = (gettext("aandeel ver"), gettext("mediaan, km"))
    rows = tuple((name_cell(words.unit(store.cube, x.code), links.place(x.code), x.code), *_cells(x)) for x in lines)
    count = ngettext("%(count)s regel", "%(count)s regels", len(rows)) % {"count": form.number(len(rows))}
    return Figure(
        key="delen",
        kind="bars",
        title=gettext("Welk deel verder reist dan de grens, per %(unit)s") % {"unit": first},
        says=gettext("De grootste groepen staan bovenaan. In de tabel en de download: %(count)s.") % {"count": count},
        source=store.provenance.source(choice),
        table=Table(gettext("Afstand per %(unit)s") % {"unit": first}, (Column(first), *_columns()), rows),
        picture=BarPicture(first, heads[0], heads, bars),
        span="c6",
    )


def _part_bar(store: Store, line: Journeys, links: Links) -> Bar:
    value = line.far_share
    low, high = (100 * (value.low or 0.0), 100 * (value.high or 0.0)) if value else (0.0, 0.0)
    likely = 100 * value.estimate if value and value.estimate is not None else None
    cells = ((form.percentage_short(value), ""), (form.quantity(line.median, ""), ""))
    return Bar(words.unit(store.cube, line.code), links.place(line.code), low, high, "out", cells, likely=likely)


def _columns() -> tuple[Column, ...]:
    return (*_far_columns(), *_yearly_columns())


def _far_columns() -> tuple[Column, ...]:
    return (
        Column(gettext("leerlingen"), "pupils"),
        Column(gettext("mediaan, km"), "number"),
        Column(gettext("90 procent, km"), "number"),
        Column(gettext("verder dan de grens"), "pupils"),
        Column(gettext("aandeel ver"), "share"),
        Column(gettext("er is een nadere school"), "pupils"),
        Column(gettext("extra km, gemiddeld"), "number"),
    )


def _yearly_columns() -> tuple[Column, ...]:
    return (
        Column(gettext("km per jaar"), "number"),
        Column(gettext("euro per jaar, indicatie"), "number"),
    )


def _cells(one: Journeys) -> tuple[Cell, ...]:
    return (*_far_cells(one), *_yearly_cells(one))


def _far_cells(one: Journeys) -> tuple[Cell, ...]:
    return (
        pupils(one.pupils),
        measure(one.median),
        measure(one.p90),
        pupils(one.far),
        share(one.far_share),
        pupils(one.nearer),
        measure(one.extra),
    )


def _yearly_cells(one: Journeys) -> tuple[Cell, ...]:
    return measure(one.yearly_km, digits=-3), measure(one.euros, digits=-3)


def _sectors(store: Store, choice: Choice, trips: Trips) -> Figure:
    lines = trips.by_sector()
    rows = tuple((name_cell(words.sector(one.code)), *_far_cells(one)) for one in lines)
    return Figure(
        key="soorten",
        kind="table",
        title=gettext("Afstand per soort onderwijs"),
        says=gettext(
            "Enkele reis. De dichtstbijzijnde school is een vestiging met dezelfde soort onderwijs in dit jaar."
        ),
        source=store.provenance.source(choice),
        table=Table(gettext("Afstand per soort onderwijs"), (Column(gettext("soort")), *_far_columns()), rows),
    )


def _yearly(store: Store, choice: Choice, trips: Trips) -> Figure:
    """A table of its own: nine columns of ranges do not fit a screen."""
    rows = tuple((name_cell(words.sector(one.code)), *_yearly_cells(one)) for one in trips.by_sector())
    title = gettext("Kilometers en euro’s per jaar, per soort onderwijs")
    return Figure(
        key="jaar",
        kind="table",
        title=title,
        says=gettext("Heen en terug. De euro’s zijn een indicatie; waar die van uitgaat, staat hieronder."),
        source=store.provenance.source(choice),
        table=Table(title, (Column(gettext("soort")), *_yearly_columns()), rows),
    )


def _assumptions(trips: Trips) -> tuple[Section, ...]:
    settings = trips.settings
    own = ", ".join(
        gettext("%(name)s %(limit)s km")
        % {"name": words.unit(trips.cube, one.municipality), "limit": form.decimal(one.limit_km, 0)}
        for one in settings.limits
        if one.municipality in trips.cube.municipalities
    )
    values = {
        "limit": form.decimal(settings.limit_km, 0),
        "own": own or gettext("geen"),
        "days": settings.school_days,
        "euro": form.decimal(settings.euro_per_km, 2),
        "kinds": ", ".join(settings.transported),
    }
    return (
        Section(
            gettext("Waar dit van uitgaat"),
            gettext(
                "De grens voor leerlingenvervoer is %(limit)s kilometer (artikel 4 WPO en WEC); een eigen grens "
                "van een gemeente gaat voor (bekend: %(own)s). Kilometers per jaar: heen en terug, %(days)s dagen "
                "per schooljaar. De euro’s zijn een indicatie: %(euro)s euro per leerling-kilometer (299 miljoen "
                "euro voor 75.000 leerlingen in 2023), en alleen voor %(kinds)s boven de grens. Wie recht heeft op "
                "vervoer, besluit de gemeente. Een ‘nadere school’ is van dezelfde soort; of die past bij een kind "
                "en plaats heeft, weten deze cijfers niet."
            )
            % values,
        ),
    )
