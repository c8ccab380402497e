"""The layouts that Tandem reads, most particular first. A new one is a module here and a line in `CSV_LAYOUTS`."""

from tandem.opendata.layouts import addresses, area_figures, beside, mbo, places, po_ages, po_margins, po_portal, vo
from tandem.opendata.layouts.base import CsvLayout, Match

CSV_LAYOUTS: tuple[CsvLayout, ...] = (
    po_portal.LAYOUT,
    po_ages.LAYOUT,
    vo.WIDE,
    vo.LONG,
    mbo.LAYOUT,
    po_margins.LOCATIONS,
    po_margins.HOMES,
    beside.DISTANCES,
    beside.POPULATION,
    beside.FORECASTS,
    addresses.LAYOUT,
    area_figures.FIGURES,
    area_figures.ARRANGEMENTS,
    places.PARTNERSHIPS,
    places.POSTCODES,
    places.MUNICIPALITIES,
)


def recognise(header: tuple[str, ...]) -> Match | None:
    """The layout whose header this is, or the one that it lacks a single column of; None = nobody knows it."""
    matches = [layout.match(header) for layout in CSV_LAYOUTS]
    return next((m for m in matches if m.complete), None) or next((m for m in matches if m.nearly), None)
