"""Errors as RFC 9457 describes them, in Dutch, with every wrong parameter at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from tandem.api.parameters import DESCRIPTIONS
from tandem.flows.cube import NoOpenData, NotInData

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "De vraag klopt niet",
    404: "Niet gevonden",
    405: "Dit kan hier niet",
    500: "Er ging iets mis bij ons",
    503: "Nog geen gegevens",
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
    body: dict[str, object] = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
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


def _not_in_data(_request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404, str(error))


def _no_open_data(_request: HttpRequest, error: Exception) -> HttpResponse:
    response = problem(503, str(error))
    response.headers["Retry-After"] = "60"
    return response


def _wrong_question(_request: HttpRequest, error: Exception) -> HttpResponse:
    name, _, _ = str(error).partition(":")
    return wrong_input([WrongInput(name, "ongeldig", f"{error}.")])


def _not_valid(_request: HttpRequest, error: Exception) -> HttpResponse:
    if not isinstance(error, ValidationError):
        raise error
    return wrong_input([_invalid(found) for found in error.errors])


def _invalid(found: dict[str, Any]) -> WrongInput:
    """One finding of pydantic; `loc` is (where, …, parameter)."""
    place, name = found["loc"][0], str(found["loc"][-1])
    if place == "path":
        return WrongInput(name, found["type"], f"{name}: dit is geen geldige code.", "path")
    return WrongInput(name, found["type"], f"{name}: deze waarde kan hier niet. {DESCRIPTIONS[name]}")
