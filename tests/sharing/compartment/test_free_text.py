"""Every field with words about a child is scanned on saving. Columns are enumerated: a new one says what it is."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.register.people_world import DAY, LONG_AGO, Worker, worker
from tests.sharing.files import NEXT_MONTH, Files

from tandem.audit.actions import acting_actor
from tandem.audit.models import Event
from tandem.cases.actions import opening as opening_case
from tandem.cases.data import Joining
from tandem.casework.actions import drafts, life
from tandem.casework.actions.drafts import Draft
from tandem.casework.actions.step import CannotError
from tandem.casework.data import TextPart, Urgency
from tandem.casework.definitions import frameworks
from tandem.casework.rules.assessment import Answer, Level, View, Voice
from tandem.children import actions as children
from tandem.children.data import Kind
from tandem.children.models import Enrolment, Teaching
from tandem.decisions.actions import requesting
from tandem.decisions.actions.requesting import Asked
from tandem.decisions.data import Request
from tandem.family.actions import inviting, releasing, speaking
from tandem.family.data import Audience
from tandem.family.data import Sort as Kept
from tandem.family.data import Voice as Spoken
from tandem.family.models import Word
from tandem.identity.data import SIGN_IN
from tandem.meetings.actions import agenda, holding, planning
from tandem.meetings.actions.agenda import Coming
from tandem.meetings.actions.holding import Said
from tandem.meetings.actions.planning import When
from tandem.meetings.data import Entry, Reason, Sort
from tandem.meetings.models import Item
from tandem.plans.actions import evaluating, goals, talking
from tandem.plans.data import Helped, Looking, Subject
from tandem.plans.data import Voice as Whose
from tandem.plans.rules.big5 import Answer as PlanAnswer
from tandem.plans.rules.big5 import Talk
from tandem.plans.rules.evaluating import Verdict
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.breakglass import actions as breakglass
from tandem.sharing.breakglass import jobs
from tandem.sharing.breakglass.data import Category, Judgement, NamedChild
from tandem.sharing.breakglass.models import BreakGlass
from tandem.sharing.codes import DataKind, Giver
from tandem.sharing.compartment import actions as compartment
from tandem.sharing.compartment import opening
from tandem.sharing.compartment.data import Asks, Danger, ProtectedWordsError
from tandem.sharing.disclosing import actions as disclosing
from tandem.sharing.disclosing.actions import Check
from tandem.sharing.disclosing.data import OwnDecision, Proposal
from tandem.sharing.records import Override
from tandem.sharing.retention import actions as retention
from tandem.sharing.retention.data import Held
from tandem.sharing.retention.models import Hold

ADDRESS = "Kanariepietstraat 12a, 2611 AB Delft"
WORDS = "Het kind staat nu op de stoep van Kanariepietstraat 12a en kan niet wachten"
# Columns whose text nobody types, or that are facts of the child itself, which the scan would not let anybody write.
NOT_FREE = {
    "children_child": {"given_name", "family_name", "sort_key"},
    "children_residence": {"postcode"},  # guarded by row security as the address itself
    "children_protected_address": {"set_by"},
    "children_access": {"reason", "function", "sort_key"},
    "cases_access": {"part", "function"},
    "cases_case": {"region", "state"},
    "cases_direction": {"domain", "function"},
    "cases_event": {"command", "state", "function", "details"},  # codes only
    "cases_offer": {"state", "function", "refusal", "municipality"},
    "cases_participant": {"function", "domain", "purpose", "ground"},
    "cases_text": {"part"},
    "decisions_decision": {"region", "mandate", "form", "support", "state", "pauses", "verdict"},  # codes and days
    "decisions_event": {"command", "state", "function", "details"},  # codes only
    "decisions_ladder": {"region", "state", "cause"},
    "decisions_rung": {"move", "rung"},
    "decisions_step": {"kind"},
    "decisions_text": {"part"},
    "family_asking": {"giver", "authority_checked", "receiver_function", "purpose", "function"},
    "family_choice": {"function"},
    "family_release": {"sort", "audience", "function"},
    # what the family says is struck out for who reads it: a refusal would tell that there is a secret (tests/family)
    "family_word": {"voice", "text", "function"},
    "family_window": {"capacity", "name", "law", "function", "held_why"},  # the name is that of the authority
    "casework_access": {"part"},
    "casework_answer": {"criterion", "view", "level"},
    "casework_concern": {"state", "urgency", "outcome", "framework", "clock"},
    "casework_event": {"command", "state", "function", "details"},  # codes only, tests/casework/test_life.py
    "casework_notice": {"kind", "about", "function"},
    "casework_offer": {"state", "refusal", "municipality"},
    "casework_text": {"part"},
    "plans_agreement": {"state"},
    "plans_event": {"command", "function"},
    "plans_goal": {"voice", "state"},
    "plans_evaluation": {"voice", "helped"},
    "plans_moment": {"origin", "help"},
    "plans_score": {"subject", "voice", "domain"},
    "plans_text": {"part"},
    "meetings_item": {"reasons", "stage", "parents_why", "pupil_why"},
    "meetings_line": {"sort", "owner_family"},
    "sharing_authority": {"function", "giver", "source"},
    "sharing_break_glass": {"function", "category", "named", "judgement"},
    "sharing_consent": {
        "function", "age_band", "giver", "authority_checked", "purpose", "receiver_function", "form", "text_version",
        "text_hash", "outcome", "withdrawn_by", "withdrawn_channel", "deviation",
    },
    "sharing_disclosure": {
        "function", "receiver_function", "purpose", "rule", "rule_version", "verdict", "gate_processing",
        "gate_secrecy", "ended_reason",
    },
    "sharing_hold": {"function", "category"},
    "sharing_note": {"function"},
    "sharing_notice": {"function", "code"},
    "sharing_opening": {"function", "what"},
    "sharing_override": {"function", "ground"},
    "sharing_step": {"code"},
    "sharing_subject_request": {"asker"},
}  # fmt: skip


class World(Files):
    """Bo, whose address is secret; who writes about him are Iris, his teacher, and who breaks the glass."""

    def __init__(self) -> None:
        super().__init__()
        self.teacher_of_bo = worker("Tess", "LERAAR", self.location, listed=False)
        self.lead = worker("Petra", "TEAMLEIDER", self.team)
        Teaching.objects.create(
            child=self.bo, location=self.location, membership_id=self.teacher_of_bo.membership.id, valid_from=LONG_AGO
        )
        self.asked = self.parent(Giver.PARENT_1)
        with acting(self.coordinator.context):
            children.set_citizen_number(by=acting_actor(), child=self.bo.id, number="111222333")
            compartment.guard(by=acting_actor(), children=[self.bo.id], written=ADDRESS, danger=Danger.FAMILY)
        self.proposal = Proposal(
            self.bo.id, self.file, self.receiver, frozenset({DataKind.CONCERN}), "zorgsignaal-lokaal-team", NEXT_MONTH
        )

    def share(self, words: str, *, decides: bool) -> None:
        check = Check({}, {} if decides else {"INFORM": words})
        decision = OwnDecision(Override.VITAL_INTEREST, words) if decides else None
        today = clock.today()
        disclosing.share(
            by=acting_actor(), proposal=self.proposal, check=check, as_of=clock.now(), on=today, decision=decision
        )

    def correct(self, words: str) -> None:
        disclosing.correct_note(by=acting_actor(), note=self.notes[Kind.CONCERN], text=words)

    def hold(self, words: str) -> None:
        retention.hold(by=acting_actor(), child=self.bo.id, file=self.file, category=Held.OBJECTION, reason=words)

    def let_go(self, words: str) -> None:
        self.hold("Moeder maakt bezwaar tegen delen.")
        held = Hold.objects.filter(child=self.bo, ended_on=None)[0]
        retention.release(by=acting_actor(), hold=held.id, outcome=words)

    def ask(self, words: str) -> None:
        opening.ask(by=acting_actor(), child=self.bo.id, what=Asks.LIFT, reason=words)

    def broken(self, words: str) -> UUID:
        named = NamedChild("111222333")
        return breakglass.begin(by=acting_actor(), category=Category.MISSING, reason=words, named=named)

    def judged(self, words: str) -> None:
        with acting(self.helper.context):
            use = self.broken("Buurvrouw belt: het staat alleen op straat.")
        assert breakglass.judge(by=acting_actor(), use=use, judgement=Judgement.JUSTIFIED, note=words)

    def draft(self, words: str) -> UUID:
        draft = Draft(self.bo.id, False, Urgency.NORMAL, {TextPart.SEEN: words})
        return drafts.start(by=acting_actor(), location=self.file, key=uuid4(), draft=draft)

    def opened(self, words: str) -> UUID:
        own = Joining(self.file, "IB", "own-pupil", "6(1)(e)")
        return opening_case.open_case(
            by=acting_actor(), child=self.bo.id, holder=self.file, question=words, key=uuid4(), joining=(own,)
        )

    def on_table(self) -> UUID:
        """The case of Bo is spoken of; its place on the agenda."""
        when = When(clock.now() + timedelta(days=1), 60)
        case = self.opened("Hoe helpen we samen?")
        id = planning.plan(by=acting_actor(), kind="CARE", host=self.file, when=when, key=uuid4())
        agenda.put_on(by=acting_actor(), id=id, entries=[Entry(case, (Reason.NEW,), 10)])
        holding.begin(by=acting_actor(), id=id, version=1)
        item = UUID(str(Item.objects.values_list("pk", flat=True).get(meeting_id=id)))
        holding.take_up(by=acting_actor(), item=item)
        return item

    def noted(self, text: str, measure: str) -> None:
        said = Said(Sort.NOTE, Kind.PLAN, text, measure)
        holding.note(by=acting_actor(), item=self.on_table(), said=said, key=uuid4())

    def left_out(self, words: str) -> None:
        agenda.ask_family(by=acting_actor(), item=self.on_table(), coming=Coming(False, False, words))

    def request(self, words: str) -> UUID:
        asked = Asked(Request("DAY_PLACE", 0, 6, ""), words, "haaglanden")
        case = self.opened("Hoe komt Bo weer naar school?")
        return requesting.start(by=acting_actor(), case=case, key=uuid4(), asked=asked)

    def let_out(self, title: str, text: str) -> UUID:
        case = self.opened("Hoe komt Bo weer naar school?")
        return releasing.release(
            by=acting_actor(), case=case, sort=Kept.TEXT, audience=Audience.BOTH, title=title, text=text
        )

    def taken_back(self, words: str) -> None:
        releasing.take_back(by=acting_actor(), release=self.let_out("Wat we doen", "We overleggen."), why=words)

    def planned(self, words: str) -> UUID:
        case = self.opened("Hoe komt Bo weer naar school?")
        return goals.set_goal(by=acting_actor(), case=case, voice=Whose.CHILD, words=words)

    def talked(self, words: str) -> None:
        case, answers = self.opened("Hoe komt Bo weer naar school?"), {"SUPPORT": PlanAnswer(3, words)}
        said = Talk(0, Subject.YOUNG, Whose.CHILD, clock.today(), answers)
        talking.talk(by=acting_actor(), case=case, said=said)

    def answered(self, words: str) -> None:
        """Of a question that a mother asked in her window."""
        with clock.at(datetime.combine(DAY, time(12), UTC)):
            mother = inviting.invite(by=acting_actor(), case=self.opened("Hoe gaat het?"), authority=self.asked)
            account = uuid4()
            with acting(Context(service="sign-in", day=DAY)):
                inviting.accept(by=SIGN_IN, code=mother.code, account=account)
        with acting(Context(account=account, principals=(mother.window,), day=DAY)):
            speaking.say(by=acting_actor(), window=mother.window, voice=Spoken.QUESTION, text="Waar?", key=uuid4())
        word = Word.objects.get(window_id=mother.window)
        speaking.answer(by=acting_actor(), word=word.pk, text=words)

    def looked_back(self, words: str) -> None:
        case, by = self.opened("Hoe komt Bo weer naar school?"), acting_actor()
        moment = evaluating.agree_moment(by=by, case=case, due=clock.today(), looking=Looking())
        evaluating.evaluate(by=by, case=case, moment=moment, verdicts={Whose.CHILD: Verdict(Helped.YES, words)})

    def weigh(self, words: str) -> None:
        with acting(self.teacher_of_bo.context):
            id = self.draft("Zit stil in een hoek.")
            drafts.raise_concern(by=acting_actor(), id=id, version=1)
        framework, found = next(iter(frameworks().items()))
        answer = Answer(found.criteria[0].id, View.EDUCATION, Level.FINE, words)
        life.assess(by=acting_actor(), id=id, answers=[answer], voice=Voice("", ""), framework=framework)

    def tries(self) -> dict[tuple[str, str], tuple[Worker, Callable[[str], object]]]:
        """Each column with words that somebody types, who types them, and how."""
        about: dict[str, Any] = {"authority": self.asked, "giver": Giver.PARENT_1}
        iris = self.coordinator
        return {
            ("sharing_override", "reason"): (iris, lambda words: self.share(words, decides=True)),
            ("sharing_step", "evidence"): (iris, lambda words: self.share(words, decides=False)),
            ("sharing_authority", "name"): (iris, lambda words: self.parent(Giver.PARENT_2, name=words)),
            ("sharing_consent", "purpose_words"): (iris, lambda words: self.consent(**about, purpose_words=words)),
            ("sharing_consent", "refusal_reason"): (iris, lambda words: self.consent(**about, refusal_reason=words)),
            ("sharing_note", "text"): (iris, self.correct),
            ("sharing_hold", "reason"): (iris, self.hold),
            ("sharing_hold", "outcome"): (iris, self.let_go),
            ("sharing_break_glass", "reason"): (self.helper, self.broken),
            ("sharing_break_glass", "note"): (self.lead, self.judged),
            ("sharing_opening", "reason"): (iris, self.ask),
            ("cases_text", "text"): (iris, self.opened),
            ("meetings_line", "text"): (iris, lambda words: self.noted(words, "rust")),
            ("meetings_line", "measure"): (iris, lambda words: self.noted("Iris belt.", words)),
            ("meetings_item", "words"): (iris, self.left_out),
            ("decisions_text", "text"): (iris, self.request),
            ("family_release", "title"): (iris, lambda words: self.let_out(words, "We overleggen.")),
            ("family_release", "text"): (iris, lambda words: self.let_out("Wat we doen", words)),
            ("family_release", "why_withdrawn"): (iris, self.taken_back),
            ("plans_text", "text"): (iris, self.planned),
            ("plans_score", "words"): (iris, self.talked),
            ("family_word", "answer"): (iris, self.answered),
            ("plans_evaluation", "words"): (iris, self.looked_back),
            ("casework_text", "text"): (self.teacher_of_bo, self.draft),
            ("casework_answer", "reason"): (iris, self.weigh),
        }


@pytest.fixture
def world(owned_database_once: Cluster, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(jobs.tell_who_judges.task, "defer", lambda **_: None)
    return World()


def columns() -> set[tuple[str, str]]:
    """Columns of text in every table that is about a child, by where retention knows the child of a row."""
    with connection.cursor() as cursor:
        cursor.execute("""
            with recursive about (name) as (
              select table_name from sharing_retention_source where child <> ''
              union select s.table_name from sharing_retention_source s join about a on s.hangs_on = a.name)
            select c.table_name, c.column_name from information_schema.columns c join about a on a.name = c.table_name
            where c.data_type in ('text', 'character varying', 'jsonb')""")
        return set(cursor.fetchall())


def test_every_column_is_scanned_or_holds_no_words(world: World) -> None:
    free = world.tries().keys()
    known = {(table, column) for table, names in NOT_FREE.items() for column in names}
    assert columns() - known - free == set(), "is it typed by somebody? then scan it, and try it here"
    assert (known | free) - columns() == set()
    assert not known & free


def test_no_words_that_betray_the_address_are_saved(world: World) -> None:
    for (table, column), (who, attempt) in world.tries().items():
        refused, before = False, stopped()
        try:
            with acting(who.context), transaction.atomic():
                attempt(WORDS)
        except ProtectedWordsError:
            refused = True
        except CannotError as error:
            refused = error.code == "PROTECTED"
        assert refused or stopped() == before + 1, f"{table}.{column}: nothing was scanned"
        with connection.cursor() as cursor:
            cursor.execute(f"select count(*) from {table} where {column}::text ilike '%%kanariepiet%%'")
            assert cursor.fetchone()[0] == 0, f"{table}.{column}"


def stopped() -> int:
    return int(Event.objects.filter(action="stop protected words").count())


def test_in_an_emergency_the_words_are_struck_out_and_the_reason_stays(world: World) -> None:
    with acting(world.helper.context):
        use = world.broken(WORDS)
    reason = BreakGlass.objects.get(pk=use).reason
    assert reason == WORDS.replace("Kanariepietstraat 12a", "█" * len("Kanariepietstraat 12a"))
    for words in (WORDS, "█" * 40, reason.replace("kind", "dier"), reason[:-1]):
        with acting(world.helper.context), pytest.raises(DatabaseError, match="stays as it was"):
            strike(use, words)
    with acting(world.second.context), pytest.raises(DatabaseError, match="stays as it was"):
        strike(use, reason)


def strike(use: UUID, words: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select sharing_break_glass_strike(%s, %s)", [use, words])


def test_who_may_write_about_a_child_that_left_is_scanned_too(world: World) -> None:
    """No row of access any more, and still a file that is held and a concern that is open."""
    with acting(world.coordinator.context):
        world.hold("Er loopt nog een bezwaar bij de rechter")
    with acting(world.teacher_of_bo.context):
        id = world.draft("Zit stil in een hoek.")
        drafts.raise_concern(by=acting_actor(), id=id, version=1)
    Enrolment.objects.filter(child=world.bo).update(valid_until=DAY)
    with acting(world.coordinator.context), pytest.raises(ProtectedWordsError):
        world.hold(WORDS)
    with acting(world.coordinator.context), pytest.raises(CannotError, match="PROTECTED"):
        life.add(by=acting_actor(), id=id, words=WORDS)
