"""Break-glass: naming one child with a reason, reading it for four hours, and the judgement of somebody else."""

from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.casework import in_need
from tandem.casework.rules.assessment import Level
from tandem.children import queries as children
from tandem.children.data import Kind
from tandem.platform import clock
from tandem.platform.database import is_refusal
from tandem.register import organisations, people
from tandem.sharing.breakglass import actions, queries, rules
from tandem.sharing.breakglass.data import FUNCTIONS, REVIEWERS, Category, Judgement, Use
from tandem.web.access import functions
from tandem.web.account.why import why_shown
from tandem.web.casework import words
from tandem.web.casework.timeline import criterion_name
from tandem.web.emergency.forms import CATEGORIES, JUDGEMENTS, BeginForm, JudgeForm
from tandem.web.forms import submitted
from tandem.web.identity.entering import go
from tandem.web.identity.mine import is_fresh
from tandem.web.onward import here

START, JUDGE = "/noodtoegang/", "/noodtoegang/beoordelen/"
KINDS = {
    Kind.CONCERN: gettext_lazy("Zorgen, in een dossier"),
    Kind.FAMILY: gettext_lazy("Gezin"),
    Kind.PLAN: gettext_lazy("Plan en hulp"),
    Kind.MEDICAL: gettext_lazy("Gezondheid"),
    Kind.ABSENCE: gettext_lazy("Verzuim"),
    Kind.SCHOOL: gettext_lazy("School"),
    Kind.DECISION: gettext_lazy("Besluiten"),
}
both = require_http_methods(["GET", "HEAD", "POST"])


@functions(*FUNCTIONS)
@both
def start(request: HttpRequest) -> HttpResponse:
    """First show again who you are; then the reason, and then the child."""
    if not is_fresh(request) and request.method != "POST":  # type: ignore[arg-type]
        return go("/mijn/bevestigen/", here(START))
    form, own = BeginForm(submitted(request)), queries.own()
    blocked = rules.blocked(request.hat.function, own, clock.today(), clock.now())  # type: ignore[attr-defined]
    if form.is_valid() and blocked is None:
        use = _begun(request, form)
        if use is not None:
            return go(f"{START}{use}/")
    shown = {"form": form, "uses": [_line(use) for use in own[:10]], "blocked": blocked}
    return render(request, "emergency/start.html", _page(shown), status=409 if blocked else form.status)


@functions(*FUNCTIONS)
@require_safe
def opened(request: HttpRequest, use: UUID) -> HttpResponse:
    """What may be read of the child, as long as it is open."""
    own = next((one for one in queries.own() if one.id == use), None)
    if own is None:
        raise Http404
    shown: dict[str, Any] = {"use": _line(own), "child": None}
    if own.child is not None and own.is_open(clock.now()):
        shown |= _child(own.child) | {"why": why_shown(own.child, source=use)}
    return render(request, "emergency/opened.html", _page(shown))


@functions(*REVIEWERS)
@require_safe
def to_judge(request: HttpRequest) -> HttpResponse:
    """What others did, that somebody must judge; and what was judged lately."""
    waiting, done = queries.to_judge(), queries.to_judge(done=True)[-20:]
    named = _names(waiting + done)
    shown = {"waiting": [_line(one, named) for one in waiting], "done": [_line(one, named) for one in done]}
    return render(request, "emergency/to_judge.html", _page(shown))


@functions(*REVIEWERS)
@both
def judge(request: HttpRequest, use: UUID) -> HttpResponse:
    found = next((one for one in queries.to_judge() if one.id == use), None)
    if found is None:
        raise Http404
    form = JudgeForm(submitted(request))
    if form.is_valid():
        given = form.cleaned_data
        actions.judge(by=acting_actor(), use=use, judgement=Judgement(given["oordeel"]), note=given["toelichting"])
        return go(JUDGE)
    shown = {"use": _line(found, _names((found,))), "form": form}
    return render(request, "emergency/judge.html", _page(shown), status=form.status)


def _begun(request: HttpRequest, form: BeginForm) -> UUID | None:
    if not is_fresh(request):  # type: ignore[arg-type]
        form.add_error(None, gettext("Laat eerst opnieuw zien dat jij het bent. Je tekst blijft hier staan."))
        return None
    given = form.cleaned_data
    try:
        with transaction.atomic():
            return actions.begin(
                by=acting_actor(), category=Category(given["soort"]), reason=given["reden"], named=form.named
            )
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        form.add_error(None, gettext("Dit mag nu niet: er ligt nog een beoordeling, of je deed het te vaak."))
        return None


def _child(id: UUID) -> dict[str, Any]:
    actor, today = acting_actor(), clock.today()
    child = children.child(actor, id=id, why=queries.WHY)
    lived = [one for one in children.residences(actor, id=id, why=queries.WHY) if one.valid_until is None]
    schools = [
        one
        for one in children.enrolments(actor, id=id, why=queries.WHY)
        if one.valid_until is None or one.valid_until > today
    ]
    notes = queries.notes(actor, child=id)
    concerns = in_need.concerns(actor, child=id)
    return {
        "concerns": [_concern(one) for one in concerns],
        "child": child,
        "lives": [organisations.organisation(one.municipality, on=today).brief.name for one in lived],
        "schools": [organisations.organisation(one.location, on=today).brief.name for one in schools],
        "notes": [(KINDS[kind], [text for other, text in notes if other is kind]) for kind in _kinds(notes)],
    }


def _concern(one: in_need.Concern) -> dict[str, Any]:
    place = organisations.briefs([one.holder])[one.holder].name if one.holder else ""
    holder = gettext("nu bij %(place)s") % {"place": place} if place else ""
    said = [(str(words.PARTS[part]), text) for part, text in one.texts]
    weighed = [
        (f"{criterion_name(answer.criterion)}: {words.LEVELS[answer.level]}", answer.reason)
        for answer in one.answers
        if answer.level is not Level.FINE
    ]
    return {
        "raised": one.raised,
        "facts": [str(words.STATES[one.state]), str(words.URGENCIES[one.urgency]), *filter(None, [holder])],
        "said": [*said, *weighed],
    }


def _kinds(notes: tuple[tuple[Kind, str], ...]) -> list[Kind]:
    there = {kind for kind, _ in notes}
    return [kind for kind in KINDS if kind in there]


def _names(uses: tuple[Use, ...]) -> dict[UUID, str]:
    return people.names(actor=acting_actor(), ids={use.person for use in uses})


def _line(use: Use, names: dict[UUID, str] | None = None) -> dict[str, Any]:
    now = clock.now()
    return {
        "use": use,
        "category": CATEGORIES[use.category],
        "open": use.is_open(now),
        "overdue": use.judged_at is None and use.review_due < clock.today(),
        "judgement": JUDGEMENTS[Judgement(use.judgement)] if use.judgement else "",
        "who": (names or {}).get(use.person, ""),
    }


def _page(shown: dict[str, Any]) -> dict[str, Any]:
    return {"section": "mijn", **shown}
