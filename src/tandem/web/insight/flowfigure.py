"""The map of the flows of one municipality as a figure: finding, picture, table and source."""

from collections.abc import Callable

from django.utils.translation import gettext, ngettext

from tandem.flows.data import Direction, Scope
from tandem.flows.masked.sums import total
from tandem.flows.openness import opened
from tandem.opendata.data import ZERO, Interval
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Figure
from tandem.web.insight.gaps import Gaps, gaps_of
from tandem.web.insight.links import Links
from tandem.web.insight.maps import TOP, Flow, Scene, flow_map
from tandem.web.insight.ranking import rest_sentence
from tandem.web.insight.store import Store, map_of, school_points
from tandem.web.insight.table import Column, Table, pupils, share
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import Traffic, largest_first

DOTS_MOST = 60  # municipalities; on a larger map the schools would hide the areas
Ends = list[tuple[str, Interval]]


def ends_of(traffic: Traffic, choice: Choice) -> Ends:
    """Where the pupils of the chosen municipality go (or come from), largest first."""
    out = choice.direction is Direction.OUT
    return largest_first(
        {
            school if out else home: value
            for (home, school), value in traffic.crossing(choice.direction, choice.scope).items()
            if (home if out else school) == choice.municipality
        }
    )


def whole_of(traffic: Traffic, choice: Choice, gaps: Gaps) -> Interval:
    """All of them together; for who comes in also who may, at a school without a known place.

    Of a municipality whose schools are in no file it is a lower bound, as it is in its key figures.
    """
    moved = traffic.leaving(choice.scope) if choice.direction is Direction.OUT else traffic.arriving(choice.scope)
    whole = moved[choice.municipality].moving if choice.municipality in moved else ZERO
    return opened(whole) if choice.municipality in gaps.unseen else whole


def flow_figure(
    store: Store, choice: Choice, traffic: Traffic, links: Links, *, href_of: Callable[[str], str] | None = None
) -> Figure:
    ends = ends_of(traffic, choice)
    whole = whole_of(traffic, choice, gaps_of(store, choice.year))
    members = traffic.members
    name = words.unit(store.cube, choice.municipality)
    out = choice.direction is Direction.OUT
    titles = _titles(form.plural(whole), out=out)
    if whole.high is None and whole.low == 0:
        titles = _unknown_title(out=out)
    title = titles[choice.scope] % {"name": name, "pupils": form.interval_words(whole)}
    return Figure(
        key="kaart",
        kind="map",
        title=title,
        says=_says(store, ends, whole),
        source=store.provenance.source(choice, whole),
        table=_table(store, choice, ends, whole, links),
        picture=flow_map(_scene(store, choice, traffic, links, ends, href_of)),
        span="c7",
        notes=store.provenance.notes(choice, members),
        legend=("schools",) if len(members) <= DOTS_MOST else (),
    )


def _unknown_title(*, out: bool) -> dict[Scope, str]:
    return dict.fromkeys(
        Scope,
        gettext("Hoeveel leerlingen uit %(name)s elders naar school gaan, is niet bekend")
        if out
        else gettext("Hoeveel leerlingen van elders in %(name)s naar school gaan, is niet bekend"),
    )


def _titles(number: int, *, out: bool) -> dict[Scope, str]:
    if out:
        return {
            Scope.ALL: ngettext(
                "Uit %(name)s gaat %(pupils)s leerling naar school in een andere gemeente",
                "Uit %(name)s gaan %(pupils)s leerlingen naar school in een andere gemeente",
                number,
            ),
            Scope.INSIDE: ngettext(
                "Uit %(name)s gaat %(pupils)s leerling naar een andere gemeente van de regio",
                "Uit %(name)s gaan %(pupils)s leerlingen naar een andere gemeente van de regio",
                number,
            ),
            Scope.OUTSIDE: ngettext(
                "Uit %(name)s gaat %(pupils)s leerling naar school buiten de regio",
                "Uit %(name)s gaan %(pupils)s leerlingen naar school buiten de regio",
                number,
            ),
        }
    return {
        Scope.ALL: ngettext(
            "Naar school in %(name)s komt %(pupils)s leerling uit een andere gemeente",
            "Naar school in %(name)s komen %(pupils)s leerlingen uit een andere gemeente",
            number,
        ),
        Scope.INSIDE: ngettext(
            "Naar school in %(name)s komt %(pupils)s leerling uit de rest van de regio",
            "Naar school in %(name)s komen %(pupils)s leerlingen uit de rest van de regio",
            number,
        ),
        Scope.OUTSIDE: ngettext(
            "Naar school in %(name)s komt %(pupils)s leerling van buiten de regio",
            "Naar school in %(name)s komen %(pupils)s leerlingen van buiten de regio",
            number,
        ),
    }


def _says(store: Store, ends: Ends, whole: Interval) -> str:
    drawn = [code for code, _ in ends]
    said = [gettext("Hoe breder de pijl, hoe meer leerlingen.")]
    if len(drawn) > TOP:
        said.append(rest_sentence(ends, TOP))
    if any(form.is_wide(value) for _, value in ends[:TOP]):
        said.append(gettext("Een lichte pijl is onzeker."))
    if whole.high is not None and total(value for _, value in ends) != whole:
        said.append(gettext("Wie op een school zit waarvan we de plaats niet weten, telt mee in de bovengrens."))
    if store.schematic:
        said.append(gettext("De grenzen zijn een schets."))
    return " ".join(said)


def _scene(
    store: Store,
    choice: Choice,
    traffic: Traffic,
    links: Links,
    ends: Ends,
    href_of: Callable[[str], str] | None,
) -> Scene:
    cube, chosen = store.cube, choice.municipality
    out = choice.direction is Direction.OUT
    numbers = dict(ends)

    def hint(code: str) -> str:
        name = words.unit(cube, code)
        if code == chosen:
            return name
        value = numbers.get(code, ZERO)
        if len(traffic.members) > DOTS_MOST:  # hundreds of them: the title of the map says from where to where
            return f"{name}: {form.interval(value)}"
        texts = (
            gettext("%(chosen)s naar %(name)s: %(pupils)s") if out else gettext("%(name)s naar %(chosen)s: %(pupils)s")
        )
        return texts % {"chosen": words.unit(cube, chosen), "name": name, "pupils": form.pupils(value)}

    hrefs = dict(zip(traffic.members, links.of_municipalities(traffic.members), strict=True))
    schools, special = school_points(store, traffic.members)
    return Scene(
        base=map_of(store, traffic.members),
        members=traffic.inside,
        chosen=chosen,
        direction=choice.direction,
        flows=tuple(
            Flow(code, words.unit(cube, code), value, links.pair(chosen, code) if out else links.pair(code, chosen))
            for code, value in ends
        ),
        name_of=lambda code: words.unit(cube, code),
        href_of=href_of or hrefs.__getitem__,
        hint_of=hint,
        schools=schools if len(traffic.members) <= DOTS_MOST else (),
        special_schools=special if len(traffic.members) <= DOTS_MOST else (),
    )


def _table(store: Store, choice: Choice, ends: Ends, whole: Interval, links: Links) -> Table:
    out = choice.direction is Direction.OUT
    first = gettext("naar school in") if out else gettext("woont in")
    rows = []
    for code, value in ends:
        href = links.pair(choice.municipality, code) if out else links.pair(code, choice.municipality)
        rows.append(
            (name_cell(words.unit(store.cube, code), href, code), pupils(value), share(form.share_of(value, whole)))
        )
    total = (name_cell(gettext("totaal")), pupils(whole), share(form.share_of(whole, whole)))
    columns = (Column(first), Column(gettext("leerlingen"), "pupils"), Column(gettext("aandeel"), "share"))
    name = words.unit(store.cube, choice.municipality)
    caption = (gettext("Leerlingen uit %(name)s") if out else gettext("Leerlingen op school in %(name)s")) % {
        "name": name
    }
    return Table(caption, columns, tuple(rows), total)
