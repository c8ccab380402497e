"""Steps half done, remembered on the server. The browser (or the mail) holds a random token, the table its hash."""

from datetime import timedelta
from uuid import UUID

from tandem.identity import models
from tandem.identity.data import Step, StepKind
from tandem.identity.secret_words import new_token, token_hash
from tandem.platform import clock

LASTS = {
    StepKind.SECOND: timedelta(minutes=10),
    StepKind.ASK_PASSKEY: timedelta(minutes=5),
    StepKind.NEW_PASSKEY: timedelta(minutes=5),
    StepKind.NEW_AUTHENTICATOR: timedelta(minutes=15),
    StepKind.PROVIDER: timedelta(minutes=10),
    StepKind.RESET: timedelta(hours=1),
    StepKind.ENROL: timedelta(hours=1),
}


def begin(kind: StepKind, account: UUID | None = None, **facts: str) -> str:
    """Remember; the token with which it can be found again."""
    now = clock.now()
    models.Step.objects.filter(expires__lt=now).delete()
    token = new_token()
    models.Step.objects.create(
        token_hash=token_hash(token), kind=kind, account_id=account, facts=facts, expires=now + LASTS[kind]
    )
    return token


def look(kind: StepKind, token: str) -> Step | None:
    """The step, which stays."""
    found = models.Step.objects.filter(kind=kind, token_hash=token_hash(token), expires__gt=clock.now()).first()
    return Step(found.id, kind, found.account_id, found.facts) if found else None


def take(kind: StepKind, token: str) -> Step | None:
    """The step, which is gone afterwards: of two who come with the same token, one gets it."""
    rows = models.Step.objects.select_for_update().filter(kind=kind, token_hash=token_hash(token))
    found = rows.filter(expires__gt=clock.now()).first()
    if found is None:
        return None
    models.Step.objects.filter(pk=found.pk).delete()
    return Step(found.id, kind, found.account_id, found.facts)


def forget(account: UUID, kind: StepKind) -> None:
    """An older link of the same kind no longer works."""
    models.Step.objects.filter(account_id=account, kind=kind).delete()
