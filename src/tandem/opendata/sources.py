"""From found files to sources: recognised, grouped, fingerprinted, and read into their parts."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from tandem.opendata.data import Finding, Problem, Refused, Severity, SourceFile
from tandem.opendata.database import connect
from tandem.opendata.findings import finding_from_json, finding_to_json
from tandem.opendata.intake import Item
from tandem.opendata.layouts import geojson, recognise
from tandem.opendata.layouts.base import Match
from tandem.opendata.reading import ASK, Reading
from tandem.opendata.snapshots import source_from_json, write_json
from tandem.opendata.text import NotText, Scan, TextFile, as_source, join_sources, read_head, read_header, scan
from tandem.opendata.tokens import year_in_name
from tandem.platform.message import Message
from tandem.platform.unpacking import CHUNK

UNKNOWN_REMEDY = "Het is overgeslagen; `tandem data load --help` noemt de bestanden die Tandem leest"


@dataclass(frozen=True, slots=True)
class Table:
    """Text files that are one source: same layout, header and separator, from one container."""

    name: str
    match: Match
    files: tuple[TextFile, ...]
    scans: tuple[Scan, ...]

    @property
    def sha256(self) -> str:
        """Of the content; of several files together, of their fingerprints in order."""
        if len(self.scans) == 1:
            return self.scans[0].sha256
        return hashlib.sha256("".join(sorted(look.sha256 for look in self.scans)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Map:
    """A GeoJSON file that is a source."""

    name: str
    path: Path
    sha256: str
    layout: geojson.GeoLayout


def recognise_items(items: Iterable[Item | Problem]) -> tuple[list[Table | Map], list[Problem]]:
    """The sources among the items, in order, and what nobody knows. Raises Refused for a known file that is wrong."""
    sources: list[Map] = []
    groups: dict[tuple[object, ...], list[tuple[TextFile, Match]]] = {}
    unknown: list[Problem] = []
    for item in items:
        if isinstance(item, Problem):
            unknown.append(item)
            continue
        try:
            head = read_head(item)
            if head.lstrip().startswith(("{", "[")):
                sources.append(_map(item, head))
            else:
                file, match = _known(item, head)
                # A year that only the name tells must not get lost when files of an archive are joined.
                year = None if "year" in match.columns else year_in_name(item.name)
                key = (item.container, match.layout.id, file.separator, file.header, file.skip, year)
                groups.setdefault(key, []).append((file, match))
        except NotText as reason:
            unknown.append(Problem(item.name, str(reason), UNKNOWN_REMEDY))
    return [*map(_table, groups.values()), *sources], unknown


def _known(item: Item, head: str) -> tuple[TextFile, Match]:
    file = read_header(item, head)
    match = recognise(file.header)
    if match is None:
        raise NotText("geen van de bestanden die Tandem kent heeft deze kolommen")
    if match.missing:
        reason = "deze kolom ontbreekt in de kopregel"
        raise Refused(Problem(item.name, reason, ASK, line=file.skip, column=match.missing[0]))
    return file, match


def _table(group: Sequence[tuple[TextFile, Match]]) -> Table:
    files = tuple(file for file, _ in group)
    first = files[0].item
    name = first.name if len(files) == 1 else first.container
    return Table(name, group[0][1], files, tuple(scan(file.item) for file in files))


def _map(item: Item, head: str) -> Map:
    layout = geojson.recognise(head)
    if layout is None:
        raise NotText("dit is JSON, maar geen kaart die Tandem kent")
    digest = hashlib.sha256()
    with item.path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return Map(item.name, item.path, digest.hexdigest(), layout)


def read_source(source: Table | Map, folder: Path, staging: Path) -> SourceFile:
    """Read a source into its parts in `folder`; leaves source.json there too. Raises Refused."""
    folder.mkdir(parents=True)
    if isinstance(source, Map):
        described, findings = _read_map(source, folder)
    else:
        described, findings = _read_table(source, folder, staging)
    write_json(folder / "source.json", {**asdict(described), "findings": [finding_to_json(f) for f in findings]})
    return described


def _read_table(table: Table, folder: Path, staging: Path) -> tuple[SourceFile, list[Finding]]:
    target = staging / f"{table.sha256}.csv"
    if len(table.files) == 1:
        source = as_source(table.files[0], table.scans[0], target)
    else:
        source = join_sources(list(zip(table.files, table.scans, strict=True)), target)
    layout = table.match.layout
    with connect(staging) as connection:
        separator = table.files[0].separator
        reading = Reading(connection, table.match, source, table.name, separator, folder, staging, layout.id)
        layout.read(reading)
        rows = reading.number("SELECT count(*) FROM raw")
        years, sectors = _column(reading, "years"), _column(reading, "sectors")
    if source.recoded:
        message = Message("Het bestand staat in Windows-1252; de tekens zijn omgezet naar UTF-8.")
        reading.find("encoding_converted", Severity.INFORM, message, 1)
    target.unlink(missing_ok=True)
    known = (table.name, reading.layout, layout.title, layout.publisher, layout.licence, table.sha256)
    described = SourceFile(*known, rows, tuple(map(int, years)), tuple(map(str, sectors)))
    return described, reading.findings


def _column(reading: Reading, table: str) -> list[Any]:
    try:
        rows = reading.connection.execute(f"SELECT DISTINCT value FROM {table} ORDER BY 1").fetchall()
    except duckdb.CatalogException:  # a file without counts
        return []
    return [value for (value,) in rows]


def _read_map(source: Map, folder: Path) -> tuple[SourceFile, list[Finding]]:
    rows, findings = source.layout.read(source.name, source.path, folder)
    layout = source.layout
    described = SourceFile(source.name, layout.id, layout.title, layout.publisher, layout.licence, source.sha256, rows)
    return described, findings


def read_description(folder: Path) -> tuple[SourceFile, list[Finding]]:
    """What `read_source` left in a source's folder."""
    raw = json.loads((folder / "source.json").read_text(encoding="utf-8"))
    findings = [finding_from_json(finding) for finding in raw.pop("findings")]
    return source_from_json(raw), findings
