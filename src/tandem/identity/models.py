"""Tables of accounts, sessions and ways to sign in. Who may touch which row stands in `sql/`.

No secret stands here readable: passwords are hashed with Argon2id, tokens and recovery codes are hashed, the secrets of
TOTP and of a provider's client are sealed.
"""

from enum import StrEnum
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from tandem.identity.data import Level, Method, SecondFactor, StepKind
from tandem.platform.sealed_field import SealedField


def _one_of(field: str, words: type[StrEnum], table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [word.value for word in words]}), name=f"{table}_{field}"
    )


class Account(AbstractBaseUser):
    """Somebody who can sign in. Names stand in the register; an account knows nothing but how to be recognised."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.TextField(blank=True)  # as typed; empty for who comes by a provider that gives none
    email_key = models.TextField(blank=True)  # for looking up: normalised and folded
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField()
    last_login = None  # sessions know; no second place

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "identity_account"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["email_key"], condition=~models.Q(email_key=""), name="identity_account_email_once"
            ),
            models.CheckConstraint(
                condition=models.Q(email="", email_key="") | ~models.Q(email="") & ~models.Q(email_key=""),
                name="identity_account_email_key",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Session(models.Model):
    """Somebody signed in on a device. The cookie holds a random token, this row only its hash."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    token_hash = models.BinaryField(unique=True, max_length=32)
    account = models.ForeignKey(Account, models.CASCADE)
    hat = models.UUIDField(null=True)  # the membership chosen; the register is above this domain
    method = models.TextField()
    level = models.TextField()
    started = models.DateTimeField()  # of the first sign-in: kept when the session gets a new id
    last_seen = models.DateTimeField()
    confirmed = models.DateTimeField()  # when somebody last showed who she is; asked again before a change that matters
    device = models.TextField(blank=True)

    class Meta:
        db_table = "identity_session"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("method", Method, "identity_session"),
            _one_of("level", Level, "identity_session"),
            models.CheckConstraint(
                condition=models.Q(last_seen__gte=models.F("started")), name="identity_session_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Passkey(models.Model):
    """A key pair on somebody's device or security key; here stands the public half."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()  # attested credential data: AAGUID, id, public key (WebAuthn)
    sign_count = models.BigIntegerField(default=0)
    name = models.TextField()
    created = models.DateTimeField()
    last_used = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_passkey"

    def __str__(self) -> str:
        return str(self.id)


class Authenticator(models.Model):
    """The shared secret of an app that shows codes (TOTP, RFC 6238), sealed."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True)
    sealed_secret = SealedField()
    last_step = models.BigIntegerField(default=0)  # a code works once: only later time steps are accepted
    created = models.DateTimeField()

    class Meta:
        db_table = "identity_authenticator"

    def __str__(self) -> str:
        return str(self.account_id)


class RecoveryCode(models.Model):
    """One of ten codes on paper; works once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE)
    code_hash = models.TextField()
    used = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_recovery_code"

    def __str__(self) -> str:
        return str(self.id)


class Provider(models.Model):
    """The OpenID Connect provider of one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.UUIDField()
    name = models.TextField()
    issuer = models.TextField()
    client_id = models.TextField()
    sealed_secret = SealedField()
    tenant_claim = models.TextField(blank=True)  # such as `tid`; empty: the issuer serves this organisation alone
    tenants = models.JSONField(default=list)  # values of that claim that are let in
    second_factor = models.TextField()
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "identity_provider"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "issuer", "client_id"], name="identity_provider_once_per_organisation"
            ),
            _one_of("second_factor", SecondFactor, "identity_provider"),
            models.CheckConstraint(
                condition=~models.Q(issuer="") & ~models.Q(client_id=""), name="identity_provider_audience"
            ),
            models.CheckConstraint(
                condition=models.Q(tenant_claim="", tenants=[]) | ~models.Q(tenant_claim="") & ~models.Q(tenants=[]),
                name="identity_provider_tenants",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """Who a provider says it is: issuer and subject, never an e-mail address, belong to one account."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE)
    provider = models.ForeignKey(Provider, models.PROTECT)
    issuer = models.TextField()
    subject = models.TextField()
    created = models.DateTimeField()

    class Meta:
        db_table = "identity_subject"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_subject_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Step(models.Model):
    """A step half done: password given and code not yet, a challenge sent, a link mailed. Works once, for minutes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    token_hash = models.BinaryField(unique=True, max_length=32)
    kind = models.TextField()
    account = models.ForeignKey(Account, models.CASCADE, null=True)
    facts = models.JSONField(default=dict)
    expires = models.DateTimeField()

    class Meta:
        db_table = "identity_step"
        constraints: ClassVar[list[models.BaseConstraint]] = [_one_of("kind", StepKind, "identity_step")]

    def __str__(self) -> str:
        return str(self.id)


class Device(models.Model):
    """A browser in which somebody signed in completely before: strangers cannot slow it down."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE)
    token_hash = models.BinaryField(unique=True, max_length=32)
    created = models.DateTimeField()

    class Meta:
        db_table = "identity_device"

    def __str__(self) -> str:
        return str(self.id)


class SystemKey(models.Model):
    """With it a school's system acts as one person in one function, until `valid_until`. Here stands only its hash."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE)
    token_hash = models.BinaryField(unique=True, max_length=32)
    hat = models.UUIDField()  # the membership; the register is above this domain
    name = models.TextField()
    raises = models.BooleanField()
    follows = models.BooleanField()
    sees = models.BooleanField(default=False, db_default=False)
    works = models.BooleanField(default=False, db_default=False)
    valid_until = models.DateField()  # the first day on which it no longer holds; at most a year on (`sql/`)
    created = models.DateTimeField()
    last_used = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_system_key"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(raises=True) | models.Q(follows=True) | models.Q(sees=True) | models.Q(works=True),
                name="identity_system_key_opens_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Webhook(models.Model):
    """Where events are sent that the owner of a key may know of, in order, each until it has arrived.

    What waits is what comes after `after_at` and `after_id`; nothing is copied. `trouble`: why the last time failed.
    """

    key = models.OneToOneField(SystemKey, models.CASCADE, primary_key=True)
    address = models.TextField()
    sealed_secret = SealedField()
    created = models.DateTimeField()
    after_at = models.DateTimeField()
    after_id = models.UUIDField()
    tries = models.IntegerField(default=0, db_default=0)  # in vain, one after another
    next_try = models.DateTimeField()
    delivered = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True, default="", db_default="")

    class Meta:
        db_table = "identity_webhook"

    def __str__(self) -> str:
        return str(self.key_id)


class Throttle(models.Model):
    """How often something failed lately, under a keyed hash of what it was (account, address, or both)."""

    key = models.BinaryField(primary_key=True, max_length=32)
    failures = models.FloatField()  # leaks away with time
    at = models.DateTimeField()

    class Meta:
        db_table = "identity_throttle"

    def __str__(self) -> str:
        return bytes(self.key).hex()[:8]
