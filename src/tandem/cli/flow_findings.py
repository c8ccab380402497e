"""What the checks found about the figures that a command prints: told beside them, and marked at the rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tandem.cli.output import Format, messages
from tandem.flows.cube import Cube
from tandem.flows.data import OUTSIDE_REGION, FlowQuery
from tandem.opendata.data import Finding, Severity
from tandem.opendata.findings import finding_from_json
from tandem.opendata.snapshots import read_report

MARK = "findings"
SIGN = "*"  # what a table shows where the other forms name the checks
Row = Mapping[str, object]


def mark_rows(cube: Cube, query: FlowQuery, rows: Iterable[Row], codes: Sequence[str], form: Format) -> Iterator[Row]:
    """The rows with, under MARK, the checks that touch each; at the end every finding is told once.

    `codes` are the columns with units. One by one: the rows of a whole country and all years do not fit in memory.
    """
    touching = Touching(cube, query)
    for row in rows:
        found = touching.units(tuple(str(row[column]) for column in codes))
        sign = SIGN if any(one.places for one in found) else ""
        yield {**row, MARK: sign if form is Format.TABLE else [one.check for one in found]}
    for one in touching.met:
        where = f" ({SIGN})" if one.places and form is Format.TABLE else ""
        messages.print(f"Let op{where}: {one.message}", style="yellow", markup=False, soft_wrap=True)


@dataclass(frozen=True)
class Touching:
    """Which findings touch the figures of a question; those that only inform stay in the report."""

    cube: Cube
    query: FlowQuery

    @property
    def met(self) -> list[Finding]:
        """The findings that touched something that was asked for, in the order of the report, each message once."""
        touched = {id(one) for found in self._known.values() for one in found}
        return list({one.message: one for one in self._candidates if id(one) in touched}.values())

    def units(self, codes: tuple[str, ...]) -> list[Finding]:
        """Those that touch a figure between these units."""
        if not self._candidates:
            return []
        if codes not in self._known:
            places = {place for code in codes for place in self._places(code)}
            self._known[codes] = [one for one in self._candidates if not one.places or one.places & places]
        return self._known[codes]

    @cached_property
    def _known(self) -> dict[tuple[str, ...], list[Finding]]:
        return {}

    @cached_property
    def _candidates(self) -> list[Finding]:
        found = map(finding_from_json, read_report(self.cube.snapshot)["findings"])
        asked = (self.query.years, self.query.sectors)
        return [one for one in found if one.severity is not Severity.INFORM and one.is_about(*asked)]

    def _places(self, code: str) -> Collection[str]:
        """The unit itself, and the municipalities that it lies in or is made of."""
        if unit := self.cube.homes.get(code) or self.cube.locations.get(code):
            return {code, unit.municipality or code}
        if code in (OUTSIDE_REGION, self.query.region.code):
            return self._of_region(inside=code != OUTSIDE_REGION)
        return self._members.get(code, {code})

    def _of_region(self, *, inside: bool) -> set[str]:
        everywhere = {place for one in self._candidates for place in one.places}
        if self.query.region.is_country:
            return everywhere if inside else set()
        members = set(self.query.region.municipalities)
        return members if inside else everywhere - members

    @cached_property
    def _members(self) -> dict[str, set[str]]:
        """The municipalities of each partnership."""
        members: dict[str, set[str]] = {}
        for home in self.cube.homes.values():
            for partnership in (home.partnership_po, home.partnership_vo):
                if partnership and home.municipality:
                    members.setdefault(partnership, {partnership}).add(home.municipality)
        return members
