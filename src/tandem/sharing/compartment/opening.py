"""Opening the compartment with four eyes: who may close it asks, somebody else decides. The database says who."""

from uuid import UUID

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import context, sealing
from tandem.platform.jobs import job
from tandem.platform.mail import send_notice
from tandem.sharing.breakglass.data import LEAST_REASON
from tandem.sharing.breakglass.models import Opening as Row
from tandem.sharing.compartment.data import Asks, Opening
from tandem.sharing.compartment.queries import WHY
from tandem.sharing.compartment.scanning import refuse_protected
from tandem.sharing.writing import NOBODY

SUBJECT = "Er staat iets voor je klaar in Tandem"
TEXT = "Er staat iets voor je klaar over een geheim adres.\n\nLog in bij Tandem en open Mijn Tandem."


def may(*, child: UUID, what: Asks) -> bool:
    """Whether who acts may ask this about the child; about who acts, so no line."""
    with connection.cursor() as cursor:
        cursor.execute("select sharing_may_open(%s, %s)", [child, what.value])
        return bool(cursor.fetchone()[0])


def ask(*, by: Actor, child: UUID, what: Asks, reason: str) -> UUID:
    """Ask somebody else to agree. `reason`: 30 characters at least, and nothing that leads to the address.

    Raises ValueError, ProtectedWordsError, and InsufficientPrivilege (of the database).
    """
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise ValueError("the reason is too short")
    refuse_protected(child, reason)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select sharing_opening_ask(%s, %s, %s)", [child, what.value, reason])
            request = UUID(str(cursor.fetchone()[0]))
        audit.record(by=by, action="ask secret address", subject=f"child:{child}", details={"what": what})
        tell.later(request=str(request))
    return request


@transaction.atomic
def decide(*, by: Actor, request: UUID, agreed: bool) -> bool:
    """Somebody else agrees or refuses. False when there is nothing to decide for who acts."""
    with connection.cursor() as cursor:
        cursor.execute("select sharing_opening_decide(%s, %s)", [request, agreed])
        decided = bool(cursor.fetchone()[0])
    if decided:
        audit.record(by=by, action="decide secret address", subject=f"request:{request}", details={"agreed": agreed})
        tell.later(request=str(request))
    return decided


def asked(*, child: UUID) -> tuple[Opening, ...]:
    """What who acts asked about this child in this hat, the newest first."""
    rows = Row.objects.filter(membership_id=context.current().hat or NOBODY, child_id=child)
    return tuple(_opening(row) for row in rows.order_by("-asked_at")[:10])


def to_decide() -> tuple[Opening, ...]:
    """Requests by others that wait for who acts, the oldest first."""
    rows = Row.objects.exclude(person_id=context.current().person or NOBODY).filter(decided_at=None)
    return tuple(_opening(row) for row in rows.order_by("asked_at"))


def address(actor: Actor, *, request: UUID) -> tuple[UUID, tuple[str, ...]] | None:
    """The child, and the lines of the compartment: the address, then what else leads there. Writes its line first.

    None when it was not agreed to, or no longer.
    """
    row = Row.objects.filter(pk=request).first()
    with connection.cursor() as cursor:
        cursor.execute("select sharing_opening_read(%s)", [request])
        (sealed,) = cursor.fetchone()
    if row is None or sealed is None:
        return None
    audit.record_read(
        actor=actor, action="read secret address", purpose=WHY.purpose, ground=WHY.ground, subjects=[row.child_id],
        kinds=["protected-address"],
    )  # fmt: skip
    written = sealing.unseal(bytes(sealed), sealing.cell("children_protected_address", "address", row.child_id))
    return row.child_id, tuple(line for line in written.decode().split("\n") if line.strip())


@job("sharing.tell_of_opening", service="notices")
def tell(request: str) -> None:
    """A mail that there is something, to who decides and then to who asked."""
    with connection.cursor() as cursor:
        cursor.execute("select sharing_opening_mail(%s)", [request])
        addresses = [row[0] for row in cursor.fetchall()]
    for to in addresses:
        send_notice(to=to, subject=SUBJECT, text=TEXT)


def _opening(row: Row) -> Opening:
    return Opening(
        id=row.id,
        child=row.child_id,
        what=Asks(row.what),
        person=row.person_id,
        function=row.function,
        reason=row.reason,
        asked=row.asked_at,
        agreed=row.agreed,
        expires=row.expires_at,
    )
