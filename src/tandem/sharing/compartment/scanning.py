"""Scans a text about a child before it is saved. The secrets are opened here and nowhere shown."""

from uuid import UUID

from django.db import connection

from tandem.audit import actions as audit
from tandem.platform import sealing
from tandem.sharing.compartment.data import Hit, ProtectedWordsError, Secret
from tandem.sharing.compartment.rules import find_secrets, secrets_of_address


def scan(text: str, child: UUID) -> tuple[Hit, ...]:
    """Where the text betrays what the compartment of the child hides; () when it has none, or nothing is betrayed.

    For who may know the child; whoever calls asks first. A hit is written in the log, without the words: somebody who
    tries addresses until one is refused is seen.
    """
    hits = find_secrets(text, _secrets(child))
    if hits:
        details = {"kinds": sorted({hit.what for hit in hits}), "count": len(hits)}
        audit.record(by=audit.acting_actor(), action="stop protected words", subject=f"child:{child}", details=details)
    return hits


def refuse_protected(text: str, child: UUID) -> None:
    """Raises ProtectedWordsError. Called outside the transaction of the writing, so that the line in the log stays."""
    if hits := scan(text, child):
        raise ProtectedWordsError(hits)


def _secrets(child: UUID) -> tuple[Secret, ...]:
    with connection.cursor() as cursor:
        cursor.execute("select sharing_compartment_of(%s)", [child])
        sealed = cursor.fetchone()[0]
    if sealed is None:
        return ()
    address = sealing.unseal(bytes(sealed), sealing.cell("children_protected_address", "address", child)).decode()
    return secrets_of_address(address)
