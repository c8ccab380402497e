"""How the cube lies on disk: <snapshot>/cube/v1/cube.json holds everything with a name and where each array stands,
numbers.bin the arrays (one file, because every mapped file costs a file descriptor).

Numbers count from 0 in the vocabularies of cube.json, which are sorted by code, so that the order of numbers is the
order of codes. A `unit` is a municipality, or what stands in its place (BE, DE, ANDER, ONBEKEND). An `area` is what
shares unit, PO partnership and VO partnership: nearly a municipality, and everything a question can ask except the
home or the location itself. So the cells are kept four times, each time added up where no question looks closer:

    cells         home × location
    to_areas      home × area of the school
    from_areas    area of the home × location
    flows         area × area

Per table: `home` and `school` (numbers), the counts (bounds `low` and `high` (= low where missing), and how many cells
are `masked` and `missing`), ordered by slice, home and school. A slice is one (year, sector): a run of rows.
`home_start` says where the rows of each home start, per slice; `by_school` are the row numbers ordered by school within
their slice, and `school_start` says where those of each school start.

`ages` has a row per row of the table `ages`, ordered by (year, sector, age), without index.
"""

VERSION = "v1"
NAMES = "cube.json"
NUMBERS = "numbers.bin"
ALIGNMENT = 64

TABLES = ("cells", "to_areas", "from_areas", "flows")
COUNTS = ("low", "high", "masked", "missing")
ROWS = ("home", "school", *COUNTS)
INDEXES = ("home_start", "by_school", "school_start")
