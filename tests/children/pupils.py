"""A small world of children around that of people in functions. Everybody in it is fictitious."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from tests.register.people_world import DAY, LONG_AGO, TOMORROW, World, organisation, worker

from tandem.children.data import Kind, Reason
from tandem.children.models import Access, Child, Enrolment, Residence

BORN = date(2018, 3, 1)
NEXT_YEAR = DAY + timedelta(days=365)


def child(name: str) -> Child:
    return Child.objects.create(
        given_name=name, family_name="Proefkind", sort_key=f"proefkind {name.lower()}", birth_date=BORN
    )


def enrolled(name: str, location: UUID, since: date = LONG_AGO, until: date | None = None) -> Child:
    one = child(name)
    Enrolment.objects.create(child=one, location_id=location, valid_from=since, valid_until=until)
    return one


def disclose(to: UUID, one: Child, kinds: Kind, since: date = LONG_AGO, until: date | None = NEXT_YEAR) -> None:
    """As the gate will: the owner writes the row."""
    Access.objects.create(
        principal_id=to,
        child=one,
        reason=Reason.DISCLOSED,
        source=uuid4(),
        kinds=kinds.value,
        guarded=False,
        sort_key=one.sort_key,
        valid_from=since,
        valid_until=until,
    )


class Pupils(World):
    """Two schools with pupils; the local team knows one of them by a disclosure."""

    def __init__(self) -> None:
        super().__init__()
        self.other_school = organisation("SCHOOL", "De Andere School", self.board)
        self.other_location = organisation("LOCATION", "De Andere School, Singel", self.other_school)
        self.other_coordinator = worker("Otto", "IB", self.other_location)
        self.head = worker("Dirk", "SCHOOLDIR", self.school)
        self.social_worker = worker("Sara", "SMW", self.location)
        self.school_manager = worker("Mia", "BEHEER_ORG", self.school, listed=False)
        self.ended_coordinator = worker("Ina", "IB", self.location, until=DAY)
        here = self.location.id
        self.ada = enrolled("Ada", here)
        self.bo = enrolled("Bo", here)
        self.starts_today_pupil = enrolled("Cas", here, since=DAY)
        self.starts_tomorrow_pupil = enrolled("Dee", here, since=TOMORROW)
        self.leaves_tomorrow_pupil = enrolled("Evi", here, until=TOMORROW)
        self.left_today = enrolled("Fay", here, until=DAY)
        self.elsewhere = enrolled("Gus", self.other_location.id)
        for one in (self.ada, self.elsewhere):
            Residence.objects.create(child=one, municipality=self.municipality, postcode="2611AB", valid_from=LONG_AGO)
        disclose(self.team.id, self.ada, Kind.IDENTITY | Kind.SCHOOL)

    @property
    def pupils(self) -> set[UUID]:
        """Who is at the school today."""
        return {one.id for one in (self.ada, self.bo, self.starts_today_pupil, self.leaves_tomorrow_pupil)}
