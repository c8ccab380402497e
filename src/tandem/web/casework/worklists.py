"""The worklists: what waits for me, what the team has, what was given away, and how each is shown."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from tandem.audit.actions import acting_actor
from tandem.casework import queries
from tandem.casework.actions import lists
from tandem.casework.queries import Worklist
from tandem.web.access import professional
from tandem.web.casework import words
from tandem.web.casework.frame import page
from tandem.web.casework.listed import SLUG_OF, SLUGS, Line, line, names_for
from tandem.web.casework.sieve import SieveForm, chosen_of, filter_of, sorting

FIRST = (Worklist.OFFERED, Worklist.MINE, Worklist.TEAM, Worklist.GIVEN, Worklist.RAISED)


@professional
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What to do now, and what runs out first."""
    counts = queries.counts()
    found = queries.first_of_each(acting_actor())
    named = names_for(row for rows in found.values() for row in rows)
    mine = {row.id for row in found[Worklist.MINE]}
    parts = []
    for which in FIRST:
        # What is mine stands once, under mine.
        rows = [row for row in found[which] if which is not Worklist.TEAM or row.id not in mine]
        if rows:
            parts.append(_part(which, [line(row, which, named) for row in rows], counts[which.value]))
    return page(
        request,
        "start",
        parts=parts,
        tabs=tabs(counts, None),
        title=_title(counts),
        late=counts["OVERDUE"],
        counts=counts,
    )


def _part(which: Worklist, lines: list[Line], total: int) -> dict[str, Any]:
    return {"slug": SLUG_OF[which], "title": words.LISTS[which], "lines": lines, "total": total}


def _title(counts: dict[str, int]) -> str:
    waiting = counts["OFFERED"] + counts["MINE"]
    if not waiting:
        return gettext("Er wacht nu niets op jou")
    late = counts["OVERDUE"]
    text = ngettext("%(count)s signaal wacht op jou", "%(count)s signalen wachten op jou", waiting) % {"count": waiting}
    return text if not late else gettext("%(text)s, %(late)s te laat") % {"text": text, "late": late}


def tabs(counts: dict[str, int], now: Worklist | None) -> list[tuple[str, str, int, bool]]:
    """Per list: its address, its name, how many, and whether it is this one."""
    return [(slug, str(words.LISTS[which]), counts[which.value], which is now) for slug, which in SLUGS.items()]


@professional
@require_safe
def one_list(request: HttpRequest, worklist: str) -> HttpResponse:
    """One worklist as who looks wants to see it."""
    if worklist not in SLUGS:
        raise Http404
    return _shown(request, SLUGS[worklist])


def _shown(request: HttpRequest, which: Worklist, *, status: int = 200, **more: Any) -> HttpResponse:
    views = lists.views(which.value)
    chosen = filter_of(views.get("", {}), request.GET)
    rows, total = queries.worklist(acting_actor(), which, chosen)
    named = names_for(rows)
    pages = -(-total // queries.PART_OF_A_LIST)
    return page(
        request,
        "list",
        status=status,
        which=which,
        slug=SLUG_OF[which],
        title=words.LISTS[which],
        lines=[line(row, which, named) for row in rows],
        total=total,
        most=total >= queries.MOST,
        page=chosen.page,
        pages=pages,
        tabs=tabs(queries.counts(), which),
        sieve=SieveForm(initial=chosen_of(chosen)),
        chosen=chosen,
        columns=sorting(chosen.order),
        views=[name for name in views if name],
        **more,
    )
