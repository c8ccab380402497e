"""What happened with a concern, in sentences: who, what, when, why, and what was said with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy, ngettext

from tandem.audit.actions import acting_actor
from tandem.casework.data import FORM_PARTS, Command, Outcome, RefusalReason, TextPart
from tandem.casework.definitions import frameworks
from tandem.casework.queries import Happening, Whole
from tandem.casework.rules.assessment import Level, View
from tandem.directory import queries as directory
from tandem.register import municipalities, organisations, people
from tandem.register.data import OrganisationBrief
from tandem.web.casework import words
from tandem.web.disclosures.shown import language

SENTENCES = {
    Command.RAISE: gettext_lazy("%(who)s meldde dit signaal."),
    Command.WITHDRAW: gettext_lazy("%(who)s trok het signaal in."),
    Command.ACKNOWLEDGE: gettext_lazy("%(who)s liet weten dat het is ontvangen."),
    Command.TRIAGE: gettext_lazy("%(who)s woog af wat nodig is: %(outcome)s."),
    Command.ACT: gettext_lazy("%(who)s pakte het op."),
    Command.CLOSE: gettext_lazy("%(who)s sloot het af."),
    Command.REOPEN: gettext_lazy("%(who)s heropende het."),
    Command.ADD: gettext_lazy("%(who)s vulde iets aan."),
    Command.ANSWER: gettext_lazy("%(who)s antwoordde wie het meldde."),
    Command.OFFER: gettext_lazy("%(who)s bood het aan: %(to)s."),
    Command.ACCEPT: gettext_lazy("%(who)s nam het aan. Vanaf nu heeft die organisatie het."),
    Command.REFUSE: gettext_lazy("%(who)s nam het niet aan: %(reason)s."),
    Command.REVOKE: gettext_lazy("%(who)s trok het aanbod in."),
    Command.LAPSE: gettext_lazy("Niemand antwoordde op tijd op het aanbod. De onderwijscoördinator heeft het nu."),
    Command.HAND_ON: gettext_lazy("Bij %(gone)s is niemand meer die het kan doen. Tandem gaf het signaal verder."),
    Command.EMERGENCY: gettext_lazy("Iemand opende met noodtoegang wat er over deze leerling staat."),
    Command.REMIND: gettext_lazy("De termijn is voorbij. Tandem stuurde een herinnering."),
    Command.ASSIGN: gettext_lazy("%(who)s verdeelde het: %(worker)s doet het."),
    Command.RELEASE: gettext_lazy("%(who)s gaf het vrij voor het team."),
    Command.PAUSE: gettext_lazy("%(who)s zette de termijn stil."),
    Command.RESUME: gettext_lazy("%(who)s liet de termijn weer lopen."),
    Command.EXTEND: gettext_lazy("%(who)s verlengde de termijn met %(days)s."),
    Command.MERGE: gettext_lazy("%(who)s voegde het samen met een ander signaal over deze leerling."),
}
NO_PLACES: Mapping[UUID, OrganisationBrief] = {}
ASSESSED = gettext_lazy("%(who)s vulde het afwegingskader in.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `said` are the words with it (what they are, the text); `changes` what an answer was and is."""

    at: datetime
    text: str
    said: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    offer: tuple[str, str] | None  # address and name of an offer of the directory
    merged: UUID | None


@dataclass(frozen=True, slots=True)
class _Names:
    places: Mapping[UUID, str]
    people: Mapping[UUID, str]


def timeline(whole: Whole, places: Mapping[UUID, OrganisationBrief] = NO_PLACES) -> tuple[Entry, ...]:
    """The newest first. `places`: organisations that the page has read already."""
    names = _names(whole.happenings, places)
    texts: dict[UUID | None, list[tuple[str, str]]] = {}
    for one in whole.texts:
        texts.setdefault(one.event, []).append((str(words.PARTS[one.part]), one.text))
    return tuple(_entry(one, names, tuple(texts.get(one.id, ()))) for one in reversed(whole.happenings))


def said_at_first(whole: Whole) -> list[tuple[str, str]]:
    """What who raised it wrote, and what the pupil said when it was weighed."""
    order = [*FORM_PARTS, TextPart.VOICE, TextPart.VOICE_WAIVED]
    shown = sorted((one for one in whole.texts if one.part in order), key=lambda one: order.index(one.part))
    return [(str(words.PARTS[one.part]), one.text) for one in shown]


def _names(happenings: Iterable[Happening], places: Mapping[UUID, OrganisationBrief]) -> _Names:
    found = list(happenings)
    keys = {one.organisation for one in found if one.organisation}
    keys |= {UUID(one.details[name]) for one in found for name in ("to", "right_one", "gone") if name in one.details}
    workers = {UUID(one.details["worker"]) for one in found if "worker" in one.details}
    persons = {one.person for one in found if one.person}
    briefs = {**places, **(organisations.briefs(keys - set(places)) if keys - set(places) else {})}
    return _Names(
        {key: brief.name for key, brief in briefs.items()},
        people.names_of(actor=acting_actor(), memberships=workers, persons=persons) if persons else {},
    )


def _entry(one: Happening, names: _Names, said: tuple[tuple[str, str], ...]) -> Entry:
    details = one.details
    template = ASSESSED if details.get("what") == "assessment" else SENTENCES[one.command]
    values = {
        "who": _who(one, names),
        "outcome": _lower(words.OUTCOMES[Outcome(details["outcome"])]) if "outcome" in details else "",
        "to": _place(details.get("to"), names),
        "gone": _place(details.get("gone"), names),
        "reason": _refusal(details, names),
        "worker": names.people.get(UUID(details["worker"]), gettext("een collega")) if "worker" in details else "",
        "days": _days(details.get("working_days", "")),
    }
    return Entry(
        at=one.at,
        text=str(template) % values,
        said=said,
        changes=tuple(_change(text) for text in details.get("changed", "").split()),
        offer=_offer(details.get("offer")),
        merged=UUID(details["into"]) if "into" in details else None,
    )


def _who(one: Happening, names: _Names) -> str:
    """'Iris Korenbloem (intern begeleider, basisschool De Libel)', or without the name where it is not known."""
    if one.organisation is None:
        return gettext("Tandem")
    name = names.people.get(one.person) if one.person else None
    function, place = words.function_name(one.function), names.places.get(one.organisation, "")
    about = ", ".join(filter(None, (function if name is None else _lower(function), place)))
    return f"{name} ({about})" if name and about else name or about or gettext("Iemand")


def _place(key: str | None, names: _Names) -> str:
    return names.places.get(UUID(key), gettext("een andere organisatie")) if key else ""


def _refusal(details: Mapping[str, str], names: _Names) -> str:
    if "reason" not in details:
        return ""
    reason = _lower(words.REFUSALS[RefusalReason(details["reason"])])
    code = details.get("municipality")
    right = municipalities.name(code) if code else _place(details.get("right_one"), names)
    return gettext("%(reason)s. Wijst aan: %(right)s") % {"reason": reason, "right": right} if right else reason


def _offer(key: str | None) -> tuple[str, str] | None:
    found = directory.offers([UUID(key)]) if key else []
    return (f"aanbod/{found[0].id}/", found[0].facts.name) if found else None


def criterion_name(criterion: str) -> str:
    """What a question of an assessment framework is about; its code when no framework has it any more."""
    known = {one.id: one for framework in frameworks().values() for one in framework.criteria}
    return known[criterion].texts["name_en" if language() == "en" else "name"] if criterion in known else criterion


def _change(text: str) -> str:
    """SAFE/EDUCATION/FINE/SERIOUS in words."""
    criterion, view, before, after = text.split("/")
    values = {
        "name": criterion_name(criterion),
        "view": _lower(words.VIEWS[View(view)]),
        "after": words.LEVELS[Level(after)],
    }
    if not before:
        return gettext("%(name)s (%(view)s): %(after)s") % values
    values["before"] = words.LEVELS[Level(before)]
    return gettext("%(name)s (%(view)s): was %(before)s, is nu %(after)s") % values


def _days(count: str) -> str:
    number = int(count or 0)
    return ngettext("%(days)s werkdag", "%(days)s werkdagen", number) % {"days": number}


def _lower(text: object) -> str:
    return str(text)[:1].lower() + str(text)[1:]
