"""Tables of the directory. Offers and examples are public facts; only their owner writes them (`sql/directory.sql`)."""

import uuid
from typing import ClassVar

from django.db import models

from tandem.directory.data import Decides, Evidence, OfferKind
from tandem.directory.fields import Codes, SearchText


def _one_of(codes: type[OfferKind] | type[Decides] | type[Evidence], field: str, table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [code.value for code in codes]}), name=f"{table}_{field}"
    )


class Offer(models.Model):
    """`search` and `facets` are made by a trigger, whoever writes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    name = models.TextField()
    sort_key = models.TextField()
    kind = models.TextField()
    summary = models.TextField()
    description = models.TextField(blank=True, default="")
    themes = Codes()
    settings = Codes()
    delivered = Codes()
    clusters = Codes(default=list)
    age_from = models.SmallIntegerField()
    age_to = models.SmallIntegerField()
    municipalities = Codes(default=list)
    postcodes = Codes(default=list)
    postcode = models.TextField(blank=True, default="")
    capacity = models.IntegerField(null=True)
    waiting_weeks = models.SmallIntegerField(null=True)
    waiting_on = models.DateField(null=True)
    funding = Codes(default=list)
    funding_note = models.TextField(blank=True, default="")
    decides = models.TextField()
    apply = models.TextField()
    phone = models.TextField(blank=True, default="")
    website = models.TextField(blank=True, default="")
    evidence = models.TextField()
    evidence_note = models.TextField(blank=True, default="")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    confirmed_on = models.DateField()
    version = models.IntegerField(default=1)
    step = models.SmallIntegerField()  # of the order in definitions/directory.yaml, so that a list comes from one index
    search = SearchText(null=True)
    facets = models.BigIntegerField(default=0)

    class Meta:
        db_table = "directory_offer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of(OfferKind, "kind", "directory_offer"),
            _one_of(Decides, "decides", "directory_offer"),
            _one_of(Evidence, "evidence", "directory_offer"),
            models.CheckConstraint(condition=~models.Q(name=""), name="directory_offer_named"),
            models.CheckConstraint(
                condition=models.Q(age_from__gte=0, age_to__gte=models.F("age_from")), name="directory_offer_age"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="directory_offer_period",
            ),
            models.CheckConstraint(
                condition=models.Q(waiting_weeks=None, waiting_on=None)
                | models.Q(waiting_weeks__isnull=False, waiting_on__isnull=False),
                name="directory_offer_waiting",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["step", "sort_key", "id"], name="directory_offer_list"),
            models.Index(  # all offers are counted at every search: without their texts
                fields=["facets"],
                include=["confirmed_on", "valid_from", "valid_until", "age_from", "age_to"],
                name="directory_offer_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """The direct number, for professionals."""

    offer = models.OneToOneField(Offer, models.PROTECT, primary_key=True, related_name="contact")
    role = models.TextField(blank=True, default="")
    phone = models.TextField(blank=True, default="")
    email = models.TextField(blank=True, default="")

    class Meta:
        db_table = "directory_contact"

    def __str__(self) -> str:
        return str(self.offer_id)


class Reminder(models.Model):
    """The owner was asked whether an offer is still right; the word of the link is kept as a hash, and works once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="reminders")
    token_hash = models.BinaryField(max_length=32, unique=True)
    sent = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_reminder"

    def __str__(self) -> str:
        return str(self.id)


class Suggestion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="suggestions")
    text = models.TextField()
    created = models.DateTimeField()
    done = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        db_table = "directory_suggestion"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(done=None, done_by=None) | models.Q(done__isnull=False, done_by__isnull=False),
                name="directory_suggestion_done",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Example(models.Model):
    """A good example that an organisation added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    title = models.TextField()
    product = models.TextField()
    form = models.TextField()
    municipalities = Codes(default=list)
    settings = Codes(default=list)
    schools = Codes(default=list)
    providers = Codes(default=list)
    funding = models.TextField(blank=True, default="")
    settlement = models.TextField(blank=True, default="")
    period = models.TextField(blank=True, default="")
    target = models.TextField(blank=True, default="")
    learnt = models.TextField(blank=True, default="")
    contact = models.TextField(blank=True, default="")
    evaluation = models.TextField(blank=True, default="")
    valid_until = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "directory_example"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(title=""), name="directory_example_named"),
        ]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """Every word that an offer has, so that a typing error can be put right. Reached through `directory_alike()`."""

    word = models.TextField(primary_key=True)

    class Meta:
        db_table = "directory_word"

    def __str__(self) -> str:
        return self.word
