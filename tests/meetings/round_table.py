"""A support team of seven people of five organisations, and two cases at which not all of them are. Fictitious."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from tests.cases.table_at_school import PUPIL, SHARED, Table
from tests.children.pupils import disclose
from tests.register.people_world import DAY, Worker, organisation, worker

from tandem.audit.actions import acting_actor
from tandem.cases.actions import involving, opening
from tandem.cases.data import Joining
from tandem.children.data import Kind
from tandem.children.models import Access, Child
from tandem.meetings import queries
from tandem.meetings.actions import agenda, holding, planning
from tandem.meetings.actions.holding import Said
from tandem.meetings.actions.planning import When
from tandem.meetings.data import Entry, Reason, Sort
from tandem.meetings.models import Invitee, Item, Meeting
from tandem.platform import clock
from tandem.platform.context import acting

START = datetime.combine(clock.today() + timedelta(days=7), time(15), clock.AMSTERDAM)
NEW = (Reason.NEW,)
ALL = Kind.IDENTITY | Kind.CONCERN | Kind.PLAN
# Who is at the case of Ada, and what the gate lets them know of her; the school needs nothing.
AT_ADA = {"far_worker": ALL | Kind.FAMILY, "nurse": ALL, "officer": Kind.IDENTITY | Kind.CONCERN}


class RoundTable(Table):
    """The coordinator leads. `consultant_swv` and `team_worker` are at the case of Bo alone."""

    def __init__(self) -> None:
        super().__init__()
        self.nurse = worker("Nel", "JGZ", organisation("YOUTH_HEALTH", "Jeugdgezondheidszorg", None))
        self.officer = worker("Loes", "LPA", organisation("ATTENDANCE", "Leerplicht", None))
        self.swv = worker("Sjoerd", "SWV", organisation("PARTNERSHIP", "Samenwerkingsverband", None))
        self.head_here = worker("Hanna", "SCHOOLDIR", self.location)
        self.policy = worker("Bob", "GEM_BELEID", self.other_town)
        self.team_worker = worker("Pim", "LT_HULP", self.far_team)
        self.gates: dict[tuple[str, UUID], UUID] = {}
        self.case_ada = self.shared(self.ada, AT_ADA)
        self.case_bo = self.shared(self.bo, {"swv": ALL, "team_worker": ALL})
        self.meeting = self.planned()

    @property
    def others(self) -> list[Worker]:
        """Everybody but who leads: with her seven people of five organisations."""
        return [self.head_here, self.far_worker, self.team_worker, self.nurse, self.officer, self.swv]

    def shared(self, child: Child, who: dict[str, Kind]) -> UUID:
        with acting(self.coordinator.context):
            case = opening.open_case(
                by=acting_actor(),
                child=child.id,
                holder=self.location.id,
                question="Hoe helpen we samen?",
                key=uuid4(),
                joining=(Joining(self.location.id, "IB", *PUPIL), Joining(self.location.id, "SCHOOLDIR", *PUPIL)),
            )
        for name, kinds in who.items():
            one: Worker = getattr(self, name)
            place = one.membership.organisation_id
            disclose(place, child, kinds)
            gate = Access.objects.get(principal_id=place, child=child, kinds=kinds.value, reason="DISCLOSED").source
            self.gates[name, case] = gate
            with acting(self.coordinator.context):
                joining = Joining(place, one.membership.function, *SHARED, kinds.value, gate)
                involving.invite(by=acting_actor(), id=case, joining=joining)
        return case

    def planned(self) -> UUID:
        with acting(self.coordinator.context):
            id = planning.plan(
                by=acting_actor(),
                kind="SUPPORT_TEAM",
                host=self.location.id,
                when=When(START, 90, weeks=6),
                key=uuid4(),
            )
            planning.invite(by=acting_actor(), id=id, memberships=[one.membership.id for one in self.others])
            entries = [Entry(self.case_ada, NEW, 15), Entry(self.case_bo, NEW, 15)]
            agenda.put_on(by=acting_actor(), id=id, entries=entries)
        return id

    def plans(self, starts: datetime) -> UUID:
        """As who leads it, who must act."""
        when = When(starts, 90, weeks=6)
        return planning.plan(by=acting_actor(), kind="SUPPORT_TEAM", host=self.location.id, when=when, key=uuid4())

    # --- what who leads it does ---

    def begins(self) -> None:
        with acting(self.coordinator.context):
            holding.begin(by=acting_actor(), id=self.meeting, version=self.version)

    @property
    def version(self) -> int:
        return Meeting.objects.get(pk=self.meeting).version

    def item(self, case: UUID) -> UUID:
        return Item.objects.get(meeting_id=self.meeting, case_id=case).pk

    def invitee(self, who: Worker) -> UUID:
        return Invitee.objects.get(meeting_id=self.meeting, membership_id=who.membership.id, removed=None).pk

    def comes_in(self, *who: Worker, present: bool = True) -> None:
        with acting(self.coordinator.context):
            for one in who:
                holding.seat(by=acting_actor(), invitee=self.invitee(one), present=present)

    def takes_up(self, case: UUID) -> None:
        with acting(self.coordinator.context):
            holding.take_up(by=acting_actor(), item=self.item(case))

    def says(self, case: UUID, text: str, kind: Kind = Kind.PLAN, sort: Sort = Sort.NOTE, **more: object) -> UUID:
        with acting(self.coordinator.context):
            said = Said(sort, kind, text, **more)  # type: ignore[arg-type]
            return holding.note(by=acting_actor(), item=self.item(case), said=said, key=uuid4())

    def agrees(self, case: UUID, text: str, owner: Worker, kind: Kind = Kind.PLAN) -> UUID:
        return self.says(
            case, text, kind, Sort.AGREEMENT, owner=self.invitee(owner), due=DAY + timedelta(days=30), measure="rust"
        )

    def closes(self) -> None:
        with acting(self.coordinator.context):
            holding.close(by=acting_actor(), id=self.meeting, version=self.version)


def seen(who: Worker, id: UUID) -> queries.Whole | None:
    with acting(who.context):
        return queries.meeting(actor=acting_actor(), id=id)


def texts(who: Worker, id: UUID) -> list[str]:
    """Every word of the minutes that somebody gets, in order."""
    whole = seen(who, id)
    return [line.text for topic in whole.topics for line in topic.lines] if whole else []
