"""Who may know what of the window of the family, said a second time and apart from the program; imports nothing of it.

| who       | is                                              | knows                                 | changes        |
|-----------|-------------------------------------------------|---------------------------------------|----------------|
| at work   | who reads words of concern (16) of the case; of | windows, choices; what was let out of | all of it, and |
|           | what was let out, words of its kind             | that kind, also what was taken back   | adds           |
| relative  | the account of the window, which it names, and  | the window; while it is open what was | a choice, of   |
|           | without a hat                                   | let out to her, of a kind of it; the  | the young one  |
|           |                                                 | young one her own choices; what was   |                |
|           |                                                 | consented to by her authority, or by  |                |
|           |                                                 | the young one                         |                |
| elsewhere | anybody else                                    | nothing                               | nothing        |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tests.security.cases_oracle import Case, World, sides
from tests.security.children_oracle import principals
from tests.security.oracle import Membership


@dataclass(frozen=True, slots=True)
class Window:
    """`gate`: the row that the gate has for it, from and until so many days from now; none when it is shut."""

    id: UUID
    case: Case
    capacity: str
    account: UUID | None
    kinds: int
    gate: tuple[int, int | None] | None
    by: Membership

    @property
    def open(self) -> bool:
        return self.gate is not None and self.gate[0] <= 0 and (self.gate[1] is None or self.gate[1] > 0)


@dataclass(frozen=True, slots=True)
class Release:
    id: UUID
    case: Case
    kind: int
    audience: str
    withdrawn: bool
    by: Membership


@dataclass(frozen=True, slots=True)
class Choice:
    id: UUID
    case: Case
    by: Membership


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody of the family said in that window."""

    id: UUID
    window: Window
    answered: bool


@dataclass(frozen=True, slots=True)
class Consent:
    """Given by who has that window. `filled`: which fields of a withdrawal say what her withdrawing says."""

    id: UUID
    window: Window
    withdrawn: bool
    filled: frozenset[str]


@dataclass(frozen=True, slots=True)
class Family:
    cases: World
    windows: list[Window]
    releases: list[Release]
    choices: list[Choice]
    words: list[Word]
    askings: list[Word]  # of consent, by who may read the file of the case's place
    consents: list[Consent]


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody without a hat; `named`: the windows that the context names."""

    account: UUID
    named: frozenset[UUID]


def _reads(family: Family, hat: Membership, case: Case, kind: int, day: date) -> bool:
    return any(side.kinds & kind for side in sides(family.cases, hat, case, day))


def may_select(family: Family, hat: Membership, table: str, day: date) -> set[UUID]:
    if table == "family_release":
        return {one.id for one in family.releases if _reads(family, hat, one.case, one.kind, day)}
    if table == "family_word":
        return {one.id for one in family.words if _reads(family, hat, one.window.case, 16, day)}
    if table == "family_asking":
        return {one.id for one in family.askings if _reads(family, hat, one.window.case, 16, day)}
    rows: list[Window] | list[Choice] = family.windows if table == "family_window" else family.choices
    return {one.id for one in rows if _reads(family, hat, one.case, 16, day)}


def may_update(family: Family, hat: Membership, table: str, day: date) -> set[UUID]:
    found = set() if table in ("family_choice", "family_asking") else may_select(family, hat, table, day)
    return found - {one.id for one in family.words if one.answered}


def may_insert(family: Family, hat: Membership, table: str, row: Mapping[str, object], day: date) -> bool:
    case = next(one for one in family.cases.cases if one.id == row["case_id"])
    kind = row["kind"] if table == "family_release" else 16
    assert isinstance(kind, int)
    if table == "family_word" or row["organisation_id"] not in principals(family.cases.children, hat, day):
        return False
    if (table == "family_choice" and row["window_id"] is not None) or row.get("account_id") is not None:
        return False
    by_me = row.get("invited_by", row.get("person_id")) == hat.person
    in_hat = row.get("invited_hat", row.get("hat", hat.id)) == hat.id
    if table == "family_asking" and row["file_id"] not in _files(family, hat, day):
        return False
    return by_me and in_hat and _reads(family, hat, case, kind, day)


def _files(family: Family, hat: Membership, day: date) -> set[UUID]:
    """In whose files she works: those of the place for who coordinates care there, else that of her hat."""
    mine = principals(family.cases.children, hat, day)
    if hat.function in ("IB", "SCHOOLDIR"):
        return mine - {hat.person}
    return {hat.id} if mine else set()


def own(family: Family, who: Relative) -> list[Window]:
    return [one for one in family.windows if one.account == who.account and one.id in who.named]


def shown_to(family: Family, who: Relative, table: str) -> set[UUID]:
    mine = own(family, who)
    if table == "family_window":
        return {one.id for one in mine}
    if table == "children_access":
        return {one.id for one in mine if one.open}
    if table == "children_child":
        return {one.case.child for one in mine if one.open}
    if table in ("family_word", "family_asking"):
        rows = family.words if table == "family_word" else family.askings
        return {one.id for one in rows if one.window in mine and one.window.open}
    if table == "sharing_consent":
        givers = {_giver(one) for one in mine if one.open}
        return {one.id for one in family.consents if _giver(one.window) in givers}
    return _let_out(family, [one for one in mine if one.open], table)


def _let_out(family: Family, windows: list[Window], table: str) -> set[UUID]:
    found: set[UUID] = set()
    for window in windows:
        readers = {"BOTH", "PARENTS" if window.capacity == "PARENT" else "YOUNG"}
        if table == "family_release":
            found |= {
                one.id
                for one in family.releases
                if one.case.id == window.case.id
                and not one.withdrawn
                and one.kind & window.kinds
                and one.audience in readers
            }
        if table == "family_choice" and window.capacity == "YOUNG":
            found |= {one.id for one in family.choices if one.case.id == window.case.id}
    return found


def _giver(window: Window) -> tuple[UUID, UUID | None]:
    """The child, and by which authority: that of the parent, none for the young one."""
    return window.case.child, window.id if window.capacity == "PARENT" else None


def may_withdraw(family: Family, who: Relative) -> set[UUID]:
    """Her own consents that stand."""
    shown = shown_to(family, who, "sharing_consent")
    return {one.id for one in family.consents if one.id in shown and not one.withdrawn}


def may_consent(family: Family, who: Relative, row: Mapping[str, object]) -> bool:
    """Whether somebody of the family may add this consent: what was asked of her, with that file, word for word."""
    asked = {one.id for one in family.askings if one.id in may_answer(family, who)}
    same = {"receiver_function": "IB", "purpose": "zorg", "kinds": 16, "receiver_organisation_id": _place(family)}
    return any(
        one.id in asked
        and one.id == row["file_id"]
        and _giver(one.window) == (row["child_id"], row["authority_id"])
        and all(row[name] == value for name, value in same.items())
        for one in family.askings
    )


def _place(family: Family) -> UUID:
    return family.cases.children.organisations[0].id


def may_say(family: Family, who: Relative, row: Mapping[str, object]) -> bool:
    """Whether somebody of the family may add these words: in her own open window; on authority only a parent."""
    return any(
        one.id == row["window_id"]
        and one.open
        and one.case.id == row["case_id"]
        and (row["voice"] != "AUTHORITY" or one.capacity == "PARENT")
        for one in own(family, who)
    )


def may_choose(family: Family, who: Relative, row: Mapping[str, object]) -> bool:
    """Whether somebody of the family may add this choice."""
    return row["person_id"] is None and any(
        one.id == row["window_id"] and one.open and one.capacity == "YOUNG" and one.case.id == row["case_id"]
        for one in own(family, who)
    )


def may_answer(family: Family, who: Relative) -> set[UUID]:
    """What was asked of her and has no answer."""
    shown = shown_to(family, who, "family_asking")
    return {one.id for one in family.askings if one.id in shown and not one.answered}
