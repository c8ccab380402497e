"""`tandem directory`: the services that schools and teams can find."""

from collections.abc import Iterable
from typing import Annotated

import typer

from tandem.cli import django_door
from tandem.cli.dutch import Commands
from tandem.cli.failures import explained
from tandem.cli.output import Format, messages, print_rows
from tandem.directory.data import Setting, Theme
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease

COLUMNS = (
    "step",
    "name",
    "organisation",
    "kind",
    "municipalities",
    "age_from",
    "age_to",
    "waiting_weeks",
    "confirmed_on",
    "state",
)
MOST = 500

app = Commands(help="Het aanbod: welke hulp er is, van wie en hoe actueel.")

Town = Annotated[str, typer.Option("--municipality", help="Alleen in deze gemeente (code, zoals GM0503).")]
Old = Annotated[bool, typer.Option("--also-old", help="Ook wat te lang niet is bevestigd.")]
Form = Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")]


@app.callback()
def directory() -> None:
    """Het aanbod: welke hulp er is, van wie en hoe actueel."""


@app.command("list")
def list_offers(municipality: Town = "", also_old: Old = False, form: Form = Format.TABLE) -> None:
    """Toon al het aanbod, het lichtste eerst."""
    _show({"municipality": municipality, "also_old": also_old}, form)


@app.command("search")
def search(  # noqa: PLR0917 - each an option of the command
    words: Annotated[str, typer.Argument(help="Gewone woorden, zoals: pesten groep.")],
    municipality: Town = "",
    theme: Annotated[Theme | None, typer.Option("--theme", help="Alleen dit thema van de Big 5.")] = None,
    setting: Annotated[
        Setting | None, typer.Option("--school", help="Alleen voor deze soort school of opvang.")
    ] = None,
    age: Annotated[
        int | None, typer.Option("--age", min=0, max=27, metavar="JAREN", help="Alleen voor deze leeftijd.")
    ] = None,
    also_old: Old = False,
    form: Form = Format.TABLE,
) -> None:
    """Zoek aanbod met gewone woorden; een tikfout is niet erg. Schrijf niets over een kind."""
    asked: dict[str, object] = {"text": words, "municipality": municipality, "age": age, "also_old": also_old}
    if theme:
        asked["themes"] = (theme,)
    if setting:
        asked["settings"] = (setting,)
    _show(asked, form)


def _show(asked: dict[str, object], form: Format) -> None:
    with explained(), lease.in_use(tandem_home()) as addresses:
        django_door.migrate(addresses)
        from tandem.directory import definitions, queries, rules  # noqa: PLC0415 - needs Django
        from tandem.directory.data import Offer, OfferQuestion  # noqa: PLC0415
        from tandem.platform.context import ANONYMOUS, acting  # noqa: PLC0415

        def row(one: Offer) -> dict[str, object]:
            facts = one.facts
            return {
                "step": rules.step_of(facts.kind, definitions.order()),
                "name": facts.name,
                "organisation": one.organisation.name,
                "kind": facts.kind.value,
                "municipalities": " ".join(facts.municipalities),
                "age_from": facts.age_from,
                "age_to": facts.age_to,
                "waiting_weeks": facts.waiting_weeks,
                "confirmed_on": one.confirmed_on.isoformat(),
                "state": one.freshness.value,
            }

        with acting(ANONYMOUS):
            found = queries.find(OfferQuestion(**asked), size=MOST)  # type: ignore[arg-type]
            print_rows(COLUMNS, map(row, found.offers), form)
        _say(found.corrected.items(), found.total)


def _say(corrected: Iterable[tuple[str, str]], total: int) -> None:
    for typed, meant in corrected:
        messages.print(f"'{typed}' kwam niet voor; gezocht op '{meant}'.")
    if total > MOST:
        messages.print(f"Dit zijn de eerste {MOST} van {total}. Zoek preciezer.")
    if not total:
        messages.print("Niets gevonden.")
