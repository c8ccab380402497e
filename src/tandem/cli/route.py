"""`tandem route`: the one desk on the command line, with the same answer as the page and the API."""

from typing import Annotated, Any

import typer

from tandem.cli import django_door
from tandem.cli.failures import ExplainedError, explained
from tandem.cli.output import Format, messages, print_json, print_rows
from tandem.platform.definitions import DefinitionError
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease
from tandem.routing.data import Question
from tandem.routing.definitions import rulebook
from tandem.routing.rules.asking import question_of

OPTIONS = {"school": "--school", "home": "--home", "kind": "--question", "age": "--age", "before": "--before",
           "stays_at": "--stays-at", "mother": "--mother"}  # fmt: skip
COLUMNS = ("call", "role", "organisation", "phone", "municipality", "rule", "why")


def route(
    *,
    school: Annotated[str, typer.Option(help="BRIN en vestiging: 12AB00. Een mbo-instelling: 27GZ.")],
    home: Annotated[str, typer.Option(help="Postcode waar de leerling is ingeschreven: 2671, 2671AB of onbekend.")],
    question: Annotated[
        str,
        typer.Option(
            help="Waar het over gaat: zorg (worry), thuis (home_help), verzuim (absence), gezondheid (health), "
            "passend (special), veiligheid (safety), achttien (eighteen), vervoer (transport) of anders (other)."
        ),
    ],
    age: Annotated[str, typer.Option(help="Leeftijd in jaren, 0 tot en met 60; leeg als je die niet weet.")] = "",
    stay: Annotated[
        bool, typer.Option("--stay", help="De leerling verblijft in een instelling of pleeggezin.")
    ] = False,
    before: Annotated[str, typer.Option(help="Postcode van inschrijving direct vóór het verblijf.")] = "",
    stays_at: Annotated[str, typer.Option(help="Postcode waar de leerling nu verblijft, als dat niet thuis is.")] = "",
    mother: Annotated[str, typer.Option(help="Postcode waar de moeder bij de geboorte was ingeschreven.")] = "",
    form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE,
) -> None:
    """Wie bel je voor deze leerling? Eén antwoord, met de keten erachter en waarom.

    [bold]tandem route --school 99AA00 --home 2671 --question zorg --age 9[/bold]

    [bold]tandem route --school 99AA00 --home 2671AB --question absence --age 16 --format json[/bold]

    Je noemt geen naam van een leerling, en de vraag wordt nergens bewaard. Je ziet organisaties en algemene nummers;
    namen en directe nummers van mensen staan op de pagina, voor wie is ingelogd.
    """
    typed = {"school": school, "home": home, "kind": question, "age": age, "before": before, "stays_at": stays_at,
             "mother": mother}  # fmt: skip
    with explained(DefinitionError):
        asked = question_of(rulebook(), typed, stay=stay)
        if not isinstance(asked, Question):
            for problem in asked:
                messages.print(f"{OPTIONS[problem.field]}: {problem.text}", markup=False, soft_wrap=True)
            raise typer.Exit(2)
        with lease.in_use(tandem_home()) as addresses:
            django_door.ready_register(addresses)
            _show(_answer(asked), form)


def _answer(asked: Question) -> dict[str, Any]:
    from tandem.platform.context import Context, acting  # noqa: PLC0415 - needs Django
    from tandem.routing import queries  # noqa: PLC0415
    from tandem.routing.answers import as_values  # noqa: PLC0415

    with acting(Context(service="command-line")):
        try:
            return as_values(queries.ask(asked))
        except KeyError as error:
            raise ExplainedError(
                f"De school {asked.school} staat niet in het register. Op /wie-is-wie/ vind je haar code."
            ) from error


def _show(found: dict[str, Any], form: Format) -> None:
    if form is Format.JSON:
        print_json(found)
        return
    rows = [
        {
            "call": number,
            "role": contact["role_name"] if form is Format.TABLE else contact["role"],
            "organisation": contact["organisation"],
            "phone": contact["phone"] or "",
            "municipality": contact["municipality_code"] or "",
            "rule": contact["rule"],
            "why": contact["why"],
        }
        for number, contact in enumerate(found["chain"], 1)
    ]
    print_rows(COLUMNS, rows, form)
    for note in found["notes"]:
        messages.print(note, markup=False, soft_wrap=True)
