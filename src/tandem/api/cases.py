"""Cases for systems: those of the owner of the key, one of them, and the steps that another system would do."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from tandem.api import joint_shapes as shapes
from tandem.api.concern_checks import Wrong
from tandem.api.concerns import Key
from tandem.api.joint_answers import REFUSALS, case_of, cases_of
from tandem.api.paging import PageNumber, PageSize, page_fields
from tandem.api.problems import WrongInput
from tandem.api.stepping import absent, done, made, words_of
from tandem.audit.actions import acting_actor
from tandem.cases import queries
from tandem.cases.actions import handing_over, involving, life
from tandem.cases.actions.opening import open_case
from tandem.cases.actions.step import CannotError, ConflictError, expect
from tandem.cases.beginning import KNOWING, OWN, beginning
from tandem.cases.data import Command, Joining, TextPart
from tandem.cases.grounds import ground_of
from tandem.cases.queries import Which, Whole
from tandem.casework import desks
from tandem.casework.data import Refusal
from tandem.identity.data import Scope
from tandem.platform import clock
from tandem.register import functions, organisations
from tandem.sharing.disclosing import queries as disclosures

router = Router(tags=["Casussen"], by_alias=True)
SCOPES = {
    "/casussen": {"GET": Scope.SEE, "POST": Scope.WORK},
    "/casussen/{casus}": {"GET": Scope.SEE},
    "/casussen/{casus}/deelnemers": {"POST": Scope.WORK},
    "/casussen/{casus}/deelnemers/{deelnemer}/afmelding": {"POST": Scope.WORK},
    "/casussen/{casus}/aanvullingen": {"POST": Scope.WORK},
    "/casussen/{casus}/aanbod": {"POST": Scope.WORK},
    "/casussen/{casus}/aanname": {"POST": Scope.WORK},
    "/casussen/{casus}/afwijzing": {"POST": Scope.WORK},
}
LISTS = {"open": Which.OPEN, "mijn": Which.MINE, "wacht": Which.WAITING, "afgesloten": Which.CLOSED}


class CaseListParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    lijst: Annotated[
        Literal["open", "mijn", "wacht", "afgesloten"],
        Field(description="open, die je regisseert (mijn), die op jullie wachten, of afgesloten."),
    ] = "open"
    pagina: PageNumber
    pagina_grootte: PageSize


@router.get("/casussen", response=shapes.Casussen, operation_id="casussen", summary="Welke casussen zijn er?")
def listed(request: HttpRequest, asked: Query[CaseListParameters]) -> dict[str, Any]:
    rows, count = queries.listed(acting_actor(), LISTS[asked.lijst], page=asked.pagina, size=asked.pagina_grootte)
    return {**page_fields(request, count, asked.pagina, asked.pagina_grootte), "resultaten": cases_of(rows)}


@router.get("/casussen/{uuid:casus}", response=shapes.Casus, operation_id="casus", summary="Hoe staat een casus?")
def one(request: HttpRequest, casus: UUID) -> Any:  # noqa: ARG001 - Django's form
    whole = queries.case(actor=acting_actor(), id=casus)
    return absent() if whole is None else case_of(whole)


@router.post("/casussen", response={201: shapes.Gemaakt}, operation_id="casusOpenen", summary="Open een casus.")
def begin(request: HttpRequest, response: HttpResponse, sent: shapes.NieuweCasus, key: Key) -> Any:
    def act() -> UUID:
        words = words_of(sent.vraag, sent.leerling, "vraag")
        found = beginning(acting_actor(), sent.leerling, on=clock.today())
        id = open_case(
            by=acting_actor(),
            child=sent.leerling,
            holder=found.holder,
            question=words,
            key=key,
            joining=found.joining,
            place=found.place,
            region=found.region,
        )
        whole = queries.case(actor=acting_actor(), id=id)
        said = [one.text for one in whole.texts if one.part is TextPart.QUESTION] if whole else []
        if whole is None or whole.child != sent.leerling or said != [words]:
            raise ConflictError  # the key was of another case
        return id

    return made(act, request.path, response, sent.vraag)


@router.post(
    "/casussen/{uuid:casus}/deelnemers",
    response=shapes.Gedaan,
    operation_id="casusUitnodigen",
    summary="Nodig een organisatie uit, of laat haar weten dat de casus er is.",
)
def invite(request: HttpRequest, casus: UUID, sent: shapes.NieuweDeelnemer) -> Any:  # noqa: ARG001 - as above
    return _step(
        casus,
        sent.versie,
        Command.INVITE,
        lambda _whole, _words: involving.invite(
            by=acting_actor(), id=casus, joining=_joining(sent), version=sent.versie
        ),
    )


def _joining(sent: shapes.NieuweDeelnemer) -> Joining:
    """The purpose and the ground are those of the disclosure. Raises CannotError GATE where it is not there."""
    if sent.functie not in functions.functions():
        raise Wrong(WrongInput("functie", "invalid_choice", gettext("Deze waarde kan hier niet."), "body"))
    if sent.organisatie not in organisations.briefs([sent.organisatie]):
        raise CannotError("GONE")
    if sent.alleen_weten:
        return Joining(sent.organisatie, sent.functie, *KNOWING, knows_only=True)
    if sent.verstrekking is None:
        return Joining(sent.organisatie, sent.functie, *OWN)
    shared = disclosures.disclosure(sent.verstrekking)
    if shared is None:
        raise CannotError("GATE")
    return Joining(
        sent.organisatie, sent.functie, shared.purpose, ground_of(shared), shared.kinds.value, sent.verstrekking
    )


@router.post(
    "/casussen/{uuid:casus}/deelnemers/{uuid:deelnemer}/afmelding",
    response=shapes.Gedaan,
    operation_id="casusAfmelden",
    summary="Die organisatie doet niet meer mee.",
)
def leave(request: HttpRequest, casus: UUID, deelnemer: UUID, sent: shapes.Afmelding) -> Any:  # noqa: ARG001
    return _step(
        casus,
        sent.versie,
        Command.LEAVE,
        lambda _whole, words: involving.leave(
            by=acting_actor(), id=casus, participant=deelnemer, words=words, version=sent.versie
        ),
        sent.tekst,
    )


@router.post(
    "/casussen/{uuid:casus}/aanvullingen",
    response=shapes.Gedaan,
    operation_id="casusAanvullen",
    summary="Zeg er iets bij.",
)
def add(request: HttpRequest, casus: UUID, sent: shapes.Aanvulling) -> Any:  # noqa: ARG001 - as above
    return _step(
        casus,
        sent.versie,
        Command.ADD,
        lambda _whole, words: life.add(by=acting_actor(), id=casus, words=words, version=sent.versie),
        sent.tekst,
    )


@router.post(
    "/casussen/{uuid:casus}/aanbod",
    response=shapes.Gedaan,
    operation_id="casusAanbieden",
    summary="Bied de casus aan een andere organisatie aan.",
)
def offer(request: HttpRequest, casus: UUID, sent: shapes.Aanbod) -> Any:  # noqa: ARG001 - as above
    def act(whole: Whole, words: str) -> None:
        expect(casus, sent.versie)
        handing_over.offer(
            by=acting_actor(),
            id=casus,
            to=sent.naar,
            words=words,
            coordinator=desks.coordinator_of(whole.row.place),
            active=desks.active([sent.naar]),
            disclosure=sent.verstrekking,
        )

    return _step(casus, sent.versie, Command.OFFER, act, sent.tekst)


@router.post(
    "/casussen/{uuid:casus}/aanname",
    response=shapes.Gedaan,
    operation_id="casusAannemen",
    summary="Neem een aangeboden casus aan.",
)
def accept(request: HttpRequest, casus: UUID, sent: shapes.Aanname) -> Any:  # noqa: ARG001 - as above
    def act(_whole: Whole, _words: str) -> None:
        expect(casus, sent.versie)
        handing_over.accept(by=acting_actor(), id=casus)

    return _step(casus, sent.versie, Command.ACCEPT, act)


@router.post(
    "/casussen/{uuid:casus}/afwijzing",
    response=shapes.Gedaan,
    operation_id="casusAfwijzen",
    summary="Neem hem niet aan, en wijs de juiste aan.",
)
def refuse(request: HttpRequest, casus: UUID, sent: shapes.Afwijzing) -> Any:  # noqa: ARG001 - as above
    def act(whole: Whole, words: str) -> None:
        expect(casus, sent.versie)
        handing_over.refuse(
            by=acting_actor(),
            id=casus,
            refusal=Refusal(REFUSALS[sent.reden], words, right_one=sent.juiste, municipality=sent.gemeente),
            coordinator=desks.coordinator_of(whole.row.place),
            municipalities={one.code for one in organisations.municipalities_on(clock.today())},
        )

    return _step(casus, sent.versie, Command.REFUSE, act, sent.tekst)


def _step(
    id: UUID, version: int, command: Command, act: Callable[[Whole, str], object], text: str | None = None
) -> Any:
    """What somebody does who is at it; who may only know that it is there gets what nobody gets."""
    whole = queries.case(actor=acting_actor(), id=id)
    if whole is None or whole.knows_only:
        return absent()

    def run() -> None:
        act(whole, words_of(text, whole.child) if text is not None else "")

    return done(id, version, run, lambda: queries.did(id, command, version, text or ""), sent=text or "")
