"""Scans a text about a child before it is saved. The secrets are opened here and nowhere shown."""

from uuid import UUID

from django.db import connection

from tandem.audit import actions as audit
from tandem.platform import sealing
from tandem.register import organisations
from tandem.register.data import OrganisationKind
from tandem.sharing.compartment.data import Hit, ProtectedWordsError
from tandem.sharing.compartment.rules import find_contact, find_places, find_secrets, secrets_of_compartment

# What tells where a child is. Any of them counts, not only those of this child.
PLACES = (
    OrganisationKind.SCHOOL,
    OrganisationKind.LOCATION,
    OrganisationKind.CHILDCARE,
    OrganisationKind.DAY_CENTRE,
    OrganisationKind.PROVIDER,
    OrganisationKind.LOCAL_TEAM,
    OrganisationKind.SAFE_HOME,
    OrganisationKind.MUNICIPALITY,
)

STRUCK = "█"


def scan(text: str, child: UUID) -> tuple[Hit, ...]:
    """Where the text betrays what the compartment of the child hides; () when it has none, or nothing is betrayed.

    For who may know the child; whoever calls asks first. A hit is written in the log, without the words: somebody who
    tries addresses until one is refused is seen.
    """
    hits = _hits(text, child)
    if hits:
        details = {"kinds": sorted({hit.what for hit in hits}), "count": len(hits)}
        audit.record(by=audit.acting_actor(), action="stop protected words", subject=f"child:{child}", details=details)
    return hits


def refuse_protected(child: UUID, *texts: str) -> None:
    """Raises ProtectedWordsError. Called outside the transaction of the writing, so that the line in the log stays."""
    for text in texts:
        if hits := text and scan(text, child):
            raise ProtectedWordsError(hits)


def struck(text: str, child: UUID) -> str:
    """The text, as long as it was, with what betrays something struck out.

    For words that must not be refused: in an emergency, or by somebody who may not know that an address is secret.
    """
    return _without(text, scan(text, child))


def readable(text: str, child: UUID) -> str:
    """The same for words that stand there already, from before the address was secret. Leaves no line."""
    return _without(text, _hits(text, child))


def _without(text: str, hits: tuple[Hit, ...]) -> str:
    signs = list(text)
    for hit in hits:
        signs[hit.start : hit.end] = STRUCK * (hit.end - hit.start)
    return "".join(signs)


def _hits(text: str, child: UUID) -> tuple[Hit, ...]:
    sealed = _sealed(child)
    if sealed is None:
        return ()
    written = sealing.unseal(sealed, sealing.cell("children_protected_address", "address", child)).decode()
    hits = (
        *find_secrets(text, secrets_of_compartment(written)),
        *find_places(text, organisations.place_names(PLACES)),
        *find_contact(text),
    )
    return tuple(sorted(set(hits), key=lambda hit: (hit.start, hit.end, hit.what)))


def _sealed(child: UUID) -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute("select sharing_compartment_of(%s)", [child])
        (sealed,) = cursor.fetchone()
    return None if sealed is None else bytes(sealed)
