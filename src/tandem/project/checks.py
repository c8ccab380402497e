"""Start-up checks. An error here stops `tandem run`, gunicorn and every management command."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.urls import URLPattern, URLResolver, get_resolver

from tandem.cases import definitions as cases
from tandem.casework import definitions as casework
from tandem.decisions import definitions as decisions
from tandem.directory import definitions as directory
from tandem.family import definitions as family
from tandem.identity import queries
from tandem.identity.access import Access
from tandem.meetings import definitions as meetings
from tandem.opendata.snapshots import current_snapshot, read_manifest
from tandem.plans import definitions as plans
from tandem.platform.context import Context, acting
from tandem.platform.terms import definitions as legal_terms
from tandem.project import lint
from tandem.project.catalogue import read_catalogue
from tandem.project.classification import TABLES
from tandem.register.definitions import DefinitionError
from tandem.register.demo.filling import problem_with_demo_sign_in
from tandem.register.functions import functions
from tandem.routing.definitions import rulebook
from tandem.sharing.reading import standard

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def routes(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with its view, included address lists as well."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def unguarded(found: Iterator[tuple[str, Any]]) -> list[str]:
    return [route for route, view in found if access_of(view) is None]


@register
def every_route_says_who_may(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's form
    **_: object,
) -> list[CheckMessage]:
    return [
        Error(
            f"Het adres /{route} zegt niet wie het mag openen.",
            hint="Geef de view een merk uit tandem.web.access, zoals @public of @professional.",
            id="tandem.E001",
        )
        for route in unguarded(routes(get_resolver().url_patterns))
    ]


@register
def debug_stays_at_home(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's form
    **_: object,
) -> list[CheckMessage]:
    elsewhere = sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK)
    if settings.DEBUG and elsewhere:
        return [Error(f"TANDEM_DEBUG=1 mag niet samen met TANDEM_HOSTS={','.join(elsewhere)}.", id="tandem.E002")]
    return []


@register
def functions_can_be_read(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's form
    **_: object,
) -> list[CheckMessage]:
    try:
        functions()
    except DefinitionError as error:
        return [Error(f"De functies kloppen niet: {error}", id="tandem.E004")]
    return []


# What law and regions set, read as a whole: a rule that is wrong is found at the start, not by who needs it.
DEFINITIONS: dict[str, Callable[[], object]] = {
    "de standaard voor delen": standard,
    "de termijnen van de wet": legal_terms.terms,
    "de vakanties en feestdagen": legal_terms.calendar,
    "de afwegingskaders": casework.frameworks,
    "de termijnen van een signaal": casework.terms,
    "wie in een casus aan welke kant staat": cases.domains,
    "de soorten overleg": meetings.kinds,
    "de mandaten": decisions.mandates,
    "de doorzettingsmacht": decisions.ladders,
    "het gezinsvenster": family.window_rules,
    "de sjablonen van een plan": plans.templates,
    "de Big 5": plans.big5,
    "de evaluaties": plans.evaluation,
    "de volgorde van het aanbod": directory.order,
    "de regels van het loket": rulebook,
}


@register
def definitions_can_be_read(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's form
    **_: object,
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for name, read in DEFINITIONS.items():
        try:
            read()
        except DefinitionError as error:
            found.append(Error(f"Er klopt iets niet in {name}: {error}", id="tandem.E010"))
    return found


def unknown_functions(found: Iterator[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Addresses that open for a function that definitions/functions.yaml does not have: they would open for nobody."""
    known = functions().keys()
    marks = [(route, access_of(view)) for route, view in found]
    return [(route, code) for route, access in marks if access for code in sorted(access.functions - known)]


def access_of(view: Any) -> Access | None:
    mark = getattr(view, "access_check", None)
    return mark if isinstance(mark, Access) else None


@register
def every_function_of_a_route_exists(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's form
    **_: object,
) -> list[CheckMessage]:
    try:
        found = unknown_functions(routes(get_resolver().url_patterns))
    except DefinitionError:  # the check above says so
        return []
    return [
        Error(
            f"Het adres /{route} gaat open voor functie {code}, maar die bestaat niet.",
            hint="Kijk in definitions/functions.yaml welke functies er zijn.",
            id="tandem.E009",
        )
        for route, code in found
    ]


@register("demo")
def one_click_stays_in_the_demo_region(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's form
    databases: Sequence[str] | None = None,
    **_: object,
) -> list[CheckMessage]:
    """Signing in with one click, only where everybody in the database is fictitious and the open data are too."""
    if not settings.DEMO_SIGN_IN or not databases:
        return []  # without a database nobody signs in at all
    problem = problem_with_demo_sign_in()
    if not problem and not serves_example_data():
        problem = "De open data die geladen zijn, zijn geen voorbeeldgegevens."
    hint = "Zet TANDEM_DEMO=0, of begin met een lege TANDEM_HOME."
    return [Error(f"Inloggen met één klik mag hier niet. {problem}", hint=hint, id="tandem.E005")] if problem else []


def serves_example_data() -> bool:
    snapshot = current_snapshot()
    return snapshot is not None and read_manifest(snapshot).demo


@register(Tags.database)
def every_provider_can_be_trusted(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's form
    databases: Sequence[str] | None = None,
    **_: object,
) -> list[CheckMessage]:
    """An organisation's own sign-in without an audience would believe any token: then nobody starts."""
    if not databases or lint.key_problems():  # without the key nobody can act; the next check says so
        return []
    with acting(Context(service="operator")):
        return [Error(problem, id="tandem.E008") for problem in queries.provider_problems()]


@register(Tags.database)
def the_database_keeps_its_rows(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's form
    databases: Sequence[str] | None = None,
    **_: object,
) -> list[CheckMessage]:
    """Only asked for where there is a database (`--database default`)."""
    if not databases:
        return []
    catalogue = read_catalogue()
    wrong = lint.problems(catalogue, TABLES) or lint.key_problems()
    errors: list[CheckMessage] = [Error(problem, id="tandem.E003") for problem in wrong]
    return errors + [Warning(note, id="tandem.W001") for note in lint.notes(catalogue)]
