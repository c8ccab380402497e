"""One municipality: who leaves, who comes, its schools, its years."""

from dataclasses import replace

from django.utils.translation import gettext, ngettext

from tandem.flows.changes import can_compare
from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import UNKNOWN, Direction, Level, MunicipalitySummary, Scope, Share
from tandem.flows.forecast.outlook import can_look_ahead
from tandem.flows.masked.headlines import refined_by_year
from tandem.flows.masked.refining import refined_summary
from tandem.flows.masked.sums import summed, traced_answer
from tandem.flows.openness import homes_unknown, opened
from tandem.flows.presence import why_not
from tandem.opendata.data import ZERO, Interval
from tandem.register.data import COUNTRY, Region
from tandem.register.definitions import regions
from tandem.web import format as form
from tandem.web.insight import claims, keyfigure, words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Crumb, Figure, Key, Page
from tandem.web.insight.flowfigure import flow_figure
from tandem.web.insight.gaps import gaps_of
from tandem.web.insight.grades import grade_figures
from tandem.web.insight.links import Links, links_for, more, root
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, pupils, share
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import Traffic, possibly, read_traffic
from tandem.web.insight.units import one_line, partnerships_of


def municipality(store: Store, choice: Choice, code: str) -> Page:
    cube = store.cube
    if code not in cube.municipalities:
        raise NotInData(why_not(code))
    choice = replace(choice, region=region_of(cube, code, choice.region), municipality=code)
    links = links_for(cube, choice, f"gemeente/{code}/")
    name = words.unit(cube, code)
    (summary,) = refined_summary(cube, year=choice.year, sectors=choice.sectors, region=Region("keuze", "", (code,)))
    traffic = read_traffic(cube, choice)
    unseen = code in gaps_of(store, choice.year).unseen
    return Page(
        title=gettext("Grensverkeer van leerlingen in %(name)s") % {"name": name},
        heading=unseen_heading(name, summary.living) if unseen else _heading(name, summary, traffic, code),
        crumbs=(
            Crumb(gettext("Inzicht"), root()),
            Crumb(words.region(cube, choice.region), links.region(choice.region)),
            Crumb(name),
        ),
        choices=one_line(cube, choice, links, gettext("die in %(name)s wonen of naar school gaan") % {"name": name}),
        keys=_unseen_keys(summary) if unseen else _keys(summary),
        facts=(*partnerships_of(cube, code, links), _key_figures_of(name, code, links)),
        figures=(
            *_flows(store, choice, traffic, links, unseen=unseen),
            *(() if unseen else _places(store, choice, code, links)),
        ),
        more=more(
            links,
            f"gemeente/{code}/",
            ahead=can_look_ahead(store.cube, choice.sectors),
            back=can_compare(store.cube, choice.sectors, choice.year),
        ),
        embed=choice.embed,
    )


def _key_figures_of(name: str, code: str, links: Links) -> tuple[str, str, str]:
    text = gettext("scholen, leerlingen en jeugdzorg in %(name)s") % {"name": name}
    return gettext("Kengetallen"), text, f"{links.root}kengetallen/{code}/{links.tail}"


def _places(store: Store, choice: Choice, code: str, links: Links) -> tuple[Figure, ...]:
    """The schools, the years, and of secondary education the years of study."""
    return (
        _schools(store, choice, code, links),
        *_years(store, choice, code),
        *grade_figures(store, choice, code, town=code),
    )


def _flows(store: Store, choice: Choice, traffic: Traffic, links: Links, *, unseen: bool) -> tuple[Figure, ...]:
    """Who goes out and, where schools of this municipality are in the files, who comes in."""
    out = flow_figure(store, replace(choice, direction=Direction.OUT), traffic, links, href_of=links.place)
    if unseen:
        return (replace(out, key="kaart-uit", span="c8"),)
    into = flow_figure(store, replace(choice, direction=Direction.IN), traffic, links, href_of=links.place)
    return replace(out, key="kaart-uit", span="c6"), replace(into, key="kaart-in", span="c6")


def _heading(name: str, summary: MunicipalitySummary, traffic: Traffic, code: str) -> str:
    if traffic.lost:
        return _lost_heading(name, summary.living, traffic.arriving(Scope.ALL)[code].share)
    leaving, arriving = traffic.leaving(Scope.ALL)[code], traffic.arriving(Scope.ALL)[code]
    return heading(name, summary, leaving.share, arriving.share)


def _lost_heading(name: str, living: Interval, into: Share | None) -> str:
    """Where too many homes are unknown to say who lives here."""
    values = {"name": name, "living": form.pupils(living), "in": form.percentage_words(into)}
    first = (
        gettext("Hoeveel leerlingen in %(name)s wonen, is niet bekend.")
        if living.low == 0
        else gettext("In %(name)s wonen %(living)s; hoeveel er elders naar school gaan, is niet bekend.")
    )
    if form.says_nothing(into):
        return first % values
    return f"{first} {gettext('Van wie er op school zit, komt %(in)s van elders.')}" % values


def region_of(cube: Cube, code: str, chosen: Region) -> Region:
    """The region on the page: the chosen one when it holds the municipality, else one that does and is in the data."""
    around = [region for region in (chosen, *regions().values()) if code in region.municipalities]
    known = cube.municipalities.keys()
    return next((region for region in around if known >= set(region.municipalities)), COUNTRY)


def heading(name: str, summary: MunicipalitySummary, out: Share | None, into: Share | None) -> str:
    return ngettext(
        "Van %(living)s leerling in %(name)s gaat %(out)s elders naar school. Van wie er op school zit, komt "
        "%(in)s van elders.",
        "Van de %(living)s leerlingen in %(name)s gaat %(out)s elders naar school. Van wie er op school zit, komt "
        "%(in)s van elders.",
        form.plural(summary.living),
    ) % {
        "living": form.interval_words(summary.living),
        "name": name,
        "out": form.percentage_words(out),
        "in": form.percentage_words(into),
    }


def unseen_heading(name: str, living: Interval) -> str:
    """Of a municipality whose schools are in no file: we only see who goes to a school that is in one."""
    values = {"name": name, "pupils": form.interval_words(living)}
    first = gettext("Van scholen in %(name)s staat niets in de bestanden.") % values
    if form.kind(living) == "zero":
        return first
    if living.low == 0:
        return f"{first} {gettext('Hoeveel leerlingen hier wonen, is niet bekend.')}"
    second = ngettext(
        "%(pupils)s leerling uit %(name)s gaat naar een school die er wel in staat.",
        "%(pupils)s leerlingen uit %(name)s gaan naar een school die er wel in staat.",
        form.plural(living),
    )
    return f"{first} {second % values}"


def _unseen_keys(summary: MunicipalitySummary) -> tuple[Key, ...]:
    unknown = gettext("onbekend")
    return (
        Key(unknown, gettext("leerlingen wonen hier")),
        keyfigure.count(opened(summary.out), gettext("gaan naar school in een andere gemeente"), "out"),
        Key(unknown, gettext("zitten hier op school")),
        Key(unknown, gettext("komen van buiten de gemeente"), "in"),
    )


def _keys(summary: MunicipalitySummary) -> tuple[Key, ...]:
    balance = _balance(summary)
    return (
        keyfigure.count(summary.living, gettext("leerlingen wonen hier")),
        keyfigure.count(summary.out, gettext("gaan naar school in een andere gemeente"), "out"),
        keyfigure.count(summary.at_school, gettext("zitten hier op school")),
        keyfigure.count(summary.incoming, gettext("komen van buiten de gemeente"), "in"),
        Key(balance, gettext("verschil: in min uit")),
    )


def _balance(summary: MunicipalitySummary) -> str:
    """'+324', '−60', '−60 tot +12', or what is certain where a bound is open."""
    low = None if summary.out.high is None else summary.incoming.low - summary.out.high
    high = None if summary.incoming.high is None else summary.incoming.high - summary.out.low
    if low is None or high is None:
        return gettext("onbekend")
    if low == high:
        return signed(low)
    return gettext("%(low)s tot %(high)s") % {"low": signed(low), "high": signed(high)}


def signed(value: int) -> str:
    return f"{'−' if value < 0 else '+' if value else ''}{form.number(abs(value))}"


def _schools(store: Store, choice: Choice, code: str, links: Links) -> Figure:
    """The school locations of the municipality, and which share of their pupils comes from elsewhere."""
    cube = store.cube
    found = traced_answer(cube, replace(choice, region=COUNTRY).levels(Level.MUNICIPALITY, Level.LOCATION, school=code))
    lost = homes_unknown(cube, (choice.year,), choice.sectors)
    whole_of = summed((cell.school_code, cell.pupils) for cell in found.cells)
    away_of = summed(
        (cell.school_code, possibly(cell.pupils) if lost and cell.home_code == UNKNOWN else cell.pupils)
        for cell in found.cells
        if cell.home_code != code
    )
    sums = {location: (whole, away_of.get(location, ZERO)) for location, whole in whole_of.items()}
    order = sorted(sums.items(), key=lambda item: (-(item[1][0].low + (item[1][0].high or 0)), item[0]))
    said = claims.order_sentence([whole for _, (whole, _) in order])
    rows = tuple(_school_row(cube, location, whole, away, links) for location, (whole, away) in order)
    columns = (
        Column(gettext("vestiging")),
        Column(gettext("soort")),
        Column(gettext("leerlingen"), "pupils"),
        Column(gettext("van elders"), "pupils"),
        Column(gettext("aandeel van elders"), "share"),
    )
    name = words.unit(cube, code)
    return Figure(
        key="scholen",
        kind="table",
        title=ngettext("%(count)s schoollocatie in %(name)s", "%(count)s schoollocaties in %(name)s", len(rows))
        % {"count": form.number(len(rows)), "name": name},
        says=f"{gettext('Elke vestiging met leerlingen in deze keuze.')} {said}",
        source=store.provenance.source(choice, found.total),
        table=Table(gettext("Schoollocaties in %(name)s") % {"name": name}, columns, rows),
        span="c7" if len(cube.years) > 1 else "c8",
        notes=store.provenance.notes(choice, (code, *sums)),
    )


def _school_row(cube: Cube, code: str, whole: Interval, away: Interval, links: Links) -> tuple[Cell, ...]:
    location = cube.locations.get(code)
    kinds = ", ".join(location.sectors) if location else ""
    return (
        name_cell(words.unit(cube, code), links.place(code), code),
        name_cell(kinds),
        pupils(whole),
        pupils(away),
        share(form.share_of(away, whole)),
    )


def _years(store: Store, choice: Choice, code: str) -> tuple[Figure, ...]:
    """Out and in per year as a table with bars; only where there is more than one year."""
    cube = store.cube
    if len(cube.years) < 2:
        return ()
    one = replace(choice, region=Region("keuze", "", (code,)))
    totals = refined_by_year(cube, one.query(direction=Direction.OUT))
    incoming = {found.year: found for found in refined_by_year(cube, one.query(direction=Direction.IN))}
    rows = tuple(
        (
            name_cell(str(found.year)),
            pupils(found.pupils) if found.pupils and not found.absent else name_cell("–"),
            pupils(back.pupils) if (back := incoming[found.year]).pupils and not back.absent else name_cell("–"),
        )
        for found in totals
    )
    columns = (Column(gettext("jaar")), Column(gettext("uit"), "pupils"), Column(gettext("in"), "pupils"))
    return (
        Figure(
            key="jaren",
            kind="table",
            title=gettext("Uit en in, per jaar"),
            says=gettext("Elk jaar op 1 oktober; een streepje is: dat jaar is er niets geladen."),
            source=store.provenance.source_years(cube.years, choice.sectors),
            table=Table(gettext("Uit en in, per jaar"), columns, rows),
            span="c5",
        ),
    )
