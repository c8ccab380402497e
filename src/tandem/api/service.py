"""The API itself, and its description in OpenAPI as the NL GOV API Design Rules want it."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from tandem.api import problems
from tandem.api.delivery import VERSION

DESCRIPTION = """Waar wonen leerlingen en waar gaan zij naar school? De vragen van /inzicht/, voor machines.

Elk aantal is een interval: een cel die de bron afschermt (<5) is 1 tot 4, nooit nul. Dit is open data, voor iedereen.

Signalen, casussen, overleggen en besluiten gaan met een sleutel, namens wie die sleutel maakte."""
TAGS = [
    {"name": "Plaatsen", "description": "Regio's, gemeenten, samenwerkingsverbanden en schoollocaties."},
    {"name": "Afstanden", "description": "Hoe ver leerlingen van hun school wonen."},
    {"name": "Stromen", "description": "Van waar leerlingen wonen naar waar zij naar school gaan."},
    {"name": "Delen", "description": "Wat je mag delen, met wie en op welke grond."},
    {"name": "Loket", "description": "Wie je belt voor een leerling, en waarom. Zonder naam; er wordt niets bewaard."},
    {
        "name": "Signalen",
        "description": "Een zorg om een leerling doorgeven, en volgen wat ermee gebeurt. Met een sleutel.",
    },
    {
        "name": "Casussen",
        "description": "Samen werken voor een leerling: wie, wat, en wie het stokje heeft. Met een sleutel.",
    },
    {"name": "Overleggen", "description": "Wanneer, met wie, en wat er is afgesproken. Met een sleutel."},
    {"name": "Besluiten", "description": "Vragen, bekijken en beslissen, met het juiste mandaat. Met een sleutel."},
    {
        "name": "Gebeurtenissen",
        "description": "Wat er is gebeurd sinds de vorige keer, als CloudEvents. Met een sleutel.",
    },
    {"name": "Gegevens", "description": "Waaruit de antwoorden komen, en wat de controles vonden."},
]
_PARAMETER_MODELS = (
    "CaseListParameters", "DecisionListParameters", "DeskParameters", "EventParameters", "FlowParameters",
    "MeetingListParameters", "ListParameters", "LocationParameters", "RuleParameters", "ShareParameters",
    "SummaryParameters",
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
                    "in": {"type": "string", "enum": ["query", "path", "header", "body"]},
                    "location": {
                        "type": "object",
                        "properties": {"name": {"type": "string"}, "pointer": {"type": "string"}},
                    },
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "verstuurd": {"type": "string", "description": "Bij 409: wat je stuurde, zodat het niet weg is."},
        "code": {"type": "string", "description": "Bij 409: waarom het niet kan; CONFLICT als iemand eerder was."},
    },
}
KEY = {"type": "http", "scheme": "bearer", "description": "Een sleutel van iemand met een functie in de keten."}
KEYED_TAGS = {"Signalen", "Casussen", "Overleggen", "Besluiten", "Gebeurtenissen"}


class StrictParser(Parser):
    """A name that stands there twice is refused: which of the two was meant? And half a sign that no text can hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        sent = json.loads(request.body, object_pairs_hook=_once)
        json.dumps(sent, ensure_ascii=False).encode()
        return sent


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


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
        schema["components"]["securitySchemes"] = {"sleutel": KEY}
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
    for status in [status for status in responses if status < 300]:
        responses[status]["description"] = "Het antwoord."
    keyed = bool(KEYED_TAGS & {*operation["tags"]})
    if keyed:
        operation["security"] = [{"sleutel": []}]
    if operation["parameters"]:
        responses[400] = {"description": "De vraag klopt niet."}
    if "{" in path or (operation["parameters"] and not keyed):
        responses[404] = {"description": "Dit staat niet in de gegevens."}
    responses |= {status: {"description": text} for status, text in (KEYED if keyed else OPEN).items()}
    if "requestBody" in operation:
        responses |= {status: {"description": text} for status, text in SENT.items()}
    for status, response in responses.items():
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in _headers_of(status, keyed)}
        if status >= 400:
            response["content"] = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Probleem"}}}
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}


def _headers_of(status: int, keyed: bool) -> tuple[str, ...]:
    return ("API-Version", "ETag") if status in (200, 304) and not keyed else ("API-Version",)


EVERYWHERE = {
    406: "In de gevraagde vorm (Accept) is er geen antwoord.",
    414: "Het adres is te lang.",
    500: "Er ging iets mis bij ons.",
}
OPEN = EVERYWHERE | {
    304: "Je hebt het laatste antwoord al (If-None-Match).",
    503: "Er zijn nog geen open data geladen.",
}
KEYED = EVERYWHERE | {
    401: "Er is geen sleutel meegestuurd, of hij is niet meer geldig.",
    403: "Deze sleutel is er voor iets anders.",
    404: "Dit is er niet, of de eigenaar van de sleutel mag het niet weten.",
    429: "Te veel achter elkaar; Retry-After zegt hoe lang je wacht.",
    503: "We kunnen nu niet vastleggen wie wat inziet.",
}
SENT = {
    409: "Met deze Idempotency-Key is al iets anders gestuurd, of dit kan in deze stand niet.",
    415: "Alleen application/json.",
}


def make_api() -> TandemApi:
    contact = settings.CONTACT or "beheer@tandem.example"
    api = TandemApi(
        title="Tandem",
        version=VERSION,
        description=DESCRIPTION,
        urls_namespace="api-v1",
        parser=StrictParser(),
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
