"""A concern in words for its page: its state, its facts, its buttons, and why what cannot be done cannot be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.cases import queries as cases
from tandem.casework import queries
from tandem.casework.data import OPEN, Clock, Command, Outcome, Part, State
from tandem.casework.queries import FORMER, Whole
from tandem.casework.rules import states
from tandem.platform import context
from tandem.register.definitions import vacations_of
from tandem.web.account.why import Facts, why_shown
from tandem.web.casework import words
from tandem.web.casework.deadline import deadline, moment
from tandem.web.casework.deeds import DEEDS, TAKE
from tandem.web.casework.listed import Named, names_for, term
from tandem.web.casework.timeline import said_at_first, timeline

# Commands with pages of their own.
PAGES = {Command.TRIAGE: "afwegen", Command.OFFER: "doorgeven"}
SLUGS = PAGES | {deed.command: f"doe/{deed.slug}" for deed in DEEDS.values()}
AT_ONCE = {deed.command for deed in DEEDS.values() if deed.at_once}
# What is asked first in each state; the rest comes after it.
FIRST = {
    State.RAISED: Command.ACKNOWLEDGE,
    State.REOPENED: Command.ACKNOWLEDGE,
    State.ACKNOWLEDGED: Command.TRIAGE,
    State.TRIAGED: Command.ACT,
    State.IN_ACTION: Command.CLOSE,
}
# What stands beside it; the rest is one click further.
MAIN = {Command.OFFER, Command.REFUSE, Command.REVOKE, Command.ADD, Command.ANSWER, Command.REOPEN}
# What another organisation does, so that handing over comes before taking up.
ELSEWHERE = {Outcome.LOCAL_TEAM, Outcome.YOUTH_HEALTH, Outcome.ATTENDANCE, Outcome.PARTNERSHIP}
WHY = {
    Part.HOLDER.value: gettext_lazy("Jullie hebben dit signaal: jullie zorgen dat er iets gebeurt."),
    Part.OFFERED.value: gettext_lazy(
        "Dit signaal is jullie aangeboden. Zolang dat aanbod open staat, lezen jullie mee."
    ),
    FORMER: gettext_lazy("Jullie hadden dit signaal eerder. Je volgt hoe het verder gaat."),
    Part.AUTHOR.value: gettext_lazy("Je hebt dit signaal zelf gemeld."),
}


@dataclass(frozen=True, slots=True)
class Button:
    """`href` below the page of the concern; `at_once`: it needs no words."""

    verb: str
    href: str
    at_once: bool
    first: bool
    main: bool


def title(whole: Whole) -> str:
    return whole.row.name or words.reference(whole.row.id)


def concern(whole: Whole) -> dict[str, Any]:
    """Everything on the page."""
    alike = queries.alike(acting_actor(), whole.row.id, child=whole.child) if Command.MERGE in whole.commands else ()
    named = names_for([whole.row, *alike])
    school = named.places.get(whole.row.school)
    offered = whole.row.offered_to in context.current().principals
    due = term(whole.row, vacations_of(school.municipality) if school else None)
    return {
        "whole": whole,
        "row": whole.row,
        "title": title(whole),
        "reference": words.reference(whole.row.id),
        "lead": _lead(whole, named),
        "term": due,
        "clock": words.CLOCKS[Clock.OFFER if offered else Clock(whole.clock)] if whole.clock else "",
        "facts": _facts(whole, named),
        "said": said_at_first(whole),
        "entries": timeline(whole, named.places),
        "buttons": [button for button in buttons(whole) if button.first or button.main],
        "more": [button for button in buttons(whole) if not (button.first or button.main)],
        "take": TAKE if Command.ASSIGN in whole.commands and whole.row.worker_hat != context.current().hat else None,
        "cannot": list(cannot(whole)),
        "why": why_shown(whole.child, also=[_why(whole)]),
        "alike": [(row.id, words.reference(row.id), words.STATES[row.state]) for row in alike],
        "safety": whole.outcome is not None and whole.outcome.value == "SAFETY",
        "holds": Part.HOLDER.value in whole.parts,
        "case": cases.of_concern(whole.row.id),
        "opens_case": Part.HOLDER.value in whole.parts and whole.child is not None and bool(whole.texts),
    }


def _why(whole: Whole) -> Facts:
    """Why who looks sees this concern, and when its words."""
    parts = [(gettext("Waarom"), str(WHY[part]), "") for part in whole.parts if part in WHY]
    words_too = gettext(
        "De woorden zie je als ze van je eigen school zijn, over niemand in het bijzonder gaan, of met jullie zijn "
        "gedeeld. Wat je opent, wordt vastgelegd."
    )
    return [*parts, (gettext("Wat"), words_too, "")]


def _lead(whole: Whole, named: Named) -> str:
    """Who has it and in which state, as one sentence."""
    row, now = whole.row, context.current()
    state = str(words.STATES[row.state]).lower()
    if whole.offer is not None:
        values = {"holder": named.place(row.holder), "to": named.place(whole.offer.target)}
        if whole.offer.target in now.principals:
            return gettext("%(holder)s biedt jullie dit signaal aan. Neem het aan, of wijs de juiste aan.") % values
        return gettext("%(holder)s heeft dit signaal en bood het aan: %(to)s.") % values
    if row.holder in now.principals:
        return gettext("Jullie hebben dit signaal. Het is %(state)s.") % {"state": state}
    return gettext("%(holder)s heeft dit signaal. Het is %(state)s.") % {
        "holder": named.place(row.holder),
        "state": state,
    }


def _facts(whole: Whole, named: Named) -> list[tuple[str, str, str]]:
    row = whole.row
    raised = next((one for one in whole.happenings if one.command is Command.RAISE), None)
    facts = [
        (gettext("Bij wie"), named.place(row.holder), ""),
        (gettext("Wie doet het"), _worker(whole, named), ""),
        (gettext("Hoe snel"), str(words.URGENCIES[row.urgency]), ""),
        (gettext("School"), named.place(row.school), ""),
        (gettext("Gemeld"), f"{moment(row.raised)}{_by(raised.function if raised else '')}" if row.raised else "", ""),
        (gettext("Uitkomst"), str(words.OUTCOMES[whole.outcome]) if whole.outcome else "", ""),
    ]
    if whole.offer is not None:
        offered = deadline(whole.offer.due)
        until = f" ({offered.text})" if offered else ""
        facts.append((gettext("Aangeboden aan"), f"{named.place(whole.offer.target)}{until}", ""))
    if whole.refused:
        text = gettext("%(count)s keer niet aangenomen")
        facts.append((gettext("Doorgeven"), text % {"count": whole.refused}, ""))
    return [fact for fact in facts if fact[1]]


def _worker(whole: Whole, named: Named) -> str:
    hat = whole.row.worker_hat
    if hat is None:
        return gettext("nog niemand") if whole.row.state is not State.CLOSED else ""
    return gettext("jij") if hat == context.current().hat else named.people.get(hat, gettext("een collega"))


def _by(function: str) -> str:
    name = words.function_name(function)
    return gettext(", door %(function)s") % {"function": name[:1].lower() + name[1:]} if name else ""


def buttons(whole: Whole) -> Iterator[Button]:
    """What may be done now, by the table of states; what is asked first stands first."""
    first = Command.ACCEPT if Command.ACCEPT in whole.commands else FIRST.get(whole.row.state)
    if whole.row.state is State.TRIAGED and whole.outcome in ELSEWHERE:
        first = Command.OFFER
    order = sorted(whole.commands, key=lambda command: command is not first)
    for command in order:
        if command in SLUGS and command is not Command.MERGE:
            yield Button(
                str(words.VERBS[command]), f"{SLUGS[command]}/", command in AT_ONCE, command is first, command in MAIN
            )


def cannot(whole: Whole) -> Iterator[tuple[str, str]]:
    """What somebody in the same part may do at another moment, and when."""
    parts = [Part(part) for part in whole.parts if part != FORMER]
    for move in states.TABLE:
        if move.command in whole.commands or move.command not in SLUGS or not any(part in move.by for part in parts):
            continue
        yield str(words.VERBS[move.command]), _why_not(move, whole)


def _why_not(move: states.Transition, whole: Whole) -> str:
    if whole.row.state in move.sources:
        return str(NOT_NOW.get(move.command, words.NO_REASON))
    if move.sources >= OPEN:
        return gettext("kan zolang het signaal niet is afgesloten")
    known = [str(words.STATES[state]).lower() for state in State if state in move.sources]
    return gettext("kan als het signaal %(states)s is") % {"states": _or(known)}


NOT_NOW = {
    Command.TRIAGE: gettext_lazy("je mag de woorden niet lezen; vraag wie het doorgaf om ze te delen, met toestemming"),
    Command.OFFER: gettext_lazy("het is al aangeboden; trek dat aanbod eerst in"),
    Command.REVOKE: gettext_lazy("er staat geen aanbod open"),
    Command.PAUSE: gettext_lazy("deze termijn stond al een keer stil"),
    Command.RESUME: gettext_lazy("de termijn loopt"),
    Command.EXTEND: gettext_lazy("deze termijn is al verlengd, of staat stil"),
    Command.RELEASE: gettext_lazy("het is nog niet verdeeld"),
    Command.ACCEPT: gettext_lazy("er staat geen aanbod open"),
    Command.REFUSE: gettext_lazy("er staat geen aanbod open"),
}


def _or(items: list[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return gettext("%(first)s of %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}
