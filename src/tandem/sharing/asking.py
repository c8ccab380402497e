"""Turning what somebody typed into a question: codes, names and near misses."""

from collections.abc import Iterable, Mapping
from datetime import date

from rapidfuzz import fuzz, process

from tandem.platform.message import Message
from tandem.sharing.codes import ALL_KINDS, DataKind
from tandem.sharing.data import Standard
from tandem.sharing.rules.matching import plain, purpose_named, rules_between

EVERYTHING = ("alles", "all")
NEAREST = 4
CODE_FIRST = 10
NEAR = 45  # of 100; below it a suggestion would be a guess


class UnknownWordError(ValueError):
    """Somebody named what the standard does not know. `nearest`: what they may have meant, as (code, name)."""

    def __init__(self, message: Message, nearest: tuple[tuple[str, str], ...]) -> None:
        super().__init__(str(message))
        self.nearest = nearest


def role_named(text: str, standard: Standard, language: str = "nl") -> str:
    """The code of a role by its code or name. Raises `UnknownWordError`."""
    names = {code: role.name.say(language) for code, role in standard.roles.items()}
    return _named(text, names, Message("De rol '{text}' staat niet in de standaard.", text=text))


def kinds_named(text: str, standard: Standard, language: str = "nl") -> frozenset[DataKind]:
    """Kinds by code or name, with commas or bars between them; 'alles' is every kind. Raises `UnknownWordError`."""
    if text.strip().casefold() in EVERYTHING:
        return ALL_KINDS
    names = {code: word.name.say(language) for code, word in standard.words["kinds"].items()}
    parts = [part.strip() for part in text.replace("|", ",").split(",") if part.strip()]
    if not parts:
        raise UnknownWordError(Message("Zeg welke soorten informatie je wilt delen."), tuple(names.items()))
    return frozenset(
        DataKind(_named(part, names, Message("De soort informatie '{text}' staat niet in de standaard.", text=part)))
        for part in parts
    )


def purpose_asked(text: str, sender: str, receiver: str, standard: Standard, on: date, language: str = "nl") -> str:
    """The purpose by its code, the id of a rule or its name.

    Between two roles without any rule every purpose is answered with the default deny. Raises `UnknownWordError` for a
    purpose that is nowhere, with the purposes of this pair.
    """
    purpose = purpose_named(text, sender, receiver, standard)
    here = rules_between(sender, receiver, standard, on)
    if purpose is not None or not here:
        return purpose or ""
    names = {rule.purpose: rule.name.say(language) for rule in here}
    known = {rule.purpose: f"{rule.name.say(language)} {rule.known_as}" for rule in here}
    order = [
        code for _, _, code in process.extract(plain(text), {c: plain(n) for c, n in known.items()}, scorer=fuzz.WRatio)
    ]
    message = Message("Het doel '{text}' staat niet in de standaard.", text=text)
    raise UnknownWordError(message, tuple((code, names[code]) for code in order[: NEAREST + 2]))


def _named(text: str, names: Mapping[str, str], message: Message) -> str:
    wanted = plain(text)
    for code, name in names.items():
        if wanted in (plain(code), plain(name)):
            return code
    raise UnknownWordError(message, tuple((code, names[code]) for code in _nearest(wanted, names)))


def _nearest(wanted: str, names: Mapping[str, str]) -> Iterable[str]:
    """Codes by how near their code or name is; a code that looks like it goes first."""
    near = {
        code: max(fuzz.ratio(wanted, plain(code)) + CODE_FIRST, fuzz.WRatio(wanted, plain(name)))
        for code, name in names.items()
    }
    order = sorted(near, key=lambda code: -near[code])
    return [code for code in order[:NEAREST] if near[code] >= NEAR] or list(names)[:NEAREST]
