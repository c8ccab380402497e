"""Errors as RFC 9457 describes them, in the language that the client asks for, with every wrong parameter at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import translation as catalogue
from django.utils.translation import get_language, gettext, gettext_lazy
from ninja import NinjaAPI
from ninja.errors import ValidationError

from tandem.api.parameters import DESCRIPTIONS
from tandem.flows.cube import NoOpenData, NotInData
from tandem.platform.message import Message

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("De vraag klopt niet"),
    404: gettext_lazy("Niet gevonden"),
    405: gettext_lazy("Dit kan hier niet"),
    406: gettext_lazy("Deze vorm is er niet"),
    414: gettext_lazy("Dit adres is te lang"),
    500: gettext_lazy("Er ging iets mis bij ons"),
    503: gettext_lazy("Nog geen gegevens"),
}


@dataclass(frozen=True, slots=True)
class WrongInput:
    """One thing that is wrong with the question; `name` is the parameter, `code` is for machines."""

    name: str
    code: str
    detail: str
    place: Literal["query", "path"] = "query"


class WrongQuestion(Exception):  # noqa: N818 - a question, not a program, is wrong
    """The rules of a question refuse it; the message names the parameter first: "jaar: een jaar ligt tussen …"."""


def problem(status: int, detail: str, wrong: Sequence[WrongInput] = ()) -> HttpResponse:
    """The answer that says what is wrong."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": str(TITLES[status]),
        "status": status,
        "detail": detail,
    }
    if wrong:
        body["errors"] = [
            {"in": one.place, "location": {"name": one.name}, "code": one.code, "detail": one.detail} for one in wrong
        ]
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def wrong_input(wrong: Sequence[WrongInput]) -> HttpResponse:
    return problem(400, " ".join(one.detail for one in wrong), wrong)


def register(api: NinjaAPI) -> None:
    """Turn what the layers below raise into problems."""
    api.exception_handler(NotInData)(_not_in_data)
    api.exception_handler(NoOpenData)(_no_open_data)
    api.exception_handler(ValidationError)(_not_valid)
    api.exception_handler(WrongQuestion)(_wrong_question)


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


def _not_valid(_request: HttpRequest, error: Exception) -> HttpResponse:
    if not isinstance(error, ValidationError):
        raise error
    return wrong_input([_invalid(found) for found in error.errors])


def _invalid(found: dict[str, Any]) -> WrongInput:
    """One finding of pydantic; `loc` is (where, …, parameter)."""
    place, name = found["loc"][0], str(found["loc"][-1])
    if place == "path":
        return WrongInput(name, found["type"], f"{name}: {gettext('dit is geen geldige code.')}", "path")
    # The description of a parameter is in Dutch, like the names.
    more = f" {DESCRIPTIONS[name]}" if get_language() == "nl" and name in DESCRIPTIONS else ""
    return WrongInput(name, found["type"], f"{name}: {gettext('deze waarde kan hier niet.')}{more}")
