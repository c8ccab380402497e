"""The disclosure audit of what really goes out: pages, downloads and the API, asked as a stranger asks them.

`tandem flows audit` attacks what the library computes. This asks the addresses themselves, reads the numbers out of
the answers, and gives those to the same attacker: so a mistake in a page or a download is seen too. `python -m
tandem.project.disclosure`.
"""

import csv
import io
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import numpy as np

from tandem.flows.answers import HIDDEN, answer_arrays
from tandem.flows.cube import Cube, current_cube
from tandem.flows.data import FlowQuery, Level, sectors_name
from tandem.flows.disclosure.audit import AuditReport, attack
from tandem.flows.disclosure.previous import published_before
from tandem.flows.disclosure.publication import Cells, Published, questions, read_year, sums_of_lines
from tandem.flows.forms import to_params
from tandem.opendata.snapshots import list_snapshots
from tandem.register.data import SECTOR_GROUPS, Region, Sector
from tandem.register.definitions import regions

RANGE = re.compile(r"(?<![\d.,−+–])(\d[\d.]*)–(\d[\d.]*)(?![\d.,]*\s*(?:%|km|\N{NO-BREAK SPACE}))")
Bounds = tuple[int, int | None, int | None]  # from, to, estimate


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and what was wrong about an answer before any attack."""

    published: list[Published]
    wrong: list[str]
    addresses: int


class Stranger:
    """Asks addresses and reads numbers out of the answers."""

    def __init__(self, cube: Cube, year: int, chosen: Sequence[Region]) -> None:
        from django.test import Client  # noqa: PLC0415 - Django is awake only by now

        self.cube, self.year, self.regions = cube, year, chosen
        self.cells: Cells = read_year(cube, year)
        self.client = Client(headers={"host": "localhost"})
        self.wrong: list[str] = []
        self.addresses = 0

    def ask(self, address: str, *, optional: bool = False) -> bytes:
        """The body of an answer; what is not answered is wrong, unless it need not be there (a figure of a page)."""
        self.addresses += 1
        answer = self.client.get(address)
        if optional and answer.status_code == 404:
            return b""
        if answer.status_code != 200:
            self.wrong.append(f"{address}: {answer.status_code}")
            return b""
        return answer.getvalue()

    def api(self) -> Iterator[Published]:
        """Every question of the audit, asked of the API as CSV."""
        for query in questions(self.cells, self.regions):
            address = f"/api/v1/stromen?{urlencode(to_params(query))}&formaat=csv"
            rows = list(csv.DictReader(io.StringIO(self.ask(address).decode())))
            told = {(row["woonCode"], row["schoolCode"]): _bounds_of_api(row) for row in rows}
            yield from self._lines(address, query, told)

    def pages(self, codes: Sequence[str], locations: Sequence[str]) -> Iterator[Published]:
        """The downloads of municipalities and schools, and the pages around them."""
        for sectors in self._groups():
            search = f"?jaar={self.year}&soort={sectors_name(sectors).replace('+', ',')}"
            for code in codes:
                yield from self._municipality(code, sectors, search)
            for code in locations:
                yield from self._school(code, sectors, search)

    def _groups(self) -> Iterator[tuple[Sector, ...]]:
        there = tuple(self.cells.slices)
        yield from ((sector,) for sector in there)
        yield from (group for group in SECTOR_GROUPS.values() if len(group) > 1 and set(group) <= set(there))

    def _municipality(self, code: str, sectors: tuple[Sector, ...], search: str) -> Iterator[Published]:
        where, whole = f"/inzicht/gemeente/{code}/", FlowQuery((self.year,), sectors, together=True)
        told: set[tuple[str, str]] = set()
        out, into = (self._table(f"{where}{key}.csv{search}", told) for key in ("kaart-uit", "kaart-in"))
        yield from self._lines(where + search, replace(whole, home=code), {(code, c): b for c, b in out.items() if c})
        yield from self._lines(
            where + search, replace(whole, school=code), {(c, code): b for c, b in into.items() if c}
        )
        schools = self._table(f"{where}scholen.csv{search}", told)
        query = replace(whole, school=code, school_level=Level.LOCATION)
        yield from self._lines(where + search, query, {("", c): b for c, b in schools.items() if c})
        self._page(where + search, told)

    def _school(self, code: str, sectors: tuple[Sector, ...], search: str) -> Iterator[Published]:
        if not set(self.cube.locations[code].sectors) & set(sectors):
            return
        where, told = f"/inzicht/school/{code}/", set[tuple[str, str]]()
        own = tuple(sector for sector in sectors if sector in self.cube.locations[code].sectors)
        whole = FlowQuery((self.year,), own, school=code, school_level=Level.LOCATION, together=True)
        homes = self._table(f"{where}gemeenten.csv{search}", told)
        yield from self._lines(where + search, whole, {(c, code): b for c, b in homes.items() if c})
        spread = self._table(f"{where}kaart.csv{search}", told)
        pc4 = {(key.split(" ")[0], code): bounds for key, bounds in spread.items() if key}
        yield from self._lines(where + search, replace(whole, home_level=Level.PC4), pc4)
        self._page(where + search, told)

    def _table(self, address: str, told: set[tuple[str, str]]) -> dict[str, Bounds]:
        """The first number of every line of a download, by its code (or its name where it has none)."""
        text = self.ask(address, optional=True).decode("utf-8-sig")
        if not text:
            return {}
        header, *rows = csv.reader(io.StringIO(text))
        at = next((i for i, name in enumerate(header) if name.endswith("(van)")), None)
        for row in rows:
            told |= {(a.replace(".", ""), b.replace(".", "")) for cell in row for a, b in RANGE.findall(cell)}
        if at is None:
            return {}
        return {row[0]: _bounds(row[at], row[at + 1], row[at + 2]) for row in rows}

    def _page(self, address: str, told: set[tuple[str, str]]) -> None:
        """A page says no range that none of its downloads and none of its key figures has."""
        html = self.ask(address).decode()
        body = html.split('<div class="grid">', 1)[-1]
        shown = {(a.replace(".", ""), b.replace(".", "")) for a, b in RANGE.findall(re.sub(r"<[^>]+>", " ", body))}
        if loose := shown - told - {("1", "4")}:
            self.wrong.append(f"{address}: {len(loose)} × een bereik dat in geen download staat, zoals {min(loose)}")

    def _lines(self, name: str, query: FlowQuery, told: dict[tuple[str, str], Bounds]) -> Iterator[Published]:
        """What an address said about the lines of this question; a home of '' takes all homes of a school together."""
        plain = answer_arrays(self.cube, query)
        if not len(plain):
            return
        homes, schools = plain.homes.codes, plain.schools.codes
        together = any(home == "" for home, _ in told)
        keys = [
            ("" if together else homes[home], schools[school])
            for home, school in zip(plain.home.tolist(), plain.school.tolist(), strict=True)
        ]
        number = {key: at for at, key in enumerate(dict.fromkeys(key for key in keys if key in told))}
        group = np.array([number.get(key, -1) for key in keys])
        found = [told[key] for key in number]
        if not found:
            return
        low = np.array([one[0] for one in found])
        high = np.array([one[0] + 100_000 if one[1] is None else one[1] for one in found])
        about = np.array([HIDDEN if one[2] is None else one[2] for one in found])
        yield from sums_of_lines(self.cube, self.cells, (name, plain, group), (low, high, about))


def _bounds_of_api(row: dict[str, str]) -> Bounds:
    return _bounds(row["leerlingenLaag"], row["leerlingenHoog"], row["leerlingenGeschat"])


def _bounds(low: str, high: str, about: str) -> Bounds:
    return int(low or 0), int(high) if high else None, int(about) if about else None


def ask_everything(cube: Cube, year: int, chosen: Sequence[Region], most: int = 40) -> Asked:
    """The API whole, and of the pages the municipalities of the regions (or `most` of the country) with their
    schools.
    """
    stranger = Stranger(cube, year, chosen)
    members = [code for region in chosen for code in region.municipalities] or list(cube.municipalities)[:most]
    special = {"SBO", "SO", "VSO"}
    locations = [
        c for c, here in cube.locations.items() if here.municipality in members and special & set(here.sectors)
    ]
    published = [*stranger.api(), *stranger.pages(list(dict.fromkeys(members)), locations[:most])]
    return Asked(published, stranger.wrong, stranger.addresses)


def audit_outputs(
    cube: Cube, year: int, chosen: Sequence[Region] = (), previous: Cube | None = None
) -> tuple[AuditReport, Asked]:
    """Attack what pages, downloads and the API say about a year, with the previous snapshot's figures in hand."""
    asked = ask_everything(cube, year, chosen)
    cells = read_year(cube, year)
    before: list[Published] = []
    if previous is not None:
        cells, before = published_before(cube, cells, previous, chosen)
    report = attack(cells, asked.published, before)
    return replace(report, broken=(*asked.wrong, *report.broken)), asked


def main() -> int:
    """Exit code 1 when anything is opened, or shown against the rules."""
    from tandem.cli.django_door import collect_static, wake_django  # noqa: PLC0415

    wake_django()
    collect_static()  # a page names its style and script
    logging.disable(logging.INFO)  # a line for each of hundreds of requests hides what is found
    cube = current_cube()
    parts = [one for one in regions().values() if not one.is_country and one.code == "haaglanden"]
    chosen = [one for one in parts if all(code in cube.units.number for code in one.municipalities)]
    older = [snapshot for snapshot in list_snapshots() if snapshot.name < cube.snapshot.name]
    report, asked = audit_outputs(cube, max(cube.years), chosen, Cube.open(older[-1]) if older else None)
    for problem in (*report.broken, *report.gains):
        sys.stdout.write(f"{problem}\n")
    opened = sum(sector.opened for sector in report.sectors)
    said = f"{asked.addresses} adressen gevraagd, {report.lines} regels aangevallen, {opened} aantallen geopend."
    sys.stdout.write(f"{said}\n")
    return 0 if report.safe else 1


if __name__ == "__main__":
    sys.exit(main())
