"""A window in words, for its page and on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext

from tandem.cases.queries import Whole as Case
from tandem.family.data import Capacity, Look, Release, Taking, Word
from tandem.family.queries import Whole
from tandem.platform import clock
from tandem.platform.documents import pdf
from tandem.web import format as form
from tandem.web.disclosures.shown import function_name, language
from tandem.web.family import words

PLAIN, LARGE = 12, 20  # points


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on the way of a case. `now`: here it is; `past`: it was here."""

    name: str
    now: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Item:
    sort: str
    title: str
    text: str
    day: str
    who: str


def day(moment: datetime) -> str:
    return form.day(localtime(moment).date())


def page(whole: Whole) -> dict[str, Any]:
    """Everything that stands in the window; `young`: it speaks to the young person."""
    name, after = words.STATES[whole.track.state]
    return {
        "window": whole.window,
        "young": whole.window.capacity is Capacity.YOUNG,
        "child": whole.child.given_name,
        "state": str(name),
        "next": str(words.OFFERED if whole.track.offered else after),
        "since": day(whole.track.since),
        "begun": day(whole.track.opened),
        "holder": whole.track.holder or _inviter(whole.window.capacity),
        "stops": stops(whole.track.state),
        "stuck": whole.track.state == "STUCK",
        "people": [person(one) for one in whole.track.people],
        "items": [item(one) for one in whole.releases],
        "said": [said(one) for one in whole.words],
        "until": form.day(whole.window.valid_until),
        "choice": whole.choice,
    }


def _inviter(capacity: Capacity) -> str:
    """In place of a name that could tell where the child is."""
    young = capacity is Capacity.YOUNG
    return gettext("de organisatie die je uitnodigde") if young else gettext("de organisatie die u uitnodigde")


def stops(state: str) -> list[Stop]:
    here = words.STEPS.index("RUNNING" if state == "STUCK" else state)
    return [Stop(str(words.STATES[one][0]), at == here, at < here) for at, one in enumerate(words.STEPS)]


def person(one: Taking) -> tuple[str, str, bool]:
    """Function, organisation ('' where it is not named), and whether she leads."""
    return function_name(one.function), one.organisation, one.directs


def item(one: Release) -> Item:
    return Item(str(words.SORTS[one.sort]), one.title, one.text, day(one.released), function_name(one.function))


def said(one: Word) -> dict[str, Any]:
    """`who`: for the professionals; `by`: in which function it was answered."""
    return {
        "id": one.id,
        "what": str(words.VOICES[one.voice]),
        "sort": str(words.SAID[one.voice]),
        "who": one.name or gettext("De jongere zelf"),
        "day": day(one.said),
        "text": one.text,
        "waits": one.waits,
        "answer": one.answer,
        "answered": day(one.answered) if one.answered else "",
        "by": function_name(one.function) if one.function else "",
    }


def at_table(whole: Case, child: str, releases: Iterable[Release]) -> dict[str, Any]:
    """The same for who wants no account, as somebody at work knows it. It names no places: paper travels."""
    state = whole.row.state.value
    leads = {(one.organisation, one.function) for one in whole.row.directors}
    at_work = [one for one in whole.participants if one.until is None]
    return {
        "child": child,
        "state": str(words.STATES[state][0]),
        "next": str(words.OFFERED if whole.offer else words.STATES[state][1]),
        "since": day(whole.row.changed),
        "holder": gettext("de organisatie die u uitnodigde"),
        "people": [(function_name(one.function), "", (one.organisation, one.function) in leads) for one in at_work],
        "items": [item(one) for one in releases],
    }


def looks(found: Iterable[Look]) -> list[dict[str, Any]]:
    """By day, who and why; what is the same in words is one line."""
    lines: dict[tuple[date, str, str, str], int] = {}
    for one in found:
        line = (one.day, function_name(one.function), one.organisation, words.purpose(one.purpose))
        lines[line] = lines.get(line, 0) + one.times
    return [
        {"day": form.day(on), "times": times, "who": who, "where": where, "why": why}
        for (on, who, where, why), times in lines.items()
    ]


def to_pdf(facts: dict[str, Any], *, large: bool) -> bytes:
    """What the window shows, on paper. Nothing of it is kept."""
    now = clock.now()
    return pdf("family-summary", content(facts, LARGE if large else PLAIN, day(now)), made=now)


def content(facts: dict[str, Any], size: int, today: str) -> dict[str, object]:
    people = [
        " · ".join(filter(None, (who, where, gettext("heeft de leiding") if leads else "")))
        for who, where, leads in facts["people"]
    ]
    items = [[f"{one.sort}: {one.title} ({one.day})", one.text.splitlines()] for one in facts["items"]]
    sections: list[list[object]] = [
        [gettext("Waar staat het nu?"), [f"{facts['state']}. {gettext('Sinds')} {facts['since']}.", facts["next"]]],
        [gettext("Wie heeft het nu?"), [facts["holder"]]],
        [gettext("Wie doen er mee?"), people],
        *items,
    ]
    return {
        "language": language(),
        "title": gettext("Wat er gebeurt voor %(child)s") % {"child": facts["child"]},
        "day": gettext("Afgedrukt op %(day)s") % {"day": today},
        "size": size,
        "sections": sections,
        "note": gettext("Klopt er iets niet, of hebt u een vraag? Vertel het aan wie u dit gaf."),
    }
