"""A small world of people in functions, for the tests of who sees whom. Everybody in it is fictitious."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from tandem.identity.data import Hat
from tandem.platform.context import Context
from tandem.register import functions
from tandem.register.hats import context_of
from tandem.register.models import Contact, Membership, Organisation, Person, SchoolLink, StandIn

DAY = date(2026, 9, 14)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Worker:
    """A person with one membership."""

    person: Person
    membership: Membership

    @property
    def hat(self) -> Hat:
        membership = self.membership
        return Hat(
            membership.id,
            self.person.id,
            membership.organisation_id,
            membership.organisation.name,
            membership.function,
            functions.find(membership.function).name,
            self.person.account_id or UUID(int=0),
        )

    @property
    def context(self) -> Context:
        return context_of(self.hat, day=DAY)


def organisation(kind: str, name: str, parent: Organisation | None = None) -> Organisation:
    return Organisation.objects.create(kind=kind, name=name, sort_key=name.lower(), parent=parent)


def worker(
    name: str,
    function: str,
    at: Organisation,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
    listed: bool = True,
) -> Worker:
    person = Person.objects.create(given_name=name, family_name="Voorbeeld", sort_key=f"voorbeeld {name.lower()}")
    membership = member(person, function, at, since=since, until=until, listed=listed)
    Contact.objects.create(person=person, kind="PHONE", value=f"070 000 {name}")  # after it: then she is ours
    return Worker(person, membership)


def member(
    person: Person,
    function: str,
    at: Organisation,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
    listed: bool = True,
) -> Membership:
    return Membership.objects.create(
        person=person, function=function, organisation=at, valid_from=since, valid_until=until, listed=listed
    )


class World:
    """A municipality with a local team, a board with a school and its location, and who works there.

    `today` is the day around which functions begin and end.
    """

    def __init__(self, today: date = DAY) -> None:
        tomorrow = today + timedelta(days=1)
        self.municipality = organisation("MUNICIPALITY", "Voorbeeldstad")
        self.team = organisation("LOCAL_TEAM", "Lokaal team Voorbeeldstad", self.municipality)
        self.board = organisation("BOARD", "Bestuur Voorbeeld")
        self.school = organisation("SCHOOL", "De Voorbeeldschool", self.board)
        self.location = organisation("LOCATION", "De Voorbeeldschool, Gracht", self.school)
        self.manager = worker("Bea", functions.ADMINISTRATOR, self.municipality, listed=False)
        self.coordinator = worker("Iris", "IB", self.location)
        self.consultant = worker("Tom", "LT_TOEGANG", self.team)
        self.councillor = worker("Rob", "RAAD", self.municipality, listed=False)
        self.left_yesterday = worker("Eva", "LT_HULP", self.team, until=today)
        self.leaves_tomorrow = worker("Lot", "LT_HULP", self.team, until=tomorrow)
        self.starts_today = worker("Sam", "LT_HULP", self.team, since=today)
        self.starts_tomorrow = worker("Mo", "LT_HULP", self.team, since=tomorrow)
        self.unlisted = worker("Una", "LT_HULP", self.team, listed=False)
        self.teacher = worker("Wouter", "LERAAR", self.school, listed=False)
        self.link = SchoolLink.objects.create(
            membership=self.consultant.membership,
            location=self.location,
            hours_per_week=Decimal("6.5"),
            valid_from=LONG_AGO,
        )
        self.stand_in = StandIn.objects.create(
            membership=self.consultant.membership,
            stand_in=self.leaves_tomorrow.membership,
            valid_from=LONG_AGO,
            valid_until=tomorrow,
        )

    @property
    def everybody(self) -> set[UUID]:
        return set(Person.objects.values_list("id", flat=True))


def with_account(somebody: Worker) -> UUID:
    account = uuid4()
    Person.objects.filter(pk=somebody.person.pk).update(account_id=account)
    somebody.person.account_id = account
    return account
