"""Map of a region's partnerships: its municipalities, those beyond its border that belong to one, and who crosses."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from tandem.flows.masked.sums import total
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Figure, MapPicture
from tandem.web.insight.links import Links
from tandem.web.insight.spread import dot_map, place_of
from tandem.web.insight.store import Store
from tandem.web.insight.table import Column, Table, pupils, share
from tandem.web.insight.table import words as name_cell

if TYPE_CHECKING:
    from tandem.web.insight.partnerships import Bond, Living


def leaving_figure(
    store: Store, choice: Choice, bonds: tuple["Bond", ...], living: tuple["Living", ...], links: Links
) -> Figure:
    """Dots where pupils live who go to school in another partnership; dashed what lies outside the region."""
    cube = store.cube
    beyond = {town: bond.code for bond in bonds for town in bond.outside}
    members = frozenset(town for bond in bonds for town in (*bond.inside, *bond.outside))
    places = []
    for one in living:
        found = place_of(cube.homes[one.pc4], one.elsewhere, f"{one.pc4} {words.unit(cube, one.municipality)}")
        if found and form.kind(one.elsewhere) != "zero":
            places.append(found)
    picture = _apart(store, dot_map(store, places, members, links), beyond)
    rows = tuple(
        (
            name_cell(one.pc4),
            name_cell(words.unit(cube, one.municipality), links.place(one.municipality), one.municipality),
            name_cell(words.unit(cube, one.bond), links.place(one.bond)),
            pupils(one.everyone),
            pupils(one.elsewhere),
            share(form.share_of(one.elsewhere, one.everyone)),
        )
        for one in living
    )
    columns = (
        Column(gettext("postcode")),
        Column(gettext("gemeente")),
        Column(gettext("samenwerkingsverband")),
        Column(gettext("leerlingen"), "pupils"),
        Column(gettext("naar een ander verband"), "pupils"),
        Column(gettext("aandeel"), "share"),
    )
    return Figure(
        key="kaart",
        kind="map",
        title=_title(store, beyond),
        says=gettext(
            "Hoe groter de stip, hoe meer leerlingen uit dat postcodegebied naar een ander verband gaan. Met "
            "een streepjesrand: gemeenten buiten de regio die bij een samenwerkingsverband van de regio horen."
        ),
        source=store.provenance.source(choice, total(one.everyone for one in living)),
        table=Table(gettext("Leerlingen per postcode en samenwerkingsverband"), columns, rows),
        picture=picture,
        span="c8",
        notes=store.provenance.notes(choice, members),
    )


def _title(store: Store, beyond: dict[str, str]) -> str:
    if not beyond:
        return gettext("De samenwerkingsverbanden vallen samen met de regio")
    names = [words.unit(store.cube, town) for town in words.in_order(beyond, store.cube)]
    shown = names[:4]
    if len(names) > len(shown):
        more = len(names) - len(shown)
        shown.append(ngettext("%(count)s andere", "%(count)s andere", more) % {"count": form.number(more)})
    return gettext("Samenwerkingsverbanden van de regio liggen ook in %(names)s") % {"names": form.listing(shown)}


def _apart(store: Store, picture: MapPicture, beyond: dict[str, str]) -> MapPicture:
    areas = tuple(
        replace(area, look="beyond", hint=f"{area.hint}: {words.unit(store.cube, beyond[area.code])}")
        if area.code in beyond
        else area
        for area in picture.areas
    )
    return replace(picture, areas=areas)
