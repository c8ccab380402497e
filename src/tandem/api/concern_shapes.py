"""The JSON of concerns: what a system may send, and what it gets. Field names and codes are Dutch, as on the form."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from tandem.api.shapes import Bladzijde, Shape
from tandem.casework.raising import LONGEST

Urgentie = Literal["vandaag", "deze-week", "kan-wachten"]
Stand = Literal["doorgegeven", "ontvangen", "bekeken", "opgepakt", "afgesloten", "opnieuw-gevraagd"]
Gebeurtenis = Literal[
    "doorgegeven", "ontvangen", "overgenomen", "opgepakt", "beantwoord", "aangevuld", "naar-coordinator",
    "naar-vangnet", "afgesloten", "samengevoegd", "ingetrokken", "opnieuw-gevraagd",
]  # fmt: skip
Deel = Literal["gezien", "geprobeerd", "leerlingZegt", "oudersZeggen", "nodig", "aangevuld"]
_OPTIONAL = {"maxLength": LONGEST}
_REQUIRED = {"minLength": 1, "maxLength": LONGEST}
Verplicht = Annotated[str, Field(json_schema_extra=_REQUIRED)]


class Sent(BaseModel):
    """What is sent: no other names than these, and no other types. How long and which is checked as on the form."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True)


class NieuweLeerling(Sent):
    """Een leerling van de eigen school die nog niet in de lijst staat. Staat die er toch in, dan is het die."""

    voornaam: Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": 100})]
    achternaam: Annotated[
        str, Field(description="Met tussenvoegsel: van den Berg.", json_schema_extra={"minLength": 1, "maxLength": 100})
    ]
    geboren: Annotated[str, Field(description="2015-09-01", json_schema_extra={"format": "date"})]


class NieuwSignaal(Sent):
    """Geef precies één van leerling, nieuweLeerling en zonderNaam."""

    leerling: Annotated[UUID | None, Field(strict=False, description="Een id uit /leerlingen.")] = None
    nieuwe_leerling: NieuweLeerling | None = None
    zonder_naam: Annotated[bool, Field(description="Een overleg waarin niet staat om wie het gaat.")] = False
    toch: Annotated[
        bool,
        Field(description="Bij een overleg zonder naam: doorgeven, ook al lijkt de tekst te zeggen om wie het gaat."),
    ] = False
    gezien: Annotated[Verplicht, Field(description="Wat zie en hoor je? Wat er gebeurt en hoe vaak; geen diagnose.")]
    geprobeerd: Annotated[str, Field(json_schema_extra=_OPTIONAL)] = ""
    leerling_zegt: Annotated[str, Field(json_schema_extra=_OPTIONAL)] = ""
    ouders_zeggen: Annotated[
        str, Field(description="En of zij weten dat je dit doorgeeft.", json_schema_extra=_OPTIONAL)
    ] = ""
    nodig: Annotated[str, Field(json_schema_extra=_OPTIONAL)] = ""
    urgentie: Annotated[Urgentie, Field(description="Hoe snel moet er iemand kijken?")]


class Woorden(Sent):
    """Een aanvulling, of waarom je het signaal intrekt."""

    tekst: Verplicht


class Doorgegeven(Shape):
    """Hetzelfde antwoord op dezelfde aanroep, hoe vaak je die ook doet."""

    id: UUID
    doorgegeven_op: datetime


class Verwerkt(Shape):
    """Het is erbij gezet; op is wanneer. Hetzelfde antwoord op dezelfde aanroep."""

    id: UUID
    op: datetime


class SignaalKort(Shape):
    """Hoe het ermee staat, zonder wat erin staat."""

    id: UUID
    naam: Annotated[str | None, Field(description="null: zonder naam, of een leerling die je niet meer ziet.")]
    zonder_naam: bool
    urgentie: Urgentie
    stand: Stand
    bij_school: Annotated[bool, Field(description="false: een organisatie buiten school heeft het nu.")]
    uiterlijk_op: Annotated[datetime | None, Field(description="Wanneer de volgende stap er uiterlijk is.")]
    doorgegeven_op: datetime
    gewijzigd_op: datetime


class Signalen(Bladzijde):
    """Wat de eigenaar van de sleutel doorgaf, het laatst gewijzigde eerst. Geen concepten."""

    resultaten: list[SignaalKort]


class GegevenAntwoord(Shape):
    tekst: str
    op: datetime


class VerloopRegel(Shape):
    op: datetime
    wat: Gebeurtenis


class EigenWoorden(Shape):
    deel: Deel
    tekst: str
    op: datetime


class Signaal(SignaalKort):
    """Ontvangen, opgepakt en afgesloten zie je altijd; wat er geantwoord is alleen als dat met je gedeeld mag."""

    leerling: UUID | None
    ontvangen_op: datetime | None
    opgepakt_op: datetime | None
    afgesloten_op: datetime | None
    ingetrokken: bool
    aantal_antwoorden: Annotated[int, Field(ge=0, description="Gegeven antwoorden, ook die je niet mag lezen.")]
    antwoorden: list[GegevenAntwoord]
    verloop: list[VerloopRegel]
    eigen_woorden: list[EigenWoorden]
    kan: Annotated[list[Literal["aanvullen", "intrekken"]], Field(description="Wat je er nu mee kunt.")]


class Leerling(Shape):
    id: UUID
    naam: str


class EigenLeerlingen(Shape):
    """Over wie de eigenaar van de sleutel een signaal kan doorgeven, op achternaam."""

    resultaten: list[Leerling]
