"""A case in words for its page: who has it, who directs, what comes next, who is at work, and its buttons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext

from tandem.audit.actions import acting_actor
from tandem.cases.data import Command, Directing, Domain, Participant, State, TextPart
from tandem.cases.queries import Row, Whole
from tandem.cases.rules.tandem import Next
from tandem.children import queries as children
from tandem.children.data import Kind, Why
from tandem.plans import queries as plans
from tandem.platform import clock, context
from tandem.register import organisations, people
from tandem.register.data import OrganisationBrief, PersonCard
from tandem.web.account.why import Facts, why_shown
from tandem.web.cases import words
from tandem.web.cases.deeds import DEEDS
from tandem.web.cases.timeline import timeline
from tandem.web.casework.deadline import deadline, moment
from tandem.web.disclosures.shown import function_name, kind_names, purpose_of
from tandem.web.plans.words import how_far

SLUGS = {Command.INVITE: "uitnodigen", Command.OFFER: "doorgeven"} | {
    deed.command: f"doe/{deed.slug}" for deed in DEEDS.values()
}
AT_ONCE = {deed.command for deed in DEEDS.values() if deed.at_once}
# What stands beside what is asked first; the rest is one click further.
MAIN = {Command.INVITE, Command.ADD, Command.DIRECT, Command.REFUSE, Command.SETTLE, Command.REOPEN}
WHY = Why("work-on-case", "6(1)(e)")


@dataclass(frozen=True, slots=True)
class Button:
    """`href` below the page of the case; `at_once`: it needs no words."""

    verb: str
    href: str
    at_once: bool
    first: bool
    main: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """One side of the direction: `mark` and `state` say the same."""

    side: str
    who: str
    about: str
    phone: str
    mark: str
    state: str


@dataclass(frozen=True, slots=True)
class Involved:
    """Who takes part, and how to reach her. `why` is empty for who may only know."""

    place: str
    function: str
    people: str
    phone: str
    part: str
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """Organisations and people that the page names."""

    places: dict[UUID, OrganisationBrief]
    directors: dict[UUID, PersonCard]

    def place(self, key: UUID) -> str:
        return self.places[key].name if key in self.places else gettext("een andere organisatie")

    def director(self, one: Directing) -> str:
        card = self.directors.get(one.hat)
        return (
            card.person.full if card else gettext("een collega van %(place)s") % {"place": self.place(one.organisation)}
        )

    def phone(self, one: Directing) -> str:
        card = self.directors.get(one.hat)
        own = next((line.value for line in card.contacts if line.kind.value == "PHONE"), "") if card else ""
        return own or (self.places[one.organisation].phone if one.organisation in self.places else "")


def known_of(rows: Iterable[Row], more: Iterable[UUID] = ()) -> Known:
    found = list(rows)
    places = {key for row in found for key in (row.holder, row.place, row.offered_to) if key} | set(more)
    seats = [one for row in found for one in row.directors]
    places |= {one.organisation for one in seats}
    cards = people.in_functions(actor=acting_actor(), memberships=[one.hat for one in seats]) if seats else ()
    return Known(organisations.briefs(places) if places else {}, {card.membership: card for card in cards})


def title(whole: Whole) -> str:
    return whole.row.name or words.reference(whole.row.id)


def case(whole: Whole) -> dict[str, Any]:
    """Everything on the page."""
    known = known_of([whole.row], [one.organisation for one in whole.participants])
    return {
        "whole": whole,
        "row": whole.row,
        "title": title(whole),
        "reference": words.reference(whole.row.id),
        "lead": lead(whole.row, known),
        "next": next_step(whole, known),
        "stuck": whole.row.state is State.STUCK,
        "said": [(str(words.PARTS[one.part]), one.text) for one in whole.texts if one.part is TextPart.QUESTION],
        "seats": seats(whole, known),
        "involved": [involved(one, known) for one in whole.participants if one.until is None],
        "facts": facts(whole, known),
        "entries": timeline(whole),
        "buttons": [button for button in buttons(whole) if button.first or button.main],
        "more": [button for button in buttons(whole) if not (button.first or button.main)],
        "plan": _plan(whole),
        "why": why_shown(whole.child, also=[_why(whole)]),
    }


def _plan(whole: Whole) -> str:
    """How far the plan is; '' when there is none."""
    found = plans.summary(actor=acting_actor(), case=whole.row.id)
    return how_far(found) if found else ""


def lead(row: Row, known: Known) -> str:
    """Who has it and who directs, as one or two sentences."""
    now = context.current()
    if row.offered_to is not None and row.offered_to in now.principals:
        return gettext("%(place)s biedt jullie deze casus aan. Neem hem aan, of wijs de juiste aan.") % {
            "place": known.place(row.holder)
        }
    held = gettext("Jullie hebben deze casus.") if row.holder in now.principals else ""
    held = held or gettext("%(place)s heeft deze casus.") % {"place": known.place(row.holder)}
    names = [known.director(one) for one in row.directors]
    if not names:
        return f"{held} {gettext('Niemand heeft nog de regie.')}"
    if len(names) == 1:
        return f"{held} {gettext('De regie heeft %(name)s.') % {'name': names[0]}}"
    both = gettext("De regie hebben %(one)s en %(other)s samen.") % {"one": names[0], "other": names[1]}
    return f"{held} {both}"


def next_step(whole: Whole, known: Known) -> str:
    if whole.offer is not None and whole.offer.target not in context.current().principals:
        due = deadline(whole.offer.due)
        until = f" ({due.text})" if due else ""
        return gettext("Aangeboden aan %(place)s%(until)s") % {"place": known.place(whole.offer.target), "until": until}
    if whole.row.state is State.CLOSED:
        return ""
    return str(words.NEXT[whole.row.next])


def seats(whole: Whole, known: Known) -> list[Seat]:
    """A card for each side that is at work."""
    found = {one.domain: one for one in whole.row.directors}
    return [_seat(domain, found.get(domain), known) for domain in Domain if domain in whole.tandem.needed]


def _seat(domain: Domain, one: Directing | None, known: Known) -> Seat:
    side = str(words.DOMAINS[domain])
    if one is None:
        return Seat(side, gettext("Nog niemand"), "", "", "○", gettext("plek is leeg"))
    about = f"{function_name(one.function)}, {known.place(one.organisation)}"
    if one.disagreed:
        mark, state = "!", gettext("oneens sinds %(day)s") % {"day": _day(one.disagreed)}
    elif one.signed:
        mark, state = "✓", gettext("getekend op %(day)s") % {"day": _day(one.signed)}
    else:
        mark, state = "◔", gettext("tekent nog")
    return Seat(side, known.director(one), about, known.phone(one), mark, state)


def _day(at: datetime) -> str:
    return date_format(at, "j F")


def involved(one: Participant, known: Known) -> Involved:
    holders = people.holders(actor=acting_actor(), at=one.organisation, functions=[one.function])
    brief = known.places.get(one.organisation)
    part = gettext("mag alleen weten dat er een casus is") if one.knows_only else gettext("doet mee")
    purpose = str(words.PURPOSES.get(one.purpose, "")) or (purpose_of(one.purpose) if one.purpose else "")
    kinds = ", ".join(kind_names(Kind(one.kinds))) if one.kinds else ""
    why = (
        "" if one.knows_only else " · ".join(filter(None, (purpose, kinds, f"AVG {one.ground}" if one.ground else "")))
    )
    return Involved(
        known.place(one.organisation),
        function_name(one.function),
        ", ".join(name for name, _ in holders[:3]),
        brief.phone if brief else "",
        part,
        why,
    )


def facts(whole: Whole, known: Known) -> list[tuple[str, str, str]]:
    row = whole.row
    found = [
        (gettext("Bij wie"), known.place(row.holder), ""),
        (gettext("Stand"), str(words.STATES[row.state]), ""),
        (gettext("Begonnen"), moment(row.opened), ""),
        (gettext("Afgesloten"), moment(whole.closed) if whole.closed else "", ""),
        (gettext("School"), known.place(row.place), "") if row.place != row.holder else ("", "", ""),
        (gettext("Uit signaal"), gettext("Bekijk het signaal"), f"/signalen/{whole.concern}/")
        if whole.concern
        else ("", "", ""),
    ]
    if whole.refused:
        text = gettext("%(count)s keer niet aangenomen") % {"count": whole.refused}
        found.append((gettext("Doorgeven"), text, ""))
    return [one for one in found if one[1]]


def _why(whole: Whole) -> Facts:
    """Why who looks sees this case, and when its words."""
    parts = [(gettext("Waarom"), str(words.WHY[part]), "") for part in whole.parts if part in words.WHY]
    said = gettext(
        "De woorden zie je als de leerling op jullie school zit, of als ze met jullie zijn gedeeld. "
        "Wat je opent, wordt vastgelegd."
    )
    return [*parts, (gettext("Wat"), said, "")]


def first_of(whole: Whole) -> Command | None:
    """What is asked first of who looks."""
    for command in (Command.ACCEPT, Command.SIGN, Command.SETTLE):
        if command in whole.commands:
            return command
    if whole.row.next in (Next.NAME_EDUCATION, Next.NAME_YOUTH_CARE) and Command.DIRECT in whole.commands:
        return Command.DIRECT
    return next((one for one in (Command.INVITE, Command.ADD, Command.REOPEN) if one in whole.commands), None)


def buttons(whole: Whole) -> Iterator[Button]:
    """What may be done now, by the table of states; what is asked first stands first."""
    first = first_of(whole)
    for command in sorted(whole.commands, key=lambda one: one is not first):
        if command in SLUGS:
            verb = str(words.VERBS[command])
            yield Button(verb, f"{SLUGS[command]}/", command in AT_ONCE, command is first, command in MAIN)


def card(whole: Whole) -> dict[str, Any]:
    """The child card: one page with what somebody must know who comes to the table."""
    known = known_of([whole.row], [one.organisation for one in whole.participants])
    actor, child = acting_actor(), whole.child
    about = children.child(actor, id=child, why=WHY) if child else None
    homes = children.residences(actor, id=child, why=WHY) if child else ()
    home = organisations.briefs([homes[-1].municipality])[homes[-1].municipality].name if homes else ""
    born = gettext("%(day)s (%(age)s jaar)") % {
        "day": date_format(about.birth_date, "j F Y"), "age": _age(about.birth_date)
    } if about else ""  # fmt: skip
    return {
        "row": whole.row,
        "title": title(whole),
        "reference": words.reference(whole.row.id),
        "printed": gettext("Afgedrukt op %(day)s. Ga er zorgvuldig mee om.") % {"day": moment(clock.now())},
        "facts": [
            one
            for one in (
                (gettext("Geboren"), born, ""),
                (gettext("Woont in"), home, ""),
                (gettext("School"), known.place(whole.row.place), ""),
                (gettext("De casus ligt bij"), known.place(whole.row.holder), ""),
                (gettext("Stand"), str(words.STATES[whole.row.state]), ""),
            )
            if one[1]
        ],
        "said": [one.text for one in whole.texts if one.part is TextPart.QUESTION],
        "seats": seats(whole, known),
        "involved": [involved(one, known) for one in whole.participants if one.until is None],
        "next": next_step(whole, known),
        "latest": [(moment(one.at), one.text) for one in whole.texts if one.part is TextPart.ADDED][-3:],
    }


def _age(born: date) -> int:
    today = clock.today()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
