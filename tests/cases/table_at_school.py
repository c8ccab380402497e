"""A school with a pupil, the team of the town where he lives, and a case in which both are at work. Fictitious."""

from uuid import UUID, uuid4

from tests.casework.school import Bell
from tests.register.people_world import Worker, worker

from tandem.audit.actions import acting_actor
from tandem.cases import queries
from tandem.cases.actions import directing, handing_over, involving, opening
from tandem.cases.data import Domain, Joining, State
from tandem.cases.models import Case, Text
from tandem.children.models import Child
from tandem.platform.context import acting

PUPIL = ("own-pupil", "6(1)(e)")
SHARED = ("samenwerken", "6(1)(a) DS-014@1")


class Table(Bell):
    """`coordinator` coordinates care, `far_worker` is of the team of the other town, `nurse` may only know."""

    def __init__(self) -> None:
        super().__init__()
        self.nurse = worker("Nel", "JGZ", self.third_team)
        self.colleague = worker("Cato", "LT_TOEGANG", self.far_team)

    def opened(self, child: Child | None = None, by: Worker | None = None, concern: UUID | None = None) -> UUID:
        who, about = by or self.coordinator, child or self.ada
        with acting(who.context):
            return opening.open_case(
                by=acting_actor(),
                child=about.id,
                holder=self.location.id,
                question="Hoe komt Ada weer naar school?",
                key=uuid4(),
                joining=(Joining(self.location.id, "IB", *PUPIL),),
                concern=concern,
            )

    def invited(self, id: UUID, gate: UUID | None = None) -> UUID:
        """The team of the other town, through the gate; what lets it read."""
        gate = gate or self.opened_gate(self.far_team.id, Child.objects.get(pk=Case.objects.get(pk=id).child_id))
        with acting(self.coordinator.context):
            involving.invite(
                by=acting_actor(), id=id, joining=Joining(self.far_team.id, "LT_TOEGANG", *SHARED, 17, gate)
            )
        return gate

    def told(self, id: UUID) -> None:
        """The nurse may know that there is a case, and who is at work."""
        with acting(self.coordinator.context):
            joining = Joining(self.third_team.id, "JGZ", *SHARED, knows_only=True)
            involving.invite(by=acting_actor(), id=id, joining=joining)

    def tandem(self) -> UUID:
        """A case with a signed tandem."""
        id = self.opened()
        self.invited(id)
        self.takes_seat(self.far_worker, id, Domain.YOUTH_CARE)
        self.signs(self.coordinator, id)
        return id

    def takes_seat(self, who: Worker, id: UUID, domain: Domain) -> None:
        with acting(who.context):
            directing.direct(by=acting_actor(), id=id, domain=domain, hat=who.membership.id)

    def signs(self, who: Worker, id: UUID) -> None:
        with acting(who.context):
            directing.sign(by=acting_actor(), id=id)

    def offers(self, id: UUID, to: UUID, disclosure: UUID | None = None) -> None:
        with acting(self.coordinator.context):
            handing_over.offer(
                by=acting_actor(),
                id=id,
                to=to,
                words="jullie zijn nu aan zet",
                coordinator=self.desk.id,
                active=self.active,
                disclosure=disclosure,
            )


def seen(who: Worker, id: UUID) -> queries.Whole | None:
    with acting(who.context):
        return queries.case(actor=acting_actor(), id=id)


def words(who: Worker, id: UUID) -> list[str]:
    with acting(who.context):
        return list(Text.objects.filter(case_id=id).order_by("at").values_list("text", flat=True))


def state(id: UUID) -> State:
    return State(Case.objects.get(pk=id).state)
