"""A decision in words for its page: who is at work, until when, what was decided, what can be done now, and why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy, ngettext

from tandem.audit.actions import acting_actor
from tandem.decisions.data import DECIDED, OPEN, Command, Request, State, TextPart
from tandem.decisions.definitions import forms, mandates
from tandem.decisions.queries import Happening, Look, Row, Whole
from tandem.decisions.rules.mandate import Why, limits
from tandem.decisions.rules.terms import warned
from tandem.platform import clock, context
from tandem.register import organisations, people
from tandem.web.account.why import why_shown
from tandem.web.casework.deadline import Deadline, Tone
from tandem.web.decisions import words
from tandem.web.decisions.deeds import BY_COMMAND
from tandem.web.disclosures.shown import function_name

# What has a page of its own, and what stands on the page first.
PAGES = {Command.SAVE: "aanpassen/", Command.SUBMIT: "indienen/"}
SLUGS = PAGES | {command: f"doe/{deed.slug}/" for command, deed in BY_COMMAND.items()}
ORDER = (
    Command.SUBMIT,
    Command.PASS,
    Command.GRANT,
    Command.REFUSE,
    Command.RETURN,
    Command.ANNOUNCE,
    Command.SAVE,
    Command.OBJECT,
    Command.EXTEND,
    Command.REVOKE,
    Command.WITHDRAW,
)


@dataclass(frozen=True, slots=True)
class Names:
    places: Mapping[UUID, str]
    people: Mapping[UUID, str]

    def place(self, key: UUID | None) -> str:
        return self.places.get(key, gettext("een organisatie")) if key else ""

    def person(self, key: UUID | None) -> str:
        return self.people.get(key, "") if key else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list."""

    id: UUID
    title: str
    support: str
    form: str
    state: str
    turn: str
    term: Deadline | None


@dataclass(frozen=True, slots=True)
class Eyes:
    """One step of the chain. `now`: it waits for this one."""

    name: str
    where: str
    functions: str
    who: str
    at: datetime | None
    now: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what happened: `said` are the words with it."""

    at: datetime
    text: str
    said: tuple[tuple[str, str], ...]


def reference(id: UUID) -> str:
    return gettext("Besluit %(code)s") % {"code": id.hex[:6]}


def term(last_day: date | None, *, still: bool = False) -> Deadline | None:
    """What is left of a term that ends with a day."""
    if still:
        return Deadline(Tone.STILL, gettext("staat stil"), "")
    if last_day is None:
        return None
    left = (last_day - clock.today()).days
    if left < 0:
        late = ngettext("%(days)s dag te laat", "%(days)s dagen te laat", -left) % {"days": -left}
        return Deadline(Tone.LATE, late, words.day(last_day))
    tone = Tone.SOON if warned(last_day, clock.today()) else Tone.FINE
    text = ngettext("nog %(days)s dag", "nog %(days)s dagen", left) % {"days": left} if left else gettext("vandaag")
    return Deadline(tone, text, words.day(last_day))


def lines(rows: Iterable[Row]) -> list[Line]:
    found = list(rows)
    places = names_of({row.turn for row in found if row.turn}, ())
    return [
        Line(
            row.id,
            row.name or reference(row.id),
            words.support_name(row.region, row.support),
            words.form_name(row.form),
            str(words.STATES[row.state]),
            places.place(row.turn),
            _term_of(row),
        )
        for row in found
    ]


def names_of(places: Iterable[UUID], persons: Iterable[UUID], hats: Iterable[UUID] = ()) -> Names:
    briefs = organisations.briefs(set(places))
    known, worn = set(persons), set(hats)
    named = people.names_of(actor=acting_actor(), persons=known, memberships=worn) if known or worn else {}
    return Names({key: brief.name for key, brief in briefs.items()}, named)


def decision(whole: Whole) -> dict[str, Any]:
    """Everything on the page."""
    named = _names(whole)
    row = whole.row
    buttons = [(words.VERBS[command], SLUGS[command]) for command in ORDER if command in whole.commands]
    return {
        "whole": whole,
        "row": row,
        "title": row.name or reference(row.id),
        "reference": reference(row.id),
        "support": words.support_name(row.region, row.support),
        "lead": _lead(whole, named),
        "term": _term_of(row),
        "facts": _facts(whole, named),
        "eyes": [_eyes(look, named, row) for look in whole.looks],
        "passed": _passed(whole),
        "why_asked": next((one.text for one in whole.texts if one.part is TextPart.WHY), ""),
        "reason": next((one.text for one in reversed(whole.texts) if one.part is TextPart.DECISION), ""),
        "comment": _comment(whole),
        "entries": entries(whole, named),
        "buttons": buttons,
        "may_change": row.state in DECIDED and context.current().function in forms()[row.form].asks.functions,
        "cannot": [(words.VERBS[command], words.cannot(why)) for command, why in whole.cannot],
        "letter": whole.outcome is not None and row.state in DECIDED,
        "why": why_shown(row.child, also=[]),
    }


def entries(whole: Whole, named: Names) -> list[Entry]:
    """The newest first."""
    texts: dict[UUID | None, list[tuple[str, str]]] = {}
    for one in whole.texts:
        texts.setdefault(one.event, []).append((str(words.PARTS[one.part]), one.text))
    return [_entry(one, named, tuple(texts.get(one.id, ()))) for one in reversed(whole.happenings)]


def _entry(one: Happening, named: Names, said: tuple[tuple[str, str], ...]) -> Entry:
    verdict = one.details.get("verdict", "")
    values = {
        "who": _who(named.person(one.person), one.function, named.place(one.organisation)),
        "weeks": words.weeks(int(one.details.get("weeks", 0))),
        "verdict": next((str(text) for code, text in words.VERDICTS.items() if code.value == verdict), ""),
    }
    return Entry(one.at, str(words.SENTENCES[one.command]) % values, said)


def _who(name: str, function: str, place: str) -> str:
    role = function_name(function)
    role = role[:1].lower() + role[1:]
    about = ", ".join(filter(None, (role, place)))
    return f"{name} ({about})" if name else about[:1].upper() + about[1:]


def _names(whole: Whole) -> Names:
    places = {one.organisation for one in whole.happenings if one.organisation}
    places |= {look.organisation for look in whole.looks} | {whole.organisation}
    places |= {whole.outcome.organisation} if whole.outcome else set()
    persons = {one.person for one in whole.happenings if one.person} | {whole.requester}
    persons |= {look.done_by for look in whole.looks if look.done_by}
    return names_of(places, persons)


def _eyes(look: Look, named: Names, row: Row) -> Eyes:
    functions = ", ".join(function_name(code) for code in look.functions)
    waits = look.done is None and row.turn == look.organisation and row.step is look.kind
    return Eyes(
        str(words.STEPS[look.kind]),
        named.place(look.organisation),
        functions,
        named.person(look.done_by),
        look.done,
        waits,
    )


OVER = {
    State.DRAFT: gettext_lazy("Dit is een concept. Alleen jij ziet het, tot je het indient."),
    State.RETURNED: gettext_lazy("Dit is terug om aan te vullen. Daarna kijkt iedereen opnieuw."),
    State.WITHDRAWN: gettext_lazy("De aanvraag is ingetrokken. Er is niets besloten."),
    State.REVOKED: gettext_lazy("Dit besluit geldt niet meer. Wat er was besloten, staat hieronder."),
    State.REPLACED: gettext_lazy("Er is een nieuw besluit. Wat er eerder was besloten, staat hieronder."),
}


def _lead(whole: Whole, named: Names) -> str:
    """Who is at work and what follows, as one sentence."""
    row = whole.row
    if row.state in OVER:
        return str(OVER[row.state])
    if whole.outcome is not None:
        place = named.place(whole.outcome.organisation)
        if whole.outcome.announced is None:
            return gettext("%(place)s heeft besloten. De brief moet nog weg.") % {"place": place}
        return gettext("%(place)s heeft besloten.") % {"place": place}
    state = str(words.STATES[row.state]).lower()
    if row.turn in context.current().principals:
        return gettext("Jullie zijn aan zet: %(state)s.") % {"state": state}
    return gettext("%(place)s is aan zet: %(state)s.") % {"place": named.place(row.turn), "state": state}


def _facts(whole: Whole, named: Names) -> list[tuple[str, str, str]]:
    row, out = whole.row, whole.outcome
    facts = [
        (gettext("Vorm"), words.form_name(row.form), ""),
        (gettext("Gevraagd door"), named.person(whole.requester) or named.place(whole.organisation), ""),
        (gettext("Bedrag"), words.euros(whole.euros), ""),
        (gettext("Duur"), words.months(whole.months), ""),
        (gettext("Ingediend"), words.day(row.asked), ""),
        (gettext("Afgesproken"), words.day(row.aim) if row.state in OPEN and row.aim != row.last_day else "", ""),
        (gettext("Uiterlijk volgens de wet"), words.day(row.last_day) if row.state in OPEN else "", ""),
        (gettext("Verlengd"), words.weeks(whole.extended) if whole.extended else "", ""),
    ]
    if out is not None:
        until = words.day(out.objection_until) or ("" if forms()[row.form].objection else gettext("niet mogelijk"))
        period = gettext("%(start)s tot %(end)s") % {
            "start": words.day(out.valid_from),
            "end": words.day(out.valid_until),
        }
        facts += [
            (gettext("Besloten"), words.day(out.at.astimezone(clock.AMSTERDAM).date()), ""),
            (gettext("Geldt"), period if out.valid_from else "", ""),
            (gettext("Brief verstuurd"), words.day(out.announced), ""),
            (gettext("Bezwaar kan tot en met"), until, ""),
            (gettext("Bezwaar"), _objection(whole), ""),
        ]
    return [(name, text, href) for name, text, href in facts if text]


def _objection(whole: Whole) -> str:
    out = whole.outcome
    if out is None or out.objected is None or out.verdict is None:
        return ""
    return f"{words.day(out.objected)}, {words.VERDICTS[out.verdict]}"


def _passed(whole: Whole) -> list[tuple[str, str]]:
    """Which lighter mandates there are, and why they are not for this request."""
    row = whole.row
    if row.state not in OPEN:
        return []
    request = Request(row.support, whole.euros, whole.months, "")
    found = []
    for mandate in mandates()[row.region].mandates:
        if mandate.id == whole.mandate:
            break
        if row.support in mandate.supports:
            # Where the pupil lives is not kept here: the place is the reason when nothing else is.
            against = limits(mandate, request)
            others = [one for one in against if one.why is not Why.MUNICIPALITY]
            found.append((words.form_name(mandate.form), ", ".join(map(words.limit, others or against))))
    return found


def _comment(whole: Whole) -> str:
    """What who sent it back wrote."""
    if whole.row.state is not State.RETURNED:
        return ""
    last = next((one for one in reversed(whole.happenings) if one.command is Command.RETURN), None)
    return next((one.text for one in whole.texts if last is not None and one.event == last.id), "")


def _term_of(row: Row) -> Deadline | None:
    if row.state is State.RETURNED and row.last_day is None:
        return term(None, still=True)
    return term(row.last_day) if row.state in OPEN else None
