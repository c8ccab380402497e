"""Reads. Each writes the line of the read before it returns, and gives only what row security shows who acts.

Nobody searches the region for a child: a list is that of one principal whose hat is worn, and a citizen number is
looked for among the children that this hat may know already. Every function runs in a transaction of
`platform.context.acting`, and raises AuditUnavailableError when the line cannot be written.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children import models
from tandem.children.data import Child, Enrolment, Kind, Opened, Opening, Place, Reason, Residence, Why
from tandem.platform import sealing

MOST = 100  # children in one part of a list


def children_of(
    actor: Actor, *, principal: UUID, why: Why, after: Place | None = None, limit: int = 25
) -> tuple[tuple[Child, ...], Place | None]:
    """The children of one principal by family name, a part at a time; with it the place where the next part begins."""
    rows = models.Access.objects.filter(principal_id=principal)
    if after is not None:
        rows = rows.filter(Q(sort_key__gt=after.sort_key) | Q(sort_key=after.sort_key, child_id__gt=after.child))
    found = list(rows.select_related("child").order_by("sort_key", "child_id")[: min(limit, MOST)])
    children = tuple(_child(row.child) for row in found)
    _note(actor, "list children", why, (child.id for child in children), Kind.IDENTITY)
    return children, Place(found[-1].sort_key, found[-1].child_id) if len(found) == limit else None


def count_of(*, principal: UUID) -> int:
    """How many children this principal has; about nobody in particular, so no line."""
    return models.Access.objects.filter(principal_id=principal).count()


def child(actor: Actor, *, id: UUID, why: Why) -> Child | None:
    """None when there is no such child, and the same when who acts may not know it."""
    row = models.Child.objects.filter(pk=id).first()
    if row is None:
        return None
    _note(actor, "read child", why, [row.id], Kind.IDENTITY)
    return _child(row)


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Full names of children whom who acts may know, for a list; the one who lists them notes the read."""
    rows = models.Child.objects.filter(pk__in=list(ids))
    return {row.id: f"{row.given_name} {row.family_name}" for row in rows}


def residences(actor: Actor, *, id: UUID, why: Why) -> tuple[Residence, ...]:
    """Where the child lived, the oldest first; nothing when the address is secret for who acts."""
    rows = models.Residence.objects.filter(child_id=id).order_by("valid_from")
    found = tuple(Residence(row.municipality_id, row.postcode, row.valid_from, row.valid_until) for row in rows)
    if found:
        _note(actor, "read residence", why, [id], Kind.IDENTITY)
    return found


def born_and_home(actor: Actor, *, id: UUID, why: Why, on: date) -> tuple[date, str] | None:
    """Day of birth, and the postcode of the home on that day: '' when nobody knows it, or it is secret for who acts.

    None when there is no such child, and the same when who acts may not know it.
    """
    homes = models.Residence.objects.filter(child_id=OuterRef("pk"), valid_from__lte=on)
    home = homes.filter(Q(valid_until=None) | Q(valid_until__gt=on)).order_by("-valid_from").values("postcode")[:1]
    rows = models.Child.objects.filter(pk=id).annotate(home=Subquery(home))
    found = rows.values_list("birth_date", "home").first()
    if found is None:
        return None
    _note(actor, "read age and home", why, [id], Kind.IDENTITY)
    return found[0], found[1] or ""


def enrolments(actor: Actor, *, id: UUID, why: Why) -> tuple[Enrolment, ...]:
    """Where the child learned, the oldest first; nothing of another place when the address is secret for safety."""
    rows = models.Enrolment.objects.filter(child_id=id).order_by("valid_from", "id")
    found = tuple(Enrolment(row.location_id, row.valid_from, row.valid_until) for row in rows)
    if found:
        _note(actor, "read enrolments", why, [id], Kind.SCHOOL)
    return found


def school_of(*, id: UUID) -> UUID | None:
    """The own place where the child is enrolled today, the latest first; a decision about who acts, so no line."""
    rows = models.Access.objects.filter(child_id=id, reason=Reason.ENROLLED).order_by("-valid_from", "source")
    return rows.values_list("principal_id", flat=True).first()


def is_known(*, id: UUID) -> bool:
    """Whether who acts may know anything of the child; a decision about who acts, so no line."""
    return models.Access.objects.filter(child_id=id).exists()


def opened_by(*, disclosure: UUID) -> Opened | None:
    """What a disclosure opens for who acts; None when nothing, or no longer."""
    row = models.Access.objects.filter(source=disclosure, reason=Reason.DISCLOSED).first()
    return None if row is None else Opened(row.child_id, Kind(row.kinds), row.guarded)


def openings(*, id: UUID) -> tuple[Opening, ...]:
    """Why who acts may know something of the child today; about who acts, so no line."""
    rows = models.Access.objects.filter(child_id=id).order_by("reason", "valid_from", "source")
    return tuple(
        Opening(
            Reason(row.reason), row.source, row.principal_id, Kind(row.kinds),
            row.valid_from, row.valid_until, row.expires_at,
        )
        for row in rows
    )  # fmt: skip


def citizen_number(actor: Actor, *, id: UUID, why: Why) -> str | None:
    """The BSN, nine digits."""
    row = models.CitizenNumber.objects.filter(child_id=id).first()
    if row is None:
        return None
    _note(actor, "read citizen number", why, [id], Kind.CITIZEN_NUMBER)
    return sealing.unseal(bytes(row.number), sealing.cell("children_bsn", "number", id)).decode()


def child_with_number(actor: Actor, *, number: str, why: Why) -> UUID | None:
    """Which of the children that who acts may know has this BSN."""
    indexes = sealing.blind_indexes(number.encode(), "children_bsn.number")
    found = models.CitizenNumber.objects.filter(number_index__in=indexes).values_list("child_id", flat=True).first()
    if found is not None:
        _note(actor, "find child by citizen number", why, [found], Kind.CITIZEN_NUMBER)
    return found


def protected_address(actor: Actor, *, id: UUID, why: Why) -> str | None:
    row = models.ProtectedAddress.objects.filter(child_id=id).first()
    if row is None:
        return None
    _note(actor, "read protected address", why, [id], Kind.PROTECTED_ADDRESS)
    return sealing.unseal(bytes(row.address), sealing.cell("children_protected_address", "address", id)).decode()


def _child(row: models.Child) -> Child:
    return Child(row.id, row.given_name, row.family_name, row.birth_date)


def _note(actor: Actor, action: str, why: Why, subjects: Iterable[UUID], kind: Kind) -> None:
    audit.record_read(
        actor=actor,
        action=action,
        purpose=why.purpose,
        ground=why.ground,
        subjects=list(subjects),
        kinds=[str(kind.name).lower().replace("_", "-")],
    )
