"""Errors as RFC 9457 describes them, in the language that the client asks for, with every wrong parameter at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import translation as catalogue
from django.utils.translation import get_language, gettext, gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from tandem.api.parameters import DESCRIPTIONS
from tandem.flows.cube import NoOpenData, NotInData
from tandem.platform.message import Message

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("De vraag klopt niet"),
    401: gettext_lazy("Geen geldige sleutel"),
    403: gettext_lazy("Dit mag deze sleutel niet"),
    404: gettext_lazy("Niet gevonden"),
    405: gettext_lazy("Dit kan hier niet"),
    406: gettext_lazy("Deze vorm is er niet"),
    409: gettext_lazy("Dit past niet bij wat er al is"),
    414: gettext_lazy("Dit adres is te lang"),
    415: gettext_lazy("Stuur JSON"),
    429: gettext_lazy("Te veel vragen"),
    500: gettext_lazy("Er ging iets mis bij ons"),
    503: gettext_lazy("Nog geen gegevens"),
}


@dataclass(frozen=True, slots=True)
class WrongInput:
    """One thing that is wrong with the question; `name` is the parameter, `code` is for machines."""

    name: str
    code: str
    detail: str
    place: Literal["query", "path", "header", "body"] = "query"

    @property
    def location(self) -> dict[str, str]:
        """In a body where it stands too: `#/nieuweLeerling/geboren`."""
        if self.place != "body":
            return {"name": self.name}
        return {"name": self.name.rpartition("/")[2], "pointer": f"#/{self.name}"}


class WrongQuestion(Exception):  # noqa: N818 - a question, not a program, is wrong
    """The rules of a question refuse it; the message names the parameter first: "jaar: een jaar ligt tussen …"."""


def problem(status: int, detail: str, wrong: Sequence[WrongInput] = (), **more: object) -> HttpResponse:
    """The answer that says what is wrong. `more`: what else a program can use."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": str(TITLES[status]),
        "status": status,
        "detail": detail,
        **more,
    }
    if wrong:
        body["errors"] = [
            {"in": one.place, "location": one.location, "code": one.code, "detail": one.detail} for one in wrong
        ]
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def wrong_input(wrong: Sequence[WrongInput]) -> HttpResponse:
    """In a body the sentences are those of the form, which stand at their fields; so here the fields come first."""
    said = (f"{one.name}: {one.detail}" if one.place == "body" else one.detail for one in wrong)
    return problem(400, " ".join(said), wrong)


def not_here() -> str:
    """Of every address that is not there, and of what this key may not know: one and the same."""
    return gettext("Dit adres is er niet. Alle adressen staan in /api/v1/openapi.json.")


def failed() -> str:
    return gettext("Er ging iets mis bij ons. Probeer het zo nog eens; de fout is genoteerd.")


def register(api: NinjaAPI) -> None:
    """Turn what the layers below raise into problems."""
    api.exception_handler(NotInData)(_not_in_data)
    api.exception_handler(NoOpenData)(_no_open_data)
    api.exception_handler(ValidationError)(_not_valid)
    api.exception_handler(WrongQuestion)(_wrong_question)
    api.exception_handler(HttpError)(_not_json)


def said(error: Exception) -> str:
    """What a layer below says, in the language of the client where its message knows how it was made."""
    return _translated(error.args[0])


def _translated(text: str) -> str:
    if not isinstance(text, Message):
        return text
    values = {name: _translated(one) if isinstance(one, str) else one for name, one in text.values.items()}
    return catalogue.gettext(text.template).format(**values)


def _not_in_data(_request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404, said(error))


def _no_open_data(_request: HttpRequest, error: Exception) -> HttpResponse:
    response = problem(503, said(error))
    response.headers["Retry-After"] = "60"
    return response


def _wrong_question(_request: HttpRequest, error: Exception) -> HttpResponse:
    name, _, _ = str(error).partition(":")
    return wrong_input([WrongInput(name, "ongeldig", f"{said(error)}.")])


def _not_json(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """The body could not be read."""
    return problem(400, gettext("Wat je stuurde is geen JSON, of een naam staat er twee keer in."))


def _not_valid(_request: HttpRequest, error: Exception) -> HttpResponse:
    if not isinstance(error, ValidationError):
        raise error
    return wrong_input([_invalid(found) for found in error.errors])


def _invalid(found: dict[str, Any]) -> WrongInput:
    """One finding of pydantic; `loc` is (where, …, parameter)."""
    place, name = found["loc"][0], str(found["loc"][-1])
    if place == "body":
        return _in_body(found)
    if place == "header":
        return WrongInput(name, found["type"], gettext("{name}: geef een UUID mee.").format(name=name), "header")
    if place == "path":
        return WrongInput(name, found["type"], f"{name}: {gettext('dit is geen geldige code.')}", "path")
    # The description of a parameter is in Dutch, like the names.
    more = f" {DESCRIPTIONS[name]}" if get_language() == "nl" and name in DESCRIPTIONS else ""
    return WrongInput(name, found["type"], f"{name}: {gettext('deze waarde kan hier niet.')}{more}")


def _in_body(found: dict[str, Any]) -> WrongInput:
    """`loc` is (body, name of the argument, …, name); the sentences are those of the form."""
    name = "/".join(map(str, found["loc"][2:]))
    sentences = {
        "missing": gettext("Vul dit in."),
        "extra_forbidden": gettext("Dit veld kennen we niet. Er is niets veranderd."),
    }
    return WrongInput(name, found["type"], sentences.get(found["type"], gettext("Deze waarde kan hier niet.")), "body")
