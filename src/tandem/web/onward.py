"""On to another page of ours, in the language of this request."""

from django.http import HttpResponseRedirect
from django.utils import translation


def here(path: str) -> str:
    """`path` begins with a slash and has no language."""
    return f"/en{path}" if translation.get_language() == "en" else path


def on_to(path: str, done: str = "") -> HttpResponseRedirect:
    """`done`: the word by which the next page says what was done."""
    return HttpResponseRedirect(here(path) + (f"?gedaan={done}" if done else ""))
