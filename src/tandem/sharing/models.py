"""Tables of the gate: what was disclosed about a child, on whose consent, and a first table of protected notes.

`file_id` is whose file (dossier) a row stands in: the location of the school for who coordinates care there, else the
hat of who wrote it. Nothing here is deleted by the app. Who sees which row: `sql/`.
"""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models

from tandem.sharing.codes import Giver
from tandem.sharing.records import LEAST_REASON, Authenticity, Channel, Ending, Form, Outcome, Override, Told


def _one_of(field: str, values: Iterable[StrEnum], table: str, *, empty: bool = False) -> models.CheckConstraint:
    allowed = [one.value for one in values] + ([""] if empty else [])
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": allowed}), name=f"{table}_{field}")


class Record(models.Model):
    """What stands in a file about a child: whose file, and who wrote it, in which hat (a trigger fills those in)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    file_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    function = models.TextField()
    membership_id = models.UUIDField()
    person_id = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class DecidedOtherwise(Record):
    """Why somebody shares where the rule says no: one of three grounds, and a reason in words."""

    ground = models.TextField()
    reason = models.TextField()

    class Meta:
        db_table = "sharing_override"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("ground", Override, "sharing_override"),
            models.CheckConstraint(
                condition=models.Q(reason__regex=f".{{{LEAST_REASON},}}"), name="sharing_override_reason"
            ),
        ]


class Disclosure(Record):
    """Kinds of information about one child, to one function at an organisation or to one hat, for a time."""

    receiver_organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    receiver_function = models.TextField()
    receiver_membership = models.UUIDField(null=True)  # only this hat
    kinds = models.IntegerField()  # children.data.Kind
    purpose = models.TextField()
    rule = models.TextField()
    rule_version = models.TextField()
    verdict = models.TextField()
    gate_processing = models.TextField()  # the articles of the first gate
    gate_secrecy = models.TextField(blank=True)  # what lifts secrecy, '' where none binds
    needs_consent = models.BooleanField()
    needs_release = models.BooleanField()  # from secrecy
    needs_youth = models.BooleanField()
    needs_parents = models.BooleanField()
    override = models.ForeignKey(DecidedOtherwise, models.PROTECT, null=True, related_name="+")
    as_of = models.DateTimeField()  # of the preview: what was written later is not shared
    valid_from = models.DateField()
    valid_until = models.DateField()
    ended_on = models.DateField(null=True)
    ended_reason = models.TextField(blank=True, default="")
    ended_by = models.UUIDField(null=True)

    class Meta:
        db_table = "sharing_disclosure"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kinds__gt=0), name="sharing_disclosure_kinds"),
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("valid_from")), name="sharing_disclosure_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(rule="") & ~models.Q(rule_version="") & ~models.Q(purpose=""),
                name="sharing_disclosure_ruled",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["allowed", "allowed_with_consent"]) | models.Q(override__isnull=False),
                name="sharing_disclosure_allowed",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="allowed_with_consent")
                | models.Q(needs_youth=True)
                | models.Q(needs_parents=True)
                | models.Q(override__isnull=False),
                name="sharing_disclosure_consent",
            ),
            _one_of("ended_reason", Ending, "sharing_disclosure", empty=True),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, ended_reason="")
                | (~models.Q(ended_on=None) & ~models.Q(ended_reason="")),
                name="sharing_disclosure_ended",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["file_id", "child"], name="sharing_disclosure_given"),
            models.Index(fields=["membership_id"], name="sharing_disclosure_by"),
        ]


class Step(models.Model):
    """What was done before sharing: a check-off, and what shows it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="steps")
    code = models.TextField()
    evidence = models.TextField(blank=True, default="")
    done_by = models.UUIDField()
    done_at = models.DateTimeField()

    class Meta:
        db_table = "sharing_step"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(code=""), name="sharing_step_named"),
            models.UniqueConstraint(fields=["disclosure", "code"], name="sharing_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure_id} {self.code}"


class Authority(Record):
    """Who has parental authority (gezag) over a child, by which document. A claim without one opens nothing."""

    name = models.TextField()
    giver = models.TextField()  # records.Giver: parent, guardian …
    source = models.TextField()
    source_date = models.DateField(null=True)
    contested = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "sharing_authority"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("source", Authenticity, "sharing_authority"),
            models.CheckConstraint(
                condition=models.Q(giver__in=[one.value for one in Giver if one is not Giver.YOUTH])
                & ~models.Q(name=""),
                name="sharing_authority_giver",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="sharing_authority_period",
            ),
            models.CheckConstraint(
                condition=models.Q(source=Authenticity.UNKNOWN.value) | ~models.Q(source_date=None),
                name="sharing_authority_proof",
            ),
        ]


class Consent(Record):
    """What one giver said about one receiver: yes or no, to which kinds, on which text. The 22 fields of evidence.

    `gives_consent` is consent under the GDPR, `releases_secrecy` lifts the sender's secrecy: the one is not the other.
    Authority empty: the young person herself. `recorded_at`, `person_id` and `membership_id`: recorded when, by whom.
    """

    case_id = models.UUIDField(null=True)
    age_band = models.TextField()  # a trigger fills it in: 0-11, 12-15, 16-17, 18+
    giver = models.TextField()
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, related_name="+")
    authority_checked = models.TextField()
    purpose = models.TextField()
    purpose_words = models.TextField(blank=True, default="")
    kinds = models.IntegerField()
    receiver_organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    receiver_function = models.TextField()
    form = models.TextField()
    text_version = models.TextField()
    text_hash = models.TextField()
    explicit = models.BooleanField()
    outcome = models.TextField()
    gives_consent = models.BooleanField()
    releases_secrecy = models.BooleanField()
    freedom_explained = models.BooleanField()
    given_at = models.DateTimeField()
    valid_until = models.DateField()
    reconfirm_on = models.DateField(null=True)  # a trigger fills it in: the next 12th, 16th or 18th birthday
    refusal_reason = models.TextField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(blank=True, default="")
    withdrawn_channel = models.TextField(blank=True, default="")
    receivers_informed_at = models.DateTimeField(null=True)
    deviation = models.TextField(blank=True, default="")  # ground on which one shared without

    class Meta:
        db_table = "sharing_consent"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("giver", Giver, "sharing_consent"),
            _one_of("authority_checked", Authenticity, "sharing_consent"),
            _one_of("form", Form, "sharing_consent"),
            _one_of("outcome", Outcome, "sharing_consent"),
            _one_of("withdrawn_by", Giver, "sharing_consent", empty=True),
            _one_of("withdrawn_channel", Channel, "sharing_consent", empty=True),
            _one_of("deviation", Override, "sharing_consent", empty=True),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.REFUSED.value, gives_consent=False, releases_secrecy=False)
                | models.Q(outcome=Outcome.GIVEN.value, freedom_explained=True)
                & (models.Q(gives_consent=True) | models.Q(releases_secrecy=True)),
                name="sharing_consent_says",
            ),
            models.CheckConstraint(
                condition=models.Q(kinds__gt=0) & ~models.Q(purpose=""), name="sharing_consent_kinds"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "file_id"], name="sharing_consent_of")]


class Note(Record):
    """A note of one kind about a child: the first protected table, whose pattern later domains follow."""

    kind = models.IntegerField()
    text = models.TextField()
    corrects = models.UUIDField(null=True)  # the note that this one puts right; both stay

    class Meta:
        db_table = "sharing_note"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(text=""), name="sharing_note_said"),
            models.UniqueConstraint(fields=["corrects"], name="sharing_note_corrected_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "file_id"], name="sharing_note_file")]


class Notice(models.Model):
    """What a receiver or a sender must hear of a disclosure: it ended, it was put right, and such. No personal data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="+")
    file_id = models.UUIDField(null=True)  # for who gave it: a task
    principal_id = models.UUIDField(null=True)  # for who received it, in this function
    function = models.TextField(blank=True, default="")
    code = models.TextField()
    created_on = models.DateField()
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.UUIDField(null=True)
    mailed_at = models.DateTimeField(null=True)  # that there is something to read

    class Meta:
        db_table = "sharing_notice"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(file_id=None, principal_id__isnull=False)
                | models.Q(file_id__isnull=False, principal_id=None),
                name="sharing_notice_to",
            ),
            _one_of("code", [*Ending, *Told], "sharing_notice"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["file_id"], name="sharing_notice_file"),
            models.Index(fields=["principal_id"], name="sharing_notice_principal"),
            models.Index(fields=["created_on"], name="sharing_notice_to_tell", condition=models.Q(mailed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure_id} {self.code}"


class Protected(models.Model):
    """Which tables hold records of a file, and the kind of each (a column or a number): `sharing_protect` fills it."""

    table_name = models.TextField(primary_key=True)
    kind = models.TextField()

    class Meta:
        db_table = "sharing_protected"

    def __str__(self) -> str:
        return self.table_name
