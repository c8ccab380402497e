"""PT: school locations as points (EduGIS: DUO's addresses placed on the map by address), WGS84."""

from pathlib import Path
from typing import Any

from tandem.opendata.data import Finding, Severity
from tandem.opendata.geography import DEGREES, inside
from tandem.opendata.layouts.features import read_features, refuse, write_lists
from tandem.opendata.tokens import BadValue, parse_location, parse_postcode
from tandem.platform.message import Message

_TEXTS = {"name": "naam", "place": "plaats", "municipality_name": "gemeente", "denomination": "denominatie"}
_ABSENT = ("municipality", "board", "telephone", "website")  # not in this file
Row = dict[str, object]


def read(name: str, path: Path, folder: Path) -> tuple[int, list[Finding]]:
    """Write part `schools` with the points. Raises Refused."""
    rows: dict[str, Row] = {}
    twice = nowhere = 0
    for number, feature in enumerate(read_features(name, path), start=1):
        row = _row(name, number, feature)
        if row is None:
            nowhere += 1
        elif str(row["location"]) in rows:
            twice += 1
        else:
            rows[str(row["location"])] = row
    if not rows:
        raise refuse(name, 1, "geen enkele school heeft een punt")
    ordered = [rows[location] for location in sorted(rows)]
    write_lists(folder, "schools", {column: [row[column] for row in ordered] for column in ordered[0]})
    return len(rows), _findings(name, twice, nowhere)


def _row(name: str, number: int, feature: dict[str, Any]) -> Row | None:
    """One row of `schools`; None when the feature has no point."""
    properties, geometry = feature.get("properties") or {}, feature.get("geometry") or {}
    branch = properties.get("vestigingscode") or properties.get("vestigingsnummer") or ""
    try:
        location = parse_location(str(properties.get("brin_nummer") or ""), str(branch))
        postcode = parse_postcode(str(properties.get("postcode") or ""))
    except BadValue as error:
        raise refuse(name, number, str(error)) from None
    coordinates = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(coordinates, list) or len(coordinates) < 2:
        return None
    longitude, latitude = coordinates[:2]
    if not (isinstance(longitude, int | float) and isinstance(latitude, int | float)):
        raise refuse(name, number, "de coördinaten zijn geen getallen")
    if not inside(DEGREES, longitude, latitude):
        raise refuse(name, number, f"het punt ({longitude}, {latitude}) ligt niet in Nederland")
    texts = {column: str(properties.get(key) or "").strip() for column, key in _TEXTS.items()}
    where = {"postcode": postcode, "longitude": float(longitude), "latitude": float(latitude)}
    return {"location": location, "year": 0, **where, **texts, **dict.fromkeys(_ABSENT, "")}


def _findings(name: str, twice: int, nowhere: int) -> list[Finding]:
    findings = []
    if twice:
        message = Message(
            "Vestigingen die meer dan eens op de kaart staan: {count}. Het eerste punt telt.", count=twice
        )
        findings.append(Finding("duplicate_location", Severity.INFORM, message, twice, source=name))
    if nowhere:
        message = Message("Scholen op de kaart zonder punt: {count}.", count=nowhere)
        findings.append(Finding("school_without_point", Severity.INFORM, message, nowhere, source=name))
    return findings
