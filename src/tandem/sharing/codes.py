"""The codes of the standard for sharing. Those that professionals know (roles, kinds, grounds …) are in Dutch."""

from collections.abc import Mapping
from enum import StrEnum

from tandem.children.data import Kind


class Verdict(StrEnum):
    """From open to closed. `rank` compares them: a higher rank lets more through."""

    ALLOWED = "allowed"
    WITH_CONSENT = "allowed_with_consent"
    ANONYMOUS_ONLY = "anonymous_only"
    NOT_ALLOWED = "not_allowed"

    @property
    def rank(self) -> int:
        """3 for allowed down to 0 for not allowed."""
        return len(Verdict) - 1 - list(Verdict).index(self)


class DataKind(StrEnum):
    """Kinds of information as the standard names them."""

    IDENTITY = "ID"
    SCHOOL = "SCHOOL"
    ABSENCE = "VERZUIM"
    CONCERN = "SIGNAAL"
    PLAN = "PLAN"
    MEDICAL = "MEDISCH"
    FAMILY = "GEZIN"
    CRIMINAL = "STRAF"
    CITIZEN_NUMBER = "BSN"
    AGGREGATE = "GEAGG"  # figures that lead back to nobody


ALL_KINDS = frozenset(DataKind)

# Which tables about a child a kind of the standard opens. A kind of `Kind` that stands nowhere here (a secret address,
# who reported) is opened by no rule of the standard.
BITS: Mapping[DataKind, Kind] = {
    DataKind.IDENTITY: Kind.IDENTITY,
    DataKind.SCHOOL: Kind.SCHOOL,
    DataKind.ABSENCE: Kind.ABSENCE,
    DataKind.CONCERN: Kind.CONCERN,
    DataKind.PLAN: Kind.PLAN,
    DataKind.MEDICAL: Kind.MEDICAL,
    DataKind.FAMILY: Kind.FAMILY,
    DataKind.CRIMINAL: Kind.CRIMINAL,
    DataKind.CITIZEN_NUMBER: Kind.CITIZEN_NUMBER,
    DataKind.AGGREGATE: Kind(0),
}


class Ground(StrEnum):
    """What a rule rests on."""

    CONSENT = "TOESTEMMING"
    LEGAL_DUTY = "WETTELIJKE_PLICHT"
    PUBLIC_TASK = "PUBLIEKE_TAAK"
    VITAL_INTEREST = "VITAAL_BELANG"
    RIGHT_TO_REPORT = "MELDRECHT"
    CONFLICT_OF_DUTIES = "CONFLICT_VAN_PLICHTEN"
    ANONYMOUS = "ANONIEM"
    NONE = "GEEN"


class OpenedBy(StrEnum):
    """What opens the secrecy of the sender."""

    NOT_BOUND = "not_bound"
    CONSENT = "consent"
    DUTY = "duty"
    TASK = "task"
    RIGHT = "right"
    CONFLICT = "conflict"
    NOBODY = "nobody"


class Scheme(StrEnum):
    """Who consents, per field of law (`definitions/consent/rules.yaml`)."""

    COMBINED = "T_COMBI"
    GDPR = "T_AVG"
    WMO = "T_WMO"
    YOUTH_16 = "T_16"
    CARE = "T_JW"
    CARE_INFORMATION = "T_JWINFO"
    MEDICAL = "T_WGBO"
    INDEX = "INFO_VIR"
    EDUCATION = "ONDERWIJS"
    PERSPECTIVE = "OPP"
    RIGHTS = "RECHTEN"


class Verification(StrEnum):
    """How sure a statement is, from surest to least."""

    READ = "V"
    READ_OLD = "VO"
    SECONDARY = "W"
    UNREAD = "U"
    DESIGN = "D"


class Fact(StrEnum):
    """What a rule may ask about the case. Unknown facts leave the verdict and are listed as to be checked."""

    BOARD_REQUEST = "board_request"
    OWN_SCHOOL = "own_school"
    PARENTS_INFORMED = "parents_informed"
    AT_TABLE = "at_table"
    NAMED_IN_CONSENT = "named_in_consent"
    COURT_ORDER = "court_order"
    DANGER = "danger"
    VIOLENCE = "violence"
    SIX_TESTS = "six_tests"
    APPOINTED_REPORTER = "appointed_reporter"
    INDEX_IN_USE = "index_in_use"
    PARENT_AUTHORITY = "parent_authority"
    ASKED_FOR = "asked_for"
    NO_VALID_REASON = "no_valid_reason"
    STILL_COMPULSORY = "still_compulsory"
    EARLIER_CONVICTION = "earlier_conviction"
    INSPECTOR_CONSULTED = "inspector_consulted"
    RISK_ANALYSIS = "risk_analysis"
    DISPUTE_PENDING = "dispute_pending"
    IDENTITY_KNOWN = "identity_known"
    NO_OBJECTION = "no_objection"
    COVENANT = "covenant"
    PROCESSOR_AGREEMENT = "processor_agreement"


class ConsentState(StrEnum):
    """Of one giver, or of all together. `UNKNOWN`: nobody asked yet."""

    UNKNOWN = "none"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def stops(self) -> bool:
        return self in (ConsentState.REFUSED, ConsentState.WITHDRAWN)


class Giver(StrEnum):
    """Who can consent."""

    YOUTH = "youth"
    PARENT_1 = "parent_1"
    PARENT_2 = "parent_2"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"  # curator or mentor of somebody who cannot weigh it


class GateState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"  # consent has to be asked
    CLOSED = "closed"
    NOT_NEEDED = "not_needed"  # no personal data, or nobody bound


EVERY_ROLE = "ELKE_ROL"
UNKNOWN_ROLE = "ONBEKEND"
DEFAULT_DENY = "DS-094"
