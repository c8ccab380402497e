"""A file that is applied and taken back, on the real database as the app."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.register.administration.made import HEADINGS, as_csv, as_xlsx
from tests.register.people_world import DAY, LONG_AGO, Worker, World, organisation, worker

from tandem.audit.actions import acting_actor
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.platform.spreadsheets.reading import read_sheets
from tandem.register import models
from tandem.register.administration import actions as administration
from tandem.register.administration import invitations, queries
from tandem.register.administration.data import NewFunction, Refused
from tandem.register.bulk import actions
from tandem.register.bulk import queries as bulk
from tandem.register.bulk.data import Effect, Report
from tandem.register.bulk.rules.files import judge_file


@pytest.fixture
def world(owned_database: Cluster, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "today", lambda: DAY)
    world = World()
    models.Organisation.objects.filter(pk=world.location.pk).update(code="99AA00")
    return world


@pytest.fixture
def head(world: World) -> Iterator[Worker]:
    """The administrator of the board acts; the school and its location are below it."""
    head = worker("Marijke", "BEHEER_ORG", world.board, listed=False)
    models.Contact.objects.create(person=head.person, kind="EMAIL", value="marijke@x.example")
    with acting(head.context):
        yield head


def row(given: str, function: str = "IB", **more: str) -> dict[str, str]:
    return {
        "voornaam": given,
        "achternaam": "Nieuw",
        "e-mail": f"{given.lower()}@x.example",
        "organisatie": "De Voorbeeldschool",
        "functie": function,
        **more,
    }


def judged(*rows: dict[str, str], sheet: bool = False) -> Report:
    content = as_xlsx(rows, HEADINGS) if sheet else as_csv(rows)
    return judge_file("mensen.csv", read_sheets(content), bulk.facts(DAY))


LINKED = {"school": "99AA00", "uren per week": "3,5"}


def counts() -> tuple[int, ...]:
    tables = (models.Person, models.Membership, models.SchoolLink, models.Contact, models.ImportRow)
    return tuple(table._default_manager.count() for table in tables)


def test_a_good_file_is_proposed_without_changing_anybody_and_then_applied(head: Worker) -> None:
    before = counts()
    report = judged(row("Noor", **LINKED), row("Bram", "LERAAR"), sheet=True)
    assert report.errors == ()
    batch = actions.propose(by=acting_actor(), report=report)
    assert counts() == before
    assert bulk.plan_of(batch) == report.planned, "what was judged is what will be done"
    actions.apply(by=acting_actor(), batch=batch)
    assert {each.name for each in queries.colleagues(DAY)} >= {"Noor Nieuw", "Bram Nieuw"}
    assert [(link.location_name, str(link.hours)) for link in queries.links(DAY)] == [
        ("De Voorbeeldschool, Gracht", "3.5")
    ]
    assert bulk.plan_of(batch) == (), "the names are no longer kept beside the register"
    found = bulk.batch(batch)
    assert (found.people, found.functions, found.links) == (2, 2, 1)


def test_one_bad_row_leaves_nothing_to_propose(head: Worker) -> None:
    before = counts()
    report = judged(row("Noor"), row("Bram", "Tovenaar"))
    with pytest.raises(Refused):
        actions.propose(by=acting_actor(), report=report)
    assert counts() == before
    assert bulk.batches() == ()


def test_the_same_file_again_changes_nothing(head: Worker) -> None:
    rows = (row("Noor", **LINKED), row("Bram", "LERAAR"))
    actions.apply(by=acting_actor(), batch=actions.propose(by=acting_actor(), report=judged(*rows)))
    again = judged(*rows)
    assert again.errors == ()
    assert not again.changes_something


def test_a_file_cannot_be_applied_twice(head: Worker) -> None:
    batch = actions.propose(by=acting_actor(), report=judged(row("Noor")))
    actions.apply(by=acting_actor(), batch=batch)
    with pytest.raises(Refused, match="al doorgevoerd"):
        actions.apply(by=acting_actor(), batch=batch)
    with pytest.raises(Refused, match="al doorgevoerd"):
        actions.discard(by=acting_actor(), batch=batch)


def test_when_the_world_changed_since_the_dry_run_nothing_is_applied(world: World, head: Worker) -> None:
    """The second row can no longer be done; the first must not stay."""
    iris = {"voornaam": "Iris", "achternaam": "Voorbeeld", "e-mail": "iris@x.example"}
    models.Contact.objects.create(person=world.coordinator.person, kind="EMAIL", value="iris@x.example", sort=1)
    report = judged(row("Noor"), row("Iris", "SCHOOLDIR", **iris))
    assert [planned.effects for planned in report.planned][1] == (Effect.FUNCTION,)
    batch = actions.propose(by=acting_actor(), report=report)
    given = NewFunction(world.school.id, "SCHOOLDIR", DAY)
    administration.give_function(by=acting_actor(), person=world.coordinator.person.id, new=given)
    before = counts()
    with pytest.raises(Refused, match=r"Rij 3.*niets veranderd"):
        actions.apply(by=acting_actor(), batch=batch)
    assert counts() == before
    assert bulk.batch(batch).applied is None


def test_undoing_ends_what_was_added_and_says_what_stays(head: Worker) -> None:
    batch = actions.propose(
        by=acting_actor(), report=judged(row("Noor", **LINKED), row("Bram", "LERAAR"), row("Eva", "IB"))
    )
    actions.apply(by=acting_actor(), batch=batch)
    people = {each.name: each for each in queries.colleagues(DAY)}
    noor, eva = (people[name].functions[0].id for name in ("Noor Nieuw", "Eva Nieuw"))
    invitations.invite(by=acting_actor(), membership=noor, email="noor@x.example")
    administration.end_function(by=acting_actor(), membership=eva, until=DAY, reason="vergissing")
    undone = actions.undo(by=acting_actor(), batch=batch, on=DAY)
    assert (undone.functions, undone.links, undone.invited, undone.changed_since) == (2, 1, 1, 1)
    names = {each.name for each in queries.colleagues(DAY)}
    assert names.isdisjoint({"Noor Nieuw", "Bram Nieuw", "Eva Nieuw"})
    assert queries.links(DAY) == ()
    assert queries.tasks() == (), "what a mistake added is nobody's to take over"
    assert all(found.withdrawn for found in queries.invitations())
    with pytest.raises(Refused, match="al teruggedraaid"):
        actions.undo(by=acting_actor(), batch=batch, on=DAY)
    assert judged(row("Noor", **LINKED)).changes_something, "the file can be brought again"


def test_undoing_leaves_what_was_there_before(world: World, head: Worker) -> None:
    models.Contact.objects.create(person=world.coordinator.person, kind="EMAIL", value="iris@x.example", sort=1)
    iris = row("Iris", organisatie="De Voorbeeldschool, Gracht", **LINKED) | {"achternaam": "Voorbeeld"}
    report = judged(iris)
    assert [planned.effects for planned in report.planned] == [(Effect.LINK,)]
    batch = actions.propose(by=acting_actor(), report=report)
    actions.apply(by=acting_actor(), batch=batch)
    actions.undo(by=acting_actor(), batch=batch, on=DAY)
    held = queries.held_function(world.coordinator.membership.id)
    assert (held.valid_from, held.valid_until) == (LONG_AGO, None)


def test_a_proposal_can_be_thrown_away_and_lapses_after_a_day(head: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = actions.propose(by=acting_actor(), report=judged(row("Noor")))
    actions.discard(by=acting_actor(), batch=batch)
    with pytest.raises(KeyError):
        bulk.batch(batch)
    old = actions.propose(by=acting_actor(), report=judged(row("Noor")))
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    actions.propose(by=acting_actor(), report=judged(row("Noor")))
    with pytest.raises(KeyError):
        bulk.batch(old)


def test_another_administrator_sees_and_does_nothing_with_it(world: World) -> None:
    head = worker("Marijke", "BEHEER_ORG", world.board, listed=False)
    stranger = worker("Okan", "BEHEER_ORG", organisation("LOCAL_TEAM", "Team Elders"), listed=False)
    with acting(head.context):
        batch = actions.propose(by=acting_actor(), report=judged(row("Noor")))
    with acting(stranger.context):
        assert bulk.batches() == ()
        for deed in (actions.apply, actions.discard):
            with pytest.raises(KeyError):
                deed(by=acting_actor(), batch=batch)
    with acting(world.coordinator.context):
        assert models.ImportBatch.objects.count() == 0


def test_the_operator_imports_for_an_organisation_and_nobody_else_as_a_service(world: World) -> None:
    """`tandem register import`: a named service with the reach of one organisation's administrator."""
    reach = Context(
        service="operator", function="BEHEER_ORG", organisation=world.board.id, day=DAY,
        principals=(world.board.id, world.school.id, world.location.id),
    )  # fmt: skip
    with acting(reach):
        actions.apply(by=acting_actor(), batch=actions.propose(by=acting_actor(), report=judged(row("Noor"))))
        assert "Noor Nieuw" in {each.name for each in queries.colleagues(DAY)}
    with acting(Context(service="operator", day=DAY)), pytest.raises(DatabaseError), transaction.atomic():
        models.Person.objects.create(family_name="X", sort_key="x")
