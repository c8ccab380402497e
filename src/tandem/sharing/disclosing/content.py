"""What one disclosure shows, asked of the database as who looks. The preview and the receiver's page are both this."""

from uuid import UUID

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children import queries as children
from tandem.children.data import Child, Kind, Opened, Why
from tandem.register import organisations
from tandem.sharing import models
from tandem.sharing.disclosing.data import Content, Disclosure, NoteShown, PlaceShown
from tandem.sharing.disclosing.queries import disclosure
from tandem.sharing.records import FACTS


def content_of(actor: Actor, *, id: UUID) -> Content | None:
    """None when the disclosure opens nothing for who acts: it is not hers, it ended, or was never there."""
    opened = children.opened_by(disclosure=id)
    row = None if opened is None else disclosure(id)
    if opened is None or row is None:
        return None
    names = [kind.name.lower().replace("_", "-") for kind in Kind if kind in opened.kinds and kind.name]
    audit.record_read(
        actor=actor,
        action="read disclosure",
        purpose=row.purpose,
        ground=row.ground,
        subjects=[opened.child],
        kinds=names,
    )
    return _content(actor, opened, row)


def _content(actor: Actor, opened: Opened, row: Disclosure) -> Content:
    why, place_is_open = Why(row.purpose, row.ground), not opened.guarded or Kind.PROTECTED_ADDRESS in opened.kinds
    about: Child | None = None
    residences: tuple[PlaceShown, ...] = ()
    enrolments: tuple[PlaceShown, ...] = ()
    if Kind.IDENTITY in opened.kinds:
        about = children.child(actor, id=opened.child, why=why)
        residences = _residences(actor, opened.child, why) if place_is_open else ()
    if Kind.SCHOOL in opened.kinds and place_is_open:
        enrolments = _enrolments(actor, opened.child, why)
    number = children.citizen_number(actor, id=opened.child, why=why) if Kind.CITIZEN_NUMBER in opened.kinds else None
    return Content(
        kinds=opened.kinds,
        name=f"{about.given_name} {about.family_name}" if about else "",
        birth_date=about.birth_date if about else None,
        residences=residences,
        enrolments=enrolments,
        citizen_number=number or "",
        notes=_notes(opened, row),
    )


def _residences(actor: Actor, child: UUID, why: Why) -> tuple[PlaceShown, ...]:
    found = children.residences(actor, id=child, why=why)
    names = organisations.briefs(one.municipality for one in found)
    return tuple(
        PlaceShown(names[one.municipality].name, one.postcode, one.valid_from, one.valid_until) for one in found
    )


def _enrolments(actor: Actor, child: UUID, why: Why) -> tuple[PlaceShown, ...]:
    found = children.enrolments(actor, id=child, why=why)
    names = organisations.briefs(one.location for one in found)
    return tuple(PlaceShown(names[one.location].name, "", one.valid_from, one.valid_until) for one in found)


def _notes(opened: Opened, row: Disclosure) -> tuple[tuple[Kind, tuple[NoteShown, ...]], ...]:
    """Of the file that was disclosed, per kind, the oldest first; kinds without a note too: nothing was written."""
    kinds = [kind for kind in Kind if kind in opened.kinds and kind not in FACTS]
    rows = models.Note.objects.filter(
        child_id=opened.child, file_id=row.file, kind__in=[kind.value for kind in kinds], recorded_at__lte=row.as_of
    ).order_by("recorded_at", "id")
    put_right = {note.corrects for note in rows}  # who receives reads the last version
    shown = [
        (Kind(note.kind), NoteShown(note.recorded_at, note.function, note.text))
        for note in rows
        if note.id not in put_right
    ]
    return tuple((kind, tuple(note for of, note in shown if of is kind)) for kind in kinds)
