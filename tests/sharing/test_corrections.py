"""A note is put right beside the old one, by who works in the file; who receives it reads the last version."""

import pytest
from django.db import IntegrityError, transaction
from tests.sharing.files import Files

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.disclosing import actions, queries
from tandem.sharing.disclosing.content import content_of
from tandem.sharing.models import Note
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
