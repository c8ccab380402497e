"""The cast on stage: the example region in a test database, and a browser of one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from tests.cast import CAST, Player, Role, player

from tandem.platform.context import Context, acting
from tandem.platform.text import sort_key
from tandem.register import models
from tandem.register.demo.filling import fill_demo_region

HERE = "/organisatie/"


def set_the_stage() -> None:
    """The organisations that the open data bring, and everybody of the cast."""
    with acting(Context(service="opendata")):
        for code in sorted({stage.code for stage in CAST.stages.values() if stage.kind.value == "MUNICIPALITY"}):
            models.Municipality.objects.get_or_create(code=code, defaults={"name": code, "sort_key": code.lower()})
        for stage in CAST.stages.values():
            if stage.known:
                name = f"{stage.key.replace('-', ' ').title()} {stage.code}"
                models.Organisation.objects.create(
                    id=stage.id, kind=stage.kind.value, code=stage.code, name=name, sort_key=sort_key(name),
                    municipality_id=_municipality(stage.code),
                )  # fmt: skip
    fill_demo_region()


def _municipality(code: str) -> str | None:
    """Where the schools of the cast lie, as in the example data."""
    if code.startswith("GM"):
        return code
    by_start = {
        "99A": "GM0503", "99LG": "GM0503", "99LZ": "GM0503", "99MS": "GM0503",
        "99H": "GM0603", "99LR": "GM0603", "99MJ": "GM0603",
        "99I": "GM1783", "99LS": "GM1783", "99ND": "GM1783",
    }  # fmt: skip
    return next((found for start, found in by_start.items() if code.startswith(start)), None)


def role_of(key: str, function: str = "") -> Role:
    """The part that somebody plays; her first when no function is named."""
    return next(role for role in player(key).roles if function in ("", role.function))


class Seat:
    """A browser, signed in as somebody of the cast with one click."""

    def __init__(self, key: str = "", function: str = "") -> None:
        self.client = Client()
        self.player: Player | None = player(key) if key else None
        if key:
            answer = self.client.post("/inloggen/demo/", {"rol": str(role_of(key, function).id)})
            assert answer.status_code == 302, answer.status_code

    def get(self, path: str) -> HttpResponse:
        answer: HttpResponse = self.client.get(path)  # type: ignore[assignment]
        return answer

    def post(self, path: str, **fields: Any) -> HttpResponse:
        answer: HttpResponse = self.client.post(path, fields)  # type: ignore[assignment]
        return answer


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def colleague(name: str) -> UUID:
    """The key of a person by family name, as owner."""
    return models.Person.objects.get(family_name=name).pk
