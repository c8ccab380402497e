"""Reads of disclosures. Who gave sees what her file gave; who received sees what holds today."""

from datetime import date
from uuid import UUID

from django.db import connection

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children import queries as children
from tandem.children.data import Kind, Why
from tandem.register import organisations
from tandem.sharing import models
from tandem.sharing.consenting.data import Receiver
from tandem.sharing.disclosing.data import Disclosure, Look, NoteShown, Notice, StepDone
from tandem.sharing.records import Ending, Told

WHY = Why("account-for-sharing", "6(1)(c)")


def disclosure(id: UUID) -> Disclosure | None:
    """One by its id, without the child's name. For a decision; a page calls `given` or `received`."""
    row = models.Disclosure.objects.filter(pk=id).first()
    return None if row is None else next(iter(_disclosures([row], {})))


def given(actor: Actor, *, child: UUID | None = None) -> tuple[Disclosure, ...]:
    """What the files of who acts gave, also what ended, the latest first; of one child or of all."""
    rows = models.Disclosure.objects.filter(file_id__in=_files())
    if child is not None:
        rows = rows.filter(child_id=child)
    return _named(actor, "list given disclosures", list(rows.order_by("-recorded_at")[:200]))


def received(actor: Actor) -> tuple[Disclosure, ...]:
    """What holds today for who acts, the latest first."""
    rows = models.Disclosure.objects.exclude(file_id__in=_files()).order_by("-recorded_at")[:200]
    return _named(actor, "list received disclosures", list(rows))


def steps_of(id: UUID) -> tuple[StepDone, ...]:
    rows = models.Step.objects.filter(disclosure_id=id).order_by("done_at", "code")
    return tuple(StepDone(row.code, row.evidence, row.done_at) for row in rows)


def reason_of(id: UUID) -> str:
    """Why it was shared although the rule says no; '' when it was not, and for who did not give it."""
    found = models.Disclosure.objects.filter(pk=id).values_list("override__reason", flat=True).first()
    return found or ""


def looks_at(id: UUID) -> tuple[Look, ...]:
    """Who looked at what was disclosed, the latest first, without names; nothing for who did not give it."""
    with connection.cursor() as cursor:
        cursor.execute("select seen_at, organisation, function, purpose, kinds from sharing_seen(%s)", [id])
        rows = cursor.fetchall()
    names = organisations.briefs(place for _, place, *_ in rows if place)
    return tuple(
        Look(at, names[place].name if place in names else "", function, purpose, tuple(kinds))
        for at, place, function, purpose, kinds in rows
    )


def notes_of(actor: Actor, *, child: UUID, file: UUID) -> tuple[tuple[Kind, NoteShown], ...]:
    """What the own file says, the latest first, also what was put right since."""
    rows = list(models.Note.objects.filter(child_id=child, file_id=file).order_by("-recorded_at", "id")[:200])
    corrected = {row.corrects for row in rows}
    found = tuple(
        (Kind(row.kind), NoteShown(row.recorded_at, row.function, row.text, row.id, row.id in corrected))
        for row in rows
    )
    if found:
        kinds = sorted({str(kind.name).lower().replace("_", "-") for kind, _ in found})
        audit.record_read(
            actor=actor, action="read notes", purpose="work-in-file", ground="6(1)(e)", subjects=[child], kinds=kinds
        )
    return found


def own_note(actor: Actor, *, id: UUID) -> tuple[UUID, Kind, NoteShown] | None:
    """The child, the kind and what it says; None for a note of another's file, and for one that was put right."""
    row = models.Note.objects.filter(pk=id, file_id__in=_files()).first()
    if row is None or models.Note.objects.filter(corrects=id).exists():
        return None
    kind = Kind(row.kind)
    audit.record_read(
        actor=actor,
        action="read note",
        purpose="work-in-file",
        ground="6(1)(e)",
        subjects=[row.child_id],
        kinds=[str(kind.name).lower().replace("_", "-")],
    )
    return row.child_id, kind, NoteShown(row.recorded_at, row.function, row.text, row.id)


def functions_at(place: UUID) -> tuple[str, ...]:
    """The functions that somebody holds there today, by their code."""
    with connection.cursor() as cursor:
        cursor.execute("select function from sharing_hats_at(%s, null)", [place])
        return tuple(function for (function,) in cursor.fetchall())


def notices() -> tuple[Notice, ...]:
    """What who acts must hear and has not put away, the latest first: codes and dates only."""
    rows = models.Notice.objects.filter(done_on=None).order_by("-created_on", "id")[:100]
    return tuple(
        Notice(row.id, row.disclosure_id, row.file_id is not None, _code(row.code), row.created_on, row.due_on)
        for row in rows
    )


def corrected_on(id: UUID) -> date | None:
    """When something in what was received was last put right; codes and dates only."""
    rows = models.Notice.objects.filter(disclosure_id=id, code=Told.CORRECTED.value, file_id=None)
    return rows.order_by("-created_on").values_list("created_on", flat=True).first()


def is_paused(id: UUID) -> bool:
    """Whether it stands still while an objection is weighed; for who gave it."""
    with connection.cursor() as cursor:
        cursor.execute("select sharing_stands_still(%s)", [id])
        return bool(cursor.fetchone()[0])


def _code(code: str) -> Ending | Told:
    return Told(code) if code in set(Told) else Ending(code)


def _files() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select sharing_files()")
        return list(cursor.fetchone()[0])


def _named(actor: Actor, action: str, rows: list[models.Disclosure]) -> tuple[Disclosure, ...]:
    """With the name of each child that who acts may know; the line of the read names them all."""
    names = children.names_of(row.child_id for row in rows)
    found = _disclosures(rows, names)
    if found:
        audit.record_read(
            actor=actor,
            action=action,
            purpose=WHY.purpose,
            ground=WHY.ground,
            subjects=sorted({row.child_id for row in rows}),
            kinds=["identity"],
        )
    return found


def _disclosures(rows: list[models.Disclosure], names: dict[UUID, str]) -> tuple[Disclosure, ...]:
    places = organisations.briefs(
        {place for row in rows for place in (row.organisation_id, row.receiver_organisation_id)}
    )
    return tuple(
        Disclosure(
            id=row.id,
            child=row.child_id,
            child_name=names.get(row.child_id, ""),
            file=row.file_id,
            organisation=row.organisation_id,
            organisation_name=places[row.organisation_id].name,
            function=row.function,
            receiver=Receiver(row.receiver_organisation_id, row.receiver_function, row.receiver_membership),
            receiver_name=places[row.receiver_organisation_id].name,
            kinds=Kind(row.kinds),
            purpose=row.purpose,
            rule=row.rule,
            rule_version=row.rule_version,
            verdict=row.verdict,
            gate_processing=row.gate_processing,
            gate_secrecy=row.gate_secrecy,
            needs_consent=row.needs_consent or row.needs_release,
            overridden=row.override_id is not None,
            as_of=row.as_of,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            ended_on=row.ended_on,
            ended_reason=Ending(row.ended_reason) if row.ended_reason else None,
        )
        for row in rows
    )


def is_own(id: UUID) -> bool:
    """Whether it was given from a file in which who acts works."""
    return models.Disclosure.objects.filter(pk=id, file_id__in=_files()).exists()
