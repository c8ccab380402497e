"""The partnerships of a region: who goes to school in another one, and where their areas leave the region."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext, ngettext

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import UNKNOWN, Level
from tandem.flows.masked.sums import total
from tandem.flows.queries import answer
from tandem.opendata.data import ZERO, Interval
from tandem.register.data import COUNTRY, PARTNERSHIP_KIND, Region
from tandem.web import format as form
from tandem.web.insight import sentence, words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Crumb, Figure, Key, Page, Piece
from tandem.web.insight.links import Links, links_for, root
from tandem.web.insight.partnermap import leaving_figure
from tandem.web.insight.partnermatrix import matrix_figure
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, pupils, share
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import added, by_home, by_school, possibly

KINDS = {"PO": "partnership_po", "VO": "partnership_vo"}
Flows = dict[tuple[str, str], Interval]


@dataclass(frozen=True, slots=True)
class Bond:
    """A partnership with the postcode areas of each municipality in its area, inside and outside the region."""

    code: str
    inside: Mapping[str, tuple[str, ...]]
    outside: Mapping[str, tuple[str, ...]]

    @property
    def kind(self) -> str:
        return self.code[:2]


@dataclass(frozen=True, slots=True)
class Living:
    """Pupils of one postcode area: all, and those at a school of another partnership than that of their home."""

    pc4: str
    municipality: str
    bond: str
    everyone: Interval
    elsewhere: Interval


def partnerships(store: Store, choice: Choice) -> Page:
    cube, region = store.cube, choice.region
    bonds = bonds_of(cube, region)
    kinds = tuple(kind for kind in KINDS if _sectors(choice, kind) and any(bond.kind == kind for bond in bonds))
    if not kinds:
        raise NotInData(gettext("Van deze gemeenten is niet bekend in welk samenwerkingsverband zij liggen."))
    links = links_for(cube, choice, _address(region), of_region=True)
    living = tuple(line for kind in kinds for line in living_in(cube, choice, kind))
    flows = {kind: _national(cube, choice, kind) for kind in kinds}
    name = words.region(cube, region)
    figures = [leaving_figure(store, choice, bonds, living, links)]
    figures += [matrix_figure(store, _of_kind(choice, kind), kind, bonds, flows[kind], links) for kind in kinds]
    figures += [_table(store, choice, bonds, flows, links), *_divided(store, choice, bonds, links)]
    return Page(
        title=gettext("Samenwerkingsverbanden in %(region)s") % {"region": name},
        heading=_heading(name, living),
        crumbs=(
            Crumb(gettext("Inzicht"), root()),
            Crumb(name, links.region(region)),
            Crumb(gettext("Samenwerkingsverbanden")),
        ),
        choices=(
            Piece(gettext("Je ziet leerlingen van")),
            sentence.sectors(cube, choice, links),
            Piece(gettext("op")),
            sentence.years(cube, choice, links),
            Piece(gettext("in de samenwerkingsverbanden van %(region)s.") % {"region": name}),
        ),
        keys=_keys(living, bonds),
        figures=tuple(figures),
        embed=choice.embed,
    )


def _address(region: Region) -> str:
    return "samenwerkingsverbanden/" if region.code == "keuze" else f"regio/{region.code}/samenwerkingsverbanden/"


def _sectors(choice: Choice, kind: str) -> tuple[str, ...]:
    return tuple(sector for sector in choice.sectors if PARTNERSHIP_KIND.get(sector) == kind)


def _of_kind(choice: Choice, kind: str) -> Choice:
    return replace(choice, sectors=tuple(s for s in choice.sectors if PARTNERSHIP_KIND.get(s) == kind))


def bonds_of(cube: Cube, region: Region) -> tuple[Bond, ...]:
    """The partnerships with a postcode area in the region, by kind and name."""
    inside: dict[str, dict[str, list[str]]] = {}
    outside: dict[str, dict[str, list[str]]] = {}
    for pc4, home in cube.homes.items():
        for field in KINDS.values():
            code = getattr(home, field)
            if code and home.municipality:
                mine = region.is_country or home.municipality in region.municipalities
                (inside if mine else outside).setdefault(code, {}).setdefault(home.municipality, []).append(pc4)
    found = [Bond(code, _frozen(inside[code]), _frozen(outside.get(code, {}))) for code in inside]
    return tuple(sorted(found, key=lambda bond: (bond.kind, words.unit(cube, bond.code).casefold())))


def _frozen(areas: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {code: tuple(sorted(pc4s)) for code, pc4s in areas.items()}


def living_in(cube: Cube, choice: Choice, kind: str) -> tuple[Living, ...]:
    """The pupils who live in the region, by postcode area. A school without a known partnership is possibly another."""
    field, mine = KINDS[kind], _of_kind(choice, kind)
    found = added(answer(cube, mine.levels(Level.PC4, Level.PARTNERSHIP)).cells)
    sums: dict[str, tuple[Interval, Interval]] = {}
    for (pc4, school), value in found.items():
        home = cube.homes.get(pc4)
        bond = getattr(home, field, None)
        if home is None or not bond or not _inside(home.municipality, choice.region):
            continue
        everyone, away = sums.get(pc4, (ZERO, ZERO))
        sums[pc4] = everyone + value, away + _crossing(bond, school, value)
    return tuple(
        Living(pc4, cube.homes[pc4].municipality or "", getattr(cube.homes[pc4], field), everyone, away)
        for pc4, (everyone, away) in sorted(sums.items())
    )


def _inside(municipality: str | None, region: Region) -> bool:
    return municipality is not None and (region.is_country or municipality in region.municipalities)


def _crossing(bond: str, school: str, value: Interval) -> Interval:
    if school == bond:
        return ZERO
    return possibly(value) if school == UNKNOWN else value


def _national(cube: Cube, choice: Choice, kind: str) -> Flows:
    """(home partnership, school partnership) → pupils, of the whole country."""
    mine = replace(_of_kind(choice, kind), region=COUNTRY)
    return added(answer(cube, mine.levels(Level.PARTNERSHIP, Level.PARTNERSHIP)).cells)


def _heading(name: str, living: tuple[Living, ...]) -> str:
    everyone, away = total(one.everyone for one in living), total(one.elsewhere for one in living)
    return ngettext(
        "Van %(pupils)s leerling in %(region)s gaat %(share)s naar school in een ander samenwerkingsverband dan dat "
        "van zijn woonplaats.",
        "Van de %(pupils)s leerlingen in %(region)s gaat %(share)s naar school in een ander samenwerkingsverband dan "
        "dat van hun woonplaats.",
        form.plural(everyone),
    ) % {
        "pupils": form.interval_words(everyone),
        "region": name,
        "share": form.percentage(form.share_of(away, everyone)),
    }


def _keys(living: tuple[Living, ...], bonds: tuple[Bond, ...]) -> tuple[Key, ...]:
    leaving = sum(bool(bond.outside) for bond in bonds)
    towns = {town for bond in bonds for town in bond.outside}
    return (
        Key(form.interval(total(one.everyone for one in living)), gettext("leerlingen wonen in de regio")),
        Key(
            form.interval(total(one.elsewhere for one in living)),
            gettext("gaan naar school in een ander samenwerkingsverband"),
            "out",
            "samenwerkingsverband",
        ),
        Key(form.number(len(bonds)), gettext("samenwerkingsverbanden raken de regio")),
        Key(
            form.number(leaving),
            ngettext(
                "gaat over de regiogrens, naar %(towns)s andere gemeenten",
                "gaan over de regiogrens, naar %(towns)s andere gemeenten",
                leaving,
            )
            % {"towns": form.number(len(towns))},
        ),
    )


def _table(store: Store, choice: Choice, bonds: tuple[Bond, ...], flows: dict[str, Flows], links: Links) -> Figure:
    """Per partnership, its whole area: who lives there, who leaves it, who comes, and its municipalities outside."""
    rows = tuple(_row(store.cube, bond, flows[bond.kind], links) for bond in bonds if bond.kind in flows)
    columns = (
        Column(gettext("samenwerkingsverband")),
        Column(gettext("leerlingen in het gebied"), "pupils"),
        Column(gettext("naar een ander verband"), "pupils"),
        Column(gettext("aandeel"), "share"),
        Column(gettext("uit een ander verband"), "pupils"),
        Column(gettext("in de regio")),
        Column(gettext("buiten de regio")),
    )
    leaving = sum(bool(bond.outside) for bond in bonds)
    return Figure(
        key="verbanden",
        kind="table",
        title=ngettext(
            "%(count)s samenwerkingsverband loopt door buiten de regio",
            "%(count)s samenwerkingsverbanden lopen door buiten de regio",
            leaving,
        )
        % {"count": form.number(leaving)},
        says=gettext("Van elk samenwerkingsverband het hele gebied, ook het deel buiten de regio."),
        source=store.provenance.source(choice),
        table=Table(gettext("Samenwerkingsverbanden van de regio"), columns, rows),
    )


def _row(cube: Cube, bond: Bond, flows: Flows, links: Links) -> tuple[Cell, ...]:
    living = {ends: value for ends, value in flows.items() if ends[0] == bond.code}
    there = {ends: value for ends, value in flows.items() if ends[1] == bond.code}
    everyone = total(by_school(living).values())
    away = total(_crossing(bond.code, school, value) for school, value in by_school(living).items())
    coming = total(_crossing(bond.code, home, value) for home, value in by_home(there).items())
    return (
        name_cell(words.unit(cube, bond.code), links.place(bond.code), bond.code),
        pupils(everyone),
        pupils(away),
        share(form.share_of(away, everyone)),
        pupils(coming),
        name_cell(_names(cube, bond.inside)),
        name_cell(_names(cube, bond.outside) or "–"),
    )


def _names(cube: Cube, towns: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(words.unit(cube, code) for code in words.in_order(towns, cube))


def _divided(store: Store, choice: Choice, bonds: tuple[Bond, ...], links: Links) -> tuple[Figure, ...]:
    """The municipalities that lie in two partnerships of one kind, with the postcodes of each."""
    cube, rows = store.cube, []
    towns = words.in_order({town for bond in bonds for town in bond.inside}, cube)
    for town in towns:
        for kind in KINDS:
            lies = [bond for bond in bonds if bond.kind == kind and town in bond.inside]
            for bond in lies if len(lies) > 1 else ():
                rows.append(
                    (
                        name_cell(words.unit(cube, town), links.place(town), town),
                        name_cell(words.unit(cube, bond.code), links.place(bond.code)),
                        name_cell(", ".join(bond.inside[town])),
                    )
                )
    if not rows:
        return ()
    names = list(dict.fromkeys(row[0].text for row in rows))
    columns = (Column(gettext("gemeente")), Column(gettext("samenwerkingsverband")), Column(gettext("postcodes")))
    title = gettext("%(names)s: verdeeld over twee samenwerkingsverbanden") % {"names": form.listing(names)}
    return (
        Figure(
            key="verdeeld",
            kind="table",
            title=title,
            says=gettext("De wet deelt postcodes in. Daarom kan een gemeente in twee samenwerkingsverbanden liggen."),
            source=store.provenance.source(choice),
            table=Table(gettext("Gemeenten in meer dan één samenwerkingsverband"), columns, tuple(rows)),
        ),
    )
