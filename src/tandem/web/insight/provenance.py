"""Where a figure comes from: file, day, masks, and the findings of the data report that touch it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext, ngettext

from tandem.flows.data import Share
from tandem.opendata.data import Finding, Interval, Manifest, Severity, SourceFile
from tandem.register.data import Sector
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Note
from tandem.web.insight.links import root
from tandem.web.words import said

NOTES_MOST = 2


@dataclass(frozen=True, slots=True)
class Provenance:
    """The manifest and the findings of the snapshot in use."""

    manifest: Manifest
    findings: tuple[Finding, ...]
    counts: tuple[dict[str, object], ...] = ()

    def source(self, choice: Choice, value: Interval | None = None, masked: Share | None = None) -> str:
        """'Bron: DUO, 03.-leerlingen….csv, 1 oktober 2017 · geen afgeschermde cellen'."""
        files = files_for(self.manifest, (choice.year,), choice.sectors)
        said = gettext("Bron: %(files)s · %(day)s") % {
            "files": self._named(files),
            "day": form.count_day(choice.year),
        }
        quality = masks(value, masked)
        return f"{said} · {quality}" if quality else said

    def source_years(self, years: tuple[int, ...], sectors: tuple[Sector, ...]) -> str:
        files = files_for(self.manifest, years, sectors)
        return gettext("Bron: %(files)s · 1 oktober van elk jaar") % {"files": self._named(files)}

    def files_named(self, choice: Choice) -> str:
        """The files of these pupils, without the day."""
        return self._named(files_for(self.manifest, (choice.year,), choice.sectors))

    def _named(self, files: list[SourceFile]) -> str:
        """'DUO, 03.-leerlingen….csv en nog 12 bestanden'; the page of the data lists them all."""
        if self.manifest.demo:
            return gettext("voorbeeldgegevens, door Tandem gemaakt")
        if not files:
            return gettext("onbekend")
        said = f"{files[0].publisher}, {PurePosixPath(files[0].name).name}"
        if len(files) == 1:
            return said
        more = ngettext("%(file)s en nog %(count)s bestand", "%(file)s en nog %(count)s bestanden", len(files) - 1)
        return more % {"file": said, "count": form.number(len(files) - 1)}

    def notes(self, choice: Choice, codes: Iterable[str] = ()) -> tuple[Note, ...]:
        """The findings that touch these pupils; those that only inform stay in the report."""
        touching = [
            finding
            for finding in self.findings
            if finding.severity is not Severity.INFORM and touches(finding, choice, codes)
        ]
        return tuple(
            Note(
                said(finding.message),
                f"{root()}gegevens/#bevindingen",
                dutch=words.is_dutch_only(finding.message),
            )
            for finding in touching[:NOTES_MOST]
        )

    def breaks(self, years: tuple[int, ...], sectors: tuple[Sector, ...]) -> frozenset[int]:
        """Years made from another kind of file than the year before."""
        kinds = {year: {file.layout for file in files_for(self.manifest, (year,), sectors)} for year in years}
        return frozenset(year for year in years if year - 1 in kinds and kinds[year] != kinds[year - 1])


def files_for(manifest: Manifest, years: tuple[int, ...], sectors: tuple[Sector, ...]) -> list[SourceFile]:
    """The files with pupils of these years and sectors; a file that names none of them is about places."""
    return [
        file
        for file in manifest.sources
        if file.years and set(file.years) & set(years) and (not file.sectors or set(file.sectors) & set(sectors))
    ]


def touches(finding: Finding, choice: Choice, codes: Iterable[str]) -> bool:
    """A finding without years, sectors or places touches them all."""
    places = finding.places
    return finding.is_about((choice.year,), choice.sectors) and (not places or not places.isdisjoint(codes))


def masks(value: Interval | None, masked: Share | None = None) -> str:
    """How much of a figure stands in masked or missing cells, in words."""
    if value is None:
        return ""
    said = []
    if value.masked:
        if masked is not None and masked.low is not None:
            said.append(
                gettext("%(share)s van de leerlingen in afgeschermde cellen") % {"share": form.percentage(masked)}
            )
        else:
            cells = ngettext("%(count)s afgeschermde cel", "%(count)s afgeschermde cellen", value.masked)
            said.append(cells % {"count": form.number(value.masked)})
    if value.missing:
        said.append(gettext("een deel van de aantallen is niet bekend"))
    if not said and value.is_exact:
        return gettext("geen afgeschermde cellen")
    if not said:
        return gettext("van sommige scholen is de plaats niet bekend")
    return form.listing(said)
