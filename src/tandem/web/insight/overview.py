"""The overview of a region: the answer in a sentence, the map, the ranking, the matrix, the years."""

from dataclasses import dataclass, replace
from functools import partial

from django.utils.translation import gettext, ngettext

from tandem.flows.changes import can_compare
from tandem.flows.cube import NotInData
from tandem.flows.data import Direction, KeyFigures, Scope, Share
from tandem.flows.forecast.outlook import can_look_ahead
from tandem.flows.masked.headlines import refined_key_figures
from tandem.flows.masked.sums import total
from tandem.opendata.data import ZERO
from tandem.register.data import SECTOR_GROUPS, Region, Sector
from tandem.web import format as form
from tandem.web.insight import claims, keyfigure, matrix, ranking, sentence, words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Crumb, Figure, Key, Page
from tandem.web.insight.findings import what_stands_out
from tandem.web.insight.flowfigure import flow_figure
from tandem.web.insight.gaps import gaps_of
from tandem.web.insight.links import Links, links_for, more, root
from tandem.web.insight.store import Store
from tandem.web.insight.traffic import Traffic, by_home, by_school, largest_first, read_traffic
from tandem.web.insight.yearfigure import members_per_year

SPECIAL = SECTOR_GROUPS["SPECIAAL"]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The headline of a region. `special` and `ordinary` are the shares that leave their own municipality."""

    all: KeyFigures
    special: KeyFigures | None
    ordinary: KeyFigures | None


def overview(store: Store, choice: Choice) -> Page:
    traffic = read_traffic(store.cube, choice)
    choice = replace(choice, municipality=choice.municipality or _busiest(traffic, choice))
    links = links_for(store.cube, choice)
    numbers = read_numbers(store, choice)
    region = words.region(store.cube, choice.region)
    figures = [
        flow_figure(store, choice, traffic, links),
        _ranking(store, choice, traffic, links, numbers.all),
        _matrix(store, choice, traffic, links, numbers.all),
    ]
    if len(store.cube.years) > 1:
        figures.append(members_per_year(store, choice, links, matrix.members_shown(traffic, store.cube)))
    return Page(
        title=gettext("Grensverkeer van leerlingen in %(region)s") % {"region": region},
        heading=heading(region, choice, numbers, store.cube.sectors_by_year[choice.year]),
        crumbs=(Crumb(gettext("Inzicht"), root()), Crumb(region)),
        figures=tuple(figures),
        choices=sentence.pieces(store.cube, choice, links, traffic.members),
        keys=keys(choice.region, numbers, traffic),
        facts=further(choice.region, links),
        findings=what_stands_out(traffic, store.cube, gaps_of(store, choice.year), *_special_shares(numbers)),
        more=_more(store, choice, links),
        embed=choice.embed,
    )


def _more(store: Store, choice: Choice, links: Links) -> tuple[tuple[str, str], ...]:
    """None for municipalities that somebody chose: they have no page of their own."""
    if choice.region.code == "keuze":
        return ()
    ahead = can_look_ahead(store.cube, choice.sectors)
    back = can_compare(store.cube, choice.sectors, choice.year)
    return more(links, f"regio/{choice.region.code}/", ahead=ahead, back=back)


def further(region: Region, links: Links) -> tuple[tuple[str, str, str], ...]:
    """The other pages about this region."""
    page = "" if region.code == "keuze" else f"regio/{region.code}/"
    chosen = f"?gemeenten={','.join(region.municipalities)}" if region.code == "keuze" else links.tail
    return (
        (
            gettext("Ook over deze regio"),
            gettext("samenwerkingsverbanden: wie over hun grens gaat"),
            f"{links.root}{page}samenwerkingsverbanden/{chosen}",
        ),
    )


def _busiest(traffic: Traffic, choice: Choice) -> str:
    flows = traffic.crossing(choice.direction, choice.scope)
    order = largest_first(by_home(flows) if choice.direction is Direction.OUT else by_school(flows))
    return next((code for code, _ in order if code in traffic.inside), traffic.members[0])


def read_numbers(store: Store, choice: Choice) -> Numbers:
    def read(sectors: tuple[Sector, ...]) -> KeyFigures | None:
        if not sectors:
            return None
        return refined_key_figures(store.cube, year=choice.year, sectors=sectors, region=choice.region)

    everything = read(choice.sectors)
    if everything is None:
        raise NotInData(gettext("soort: kies minstens één soort onderwijs"))
    there = store.cube.sectors_by_year[choice.year]
    return Numbers(
        everything,
        read(tuple(sector for sector in there if sector in SPECIAL)),
        read(tuple(sector for sector in choice.sectors if sector not in SPECIAL)),
    )


def _special_shares(numbers: Numbers) -> tuple[Share | None, Share | None]:
    return (
        numbers.special.out_share if numbers.special else None,
        numbers.ordinary.out_share if numbers.ordinary else None,
    )


def heading(region: str, choice: Choice, numbers: Numbers, there: tuple[Sector, ...]) -> str:
    """The answer first: how many live here, and which share goes to school in another municipality."""
    found = numbers.all
    values = {
        "living": form.interval_words(found.living),
        "region": region,
        "share": form.percentage_words(found.out_share),
        "sectors": words.sectors(choice.sectors, there) if choice.sectors != there else "",
    }
    if found.living.low == 0:
        return gettext("Over leerlingen die in %(region)s wonen is in deze keuze niets bekend.") % values
    if form.says_nothing(found.out_share):
        values["living"] = form.pupils(found.living)
        text = gettext("In %(region)s wonen %(living)s; welk deel elders naar school gaat, is niet bekend.")
        return text % values
    if values["sectors"]:
        first = ngettext(
            "Van %(living)s leerling (%(sectors)s) die in %(region)s woont, gaat %(share)s naar een school buiten de "
            "eigen gemeente.",
            "Van de %(living)s leerlingen (%(sectors)s) die in %(region)s wonen, gaat %(share)s naar een school buiten "
            "de eigen gemeente.",
            form.plural(found.living),
        )
    else:
        first = ngettext(
            "Van %(living)s leerling die in %(region)s woont, gaat %(share)s naar een school buiten de eigen gemeente.",
            "Van de %(living)s leerlingen die in %(region)s wonen, gaat %(share)s naar een school buiten de eigen "
            "gemeente.",
            form.plural(found.living),
        )
    special = numbers.special
    if special is None or special.living.low == 0 or set(choice.sectors) <= set(SPECIAL):
        return first % values
    second = gettext("In het speciaal onderwijs is dat %(share)s.") % {
        "share": form.percentage_words(special.out_share)
    }
    return f"{first % values} {second}"


def keys(region: Region, numbers: Numbers, traffic: Traffic) -> tuple[Key, ...]:
    found = numbers.all
    away = largest_first(by_school(traffic.crossing(Direction.OUT, Scope.OUTSIDE)))
    living = gettext("leerlingen wonen in deze gemeenten (%(count)s)") % {"count": form.number(len(traffic.members))}
    made = [
        keyfigure.count(found.living, living if len(traffic.members) > 1 else gettext("leerlingen wonen hier")),
        keyfigure.count(found.out, gettext("gaan naar school in een andere gemeente"), "out"),
        keyfigure.count(found.incoming, gettext("komen van buiten de schoolgemeente"), "in"),
    ]
    if not region.is_country:
        text = gettext("gaan de regio uit: %(share)s") % {"share": form.percentage_words(found.out_of_region_share)}
        made.append(keyfigure.count(found.out_of_region if away or traffic.lost else ZERO, text, "out"))
    if numbers.special and numbers.special.living.low:
        text = gettext("van het speciaal onderwijs (%(count)s) gaat naar een andere gemeente")
        count = form.pupils(numbers.special.living)
        made.append(keyfigure.part(numbers.special.out_share, text % {"count": count}, "", "speciaal-onderwijs"))
    made.append(
        keyfigure.part(
            found.masked_share,
            gettext("van deze leerlingen staat in afgeschermde cellen"),
            "",
            "afgeschermde-cel",
        )
    )
    return tuple(made)


def _ranking(store: Store, choice: Choice, traffic: Traffic, links: Links, numbers: KeyFigures) -> Figure:
    cube, provenance = store.cube, store.provenance
    name = partial(words.unit, cube)
    out = choice.direction is Direction.OUT
    if ranking.own_side(choice):
        gaps = gaps_of(store, choice.year)
        picture, table = ranking.of_members(traffic, cube, choice, links, gaps)
        skipped = words.in_order(gaps.skipped(out=out) & traffic.inside, cube)
        not_sure = traffic.members if out and gaps.everywhere else skipped
        title = claims.share_title(ranking.shares_of(traffic, choice, gaps), not_sure, name, out=out)
        says = _ranking_says(out=out)[choice.scope]
        left_out = claims.skipped_sentence([name(code) for code in skipped])
        says = f"{says} {left_out}".strip()
    else:
        flows = traffic.crossing(choice.direction, choice.scope)
        sums = by_school(flows) if out else by_home(flows)
        whole = total(flows.values())
        first = gettext("schoolgemeente") if out else gettext("woongemeente")
        hrefs = {code: links.place(code) for code in sums}
        picture, table = ranking.of_units(sums, whole, cube, first, "out" if out else "in", hrefs)
        title = claims.most_title(claims.Place.SCHOOL_TOWNS if out else claims.Place.HOME_TOWNS, sums, name)
        says = ranking.rest_sentence(largest_first(sums), ranking.SHOWN) or gettext("Alle gemeenten staan in beeld.")
    if ranking.uncertain(picture):
        says += " " + gettext("Het lichte deel van een balk is onzeker.")
    return Figure(
        key="ranglijst",
        kind="bars",
        title=title,
        says=says,
        source=provenance.source(choice, numbers.out if out else numbers.incoming, numbers.masked_share),
        table=table,
        picture=picture,
        span="c5",
        notes=provenance.notes(choice, traffic.members),
    )


def _ranking_says(*, out: bool) -> dict[Scope, str]:
    if out:
        return {
            Scope.ALL: gettext("Aandeel van de leerlingen die er wonen en in een andere gemeente naar school gaan."),
            Scope.INSIDE: gettext("Aandeel van wie er woont dat in een andere gemeente van de regio naar school gaat."),
            Scope.OUTSIDE: gettext("Aandeel van wie er woont dat buiten de regio naar school gaat."),
        }
    return {
        Scope.ALL: gettext("Aandeel van de leerlingen op school die in een andere gemeente wonen."),
        Scope.INSIDE: gettext("Aandeel van wie er op school zit dat in een andere gemeente van de regio woont."),
        Scope.OUTSIDE: gettext("Aandeel van wie er op school zit dat buiten de regio woont."),
    }


def _matrix(store: Store, choice: Choice, traffic: Traffic, links: Links, numbers: KeyFigures) -> Figure:
    unseen = gaps_of(store, choice.year).unseen
    picture, table = matrix.build(traffic, store.cube, choice.scope, links, choice.municipality, unseen)
    flows = traffic.crossing(Direction.OUT, choice.scope)
    title = claims.flow_title(
        flows, partial(words.unit, store.cube), certain=not traffic.lost and not unseen & traffic.inside
    )
    says = gettext("Rijen zijn woongemeenten, kolommen schoolgemeenten. Grijs is: blijft in de eigen gemeente.")
    if any(cell.wide for row in picture.rows for cell in row.cells):
        says += " " + gettext("Gearceerd is onzeker.")
    if len(traffic.members) > matrix.MOST:
        says += " " + gettext("%(count)s gemeenten met veel verkeer staan in beeld.") % {"count": matrix.most(traffic)}
    return Figure(
        key="matrix",
        kind="matrix",
        title=title,
        says=says,
        source=store.provenance.source(choice, numbers.living, numbers.masked_share),
        table=table,
        picture=picture,
        notes=store.provenance.notes(choice, traffic.members),
    )
