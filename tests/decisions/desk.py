"""A case in which a school, a special school and a team are at work, and who decides there. Fictitious."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from uuid import UUID, uuid4

from tests.cases.table_at_school import PUPIL, SHARED, Table
from tests.children.pupils import NEXT_YEAR, disclose
from tests.register.people_world import DAY, Worker, organisation, worker

from tandem.audit.actions import acting_actor
from tandem.cases.actions import involving
from tandem.cases.data import Joining
from tandem.cases.models import Case
from tandem.children.data import Kind
from tandem.children.models import Access, Child
from tandem.decisions.actions import climbing, deciding, requesting
from tandem.decisions.actions.requesting import Asked
from tandem.decisions.data import Cause, Request
from tandem.decisions.models import Decision, Ladder
from tandem.platform.context import acting

NOON = datetime.combine(DAY, time(12), UTC)
HELP = Request("AMBULANT", 8_000, 12, "GM0599")  # screened by the orthopedagogue, approved by the municipality
TREATMENT = Request("TREATMENT", 30_000, 12, "GM0599")  # the local team, with a second pair of eyes


class Desk(Table):
    """`coordinator` asks, `ortho` screens, `far_worker` or `colleague` decides."""

    def __init__(self) -> None:
        super().__init__()
        self.special = organisation("LOCATION", "So De Plek", None)
        self.ortho = worker("Orla", "ORTHOPED", self.special)
        self.lead = worker("Lia", "TEAMLEIDER", self.far_team)
        self.head = worker("Hein", "SCHOOLDIR", self.location)
        self.case = self.opened()
        self.visiting = worker("Vik", "LT_TOEGANG", self.team)  # takes part, but was not asked
        for place, function in (
            (self.team, "LT_TOEGANG"),
            (self.far_team, "LT_TOEGANG"),
            (self.far_team, "TEAMLEIDER"),
            (self.special, "ORTHOPED"),
        ):
            self.joins(place.id, function)
        with acting(self.coordinator.context):
            involving.invite(by=acting_actor(), id=self.case, joining=Joining(self.location.id, "SCHOOLDIR", *PUPIL))
        self.told(self.case)

    def joins(self, place: UUID, function: str) -> None:
        child = Child.objects.get(pk=Case.objects.get(pk=self.case).child_id)
        disclose(place, child, Kind.IDENTITY | Kind.CONCERN | Kind.DECISION)
        gate = Access.objects.filter(principal_id=place, child=child, kinds=273, valid_until=NEXT_YEAR).first()
        assert gate is not None
        with acting(self.coordinator.context):
            joining = Joining(place, function, *SHARED, 273, gate.source)
            involving.invite(by=acting_actor(), id=self.case, joining=joining)

    def drafted(self, request: Request = HELP, by: Worker | None = None, replaces: UUID | None = None) -> UUID:
        with acting((by or self.coordinator).context):
            return requesting.start(
                by=acting_actor(),
                case=self.case,
                key=uuid4(),
                asked=Asked(request, "Zij zit al weken thuis.", "haaglanden"),
                replaces=replaces,
            )

    def asked(self, request: Request = HELP, by: Worker | None = None, replaces: UUID | None = None) -> UUID:
        """Handed in: for HELP to the special school and the team; for another to the team alone."""
        id = self.drafted(request, by, replaces)
        self.submits(id, by)
        return id

    def places(self, id: UUID) -> Sequence[UUID]:
        form, euros = Decision.objects.values_list("form", "euros").get(pk=id)
        if form == "SCREENED":
            return (self.special.id, self.far_team.id)
        return (self.far_team.id,) * (2 if euros >= 25_000 else 1)

    def submits(self, id: UUID, by: Worker | None = None) -> None:
        places = self.places(id)
        with acting((by or self.coordinator).context):
            requesting.submit(by=acting_actor(), id=id, places=places)

    def passes(self, id: UUID, who: Worker, words: str = "Dit is nodig.") -> None:
        with acting(who.context):
            deciding.pass_on(by=acting_actor(), id=id, words=words)

    def decides(self, id: UUID, who: Worker, *, granted: bool = True) -> None:
        with acting(who.context):
            deciding.decide(by=acting_actor(), id=id, granted=granted, words="Zo kan zij weer leren.")

    def granted(self) -> UUID:
        id = self.asked()
        self.passes(id, self.ortho)
        self.decides(id, self.far_worker)
        return id

    def stuck(self, by: Worker | None = None) -> UUID:
        with acting((by or self.coordinator).context):
            return climbing.start(
                by=acting_actor(),
                case=self.case,
                region="haaglanden",
                cause=Cause.NO_MANDATE,
                words="niemand mag dit beslissen",
                waits_since=DAY,
            )


def row(id: UUID) -> Decision:
    return Decision.objects.get(pk=id)


def ladder(id: UUID) -> Ladder:
    return Ladder.objects.get(pk=id)
