"""The data report as a page: files, counts, findings."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext, gettext_lazy, ngettext

from tandem.opendata.data import Finding, Interval, Severity, SourceFile
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, pupils
from tandem.web.insight.table import words as name_cell
from tandem.web.words import said

EXAMPLES = 5
DOTTED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?![\d.])")  # a number as the checks write it: '1.664'

# Findings about something else than how many pupils live or go to school somewhere.
NAMES, PLACES = gettext_lazy("alleen hoe namen geschreven zijn"), gettext_lazy("alleen adressen en punten op de kaart")
NOT_ABOUT_FIGURES = {
    "border_repaired": gettext_lazy("alleen de grenzen op de kaart"),
    "duplicate_location": PLACES,
    "school_without_point": PLACES,
    "encoding_converted": NAMES,
    "name_repaired": NAMES,
    "home_without_partnership": gettext_lazy("alleen cijfers per samenwerkingsverband"),
    "postcode_without_partnership": gettext_lazy("alleen cijfers per samenwerkingsverband"),
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as shown. `level` is the class and the word of its weight."""

    level: str
    word: str
    message: str
    files: str
    examples: str
    touches: str
    dutch: bool = False


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
    warned = len({(one.check, str(one.message)) for one in findings if one.severity is not Severity.INFORM})
    return ReportPage(
        heading=_heading(len(manifest.sources), rows, warned),
        lead=gettext(
            "Alles wat je in Inzicht ziet, is uitgerekend uit deze bestanden. Wat niet klopte, staat hieronder."
        ),
        demo=manifest.demo,
        created=form.moment(manifest.created),
        sources=_sources(manifest.sources),
        counts=_counts(store),
        findings=_lines(store, findings),
    )


def _heading(files: int, rows: int, warned: int) -> str:
    read = ngettext(
        "%(files)s bestand met %(rows)s regels gelezen", "%(files)s bestanden met %(rows)s regels gelezen", files
    ) % {"files": form.number(files), "rows": form.number(rows)}
    if not warned:
        return gettext("%(read)s; geen bevinding raakt een cijfer") % {"read": read}
    found = ngettext(
        "%(warned)s bevinding kan een cijfer raken", "%(warned)s bevindingen kunnen een cijfer raken", warned
    ) % {"warned": form.number(warned)}
    return f"{read}; {found}"


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
            name_cell(f"{words.title(source.title)} ({source.layout})"),
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


def _lines(store: Store, findings: tuple[Finding, ...]) -> tuple[FindingLine, ...]:
    """The gravest first; what was found in several files in the same words stands there once, with all of them."""
    same: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(findings, key=_weight):
        same.setdefault((finding.check, str(finding.message)), []).append(finding)
    return tuple(_line(store, found) for found in same.values())


def _line(store: Store, found: list[Finding]) -> FindingLine:
    names = {
        Severity.BLOCK: gettext("Geweigerd"),
        Severity.WARN: gettext("Let op"),
        Severity.INFORM: gettext("Ter informatie"),
    }
    first = found[0]
    return FindingLine(
        str(first.severity),
        names[first.severity],
        said(first.message),
        _files([PurePosixPath(finding.source).name for finding in found if finding.source]),
        _examples(store, first),
        _touches(store, first),
        words.is_dutch_only(first.message),
    )


def _examples(store: Store, finding: Finding) -> str:
    """Some of what was found; '' when they are the municipalities that it touches anyhow. Points as readers write."""
    shown = finding.examples[:EXAMPLES]
    if {words.unit(store.cube, code) for code in finding.municipalities[:EXAMPLES]} == set(shown):
        return ""
    return ", ".join(DOTTED.sub(lambda found: form.number(int(found[0].replace(".", ""))), one) for one in shown)


def _files(names: list[str]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return names[0]
    count = ngettext("%(count)s bestand", "%(count)s bestanden", len(names)) % {"count": form.number(len(names))}
    return f"{count} ({', '.join(names)})"


def _touches(store: Store, finding: Finding) -> str:
    """Which figures a finding touches, in words; 'all' only where it may be any of them."""
    instead = NOT_ABOUT_FIGURES.get(finding.check)
    if instead:
        return str(instead)
    years, sectors = finding.years, finding.sectors
    if finding.source and not (years or sectors):
        file = next((one for one in store.provenance.manifest.sources if one.name == finding.source), None)
        years, sectors = (file.years, file.sectors) if file else ((), ())
    towns, schools = finding.municipalities, len(finding.locations)
    parts = [
        _years(years) if years else "",
        ", ".join(words.sector(sector) for sector in sectors),
        _some([words.unit(store.cube, code) for code in towns]),
        ngettext("%(count)s vestiging", "%(count)s vestigingen", schools) % {"count": form.number(schools)}
        if schools
        else "",
    ]
    return " · ".join(filter(None, parts)) or gettext("alle cijfers")


def _some(names: list[str]) -> str:
    """Five of them, and how many more."""
    more = len(names) - EXAMPLES
    if more <= 0:
        return ", ".join(names)
    return gettext("%(names)s en nog %(count)s") % {"names": ", ".join(names[:EXAMPLES]), "count": form.number(more)}
