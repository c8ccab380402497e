"""The JSON of cases, meetings and decisions: what a system may send, and what it gets. Names and codes are Dutch."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from tandem.api.concern_shapes import Sent, Verplicht
from tandem.api.shapes import Bladzijde, Shape

CasusStand = Literal["begonnen", "loopt", "vastgelopen", "afgesloten"]
Kant = Literal["onderwijs", "jeugdhulp"]
Deelname = Literal["houder", "gevraagd", "regisseur", "deelnemer", "mag-weten"]
CasusStap = Literal[
    "geopend", "uitgenodigd", "afgemeld", "regie", "getekend", "oneens", "eens", "aangevuld", "aangeboden",
    "aangenomen", "afgewezen", "ingetrokken", "naar-coordinator", "naar-vangnet", "afgesloten", "heropend",
]  # fmt: skip
OverlegStand = Literal["gepland", "bezig", "geweest", "afgezegd"]
BesluitStand = Literal[
    "concept", "screening", "goedkeuring", "beslissing", "teruggegeven", "toegekend", "afgewezen", "gestopt",
    "ingetrokken", "vervangen",
]  # fmt: skip
BesluitStap = Literal[
    "bewaard", "ingediend", "gestopt", "doorgegeven", "teruggegeven", "toegekend", "afgewezen", "verlengd",
    "verstuurd", "bezwaar", "ingetrokken", "vervangen", "te-laat",
]  # fmt: skip
Weigering = Literal["andere-gemeente", "andere-taak", "al-bekend", "te-weinig"]
Versie = Annotated[int, Field(ge=1, description="De versie die je zag. Is er een nieuwere, dan verandert er niets.")]


class Partij(Shape):
    """Een organisatie."""

    id: UUID
    naam: str


class Bijdrage(Shape):
    """Woorden. Alleen wat met je gedeeld mag worden staat hier."""

    tekst: str
    organisatie: Partij
    op: datetime


# --- cases


class CasusKort(Shape):
    """Een casus in een lijst."""

    id: UUID
    naam: Annotated[str | None, Field(description="null: een leerling die je niet (meer) mag zien.")]
    stand: CasusStand
    houder: Partij
    aangeboden_aan: Partij | None
    geopend_op: datetime
    gewijzigd_op: datetime
    versie: int


class Casussen(Bladzijde):
    """Casussen waarin de eigenaar van de sleutel een deel heeft, de laatst gewijzigde eerst."""

    resultaten: list[CasusKort]


class CasusDeelnemer(Shape):
    """Wie meedoet of alleen mag weten. Waarvoor en op welke grond zie je als je zelf meedoet."""

    id: UUID
    organisatie: Partij
    functie: str
    kant: Kant | None
    alleen_weten: bool
    doel: str | None
    grond: str | None
    sinds: datetime
    tot: datetime | None


class Regie(Shape):
    kant: Kant
    organisatie: Partij
    functie: str
    getekend_op: datetime | None
    oneens_op: datetime | None


class CasusRegel(Shape):
    op: datetime
    wat: CasusStap
    organisatie: Partij | None
    functie: str | None


class Casus(CasusKort):
    """Zoals de eigenaar van de sleutel hem mag zien. Wie alleen mag weten ziet wie er werkt, en verder niets."""

    leerling: UUID | None
    deelname: list[Deelname]
    deelnemers: list[CasusDeelnemer]
    regie: list[Regie]
    vraag: str | None
    aanvullingen: list[Bijdrage]
    verloop: list[CasusRegel]
    afgesloten_op: datetime | None
    kan: Annotated[list[str], Field(description="Wat je er nu mee kunt over deze weg.")]


class NieuweCasus(Sent):
    """Voor een leerling die de eigenaar van de sleutel mag kennen. Wie meedoet vanaf het begin volgt daaruit."""

    leerling: Annotated[UUID, Field(strict=False)]
    vraag: Annotated[Verplicht, Field(description="Wat doen jullie samen voor deze leerling?")]


class NieuweDeelnemer(Sent):
    """Meedoen kan alleen als iets haar laat lezen: een verstrekking aan die organisatie, of een eigen leerling."""

    versie: Versie
    organisatie: Annotated[UUID, Field(strict=False)]
    functie: Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": 30})]
    alleen_weten: bool = False
    verstrekking: Annotated[UUID | None, Field(strict=False, description="Wat haar laat lezen.")] = None


class Afmelding(Sent):
    versie: Versie
    tekst: Annotated[Verplicht, Field(description="Waarom doet die niet meer mee?")]


class Aanvulling(Sent):
    versie: Versie
    tekst: Verplicht


class Aanbod(Sent):
    """De ander leest mee zolang het aanbod loopt, met deze verstrekking. Tot het is aangenomen houd je de casus."""

    versie: Versie
    naar: Annotated[UUID, Field(strict=False)]
    tekst: Annotated[Verplicht, Field(description="Waarom bieden jullie het aan?")]
    verstrekking: Annotated[UUID | None, Field(strict=False)] = None


class Aanname(Sent):
    versie: Versie


class Afwijzing(Sent):
    """Wie nee zegt, wijst de juiste aan."""

    versie: Versie
    reden: Weigering
    tekst: Verplicht
    juiste: Annotated[UUID | None, Field(strict=False, description="Welke organisatie doet dit wel?")] = None
    gemeente: Annotated[str, Field(json_schema_extra={"maxLength": 6}, description="GM0503")] = ""


class Gedaan(Shape):
    """Gedaan. Dezelfde aanroep nog eens geeft hetzelfde antwoord en verandert niets."""

    id: UUID
    versie: int


# --- meetings


class OverlegKort(Shape):
    """Er staat geen naam in."""

    id: UUID
    soort: str
    bij: Partij
    begint: datetime
    eindigt: datetime
    stand: OverlegStand
    leidt: Annotated[bool, Field(description="true: de eigenaar van de sleutel leidt het.")]
    aantal_casussen: Annotated[int, Field(ge=0, description="Op de agenda, voor zover je daaraan meedoet.")]


class Overleggen(Bladzijde):
    """Overleggen waarvoor de eigenaar van de sleutel is uitgenodigd."""

    resultaten: list[OverlegKort]


class Genodigde(Shape):
    organisatie: Partij
    functie: str
    leidt: bool
    was_er: bool


class AgendaPunt(Shape):
    casus: UUID
    minuten: int
    besproken: bool
    ouders_gevraagd: bool
    leerling_gevraagd: bool
    regels: list[str]


class Overleg(OverlegKort):
    """Alleen de casussen waaraan je meedoet, en alleen de regels die je mag lezen."""

    plaats: str
    weken: Annotated[int, Field(ge=0, description="Het ritme in weken; 0: als het nodig is.")]
    versie: int
    genodigden: list[Genodigde]
    agenda: list[AgendaPunt]


class NieuwOverleg(Sent):
    """Geleid door de eigenaar van de sleutel, bij een organisatie waar die werkt."""

    soort: Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": 40})]
    bij: Annotated[UUID, Field(strict=False)]
    begint: Annotated[datetime, Field(strict=False, description="Met tijdzone: 2026-10-06T13:00:00+02:00.")]
    minuten: Annotated[int, Field(ge=5, le=480)]
    plaats: Annotated[str, Field(json_schema_extra={"maxLength": 200})] = ""
    weken: Annotated[int, Field(ge=0, le=52)] = 0


class Gemaakt(Shape):
    """Hetzelfde antwoord op dezelfde aanroep, hoe vaak je die ook doet."""

    id: UUID


# --- decisions


class BesluitKort(Shape):
    id: UUID
    casus: UUID
    naam: str | None
    soort: str
    vorm: str
    stand: BesluitStand
    aan_zet: Partij | None
    gevraagd_op: date | None
    uiterlijk_op: date | None
    eigen: Annotated[bool, Field(description="true: de eigenaar van de sleutel vroeg het.")]
    versie: int


class Besluiten(Bladzijde):
    """Wat het eerst afloopt staat vooraan."""

    resultaten: list[BesluitKort]


class Blik(Shape):
    """Een stap: wie er kijkt."""

    soort: Literal["screening", "goedkeuring", "beslissing"]
    organisatie: Partij
    functies: list[str]
    gedaan_op: datetime | None


class BesluitRegel(Shape):
    op: datetime
    wat: BesluitStap
    organisatie: Partij | None


class Besluit(BesluitKort):
    """Zoals de eigenaar van de sleutel het mag zien."""

    leerling: UUID
    mandaat: str
    euro: int
    maanden: int
    stappen: list[Blik]
    besloten_op: datetime | None
    geldig_van: date | None
    geldig_tot: date | None
    bezwaar_tot: date | None
    woorden: list[Bijdrage]
    verloop: list[BesluitRegel]
    kan: Annotated[list[str], Field(description="Wat je er nu mee kunt over deze weg.")]


class NieuwBesluit(Sent):
    """Een concept, dat alleen de eigenaar van de sleutel ziet tot het wordt ingediend."""

    casus: Annotated[UUID, Field(strict=False)]
    soort: Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": 40})]
    euro: Annotated[int, Field(ge=0, le=10_000_000)]
    maanden: Annotated[int, Field(ge=1, le=120)]
    tekst: Annotated[Verplicht, Field(description="Waarom is dit nodig?")]


class Indiening(Sent):
    versie: Versie
    organisaties: Annotated[
        tuple[Annotated[UUID, Field(strict=False)], ...],
        Field(
            strict=False,
            max_length=10,
            description="Wie elke stap doet, op volgorde. Leeg: waar maar een organisatie past.",
        ),
    ] = ()


class Oordeel(Sent):
    versie: Versie
    tekst: Verplicht


class Beslissing(Sent):
    versie: Versie
    toegekend: bool
    tekst: Annotated[Verplicht, Field(description="De reden, zoals die in de brief staat.")]
