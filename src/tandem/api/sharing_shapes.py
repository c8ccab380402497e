"""The JSON of the standard for sharing and of one answer. Codes as in `definitions/sharing/`; texts in Dutch."""

from datetime import date
from typing import Annotated

from pydantic import Field

from tandem.api.shapes import Shape


class Deelregel(Shape):
    id: str
    versie: int
    geldig_vanaf: date | None
    geldig_tot: Annotated[date | None, Field(description="Eerste dag waarop de regel niet meer geldt.")]
    van: str
    naar: str
    doel: str
    naam: str
    soorten: list[str]
    leeftijd_van: int
    leeftijd_tot_en_met: int
    grond: str
    schema_toestemming: str | None
    oordeel: Annotated[str, Field(description="allowed, allowed_with_consent, anonymous_only of not_allowed.")]
    soorten_weg: list[str]
    artikelen: list[str]
    stappen: list[str]
    verificatie: list[str]
    nagekeken_door: str | None
    volgende_controle: date


class Deelregels(Shape):
    versie: str
    resultaten: list[Deelregel]


class Poort(Shape):
    stand: Annotated[str, Field(description="open, waiting, closed of not_needed.")]
    reden: str
    tekst: str
    artikelen: list[str]


class Poorten(Shape):
    verwerking: Poort
    geheimhouding: Poort


class Weg(Shape):
    soort: str | None
    tekst: str


class Deelstap(Shape):
    code: str
    wanneer: str
    bewijs: str
    tekst: str


class Nagaan(Shape):
    code: str
    tekst: str


class Alternatief(Shape):
    regel: str | None
    tekst: str


class Deelbron(Shape):
    code: str
    titel: str
    versie: str
    verificatie: str


class Deelantwoord(Shape):
    """Het oordeel over één vraag, met alles wat ertoe leidde."""

    oordeel: Annotated[str, Field(description="allowed, allowed_with_consent, anonymous_only of not_allowed.")]
    oordeel_tekst: str
    regel: str
    regelversie: int
    standaard: str
    in_plaats_van: Annotated[
        str | None, Field(description="De regel die door een weigering, feit of leeftijd dicht is.")
    ]
    doel: str
    doel_tekst: str
    grond: str
    waarom: str
    kan_nu: Annotated[bool, Field(description="Beide poorten zijn open; de stappen moeten nog wel gezet.")]
    poorten: Poorten
    soorten_mee: list[str]
    soorten_weg: list[str]
    weg: list[Weg]
    stappen: list[Deelstap]
    nagaan: list[Nagaan]
    toestemming_van: list[str]
    alternatieven: list[Alternatief]
    meldingen: list[str]
    bronnen: list[Deelbron]
    verificatie: list[str]
    nog_te_toetsen: bool
