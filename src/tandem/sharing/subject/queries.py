"""Reads of requests: those of who acts, and the file of one. Each read of a file writes its line first."""

import json
from typing import Any
from uuid import UUID

from django.db import connection

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children.data import Kind, Why
from tandem.platform import context, sealing
from tandem.sharing.subject import models, reading, rules
from tandem.sharing.subject.data import Asker, Request, Section

WHY = Why("subject-request", "15")


def cell(request: UUID) -> str:
    """For which cell a file is sealed."""
    return sealing.cell("sharing_subject_request", "document", request)


def requests() -> tuple[Request, ...]:
    """What who acts compiles or may review, the newest first."""
    return tuple(_request(row) for row in models.SubjectRequest.objects.order_by("-compiled_at"))


def request(id: UUID) -> Request | None:
    row = models.SubjectRequest.objects.filter(pk=id).first()
    return _request(row) if row else None


def sections(actor: Actor, *, request: UUID) -> tuple[Section, ...]:
    """What is held now, to be compiled; only for who compiles."""
    child = models.SubjectRequest.objects.get(pk=request).child_id
    with connection.cursor() as cursor:
        cursor.execute("select sharing_subject_rows(%s)", [request])
        (rows,) = cursor.fetchone()
    rows = json.loads(rows) if isinstance(rows, str) else rows
    corrected = {note["corrects"] for note in rows.get("sharing_note", ())}
    for note in rows.get("sharing_note", ()):
        note["corrected"] = note["id"] in corrected
        note["kind_name"] = str(Kind(note["kind"]).name).lower()
    _note(actor, "compile file", child, sorted(name for name, found in rows.items() if found))
    guarded = any(row["level"] == 2 for row in rows.get("children_protected_address", ()))
    return rules.sections(reading.tables(), rows, guarded, reading.words())


def document(actor: Actor, *, request: UUID) -> dict[str, Any] | None:
    """The compiled file; None when there is none (any more) for who acts."""
    row = models.SubjectRequest.objects.filter(pk=request, document__isnull=False).first()
    if row is None or row.document is None:
        return None
    _note(actor, "read file", row.child_id, ["file"])
    found: dict[str, Any] = json.loads(sealing.unseal(bytes(row.document), cell(request)))
    return found


def is_own(request: Request) -> bool:
    """Whether who acts compiled it, so that somebody else must release it."""
    return request.compiled_by == context.current().person


def _note(actor: Actor, action: str, child: UUID, kinds: list[str]) -> None:
    audit.record_read(
        actor=actor, action=action, purpose=WHY.purpose, ground=WHY.ground, subjects=[child], kinds=kinds or ["none"]
    )


def _request(row: models.SubjectRequest) -> Request:
    return Request(
        id=row.id,
        asker=Asker(row.asker),
        asked_on=row.asked_on,
        due_on=row.due_on,
        compiled_by=row.compiled_by,
        compiled_at=row.compiled_at,
        reviewed_by=row.reviewed_by,
        released_at=row.released_at,
        expires_at=row.expires_at,
    )
