"""What happened in a case, in sentences, the newest first: who, what, when, and why."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.cases.data import Command, Domain
from tandem.cases.queries import Happening, Whole
from tandem.casework.data import RefusalReason
from tandem.register import municipalities, organisations, people
from tandem.web.cases import words
from tandem.web.casework.timeline import Entry
from tandem.web.casework.words import REFUSALS
from tandem.web.disclosures.shown import function_name

SENTENCES = {
    Command.OPEN: gettext_lazy("%(who)s opende deze casus."),
    Command.INVITE: gettext_lazy("%(who)s nodigde uit: %(invited)s."),
    Command.LEAVE: gettext_lazy("%(who)s liet iemand gaan: %(left)s."),
    Command.DIRECT: gettext_lazy("%(who)s legde vast wie de regie heeft voor %(domain)s: %(director)s."),
    Command.SIGN: gettext_lazy("%(who)s tekende voor de regie."),
    Command.DISAGREE: gettext_lazy("%(who)s legde vast dat de regisseurs het oneens zijn."),
    Command.SETTLE: gettext_lazy("%(who)s legde vast dat de regisseurs het weer eens zijn."),
    Command.ADD: gettext_lazy("%(who)s vulde iets aan."),
    Command.OFFER: gettext_lazy("%(who)s bood de casus aan: %(to)s."),
    Command.ACCEPT: gettext_lazy("%(who)s nam de casus aan. Vanaf nu heeft die organisatie hem."),
    Command.REFUSE: gettext_lazy("%(who)s nam de casus niet aan: %(reason)s."),
    Command.REVOKE: gettext_lazy("%(who)s trok het aanbod in."),
    Command.LAPSE: gettext_lazy("Niemand antwoordde op tijd op het aanbod. De onderwijscoördinator heeft de casus nu."),
    Command.HAND_ON: gettext_lazy("Bij %(gone)s is niemand meer die het kan doen. Tandem gaf de casus verder."),
    Command.CLOSE: gettext_lazy("%(who)s sloot de casus af."),
    Command.REOPEN: gettext_lazy("%(who)s heropende de casus."),
}
PLACES = ("to", "right_one", "gone", "organisation")


def timeline(whole: Whole) -> tuple[Entry, ...]:
    texts: dict[UUID | None, list[tuple[str, str]]] = {}
    for one in whole.texts:
        texts.setdefault(one.event, []).append((str(words.PARTS[one.part]), one.text))
    names = _names(whole)
    return tuple(
        Entry(
            one.at,
            str(SENTENCES[one.command]) % _values(one, whole, names),
            tuple(texts.get(one.id, ())),
            (),
            None,
            None,
        )
        for one in reversed(whole.happenings)
    )


def _names(whole: Whole) -> dict[UUID, str]:
    """Organisations, people and hats by key."""
    found = whole.happenings
    places = {one.organisation for one in found if one.organisation} | {one.organisation for one in whole.participants}
    places |= {UUID(one.details[name]) for one in found for name in PLACES if name in one.details}
    persons = {one.person for one in found if one.person}
    hats = {UUID(one.details["hat"]) for one in found if "hat" in one.details}
    named = people.names_of(actor=acting_actor(), memberships=hats, persons=persons) if persons or hats else {}
    return {key: brief.name for key, brief in organisations.briefs(places).items()} | named


def _values(one: Happening, whole: Whole, names: Mapping[UUID, str]) -> dict[str, str]:
    details = one.details

    def place(name: str) -> str:
        return names.get(UUID(details[name]), gettext("een andere organisatie")) if name in details else ""

    invited = ", ".join(filter(None, (_lower(function_name(details.get("function", ""))), place("organisation"))))
    if details.get("knows"):
        invited = gettext("%(who)s, om alleen te weten") % {"who": invited}
    return {
        "who": _who(one, names),
        "invited": invited,
        "left": _participant(details.get("participant"), whole, names),
        "domain": _lower(str(words.DOMAINS[Domain(details["domain"])])) if "domain" in details else "",
        "director": names.get(UUID(details["hat"]), gettext("een collega")) if "hat" in details else "",
        "to": place("to"),
        "gone": place("gone"),
        "reason": _refusal(details, place("right_one")),
    }


def _who(one: Happening, names: Mapping[UUID, str]) -> str:
    if one.organisation is None:
        return gettext("Tandem")
    name = names.get(one.person) if one.person else None
    function, where = function_name(one.function), names.get(one.organisation, "")
    about = ", ".join(filter(None, (_lower(function) if name else function, where)))
    return f"{name} ({about})" if name else about or gettext("Iemand")


def _participant(key: str | None, whole: Whole, names: Mapping[UUID, str]) -> str:
    found = next((one for one in whole.participants if str(one.id) == key), None)
    if found is None:
        return gettext("iemand")
    return ", ".join(filter(None, (_lower(function_name(found.function)), names.get(found.organisation, ""))))


def _refusal(details: Mapping[str, str], right: str) -> str:
    if "reason" not in details:
        return ""
    reason = _lower(str(REFUSALS[RefusalReason(details["reason"])]))
    code = details.get("municipality")
    right = municipalities.name(code) if code else right
    return gettext("%(reason)s. Wijst aan: %(right)s") % {"reason": reason, "right": right} if right else reason


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
