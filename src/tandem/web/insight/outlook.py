"""The coming years: pupils per sector and municipality with an interval, and how far off such forecasts were."""

from django.utils.translation import gettext

from tandem.flows.cube import NotInData
from tandem.flows.data import Range
from tandem.flows.forecast.backtest import OURS, ForecastScore
from tandem.flows.forecast.outlook import WHOLE, Outlook, Outlooks, read_outlooks
from tandem.flows.presence import why_not
from tandem.register.data import SECTOR_GROUPS, Region, Sector
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Bar, BarPicture, Crumb, Figure, Page, Section
from tandem.web.insight.forecastpicture import forecast_picture
from tandem.web.insight.links import Links, links_for, root
from tandem.web.insight.ranking import scaled
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, measure, pupils
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.units import one_line

ORDER = list(Sector)


def region_outlook(store: Store, choice: Choice) -> Page:
    region, name = choice.region, words.region(store.cube, choice.region)
    page = "vooruitblik/" if region.is_country else f"regio/{region.code}/vooruitblik/"
    links = links_for(store.cube, choice, page)
    return _page(store, choice, region, (name, links.region(region), links))


def municipality_outlook(store: Store, choice: Choice, code: str) -> Page:
    if code not in store.cube.municipalities:
        raise NotInData(why_not(code))
    name = words.unit(store.cube, code)
    links = links_for(store.cube, choice, f"gemeente/{code}/vooruitblik/")
    return _page(store, choice, Region(code.lower(), name, (code,)), (name, links.place(code), links))


def _page(store: Store, choice: Choice, region: Region, place: tuple[str, str, Links]) -> Page:
    name, href, links = place
    found = read_outlooks(store.cube, region, choice.sectors)
    whole = [line for line in found.lines if line.code == WHOLE]
    return Page(
        title=gettext("Vooruitblik: leerlingen in %(name)s") % {"name": name},
        heading=_heading(name, whole),
        lead=_lead(found),
        crumbs=(Crumb(gettext("Inzicht"), root()), Crumb(name, href), Crumb(gettext("Vooruitblik"))),
        choices=one_line(store.cube, choice, links, gettext("die in %(name)s wonen") % {"name": name}),
        figures=(_years(store, choice, name, whole), *_members(store, found, region, links), _error(found)),
        below=(_explanation(),),
        embed=choice.embed,
    )


def _heading(name: str, whole: list[Outlook]) -> str:
    special = [line for line in whole if line.sector in SECTOR_GROUPS["SPECIAAL"]] or whole
    line = max(special, key=lambda one: one.past[max(one.past)].low)
    year = max(line.coming)
    text = gettext(
        "Uit %(name)s gaan in %(year)s %(range)s kinderen en jongeren naar het %(sector)s; in %(last)s waren het er "
        "%(now)s."
    )
    return text % {
        "year": year,
        "name": name,
        "range": words_of(line.coming[year]),
        "sector": words.sector(line.sector),
        "last": max(line.past),
        "now": form.interval_words(line.past[max(line.past)]),
    }


def words_of(value: Range) -> str:
    """'410 tot 520 (waarschijnlijk 463)'."""
    return form.quantity(value, "", 0)


def _lead(found: Outlooks) -> str:
    people = (
        gettext("Uit de jaren tot nu toe en de bevolking naar leeftijd.")
        if found.with_population
        else gettext("Uit de jaren tot nu toe; de bevolking naar leeftijd is niet geladen.")
    )
    return (
        people
        + " "
        + gettext(
            "Het bereik is gemaakt om in 8 van de 10 gevallen te kloppen; hoe vaak dat eerder lukte, staat onderaan."
        )
    )


def _years(store: Store, choice: Choice, name: str, whole: list[Outlook]) -> Figure:
    picture = forecast_picture(whole)
    years = sorted({year for line in whole for year in (*line.past, *line.coming)})
    official = any(line.official for line in whole)
    columns = [Column(gettext("soort")), *(Column(str(year), "number") for year in years)]
    rows: list[tuple[Cell, ...]] = []
    for line in whole:
        rows.append((name_cell(words.sector(line.sector)), *(_cell(line, year) for year in years)))
        if line.official:
            label = gettext("%(sector)s, prognose van DUO") % {"sector": words.sector(line.sector)}
            rows.append((name_cell(label), *(_official(line, year) for year in years)))
    says = gettext("De lijn is wat bekend is, het lichte vlak de vooruitblik. Elk vak heeft zijn eigen schaal.")
    if official:
        says += " " + gettext("De ruit is de prognose van DUO; die telt leerlingen in de gemeente van de school.")
    return Figure(
        key="vooruitblik",
        kind="years",
        title=gettext("Leerlingen in %(name)s, per soort onderwijs") % {"name": name},
        says=says,
        source=store.provenance.source_years(store.cube.years, choice.sectors),
        table=Table(gettext("Leerlingen per jaar, met vooruitblik"), tuple(columns), tuple(rows)),
        picture=picture,
    )


def _cell(line: Outlook, year: int) -> Cell:
    if year in line.coming:
        return measure(line.coming[year], digits=0)
    return pupils(line.past[year]) if year in line.past else Cell("–")


def _official(line: Outlook, year: int) -> Cell:
    if year not in line.official:
        return Cell("–")
    return measure(Range(line.official[year], line.official[year]), digits=0)


def _members(store: Store, found: Outlooks, region: Region, links: Links) -> tuple[Figure, ...]:
    """Per municipality: now and in the last year of the forecast."""
    lines = [line for line in found.lines if line.code != WHOLE]
    if len({line.code for line in lines}) < 2:
        return ()
    year = max(lines[0].coming)
    rows = tuple(
        (
            name_cell(words.unit(store.cube, line.code), links.place(line.code), line.code),
            name_cell(words.sector(line.sector)),
            pupils(line.past[max(line.past)]),
            *(measure(line.coming[one], digits=0) for one in sorted(line.coming)),
        )
        for line in sorted(lines, key=lambda one: (words.unit(store.cube, one.code), ORDER.index(one.sector)))
    )
    columns = (
        Column(gettext("gemeente")),
        Column(gettext("soort")),
        Column(gettext("nu"), "pupils"),
        *(Column(str(one), "number") for one in sorted(lines[0].coming)),
    )
    return (
        Figure(
            key="gemeenten",
            kind="table",
            title=gettext("Per gemeente, tot en met %(year)s") % {"year": year},
            says=gettext("Gemeenten tellen niet precies op tot de regio: elke vooruitblik is apart gemaakt."),
            source=store.provenance.source_years(store.cube.years, tuple({line.sector for line in lines})),
            table=Table(gettext("Vooruitblik per gemeente in %(region)s") % {"region": region.name}, columns, rows),
        ),
    )


def _error(found: Outlooks) -> Figure:
    """The back-test: each method, one to three years ahead."""
    scores = _together(found.scores)
    names = {OURS: gettext("deze vooruitblik")}
    names |= {"zelfde als vorig jaar": gettext("zelfde als vorig jaar"), "rechte lijn": gettext("rechte lijn")}
    most = max((score.error for score in scores), default=1.0) or 1.0
    bars = scaled(
        tuple(
            Bar(
                gettext("%(method)s, %(years)s jaar vooruit") % {"method": names[score.method], "years": score.ahead},
                "",
                score.error / most * 100,
                score.error / most * 100,
                "in" if score.method == OURS else "out",
                ((form.percentage_of(score.error / 100), ""), (_inside(score), "")),
            )
            for score in scores
        )
    )
    columns = (
        Column(gettext("manier")),
        Column(gettext("jaar vooruit"), "number"),
        Column(gettext("ernaast, procent"), "number"),
        Column(gettext("in het bereik, procent"), "number"),
        Column(gettext("hoe vaak getoetst"), "number"),
    )
    rows = tuple(
        (
            name_cell(names[score.method]),
            measure(Range(score.ahead, score.ahead), digits=0),
            measure(Range(score.error, score.error)),
            measure(None if score.inside is None else Range(score.inside, score.inside), digits=0),
            measure(Range(score.series, score.series), digits=0),
        )
        for score in scores
    )
    return Figure(
        key="terugtoets",
        kind="bars",
        title=gettext("Hoe ver zulke voorspellingen er eerder naast zaten"),
        says=gettext("Elk jaar dat voorbij is, voorspelden we opnieuw uit de jaren ervoor; de uitkomst ligt ernaast."),
        source=gettext("Eigen terugtoets op de gegevens in gebruik."),
        table=Table(gettext("Terugtoets van de vooruitblik"), columns, rows),
        picture=BarPicture(columns[0].title, columns[2].title, (columns[2].title, columns[3].title), bars),
        span="c7",
    )


def _inside(score: ForecastScore) -> str:
    return "" if score.inside is None else form.percentage_of(score.inside / 100)


def _together(scores: tuple[ForecastScore, ...]) -> list[ForecastScore]:
    """The sectors' scores as one, weighed by how many series each tested."""
    found: list[ForecastScore] = []
    for ahead in sorted({score.ahead for score in scores}):
        for method in dict.fromkeys(score.method for score in scores):
            same = [score for score in scores if (score.method, score.ahead) == (method, ahead)]
            series = sum(score.series for score in same)
            if series:
                inside = [score.inside for score in same if score.inside is not None]
                mean = sum((score.inside or 0.0) * score.series for score in same) / series if inside else None
                error = sum(score.error * score.series for score in same) / series
                bias = sum(score.bias * score.series for score in same) / series
                found.append(ForecastScore(method, ahead, series, error, bias, mean))
    return found


def _explanation() -> Section:
    return Section(
        gettext("Hoe de vooruitblik is gemaakt"),
        gettext(
            "Voor elke gemeente gaat de vooruitblik verder vanaf het laatste aantal, met de verandering van de "
            "afgelopen jaren. Is een gemeente klein, dan telt mee hoe het in de andere gemeenten ging. Een "
            "verandering wordt elk jaar zwakker. Is de bevolking naar leeftijd geladen, dan telt mee hoeveel "
            "kinderen straks de leeftijd hebben. Het bereik komt uit hoe ver zulke voorspellingen er eerder naast "
            "zaten. Beleid, nieuwe scholen en verhuizingen weet de vooruitblik niet."
        ),
    )
