"""The JSON of the API. Field names are Dutch, because they are the interface; in JSON they are camelCase."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from tandem.flows.data import Share
from tandem.opendata.data import Interval
from tandem.register.data import Sector

Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Leerlingen(Shape):
    """Een aantal leerlingen tussen laag en hoog, beide inbegrepen. hoog is null als niemand de bovengrens weet."""

    laag: Count
    hoog: Count | None
    geschat: Annotated[
        Count | None,
        Field(description="Waarschijnlijk aantal; alleen bij 3 of meer afgeschermde cellen en 10 of meer leerlingen."),
    ]
    afgeschermd: Annotated[Count, Field(description="Cellen die de bron heeft afgeschermd (1 tot 4 leerlingen).")]
    ontbrekend: Annotated[Count, Field(description="Cellen die de bron leeg liet.")]
    reden: Literal["exact", "afgeschermd", "ontbrekend"]

    @classmethod
    def of(cls, pupils: Interval) -> "Leerlingen":
        reason: Literal["exact", "afgeschermd", "ontbrekend"] = "exact"
        if pupils.missing:
            reason = "ontbrekend"
        elif pupils.masked:
            reason = "afgeschermd"
        return cls(
            laag=pupils.low,
            hoog=pupils.high,
            geschat=pupils.estimate,
            afgeschermd=pupils.masked,
            ontbrekend=pupils.missing,
            reden=reason,
        )


class Aandeel(Shape):
    """Een deel van het geheel, van 0 tot 1. null als het geheel leeg is of niemand het weet."""

    laag: float | None
    hoog: float | None
    geschat: Annotated[float | None, Field(description="Volgens de schattingen van deel en geheel.")]

    @classmethod
    def of(cls, share: Share) -> "Aandeel":
        return cls(laag=share.low, hoog=share.high, geschat=share.estimate)


class Verwijzing(Shape):
    code: str
    naam: str


class Regio(Shape):
    code: str
    naam: str
    heel_nederland: bool
    gemeenten: Annotated[list[str], Field(description="Gemeentecodes; leeg bij heel Nederland.")]


class Regios(Shape):
    resultaten: list[Regio]


class Gemeente(Shape):
    code: str
    naam: str
    lengtegraad: float | None
    breedtegraad: float | None


class Gemeenten(Shape):
    resultaten: list[Gemeente]


class GemeenteDetail(Gemeente):
    regios: list[Verwijzing]
    samenwerkingsverbanden: list[Verwijzing]
    aantal_schoollocaties: Count


class Samenwerkingsverband(Shape):
    code: str
    naam: str
    soort: Literal["PO", "VO"]


class Samenwerkingsverbanden(Shape):
    resultaten: list[Samenwerkingsverband]


class Schoollocatie(Shape):
    """Een vestiging: BRIN en twee cijfers. gemeente is null als de plaats niet bekend is."""

    code: str
    naam: str
    postcode: str | None
    plaats: str | None
    gemeente: str | None
    samenwerkingsverband_po: str | None
    samenwerkingsverband_vo: str | None
    soorten: list[Sector]
    lengtegraad: float | None
    breedtegraad: float | None


class SchoollocatieDetail(Schoollocatie):
    denominatie: str | None
    bestuur: str | None
    telefoon: str | None
    website: str | None


class Bladzijde(Shape):
    """Een bladzijde van een lange lijst."""

    aantal: Annotated[Count, Field(description="Aantal resultaten op alle bladzijden samen.")]
    pagina: Annotated[int, Field(ge=1)]
    pagina_grootte: Annotated[int, Field(ge=1)]
    volgende: Annotated[str | None, Field(description="Adres van de volgende bladzijde.")]


class Schoollocaties(Bladzijde):
    resultaten: list[Schoollocatie]


class Stroom(Shape):
    """Zoveel leerlingen wonen hier en gaan daar naar school."""

    jaar: Annotated[int, Field(description="Jaar van de telling op 1 oktober.")]
    soort: str
    woon_code: str
    woon_naam: str
    school_code: str
    school_naam: str
    leerlingen: Leerlingen


class JaarEnSoort(Shape):
    jaar: int
    soort: Sector


class Stromen(Bladzijde):
    """Het antwoord op een vraag; de grootste stroom eerst, per jaar en soort."""

    vraag: Annotated[str, Field(description="De vraag als zin.")]
    momentopname: str
    voorbeeldgegevens: bool
    totaal: Leerlingen
    niet_in_gegevens: Annotated[
        list[JaarEnSoort], Field(description="Gevraagd, maar niet in de gegevens. Dat is iets anders dan nul.")
    ]
    resultaten: list[Stroom]


class Herkomst(Shape):
    """Zoveel leerlingen of studenten wonen in deze RMC-regio of gemeente, en welk deel dat is van allemaal."""

    code: str
    naam: str
    leerlingen: Leerlingen
    aandeel: Aandeel


class Herkomsten(Shape):
    """Waar de leerlingen of studenten van een school wonen; de grootste herkomst eerst."""

    jaar: int
    soorten: list[Sector]
    school: Verwijzing
    niveau: Literal["rmc", "gemeente"]
    vraag: Annotated[str, Field(description="De vraag als zin; bij mbo met de kanttekening over de plaats.")]
    momentopname: str
    voorbeeldgegevens: bool
    totaal: Leerlingen
    resultaten: list[Herkomst]


class Kerncijfers(Shape):
    """Het verkeer van de hele regio. uitgaand en inkomend gaan over een gemeentegrens."""

    wonend: Leerlingen
    blijvend: Leerlingen
    uitgaand: Leerlingen
    uitgaand_binnen_regio: Leerlingen
    regio_uit: Leerlingen
    op_school: Leerlingen
    inkomend: Leerlingen
    regio_in: Leerlingen
    speciaal: Leerlingen
    aandeel_uitgaand: Aandeel
    aandeel_regio_uit: Aandeel
    aandeel_speciaal: Aandeel
    aandeel_afgeschermd: Aandeel


class GemeenteVerkeer(Shape):
    """Het verkeer van een gemeente. Wie in het buitenland of onbekend woont, telt mee bij opSchool en inkomend."""

    code: str
    naam: str
    wonend: Leerlingen
    uitgaand: Leerlingen
    uitgaand_binnen_regio: Leerlingen
    op_school: Leerlingen
    inkomend: Leerlingen


class Samenvatting(Shape):
    jaar: int
    soorten: list[Sector]
    regio: Verwijzing
    momentopname: str
    voorbeeldgegevens: bool
    kerncijfers: Kerncijfers
    gemeenten: list[GemeenteVerkeer]


class Jaar(Shape):
    jaar: Annotated[int, Field(description="Jaar van de telling op 1 oktober.")]
    soorten: list[Sector]


class Jaren(Shape):
    resultaten: list[Jaar]


class Bron(Shape):
    naam: str
    indeling: str
    titel: str
    uitgever: str
    licentie: str
    sha256: str
    rijen: Count
    jaren: list[int]
    soorten: list[str]


class Bevinding(Shape):
    """Wat een controle vond. Lege lijsten betekenen: het kan over alle cijfers gaan."""

    controle: str
    ernst: Literal["weigering", "waarschuwing", "melding"]
    bericht: str
    aantal: Count
    voorbeelden: list[str]
    bron: str
    jaren: list[int]
    soorten: list[str]
    gemeenten: list[str]
    schoollocaties: list[str]


class Gegevens(Shape):
    """De momentopname van de open data waaruit alle antwoorden komen."""

    momentopname: str
    gemaakt_op: datetime
    voorbeeldgegevens: bool
    bronnen: list[Bron]
    bevindingen: list[Bevinding]
