"""Words and dates on the pages of an administrator."""

from datetime import date, timedelta
from decimal import Decimal

from django import template
from django.conf import settings
from django.utils.translation import get_language

from tandem.register import functions
from tandem.register.administration import queries
from tandem.web import words

register = template.Library()


@register.filter
def function_name(code: str) -> str:
    """The name of a function in the language of the page; its code when it no longer exists."""
    function = functions.functions().get(code)
    if function is None:
        return code
    return function.name_en if get_language() == "en" else function.name


@register.simple_tag
def demo_sign_in() -> bool:
    """Whether one may sign in with one click here."""
    return bool(settings.DEMO_SIGN_IN)


@register.simple_tag(takes_context=True)
def leads_a_team(context: template.Context) -> bool:
    """Whether who looks leads the team of her hat."""
    hat = getattr(context.get("request"), "hat", None)
    return hat is not None and queries.leads_team(hat.id)


@register.filter
def said(text: str) -> str:
    """What a rule says, in the language of the page."""
    return words.said(text)


@register.filter
def last_day(until: date) -> date:
    """The register keeps the first day without; people say the last day with."""
    return until - timedelta(days=1)


@register.filter
def hours(number: Decimal) -> str:
    """`4` or `3,5`; with a point in English."""
    text = f"{number.normalize():f}"
    return text if get_language() == "en" else text.replace(".", ",")
