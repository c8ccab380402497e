"""The sentence of choices: 'Je ziet leerlingen van … op … die … uit …'. Every choice is a list of ordinary links."""

from django.utils.translation import gettext

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, Scope
from tandem.register.data import SECTOR_GROUPS, Sector
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice, Side, to_params
from tandem.web.insight.figure import Option, Piece
from tandem.web.insight.links import Links

MOST_LINKS = 60  # municipalities in one list


def pieces(cube: Cube, choice: Choice, links: Links, members: tuple[str, ...]) -> tuple[Piece, ...]:
    """The whole sentence for a region's page."""
    return (
        Piece(gettext("Je ziet leerlingen van")),
        sectors(cube, choice, links),
        Piece(gettext("op")),
        years(cube, choice, links),
        Piece(gettext("die")),
        _direction(choice, links),
        Piece(gettext("vanuit") if choice.direction is Direction.OUT else gettext("naar")),
        _municipality(cube, choice, links, members),
        *(() if choice.region.is_country else (Piece(","), _scope(choice, links))),
        Piece(gettext(". De ranglijst telt op")),
        _side(choice, links),
        Piece("."),
    )


def sectors(cube: Cube, choice: Choice, links: Links) -> Piece:
    """Groups as links, and boxes for any other set."""
    there = cube.sectors_by_year[choice.year]
    sets: list[tuple[Sector, ...]] = []
    for group in (there, *SECTOR_GROUPS.values(), *((sector,) for sector in there)):
        known = tuple(sector for sector in there if sector in group)
        if known and known not in sets:
            sets.append(known)
    options = tuple(
        Option(words.sectors(chosen, there), links.here(sectors=chosen), chosen == choice.sectors) for chosen in sets
    )
    boxes = tuple((str(sector), words.sector(sector), sector in choice.sectors) for sector in there)
    kept = {name: value for name, value in to_params(choice, links.usual).items() if name != "soort"}
    return Piece(
        words.sectors(choice.sectors, there),
        options,
        gettext("soort onderwijs"),
        boxes if len(there) > 1 else (),
        tuple(kept.items()),
    )


def years(cube: Cube, choice: Choice, links: Links) -> Piece:
    options = tuple(
        Option(
            form.count_day(year), links.here(year=year, sectors=_there(cube, choice, links, year)), year == choice.year
        )
        for year in reversed(cube.years)
    )
    return Piece(form.count_day(choice.year), options, gettext("jaar"))


def _there(cube: Cube, choice: Choice, links: Links, year: int) -> tuple[Sector, ...]:
    """The chosen kinds as far as that year has them; the usual ones when it has none of them."""
    if choice.sectors == links.usual.sectors_in(choice.year):
        return links.usual.sectors_in(year)
    return tuple(sector for sector in choice.sectors if sector in cube.sectors_by_year[year]) or (
        links.usual.sectors_in(year)
    )


def _direction(choice: Choice, links: Links) -> Piece:
    names = {Direction.OUT: gettext("uitgaan"), Direction.IN: gettext("binnenkomen")}
    options = tuple(
        Option(
            name,
            links.here(direction=way, side=Side.HOME if way is Direction.OUT else Side.SCHOOL),
            way is choice.direction,
        )
        for way, name in names.items()
    )
    return Piece(names[choice.direction], options, gettext("richting"))


def _municipality(cube: Cube, choice: Choice, links: Links, members: tuple[str, ...]) -> Piece:
    """A list of links; of a large region a form with one field: fewer bytes, and faster by keyboard."""
    codes, chosen, label = words.in_order(members, cube), choice.municipality, gettext("gemeente op de kaart")
    if len(codes) > MOST_LINKS:
        kept = {name: value for name, value in to_params(choice, links.usual).items() if name != "gemeente"}
        field = tuple((code, words.unit(cube, code), code == chosen) for code in codes)
        return Piece(words.unit(cube, chosen), (), label, hidden=tuple(kept.items()), field=field)
    hrefs = links.of_municipalities(codes)
    options = tuple(
        Option(words.unit(cube, code), href, code == chosen) for code, href in zip(codes, hrefs, strict=True)
    )
    return Piece(words.unit(cube, chosen), options, label)


def _scope(choice: Choice, links: Links) -> Piece:
    names = {
        Scope.ALL: gettext("binnen en buiten de regio"),
        Scope.INSIDE: gettext("alleen binnen de regio"),
        Scope.OUTSIDE: gettext("alleen over de grens van de regio"),
    }
    options = tuple(Option(name, links.here(scope=scope), scope is choice.scope) for scope, name in names.items())
    return Piece(names[choice.scope], options, gettext("binnen of buiten de regio"))


def _side(choice: Choice, links: Links) -> Piece:
    names = {Side.HOME: gettext("waar ze wonen"), Side.SCHOOL: gettext("waar ze naar school gaan")}
    options = tuple(Option(name, links.here(side=side), side is choice.side) for side, name in names.items())
    return Piece(names[choice.side], options, gettext("woonkant of schoolkant"))
