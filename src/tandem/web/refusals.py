"""The page for what cannot be shown: what is wrong, and where to go instead."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext


def refused(request: HttpRequest, status: int, sentence: str = "", title: str = "") -> HttpResponse:
    """A page with this status. Without words of their own a title and a sentence that fit the status."""
    usual_title, usual_sentence = usual_words(status)
    # The same for everybody: what one may not know of must look like what does not exist, the menu included.
    words = {"title": title or usual_title, "sentence": sentence or usual_sentence}
    context = {**words, "status": status, "same_for_all": True}
    return HttpResponse(render_to_string("error.html", context, request=request), status=status)


def usual_words(status: int) -> tuple[str, str]:
    """Title and sentence of a status."""
    texts = {
        400: (gettext("Deze vraag begrijpen we niet"), gettext("Controleer het adres, of begin opnieuw.")),
        403: (
            gettext("Dit hebben we niet verwerkt"),
            gettext("Er is niets veranderd. Open de pagina opnieuw en probeer het nog eens."),
        ),
        404: (
            gettext("Deze pagina is er niet"),
            gettext("Misschien is hij verplaatst, of zit er een fout in het adres."),
        ),
        405: (
            gettext("Hier kun je alleen kijken"),
            gettext("Deze pagina neemt niets aan. Er is niets veranderd; open de pagina gewoon opnieuw."),
        ),
    }
    return texts[status]
