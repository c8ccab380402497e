"""The worklists: what waits for me, what the team has, what was given away, and how each is shown."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.casework import queries
from tandem.casework.actions import lists
from tandem.casework.queries import Filter, Worklist
from tandem.web.access import professional
from tandem.web.casework import words
from tandem.web.casework.frame import onward, page
from tandem.web.casework.listed import SLUG_OF, SLUGS, Line, line, names_for
from tandem.web.casework.picking import PickForm, UndoForm, colleagues, picked, taken_back
from tandem.web.casework.sieve import SieveForm, ViewForm, chosen_of, filter_of, sorting
from tandem.web.forms import HouseForm, submitted

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
    free = counts["FREE"]
    if not waiting and free:
        text = ngettext("%(count)s signaal wacht op wie het doet", "%(count)s signalen wachten op wie het doet", free)
        return text % {"count": free}
    if not waiting:
        return gettext("Er wacht nu niets op jou")
    late = counts["OVERDUE"]
    text = ngettext("%(count)s signaal wacht op jou", "%(count)s signalen wachten op jou", waiting) % {"count": waiting}
    return text if not late else gettext("%(text)s, %(late)s te laat") % {"text": text, "late": late}


def tabs(counts: dict[str, int], now: Worklist | None) -> list[tuple[str, str, int, bool]]:
    """Per list: its address, its name, how many, and whether it is this one."""
    return [(slug, str(words.LISTS[which]), counts[which.value], which is now) for slug, which in SLUGS.items()]


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, worklist: str) -> HttpResponse:
    """One worklist as who looks wants to see it; POST changes how, or does something with what was ticked."""
    if worklist not in SLUGS:
        raise Http404
    steps = {"zeef": _sieved, "weergave": _viewed, "stapel": _picked, "terug": _taken_back}
    step = steps.get(request.POST.get("stap", ""), _sieved)
    which = SLUGS[worklist]
    return step(request, which) if request.method == "POST" else _shown(request, which)


def _sieved(request: HttpRequest, which: Worklist) -> HttpResponse:
    form = SieveForm(submitted(request))
    if form.is_valid():
        lists.save_view(by=acting_actor(), worklist=which.value, name="", choice=form.choice)
        name = form.cleaned_data["naam"].strip()
        if "bewaar" not in form.data or not name:
            return _again(which, "weergave")
        if lists.save_view(by=acting_actor(), worklist=which.value, name=name, choice=form.choice):
            return _again(which, "bewaard")
        form.add_error("naam", gettext("Je hebt al veel weergaven. Gooi er eerst een weg."))
    return _shown(request, which, form=form)


def _viewed(request: HttpRequest, which: Worklist) -> HttpResponse:
    form, views = ViewForm(submitted(request)), lists.views(which.value)
    name = form.data.get("weg") or form.data.get("kies") or ""
    if not form.is_valid() or name not in views:
        raise Http404
    if "weg" in form.data:
        lists.drop_view(by=acting_actor(), worklist=which.value, name=name)
        return _again(which, "weg")
    lists.save_view(by=acting_actor(), worklist=which.value, name="", choice=views[name])
    return _again(which, "weergave")


def _picked(request: HttpRequest, which: Worklist) -> HttpResponse:
    form = PickForm(submitted(request), colleagues=colleagues())
    if not form.is_valid():
        return _shown(request, which, pick=form)
    return _shown(request, which, **picked(form))


def _taken_back(request: HttpRequest, which: Worklist) -> HttpResponse:
    form = UndoForm(submitted(request))
    return _shown(request, which, **(taken_back(form) if form.is_valid() else {"form": form}))


def _again(which: Worklist, done: str) -> HttpResponse:
    return onward(f"werk/{SLUG_OF[which]}/", done)


def _shown(  # noqa: PLR0913 - what a step wants to say on the list
    request: HttpRequest,
    which: Worklist,
    *,
    form: HouseForm | None = None,
    pick: PickForm | None = None,
    said: str = "",
    left: str = "",
    undo: UndoForm | None = None,
) -> HttpResponse:
    views = lists.views(which.value)
    chosen = filter_of(views.get("", {}), request.GET)
    rows, total = queries.worklist(acting_actor(), which, chosen)
    named = names_for(rows)
    if pick is None and which in (Worklist.MINE, Worklist.TEAM) and rows:
        pick = PickForm(colleagues=colleagues())
    sieve = form if isinstance(form, SieveForm) else SieveForm(initial=chosen_of(chosen))
    return page(
        request,
        "list",
        status=next((one.status for one in (form, pick) if one is not None and one.is_bound), 200),
        slug=SLUG_OF[which],
        title=words.LISTS[which],
        lines=[line(row, which, named) for row in rows],
        total=total,
        most=total >= queries.MOST,
        page=chosen.page,
        pages=-(-total // queries.PART_OF_A_LIST),
        tabs=tabs(queries.counts(), which),
        sieve=sieve,
        narrowed=chosen != Filter(order=chosen.order, page=chosen.page),
        columns=sorting(chosen.order),
        views=[name for name in views if name],
        wrong=form if form is not None and form.errors else pick if pick is not None and pick.errors else None,
        pick=pick,
        said=said,
        left=left,
        undo=undo,
    )
