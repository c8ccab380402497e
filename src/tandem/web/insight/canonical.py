"""The one address of a page: a region by its code, a municipality of today, codes in capitals."""

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from tandem.flows.data import is_home_code, is_school_code
from tandem.register import municipalities
from tandem.register.definitions import regions
from tandem.web.insight.choice import PARAMETERS


def address_of(path: str, named: dict[str, str]) -> str:
    """`path` with each name in it written as it should be; `path` itself when it already was.

    `named`: what the address names, as 'region', 'code', 'home' or 'school'. A municipality that was abolished becomes
    its heir where it has one; where it was divided the page has to explain.
    """
    for kind, text in named.items():
        right = region_code(text) if kind == "region" else unit_code(text)
        path = path.replace(f"/{text}/", f"/{right}/")
    return path


def region_code(text: str) -> str:
    """The code of the region with this code or name, whatever its capitals; else the text itself."""
    wanted = text.casefold()
    return next((one.code for one in regions().values() if wanted in {one.code, one.name.casefold()}), text)


def unit_code(text: str) -> str:
    """The code in capitals, of an abolished municipality that of its only heir; else the text itself."""
    code = text.upper()
    if not (is_home_code(code) or is_school_code(code)):
        return text
    heirs = municipalities.heirs(code)
    return heirs[0] if len(heirs) == 1 else code


def search_of(request: HttpRequest, *, without: tuple[str, ...] = ()) -> str:
    """The tail of the address as far as we know what it means: what others hang behind it is not passed on."""
    given: QueryDict = request.GET
    kept = [
        (name, text) for name, texts in given.lists() if name in PARAMETERS and name not in without for text in texts
    ]
    return "?" + urlencode(kept, safe=",") if kept else ""
