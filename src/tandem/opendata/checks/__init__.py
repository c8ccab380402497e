"""The checks on a whole snapshot. Each is a function of the facts that returns what it found; order is for reading."""

from collections.abc import Callable

from tandem.opendata.checks import codes, gaps, numbers, sources, years
from tandem.opendata.checks.facts import Facts
from tandem.opendata.data import Finding

Check = Callable[[Facts], list[Finding]]

CHECKS: tuple[Check, ...] = (
    codes.unknown_locations,
    codes.unknown_postcodes,
    codes.unknown_municipalities,
    codes.schools_without_place,
    codes.seats,
    codes.homes_without_municipality,
    codes.postcodes_without_partnership,
    codes.repaired_names,
    gaps.missing_municipalities,
    numbers.foreign_homes,
    numbers.masked_cells,
    numbers.missing_cells,
    numbers.school_totals,
    numbers.home_totals,
    numbers.far_from_home,
    sources.contradictions,
    years.jumps,
    years.row_counts,
    years.vanished_schools,
)
