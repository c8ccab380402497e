"""`/delen/standaard/`: the standard as a document, made from the definitions: tables, pages, files, differences."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from xlsxwriter import Workbook

from tandem.platform.clock import today
from tandem.platform.spreadsheet import safe_cell
from tandem.platform.spreadsheets.writing import written
from tandem.sharing import editions
from tandem.sharing.codes import DataKind
from tandem.sharing.data import ANY_AGE, Rule
from tandem.sharing.describe import Speaker
from tandem.sharing.rules.gates import articles
from tandem.sharing.rules.matching import plain
from tandem.web import format as form
from tandem.web.access import public, read_only
from tandem.web.pagecache import served
from tandem.web.refusals import refused
from tandem.web.sharing.answered import example
from tandem.web.sharing.printed import to_pdf
from tandem.web.sharing.question import Option
from tandem.web.sharing.views import SECTION, kept_until_tomorrow, speaker

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    name: str
    verdict: str
    word: str
    kinds: str
    blocked: str


@dataclass(frozen=True, slots=True)
class Pair:
    sender: str
    receiver: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Overview:
    version: str
    day: str
    count: int
    text: str
    roles: list[Option]
    kinds: list[Option]
    pairs: list[Pair]


@public
@read_only
def overview(request: HttpRequest) -> HttpResponse:
    """All rules, as tables per pair of roles; one role, one kind or a word narrows them."""
    says = speaker()
    role, kind = request.GET.get("rol", ""), request.GET.get("soort", "")
    text = request.GET.get("woord", "").strip()[:MOST_WORDS]
    if (role and role not in says.standard.roles) or (kind and kind not in set(DataKind)):
        return refused(request, 400)

    def make() -> HttpResponse:
        rules = [rule for rule in says.standard.rules if rule.holds(today())]
        chosen = [rule for rule in rules if _fits(rule, role, kind, text, says)]
        page = Overview(
            says.standard.version,
            form.day(says.standard.published),
            len(rules),
            text,
            [Option(code, says.role(code), code == role) for code in says.standard.roles],
            [Option(code.value, says.word("kinds", code), code == kind) for code in DataKind],
            pairs(chosen, says),
        )
        return render(request, "sharing/standard.html", {"page": page, "section": SECTION})

    return served(request, kept_until_tomorrow(), make)


def _fits(rule: Rule, role: str, kind: str, text: str, says: Speaker) -> bool:
    if (role and role not in (rule.sender, rule.receiver)) or (kind and kind not in rule.kinds):
        return False
    spoken = (rule.id, rule.name.nl, rule.name.en, rule.known_as, rule.why.nl, rule.why.en, *articles(rule))
    roles = (says.role(rule.sender), says.role(rule.receiver))
    return not text or plain(text) in plain(" ".join((*spoken, *roles)))


def pairs(rules: list[Rule], says: Speaker) -> list[Pair]:
    """The rules by who shares with whom, in the order of the roles."""
    order = list(says.standard.roles)
    found: dict[tuple[str, str], list[Row]] = {}
    for rule in sorted(rules, key=lambda one: (order.index(one.sender), order.index(one.receiver), one.id)):
        found.setdefault((rule.sender, rule.receiver), []).append(row(rule, says))
    return [Pair(says.role(sender), says.role(receiver), rows) for (sender, receiver), rows in found.items()]


def row(rule: Rule, says: Speaker) -> Row:
    everything = len(rule.blocked_kinds) == len(DataKind) and rule.closed_kinds == rule.blocked_kinds
    return Row(
        rule.id,
        says.text(rule.name),
        rule.verdict.value,
        says.word("verdicts", rule.verdict),
        gettext("alles") if len(rule.kinds) == len(DataKind) else "; ".join(says.kinds(rule.kinds)),
        gettext("alles") if everything else "; ".join(says.block(block) for block in rule.blocks),
    )


@public
@read_only
def one(request: HttpRequest, rule: str) -> HttpResponse:
    """Everything the standard says about one rule."""
    says = speaker()
    found = says.standard.by_id.get(rule)
    if found is None:
        raise Http404

    def make() -> HttpResponse:
        current = next((version for version in found if version.holds(today())), found[-1])
        told = next((version.announced for version in found if version.announced), None)
        crumbs = [
            {"text": gettext("De standaard voor delen"), "href": f"{request.path.rpartition('/DS-')[0]}/"},
            {"text": current.id, "href": ""},
        ]
        page = {
            "id": current.id,
            "name": says.text(current.name),
            "verdict": current.verdict.value,
            "word": says.word("verdicts", current.verdict),
            "pair": f"{says.role(current.sender)} → {says.role(current.receiver)}",
            "why": says.text(current.why),
            "announced": says.text(told),
            "facts": facts(current, says),
            "steps": [says.text(says.standard.steps[code].text) for code in current.steps],
            "address": example(current),
        }
        return render(request, "sharing/rule.html", {"rule": page, "crumbs": crumbs, "section": SECTION})

    return served(request, kept_until_tomorrow(), make)


def facts(rule: Rule, says: Speaker) -> list[tuple[str, str, str]]:
    """What stands in the list of a rule: name, text, link; without what is empty."""
    shown = row(rule, says)
    ages = "" if rule.ages == ANY_AGE else f"{rule.ages.low}–{rule.ages.high}"
    sources = (says.standard.sources[code] for code in rule.sources)
    lines = (
        (gettext("Wat"), shown.kinds),
        (gettext("Blijft weg"), shown.blocked),
        (gettext("Leeftijd"), ages),
        (gettext("Grond"), f"{says.word('grounds', rule.ground)}. {says.meaning('grounds', rule.ground)}"),
        (gettext("Toestemming"), rule.scheme or ""),
        (gettext("Voorwaarden"), " ".join(says.word("facts", fact) for fact in rule.needs)),
        (gettext("Artikelen"), "; ".join(articles(rule))),
        (gettext("Geheimhouding"), rule.secrecy.norm),
        (gettext("Of anders"), says.text(rule.otherwise)),
        (gettext("Bron"), "; ".join(source.title for source in sources)),
        (gettext("Zekerheid"), says.certainty(rule)),
        (gettext("Nagekeken door"), rule.reviewed_by or gettext("nog niemand")),
        (gettext("Volgende controle"), form.day(rule.next_review)),
        (gettext("Versie"), str(rule.version)),
    )
    return [(name, text, "") for name, text in lines if text]


@public
@read_only
def changes(request: HttpRequest) -> HttpResponse:
    """What differs between two versions; usually what an announced law would change."""
    says = speaker()
    names = (*editions.released(), editions.ANNOUNCED)
    before = request.GET.get("van") or names[-2]
    after = request.GET.get("naar") or names[-1]
    try:
        old, new = (editions.edition(name, says.standard, today()) for name in (before, after))
    except LookupError:
        return refused(request, 400)

    def make() -> HttpResponse:
        page = {
            "before": [Option(name, name, name == before) for name in names],
            "after": [Option(name, name, name == after) for name in names],
            "rules": _changed(old, new, says),
        }
        return render(request, "sharing/changes.html", {"page": page, "section": SECTION})

    return served(request, kept_until_tomorrow(), make)


def _changed(
    old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]], says: Speaker
) -> list[dict[str, object]]:
    found: dict[str, list[editions.Difference]] = {}
    for difference in editions.differences(old, new):
        found.setdefault(difference.rule, []).append(difference)
    return [
        {
            "id": id,
            "name": says.text(says.standard.by_id[id][0].name) if id in says.standard.by_id else "",
            "announced": says.text(next((v.announced for v in says.standard.by_id.get(id, ()) if v.announced), None)),
            "changes": found[id],
        }
        for id in found
    ]


@public
@read_only
def as_csv(request: HttpRequest) -> HttpResponse:
    """The whole standard of today as CSV: the columns of a released edition."""

    def make() -> HttpResponse:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(editions.COLUMNS)
        writer.writerows([safe_cell(line[name]) for name in editions.COLUMNS] for line in _lines())
        return _file(text.getvalue().encode(), "text/csv; charset=utf-8", "csv")

    return served(request, kept_until_tomorrow(), make)


@public
@read_only
def as_xlsx(request: HttpRequest) -> HttpResponse:
    def make() -> HttpResponse:
        return _file(written(_fill), XLSX, "xlsx")

    return served(request, kept_until_tomorrow(), make)


def _fill(book: Workbook) -> None:
    sheet = book.add_worksheet("standaard")
    sheet.write_row(0, 0, editions.COLUMNS, book.add_format({"bold": True}))
    for number, line in enumerate(_lines(), 1):
        sheet.write_row(number, 0, [line[name] for name in editions.COLUMNS])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(_lines()), len(editions.COLUMNS) - 1)


@public
@read_only
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The whole standard to print: tagged, with a heading for each pair of roles."""
    says = speaker()

    def make() -> HttpResponse:
        rules = [rule for rule in says.standard.rules if rule.holds(today())]
        return _file(to_pdf(pairs(rules, says), rules, says), "application/pdf", "pdf")

    return served(request, kept_until_tomorrow(), make)


def _lines() -> list[dict[str, str]]:
    return list(editions.on_day(speaker().standard, today()).values())


def _file(content: bytes, media_type: str, extension: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    name = f"tandem-standaard-voor-delen-{speaker().standard.version}.{extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
