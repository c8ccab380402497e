"""Reading a GeoJSON file feature by feature, and writing lists as a part. Shared by `borders` and `points`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from tandem.opendata.data import Problem, Refused
from tandem.opendata.database import text
from tandem.opendata.parts import PARTS

LARGEST_MAP = 256 << 20  # bytes; the national borders in full detail are 60 MB
_ASK = "Haal het bestand opnieuw op bij de publicist."


def read_features(name: str, path: Path) -> list[dict[str, Any]]:
    """The features of a FeatureCollection. Raises Refused."""
    if path.stat().st_size > LARGEST_MAP:
        raise Refused(Problem(name, f"een kaart van meer dan {LARGEST_MAP >> 20} MB leest Tandem niet", _ASK))
    try:
        collection = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise Refused(
            Problem(name, "dit is geen geldige GeoJSON (het breekt af of is beschadigd)", _ASK, line)
        ) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        raise Refused(Problem(name, "de kaart bevat geen vlakken of punten", _ASK))
    return [feature for feature in features if isinstance(feature, dict)]


def refuse(name: str, feature: int, reason: str) -> Refused:
    """A refusal that names the feature (from 1); a map has no rows or lines."""
    return Refused(Problem(name, f"onderdeel {feature} van de kaart: {reason}", _ASK))


def write_lists(folder: Path, part: str, columns: Mapping[str, Sequence[object]]) -> None:
    """Write columns of equal length as a part."""
    lists = ", ".join(f"unnest(${name})::{PARTS[part][name]} AS {name}" for name in PARTS[part])
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {lists}) TO {text(folder / f'{part}.parquet')} (FORMAT parquet, COMPRESSION snappy)",
            {name: list(columns[name]) for name in PARTS[part]},
        )
