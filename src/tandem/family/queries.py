"""Reads of the window. Each writes the line of the read before it returns, and gives only what row security shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children import queries as children
from tandem.children.data import Child, Kind, Reason, Why
from tandem.children.models import Access
from tandem.family import models
from tandem.family.data import (
    WAITS,
    Asked,
    Audience,
    Capacity,
    Held,
    Look,
    Release,
    Sort,
    Taking,
    Track,
    Voice,
    Window,
    Word,
)
from tandem.family.rules import Standing, shut
from tandem.platform import clock
from tandem.register import organisations
from tandem.sharing.compartment.scanning import readable
from tandem.sharing.consenting.data import Consent
from tandem.sharing.consenting.queries import consents_said

WHY = Why("family-window", "15")  # of the family itself: its right of access (AVG 15)
WORK = Why("family-window", "6(1)(e)")  # of who works on the case


@dataclass(frozen=True, slots=True)
class Whole:
    """An open window: what stands in it. Of one that is shut there is only the `Window`."""

    window: Window
    child: Child
    track: Track
    releases: tuple[Release, ...]
    words: tuple[Word, ...]  # her own
    choice: bool | None  # the young person's last word about her parents; None before she said one


def held_by(account: UUID) -> tuple[UUID, ...]:
    """The windows of an account, open or not. Acts as the service sign-in, to say in whose name it goes on."""
    return tuple(models.Window.objects.filter(account_id=account, closed=None).values_list("id", flat=True))


def mine() -> tuple[Window, ...]:
    """The own windows, those that show something first. Shows nothing about a child yet, so no line."""
    found = [_window(row) for row in models.Window.objects.order_by("invited", "id")]
    return tuple(sorted(found, key=lambda one: one.shut is not None))


def window(*, id: UUID) -> Window | None:
    """None when it is not there for who acts. Shows nothing about a child, so no line."""
    row = models.Window.objects.filter(pk=id).first()
    return _window(row) if row else None


def opened(actor: Actor, *, id: UUID) -> Whole | None:
    """What stands in an own window; None when it is not there or shows nothing today."""
    row = models.Window.objects.filter(pk=id).first()
    found = _window(row) if row else None
    track = _track(id) if found and found.shut is None else None
    about = children.child(actor, id=found.child, why=WHY) if found and track else None
    if found is None or track is None or about is None:
        return None
    _note(actor, "read family window", found.child, WHY)
    choice = None
    if found.capacity is Capacity.YOUNG:
        choice = (
            models.Choice.objects.filter(case_id=found.case)
            .order_by("-number")
            .values_list("agrees", flat=True)
            .first()
        )
    words = tuple(
        _word(row) for row in models.Word.objects.filter(window_id=id).select_related("window").order_by("-said")
    )
    return Whole(found, about, track, _releases(found.case), words, choice)


def looks(actor: Actor, *, id: UUID) -> tuple[Look, ...]:
    """Who of the professionals looked, the latest first, by day; () when the window shows nothing today."""
    rows = _asked("select * from family_who_saw(%s)", id)
    row = models.Window.objects.filter(pk=id).first() if rows else None
    if row is not None:
        _note(actor, "read who saw", row.child_id, WHY)
    names = _names(rows, 2)
    return tuple(
        Look(day, times, names.get(place, ""), function, purpose) for day, times, place, function, purpose in rows
    )


def windows_of(actor: Actor, *, case: UUID) -> tuple[Window, ...]:
    """All windows on a case that are not closed, for who works on it."""
    rows = list(models.Window.objects.filter(case_id=case, closed=None).order_by("invited", "id"))
    if rows:
        _note(actor, "read windows", rows[0].child_id, WORK)
    return tuple(_window(row) for row in rows)


def releases_of(actor: Actor, *, case: UUID) -> tuple[Release, ...]:
    """Everything that was let out, the latest first, also what was taken back; for who works on the case."""
    child = models.Release.objects.filter(case_id=case).values_list("child_id", flat=True).first()
    if child is None:
        return ()
    _note(actor, "read releases", child, WORK)
    return _releases(case)


def askings(actor: Actor, *, window: UUID) -> tuple[Asked, ...]:
    """What is asked in an own window and has no answer yet."""
    rows = list(models.Asking.objects.filter(window_id=window, answered=None).order_by("asked", "id"))
    if rows:
        _note(actor, "read asked consent", rows[0].child_id, WHY)
    return _asked_consents(rows)


def asking(actor: Actor, *, id: UUID) -> Asked | None:
    """None when it is not there for who acts, or was answered."""
    rows = list(models.Asking.objects.filter(pk=id, answered=None))
    if rows:
        _note(actor, "read asked consent", rows[0].child_id, WHY)
    return next(iter(_asked_consents(rows)), None)


def _asked_consents(rows: list[models.Asking]) -> tuple[Asked, ...]:
    names = {} if _hides_places(rows) else _places_of(rows)
    return tuple(
        Asked(
            one.pk,
            one.window_id,
            names.get(one.organisation_id, ""),
            names.get(one.receiver_organisation_id, ""),
            one.receiver_function,
            one.purpose,
            Kind(one.kinds),
            one.asked,
        )
        for one in rows
    )


def _places_of(rows: Iterable[models.Asking]) -> dict[UUID, str]:
    return _names([(key,) for one in rows for key in (one.organisation_id, one.receiver_organisation_id)], 0)


def hides_places(child: UUID) -> bool:
    """Whether a name of an organisation could tell where the child is, for who looks in."""
    return Access.objects.filter(child_id=child, reason=Reason.FAMILY.value, guarded=True).exists()


def _hides_places(rows: list[models.Asking]) -> bool:
    return bool(rows) and hides_places(rows[0].child_id)


def said_consents(actor: Actor, *, window: Window) -> tuple[Consent, ...]:
    """What she said herself, in the window and elsewhere, the latest first."""
    found = consents_said(window.child)
    if found:
        _note(actor, "read consents", window.child, WHY)
    return found


def window_to_ask(*, child: UUID, authority: UUID | None) -> UUID | None:
    """The open window of this giver, in which a professional can ask; None without one. No line: a key."""
    rows = models.Window.objects.filter(child_id=child, authority_id=authority, closed=None, account_id__isnull=False)
    return next((row.pk for row in rows.order_by("invited", "id") if _window(row).shut is None), None)


def words_of(actor: Actor, *, case: UUID) -> tuple[Word, ...]:
    """What the family said on a case, what waits for an answer first; for who works on it.

    What leads to a secret address is struck out: who wrote it may not hear that it is one, nor who reads know it.
    """
    rows = list(models.Word.objects.filter(case_id=case).select_related("window").order_by("-said", "id"))
    if not rows:
        return ()
    _note(actor, "read words of family", rows[0].child_id, WORK)
    found = [replace(_word(row), text=readable(row.text, row.child_id)) for row in rows]
    return tuple(sorted(found, key=lambda one: not one.waits))


def word(actor: Actor, *, id: UUID) -> tuple[Word, UUID] | None:
    """With its case; None when it is not there for who acts."""
    row = models.Word.objects.filter(pk=id).select_related("window").first()
    if row is None:
        return None
    _note(actor, "read words of family", row.child_id, WORK)
    return replace(_word(row), text=readable(row.text, row.child_id)), row.case_id


def waiting(*, case: UUID) -> int:
    """How much of the family waits for an answer or for somebody to look, on this case. A count, so no line."""
    words = models.Word.objects.filter(case_id=case, answered=None, voice__in=[one.value for one in WAITS])
    held = models.Window.objects.filter(case_id=case, closed=None, held__isnull=False)
    return words.count() + held.exists()


def release(actor: Actor, *, id: UUID) -> tuple[Release, UUID] | None:
    """With its case; None when it is not there for who acts."""
    row = models.Release.objects.filter(pk=id).first()
    if row is None:
        return None
    _note(actor, "read releases", row.child_id, WORK)
    return _release(row), row.case_id


def _releases(case: UUID) -> tuple[Release, ...]:
    return tuple(_release(row) for row in models.Release.objects.filter(case_id=case).order_by("-released", "id"))


def _release(row: models.Release) -> Release:
    return Release(
        row.id,
        Sort(row.sort),
        Audience(row.audience),
        row.title,
        row.text,
        row.organisation_id,
        row.function,
        row.released,
        row.withdrawn,
        row.why_withdrawn,
    )


def _word(row: models.Word) -> Word:
    return Word(
        row.pk,
        row.window_id,
        Voice(row.voice),
        row.text,
        row.said,
        Capacity(row.window.capacity),
        row.window.name,
        row.answer,
        row.answered,
        row.function,
    )


def _window(row: models.Window) -> Window:
    born, authority, contested, agreed = _asked("select * from family_standing(%s)", row.pk)[0]
    standing = Standing(
        capacity=Capacity(row.capacity),
        born=born,
        accepted=row.account_id is not None,
        closed=row.closed is not None,
        valid_until=row.valid_until,
        held=row.held is not None,
        authority=authority,
        contested=contested,
        agreed=agreed,
    )
    return Window(
        id=row.pk,
        case=row.case_id,
        child=row.child_id,
        capacity=standing.capacity,
        name=row.name,
        accepted=row.accepted,
        invited=row.invited,
        code_until=row.code_until,
        valid_until=row.valid_until,
        held=Held(row.held_why) if row.held_why else None,
        shut=shut(standing, clock.today()),
        organisation=row.organisation_id,
        function=row.function,
    )


def _track(id: UUID) -> Track | None:
    found = _asked("select * from family_track(%s)", id)
    if not found:
        return None
    state, since, begun, holder, offered = found[0]
    people = _asked("select * from family_involved(%s)", id)
    names = _names([*people, (holder,)], 0)
    return Track(
        state,
        since,
        begun,
        names.get(holder, ""),
        offered,
        tuple(Taking(names.get(place, ""), function, at, directs) for place, function, at, directs in people),
    )


def _asked(statement: str, id: UUID) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [id])
        return list(cursor.fetchall())


def _names(rows: Iterable[tuple[Any, ...]], column: int) -> dict[UUID, str]:
    found = organisations.briefs({row[column] for row in rows if row[column] is not None})
    return {key: one.name for key, one in found.items()}


def _note(actor: Actor, action: str, child: UUID, why: Why) -> None:
    audit.record_read(
        actor=actor, action=action, purpose=why.purpose, ground=why.ground, subjects=[child], kinds=["concern", "plan"]
    )
