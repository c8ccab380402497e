"""What the domains say, in the language of the page."""

from django.utils import translation as catalogue

from tandem.platform.message import Message
from tandem.web import format as form


def said(text: str) -> str:
    """A message from below (a finding, a refusal) in the language of the reader; a plain text stays as it is."""
    if not isinstance(text, Message):
        return text
    values = {
        name: form.number(value) if isinstance(value, int) else said(value) for name, value in text.values.items()
    }
    return catalogue.gettext(text.template).format(**values)
