"""Flows, summaries and years."""

from functools import reduce
from operator import add

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from tandem.api import shapes
from tandem.api.csv_form import csv_lines
from tandem.api.delivery import cube_of, wants_csv
from tandem.api.paging import page_fields
from tandem.api.parameters import FlowParameters, OriginParameters, SummaryParameters
from tandem.api.problems import WrongQuestion
from tandem.flows.cube import Cube
from tandem.flows.data import FlowCell, FlowQuery, KeyFigures, MunicipalitySummary
from tandem.flows.describe import describe
from tandem.flows.forms import from_params
from tandem.flows.masked.headlines import refined_key_figures
from tandem.flows.masked.refining import refined_arrays, refined_summary, refined_total
from tandem.flows.origins import OriginLevel, origin_query, origins, school_name
from tandem.opendata.data import ZERO
from tandem.register.definitions import regions

router = Router(tags=["Stromen"], by_alias=True)

PAGING = {"pagina", "paginaGrootte", "formaat"}


def asked_question(request: HttpRequest, cube: Cube) -> FlowQuery:
    """The question in the address, by the same rules as the pages. WrongQuestion names the parameter."""
    parameters = {name: str(value) for name, value in request.GET.items() if name not in PAGING}
    try:
        return from_params(parameters, regions=regions(), years=cube.years)
    except ValueError as error:
        raise WrongQuestion(error.args[0]) from error


@router.get(
    "/stromen",
    response=shapes.Stromen,
    operation_id="stromen",
    summary="Stromen van woonplaats naar school",
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def flows(request: HttpRequest, asked: Query[FlowParameters]) -> shapes.Stromen | HttpResponseBase:
    cube = cube_of(request)
    query = asked_question(request, cube)
    found = refined_arrays(cube, query)
    if wants_csv(request):
        headers = {"Content-Disposition": 'attachment; filename="stromen.csv"'}
        return StreamingHttpResponse(csv_lines(found.cells()), content_type="text/csv; charset=utf-8", headers=headers)
    start = (asked.pagina - 1) * asked.pagina_grootte
    return shapes.Stromen(
        **page_fields(request, len(found), asked.pagina, asked.pagina_grootte),
        vraag=describe(query, cube),
        momentopname=cube.snapshot_id,
        voorbeeldgegevens=cube.demo,
        totaal=shapes.Leerlingen.of(refined_total(cube, query)),
        niet_in_gegevens=[shapes.JaarEnSoort(jaar=year, soort=sector) for year, sector in found.absent],
        resultaten=[_flow(cell) for cell in found.cells(start, start + asked.pagina_grootte)],
    )


@router.get(
    "/samenvatting",
    response=shapes.Samenvatting,
    operation_id="samenvatting",
    summary="Het verkeer van een regio en van haar gemeenten",
)
def summary(request: HttpRequest, asked: Query[SummaryParameters]) -> shapes.Samenvatting:  # noqa: ARG001 - see asked_question
    cube = cube_of(request)
    query = asked_question(request, cube)
    [year], region = query.years, query.region
    figures = refined_key_figures(cube, year=year, sectors=query.sectors, region=region, ages=query.ages)
    per_municipality = refined_summary(cube, year=year, sectors=query.sectors, region=region, ages=query.ages)
    return shapes.Samenvatting(
        jaar=year,
        soorten=list(query.sectors),
        regio=shapes.Verwijzing(code=region.code, naam=region.name),
        momentopname=cube.snapshot_id,
        voorbeeldgegevens=cube.demo,
        kerncijfers=_key_figures(figures),
        gemeenten=[_municipality(one) for one in per_municipality],
    )


@router.get(
    "/herkomst",
    response=shapes.Herkomsten,
    operation_id="herkomst",
    summary="Waar de leerlingen of studenten van een school wonen, per RMC-regio of gemeente",
)
def origin(request: HttpRequest, asked: Query[OriginParameters]) -> shapes.Herkomsten:
    cube = cube_of(request)
    try:
        query = origin_query(cube, asked.school, asked.jaar or "", asked.soort or "")
        level = OriginLevel.MUNICIPALITY if asked.niveau == "gemeente" else OriginLevel.RMC
        found = origins(cube, query.school, year=query.years[0], sectors=query.sectors, level=level)
    except ValueError as error:
        raise WrongQuestion(error.args[0]) from error
    return shapes.Herkomsten(
        jaar=query.years[0],
        soorten=list(query.sectors),
        school=shapes.Verwijzing(code=query.school, naam=school_name(cube, query.school)),
        niveau=asked.niveau or "rmc",
        vraag=describe(query, cube),
        momentopname=cube.snapshot_id,
        voorbeeldgegevens=cube.demo,
        totaal=shapes.Leerlingen.of(reduce(add, (line.pupils for line in found), ZERO)),
        resultaten=[
            shapes.Herkomst(
                code=line.code,
                naam=line.name,
                leerlingen=shapes.Leerlingen.of(line.pupils),
                aandeel=shapes.Aandeel.of(line.share),
            )
            for line in found
        ],
    )


@router.get("/jaren", response=shapes.Jaren, operation_id="jaren", summary="Jaren en soorten in de gegevens")
def years(request: HttpRequest) -> shapes.Jaren:
    return shapes.Jaren(
        resultaten=[
            shapes.Jaar(jaar=year, soorten=list(sectors)) for year, sectors in cube_of(request).sectors_by_year.items()
        ]
    )


def _flow(cell: FlowCell) -> shapes.Stroom:
    return shapes.Stroom(
        jaar=cell.year,
        soort=cell.sector,
        woon_code=cell.home_code,
        woon_naam=cell.home_name,
        school_code=cell.school_code,
        school_naam=cell.school_name,
        leerlingen=shapes.Leerlingen.of(cell.pupils),
    )


def _key_figures(figures: KeyFigures) -> shapes.Kerncijfers:
    pupils, share = shapes.Leerlingen.of, shapes.Aandeel.of
    return shapes.Kerncijfers(
        wonend=pupils(figures.living),
        blijvend=pupils(figures.stay),
        uitgaand=pupils(figures.out),
        uitgaand_binnen_regio=pupils(figures.out_within_region),
        regio_uit=pupils(figures.out_of_region),
        op_school=pupils(figures.at_school),
        inkomend=pupils(figures.incoming),
        regio_in=pupils(figures.into_region),
        speciaal=pupils(figures.special),
        aandeel_uitgaand=share(figures.out_share),
        aandeel_regio_uit=share(figures.out_of_region_share),
        aandeel_speciaal=share(figures.special_share),
        aandeel_afgeschermd=share(figures.masked_share),
    )


def _municipality(one: MunicipalitySummary) -> shapes.GemeenteVerkeer:
    pupils = shapes.Leerlingen.of
    return shapes.GemeenteVerkeer(
        code=one.municipality_code,
        naam=one.municipality,
        wonend=pupils(one.living),
        uitgaand=pupils(one.out),
        uitgaand_binnen_regio=pupils(one.out_within_region),
        op_school=pupils(one.at_school),
        inkomend=pupils(one.incoming),
    )
