"""Writes accounts and the ways to sign in. Each leaves its line in the log, in the same transaction."""

from uuid import UUID

from django.db import IntegrityError, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.identity import models, queries
from tandem.identity.data import Ways
from tandem.identity.oidc import Client, Proven
from tandem.identity.passkeys import NewKey
from tandem.identity.recognition import totp_cell
from tandem.identity.secret_words import (
    email_key,
    hash_password,
    new_recovery_codes,
    new_token,
    recovery_hash,
    token_hash,
)
from tandem.platform import clock, sealing


class TakenError(Exception):
    """It belongs to another account already."""


class LastWayError(Exception):
    """Without it this account could no longer sign in with two factors."""


def create_account(*, by: Actor, email: str = "") -> UUID:
    """An account that cannot sign in yet. Raises TakenError when the address has one."""
    try:
        with transaction.atomic():
            account = models.Account.objects.create(
                email=email.strip(), email_key=email_key(email), created=clock.now()
            )
    except IntegrityError as error:
        raise TakenError from error
    _log(by, "create account", account.id)
    return account.id


@transaction.atomic
def set_active(*, by: Actor, account: UUID, active: bool) -> None:
    """Close an account, or open it again. Closed, it is signed out everywhere at the next request."""
    models.Account.objects.filter(pk=account).update(is_active=active)
    _log(by, "open account" if active else "close account", account)


@transaction.atomic
def set_password(*, by: Actor, account: UUID, password: str) -> None:
    """Browsers that were known are strange again: who had the old password may have used one."""
    models.Account.objects.filter(pk=account).update(password=hash_password(password))
    models.Device.objects.filter(account_id=account).delete()
    _log(by, "set password", account)


@transaction.atomic
def add_passkey(*, by: Actor, account: UUID, key: NewKey, name: str) -> None:
    """Raises TakenError when this passkey is known already."""
    if models.Passkey.objects.filter(credential_id=key.credential_id).exists():
        raise TakenError
    models.Passkey.objects.create(
        account_id=account,
        credential_id=key.credential_id,
        credential=key.credential,
        sign_count=key.sign_count,
        name=name,
        created=clock.now(),
    )
    _log(by, "add passkey", account)


@transaction.atomic
def remove_passkey(*, by: Actor, account: UUID, passkey: UUID) -> None:
    """Raises LastWayError, and KeyError when it is not there."""
    if not models.Passkey.objects.filter(account_id=account, pk=passkey).delete()[0]:
        raise KeyError(passkey)
    _refuse_the_last(queries.ways(account))
    _log(by, "remove passkey", account)


@transaction.atomic
def set_authenticator(*, by: Actor, account: UUID, secret: bytes, step: int) -> None:
    """`step`: of the code that showed that the app works; it is used up. Replaces an earlier app."""
    models.Authenticator.objects.filter(pk=account).delete()
    models.Authenticator.objects.create(
        account_id=account, sealed_secret=sealing.seal(secret, totp_cell(account)), last_step=step, created=clock.now()
    )
    _log(by, "set authenticator", account)


@transaction.atomic
def remove_authenticator(*, by: Actor, account: UUID) -> None:
    """Raises LastWayError."""
    models.Authenticator.objects.filter(pk=account).delete()
    _refuse_the_last(queries.ways(account))
    _log(by, "remove authenticator", account)


@transaction.atomic
def make_recovery_codes(*, by: Actor, account: UUID) -> list[str]:
    """Ten new codes, readable this once; the old ones no longer work."""
    codes = new_recovery_codes()
    models.RecoveryCode.objects.filter(account_id=account).delete()
    models.RecoveryCode.objects.bulk_create(
        [models.RecoveryCode(account_id=account, code_hash=recovery_hash(str(account), code)) for code in codes]
    )
    _log(by, "make recovery codes", account)
    return codes


@transaction.atomic
def link(*, by: Actor, account: UUID, provider: UUID, proven: Proven) -> None:
    """From here on this issuer and subject mean this account. Raises TakenError when they mean another."""
    found = models.Subject.objects.filter(issuer=proven.issuer, subject=proven.subject).first()
    if found is not None:
        if found.account_id != account:
            raise TakenError
        return
    models.Subject.objects.create(
        account_id=account,
        provider_id=provider,
        issuer=proven.issuer,
        subject=proven.subject,
        created=clock.now(),
    )
    _log(by, "link provider", account)


@transaction.atomic
def unlink(*, by: Actor, account: UUID, subject: UUID) -> None:
    """Raises LastWayError, and KeyError when it is not there."""
    if not models.Subject.objects.filter(account_id=account, pk=subject).delete()[0]:
        raise KeyError(subject)
    _refuse_the_last(queries.ways(account))
    _log(by, "unlink provider", account)


def remember_device(*, by: Actor, account: UUID) -> str:
    """The token for a cookie by which this browser is known from here on."""
    token = new_token()
    models.Device.objects.create(account_id=account, token_hash=token_hash(token), created=clock.now())
    _log(by, "remember device", account)
    return token


@transaction.atomic
def set_provider(*, by: Actor, organisation: UUID, name: str, client: Client) -> UUID:
    """Let an organisation sign in with its own provider, or change how; the id."""
    key = {"organisation": organisation, "issuer": client.issuer, "client_id": client.client_id}
    row = models.Provider.objects.filter(**key).first() or models.Provider(**key)
    row.name, row.is_active = name, True
    row.tenant_claim, row.tenants = client.tenant_claim, sorted(client.tenants)
    row.second_factor = client.second_factor
    row.sealed_secret = sealing.seal(client.secret.encode(), queries.client_cell(row.id))
    row.save()
    audit.record(by=by, action="set provider", subject=f"provider:{row.id}", details={"name": name})
    return row.id


@transaction.atomic
def end_provider(*, by: Actor, provider: UUID) -> None:
    """Nobody comes in by it any more, from the next request on. Raises KeyError when it is not there."""
    if not models.Provider.objects.filter(pk=provider, is_active=True).update(is_active=False):
        raise KeyError(provider)
    audit.record(by=by, action="end provider", subject=f"provider:{provider}", details={})


def _refuse_the_last(left: Ways) -> None:
    if not left.complete:
        raise LastWayError


def _log(by: Actor, action: str, account: UUID) -> None:
    audit.record(by=by, action=action, subject=f"account:{account}", details={})
