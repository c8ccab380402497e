"""How the cube lies on disk: <snapshot>/cube/v1/cube.json holds everything with a name and where each array stands,
numbers.bin the arrays (one file, because every mapped file costs a file descriptor).

* cells_*: one entry per row of `cells`, in the order of the table (year, sector, home, location);
* cells_home_start: where the rows of each home start, per slice;
* cells_by_location: the same row numbers ordered by location within their slice; cells_location_start as above;
* flows_*: `cells` added up to municipality × municipality, per slice;
* ages_*: one entry per row of `ages`, ordered by (year, sector, age).

A slice is one (year, sector): a run of rows. Numbers count from 0 in the vocabularies of cube.json, which are sorted
by code, so that the order of numbers is the order of codes. A `unit` is a municipality, or what stands in its place
(BE, DE, ANDER, ONBEKEND). Per row: bounds `low` and `high` (= low where missing), `masked` and `missing` (0 or 1; in
flows_* how many).
"""

VERSION = "v1"
NAMES = "cube.json"
NUMBERS = "numbers.bin"
ALIGNMENT = 64

COUNTS = ("low", "high", "masked", "missing")
CELLS = ("home", "location", *COUNTS)
FLOWS = ("home", "school", *COUNTS)
INDEXES = ("cells_home_start", "cells_by_location", "cells_location_start")
ARRAYS = (
    *(f"cells_{field}" for field in CELLS),
    *INDEXES,
    *(f"flows_{field}" for field in FLOWS),
    *(f"ages_{field}" for field in CELLS),
)
