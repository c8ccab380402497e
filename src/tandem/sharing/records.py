"""Codes that stand in the tables of the gate. Standard library and the kinds of `children` only."""

from enum import StrEnum

from tandem.children.data import Kind

# Facts of the child itself; every other kind is written down as records in somebody's file.
FACTS = Kind.IDENTITY | Kind.PROTECTED_ADDRESS | Kind.CITIZEN_NUMBER


LEAST_REASON = 20  # characters of a written reason


class Override(StrEnum):
    """The only grounds on which a professional may share where the rule says no."""

    RIGHT_TO_REPORT = "MELDRECHT"
    CONFLICT_OF_DUTIES = "CONFLICT_VAN_PLICHTEN"
    VITAL_INTEREST = "VITAAL_BELANG"


class Ending(StrEnum):
    """Why a disclosure ended, or is about to."""

    WITHDRAWN = "WITHDRAWN"  # by who gave it
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"
    CONSENT_REFUSED = "CONSENT_REFUSED"
    AUTHORITY_CHANGED = "AUTHORITY_CHANGED"
    AUTHORITY_CONTESTED = "AUTHORITY_CONTESTED"
    FUNCTION_ENDED = "FUNCTION_ENDED"  # of who decided on it in person
    BIRTHDAY = "BIRTHDAY"  # another must consent from that day on
    CONSENT_EXPIRED = "CONSENT_EXPIRED"  # it was given for so long


class Told(StrEnum):
    """What a receiver must hear of a disclosure beside its end."""

    CORRECTED = "CORRECTED"  # something in it was put right since
    OBJECTED = "OBJECTED"  # it stands still while an objection is weighed
    RESUMED = "RESUMED"  # and goes on


class Authenticity(StrEnum):
    """By what it was established who has authority."""

    REGISTER = "REGISTER"  # gezagsregister
    BRP = "BRP"
    STATEMENT = "STATEMENT"
    UNKNOWN = "UNKNOWN"


class Form(StrEnum):
    WRITTEN = "WRITTEN"
    DIGITAL = "DIGITAL"
    ORAL = "ORAL"  # and written down by who heard it


class Outcome(StrEnum):
    GIVEN = "GIVEN"
    REFUSED = "REFUSED"


class Channel(StrEnum):
    CONVERSATION = "CONVERSATION"
    TELEPHONE = "TELEPHONE"
    LETTER = "LETTER"
    MAIL = "MAIL"
    PORTAL = "PORTAL"
