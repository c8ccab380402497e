"""Lists of what was given and received, and one disclosure: what it shows, why, and who looked."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.platform import clock
from tandem.sharing.disclosing import actions, queries
from tandem.sharing.disclosing.content import content_of
from tandem.sharing.disclosing.data import Content, Disclosure
from tandem.sharing.reading import standard
from tandem.web.access import professional
from tandem.web.account.why import why_shown
from tandem.web.disclosures import shown
from tandem.web.forms import HouseForm, submitted
from tandem.web.onward import on_to

HERE = "/verstrekkingen/"
DONE = {
    "gedeeld": gettext_lazy("Gedeeld. De ontvanger ziet vanaf nu wat je zag."),
    "ingetrokken": gettext_lazy("Ingetrokken. De ontvanger ziet vanaf de volgende klik niets meer."),
    "geschreven": gettext_lazy("Opgeschreven in het dossier van je school of van jezelf."),
    "verbeterd": gettext_lazy(
        "Verbeterd. De oude tekst blijft ernaast staan. Wie die tekst kreeg, hoort dat. Deel opnieuw als zij de nieuwe "
        "moeten lezen."
    ),
    "gezag": gettext_lazy("Vastgelegd wie gezag heeft."),
    "gezag-eindigt": gettext_lazy("Het gezag is beëindigd. Wat op die toestemming rustte, is gestopt."),
    "omstreden": gettext_lazy("Vastgelegd. Wat op toestemming van ouders rustte, is gestopt."),
    "eens": gettext_lazy(
        "Vastgelegd dat het gezag niet meer omstreden is. Vraag opnieuw toestemming als je weer wilt delen."
    ),
    "toestemming-ingetrokken": gettext_lazy(
        "Ingetrokken. De ontvanger ziet vanaf de volgende klik niets meer, en krijgt bericht."
    ),
    "gelezen": gettext_lazy("Het bericht is weggelegd."),
}

# Under which heading of the pages a template stands.
PARTS = dict.fromkeys(("pupils", "pupil", "consent", "authority", "correct"), "leerlingen") | dict.fromkeys(
    ("step", "check", "nobody"), "nieuw"
)


class ActForm(HouseForm):
    """Only a button."""

    buttons = frozenset({"intrekken", "bericht"})


def page(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    done = DONE.get(request.GET.get("gedaan", ""), "")
    return render(
        request,
        f"disclosures/{template}.html",
        {"section": "verstrekkingen", "part": PARTS.get(template, ""), "done": done, **facts},
        status=status,
    )


def onward(path: str, done: str) -> HttpResponse:
    return on_to(f"{HERE}{path}", done)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def everything(request: HttpRequest) -> HttpResponse:
    """What I received and gave, and what ended since I looked."""
    form = ActForm(submitted(request))
    if form.is_valid() and (notice := request.POST.get("bericht")):
        known = {str(one.id): one.id for one in queries.notices()}
        if notice not in known:
            raise Http404
        actions.finish_notice(by=acting_actor(), notice=known[notice], on=clock.today())
        return onward("", "gelezen")
    given, received = queries.given(acting_actor()), queries.received(acting_actor())
    visible = {one.id for one in (*given, *received)}
    return page(
        request,
        "list",
        status=form.status,
        form=form,
        received=shown.rows(received),
        running=shown.rows(one for one in given if one.runs(clock.today())),
        over=shown.rows(one for one in given if not one.runs(clock.today())),
        notices=[shown.notice_row(one, visible) for one in queries.notices()],
    )


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, disclosure: UUID) -> HttpResponse:
    """For the receiver what it shows; for who gave it what was shared, the steps and who looked."""
    row = queries.disclosure(disclosure)
    if row is None:
        raise Http404
    if request.method == "POST" and not queries.is_own(disclosure):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if (content := content_of(acting_actor(), id=disclosure)) is not None:
        why = why_shown(row.child, source=row.id)
        corrected = queries.corrected_on(row.id)
        return page(request, "received", one=row, content=blocks(content), corrected=corrected, why=why)
    if not queries.is_own(disclosure):
        raise Http404
    form = ActForm(submitted(request))
    if form.is_valid() and "intrekken" in request.POST:
        if not actions.withdraw(by=acting_actor(), disclosure=disclosure, on=clock.today()):
            raise Http404
        return onward(f"{disclosure}/", "ingetrokken")
    return _given(request, row, form)


def _given(request: HttpRequest, row: Disclosure, form: ActForm) -> HttpResponse:
    (named,) = [found for found in queries.given(acting_actor(), child=row.child) if found.id == row.id]
    texts = {code: shown.said(step.text) for code, step in standard().steps.items()}
    return page(
        request,
        "given",
        status=form.status,
        form=form,
        one=named,
        runs=named.runs(clock.today()),
        paused=queries.is_paused(row.id),
        ended=shown.ENDINGS[named.ended_reason] if named.ended_reason else "",
        kinds=shown.kind_names(named.kinds),
        why=shown.why(named),
        receiver=shown.function_name(named.receiver.function),
        steps=[(texts.get(step.code, step.code), step.evidence, step.at) for step in queries.steps_of(row.id)],
        reason=queries.reason_of(row.id),
        looks=[(look, shown.function_name(look.function)) for look in queries.looks_at(row.id)],
    )


def blocks(content: Content) -> dict[str, Any]:
    """The content in words. The preview and the receiver's page are made of this, by the same template."""
    return {
        "content": content,
        "notes": [
            (
                shown.kind_name(kind),
                [(note.written, shown.function_name(note.function), note.text) for note in notes],
            )
            for kind, notes in content.notes
        ],
        "nothing": gettext("Hierover staat niets in het dossier."),
    }
