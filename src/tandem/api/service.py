"""The API itself, and its description in OpenAPI as the NL GOV API Design Rules want it."""

from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tandem.api import problems
from tandem.api.delivery import VERSION

DESCRIPTION = """Waar wonen leerlingen en waar gaan zij naar school? De vragen van /inzicht/, voor machines.

Elk aantal is een interval: een cel die de bron afschermt (<5) is 1 tot 4, nooit nul. Alles is open data."""
TAGS = [
    {"name": "Plaatsen", "description": "Regio's, gemeenten, samenwerkingsverbanden en schoollocaties."},
    {"name": "Afstanden", "description": "Hoe ver leerlingen van hun school wonen."},
    {"name": "Stromen", "description": "Van waar leerlingen wonen naar waar zij naar school gaan."},
    {"name": "Delen", "description": "Wat je mag delen, met wie en op welke grond."},
    {"name": "Loket", "description": "Wie je belt voor een leerling, en waarom. Zonder naam; er wordt niets bewaard."},
    {"name": "Gegevens", "description": "Waaruit de antwoorden komen, en wat de controles vonden."},
]
_PARAMETER_MODELS = (
    "DeskParameters", "FlowParameters", "LocationParameters", "RuleParameters", "ShareParameters", "SummaryParameters",
)  # fmt: skip
HEADERS = {
    "API-Version": {"description": "Volledige versie van de API.", "schema": {"type": "string", "example": VERSION}},
    "ETag": {"description": "Verandert met de gegevens en met de vraag.", "schema": {"type": "string"}},
}
PROBLEM = {
    "type": "object",
    "title": "Probleem",
    "description": "Een fout, zoals RFC 9457 beschrijft.",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "location", "code", "detail"],
                "properties": {
                    "in": {"type": "string", "enum": ["query", "path"]},
                    "location": {"type": "object", "properties": {"name": {"type": "string"}}},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


class TandemApi(NinjaAPI):
    def get_openapi_schema(
        self,
        *,
        path_prefix: str | None = None,  # noqa: ARG002 - the version is in the server's address, not in each path
        path_params: dict[str, Any] | None = None,
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix="", path_params=path_params)
        schema["components"]["schemas"]["Probleem"] = PROBLEM
        schema["components"]["headers"] = HEADERS
        for path, methods in schema["paths"].items():
            for operation in methods.values():
                operation["parameters"] = [_without_null(parameter) for parameter in operation["parameters"]]
                _complete(path, operation)
        for name in _PARAMETER_MODELS:  # their fields stand at each operation
            schema["components"]["schemas"].pop(name, None)
        return schema


def _without_null(parameter: dict[str, Any]) -> dict[str, Any]:
    """An optional parameter is left out, never null: in an address there is no null."""
    schema = {key: value for key, value in parameter["schema"].items() if key not in ("title", "description")}
    for choice in schema.pop("anyOf", ()):
        if choice != {"type": "null"}:
            schema |= choice
    return parameter | {"schema": schema}


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Add what every operation can answer."""
    responses = operation["responses"]
    responses[200]["description"] = "Het antwoord."
    responses[304] = {"description": "Je hebt het laatste antwoord al (If-None-Match)."}
    if operation["parameters"]:
        responses[400] = {"description": "De vraag klopt niet."}
    if "{" in path or operation["parameters"]:
        responses[404] = {"description": "Dit staat niet in de gegevens."}
    responses[406] = {"description": "In de gevraagde vorm (Accept) is er geen antwoord."}
    responses[414] = {"description": "Het adres is te lang."}
    responses[500] = {"description": "Er ging iets mis bij ons."}
    responses[503] = {"description": "Er zijn nog geen open data geladen."}
    for status, response in responses.items():
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in _headers_of(status)}
        if status >= 400:
            response["content"] = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Probleem"}}}
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}


def _headers_of(status: int) -> tuple[str, ...]:
    return ("API-Version", "ETag") if status in (200, 304) else ("API-Version",)


def make_api() -> TandemApi:
    contact = settings.CONTACT or "beheer@tandem.example"
    api = TandemApi(
        title="Tandem",
        version=VERSION,
        description=DESCRIPTION,
        urls_namespace="api-v1",
        openapi_url="/openapi.json",
        docs_url=None,  # the usual page loads its scripts from another host
        servers=[{"url": "/api/v1", "description": "Deze server."}],
        openapi_extra={
            "info": {
                "contact": {"name": "Beheer van Tandem", "email": contact, "url": "https://tandem.example"},
                "license": {"name": "European Union Public Licence 1.2", "identifier": "EUPL-1.2"},
            },
            "tags": TAGS,
        },
    )
    problems.register(api)
    return api


api = make_api()
