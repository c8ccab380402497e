"""The window itself, for a parent or the young person: what was let out, where it is, who takes part, who looked."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError
from tandem.family import queries
from tandem.family.actions import choosing, speaking
from tandem.family.data import Capacity, Voice, Window
from tandem.family.definitions import ages_at
from tandem.family.queries import Whole
from tandem.family.rules import years_on
from tandem.platform import clock
from tandem.web.access import family
from tandem.web.family import consents, shown, words
from tandem.web.family.forms import ChoiceForm, SayForm
from tandem.web.family.frame import pdf_answer, seen
from tandem.web.forms import submitted
from tandem.web.onward import on_to


@family
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """On to the window of who has one; else which there are, or how to come in."""
    found = queries.mine()
    if len(found) == 1:
        return on_to(
            f"/gezin/{found[0].id}/", request.GET.get("gedaan", "") if request.GET.get("gedaan") == "binnen" else ""
        )
    return seen(request, "start", windows=[(one, _state(one)) for one in found])


def _state(one: Window) -> str:
    return str(words.SHUT[one.shut]) if one.shut else ""


def _known(window: UUID) -> tuple[Window, Whole | None]:
    """404 where there is none; without a whole it is shut today."""
    one = queries.window(id=window)
    if one is None:
        raise Http404
    return one, queries.opened(acting_actor(), id=window) if one.shut is None else None


def _decides(whole: Whole) -> bool:
    """Whether the young person says here if her parents look in."""
    young = whole.window.capacity is Capacity.YOUNG
    return young and ages_at(years_on(whole.child.birth_date, clock.today())).asks_young


@family
@require_safe
def one(request: HttpRequest, window: UUID) -> HttpResponse:
    known, whole = _known(window)
    if whole is None:
        return _shut(request, known)
    return seen(
        request,
        "window",
        **consents.section(known),
        decides=_decides(whole),
        large=request.GET.get("letter") == "groot",
        **shown.page(whole),
    )


def _shut(request: HttpRequest, known: Window) -> HttpResponse:
    return seen(request, "shut", why=_state(known), young=known.capacity is Capacity.YOUNG)


@family
@require_safe
def looks(request: HttpRequest, window: UUID) -> HttpResponse:
    known, whole = _known(window)
    if whole is None:
        return _shut(request, known)
    found = shown.looks(queries.looks(acting_actor(), id=window))
    return seen(
        request,
        "looks",
        looks=found,
        window=known,
        young=known.capacity is Capacity.YOUNG,
        child=whole.child.given_name,
    )


@family
@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest, window: UUID) -> HttpResponse:
    """The young person says whether her parents look in. It works from their next click on."""
    known, whole = _known(window)
    if whole is None or not _decides(whole):
        raise Http404
    form = ChoiceForm(submitted(request))
    if form.is_valid():
        said = form.cleaned_data["antwoord"]
        try:
            choosing.choose(by=acting_actor(), window=window, agrees=said == "ja")
        except CannotError as error:
            form.add_error(None, words.cannot(error.code))
        else:
            return on_to(f"/gezin/{window}/", said)
    return seen(request, "choice", status=form.status, form=form, window=known, young=True)


@family
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, window: UUID) -> HttpResponse:
    """Own words, a question, asking to talk, or that the authority is not right. The answer stands in the window."""
    known, whole = _known(window)
    if whole is None:
        return _shut(request, known)
    young = known.capacity is Capacity.YOUNG
    form = SayForm(submitted(request), young=young)
    if form.is_valid():
        data = form.cleaned_data
        speaking.say(
            by=acting_actor(), window=window, voice=Voice(data["soort"]), text=data["tekst"], key=data["sleutel"]
        )
        return on_to(f"/gezin/{window}/", "gezegd")
    return seen(request, "say", status=form.status, form=form, window=known, young=young)


@family
@require_safe
def paper(request: HttpRequest, window: UUID) -> HttpResponse:
    """A summary on paper; `?letter=groot` for large print."""
    _, whole = _known(window)
    if whole is None:
        raise Http404
    return pdf_answer(shown.to_pdf(shown.page(whole), large=request.GET.get("letter") == "groot"))
