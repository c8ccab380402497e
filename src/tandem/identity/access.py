"""Who may open a page: what a view declares, and whether this visitor meets it. The house enforces it."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from tandem.identity.data import Hat, Level, SignedIn


class Audience(StrEnum):
    PUBLIC = "public"  # everybody; shows open data and touches no database
    OPEN_REGISTER = "open register"  # everybody, from the database, as a stranger
    SIGN_IN = "sign-in"  # who is signing in: the named service does the work
    SIGNED_IN = "signed in"  # an account; a hat is not needed
    FAMILY = "family"  # an account that wears no hat and showed two factors; which windows it has, the database says
    PROFESSIONAL = "professional"  # a hat whose function is a professional one
    FUNCTIONS = "functions"  # a hat with one of these functions
    SYSTEM = "system"  # a program with the key of somebody who has one of these functions; no session opens it


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declares."""

    audience: Audience
    functions: frozenset[str] = frozenset()  # codes of definitions/functions.yaml

    def __str__(self) -> str:
        return ", ".join([self.audience.value, *sorted(self.functions)])


class Verdict(Enum):
    OPEN = "open"
    SIGN_IN = "sign in first"
    ABSENT = "as if it did not exist"


PUBLIC = Access(Audience.PUBLIC)
FOR_EVERYBODY = frozenset({Audience.PUBLIC, Audience.OPEN_REGISTER, Audience.SIGN_IN})


def verdict(access: Access, signed_in: SignedIn | None, hat: Hat | None, professional: bool) -> Verdict:
    """Whether the page opens. `professional`: the function of the hat is a professional one."""
    if access.audience in FOR_EVERYBODY:
        return Verdict.OPEN
    if access.audience is Audience.SYSTEM and hat is None:
        return Verdict.SIGN_IN
    if signed_in is None and access.audience is not Audience.SYSTEM:
        return Verdict.SIGN_IN
    if access.audience is Audience.SIGNED_IN:
        return Verdict.OPEN
    if access.audience is Audience.FAMILY:
        alone = signed_in is not None and hat is None and signed_in.level is Level.TWO
        return Verdict.OPEN if alone else Verdict.ABSENT
    if hat is None:
        return Verdict.ABSENT
    meets = professional if access.audience is Audience.PROFESSIONAL else hat.function in access.functions
    return Verdict.OPEN if meets else Verdict.ABSENT
