"""A school with a teacher and her pupils, local teams of two municipalities, an education coordinator. Fictitious."""

from uuid import UUID, uuid4

from tests.children.pupils import NEXT_YEAR, Pupils, disclose
from tests.register.people_world import DAY, LONG_AGO, organisation, worker

from tandem.audit.actions import acting_actor
from tandem.casework.actions import drafts, handing_over
from tandem.casework.actions.drafts import Draft
from tandem.casework.data import TextPart, Urgency
from tandem.casework.models import Concern, Offer
from tandem.children.data import Kind
from tandem.children.models import Access, Child, Teaching
from tandem.platform.context import Context, acting


class Bell(Pupils):
    def __init__(self) -> None:
        super().__init__()
        self.my_teacher = worker("Tess", "LERAAR", self.location, listed=False)
        self.other_teacher = worker("Timo", "LERAAR", self.location, listed=False)
        self.other_town = organisation("MUNICIPALITY", "Andere Gemeente", None)
        self.far_team = organisation("LOCAL_TEAM", "Lokaal team Ver", self.other_town)
        self.far_worker = worker("Vera", "LT_TOEGANG", self.far_team)
        self.third_team = organisation("LOCAL_TEAM", "Lokaal team Derde", self.other_town)
        self.third_worker = worker("Dina", "LT_TOEGANG", self.third_team)
        self.desk = organisation("PARTNERSHIP", "Coördinatie onderwijs", None)
        self.education_coordinator = worker("Coen", "ONDERWIJSCOORD", self.desk)
        for child in (self.ada, self.bo):
            Teaching.objects.create(
                child=child, location=self.location, membership_id=self.my_teacher.membership.id, valid_from=LONG_AGO
            )
        self.active = {self.location.id, self.far_team.id, self.third_team.id, self.desk.id}

    def raised(self, child: Child | None = None, urgency: Urgency = Urgency.NORMAL) -> UUID:
        """A concern about `child` (None: a consultation without a name), raised by the teacher."""
        with acting(self.my_teacher.context):
            draft = Draft(child.id if child else None, child is None, urgency, {TextPart.SEEN: "Zit stil in een hoek."})
            id = drafts.start(by=acting_actor(), location=self.location.id, key=uuid4(), draft=draft)
            drafts.raise_concern(by=acting_actor(), id=id, version=1)
        return id

    def offered(self, id: UUID) -> None:
        """By the care coordinator of the school to the team in the other municipality."""
        with acting(self.coordinator.context):
            handing_over.offer(
                by=acting_actor(),
                id=id,
                to=self.far_team.id,
                words="graag",
                coordinator=self.desk.id,
                active=self.active,
            )

    def opened_gate(self, to: UUID, child: Child) -> UUID:
        """A disclosure of the concern, as the gate gives it; its id."""
        disclose(to, child, Kind.IDENTITY | Kind.CONCERN)
        return Access.objects.get(principal_id=to, child=child, kinds=17, valid_until=NEXT_YEAR).source

    def close_gate(self, disclosure: UUID) -> None:
        Access.objects.filter(source=disclosure).update(valid_until=DAY)


def knows(context: Context, id: UUID) -> bool:
    with acting(context):
        return Concern.objects.filter(pk=id).exists()


def offers(context: Context, id: UUID) -> list[str]:
    with acting(context):
        return [
            str(state) for state in Offer.objects.filter(concern_id=id).order_by("made").values_list("state", flat=True)
        ]
