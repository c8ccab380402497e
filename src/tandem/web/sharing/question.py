"""The question of `/delen/` as it stands in an address, and the choices to make it with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from tandem.sharing.codes import EVERY_ROLE, UNKNOWN_ROLE, ConsentState, DataKind, Fact
from tandem.sharing.data import Question, Role, Rule
from tandem.sharing.describe import Speaker
from tandem.sharing.rules.consent import everybody
from tandem.sharing.rules.matching import receivers_of, rules_between

OTHER = "anders"  # the purpose that stands in no rule
AGES = {"0-11": 0, "12-15": 12, "16-17": 16, "18": 18}  # the ages at which who decides changes; a youngest for each
GROUPS = ("school", "care", "municipality", "safety", "family", "support", "party")
FIELDS = ("van", "naar", "doel", "soort", "leeftijd", "toestemming", "spoed")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says, '' or empty where it says nothing."""

    sender: str = ""
    receiver: str = ""
    purpose: str = ""
    kinds: frozenset[DataKind] = frozenset()
    age: str = ""
    consent: ConsentState = ConsentState.UNKNOWN
    urgent: bool = False

    @property
    def pair(self) -> bool:
        return bool(self.sender and self.receiver)

    @property
    def complete(self) -> bool:
        return bool(self.pair and self.purpose and self.kinds)

    def question(self) -> Question:
        """For the rules."""
        said = () if self.consent is ConsentState.UNKNOWN else everybody(self.consent)
        facts = {Fact.DANGER: True} if self.urgent else {}
        return Question(self.sender, self.receiver, self.purpose, self.kinds, AGES.get(self.age), said, facts)

    def address(self) -> str:
        """`?van=IB&naar=…`, always in the same order."""
        pairs: list[tuple[str, str]] = [("van", self.sender), ("naar", self.receiver), ("doel", self.purpose)]
        pairs += [("soort", kind.value) for kind in DataKind if kind in self.kinds]
        pairs += [("leeftijd", self.age)]
        pairs += [("toestemming", self.consent.value if self.consent is not ConsentState.UNKNOWN else "")]
        pairs += [("spoed", "ja" if self.urgent else "")]
        return "?" + urlencode([pair for pair in pairs if pair[1]])


def read(params: QueryDict, speaker: Speaker) -> Asked:
    """The question in an address. Raises ValueError for what the standard does not know."""
    if set(params) - set(FIELDS):
        raise ValueError(f"unknown parameters {sorted(set(params) - set(FIELDS))}")
    roles = speaker.standard.roles
    sender, receiver, age = params.get("van", ""), params.get("naar", ""), params.get("leeftijd", "")
    purpose = params.get("doel", "")
    known = {OTHER, *(rule.purpose for rule in speaker.standard.rules)}
    wrong = [code for code in (sender, receiver) if code and code not in roles]
    wrong += [age] if age and age not in AGES else []
    wrong += [purpose] if purpose and purpose not in known else []
    if wrong:
        raise ValueError(f"unknown codes {wrong}")
    return Asked(
        sender,
        receiver,
        purpose,
        frozenset(DataKind(code) for code in params.getlist("soort")),
        age,
        ConsentState(params.get("toestemming") or ConsentState.UNKNOWN),
        params.get("spoed") == "ja",
    )


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Options in groups with a heading; what leads to a rule stands first."""

    senders: list[tuple[str, list[Option]]]
    receivers: list[tuple[str, list[Option]]]
    purposes: list[Option]
    kinds: list[Option]
    ages: list[Option]
    consents: list[Option]


def choices(asked: Asked, speaker: Speaker, on: date) -> Choices:
    roles = list(speaker.standard.roles.values())
    rules = rules_between(asked.sender, asked.receiver, speaker.standard, on) if asked.pair else []
    return Choices(
        senders=_grouped((role for role in roles if role.professional and role.real), asked.sender, speaker),
        receivers=_receivers(asked, speaker, on),
        purposes=_purposes(rules, asked, speaker),
        kinds=_kinds(rules, asked, speaker),
        ages=[Option(code, _age(code), code == asked.age) for code in AGES],
        consents=[Option(state.value, text, state is asked.consent) for state, text in _consents()],
    )


def _receivers(asked: Asked, speaker: Speaker, on: date) -> list[tuple[str, list[Option]]]:
    """With a sender chosen, first those for whom that sender has a rule."""
    near = receivers_of(asked.sender, speaker.standard, on) if asked.sender else []
    near = [role for role in near if role.code != UNKNOWN_ROLE]
    far = [role for role in speaker.standard.roles.values() if role not in near and role.code != EVERY_ROLE]
    if not near:
        return _grouped(far, asked.receiver, speaker)
    first = [Option(role.code, speaker.text(role.name), role.code == asked.receiver) for role in near]
    rest = [Option(role.code, speaker.text(role.name), role.code == asked.receiver) for role in far]
    return [(gettext("Hiervoor zijn regels"), first), (gettext("Anderen"), rest)]


def _grouped(roles: Iterable[Role], chosen: str, speaker: Speaker) -> list[tuple[str, list[Option]]]:
    all_roles = list(roles)
    found = []
    for group in GROUPS:
        options = [
            Option(role.code, speaker.text(role.name), role.code == chosen) for role in all_roles if role.group == group
        ]
        if options:
            found.append((_group(group), options))
    return found


def _group(code: str) -> str:
    return {
        "school": gettext("School"),
        "care": gettext("Zorg en hulp"),
        "municipality": gettext("Gemeente"),
        "safety": gettext("Veiligheid"),
        "family": gettext("Gezin"),
        "support": gettext("Toezicht en beheer"),
        "party": gettext("Overleg en register"),
    }[code]


def _purposes(rules: list[Rule], asked: Asked, speaker: Speaker) -> list[Option]:
    names = {rule.purpose: speaker.text(rule.name) for rule in rules}
    names[OTHER] = gettext("iets anders")
    return [Option(code, name, code == asked.purpose) for code, name in names.items()]


def _kinds(rules: list[Rule], asked: Asked, speaker: Speaker) -> list[Option]:
    """Kinds that a rule of this pair names come first."""
    named = {kind for rule in rules for kind in rule.kinds}
    order = sorted(DataKind, key=lambda kind: kind not in named)
    return [Option(kind.value, speaker.word("kinds", kind), kind in asked.kinds) for kind in order]


def _age(code: str) -> str:
    return {
        "0-11": gettext("jonger dan 12 jaar"),
        "12-15": gettext("12 tot en met 15 jaar"),
        "16-17": gettext("16 of 17 jaar"),
        "18": gettext("18 jaar of ouder"),
    }[code]


def _consents() -> list[tuple[ConsentState, str]]:
    return [
        (ConsentState.UNKNOWN, gettext("nog niet gevraagd")),
        (ConsentState.GIVEN, gettext("gegeven door iedereen die het moet geven")),
        (ConsentState.REFUSED, gettext("geweigerd")),
        (ConsentState.WITHDRAWN, gettext("ingetrokken")),
    ]
