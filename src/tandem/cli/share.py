"""`tandem share`: may this be shared, and the standard behind the answer. Needs no database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, NoReturn

import typer

from tandem.cli.dutch import Commands
from tandem.cli.output import Format, messages, print_json, print_rows
from tandem.platform.clock import today
from tandem.sharing import asking, editions
from tandem.sharing.codes import ConsentState, Fact, Giver
from tandem.sharing.data import Authority, Question, Statement
from tandem.sharing.describe import Speaker, plain_answer
from tandem.sharing.reading import standard
from tandem.sharing.rules.evaluation import evaluate

app = Commands(
    help="Mag ik dit delen? Toets een vraag aan de standaard voor delen, of bekijk de regels.\n\n"
    "Bijvoorbeeld: [bold]tandem share check --from IB --to LT_TOEGANG --purpose DS-006 --kinds ID,SIGNAAL[/bold]. "
    "Het oordeel is allowed (ja), allowed_with_consent (ja, met toestemming), anonymous_only (alleen anoniem) of "
    "not_allowed (nee). Rollen en soorten: [bold]tandem share codes[/bold].",
)
FACTS = "Wat je weet van de situatie, zoals court_order; mag vaker. Zie tandem share codes."
RULE_COLUMNS = (*editions.COLUMNS, "valid_from", "valid_to", "next_review", "reviewed_by")
SHORT_COLUMNS = ("id", "from", "to", "name", "kinds", "verdict")
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATUM", help="Op welke dag; anders vandaag.")
]
Form = Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")]


@app.command("check")
def check(
    *,
    sender: Annotated[str, typer.Option("--from", metavar="ROL", help="Wie deelt: code of naam van de rol.")],
    receiver: Annotated[str, typer.Option("--to", metavar="ROL", help="Wie ontvangt: code of naam van de rol.")],
    purpose: Annotated[str, typer.Option(metavar="DOEL", help="Waarvoor: code, naam of nummer van de regel (DS-006).")],
    kinds: Annotated[str, typer.Option(metavar="SOORTEN", help="Welke soorten informatie, met komma's; of alles.")],
    age: Annotated[int | None, typer.Option(min=0, max=130, metavar="JAREN", help="Leeftijd in hele jaren.")] = None,
    consent: Annotated[ConsentState, typer.Option(help="Is er toestemming (AVG)?")] = ConsentState.UNKNOWN,
    release: Annotated[
        ConsentState | None, typer.Option(help="Is er ontheffing van de geheimhouding? Anders als --consent.")
    ] = None,
    by: Annotated[
        list[Giver] | None, typer.Option(help="Van wie; mag vaker. Anders van iedereen die het moet geven.")
    ] = None,
    urgent: Annotated[bool, typer.Option("--urgent", help="Er is nu ernstig gevaar.")] = False,
    fact: Annotated[list[Fact] | None, typer.Option(help=FACTS)] = None,
    no_fact: Annotated[list[Fact] | None, typer.Option(help="Wat juist niet zo is; mag vaker.")] = None,
    parents: Annotated[int, typer.Option(min=0, max=2, metavar="AANTAL", help="Hoeveel ouders gezag hebben.")] = 2,
    guardian: Annotated[bool, typer.Option("--guardian", help="Er is een voogd.")] = False,
    on: Day = None,
    form: Form = Format.TABLE,
) -> None:
    """Toets of je iets mag delen: het oordeel, waarom, wat je eerst doet en wat weg blijft.

    Wat je niet opgeeft, telt als onbekend: dan staat het bij wat je nog moet nagaan.
    """
    day = on.date() if on else today()
    source = standard()
    with _wrong_use("--from"):
        giver = asking.role_named(sender, source)
    with _wrong_use("--to"):
        taker = asking.role_named(receiver, source)
    with _wrong_use("--kinds"):
        asked = asking.kinds_named(kinds, source)
    with _wrong_use("--purpose"):
        aim = asking.purpose_asked(purpose, giver, taker, source, day)
    facts = {**dict.fromkeys(no_fact or (), False), **dict.fromkeys(fact or (), True)}
    if urgent:
        facts[Fact.DANGER] = True
    said = tuple(Statement(who, consent, consent if release is None else release) for who in by or Giver)
    question = Question(giver, taker, aim, asked, age, said, facts, Authority(parents=parents, guardian=guardian))
    answer = plain_answer(evaluate(question, source, day), Speaker(source, "nl"))
    if form is Format.JSON:
        print_json(answer)
    else:
        print_rows(("what", "value"), _lines(answer), form)


@app.command("rules")
def rules(
    *,
    sender: Annotated[str, typer.Option("--from", metavar="ROL", help="Alleen regels voor wie deelt.")] = "",
    receiver: Annotated[str, typer.Option("--to", metavar="ROL", help="Alleen regels voor wie ontvangt.")] = "",
    on: Day = None,
    announced: Annotated[bool, typer.Option("--announced", help="Ook wat is aangekondigd en nog niet geldt.")] = False,
    form: Form = Format.TABLE,
) -> None:
    """Toon de regels van de standaard die nu gelden."""
    day = on.date() if on else today()
    source = standard()
    with _wrong_use("--from"):
        giver = asking.role_named(sender, source) if sender else ""
    with _wrong_use("--to"):
        taker = asking.role_named(receiver, source) if receiver else ""
    chosen = [
        {**editions.row(rule), **{name: _plain(getattr(rule, name)) for name in RULE_COLUMNS[-4:]}}
        for rule in source.rules
        if (rule.holds(day) or (announced and rule.announced))
        and giver in ("", rule.sender)
        and taker in ("", rule.receiver)
    ]
    print_rows(SHORT_COLUMNS if form is Format.TABLE else RULE_COLUMNS, chosen, form)


@app.command("codes")
def codes(form: Form = Format.TABLE) -> None:
    """Toon de codes: rollen, soorten informatie en feiten, met hun naam."""
    source = standard()
    words = {"kind": source.words["kinds"], "fact": source.words["facts"], "giver": source.words["givers"]}
    rows = [{"what": "role", "code": code, "name": role.name.nl} for code, role in source.roles.items()]
    rows += [
        {"what": what, "code": code, "name": word.name.nl} for what, all in words.items() for code, word in all.items()
    ]
    print_rows(("what", "code", "name"), rows, form)


@app.command("diff")
def diff(
    before: Annotated[str, typer.Argument(metavar="VERSIE", help="Versie, dag (2026-11-30) of 'aangekondigd'.")],
    after: Annotated[str, typer.Argument(metavar="VERSIE", help="De versie ernaast.")],
    form: Form = Format.TABLE,
) -> None:
    """Toon wat er tussen twee versies van de standaard is veranderd."""
    source = standard()
    found = []
    for name in (before, after):
        try:
            found.append(editions.edition(name, source, today()))
        except LookupError:
            known = ", ".join((*editions.released(), editions.ANNOUNCED))
            _stop(f"De versie '{name}' is er niet. Kies uit: {known}, of een dag.")
    rows = [
        {"rule": one.rule, "field": one.field, "before": one.before, "after": one.after}
        for one in editions.differences(found[0], found[1])
    ]
    print_rows(("rule", "field", "before", "after"), rows, form)


@contextmanager
def _wrong_use(option: str) -> Iterator[None]:
    """What the standard does not know is wrong use, with what was perhaps meant."""
    try:
        yield
    except asking.UnknownWordError as unknown:
        near = ", ".join(f"{code} ({name})" for code, name in unknown.nearest)
        _stop(f"{option}: {unknown} Bedoel je: {near}?")


def _stop(message: str) -> NoReturn:
    messages.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(2)


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _lines(answer: dict[str, Any]) -> list[dict[str, object]]:
    """The answer for people: a word for what it is, and the sentence."""
    gates = answer["gates"]
    rows: list[tuple[str, str]] = [
        ("oordeel", f"{answer['verdict_text']} ({answer['verdict']})"),
        ("regel", f"{answer['rule']}: {answer['purpose_text']}"),
        ("waarom", answer["why"]),
        ("grond", f"{gates['processing']['text']} {_articles(gates['processing'])}"),
        ("geheimhouding", f"{gates['secrecy']['text']} {_articles(gates['secrecy'])}"),
    ]
    rows += [("toestemming van", text) for text in (answer["consent"] or {"from_text": ()})["from_text"]]
    rows += [(f"stap {number}", step["text"]) for number, step in enumerate(answer["steps"], 1)]
    rows += [("nagaan", fact["text"]) for fact in answer["to_check"]]
    rows += [("blijft weg", block["text"]) for block in answer["blocked"]]
    rows += [("of anders", f"{one['text']} {one['rule']}".strip()) for one in answer["alternatives"]]
    rows += [("let op", text) for text in answer["notices"]]
    rows += [("bron", f"{source['title']} ({source['version']})") for source in answer["sources"]]
    rows.append(("zekerheid", answer["verification_text"]))
    return [{"what": what, "value": value} for what, value in rows]


def _articles(gate: dict[str, Any]) -> str:
    return f"({'; '.join(gate['articles'])})" if gate["articles"] else ""
