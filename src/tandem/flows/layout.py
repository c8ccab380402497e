"""How the cube lies on disk: names of the arrays and the version of the whole.

<snapshot>/cube/v1/cube.json holds everything with a name; the .npy files beside it hold numbers only:

* cells_*: one entry per row of `cells`, in the order of the table (year, sector, home, location);
* cells_by_location: the same row numbers, ordered by location within each slice;
* cells_home_start, cells_location_start: where the rows of a home (location) start, per slice;
* flows_*: `cells` added up to municipality × municipality, per slice;
* ages_*: one entry per row of `ages`, ordered by (year, sector, age).

A slice is one (year, sector): a run of rows. A `unit` is a number for a municipality or what stands in its place.
"""

VERSION = "v1"
NAMES = "cube.json"

# Per row: home and location (or their municipal units), bounds, and whether the cell is masked or missing.
COUNT_FIELDS = ("low", "high", "masked", "missing")
