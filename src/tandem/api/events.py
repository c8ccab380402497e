"""What is new since last time, as CloudEvents 1.0: ids and types alone, for systems that would else ask everything."""

from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from tandem.api.event_types import event_types
from tandem.api.shapes import Shape
from tandem.audit.actions import acting_actor
from tandem.cases import queries as cases
from tandem.casework import happened
from tandem.casework.data import About
from tandem.casework.happened import Asked, Happened, Place
from tandem.decisions import queries as decisions
from tandem.identity.data import Scope
from tandem.platform import clock

router = Router(tags=["Gebeurtenissen"], by_alias=True)
SCOPES = {"/gebeurtenissen": {"GET": Scope.SEE}}
SOURCES = {
    About.CONCERN: "signalen",
    About.CASE: "casussen",
    About.DECISION: "besluiten",
    About.MEETING: "overleggen",
    About.LADDER: "casussen",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


class EventParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    na: Annotated[
        str | None,
        Field(pattern=r"^[0-9a-f]{1,13}\.[0-9a-f]{32}$", description="Het volgende uit het vorige antwoord."),
    ] = None
    aantal: Annotated[int, Field(ge=1, le=1000, description="Hoeveel hooguit.")] = 100


class Gebeurtenis(Shape):
    """Een CloudEvent 1.0. Wat er in staat, vraag je op: source en subject samen zijn het adres."""

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: Annotated[str, Field(description="https://tandem.voorbeeld/api/v1/casussen")]
    type: Annotated[str, Field(description="nl.tandem.casus.geopend")]
    subject: UUID
    time: datetime


class Gebeurtenissen(Shape):
    """De oudste eerst. volgende geef je de volgende keer mee als na, ook als er niets was."""

    resultaten: list[Gebeurtenis]
    volgende: str


@router.get(
    "/gebeurtenissen",
    response=Gebeurtenissen,
    operation_id="gebeurtenissen",
    summary="Wat is er gebeurd sinds de vorige keer?",
)
def events(request: HttpRequest, asked: Query[EventParameters]) -> Gebeurtenissen:  # noqa: ARG001 - Django's form
    after = max(_place(asked.na), _first()) if asked.na else _first()
    found = since(after, asked.aantal)
    last = found[-1][0] if found else after
    return Gebeurtenissen(resultaten=[event for _, event in found if event], volgende=_cursor(last))


def since(after: Place, most: int) -> list[tuple[Place, Gebeurtenis | None]]:
    """What happened after `after` that who acts may know of, in order; no event for what stays inside."""
    known = event_types()
    until = clock.now() - timedelta(seconds=known.settled)
    found = _happened(Asked(max(after, _first()), until, most))
    names = [known.names.get((one.about, one.kind)) for one in found]
    return [(one.place, _event(one, name) if name else None) for one, name in zip(found, names, strict=True)]


def _first() -> Place:
    """How far back somebody can ask."""
    return Place(clock.now() - timedelta(days=event_types().days), UUID(int=0))


def _happened(asked: Asked) -> list[Happened]:
    actor = acting_actor()
    parts = (
        happened.of_concerns(actor, asked),
        cases.happened(actor, asked),
        decisions.happened(actor, asked),
        happened.of_notices(asked),
    )
    return list(islice(merge(*parts, key=lambda one: one.place), asked.most))


def _event(one: Happened, name: str) -> Gebeurtenis:
    return Gebeurtenis(
        id=one.place.id,
        source=f"{settings.SITE}/api/v1/{SOURCES[one.about]}",
        type=name,
        subject=one.subject,
        time=one.place.at,
    )


def _cursor(place: Place) -> str:
    return f"{(place.at - _EPOCH) // _MICRO:x}.{place.id.hex}"


def _place(cursor: str) -> Place:
    """A moment that has not come is now: there is nothing after it yet."""
    micros, _, key = cursor.partition(".")
    most = (clock.now() - _EPOCH) // _MICRO
    return Place(_EPOCH + _MICRO * min(int(micros, 16), most), UUID(hex=key))
