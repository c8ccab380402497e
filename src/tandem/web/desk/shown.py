"""What the desk shows of an answer: values made for a template, in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from tandem.register import municipalities
from tandem.register.data import PersonCard
from tandem.routing.data import Contact, Law, Off, Place, Responsible, Route, Said
from tandem.routing.definitions import rulebook
from tandem.routing.queries import today
from tandem.web import format as form
from tandem.web.insight.links import home
from tandem.web.who import shown as who
from tandem.web.who import words
from tandem.web.who.shown import Line

SPOKEN = {"GM0518": "Den Haag"}
ORDER = {Place.SCHOOL: 0, Place.BETWEEN: 1, Place.HOME: 2}


@dataclass(frozen=True, slots=True)
class Link:
    """One contact on the line. `number`: in which order one calls; `person` '' where only the organisation is known."""

    number: int
    role: str
    organisation: str
    href: str
    municipality: str
    phone: str
    dial: str
    hours: str
    person: str
    lines: tuple[Line, ...]
    stand_in: str
    why: str
    rule: str
    source: str
    place: str

    @property
    def main(self) -> Line | None:
        """The number to call: the direct one first."""
        direct = next((line for line in self.lines if line.href.startswith("tel:")), None)
        return direct or (Line(gettext("telefoon"), self.phone, self.dial) if self.phone else None)

    @property
    def others(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line is not self.main)


@dataclass(frozen=True, slots=True)
class LawLine:
    law: str
    municipality: str
    steps: tuple[tuple[str, str, str], ...]  # question, yes or no, ground


@dataclass(frozen=True, slots=True)
class Answer:
    title: str
    asked: str  # kind of question, age and day: for on paper, where the form is not
    first: Link
    line: tuple[Link, ...]  # from school to home
    laws: tuple[LawLine, ...]
    partnership: str
    notes: tuple[str, ...]
    off: tuple[str, ...]
    emergency: bool


def say(text: Said) -> str:
    return text.en if (get_language() or "nl").startswith("en") else text.nl


def municipality(code: str) -> str:
    return SPOKEN.get(code) or (municipalities.name(code) if code else "")


def answer(found: Route, school: str, cards: Mapping[str, PersonCard]) -> Answer:
    """`cards`: who fills which post, for who may see people; else empty."""
    links = [_link(number, contact, cards) for number, contact in enumerate(found.chain, 1)]
    by_place = sorted(zip(found.chain, links, strict=True), key=lambda pair: (ORDER[pair[0].place], pair[1].number))
    return Answer(
        title=_title(found, school),
        asked=_asked(found),
        first=links[0],
        line=tuple(link for _, link in by_place),
        laws=tuple(_law(one) for one in found.responsible.values()),
        partnership=found.partnership.name,
        notes=tuple(map(say, found.notes)),
        off=tuple(say(_off(one)) for one in found.off),
        emergency=found.emergency,
    )


def _off(one: Off) -> Said:
    return one.why


def _title(found: Route, school: str) -> str:
    town = municipality(found.responsible[Law.YOUTH_CARE].municipality or found.responsible[Law.TRANSPORT].municipality)
    if not town:
        return gettext("Bel %(who)s") % {"who": found.first.organisation}
    return gettext("Leerling uit %(town)s op %(school)s: bel %(who)s") % {
        "town": town, "school": school, "who": found.first.organisation,
    }  # fmt: skip


def _asked(found: Route) -> str:
    question = found.question
    age = gettext("%(age)s jaar") % {"age": question.age} if question.age is not None else ""
    parts = (say(rulebook().kinds[question.kind].name), age, form.day(today()))
    return " · ".join(filter(None, parts))


def _link(number: int, contact: Contact, cards: Mapping[str, PersonCard]) -> Link:
    card = cards.get(contact.post)
    return Link(
        number=number,
        role=say(contact.role_name),
        organisation=contact.organisation,
        href=f"{home()}wie-is-wie/organisatie/{contact.desk}/" if contact.desk else "",
        municipality=municipality(contact.municipality),
        phone=contact.phone,
        dial=words.dial(contact.phone),
        hours=contact.hours,
        person=card.person.full if card else "",
        lines=who.lines(card.contacts) if card else (),
        stand_in=_stand_in(contact),
        why=say(contact.why),
        rule=contact.rule,
        source=contact.source,
        place=contact.place.value.lower(),
    )


def _stand_in(contact: Contact) -> str:
    if not contact.stands_in_for or contact.until is None:
        return ""
    return gettext("Neemt waar tot %(day)s") % {"day": form.day(contact.until)}


def _law(one: Responsible) -> LawLine:
    names = {
        Law.YOUTH_CARE: gettext("Jeugdhulp (woonplaatsbeginsel)"),
        Law.ATTENDANCE: gettext("Leerplicht en RMC"),
        Law.TRANSPORT: gettext("Leerlingenvervoer"),
    }
    steps = tuple(
        (say(step.question), gettext("ja") if step.answer else gettext("nee"), step.ground) for step in one.steps
    )
    return LawLine(names[one.law], municipality(one.municipality) or gettext("niet bekend"), steps)
