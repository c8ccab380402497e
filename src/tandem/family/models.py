"""Tables of the family window: who was invited, what was let out, what a young person said. Row security: `sql/`.

Nothing here is deleted by the app. Keys are UUIDs made here, so that no row is read back.
"""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tandem.family.data import KIND_OF, Audience, Capacity, Held, Sort, Voice
from tandem.sharing.codes import Giver
from tandem.sharing.records import Authenticity


def _one_of(field: str, values: Iterable[StrEnum], name: str, *, empty: bool = False) -> models.CheckConstraint:
    known = [value.value for value in values] + ([""] if empty else [])
    return models.CheckConstraint(condition=Q(**{f"{field}__in": known}), name=name)


class Window(models.Model):
    """A disclosure to the family: to one person, as one thing, of these kinds, for this time. Its gate: `sql/gate.sql`.

    `authority_id`: the record of her authority, that its own term may destroy; None for the young person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    capacity = models.TextField()
    authority_id = models.UUIDField(null=True)
    name = models.TextField(blank=True, default="")  # as the record has it; '' for the young person
    account_id = models.UUIDField(null=True)  # who accepted it
    kinds = models.IntegerField()
    law = models.TextField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    function = models.TextField()
    invited_by = models.UUIDField()
    invited_hat = models.UUIDField()
    invited = models.DateTimeField()
    code_hash = models.BinaryField(null=True)
    code_until = models.DateTimeField(null=True)
    accepted = models.DateTimeField(null=True)
    valid_until = models.DateField()
    held = models.DateTimeField(null=True)
    held_why = models.TextField(blank=True, default="")
    closed = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        db_table = "family_window"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("capacity", Capacity, "family_window_capacity"),
            _one_of("held_why", Held, "family_window_held_why", empty=True),
            models.CheckConstraint(
                condition=Q(capacity=Capacity.PARENT.value, authority_id__isnull=False)
                | Q(capacity=Capacity.YOUNG.value, authority_id=None, name="", held=None),
                name="family_window_as_what",
            ),
            models.CheckConstraint(
                condition=Q(account_id=None, accepted=None) | Q(account_id__isnull=False, accepted__isnull=False),
                name="family_window_accepted",
            ),
            models.CheckConstraint(
                condition=Q(held=None, held_why="") | (Q(held__isnull=False) & ~Q(held_why="")),
                name="family_window_held",
            ),
            models.UniqueConstraint(fields=["code_hash"], name="family_window_code"),
            models.UniqueConstraint(
                fields=["case", "capacity", "authority_id"],
                condition=Q(closed=None),
                nulls_distinct=False,
                name="family_window_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account_id"], name="family_window_account"),
            models.Index(fields=["child"], name="family_window_child"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Release(models.Model):
    """What a professional let out to the family, in plain words. Taken back, it stays for who works on the case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    sort = models.TextField()
    kind = models.IntegerField()  # children.data.Kind
    audience = models.TextField()
    title = models.TextField()
    text = models.TextField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    function = models.TextField()
    person_id = models.UUIDField()
    hat = models.UUIDField()
    released = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    why_withdrawn = models.TextField(blank=True, default="")

    class Meta:
        db_table = "family_release"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("sort", Sort, "family_release_sort"),
            _one_of("audience", Audience, "family_release_audience"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted({int(kind) for kind in KIND_OF.values()})), name="family_release_kind"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="family_release_said"),
            models.CheckConstraint(
                condition=Q(withdrawn=None, withdrawn_by=None, why_withdrawn="")
                | (Q(withdrawn__isnull=False, withdrawn_by__isnull=False) & ~Q(why_withdrawn="")),
                name="family_release_withdrawn",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "released"], name="family_release_case"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Choice(models.Model):
    """What a young person of 16 or 17 said about her parents looking in; the last one counts. `window`: said there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    number = models.IntegerField()  # the order
    agrees = models.BooleanField()
    window = models.ForeignKey(Window, models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    function = models.TextField(blank=True, default="")
    person_id = models.UUIDField(null=True)  # who wrote it down for her
    said = models.DateTimeField()

    class Meta:
        db_table = "family_choice"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="family_choice_once"),
            models.CheckConstraint(
                condition=Q(window__isnull=False, person_id=None, organisation=None)
                | Q(window=None, person_id__isnull=False, organisation__isnull=False),
                name="family_choice_by",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Word(models.Model):
    """What somebody of the family said about the case, as she wrote it, and the answer of a professional."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, models.CASCADE, related_name="words")
    key = models.UUIDField()  # of the form: sent twice, it is said once
    voice = models.TextField()
    text = models.TextField()
    said = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_hat = models.UUIDField(null=True)
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    function = models.TextField(blank=True, default="")

    class Meta:
        db_table = "family_word"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("voice", Voice, "family_word_voice"),
            models.CheckConstraint(condition=~Q(text=""), name="family_word_said"),
            models.CheckConstraint(
                condition=Q(answered=None, answered_by=None, answer="")
                | (Q(answered__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="family_word_answered",
            ),
            models.UniqueConstraint(fields=["window", "key"], name="family_word_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case", "said"], name="family_word_case")]

    def __str__(self) -> str:
        return str(self.id)


class Asking(models.Model):
    """Consent that a professional asks of somebody in her window: for one receiver, one purpose, these kinds.

    The answer is a `sharing.models.Consent` in `file_id`, the file of who asks.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, models.CASCADE, related_name="+")
    file_id = models.UUIDField()
    authority_id = models.UUIDField(null=True)
    giver = models.TextField()
    authority_checked = models.TextField()
    receiver_organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    receiver_function = models.TextField()
    purpose = models.TextField()
    kinds = models.IntegerField()
    needs_consent = models.BooleanField()
    needs_release = models.BooleanField()  # from secrecy
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    function = models.TextField()
    person_id = models.UUIDField()
    hat = models.UUIDField()
    asked = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    agrees = models.BooleanField(null=True)

    class Meta:
        db_table = "family_asking"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("giver", Giver, "family_asking_giver"),
            _one_of("authority_checked", Authenticity, "family_asking_checked"),
            models.CheckConstraint(condition=Q(kinds__gt=0) & ~Q(purpose=""), name="family_asking_what"),
            models.CheckConstraint(
                condition=Q(answered=None, agrees=None) | Q(answered__isnull=False, agrees__isnull=False),
                name="family_asking_answered",
            ),
            models.UniqueConstraint(
                fields=["window", "file_id", "receiver_organisation", "receiver_function", "purpose", "kinds"],
                condition=Q(answered=None),
                name="family_asking_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
