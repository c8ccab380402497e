"""Distances to school."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from tandem.api import shapes
from tandem.api.delivery import cube_of
from tandem.api.parameters import LocationCode, Municipalities, RegionName, Sectors, Year
from tandem.api.problems import WrongQuestion
from tandem.flows.data import Range
from tandem.flows.distance.data import Journeys
from tandem.flows.distance.journeys import read_trips
from tandem.flows.forms import from_params
from tandem.register.definitions import regions

router = Router(tags=["Afstanden"], by_alias=True)


class DistanceParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    jaar: Year
    soort: Sectors
    regio: RegionName
    gemeenten: Municipalities
    school: Annotated[LocationCode | None, Field(default=None, description="Alleen deze vestiging: 00AP01.")]
    per: Annotated[
        Literal["gemeente", "vestiging", "soort"] | None,
        Field(default=None, description="Een regel per woongemeente (zonder), vestiging of soort onderwijs."),
    ]


class Maat(shapes.Shape):
    """Een maat tussen laag en hoog; geschat alleen waar dat iets zegt."""

    laag: float
    hoog: float
    geschat: float | None

    @classmethod
    def of(cls, value: Range | None) -> "Maat | None":
        if value is None:
            return None
        about = None if value.estimate is None else round(value.estimate, 2)
        return cls(laag=round(value.low, 2), hoog=round(value.high, 2), geschat=about)


class Afstand(shapes.Shape):
    """Kilometers enkele reis. null: niemand weet het. ver: boven de grens voor leerlingenvervoer van de
    woongemeente.
    """

    code: str
    naam: str
    leerlingen: shapes.Leerlingen
    zonder_afstand: shapes.Leerlingen
    mediaan_km: Maat | None
    negentig_procent_km: Maat | None
    ver: shapes.Leerlingen
    aandeel_ver: shapes.Aandeel | None
    extra_km: Maat | None
    nadere_school: shapes.Leerlingen
    km_per_jaar: Maat | None
    euro_per_jaar: Maat | None

    @classmethod
    def of(cls, one: Journeys) -> "Afstand":
        pupils = shapes.Leerlingen.of
        return cls(
            code=one.code,
            naam=one.name,
            leerlingen=pupils(one.pupils),
            zonder_afstand=pupils(one.unplaced),
            mediaan_km=Maat.of(one.median),
            negentig_procent_km=Maat.of(one.p90),
            ver=pupils(one.far),
            aandeel_ver=None if one.far_share is None else shapes.Aandeel.of(one.far_share),
            extra_km=Maat.of(one.extra),
            nadere_school=pupils(one.nearer),
            km_per_jaar=Maat.of(one.yearly_km),
            euro_per_jaar=Maat.of(one.euros),
        )


class Afstanden(shapes.Shape):
    """Hoe ver leerlingen van hun school wonen."""

    jaar: int
    soorten: list[str]
    momentopname: str
    voorbeeldgegevens: bool
    bron: Annotated[Literal["factor", "tabel"], Field(description="Rechte lijn maal factor, of een geladen tabel.")]
    factor: float
    aandeel_uit_tabel: float
    geheel: Afstand
    resultaten: list[Afstand]


@router.get("/afstanden", response=Afstanden, operation_id="afstanden", summary="Afstanden van huis naar school")
def distances(request: HttpRequest, asked: Query[DistanceParameters]) -> Afstanden:
    cube = cube_of(request)
    given = {name: str(value) for name, value in request.GET.items() if name != "per"}
    try:
        query = from_params(given, regions=regions(), years=cube.years)
        trips = read_trips(cube, year=query.years[0], sectors=query.sectors, region=query.region, school=query.school)
    except ValueError as error:
        raise WrongQuestion(error.args[0]) from error
    lines = {"vestiging": trips.by_location, "soort": trips.by_sector}.get(asked.per or "", trips.by_home)()
    return Afstanden(
        jaar=query.years[0],
        soorten=list(query.sectors),
        momentopname=cube.snapshot_id,
        voorbeeldgegevens=cube.demo,
        bron="tabel" if trips.measured else "factor",
        factor=trips.settings.factor,
        aandeel_uit_tabel=round(trips.measured, 4),
        geheel=Afstand.of(trips.whole("", query.region.name)),
        resultaten=[Afstand.of(one) for one in lines],
    )
