"""What the pages of concerns share: the frame, what was done, and how a refusal is said in a form."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy

from tandem.casework.actions.step import CannotError, ConflictError, UnknownConcernError
from tandem.web.casework import words
from tandem.web.forms import HouseForm

# What was done, said once on the next page. The address carries the word, never a name.
DONE = {
    "weergave": gettext_lazy("Zo staat de lijst er voortaan bij."),
    "bewaard": gettext_lazy("De weergave is bewaard."),
    "weg": gettext_lazy("De weergave is weg."),
}


def page(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    done = DONE.get(request.GET.get("gedaan", ""), "")
    shown = {"section": "werk", "done": done, **facts}
    return render(request, f"casework/{template}.html", shown, status=status)


def onward(path: str, done: str = "") -> HttpResponse:
    """On to another page of the house, which says what was done. `path` begins without the slash."""
    prefix = "/en/" if translation.get_language() == "en" else "/"
    return HttpResponseRedirect(f"{prefix}{path}" + (f"?gedaan={done}" if done else ""))


def tried(form: HouseForm, act: Callable[[], object]) -> bool:
    """Run an action with what a form holds. False when it cannot be, which the form then says; unknown is a 404."""
    try:
        with transaction.atomic():
            act()
    except CannotError as error:
        form.add_error(None, words.cannot(error.code))
    except ConflictError:
        form.conflict = True  # type: ignore[attr-defined]
        form.add_error(None, words.cannot("CONFLICT"))
    except UnknownConcernError as error:
        raise Http404 from error
    return not form.errors
