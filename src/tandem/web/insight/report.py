"""The data report as a page: files, counts, findings."""

from dataclasses import dataclass

from django.utils.translation import gettext

from tandem.opendata.data import Finding, Interval, Severity, SourceFile
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, pupils
from tandem.web.insight.table import words as name_cell

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as shown. `level` is the class and the word of its weight."""

    level: str
    word: str
    message: str
    examples: str
    touches: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    heading: str
    lead: str
    demo: bool
    created: str
    sources: Table
    counts: Table | None
    findings: tuple[FindingLine, ...]


def report_page(store: Store) -> ReportPage:
    manifest = store.provenance.manifest
    findings = store.provenance.findings
    rows = sum(source.rows for source in manifest.sources)
    warned = sum(finding.severity is not Severity.INFORM for finding in findings)
    heading = gettext(
        "%(files)s bestanden met %(rows)s regels gelezen; %(warned)s bevindingen kunnen een cijfer raken"
    ) % {
        "files": form.number(len(manifest.sources)),
        "rows": form.number(rows),
        "warned": form.number(warned),
    }
    return ReportPage(
        heading=heading,
        lead=gettext(
            "Alles wat je in Inzicht ziet, is uitgerekend uit deze bestanden. Wat niet klopte, staat hieronder."
        ),
        demo=manifest.demo,
        created=form.moment(manifest.created),
        sources=_sources(manifest.sources),
        counts=_counts(store),
        findings=tuple(_line(store, finding) for finding in sorted(findings, key=_weight)),
    )


def _weight(finding: Finding) -> tuple[int, str]:
    return list(Severity).index(finding.severity), finding.check


def _sources(sources: tuple[SourceFile, ...]) -> Table:
    columns = (
        Column(gettext("bestand")),
        Column(gettext("wat het is")),
        Column(gettext("van")),
        Column(gettext("licentie")),
        Column(gettext("jaren")),
        Column(gettext("regels"), "pupils"),
        Column(gettext("controlegetal")),
    )
    rows = tuple(
        (
            name_cell(source.name),
            name_cell(f"{source.title} ({source.layout})"),
            name_cell(source.publisher),
            name_cell(source.licence),
            name_cell(_years(source.years)),
            _number(source.rows),
            name_cell(source.sha256[:12]),
        )
        for source in sources
    )
    return Table(gettext("Bestanden waaruit de cijfers komen"), columns, rows)


def _years(years: tuple[int, ...]) -> str:
    if not years:
        return "–"
    if len(years) > 2 and list(years) == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))


def _counts(store: Store) -> Table | None:
    """Per year and kind of education what was read, from the report of the checks."""
    counts = store.provenance.counts
    if not counts:
        return None
    columns = (
        Column(gettext("jaar")),
        Column(gettext("soort")),
        Column(gettext("regels"), "pupils"),
        Column(gettext("leerlingen"), "pupils"),
        Column(gettext("afgeschermd"), "pupils"),
    )
    rows = tuple(
        (
            name_cell(str(count["year"])),
            name_cell(words.sector(str(count["sector"]))),
            _number(count.get("rows")),
            _range(count),
            _number(count.get("masked")),
        )
        for count in counts
    )
    return Table(gettext("Gelezen leerlingen per jaar en soort onderwijs"), columns, rows)


def _number(value: object) -> Cell:
    return pupils(Interval.exact(value)) if isinstance(value, int) else Cell("–")


def _range(count: dict[str, object]) -> Cell:
    low, high = count.get("pupils_low"), count.get("pupils_high")
    if not isinstance(low, int):
        return Cell("–")
    return pupils(Interval(low, high if isinstance(high, int) else None, missing=0 if isinstance(high, int) else 1))


def _line(store: Store, finding: Finding) -> FindingLine:
    names = {
        Severity.BLOCK: gettext("Geweigerd"),
        Severity.WARN: gettext("Let op"),
        Severity.INFORM: gettext("Ter informatie"),
    }
    examples = ", ".join(finding.examples[:EXAMPLES])
    return FindingLine(
        str(finding.severity),
        names[finding.severity],
        finding.message,
        examples,
        _touches(store, finding),
    )


def _touches(store: Store, finding: Finding) -> str:
    """Which figures a finding touches, in words."""
    parts = [
        _years(finding.years) if finding.years else "",
        ", ".join(words.sector(sector) for sector in finding.sectors),
        ", ".join(words.unit(store.cube, code) for code in finding.municipalities[:EXAMPLES]),
        gettext("%(count)s vestigingen") % {"count": len(finding.locations)} if finding.locations else "",
    ]
    return " · ".join(filter(None, parts)) or gettext("alle cijfers")
