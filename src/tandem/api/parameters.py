"""The parameters of a question, as the description publishes them and as they are checked.

Narrower than what the pages forgive (capitals, other words): a machine should ask what the description says.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tandem.api.paging import PageNumber, PageSize
from tandem.flows.data import ABROAD, UNKNOWN, Direction, Scope
from tandem.register.data import (
    BRIN_PATTERN,
    LOCATION_PATTERN,
    MUNICIPALITY_PATTERN,
    PARTNERSHIP_PATTERN,
    PC4_PATTERN,
    SECTOR_GROUPS,
    Sector,
)

_YEAR = "(199[0-9]|20[0-9]{2}|2100)"
_SECTOR = f"({'|'.join([*Sector, *SECTOR_GROUPS])})"
_AGE = "([1-9]|1[0-9]|2[0-5])"
_TOWN = MUNICIPALITY_PATTERN.pattern
_HOME = "|".join([PC4_PATTERN.pattern, _TOWN, PARTNERSHIP_PATTERN.pattern, *ABROAD, UNKNOWN])
_LOCATION = f"{LOCATION_PATTERN.pattern}|{BRIN_PATTERN.pattern}"
_SCHOOL = "|".join([_LOCATION, _TOWN, PARTNERSHIP_PATTERN.pattern, UNKNOWN])


def _list_of(word: str) -> str:
    return f"^{word}(,{word})*$"


MunicipalityCode = Annotated[str, StringConstraints(pattern=f"^{_TOWN}$")]
LocationCode = Annotated[str, StringConstraints(pattern=f"^({_LOCATION})$")]

Year = Annotated[
    str | None,
    Field(
        default=None,
        pattern=f"^{_YEAR}$",
        description="Jaar van de telling op 1 oktober. Zonder: het laatste jaar.",
    ),
]
Years = Annotated[
    str | None,
    Field(
        default=None,
        pattern=f"^(alle|{_YEAR}(,{_YEAR})*)$",
        max_length=200,
        description="Jaar van de telling op 1 oktober; meer met komma's, of alle. Zonder: het laatste jaar.",
    ),
]
Sectors = Annotated[
    str | None,
    Field(
        default=None,
        pattern=_list_of(_SECTOR),
        max_length=100,
        description=f"Soort onderwijs, meer met komma's: {', '.join([*Sector, *SECTOR_GROUPS])}. Zonder: PO.",
    ),
]
RegionName = Annotated[
    str | None,
    Field(
        default=None,
        min_length=1,
        max_length=100,
        description="Code of naam van een regio uit /regios. Zonder: heel Nederland.",
    ),
]
Municipalities = Annotated[
    str | None,
    Field(
        default=None,
        pattern=_list_of(_TOWN),
        max_length=3000,
        description="Zelf gekozen gemeenten in plaats van een regio, met komma's: GM0518,GM0603.",
    ),
]
Ages = Annotated[
    str | None,
    Field(
        default=None,
        pattern=_list_of(_AGE),
        max_length=100,
        description="Alleen deze leeftijden of leerjaren, met komma's: 1 tot en met 25.",
    ),
]


class SummaryParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    jaar: Year
    soort: Sectors
    regio: RegionName
    gemeenten: Municipalities
    leeftijd: Ages


class FlowParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    jaar: Years
    soort: Sectors
    regio: RegionName
    gemeenten: Municipalities
    woonniveau: Annotated[
        Literal["postcode", "gemeente", "samenwerkingsverband", "regio"] | None,
        Field(default=None, description="Tel de woonkant op per postcode, gemeente, samenwerkingsverband of regio."),
    ]
    schoolniveau: Annotated[
        Literal["vestiging", "gemeente", "samenwerkingsverband", "regio"] | None,
        Field(default=None, description="Tel de schoolkant op per vestiging, gemeente, samenwerkingsverband of regio."),
    ]
    woon: Annotated[
        str | None,
        Field(default=None, pattern=f"^({_HOME})$", description="Alleen wie hier woont: 2613, GM0503, PO2802, BE."),
    ]
    school: Annotated[
        str | None,
        Field(
            default=None, pattern=f"^({_SCHOOL})$", description="Alleen wie hier op school zit: 00AP01, 27GZ, GM0518."
        ),
    ]
    richting: Annotated[
        Direction | None, Field(default=None, description="Welke stromen van de regio: alle, uit, in of blijft.")
    ]
    bereik: Annotated[
        Scope | None, Field(default=None, description="Waar de andere kant ligt: alle, binnen of buiten de regio.")
    ]
    leeftijd: Ages
    samen: Annotated[bool | None, Field(default=None, description="Tel de soorten bij elkaar op: true of false.")]
    pagina: PageNumber
    pagina_grootte: PageSize
    formaat: Annotated[
        Literal["json", "csv"] | None,
        Field(default=None, description="json of csv; csv geeft alles in één keer. Zonder: naar de Accept."),
    ]


class OriginParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    school: Annotated[
        str, Field(pattern=f"^({_SCHOOL})$", description="Van wie hier op school zit: 27GZ, 00AP01, GM0518 of VO2806.")
    ]
    jaar: Year
    soort: Annotated[
        str | None,
        Field(
            default=None,
            pattern=_list_of(_SECTOR),
            max_length=100,
            description="Soort onderwijs, meer met komma's. Zonder: alles wat deze school heeft.",
        ),
    ]
    niveau: Annotated[
        Literal["rmc", "gemeente"] | None,
        Field(default=None, description="Tel op per RMC-regio (rmc, zo ook zonder) of per woongemeente (gemeente)."),
    ]


class LocationParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    zoek: Annotated[
        str | None,
        Field(
            default=None,
            min_length=1,
            max_length=100,
            description="Naam, plaats, BRIN of postcode (1 tot 100 tekens); de beste treffers eerst.",
        ),
    ]
    gemeente: Annotated[MunicipalityCode | None, Field(default=None, description="Alleen in deze gemeente: GM0518.")]
    soort: Annotated[Sector | None, Field(default=None, description=f"Alleen met leerlingen in: {', '.join(Sector)}.")]
    pagina: PageNumber
    pagina_grootte: PageSize


# What may stand where, for who typed something else.
DESCRIPTIONS: dict[str, str] = {
    field.alias or name: field.description or ""
    for model in (SummaryParameters, FlowParameters, OriginParameters, LocationParameters)
    for name, field in model.model_fields.items()
}
