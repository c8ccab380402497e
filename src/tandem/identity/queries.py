"""Reads how an account signs in, and which organisations have a sign-in of their own.

Row security lets through one's own rows, and for the service `sign-in` what it needs to recognise somebody.
"""

from uuid import UUID

from tandem.identity import models
from tandem.identity.data import Key, Link, ProviderName, SecondFactor, Ways
from tandem.identity.oidc import Client
from tandem.identity.rules import may_still_begin
from tandem.identity.secret_words import email_key
from tandem.platform import clock, sealing


def ways(account: UUID) -> Ways:
    """How this account can sign in. Raises KeyError when there is none."""
    row = models.Account.objects.filter(pk=account).first()
    if row is None:
        raise KeyError(account)
    links = models.Subject.objects.filter(account_id=account).select_related("provider").order_by("created")
    return Ways(
        email=row.email,
        password=bool(row.password),
        passkeys=keys_of(account),
        authenticator=models.Authenticator.objects.filter(pk=account).exists(),
        recovery_left=models.RecoveryCode.objects.filter(account_id=account, used=None).count(),
        links=tuple(Link(link.id, link.provider.name, link.created) for link in links),
    )


def lapsed(account: UUID) -> bool:
    """Begun with a password long ago and never finished: with that password alone nobody comes in any more."""
    created = models.Account.objects.values_list("created", flat=True).get(pk=account)
    return not ways(account).complete and not may_still_begin(created, clock.now())


def keys_of(account: UUID) -> tuple[Key, ...]:
    rows = models.Passkey.objects.filter(account_id=account).order_by("created")
    return tuple(Key(row.id, row.name, row.created, row.last_used) for row in rows)


def credentials_of(account: UUID) -> list[bytes]:
    return [bytes(row.credential) for row in models.Passkey.objects.filter(account_id=account)]


def provider_problems() -> list[str]:
    """What is wrong with how organisations sign in, as Dutch sentences. For the start-up: must act as `operator`."""
    found = []
    for one in providers():
        try:
            client(one.id)
        except ValueError as error:  # no audience, no https, or a seal that is broken
            found.append(f"De inlog van {one.name} klopt niet: {error}")
    return found


def account_by_email(email: str) -> UUID | None:
    """Only for sending a link to that address: who signs in by a provider is never found by it."""
    key = email_key(email)
    rows = models.Account.objects.filter(email_key=key, is_active=True)
    return rows.values_list("pk", flat=True).first() if key else None


def email_of(account: UUID) -> str:
    return models.Account.objects.filter(pk=account).values_list("email", flat=True).first() or ""


def providers() -> tuple[ProviderName, ...]:
    """Organisations with a sign-in of their own, by name."""
    rows = models.Provider.objects.filter(is_active=True).order_by("name")
    return tuple(ProviderName(row.id, row.organisation, row.name) for row in rows)


def client_cell(provider: UUID) -> str:
    return sealing.cell("identity_provider", "sealed_secret", provider)


def client(provider: UUID) -> Client:
    """Raises KeyError for one that is not there or was switched off."""
    row = models.Provider.objects.filter(pk=provider, is_active=True).first()
    if row is None:
        raise KeyError(provider)
    return Client(
        issuer=row.issuer,
        client_id=row.client_id,
        secret=sealing.unseal(bytes(row.sealed_secret), client_cell(row.id)).decode(),
        tenant_claim=row.tenant_claim,
        tenants=frozenset(row.tenants),
        second_factor=SecondFactor(row.second_factor),
    )
