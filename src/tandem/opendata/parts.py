"""What a source leaves behind for the snapshot: the parts, one Parquet file each, with exactly these columns.

sources/<sha256>/<part>.parquet, plus source.json (SourceFile and findings) and, for L9, borders.json.
"""

from tandem.opendata.data import OPTIONAL_TABLES, TABLES

PARTS: dict[str, dict[str, str]] = {
    "cells": TABLES["cells"],
    "ages": TABLES["ages"],
    # Sums of `cells` per school location and per home: what the choice between sources and most checks need.
    "school_sums": {
        "year": "SMALLINT",
        "sector": "VARCHAR",
        "location": "VARCHAR",
        "cells": "INTEGER",
        "low": "INTEGER",
        "high": "INTEGER",
        "masked": "INTEGER",
        "missing": "INTEGER",
    },
    "home_sums": {
        "year": "SMALLINT",
        "sector": "VARCHAR",
        "home": "VARCHAR",
        "cells": "INTEGER",
        "low": "INTEGER",
        "high": "INTEGER",
    },
    "margins": TABLES["margins"],
    # What a file says about school locations; an empty text = it does not say. `year` 0 = an undated address list.
    "schools": {
        "location": "VARCHAR",
        "year": "SMALLINT",
        "name": "VARCHAR",
        "postcode": "VARCHAR",
        "place": "VARCHAR",
        "municipality": "VARCHAR",  # as in the file, GM0503; not yet today's
        "municipality_name": "VARCHAR",
        "denomination": "VARCHAR",
        "board": "VARCHAR",
        "telephone": "VARCHAR",
        "website": "VARCHAR",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
    },
    # The municipality that rows name next to a home postcode (GM0503 where they give a number), and in how many rows.
    "home_names": {"home": "VARCHAR", "name": "VARCHAR", "municipality": "VARCHAR", "rows": "INTEGER"},
    "postcodes": {
        "pc4": "VARCHAR",
        "place": "VARCHAR",
        "municipality_name": "VARCHAR",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
    },
    "partnership_areas": {"pc4": "VARCHAR", "partnership_po": "VARCHAR", "partnership_vo": "VARCHAR"},
    **OPTIONAL_TABLES,
    "municipality_names": {"code": "VARCHAR", "name": "VARCHAR", "longitude": "DOUBLE", "latitude": "DOUBLE"},
    # As in the file: codes not yet today's.
    "area_figures": {name: kind for name, kind in TABLES["area_figures"].items() if name != "source"},
}
