"""Meetings for systems: those of the owner of the key, one of them, and planning one."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from tandem.api import joint_shapes as shapes
from tandem.api.concern_checks import Wrong
from tandem.api.concerns import Key
from tandem.api.joint_answers import meeting_of, meetings_of
from tandem.api.paging import PageNumber, PageSize, page_fields
from tandem.api.problems import WrongInput
from tandem.api.stepping import absent, made
from tandem.audit.actions import acting_actor
from tandem.identity.data import Scope
from tandem.meetings import queries
from tandem.meetings.actions import planning
from tandem.meetings.actions.planning import When
from tandem.meetings.actions.step import ConflictError
from tandem.platform import clock, context

router = Router(tags=["Overleggen"], by_alias=True)
SCOPES = {
    "/overleggen": {"GET": Scope.SEE, "POST": Scope.WORK},
    "/overleggen/{overleg}": {"GET": Scope.SEE},
}
FURTHEST = timedelta(days=800)  # nobody plans further ahead


class MeetingListParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    lijst: Annotated[Literal["komend", "geweest"], Field(description="Wat komt, of wat was.")] = "komend"
    pagina: PageNumber
    pagina_grootte: PageSize


@router.get(
    "/overleggen",
    response=shapes.Overleggen,
    operation_id="overleggen",
    summary="Voor welke overleggen ben je gevraagd?",
)
def listed(request: HttpRequest, asked: Query[MeetingListParameters]) -> dict[str, Any]:
    rows = queries.mine(actor=acting_actor(), past=asked.lijst == "geweest")
    first = (asked.pagina - 1) * asked.pagina_grootte
    return {
        **page_fields(request, len(rows), asked.pagina, asked.pagina_grootte),
        "resultaten": meetings_of(rows[first : first + asked.pagina_grootte]),
    }


@router.get(
    "/overleggen/{uuid:overleg}",
    response=shapes.Overleg,
    operation_id="overleg",
    summary="Wat staat er in een overleg?",
)
def one(request: HttpRequest, overleg: UUID) -> Any:  # noqa: ARG001 - Django's form
    whole = queries.meeting(actor=acting_actor(), id=overleg)
    return absent() if whole is None else meeting_of(whole)


@router.post(
    "/overleggen",
    response={201: shapes.Gemaakt},
    operation_id="overlegPlannen",
    summary="Plan een overleg dat je leidt.",
)
def plan(request: HttpRequest, response: HttpResponse, sent: shapes.NieuwOverleg, key: Key) -> Any:
    def act() -> UUID:
        when = _when(sent)
        if sent.bij not in context.current().principals:
            raise _wrong("bij", gettext("Hier kun je geen overleg plannen."))
        id = planning.plan(by=acting_actor(), kind=sent.soort, host=sent.bij, when=when, key=key)
        whole = queries.meeting(actor=acting_actor(), id=id)
        if whole is None or (whole.brief.kind.id, whole.brief.host) != (sent.soort, sent.bij):
            raise ConflictError  # the key was of another meeting
        return id

    return made(act, request.path, response)


def _when(sent: shapes.NieuwOverleg) -> When:
    """Raises Wrong for a moment without a zone, one that was, and one that is years away."""
    if sent.begint.tzinfo is None:
        raise _wrong("begint", gettext("Schrijf het met de tijdzone, zoals 2026-10-06T13:00:00+02:00."))
    if not clock.now() - timedelta(days=1) <= sent.begint <= clock.now() + FURTHEST:
        raise _wrong("begint", gettext("Kies een moment dat nog komt."))
    if "\x00" in sent.plaats + sent.soort or len(sent.plaats) > 200:
        raise _wrong("plaats", gettext("Deze waarde kan hier niet."))
    return When(sent.begint, sent.minuten, sent.plaats.strip(), weeks=sent.weken)


def _wrong(name: str, sentence: str) -> Wrong:
    return Wrong(WrongInput(name, "invalid", sentence, "body"))
