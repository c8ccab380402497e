"""Where the gaps are (witte vlekken): for professionals, with what they can do about it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from tandem.flows.cube import NoOpenData
from tandem.opendata.data import ZERO
from tandem.platform.spreadsheet import safe_cell
from tandem.register.definitions import regions
from tandem.routing import kept, queries
from tandem.routing.known import Facts
from tandem.routing.rules import gaps as rules
from tandem.routing.upkeep import Gap, Team, Usual
from tandem.web import format as form
from tandem.web.access import professional
from tandem.web.desk import shown
from tandem.web.desk.gap_map import gap_map
from tandem.web.desk.views import frame
from tandem.web.insight.shown import DEFAULT_REGION
from tandem.web.insight.store import current_store

MOST = 30
MOST_ASKED = 10
REASONS = {
    rules.NO_LINK: gettext_lazy("geen schakel"),
    rules.FEW_HOURS: gettext_lazy("weinig uren schakel"),
    rules.LITTLE_CARE: gettext_lazy("weinig zorgcoördinatie"),
    rules.NO_CARE: gettext_lazy("zorgcoördinatie niet ingevuld"),
}
COLUMNS = (
    "nummer", "school", "naam", "schoolgemeente", "woongemeente", "leerlingen_laag", "leerlingen_hoog", "schakel",
    "uren", "uren_per_100_laag", "uren_per_100_hoog", "zorgcoordinatie_fte", "wat_ontbreekt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    gap: Gap
    town: str
    home: str
    pupils: str
    hours: str
    fte: str
    reasons: str


@professional
@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """The pairs of school and home municipality where most pupils have nobody.

    `?gemeente=GM1783` keeps one home, `?grens=1` who goes to school in another municipality.
    """
    home, border = request.GET.get("gemeente", "").upper(), request.GET.get("grens") == "1"
    known = _known()
    every = rules.gaps(*known, frozenset(regions()[DEFAULT_REGION].municipalities))
    found = [gap for gap in every if (not home or gap.home == home) and (not border or gap.home != gap.municipality)]
    open_ones = [gap for gap in found if rules.NO_LINK in gap.reasons]
    towns = sorted({gap.home for gap in every} & set(regions()[DEFAULT_REGION].municipalities), key=shown.municipality)
    page = {
        "rows": [_row(gap) for gap in found[:MOST]],
        "total": form.number(len(found)),
        "is_more": len(found) > MOST,
        "open": len(open_ones),
        "open_text": form.number(len(open_ones)),
        "pupils": form.interval(sum((gap.pupils for gap in open_ones), ZERO)),
        "most": MOST,
        "picture": _picture(open_ones),
        "towns": [(code, shown.municipality(code)) for code in towns],
        "chosen": home,
        "border": border,
        "usual": _usual(rules.usual(*known)),
        "asked": _asked(),
        **frame(request),
    }
    return render(request, "desk/gaps.html", page)


def _usual(found: Usual) -> str:
    hours, fte = (form.decimal(float(number)) for number in (found.per_hundred, found.fte))
    if not found.per_hundred:
        return gettext("In de regio is nog nergens een schakel ingevuld.")
    if not found.fte:
        return gettext("Gewoon in de regio: %(hours)s uur schakel per 100 leerlingen.") % {"hours": hours}
    template = gettext("Gewoon in de regio: %(hours)s uur schakel per 100 leerlingen en %(fte)s fte zorgcoördinatie.")
    return template % {"hours": hours, "fte": fte}


def _asked() -> list[tuple[str, str, str, str]]:
    """What is asked most: school, home, kind of question, how often; never fewer than ten times."""
    counts = kept.counts()[:MOST_ASKED]
    schools = queries.schools_named({school for school, *_ in counts})
    kinds = queries.current_rules().kinds
    return [
        (
            schools.get(school, school),
            shown.municipality(home) or gettext("niet bekend"),
            shown.say(kinds[kind].name) if kind in kinds else kind,
            form.number(times),
        )
        for school, home, kind, times in counts
    ]


@professional
@require_safe
def gaps_file(_request: HttpRequest) -> HttpResponse:
    """All of them as CSV; intervals stay two columns."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="witte-vlekken.csv"'
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(COLUMNS)
    for gap in all_gaps():
        ratio = gap.per_hundred or ("", "")
        cells = (gap.id, gap.school, gap.school_name, gap.municipality, gap.home, gap.pupils.low,
                 "" if gap.pupils.high is None else gap.pupils.high, "ja" if gap.linked else "nee", gap.hours, *ratio,
                 "" if gap.fte is None else gap.fte, " ".join(gap.reasons))  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return response


def all_gaps() -> tuple[Gap, ...]:
    """Of the region: schools that stand in it, or where its pupils go."""
    return rules.gaps(*_known(), frozenset(regions()[DEFAULT_REGION].municipalities))


def _known() -> tuple[Facts, rules.Pairs, Mapping[str, Team]]:
    inside = frozenset(regions()[DEFAULT_REGION].municipalities)
    pairs = {pair: pupils for pair, pupils in kept.pairs(region=regions()[DEFAULT_REGION]).items() if pair[1] in inside}
    schools = {school for school, _ in pairs}
    return queries.facts_of_region(schools, inside), pairs, kept.teams(schools)


def _row(gap: Gap) -> Row:
    ratio = gap.per_hundred
    hours = ""
    if ratio:
        low, high = (str(one).replace(".", ",") for one in ratio)
        hours = low if low == high else f"{low}–{high}"
    fte = "" if gap.fte is None else str(gap.fte).replace(".", ",")
    reasons = ", ".join(str(REASONS[reason]) for reason in gap.reasons)
    return Row(gap, shown.municipality(gap.municipality) or gettext("plaats onbekend"), shown.municipality(gap.home),
               form.interval(gap.pupils), hours, fte, reasons or gettext("niets"))  # fmt: skip


def _picture(found: list[Gap]) -> object:
    try:
        return gap_map(current_store(), found)
    except NoOpenData:
        return None
