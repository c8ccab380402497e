"""What every page of the house needs: where it is, in which language, and whether the data are an example."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language

from tandem.casework.notices import unread
from tandem.flows.cube import NoOpenData, current_cube
from tandem.register.functions import professional_codes, raising_codes
from tandem.web.glossary import Term, term
from tandem.web.insight.canonical import search_of
from tandem.web.insight.links import home

register = template.Library()
MOST_SHOWN = 99


@dataclass(frozen=True, slots=True)
class House:
    """`other` is this page in the other language; `here` the address without the language."""

    language: str
    home: str
    other: str
    here: str
    demo: bool
    embed: bool
    professional: bool  # who looks wears the hat of a professional
    raises: bool  # … of somebody at a school, who can raise a concern


@register.simple_tag(takes_context=True)
def house(context: template.Context) -> House:
    request = context.get("request")
    path = request.path + search_of(request) if isinstance(request, HttpRequest) else "/"
    english = (get_language() or "nl").startswith("en")
    dutch = path.removeprefix("/en") if path.startswith("/en/") else path
    hat = getattr(request, "hat", None)
    embed = isinstance(request, HttpRequest) and request.GET.get("embed") == "1"
    return House(
        language="en" if english else "nl",
        home=home(),
        other=dutch if english else f"/en{dutch}",
        here=dutch,
        demo=_demo(),
        embed=embed,
        professional=hat is not None and hat.function in professional_codes(),
        raises=hat is not None and hat.function in raising_codes(),
    )


def _demo() -> bool:
    try:
        return current_cube().demo
    except NoOpenData:
        return False


@register.simple_tag
def explained(key: str) -> Term:
    """A term of the glossary."""
    return term(key)


@register.simple_tag
def unread_notices() -> str:
    """How many notices wait for who looks; '' for none. Asks the database: for the pages of professionals only."""
    number = unread(MOST_SHOWN + 1)
    return f"{MOST_SHOWN}+" if number > MOST_SHOWN else str(number or "")
