"""The window, for who works on the case: invite at the table, let something out, take it back, shut it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.cases.queries import Whole
from tandem.children import queries as children
from tandem.children.data import Child
from tandem.family import queries
from tandem.family.actions import choosing, inviting, releasing, speaking
from tandem.family.data import Audience, Invited, Shut, Sort, Window
from tandem.family.definitions import ages_at
from tandem.family.rules import years_on
from tandem.platform import clock
from tandem.web.access import professional
from tandem.web.cases import shown as of_case
from tandem.web.cases.frame import inside
from tandem.web.family import shown, words
from tandem.web.family.forms import AnswerForm, ChoiceForm, InviteForm, ReleaseForm, WhyForm
from tandem.web.family.frame import onward, page, pdf_answer, tried
from tandem.web.family.sources import sources
from tandem.web.forms import HouseForm, submitted

both = require_http_methods(["GET", "HEAD", "POST"])


def _reading(case: UUID) -> tuple[Whole, Child]:
    """404 for who may not read the words of the case: the window shows more than that there is one."""
    whole = inside(case)
    about = children.child(acting_actor(), id=whole.child, why=queries.WORK) if whole.child and whole.content else None
    if about is None:
        raise Http404
    return whole, about


@professional
@require_safe
def overview(request: HttpRequest, case: UUID) -> HttpResponse:
    whole, about = _reading(case)
    found = queries.windows_of(acting_actor(), case=case)
    releases = queries.releases_of(acting_actor(), case=case)
    return page(
        request,
        "case",
        about=of_case.title(whole),
        case=case,
        windows=[(one, _name(one, about), _state(one)) for one in found],
        held=any(one.shut is Shut.HELD for one in found),
        said=[shown.said(one) for one in queries.words_of(acting_actor(), case=case)],
        items=[(one, shown.item(one), words.AUDIENCES[one.audience]) for one in releases],
        asks_young=ages_at(years_on(about.birth_date, clock.today())).asks_young,
    )


def _name(one: Window, about: Child) -> str:
    return one.name or f"{about.given_name} {about.family_name}"


def _state(one: Window) -> str:
    return str(words.SHUT_AT_WORK[one.shut]) if one.shut else gettext("kijkt mee")


@professional
@both
def invite(request: HttpRequest, case: UUID) -> HttpResponse:
    """The code is on the answer to the form and nowhere else: to hand over, on the screen or on paper."""
    whole, about = _reading(case)
    form = InviteForm(submitted(request), child=about)
    if form.is_valid():
        found: list[Invited] = []
        who = form.cleaned_data["wie"]
        authority = None if who == InviteForm.YOUNG else UUID(who)

        def act() -> None:
            found.append(inviting.invite(by=acting_actor(), case=case, authority=authority))

        if tried(form, act):
            return _code_page(request, whole, about, found[0])
    return page(
        request, "invite", status=form.status, form=form, about=of_case.title(whole), case=case, nobody=form.nobody
    )


def _code_page(request: HttpRequest, whole: Whole, about: Child, found: Invited) -> HttpResponse:
    one = queries.window(id=found.window)
    facts: dict[str, Any] = {
        "about": of_case.title(whole),
        "case": whole.row.id,
        "code": found.code,
        "until": shown.day(found.until),
        "who": _name(one, about) if one else "",
        "young": one is not None and not one.name,
        "site": f"{settings.SITE}/gezin/beginnen/",
    }
    return page(request, "code", **facts)


@professional
@both
def release(request: HttpRequest, case: UUID) -> HttpResponse:
    whole, about = _reading(case)
    found = sources(case) if request.method != "POST" else ()
    chosen = next((one for one in found if str(one.id) == request.GET.get("uit")), None)
    begins = {"soort": chosen.sort.value, "titel": chosen.title, "tekst": chosen.text} if chosen else {}
    form = ReleaseForm(submitted(request), child=about, initial=begins)
    if form.is_valid():
        data = form.cleaned_data
        sort = Sort(data["soort"])
        facts = {"sort": sort, "title": data["titel"] or str(words.SORTS[sort]), "text": data["tekst"]}
        audience = Audience(data.get("wie") or Audience.BOTH)
        if tried(form, lambda: releasing.release(by=acting_actor(), case=case, audience=audience, **facts)):
            return onward(case, "vrijgegeven")
    there = [(one, words.SORTS[one.sort], one.text.split("\n")[0]) for one in found if one is not chosen]
    title = of_case.title(whole)
    return page(request, "release", status=form.status, form=form, about=title, case=case, sources=there)


@professional
@both
def take_back(request: HttpRequest, release: UUID) -> HttpResponse:
    found = queries.release(acting_actor(), id=release)
    if found is None:
        raise Http404
    one, case = found
    whole, about = _reading(case)
    form = WhyForm(submitted(request), child=about)
    if form.is_valid() and tried(
        form, lambda: releasing.take_back(by=acting_actor(), release=release, why=form.cleaned_data["woorden"])
    ):
        return onward(case, "teruggenomen")
    if one.withdrawn is not None and not form.is_bound:
        return onward(case)
    return _deed_page(request, whole, form, gettext("Neem terug"), one.title)


@professional
@both
def answer(request: HttpRequest, word: UUID) -> HttpResponse:
    found = queries.word(acting_actor(), id=word)
    if found is None:
        raise Http404
    one, case = found
    whole, about = _reading(case)
    form = AnswerForm(submitted(request), child=about)
    if form.is_valid() and tried(
        form, lambda: speaking.answer(by=acting_actor(), word=word, text=form.cleaned_data["woorden"])
    ):
        return onward(case, "beantwoord")
    if one.answered is not None and not form.is_bound:
        return onward(case)
    return _deed_page(request, whole, form, gettext("Antwoord"), f"“{one.text}”")


@professional
@both
def note_choice(request: HttpRequest, case: UUID) -> HttpResponse:
    whole, about = _reading(case)
    if not ages_at(years_on(about.birth_date, clock.today())).asks_young:
        raise Http404
    form = ChoiceForm(submitted(request))
    if form.is_valid():
        agrees = form.cleaned_data["antwoord"] == "ja"
        if tried(form, lambda: choosing.note_choice(by=acting_actor(), case=case, agrees=agrees)):
            return onward(case, "keuze")
    lead = gettext(
        "Vanaf 16 jaar beslist een jongere zelf of ouders meekijken. Schrijf op wat de jongere tegen je zei."
    )
    return _deed_page(request, whole, form, gettext("Mogen de ouders meekijken?"), lead, gettext("Leg vast"))


def _new_code(window: UUID) -> Invited:
    return inviting.new_code(by=acting_actor(), window=window)


def _close(window: UUID) -> None:
    inviting.close(by=acting_actor(), window=window)


def _let_in(window: UUID) -> None:
    inviting.let_in_again(by=acting_actor(), window=window)


DEEDS: dict[str, Callable[[UUID], Invited | None]] = {"code": _new_code, "sluiten": _close, "openen": _let_in}
DONE = {"sluiten": "gesloten", "openen": "geopend"}


@professional
@both
def deed(request: HttpRequest, window: UUID, window_deed: str) -> HttpResponse:
    """One thing that can be done with a window: GET asks whether you are sure, POST does it."""
    one = queries.window(id=window)
    if one is None or window_deed not in DEEDS:
        raise Http404
    whole, about = _reading(one.case)
    form, found = HouseForm(submitted(request)), list[Invited | None]()
    if form.is_bound and form.is_valid() and tried(form, lambda: found.append(DEEDS[window_deed](window))):
        made = found[0]
        return _code_page(request, whole, about, made) if made else onward(one.case, DONE[window_deed])
    who = f"{_name(one, about)}. {words.LEADS[window_deed]}"
    return _deed_page(request, whole, form, str(words.DEEDS[window_deed]), who)


def _deed_page(
    request: HttpRequest, whole: Whole, form: HouseForm, title: str, lead: str, button: str = ""
) -> HttpResponse:
    facts: dict[str, Any] = {"title": title, "lead": lead, "button": button or title}
    return page(request, "deed", status=form.status, form=form, about=of_case.title(whole), case=whole.row.id, **facts)


@professional
@require_safe
def paper(request: HttpRequest, case: UUID) -> HttpResponse:
    """For who wants no account: the same summary, printed at the table. Only what was let out to both."""
    whole, about = _reading(case)
    found = [one for one in queries.releases_of(acting_actor(), case=case) if one.withdrawn is None]
    facts = shown.at_table(whole, about.given_name, [one for one in found if one.audience is Audience.BOTH])
    return pdf_answer(shown.to_pdf(facts, large=request.GET.get("letter") == "groot"))
