"""The one desk for programs: the same answer as the page, with organisations and never people."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from tandem.api import problems
from tandem.api.shapes import Shape
from tandem.routing import queries
from tandem.routing.answers import as_values
from tandem.routing.data import Question
from tandem.routing.definitions import rulebook
from tandem.routing.rules.asking import question_of

router = Router(tags=["Loket"], by_alias=True)

NAMES = {"school": "school", "home": "thuis", "kind": "vraag", "age": "leeftijd", "before": "eerder",
         "stays_at": "woont", "mother": "moeder"}  # fmt: skip


class DeskParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    school: Annotated[str, Field(default="", max_length=100, description="BRIN en vestiging: 12AB00; mbo: 27GZ.")]
    thuis: Annotated[str, Field(default="", max_length=40, description="Postcode van inschrijving: 2671 of onbekend.")]
    vraag: Annotated[
        str,
        Field(
            default="",
            max_length=40,
            description="zorg, thuis, verzuim, gezondheid, passend, veiligheid, achttien, vervoer of anders.",
        ),
    ]
    leeftijd: Annotated[str, Field(default="", max_length=40, description="Heel getal van 0 tot en met 60; mag leeg.")]
    verblijf: Annotated[
        bool, Field(default=False, description="De leerling verblijft in een instelling of pleeggezin.")
    ]
    eerder: Annotated[str, Field(default="", max_length=40, description="Postcode vlak voor het verblijf.")]
    woont: Annotated[str, Field(default="", max_length=40, description="Postcode waar de leerling nu verblijft.")]
    moeder: Annotated[
        str, Field(default="", max_length=40, description="Postcode waar de moeder bij de geboorte stond ingeschreven.")
    ]


class Schakel(Shape):
    """Wie je kunt bellen, met waarom en de regel waaruit het volgt."""

    rol: str
    rol_naam: str
    organisatie: str
    gemeente: str | None
    gemeente_naam: str | None
    telefoon: str | None
    bereikbaar: str | None
    vervanger: bool
    waarom: str
    regel: str
    bron: str


class Stap(Shape):
    stap: str
    vraag: str
    antwoord: bool
    grondslag: str


class Verantwoordelijk(Shape):
    gemeente: str | None
    gemeente_naam: str | None
    stappen: list[Stap]


class PerWet(Shape):
    jeugdhulp: Verantwoordelijk
    leerplicht: Verantwoordelijk
    vervoer: Verantwoordelijk


class Verband(Shape):
    code: str | None
    naam: str | None
    code_woonplaats: str | None
    naam_woonplaats: str | None


class Antwoord(Shape):
    """eerste is wie je nu belt; keten heeft alle schakels in de volgorde van bellen."""

    eerste: Schakel
    keten: list[Schakel]
    verantwoordelijk: PerWet
    samenwerkingsverband: Verband
    opmerkingen: list[str]


@router.get("/loket", response=Antwoord, operation_id="loket", summary="Wie bel je voor deze leerling?")
def desk(request: HttpRequest, asked: Query[DeskParameters]) -> Antwoord | HttpResponse:  # noqa: ARG001 - Django's form
    typed = {inner: str(getattr(asked, outer)) for inner, outer in NAMES.items()}
    question = question_of(rulebook(), typed, stay=asked.verblijf)
    if not isinstance(question, Question):
        wrong = [
            problems.WrongInput(NAMES[one.field], "ongeldig", problems.said(ValueError(one.text))) for one in question
        ]
        return problems.wrong_input(wrong)
    try:
        return _answer(as_values(queries.ask(question)))
    except KeyError:
        return problems.problem(404, gettext("Deze school staat niet in het register."))


def _answer(values: dict[str, Any]) -> Antwoord:
    responsible, belongs = values["responsible"], values["partnership"]
    return Antwoord(
        eerste=_contact(values["first"]),
        keten=[_contact(one) for one in values["chain"]],
        verantwoordelijk=PerWet(
            jeugdhulp=_law(responsible["youth_care"]),
            leerplicht=_law(responsible["attendance"]),
            vervoer=_law(responsible["transport"]),
        ),
        samenwerkingsverband=Verband(
            code=belongs["code"],
            naam=belongs["name"],
            code_woonplaats=belongs["home_code"],
            naam_woonplaats=belongs["home_name"],
        ),
        opmerkingen=values["notes"],
    )


def _contact(one: dict[str, Any]) -> Schakel:
    return Schakel(
        rol=one["role"],
        rol_naam=one["role_name"],
        organisatie=one["organisation"],
        gemeente=one["municipality_code"],
        gemeente_naam=one["municipality"],
        telefoon=one["phone"],
        bereikbaar=one["hours"],
        vervanger=one["stand_in"],
        waarom=one["why"],
        regel=one["rule"],
        bron=one["source"],
    )


def _law(one: dict[str, Any]) -> Verantwoordelijk:
    steps = [
        Stap(stap=step["step"], vraag=step["question"], antwoord=step["answer"], grondslag=step["ground"])
        for step in one["steps"]
    ]
    return Verantwoordelijk(gemeente=one["municipality_code"], gemeente_naam=one["municipality"], stappen=steps)
