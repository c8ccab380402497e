"""Decisions for systems: those that the owner of the key may see, a request, and the steps up to the decision."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from tandem.api import joint_shapes as shapes
from tandem.api.concern_checks import Wrong
from tandem.api.concerns import Key
from tandem.api.joint_answers import decision_of, decisions_of
from tandem.api.paging import PageNumber, PageSize, page_fields
from tandem.api.problems import WrongInput
from tandem.api.stepping import absent, done, made, words_of
from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError, ConflictError, NotThereError
from tandem.decisions import queries, standing
from tandem.decisions.actions import deciding, requesting
from tandem.decisions.actions.requesting import Asked
from tandem.decisions.data import Command, Request
from tandem.decisions.definitions import forms, mandates
from tandem.decisions.queries import Which, Whole
from tandem.decisions.rules.mandate import chain
from tandem.identity.data import Scope

router = Router(tags=["Besluiten"], by_alias=True)
SCOPES = {
    "/besluiten": {"GET": Scope.SEE, "POST": Scope.WORK},
    "/besluiten/{besluit}": {"GET": Scope.SEE},
    "/besluiten/{besluit}/indiening": {"POST": Scope.WORK},
    "/besluiten/{besluit}/advies": {"POST": Scope.WORK},
    "/besluiten/{besluit}/teruggave": {"POST": Scope.WORK},
    "/besluiten/{besluit}/beslissing": {"POST": Scope.WORK},
}
LISTS = {"aan-zet": Which.TURN, "eigen": Which.OWN, "open": Which.OPEN, "genomen": Which.DECIDED}


class DecisionListParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    lijst: Annotated[
        Literal["aan-zet", "eigen", "open", "genomen"],
        Field(description="Waar jullie aan zet zijn, wat je zelf vroeg, wat loopt, of wat is genomen."),
    ] = "aan-zet"
    pagina: PageNumber
    pagina_grootte: PageSize


@router.get("/besluiten", response=shapes.Besluiten, operation_id="besluiten", summary="Welke besluiten zijn er?")
def listed(request: HttpRequest, asked: Query[DecisionListParameters]) -> dict[str, Any]:
    rows = queries.listed(acting_actor(), LISTS[asked.lijst])
    first = (asked.pagina - 1) * asked.pagina_grootte
    return {
        **page_fields(request, len(rows), asked.pagina, asked.pagina_grootte),
        "resultaten": decisions_of(rows[first : first + asked.pagina_grootte]),
    }


@router.get(
    "/besluiten/{uuid:besluit}", response=shapes.Besluit, operation_id="besluit", summary="Hoe staat een besluit?"
)
def one(request: HttpRequest, besluit: UUID) -> Any:  # noqa: ARG001 - Django's form
    whole = queries.decision(acting_actor(), besluit)
    return absent() if whole is None else decision_of(whole)


@router.post(
    "/besluiten",
    response={201: shapes.Gemaakt},
    operation_id="besluitVragen",
    summary="Vraag een besluit, als concept.",
)
def ask(request: HttpRequest, response: HttpResponse, sent: shapes.NieuwBesluit, key: Key) -> Any:
    def act() -> UUID:
        found = standing.about(acting_actor(), sent.casus)
        if found is None:
            raise NotThereError
        if sent.soort not in mandates()[found.region].supports:
            raise Wrong(WrongInput("soort", "invalid_choice", gettext("Deze waarde kan hier niet."), "body"))
        words = words_of(sent.tekst, found.child)
        asked = Asked(Request(sent.soort, sent.euro, sent.maanden, found.home), words, found.region)
        id = requesting.start(by=acting_actor(), case=sent.casus, key=key, asked=asked)
        whole = queries.decision(acting_actor(), id)
        kept = (whole.row.case, whole.row.support, whole.euros, whole.months) if whole else None
        if kept != (sent.casus, sent.soort, sent.euro, sent.maanden):
            raise ConflictError  # the key was of another request
        return id

    return made(act, request.path, response, sent.tekst)


@router.post(
    "/besluiten/{uuid:besluit}/indiening",
    response=shapes.Gedaan,
    operation_id="besluitIndienen",
    summary="Dien de aanvraag in: wie doet welke stap?",
)
def hand_in(request: HttpRequest, besluit: UUID, sent: shapes.Indiening) -> Any:  # noqa: ARG001 - Django's form
    def act(whole: Whole, _words: str) -> None:
        places = sent.organisaties or _places(whole)
        if not set(places) <= {one for step in _candidates(whole) for one in step}:
            raise CannotError("PLACE")
        requesting.submit(by=acting_actor(), id=besluit, places=places, version=sent.versie)

    return _step(besluit, sent.versie, Command.SUBMIT, act)


def _candidates(whole: Whole) -> list[list[UUID]]:
    """For each step who can do it."""
    found = standing.about(acting_actor(), whole.row.case)
    if found is None:
        raise NotThereError
    mandate = next(one for one in mandates()[whole.row.region].mandates if one.id == whole.mandate)
    steps = chain(forms()[whole.row.form], mandate, whole.euros)
    return [[place.id for place in standing.candidates(found, step.seat)] for step in steps]


def _places(whole: Whole) -> Sequence[UUID]:
    """Where only one organisation can do each step. Raises CannotError PLACE when somebody has to choose."""
    found = _candidates(whole)
    if any(len(places) != 1 for places in found):
        raise CannotError("PLACE")
    return [places[0] for places in found]


@router.post(
    "/besluiten/{uuid:besluit}/advies",
    response=shapes.Gedaan,
    operation_id="besluitDoorgeven",
    summary="Gezien of goedgekeurd: geef door aan de volgende.",
)
def pass_on(request: HttpRequest, besluit: UUID, sent: shapes.Oordeel) -> Any:  # noqa: ARG001 - as above
    return _step(
        besluit,
        sent.versie,
        Command.PASS,
        lambda _whole, words: deciding.pass_on(by=acting_actor(), id=besluit, words=words, version=sent.versie),
        sent.tekst,
    )


@router.post(
    "/besluiten/{uuid:besluit}/teruggave",
    response=shapes.Gedaan,
    operation_id="besluitTeruggeven",
    summary="Geef terug om aan te vullen.",
)
def send_back(request: HttpRequest, besluit: UUID, sent: shapes.Oordeel) -> Any:  # noqa: ARG001 - as above
    return _step(
        besluit,
        sent.versie,
        Command.RETURN,
        lambda _whole, words: deciding.send_back(by=acting_actor(), id=besluit, words=words, version=sent.versie),
        sent.tekst,
    )


@router.post(
    "/besluiten/{uuid:besluit}/beslissing",
    response=shapes.Gedaan,
    operation_id="besluitNemen",
    summary="Ken toe of wijs af.",
)
def decide(request: HttpRequest, besluit: UUID, sent: shapes.Beslissing) -> Any:  # noqa: ARG001 - as above
    def act(_whole: Whole, words: str) -> None:
        deciding.decide(by=acting_actor(), id=besluit, granted=sent.toegekend, words=words, version=sent.versie)

    return _step(besluit, sent.versie, Command.GRANT if sent.toegekend else Command.REFUSE, act, sent.tekst)


def _step(
    id: UUID, version: int, command: Command, act: Callable[[Whole, str], object], text: str | None = None
) -> Any:
    whole = queries.decision(acting_actor(), id)
    if whole is None:
        return absent()

    def run() -> None:
        act(whole, words_of(text, whole.child) if text is not None else "")

    return done(id, version, run, lambda: queries.did(id, command, version, text or ""), sent=text or "")
