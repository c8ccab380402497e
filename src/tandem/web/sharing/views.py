"""`/delen/`: may I share this? Open to everybody; the address holds codes only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from tandem.platform.clock import today
from tandem.sharing.describe import Speaker
from tandem.sharing.reading import standard
from tandem.sharing.rules.evaluation import evaluate
from tandem.web.access import public, read_only
from tandem.web.pagecache import served
from tandem.web.refusals import refused
from tandem.web.sharing.answered import shown
from tandem.web.sharing.question import choices, read

SECTION = "delen"


def speaker() -> Speaker:
    """The standard in the language of the page."""
    return Speaker(standard(), "en" if (get_language() or "nl").startswith("en") else "nl")


def kept_until_tomorrow() -> str:
    """What a page of the standard depends on besides its address: rules hold from and until a day."""
    return f"{standard().version}|{today()}"


@public
@read_only
def ask(request: HttpRequest) -> HttpResponse:
    """The question as a sentence with choices in it, and the answer above it."""
    says = speaker()
    try:
        asked = read(request.GET, says)
    except ValueError:
        return refused(request, 400)

    def make() -> HttpResponse:
        answer = shown(evaluate(asked.question(), says.standard, today()), asked, says) if asked.complete else None
        page = {"asked": asked, "choices": choices(asked, says, today()), "answer": answer, "section": SECTION}
        return render(request, "sharing/ask.html", page)

    return served(request, kept_until_tomorrow(), make)
