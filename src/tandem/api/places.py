"""Regions, municipalities, partnerships and school locations."""

from collections.abc import Iterable
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router

from tandem.api import shapes
from tandem.api.delivery import cube_of
from tandem.api.paging import page_fields
from tandem.api.parameters import LocationCode, LocationParameters, MunicipalityCode
from tandem.flows.cube import NotInData
from tandem.flows.data import SchoolLocation
from tandem.flows.search import search_locations
from tandem.platform.message import Message
from tandem.register.definitions import regions

router = Router(tags=["Plaatsen"], by_alias=True)

SEARCH_LIMIT = 100


@router.get("/regios", response=shapes.Regios, operation_id="regios", summary="Regio's en hun gemeenten")
def all_regions(request: HttpRequest) -> shapes.Regios:  # noqa: ARG001 - Django's form
    return shapes.Regios(
        resultaten=[
            shapes.Regio(
                code=region.code,
                naam=region.name,
                heel_nederland=region.is_country,
                gemeenten=list(region.municipalities),
            )
            for region in regions().values()
        ]
    )


@router.get("/gemeenten", response=shapes.Gemeenten, operation_id="gemeenten", summary="Gemeenten van nu")
def municipalities(request: HttpRequest) -> shapes.Gemeenten:
    found = cube_of(request).municipalities.values()
    return shapes.Gemeenten(
        resultaten=[
            shapes.Gemeente(code=m.code, naam=m.name, lengtegraad=m.longitude, breedtegraad=m.latitude) for m in found
        ]
    )


@router.get("/gemeenten/{code}", response=shapes.GemeenteDetail, operation_id="gemeente", summary="Eén gemeente")
def municipality(request: HttpRequest, code: Path[MunicipalityCode]) -> shapes.GemeenteDetail:
    cube = cube_of(request)
    found = cube.municipalities.get(code)
    if found is None:
        raise NotInData(Message("De gemeente {code} staat niet in de gegevens.", code=code))
    homes = [home for home in cube.homes.values() if home.municipality == code]
    partnerships = {home.partnership_po for home in homes} | {home.partnership_vo for home in homes}
    return shapes.GemeenteDetail(
        code=found.code,
        naam=found.name,
        lengtegraad=found.longitude,
        breedtegraad=found.latitude,
        regios=[
            shapes.Verwijzing(code=region.code, naam=region.name)
            for region in regions().values()
            if code in region.municipalities
        ],
        samenwerkingsverbanden=[
            shapes.Verwijzing(code=one.code, naam=one.name)
            for one in cube.partnerships.values()
            if one.code in partnerships
        ],
        aantal_schoollocaties=sum(location.municipality == code for location in cube.locations.values()),
    )


@router.get(
    "/samenwerkingsverbanden",
    response=shapes.Samenwerkingsverbanden,
    operation_id="samenwerkingsverbanden",
    summary="Samenwerkingsverbanden passend onderwijs",
)
def partnerships(request: HttpRequest) -> shapes.Samenwerkingsverbanden:
    kinds: dict[str, Literal["PO", "VO"]] = {"PO": "PO", "VO": "VO"}
    return shapes.Samenwerkingsverbanden(
        resultaten=[
            shapes.Samenwerkingsverband(code=one.code, naam=one.name, soort=kinds[one.code[:2]])
            for one in cube_of(request).partnerships.values()
        ]
    )


@router.get(
    "/schoollocaties",
    response=shapes.Schoollocaties,
    operation_id="schoollocaties",
    summary="Schoollocaties, ook om te zoeken",
)
def locations(request: HttpRequest, asked: Query[LocationParameters]) -> shapes.Schoollocaties:
    cube = cube_of(request)
    found: Iterable[SchoolLocation] = cube.locations.values()
    if asked.zoek is not None:
        found = search_locations(cube, asked.zoek, limit=SEARCH_LIMIT)
    wanted = [location for location in found if _wanted(location, asked)]
    start = (asked.pagina - 1) * asked.pagina_grootte
    return shapes.Schoollocaties(
        **page_fields(request, len(wanted), asked.pagina, asked.pagina_grootte),
        resultaten=[
            shapes.Schoollocatie(**_location_fields(location))
            for location in wanted[start : start + asked.pagina_grootte]
        ],
    )


@router.get(
    "/schoollocaties/{code}",
    response=shapes.SchoollocatieDetail,
    operation_id="schoollocatie",
    summary="Eén schoollocatie",
)
def location(request: HttpRequest, code: Path[LocationCode]) -> shapes.SchoollocatieDetail:
    found = cube_of(request).locations.get(code)
    if found is None:
        raise NotInData(Message("De schoollocatie {code} staat niet in de gegevens.", code=code))
    return shapes.SchoollocatieDetail(
        **_location_fields(found),
        denominatie=found.denomination,
        bestuur=found.board,
        telefoon=found.telephone,
        website=found.website,
    )


def _wanted(location: SchoolLocation, asked: LocationParameters) -> bool:
    in_place = asked.gemeente is None or location.municipality == asked.gemeente
    return in_place and (asked.soort is None or asked.soort in location.sectors)


def _location_fields(location: SchoolLocation) -> dict[str, Any]:
    return {
        "code": location.code,
        "naam": location.name,
        "postcode": location.postcode,
        "plaats": location.place,
        "gemeente": location.municipality,
        "samenwerkingsverband_po": location.partnership_po,
        "samenwerkingsverband_vo": location.partnership_vo,
        "soorten": list(location.sectors),
        "lengtegraad": location.longitude,
        "breedtegraad": location.latitude,
    }
