"""Break-glass: who may, what it opens and for how long, and that somebody else judges it. Asked as the app."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.register.people_world import DAY, Worker, organisation, with_account, worker
from tests.sharing.files import Files

from tandem.audit.actions import acting_actor
from tandem.audit.data import AuditUnavailableError
from tandem.children import actions as children
from tandem.children import queries as reading
from tandem.children.data import Kind, Protection
from tandem.children.models import Access, Child, CitizenNumber, Enrolment, ProtectedAddress, Residence
from tandem.identity.models import Account
from tandem.platform import clock, sealing
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.platform.terms.definitions import calendar
from tandem.register.models import Membership
from tandem.sharing.breakglass import actions, jobs, queries, rules
from tandem.sharing.breakglass.data import Blocked, Category, Judgement, NamedChild, Use
from tandem.sharing.breakglass.models import BreakGlass
from tandem.sharing.models import Note
from tandem.sharing.writing import written_by

REASON = "Buurvrouw belt: het kind staat alleen op straat, ouders onbereikbaar."
NUMBER = "111222333"
NOW = datetime.combine(DAY, datetime.min.time(), UTC) + timedelta(hours=12)


class Scene(Files):
    """Gus goes to another school; nobody at the team knows him."""

    def __init__(self) -> None:
        super().__init__()
        self.lead = worker("Petra", "TEAMLEIDER", self.team)
        self.officer = worker("Frida", "FG", self.municipality)
        self.other_team = organisation("LOCAL_TEAM", "Elders", organisation("MUNICIPALITY", "Elders"))
        self.other_lead = worker("Piet", "TEAMLEIDER", self.other_team)
        with acting(self.other_coordinator.context):
            children.set_citizen_number(by=acting_actor(), child=self.elsewhere.id, number=NUMBER)
        self.their_note = self.note(self.other_coordinator, Kind.MEDICAL, self.elsewhere)

    @property
    def gus(self) -> UUID:
        return self.elsewhere.id

    @property
    def by_name(self) -> NamedChild:
        one = self.elsewhere
        return NamedChild("", one.given_name, one.family_name, one.birth_date, self.other_location.id)


@pytest.fixture
def scene(owned_database_once: Cluster, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(jobs.tell_who_judges.task, "defer", lambda **_: None)
    return Scene()


def begin(scene: Scene, who: Worker | None = None, named: NamedChild | None = None, reason: str = REASON) -> UUID:
    with acting((who or scene.helper).context):
        return actions.begin(
            by=acting_actor(), category=Category.ACUTE_DANGER, reason=reason, named=named or NamedChild(NUMBER)
        )


def refused(
    act: Callable[[], object], words: str = "glass stays whole|row-level security|permission denied|not to be disclosed"
) -> bool:
    with transaction.atomic(), pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()
    return True


def seen(who: Worker) -> dict[str, bool]:
    """What of Gus is visible."""
    tables = {
        "child": Child.objects.filter(family_name="Proefkind", given_name="Gus"),
        "enrolment": Enrolment.objects.filter(child__given_name="Gus"),
        "residence": Residence.objects.filter(child__given_name="Gus"),
        "number": CitizenNumber.objects.filter(child__given_name="Gus"),
        "address": ProtectedAddress.objects.all(),
        "note": Note.objects.filter(kind=Kind.MEDICAL, child__given_name="Gus"),
    }
    with acting(who.context):
        return {name: rows.exists() for name, rows in tables.items()}


def protect(scene: Scene, level: Protection) -> None:
    cell = sealing.cell("children_protected_address", "address", scene.gus)
    ProtectedAddress.objects.create(child_id=scene.gus, level=level, address=sealing.seal(b"Proeflaan 1", cell))


def test_nobody_knows_him_before(scene: Scene) -> None:
    assert not any(seen(scene.helper).values())


@pytest.mark.parametrize("by_name", [False, True])
def test_it_opens_one_child_to_read_to_one_hat(scene: Scene, by_name: bool) -> None:
    with acting(scene.helper.context):
        others_known = set(Child.objects.values_list("id", flat=True))
    use = begin(scene, named=scene.by_name if by_name else None)
    assert seen(scene.helper) == {
        "child": True, "enrolment": True, "residence": True, "number": False, "address": False, "note": True
    }  # fmt: skip
    others = (scene.consultant, scene.lead, scene.officer, scene.coordinator, scene.other_lead)
    assert not any(any(seen(other).values()) for other in others)
    with acting(scene.helper.context):
        assert queries.own()[0].id == use
        assert queries.own()[0].child == scene.gus
        assert set(Child.objects.values_list("id", flat=True)) == others_known | {scene.gus}


def test_a_second_hat_of_the_same_person_sees_nothing(scene: Scene) -> None:
    begin(scene)
    person = scene.helper.person
    second = Membership.objects.create(
        person=person, function="LT_TOEGANG", organisation=scene.team, valid_from=DAY - timedelta(days=5)
    )
    assert not any(seen(Worker(person, second)).values())


def test_after_four_hours_it_is_closed(scene: Scene) -> None:
    use = begin(scene)
    row = BreakGlass.objects.get(pk=use)
    assert timedelta(hours=3, minutes=59) < row.expires_at - row.begun_at <= timedelta(hours=4)
    Access.objects.filter(source=use).update(expires_at=clock.now() - timedelta(seconds=1))
    assert not any(seen(scene.helper).values())


def test_when_the_function_ends_it_is_closed(scene: Scene) -> None:
    begin(scene)
    Membership.objects.filter(pk=scene.helper.membership.pk).update(valid_until=DAY)
    assert not any(seen(scene.helper).values())


@pytest.mark.parametrize("level", [Protection.RESTRICTED, Protection.SAFETY])
def test_it_never_opens_a_protected_address(scene: Scene, level: Protection) -> None:
    protect(scene, level)
    begin(scene)
    found = seen(scene.helper)
    assert not found["address"]
    assert found["child"]
    hidden = level is Protection.SAFETY
    assert (found["residence"], found["enrolment"]) == (not hidden, not hidden)


def test_an_address_that_becomes_secret_meanwhile_is_hidden_at_once(scene: Scene) -> None:
    begin(scene)
    protect(scene, Protection.SAFETY)
    assert not seen(scene.helper)["residence"]


def test_it_never_writes(scene: Scene) -> None:
    begin(scene)
    who = scene.helper
    with acting(who.context):
        note = {"id": uuid4(), **written_by(acting_actor(), scene.gus, who.hat.id), "kind": 16, "text": "x"}
        assert refused(lambda: Note.objects.create(**note))
        assert Child.objects.filter(pk=scene.gus).update(family_name="Anders") == 0
        assert Enrolment.objects.filter(child_id=scene.gus).update(valid_until=DAY) == 0
        assert refused(
            lambda: Residence.objects.create(child_id=scene.gus, municipality=scene.municipality, valid_from=DAY)
        )
        assert refused(
            lambda: children.protect_address(by=acting_actor(), child=scene.gus, level=Protection.SAFETY, address="x")
        )
        assert refused(lambda: Note.objects.filter(child_id=scene.gus).update(text="y"))
    assert refused(lambda: scene.task(who, scene.elsewhere, kinds=Kind.IDENTITY.value)), "and does not share on"


@pytest.mark.parametrize(
    "who", ["coordinator", "teacher", "lead", "officer", "social_worker", "manager", "left_yesterday"]
)
def test_only_these_functions_and_only_while_they_hold(scene: Scene, who: str) -> None:
    assert refused(lambda: begin(scene, getattr(scene, who)))
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("function", ["LT_HULP", "LT_TOEGANG", "JGZ", "VT"])
def test_these_may(scene: Scene, function: str) -> None:
    who = worker("Nieuw", function, scene.team)
    begin(scene, who)
    assert seen(who)["child"]


@pytest.mark.parametrize("reason", ["te kort", "                                             kort", "x" * 29])
def test_a_reason_of_thirty_characters(scene: Scene, reason: str) -> None:
    with pytest.raises(actions.NotNamedError):
        begin(scene, reason=reason)
    with acting(scene.helper.context), connection.cursor() as cursor:
        statement = "select sharing_break_glass_begin('MISSING', %s, 'NUMBER', '{}', '', null, null, %s)"
        assert refused(lambda: cursor.execute(statement, [reason, DAY]))


def test_who_is_not_found_is_written_down_all_the_same(scene: Scene) -> None:
    wrong = replace(scene.by_name, given_name="Guus")
    with acting(scene.helper.context):
        found = queries.use(begin(scene, named=wrong))
    assert found is not None
    assert found.child is None
    assert not any(seen(scene.helper).values())
    assert lines("break the glass")[-1]["found"] is False
    with acting(scene.lead.context):
        assert [one.id for one in queries.to_judge()] == [found.id]


@pytest.mark.parametrize("other", ["birth_date", "location"])
def test_everything_must_be_exact(scene: Scene, other: str) -> None:
    wrong: dict[str, Any] = {"birth_date": DAY, "location": scene.location.id}
    begin(scene, named=replace(scene.by_name, **{other: wrong[other]}))
    assert not any(seen(scene.helper).values())


def test_two_children_with_the_same_name_open_nothing(scene: Scene) -> None:
    one = scene.elsewhere
    twin = Child.objects.create(
        given_name=one.given_name, family_name=one.family_name, sort_key=one.sort_key, birth_date=one.birth_date
    )
    Enrolment.objects.create(child=twin, location=scene.other_location, valid_from=DAY - timedelta(days=9))
    begin(scene, named=scene.by_name)
    assert not any(seen(scene.helper).values())


def test_half_a_name_is_refused(scene: Scene) -> None:
    for half in (NamedChild(), NamedChild("123456789"), replace(scene.by_name, location=None)):
        with pytest.raises(actions.NotNamedError):
            begin(scene, named=half)


def test_three_in_a_week_and_then_no_more(scene: Scene) -> None:
    uses = [begin(scene, named=replace(scene.by_name, given_name=f"X{n}")) for n in range(3)]
    assert refused(lambda: begin(scene), "too often")
    BreakGlass.objects.filter(pk=uses[0]).update(begun_at=clock.now() - timedelta(days=7, seconds=1))
    begin(scene)


def test_an_overdue_review_stops_who_did_it_until_somebody_judges(scene: Scene) -> None:
    use = begin(scene)
    BreakGlass.objects.filter(pk=use).update(review_due=DAY - timedelta(days=1))
    assert refused(lambda: begin(scene), "overdue")
    with acting(scene.lead.context):
        assert actions.judge(by=acting_actor(), use=use, judgement=Judgement.JUSTIFIED, note="")
    begin(scene)


def test_the_review_is_due_in_five_working_days(scene: Scene) -> None:
    begin(scene)
    assert BreakGlass.objects.get().review_due == calendar().after_working_days(DAY, 5)


def test_somebody_else_judges_and_only_once(scene: Scene) -> None:
    use = begin(scene)
    both = worker("Hans", "LT_HULP", scene.team)
    itself = Membership.objects.create(
        person=scene.helper.person, function="TEAMLEIDER", organisation=scene.team, valid_from=DAY - timedelta(days=9)
    )
    for nobody in (scene.helper, Worker(scene.helper.person, itself), both, scene.consultant, scene.other_lead):
        with acting(nobody.context):
            assert not actions.judge(by=acting_actor(), use=use, judgement=Judgement.JUSTIFIED, note="")
            assert queries.to_judge() == ()
    with acting(scene.officer.context):
        assert [one.id for one in queries.to_judge()] == [use]
        assert actions.judge(by=acting_actor(), use=use, judgement=Judgement.NOT_JUSTIFIED, note="bel eerst")
        assert not actions.judge(by=acting_actor(), use=use, judgement=Judgement.JUSTIFIED, note="")
        assert queries.to_judge() == ()
    assert BreakGlass.objects.get().judged_by == scene.officer.person.id


def test_who_judges_sees_no_child_by_it(scene: Scene) -> None:
    begin(scene)
    assert not any(seen(scene.lead).values())


def test_a_judge_changes_nothing_else(scene: Scene) -> None:
    use = begin(scene)
    with acting(scene.lead.context):
        rows = BreakGlass.objects.filter(pk=use)
        assert refused(lambda: rows.update(reason="iets anders dat lang genoeg is, echt waar"))
        assert refused(lambda: rows.update(expires_at=clock.now() + timedelta(days=9)))
        assert refused(lambda: rows.update(judgement="JUSTIFIED", judged_by=uuid4(), judged_at=clock.now()))


def test_nobody_makes_a_use_or_an_access_row_by_hand(scene: Scene) -> None:
    with acting(scene.helper.context), connection.cursor() as cursor:
        assert refused(lambda: cursor.execute("insert into sharing_break_glass select * from sharing_break_glass"))
        assert refused(lambda: cursor.execute("insert into children_access select * from children_access"))
        assert refused(lambda: cursor.execute("select sharing_break_glass_mail(%s)", [uuid4()]))


def test_without_the_log_the_glass_stays_whole(scene: Scene) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_event add constraint closed check (false) not valid")
    assert refused(lambda: begin(scene), "closed")
    assert not BreakGlass.objects.exists()
    assert not any(seen(scene.helper).values())


def test_every_read_by_it_says_so_in_the_log(scene: Scene) -> None:
    begin(scene)
    with acting(scene.helper.context):
        actor = acting_actor()
        assert reading.child(actor, id=scene.gus, why=queries.WHY)
        assert queries.notes(actor, child=scene.gus)
    with connection.cursor() as cursor:
        cursor.execute("select action, purpose from audit_access where subjects = %s::uuid[]", [[scene.gus]])
        assert set(cursor.fetchall()) >= {("read child", "break-glass"), ("read notes", "break-glass")}
    assert lines("break the glass")[-1]["noodknop"] is True


def test_no_line_no_notes(scene: Scene) -> None:
    begin(scene)
    with connection.cursor() as cursor:
        cursor.execute(
            "revoke execute on function audit.add_access(text,text,text,uuid[],text[],smallint) from tandem_app"
        )
    with transaction.atomic(), pytest.raises(AuditUnavailableError), acting(scene.helper.context):
        queries.notes(acting_actor(), child=scene.gus)


def test_who_judges_gets_a_mail_without_a_word_about_it(scene: Scene) -> None:
    use = begin(scene)
    for somebody in (scene.lead, scene.officer, scene.other_lead):
        account = with_account(somebody)
        address = f"{somebody.person.given_name.lower()}@voorbeeld.example"
        Account.objects.create(id=account, email=address, email_key=address, created=clock.now())
    with acting(Context(service="notices")), connection.cursor() as cursor:
        cursor.execute("select sharing_break_glass_mail(%s)", [use])
        assert {row[0] for row in cursor.fetchall()} == {"petra@voorbeeld.example", "frida@voorbeeld.example"}
    words = f"{jobs.SUBJECT} {jobs.TEXT}"
    assert not any(secret in words for secret in ("kind", "Gus", "danger", "Hans"))


def lines(action: str) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("select details::text from audit_event where action = %s order by number", [action])
        import json  # noqa: PLC0415

        return [json.loads(row[0]) for row in cursor.fetchall()]


def test_the_rules_say_why_not() -> None:
    today = DAY

    def use(days_ago: int, due: int, judged: bool = False):  # type: ignore[no-untyped-def]
        moment = NOW - timedelta(days=days_ago)
        return Use(
            uuid4(), uuid4(), "LT_HULP", Category.CRISIS, REASON, "NUMBER", None, moment, moment,  # type: ignore[arg-type]
            today + timedelta(days=due), "JUSTIFIED" if judged else "", NOW if judged else None, "",
        )  # fmt: skip

    assert rules.blocked("IB", [], today, NOW) is Blocked.FUNCTION
    assert rules.blocked("JGZ", [], today, NOW) is None
    assert rules.blocked("JGZ", [use(20, 0)], today, NOW) is None, "the last day"
    assert rules.blocked("JGZ", [use(20, -1)], today, NOW) is Blocked.REVIEW_OVERDUE
    assert rules.blocked("JGZ", [use(20, -1, judged=True)], today, NOW) is None
    assert rules.blocked("JGZ", [use(1, 5)] * 3, today, NOW) is Blocked.TOO_OFTEN
    assert rules.blocked("JGZ", [use(1, 5), use(2, 5), use(7, 5)], today, NOW) is None
