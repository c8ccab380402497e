"""Sessions: begun, found again at each request, renewed under another id, ended. All of it on the server."""

from datetime import timedelta
from uuid import UUID

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.identity.data import SIGN_IN, Level, Method, SignedIn, Started
from tandem.identity.models import Session
from tandem.identity.rules import TOUCH, holds
from tandem.identity.secret_words import new_token, token_hash
from tandem.platform import clock


def start(*, account: UUID, method: Method, level: Level, device: str, hat: UUID | None = None) -> Started:
    """Somebody showed who she is. Acts as the service sign-in."""
    now = clock.now()
    token = new_token()
    session = Session.objects.create(
        token_hash=token_hash(token),
        account_id=account,
        hat=hat,
        method=method,
        level=level,
        started=now,
        last_seen=now,
        confirmed=now,
        device=device,
    )
    details = {"method": method.value, "level": level.value}
    audit.record(by=SIGN_IN, action="sign in", subject=f"account:{account}", details=details)
    return Started(token, _signed_in(session))


def find(token: str) -> SignedIn | None:
    """Who holds this token; None when it is nobody's, too old, or of an account that was closed. Marks it as seen."""
    session = Session.objects.filter(token_hash=token_hash(token), account__is_active=True).first()
    if session is None:
        return None
    now = clock.now()
    if not holds(session.started, session.last_seen, now):
        Session.objects.filter(pk=session.pk).delete()
        return None
    if now - session.last_seen >= TOUCH:
        Session.objects.filter(pk=session.pk).update(last_seen=now)
        session.last_seen = now
    return _signed_in(session)


def renew(
    *, by: Actor, session: UUID, hat: UUID | None, level: Level | None = None, confirmed: bool = False
) -> Started:
    """The same session under a new id and token, so that who saw the old one has nothing; it ages on.

    `hat`: in which function from here on. `level`: what was shown since. `confirmed`: who she is was shown just now.
    Raises LookupError when it ended meanwhile.
    """
    old = Session.objects.filter(pk=session).first()
    if old is None or not Session.objects.filter(pk=session).delete()[0]:
        raise LookupError(session)
    now = clock.now()
    token = new_token()
    new = Session.objects.create(
        token_hash=token_hash(token),
        account_id=old.account_id,
        hat=hat,
        method=old.method,
        level=level or old.level,
        started=old.started,
        last_seen=now,
        confirmed=now if confirmed else old.confirmed,
        device=old.device,
    )
    details = {"hat": str(hat or ""), "level": new.level}
    audit.record(by=by, action="renew session", subject=f"account:{old.account_id}", details=details)
    return Started(token, _signed_in(new))


def end(*, by: Actor, account: UUID, session: UUID) -> bool:
    """Sign out there; False when it is not one of this account."""
    ended, _ = Session.objects.filter(account_id=account, pk=session).delete()
    if ended:
        audit.record(by=by, action="sign out", subject=f"account:{account}", details={"sessions": ended})
    return bool(ended)


def end_all(*, by: Actor, account: UUID, but: UUID | None = None) -> int:
    """Sign out everywhere, `but` here; how many sessions ended."""
    others = Session.objects.filter(account_id=account)
    ended, _ = (others.exclude(pk=but) if but else others).delete()
    if ended:
        audit.record(by=by, action="sign out", subject=f"account:{account}", details={"sessions": ended})
    return ended


def of(account: UUID) -> tuple[SignedIn, ...]:
    """Where somebody is signed in now, the latest first."""
    now = clock.now()
    rows = Session.objects.filter(account_id=account).order_by("-last_seen")
    return tuple(_signed_in(row) for row in rows if holds(row.started, row.last_seen, now))


def remaining(signed_in: SignedIn) -> timedelta:
    return signed_in.ends - clock.now()


def _signed_in(row: Session) -> SignedIn:
    return SignedIn(
        session=row.id,
        account=row.account_id,
        hat=row.hat,
        method=Method(row.method),
        level=Level(row.level),
        started=row.started,
        last_seen=row.last_seen,
        confirmed=row.confirmed,
        device=row.device,
    )
