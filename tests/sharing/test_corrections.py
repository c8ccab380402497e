"""A note is put right beside the old one, by who works in the file; who receives it reads the last version."""

from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from tests.register.people_world import DAY, with_account
from tests.sharing.files import Files

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.identity.models import Account
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.disclosing import actions, queries
from tandem.sharing.disclosing.content import content_of
from tandem.sharing.models import Note, Notice
from tandem.sharing.records import Told
from tandem.sharing.writing import written_by

NEW = "Verzonnen: het was een ander kind."


@pytest.fixture
def files(owned_database_once: Cluster) -> Files:
    return Files()


def test_both_versions_stay_and_say_which_is_which(files: Files) -> None:
    with acting(files.second.context):
        assert actions.correct_note(by=acting_actor(), note=files.notes[Kind.CONCERN], text=NEW)
        found = queries.notes_of(acting_actor(), child=files.bo.id, file=files.file)
        assert actions.correct_note(by=acting_actor(), note=files.notes[Kind.CONCERN], text="nog eens") is None
        assert queries.own_note(acting_actor(), id=files.notes[Kind.CONCERN]) is None
    said = [(note.text, note.corrected, note.function) for kind, note in found if kind is Kind.CONCERN]
    assert said == [(NEW, False, "IB"), ("Verzonnen concern", True, "IB")]


def test_who_receives_reads_what_was_right_when_it_was_shared(files: Files) -> None:
    files.consented()
    before = files.disclose()
    with acting(files.coordinator.context):
        actions.correct_note(by=acting_actor(), note=files.notes[Kind.CONCERN], text=NEW)
    after = files.disclose()
    with acting(files.consultant.context):
        old, new = content_of(acting_actor(), id=before), content_of(acting_actor(), id=after)
    assert old is not None
    assert new is not None
    assert [note.text for _, notes in new.notes for note in notes] == [NEW]
    assert "Verzonnen concern" in [note.text for _, notes in old.notes for note in notes]


def told(code: str) -> dict[UUID, str]:
    """Which disclosure, and for whom."""
    return {row.disclosure_id: row.function for row in Notice.objects.filter(code=code, file_id=None)}


def test_everybody_who_was_shown_it_hears_that_it_was_put_right(files: Files) -> None:
    files.consented()
    running = files.disclose()
    family = files.task(kinds=Kind.FAMILY.value)
    ended = files.task(kinds=Kind.CONCERN.value, receiver_function="LT_HULP")
    later = files.note(files.coordinator, Kind.CONCERN)
    with acting(files.coordinator.context):
        assert actions.withdraw(by=acting_actor(), disclosure=ended, on=DAY)
        first = actions.correct_note(by=acting_actor(), note=files.notes[Kind.CONCERN], text=NEW)
        assert first
    assert told("CORRECTED") == {running: "LT_TOEGANG", ended: "LT_HULP"}, "also who may no longer see it"
    assert family not in told("CORRECTED"), "of another kind"
    with acting(files.coordinator.context):
        assert actions.correct_note(by=acting_actor(), note=later, text=NEW)
        assert actions.correct_note(by=acting_actor(), note=first, text="Verzonnen: en nu goed.")
    assert Notice.objects.filter(code="CORRECTED").count() == 2, "not what came later, and who has not read it yet once"
    with acting(files.consultant.context):
        (notice,) = [one for one in queries.notices() if one.code is Told.CORRECTED]
        assert notice.disclosure == running
        assert queries.corrected_on(running) == DAY
        assert actions.finish_notice(by=acting_actor(), notice=notice.id, on=DAY)
    (last,) = Note.objects.filter(text="Verzonnen: en nu goed.")
    with acting(files.coordinator.context):
        assert actions.correct_note(by=acting_actor(), note=last.id, text="Verzonnen: toch anders.")
    assert Notice.objects.filter(code="CORRECTED", disclosure=running).count() == 2, "who read it hears the next one"


def test_it_is_mailed_without_a_word(files: Files) -> None:
    files.consented()
    files.disclose()
    account, mail = with_account(files.consultant), "tom@voorbeeld.example"
    Account.objects.create(id=account, email=mail, email_key=mail, created=clock.now())
    with acting(files.coordinator.context):
        assert actions.correct_note(by=acting_actor(), note=files.notes[Kind.CONCERN], text=NEW)
    with acting(Context(service="sharing-clock", day=DAY)), connection.cursor() as cursor:
        cursor.execute("select email, notices from sharing_addresses_to_tell()")
        assert cursor.fetchall() == [(mail, 1)]


def test_nobody_else_puts_it_right(files: Files) -> None:
    files.consented()
    files.disclose()
    for who in (files.consultant, files.other_coordinator, files.teacher, files.ended_coordinator):
        with acting(who.context):
            assert queries.own_note(acting_actor(), id=files.notes[Kind.CONCERN]) is None
            assert actions.correct_note(by=acting_actor(), note=files.notes[Kind.CONCERN], text=NEW) is None


@pytest.mark.parametrize("other", ["kind", "child", "nothing"])
def test_a_correction_is_of_a_note_of_the_same_child_file_and_kind(files: Files, other: str) -> None:
    target = files.notes[Kind.FAMILY] if other == "kind" else files.notes[Kind.CONCERN]
    about = files.ada.id if other == "child" else files.bo.id
    corrects = files.bo.id if other == "nothing" else target
    with pytest.raises(IntegrityError, match="same file"), transaction.atomic(), acting(files.coordinator.context):
        Note.objects.create(
            **written_by(acting_actor(), about, files.file), kind=Kind.CONCERN.value, text=NEW, corrects=corrects
        )
