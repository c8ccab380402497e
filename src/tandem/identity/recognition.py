"""Who is this? Each way to sign in, and nothing about what follows from it. Counting of failures is `throttle`'s."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tandem.identity import passkeys, totp
from tandem.identity.data import Level, Method
from tandem.identity.models import Account, Authenticator, Device, Passkey, RecoveryCode, Subject
from tandem.identity.oidc import Proven
from tandem.identity.secret_words import email_key, is_password, recovery_hash, token_hash
from tandem.platform import clock, sealing

DEVICE_LASTS = timedelta(days=180)


def by_password(email: str, password: str) -> UUID | None:
    """The account; the same work when there is none, when it has no password, and when it was closed."""
    key = email_key(email)
    account = Account.objects.filter(email_key=key, is_active=True).first() if key else None
    matches = is_password(password, account.password if account else "")
    return account.id if account and matches else None


def has_password(account: UUID, password: str) -> bool:
    row = Account.objects.filter(pk=account, is_active=True).first()
    return is_password(password, row.password if row else "")


def by_code(account: UUID, code: str) -> bool:
    """Whether an authenticator app of this account shows this code now. A code works once."""
    row = Authenticator.objects.select_for_update().filter(pk=account).first()
    if row is None:
        return False
    secret = sealing.unseal(bytes(row.sealed_secret), totp_cell(account))
    step = totp.matching_step(secret, code, clock.now().timestamp(), row.last_step)
    if step is not None:
        Authenticator.objects.filter(pk=account).update(last_step=step)
    return step is not None


def totp_cell(account: UUID) -> str:
    return sealing.cell("identity_authenticator", "sealed_secret", account)


def by_recovery_code(account: UUID, code: str) -> bool:
    """Whether it is one of the codes on paper; it works once."""
    unused = RecoveryCode.objects.filter(account_id=account, code_hash=recovery_hash(str(account), code), used=None)
    return bool(unused.update(used=clock.now()))


def by_passkey(site: passkeys.Site, challenge: str, answer: str, expected: UUID | None = None) -> UUID | None:
    """The account whose passkey signed the challenge; None when there is none, or it is not the `expected` one's."""
    try:
        given = passkeys.read(answer)
        row = Passkey.objects.filter(credential_id=given.credential_id, account__is_active=True).first()
        wanted = {expected, given.account} - {None}
        if row is None or wanted - {row.account_id}:
            return None
        count = passkeys.check(site, challenge, given, bytes(row.credential), row.sign_count)
    except passkeys.WrongAnswerError:
        return None
    Passkey.objects.filter(pk=row.pk).update(sign_count=count, last_used=clock.now())
    return row.account_id


def by_provider(proven: Proven) -> UUID | None:
    """The account to which this issuer and subject belong. Nothing else is looked at, no e-mail address either."""
    row = Subject.objects.filter(issuer=proven.issuer, subject=proven.subject, account__is_active=True).first()
    return row.account_id if row else None


def provider_shows(proven: Proven) -> tuple[Method, Level]:
    return Method.PROVIDER, Level.TWO if proven.two_factors else Level.ONE


@dataclass(frozen=True, slots=True)
class Browser:
    """One in which `account` signed in completely before."""

    id: UUID
    account: UUID


def known_browser(token: str) -> Browser | None:
    since = clock.now() - DEVICE_LASTS
    row = Device.objects.filter(token_hash=token_hash(token), created__gt=since).first()
    return Browser(row.id, row.account_id) if row else None
