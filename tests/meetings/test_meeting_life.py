"""A meeting from its plan to its minutes: who may do what, what each gets, and what stands on the screen."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.children.pupils import disclose
from tests.meetings.round_table import ALL, NEW, START, RoundTable, seen, texts
from tests.register.people_world import DAY, Worker

from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError, ConflictError
from tandem.children.data import Kind
from tandem.meetings import presenting, queries
from tandem.meetings.actions import agenda, agreements, holding, planning
from tandem.meetings.actions.agenda import Coming
from tandem.meetings.actions.planning import When
from tandem.meetings.actions.step import UnknownMeetingError
from tandem.meetings.data import Ask, Entry, Family, Line, Reason, Sort, Stage, State
from tandem.meetings.definitions import kinds
from tandem.meetings.eyes import eyes_of_invitee
from tandem.meetings.models import Invitee, Item, Meeting
from tandem.meetings.models import Line as Row
from tandem.meetings.rules.screen import lawful_part
from tandem.platform.context import acting


def refused(code: str, who: Worker, act: Callable[[], object]) -> None:
    with acting(who.context), pytest.raises(CannotError) as caught:
        act()
    assert caught.value.code == code


def screen(table: RoundTable, who: Worker | None = None) -> presenting.Table | None:
    with acting((who or table.coordinator).context):
        found = presenting.on_the_table(actor=acting_actor(), id=table.meeting)
    return found[1] if found else None


def test_seven_people_of_five_organisations_each_see_their_own_cases(table: RoundTable) -> None:
    everybody = [table.coordinator, *table.others]
    assert len(everybody) == 7
    assert len({one.membership.organisation_id for one in everybody}) == 5
    cases = {one.person.given_name: {topic.case for topic in seen(one, table.meeting).topics} for one in everybody}  # type: ignore[union-attr]
    both, ada, bo = {table.case_ada, table.case_bo}, {table.case_ada}, {table.case_bo}
    assert cases == {
        "Iris": both, "Hanna": both, "Vera": ada, "Nel": ada, "Loes": ada, "Pim": bo, "Sjoerd": bo,
    }  # fmt: skip
    assert seen(table.colleague, table.meeting) is None, "a colleague who was not invited"
    assert seen(table.my_teacher, table.meeting) is None


def test_parents_are_asked_and_who_leaves_them_out_says_why(table: RoundTable) -> None:
    item = table.item(table.case_ada)
    row = Item.objects.get(pk=item)
    assert (row.parents, row.parents_why, row.pupil, row.pupil_why) == (True, "AUTHORITY_UNKNOWN", False, Ask.YOUNG)
    lead = table.coordinator
    refused("WORDS", lead, lambda: agenda.ask_family(by=acting_actor(), item=item, coming=Coming(False, False)))
    with acting(lead.context):
        agenda.ask_family(by=acting_actor(), item=item, coming=Coming(False, True, "Moeder ligt in het ziekenhuis."))
    row.refresh_from_db()
    assert (row.parents, row.pupil, row.words) == (False, True, "Moeder ligt in het ziekenhuis.")


def test_only_who_leads_it_changes_it_and_only_as_it_stands(table: RoundTable) -> None:
    when, id = When(START + timedelta(days=1), 60), table.meeting
    refused("LEADS", table.far_worker, lambda: planning.move(by=acting_actor(), id=id, when=when, version=1))
    with acting(table.my_teacher.context), pytest.raises(UnknownMeetingError):
        planning.move(by=acting_actor(), id=id, when=when, version=1)
    with acting(table.coordinator.context):
        planning.move(by=acting_actor(), id=id, when=when, version=1)
        with pytest.raises(ConflictError):
            planning.move(by=acting_actor(), id=id, when=when, version=1)
    assert Meeting.objects.get(pk=id).sequence == 1
    with acting(table.head_here.context):  # who leads the school too may call it off
        planning.call_off(by=acting_actor(), id=id, version=2)
    row = Meeting.objects.get(pk=id)
    assert (row.state, row.sequence) == (State.CANCELLED.value, 2)
    assert set(Item.objects.values_list("stage", flat=True)) == {Stage.CARRIED.value}
    refused("STATE", table.coordinator, lambda: holding.begin(by=acting_actor(), id=id, version=3))


def test_who_may_not_plan_and_who_has_no_seat(table: RoundTable) -> None:
    host, when = table.location.id, When(START, 60)

    def plan(kind: str = "SUPPORT_TEAM", moment: When = when) -> Callable[[], object]:
        return lambda: planning.plan(by=acting_actor(), kind=kind, host=host, when=moment, key=uuid4())

    refused("KIND", table.my_teacher, plan())
    refused("KIND", table.coordinator, plan("DESK"))
    refused("PAST", table.coordinator, plan(moment=When(START - timedelta(days=365), 60)))
    refused("VIDEO", table.coordinator, plan(moment=When(START, 60, video="http://ergens.example")))
    council = table.councillor.membership.id
    id, lead = table.meeting, table.coordinator
    refused("GONE", lead, lambda: planning.invite(by=acting_actor(), id=id, memberships=[council]))
    refused("SEAT", lead, lambda: planning.invite(by=acting_actor(), id=id, memberships=[table.policy.membership.id]))


def test_the_same_form_twice_is_one_meeting(table: RoundTable) -> None:
    key = uuid4()
    with acting(table.coordinator.context):
        made = {
            planning.plan(by=acting_actor(), kind="CARE", host=table.location.id, when=When(START, 60), key=key)
            for _ in range(2)
        }
    assert len(made) == 1


def test_no_longer_invited_it_is_not_there(table: RoundTable) -> None:
    with acting(table.coordinator.context):
        planning.take_back(by=acting_actor(), id=table.meeting, invitee=table.invitee(table.nurse))
    assert seen(table.nurse, table.meeting) is None
    planner = table.invitee(table.coordinator)
    take = lambda: planning.take_back(by=acting_actor(), id=table.meeting, invitee=planner)  # noqa: E731
    refused("PLANNER", table.head_here, take)


def held(table: RoundTable) -> None:
    """Both cases are spoken of, with lines of several kinds; the meeting still runs, nothing is on the table."""
    table.begins()
    table.comes_in(*table.others)
    table.takes_up(table.case_ada)
    table.agrees(table.case_ada, "Vera belt moeder.", table.far_worker)
    table.says(table.case_ada, "Ada slaapt slecht.", Kind.CONCERN)
    table.says(table.case_ada, "Er is ruzie thuis.", Kind.FAMILY)
    table.says(table.case_ada, "Ada gaat drie dagen naar school.", Kind.PLAN, Sort.DECISION)
    table.takes_up(table.case_bo)
    table.agrees(table.case_bo, "Pim gaat langs bij Bo.", table.team_worker)


def test_what_was_typed_is_the_minutes_for_each_her_part(table: RoundTable) -> None:
    held(table)
    table.closes()
    call, sleeps, fight, days, visit = (
        "Vera belt moeder.", "Ada slaapt slecht.", "Er is ruzie thuis.", "Ada gaat drie dagen naar school.",
        "Pim gaat langs bij Bo.",
    )  # fmt: skip
    expected = {
        table.coordinator: [call, sleeps, fight, days, visit],
        table.head_here: [call, sleeps, fight, days, visit],
        table.far_worker: [call, sleeps, fight, days],
        table.nurse: [call, sleeps, days],
        table.officer: [sleeps],
        table.team_worker: [visit],
        table.swv: [visit],
        table.colleague: [],
    }
    assert {who.person.given_name: texts(who, table.meeting) for who in expected} == {
        who.person.given_name: lines for who, lines in expected.items()
    }
    assert {row.stage for row in Item.objects.all()} == {Stage.DISCUSSED.value}


def test_the_database_gives_each_exactly_what_the_rule_says(table: RoundTable) -> None:
    """Row security against the rule that the screen goes by: for everybody, byte for byte."""
    held(table)
    kind = kinds()["SUPPORT_TEAM"]
    rows = list(Row.objects.order_by("at", "number", "id"))
    lines = [Line(row.pk, row.case_id, Kind(row.kind)) for row in rows]
    for one in Invitee.objects.all():
        eyes = eyes_of_invitee(one, [table.case_ada, table.case_bo])
        lawful = [line.id for line in lawful_part(lines, kind, eyes)]
        who = next(w for w in (table.coordinator, *table.others) if w.membership.id == one.membership_id)
        with acting(who.context):
            visible = list(Row.objects.order_by("at", "number", "id").values_list("pk", flat=True))
        assert visible == lawful


def test_the_screen_shows_nobody_more_than_her_own_view(table: RoundTable) -> None:
    """Byte by byte: every line on the screen stands in the own view of each who is in the room, with the same words."""
    held(table)
    table.takes_up(table.case_ada)
    at_ada = [table.head_here, table.far_worker, table.nurse, table.officer]
    table.comes_in(table.team_worker, table.swv, present=False)
    shown = []
    for out in ([], [table.officer], [table.officer, table.nurse]):
        table.comes_in(*at_ada)
        table.comes_in(*out, present=False)
        now = screen(table)
        assert now is not None
        assert now.screen.open
        on_it = [line.text.encode() for line in now.screen.lines]
        for who in (table.coordinator, *at_ada):
            if who not in out:
                assert set(on_it) <= {text.encode() for text in texts(who, table.meeting)}
        shown.append(on_it)
    sleeps, call = b"Ada slaapt slecht.", b"Vera belt moeder."
    days, fight = b"Ada gaat drie dagen naar school.", b"Er is ruzie thuis."
    assert shown == [[sleeps], [call, sleeps, days], [call, sleeps, fight, days]]


def test_somebody_who_is_not_at_the_case_empties_the_screen(table: RoundTable) -> None:
    held(table)
    table.takes_up(table.case_ada)
    now = screen(table)
    assert now is not None
    assert (now.screen.open, now.screen.name, now.screen.lines) == (False, "", ())
    assert set(now.leave) == {table.invitee(table.team_worker), table.invitee(table.swv)}
    assert now.kept_off == 4
    assert screen(table, table.far_worker) is None, "the screen is of who leads it"


def test_parents_in_the_room_take_off_what_is_not_for_them(table: RoundTable) -> None:
    held(table)
    table.takes_up(table.case_ada)
    table.comes_in(table.team_worker, table.swv, table.officer, present=False)
    item = table.item(table.case_ada)
    with acting(table.coordinator.context):
        holding.seat_family(by=acting_actor(), item=item, present=True)
    now = screen(table)
    assert now is not None
    assert [line.text for line in now.screen.lines] == ["Vera belt moeder.", "Ada gaat drie dagen naar school."]
    table.takes_up(table.case_bo)
    assert not Item.objects.get(pk=item).family_there, "they leave with their case"


def test_when_consent_goes_the_line_is_gone_on_the_next_request(table: RoundTable) -> None:
    held(table)
    table.takes_up(table.case_ada)
    table.comes_in(table.team_worker, table.swv, table.officer, present=False)
    assert len(texts(table.nurse, table.meeting)) == 3
    table.close_gate(table.gates["nurse", table.case_ada])
    assert texts(table.nurse, table.meeting) == []
    now = screen(table)
    assert now is not None
    assert now.screen.lines == (), "she is in the room"


@pytest.fixture
def on_ada(table: RoundTable) -> RoundTable:
    table.begins()
    table.comes_in(*table.others)
    table.takes_up(table.case_ada)
    return table


def test_what_cannot_be_typed(on_ada: RoundTable) -> None:
    table, lead = on_ada, on_ada.coordinator

    def says(code: str, text: str, kind: Kind = Kind.PLAN, sort: Sort = Sort.NOTE, **more: object) -> None:
        item = table.item(table.case_ada)
        said = holding.Said(sort, kind, text, **more)  # type: ignore[arg-type]
        refused(code, lead, lambda: holding.note(by=acting_actor(), item=item, said=said, key=uuid4()))

    day, officer = DAY + timedelta(days=9), table.invitee(table.officer)
    says("WORDS", "  ")
    says("KIND", "medicijnen", Kind.MEDICAL)
    says("KIND", "twee soorten", Kind.PLAN | Kind.CONCERN)
    says("DUE", "belt", sort=Sort.AGREEMENT, owner=officer)
    says("OWNER", "belt", sort=Sort.AGREEMENT, due=day)
    says("OWNER", "belt", sort=Sort.AGREEMENT, due=day, owner=uuid4())
    says("OWNER_MAY_NOT", "belt", sort=Sort.AGREEMENT, due=day, owner=officer)
    says("OWNER_MAY_NOT", "belt", Kind.CONCERN, Sort.AGREEMENT, due=day, family=Family.PARENTS)
    other = table.item(table.case_bo)
    said = holding.Said(Sort.NOTE, Kind.PLAN, "over Bo")
    refused("TABLE", lead, lambda: holding.note(by=acting_actor(), item=other, said=said, key=uuid4()))
    refused("LEADS", table.far_worker, lambda: holding.note(
        by=acting_actor(), item=table.item(table.case_ada), said=said, key=uuid4()))  # fmt: skip
    assert not Row.objects.exists()


def test_without_a_quorum_it_agrees_and_decides_nothing(on_ada: RoundTable) -> None:
    table = on_ada
    table.comes_in(table.far_worker, table.team_worker, present=False)
    said = holding.Said(Sort.DECISION, Kind.PLAN, "Ada gaat naar de Regenboog.")
    item = table.item(table.case_ada)
    refused("QUORUM", table.coordinator, lambda: holding.note(by=acting_actor(), item=item, said=said, key=uuid4()))
    assert [role.id for role in seen(table.coordinator, table.meeting).quorum.missing] == ["YOUTH_CARE"]  # type: ignore[union-attr]
    table.agrees(table.case_ada, "Iris vraagt het na.", table.coordinator)
    table.comes_in(table.far_worker)
    table.says(table.case_ada, "Ada gaat naar de Regenboog.", sort=Sort.DECISION)


def test_a_double_click_is_one_line_and_a_struck_one_is_no_agreement(on_ada: RoundTable) -> None:
    table, key, item = on_ada, uuid4(), on_ada.item(on_ada.case_ada)
    said = holding.Said(Sort.NOTE, Kind.PLAN, "eenmaal")
    with acting(table.coordinator.context):
        made = {holding.note(by=acting_actor(), item=item, said=said, key=key) for _ in range(2)}
    assert len(made) == 1
    line = table.agrees(table.case_ada, "Vera belt.", table.far_worker)
    with acting(table.coordinator.context):
        holding.strike(by=acting_actor(), line=line)
    assert own(table.far_worker) == []
    assert texts(table.far_worker, table.meeting) == ["eenmaal", "Vera belt."], "it can still be read"


def own(who: Worker, *, given: bool = False, done: bool = False) -> list[str]:
    with acting(who.context):
        return [line.text for line in queries.agreements(actor=acting_actor(), done=done)[given]]


def test_an_agreement_stays_in_sight_until_it_is_done_also_for_who_gave_it(on_ada: RoundTable) -> None:
    table = on_ada
    line = table.agrees(table.case_ada, "Vera belt moeder.", table.far_worker)
    table.says(table.case_ada, "Vader leest voor.", sort=Sort.AGREEMENT, family=Family.PARENTS, due=DAY)
    table.closes()
    assert own(table.far_worker) == ["Vera belt moeder."]
    assert own(table.coordinator, given=True) == ["Vader leest voor.", "Vera belt moeder."]
    refused("OWNER", table.nurse, lambda: agreements.tick_off(by=acting_actor(), line=line))
    with acting(table.swv.context), pytest.raises(UnknownMeetingError):
        agreements.tick_off(by=acting_actor(), line=line)
    with acting(table.far_worker.context):
        agreements.tick_off(by=acting_actor(), line=line)
        agreements.tick_off(by=acting_actor(), line=line)
    assert own(table.far_worker) == []
    assert own(table.coordinator, given=True, done=True) == ["Vera belt moeder."]


def test_the_next_agenda_knows_what_was_agreed_and_what_was_not_reached(on_ada: RoundTable) -> None:
    table = on_ada
    table.agrees(table.case_ada, "Vera belt moeder.", table.far_worker)
    table.closes()
    with acting(table.coordinator.context):
        facts, names = queries.waiting(actor=acting_actor(), kind=kinds()["SUPPORT_TEAM"])
        found = {one.case: one for one in facts}
        again = table.plans(START + timedelta(weeks=6))
        planning.invite(by=acting_actor(), id=again, memberships=[table.far_worker.membership.id])
        agenda.put_on(by=acting_actor(), id=again, entries=[Entry(table.case_ada, (Reason.AGREEMENT,), 10)])
    assert names[table.case_bo] == "Bo Proefkind"
    assert found[table.case_bo].carried_over
    assert not found[table.case_ada].carried_over
    assert found[table.case_ada].discussed is not None
    assert found[table.case_ada].agreements == (DAY + timedelta(days=30),)
    next_one = seen(table.far_worker, again)
    assert next_one is not None
    assert [line.text for line in next_one.topics[0].earlier] == ["Vera belt moeder."]


def test_who_may_only_know_of_a_case_gets_none_of_it(table: RoundTable) -> None:
    """A nurse who may know that there is a case for Bo: not its place on the agenda, nor a line."""
    disclose(table.nurse.membership.organisation_id, table.bo, ALL)
    held(table)
    assert {topic.case for topic in seen(table.nurse, table.meeting).topics} == {table.case_ada}  # type: ignore[union-attr]


def test_what_was_spoken_of_stays_on_the_agenda(on_ada: RoundTable) -> None:
    table = on_ada
    spoken, other = table.item(table.case_ada), table.item(table.case_bo)
    refused("SPOKEN", table.coordinator, lambda: agenda.take_off(by=acting_actor(), item=spoken))
    with acting(table.coordinator.context):
        agenda.take_off(by=acting_actor(), item=other)
        agenda.put_on(by=acting_actor(), id=table.meeting, entries=[Entry(table.case_ada, NEW, 15)])
    assert [row.case_id for row in Item.objects.all()] == [table.case_ada]


def test_a_case_of_which_who_leads_has_no_part_cannot_come_on(table: RoundTable) -> None:
    with acting(table.coordinator.context), pytest.raises(UnknownMeetingError):
        agenda.put_on(by=acting_actor(), id=table.meeting, entries=[Entry(UUID(int=1), NEW, 15)])


def test_two_cases_are_never_on_the_table_at_once(on_ada: RoundTable) -> None:
    table = on_ada
    table.takes_up(table.case_bo)
    stages = dict(Item.objects.values_list("case_id", "stage"))
    assert stages == {table.case_ada: Stage.DISCUSSED.value, table.case_bo: Stage.WAITING.value}
    with acting(table.coordinator.context):
        holding.put_down(by=acting_actor(), item=table.item(table.case_bo))
    assert screen(table) is None
