"""A small region with a canary in every secret field: each function of the house once, and who is just out of reach.

Two sides that are alike, `here` and `there`, so that what belongs to the one is a near miss for the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID, uuid4

from tests.directory.made import facts
from tests.security import oracle, realm_cases, realm_concerns
from tests.security.canaries import Canaries
from tests.security.casework_oracle import CaseWorld, Concern, Text
from tests.security.children_oracle import ChildWorld

from tandem.audit.actions import acting_actor
from tandem.casework import models as casework
from tandem.directory import models as directory
from tandem.directory.rows import columns_of
from tandem.identity import system_keys, webhooks
from tandem.identity.data import Hat, Level, Method, Scope
from tandem.identity.models import Account
from tandem.identity.sessions import start
from tandem.identity.system_keys import make as make_key
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.register import models
from tandem.register.data import OrganisationKind, organisation_id
from tandem.register.functions import ADMINISTRATOR, functions
from tandem.register.hats import context_of

T = TypeVar("T")

PARENTS = {
    "LOCATION": "SCHOOL",
    "SCHOOL": "BOARD",
    "LOCAL_TEAM": "MUNICIPALITY",
    "YOUTH_HEALTH": "MUNICIPALITY",
    "ATTENDANCE": "MUNICIPALITY",
}
TEAM, MUNICIPALITY, LOCATION = "LOCAL_TEAM", "MUNICIPALITY", "LOCATION"
NONE = UUID(int=0)
SYSTEM = "https://systeem.voorbeeld.example"  # of what `tests/settings.py` allows
WORKER, COUNCILLOR, LEAD = "LT_TOEGANG", "RAAD", "TEAMLEIDER"
LONG_AGO = timedelta(days=900)


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody of the region. `token`: what the cookie of her session holds, '' when she cannot sign in.

    `key`: with which a system acts as her, '' when she has no function to act in.
    `function`: the one that she acts in, '' when she has no hat on.
    """

    name: str
    function: str = ""
    person: UUID = NONE
    membership: UUID = NONE
    organisation: UUID = NONE
    account: UUID = NONE
    family_name: str = ""
    token: str = ""
    key: str = ""

    @property
    def context(self) -> Context:
        """As whom she acts in her function."""
        hat = Hat(self.membership, self.person, self.organisation, "", self.function, "", self.account)
        return context_of(hat, day=clock.today())


STRANGER = Figure("stranger")


@dataclass
class Side:
    """What hangs on one of the two sides."""

    organisations: dict[str, UUID] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    rows: dict[str, UUID] = field(default_factory=dict)


class Realm:
    """Must be made as owner."""

    def __init__(self) -> None:
        self.canaries, self.today = Canaries(), clock.today()
        self.here, self.there = Side(), Side()
        self.figures: list[Figure] = []  # who can sign in
        self.account_of: dict[UUID, UUID] = {}  # whose a window of the family is, or a key of a system
        self.case_of: dict[UUID, UUID] = {}  # of which case something of the family is
        for side, name, code in ((self.here, "Hier", "GM0503"), (self.there, "Daar", "GM0518")):
            self._organisations(side, name, code)
            self._around_a_team(side)
            self._manager(side)
            self._work(side)
        for code, function in functions().items():
            if code != ADMINISTRATOR:
                self._employ(self.here, code, code, function.kinds[0], listed=function.listed, account=True)
        teacher = self.here.figures["LERAAR"].account
        self.here.rows["system_key"] = next(key for key, account in self.account_of.items() if account == teacher)
        self.figures += [self._with_account_only(), self._with_two_hats()]
        realm_concerns.plant(self)
        realm_cases.plant(self)

    def visitors(self) -> list[Figure]:
        """Every function of the house, who has no hat on, and who is not signed in."""
        return [STRANGER, *self.figures]

    def figure(self, name: str) -> Figure:
        return next(one for one in self.visitors() if one.name == name)

    # --- organisations --------------------------------------------------------------------------------------------

    def _organisations(self, side: Side, name: str, municipality: str) -> None:
        """One of each kind, all in one municipality."""
        models.Municipality.objects.create(code=municipality, name=name, sort_key=name.lower())
        side.organisations = {kind.value: uuid4() for kind in OrganisationKind}
        side.organisations[MUNICIPALITY] = organisation_id(OrganisationKind.MUNICIPALITY, municipality)
        models.Organisation.objects.bulk_create(
            [
                models.Organisation(
                    id=side.organisations[kind],
                    kind=kind,
                    code=municipality if kind == MUNICIPALITY else "",
                    municipality_id=municipality,
                    name=f"{name} {kind.lower()}",
                    sort_key=f"{name} {kind}".lower(),
                    parent_id=side.organisations.get(PARENTS.get(kind, "")),
                )
                for kind in OrganisationKind
            ]
        )

    # --- people ---------------------------------------------------------------------------------------------------

    def _around_a_team(self, side: Side) -> None:
        """Who differs in one condition from the first."""
        day = timedelta(days=1)
        self._employ(side, "listed", WORKER, TEAM)
        self._employ(side, "unlisted", WORKER, TEAM, listed=False)
        self._employ(side, "ended today", WORKER, TEAM, until=self.today)
        self._employ(side, "last day", WORKER, TEAM, until=self.today + day)
        self._employ(side, "begins tomorrow", WORKER, TEAM, since=self.today + day)

    def _manager(self, side: Side) -> None:
        self._employ(side, ADMINISTRATOR, ADMINISTRATOR, MUNICIPALITY, listed=False, account=True)

    def _employ(
        self,
        side: Side,
        name: str,
        function: str,
        kind: str,
        *,
        since: date | None = None,
        until: date | None = None,
        listed: bool = True,
        account: bool = False,
    ) -> Figure:
        made = self._person(name if side is self.here else f"{name} there", account=account)
        membership = self._membership(made, function, side.organisations[kind], since, until, listed)
        self._contacts(made.person)
        token = self._session(made.account, membership) if account else ""
        side.figures[name] = Figure(
            made.name,
            function,
            made.person,
            membership,
            side.organisations[kind],
            made.account,
            made.family_name,
            token,
            self._key(made.account, membership) if account else "",
        )
        if token:
            self.figures.append(side.figures[name])
        return side.figures[name]

    def _person(self, name: str, *, account: bool) -> Figure:
        key = uuid4()
        given, family = (self.canaries.word("register_person", key, key, column) for column in ("given", "family"))
        signs_in = self._account() if account else NONE
        models.Person.objects.create(
            id=key,
            account_id=signs_in if account else None,
            given_name=given.title(),
            family_name=family.title(),
            sort_key=family,
        )
        return Figure(name, person=key, account=signs_in, family_name=family)

    def _membership(
        self, whose: Figure, function: str, at: UUID, since: date | None, until: date | None, listed: bool
    ) -> UUID:
        key = uuid4()
        models.Membership.objects.create(
            id=key,
            person_id=whose.person,
            organisation_id=at,
            function=function,
            listed=listed,
            is_lead=function == LEAD,
            valid_from=since or self.today - LONG_AGO,
            valid_until=until,
        )
        return key

    def _contacts(self, person: UUID) -> None:
        for sort, kind in enumerate(("PHONE", "MOBILE", "EMAIL")):
            key = uuid4()
            plant = self.canaries.word if kind == "EMAIL" else self.canaries.number
            value = plant("register_contact", key, person, kind)
            address = f"{value}@voorbeeld.example" if kind == "EMAIL" else value
            models.Contact.objects.create(id=key, person_id=person, kind=kind, value=address, sort=sort)

    # --- signing in -----------------------------------------------------------------------------------------------

    def _account(self) -> UUID:
        key = uuid4()
        address = self.canaries.word("identity_account", key, key, "email") + "@account.example"
        Account.objects.create(id=key, email=address, email_key=address, created=clock.now())
        return key

    def _session(self, account: UUID, hat: UUID | None) -> str:
        device = self.canaries.word("identity_session", account, account, "device")
        with acting(Context(service="sign-in")):
            return start(account=account, method=Method.PASSKEY, level=Level.TWO, device=device, hat=hat).token

    def _key(self, account: UUID, hat: UUID) -> str:
        """With any function, also where none is made: it must open nothing there."""
        name = self.canaries.word("identity_system_key", account, account, "name")
        until = self.today + timedelta(days=30)
        address = f"{SYSTEM}/{self.canaries.word('identity_webhook', account, account, 'address')}"
        with acting(Context(account=account)):
            token = make_key(by=acting_actor(), account=account, hat=hat, name=name, scopes=tuple(Scope), until=until)
            [key] = system_keys.of(account)
            webhooks.make(by=acting_actor(), account=account, key=key.id, address=address)
        self.account_of[key.id] = account
        return token

    def _with_account_only(self) -> Figure:
        account = self._account()
        return Figure("no function", account=account, token=self._session(account, None))

    def relative(self, name: str) -> UUID:
        """Somebody of a family, who signs in and has no function; her account."""
        account = self._account()
        self.figures.append(Figure(name, account=account, token=self._session(account, None)))
        return account

    def _with_two_hats(self) -> Figure:
        """Has not said in which of her functions she acts."""
        made = self._person("no hat on", account=True)
        for kind in (TEAM, MUNICIPALITY):
            self._membership(made, WORKER, self.here.organisations[kind], None, None, listed=False)
        self._contacts(made.person)
        return Figure(made.name, person=made.person, account=made.account, token=self._session(made.account, None))

    # --- what an administrator works with -------------------------------------------------------------------------

    def _work(self, side: Side) -> None:
        team, worker = side.organisations[TEAM], side.figures["listed"]
        manager, other = side.figures[ADMINISTRATOR], side.figures["last day"]
        side.rows = {name: uuid4() for name in ("link", "stand_in", "invitation", "task", "batch")}
        self._offer(side)
        self._concern(side)
        since, until = self.today - LONG_AGO, self.today + timedelta(days=9)
        models.SchoolLink.objects.create(
            id=side.rows["link"],
            membership_id=worker.membership,
            location_id=side.organisations[LOCATION],
            hours_per_week=Decimal(4),
            valid_from=since,
        )
        models.StandIn.objects.create(
            id=side.rows["stand_in"],
            membership_id=worker.membership,
            stand_in_id=other.membership,
            valid_from=since,
            valid_until=until,
        )
        models.Invitation.objects.create(
            id=side.rows["invitation"],
            membership_id=worker.membership,
            email=self._word("register_invitation", side.rows["invitation"], worker) + "@voorbeeld.example",
            token_hash=uuid4().bytes * 2,
            invited_by=manager.person,
            created=clock.now(),
            expires=clock.now() + timedelta(days=2),
        )
        models.Task.objects.create(
            id=side.rows["task"],
            organisation_id=team,
            membership_id=worker.membership,
            kind="LEAD",
            held_by=self._word("register_task", side.rows["task"], worker),
            created=clock.now(),
        )
        models.ImportBatch.objects.create(
            id=side.rows["batch"],
            organisation_id=manager.organisation,
            file=self._word("register_import_batch", side.rows["batch"]) + ".xlsx",
            created=clock.now(),
        )

    def _offer(self, side: Side) -> None:
        """An offer of the team with its direct number, a suggestion about it, and a good example."""
        side.rows |= {name: uuid4() for name in ("offer", "suggestion", "own_example")}
        offer, team = side.rows["offer"], side.organisations[TEAM]
        directory.Offer.objects.create(
            id=offer,
            organisation_id=team,
            confirmed_on=self.today,
            **columns_of(facts(valid_from=self.today - LONG_AGO)),
        )
        number = self.canaries.number("directory_contact", offer, None, "phone")
        directory.Contact.objects.create(offer_id=offer, role="balie", phone=number)
        directory.Suggestion.objects.create(
            id=side.rows["suggestion"],
            offer_id=offer,
            text=self._word("directory_suggestion", side.rows["suggestion"]),
            created=clock.now(),
        )
        directory.Example.objects.create(
            id=side.rows["own_example"], organisation_id=team, title="Voorbeeld", product="spelen", form="pilot"
        )

    def _concern(self, side: Side) -> None:
        """About nobody in particular, raised at the school and held there; what was seen is a secret."""
        side.rows |= {"concern": uuid4()}
        key, author, at = side.rows["concern"], side.figures["listed"], side.organisations[LOCATION]
        casework.Concern.objects.create(
            id=key,
            anonymous=True,
            location_id=at,
            author_id=author.person,
            author_hat=author.membership,
            key=uuid4(),
            state="RAISED",
            holder_id=at,
            created=clock.now(),
            raised=clock.now(),
            changed=clock.now(),
        )
        text = uuid4()
        casework.Text.objects.create(
            id=text,
            concern_id=key,
            part="SEEN",
            text=self.canaries.word("casework_text", text, None, "text"),
            author_id=author.person,
            organisation_id=at,
            at=clock.now(),
        )

    def _word(self, table: str, row: UUID, about: Figure | None = None) -> str:
        return self.canaries.word(table, row, about.person if about else None, "text")


def as_the_oracle_knows_it() -> oracle.World:
    """What stands in the tables now; must be read as owner."""
    organisations = models.Organisation.objects.values_list("id", "parent_id", "valid_from", "valid_until")
    memberships = models.Membership.objects.values_list(
        "id", "person_id", "organisation_id", "function", "listed", "valid_from", "valid_until", "is_lead"
    )
    links = models.SchoolLink.objects.values_list("id", "membership_id", "location_id", "valid_from", "valid_until")
    stand_ins = models.StandIn.objects.values_list("id", "membership_id", "stand_in_id", "valid_from", "valid_until")
    invitations = models.Invitation.objects.values_list("id", "membership_id", "invited_by", "accepted")
    tasks = models.Task.objects.values_list("id", "organisation_id", "membership_id", "done_by")
    batches = models.ImportBatch.objects.values_list("id", "organisation_id", "applied")
    return oracle.World(
        organisations=_with_period(oracle.Organisation, organisations),
        persons=[oracle.Person(*row) for row in models.Person.objects.values_list("id", "account_id")],
        contacts=[oracle.Contact(*row) for row in models.Contact.objects.values_list("id", "person_id")],
        memberships=[oracle.Membership(*row[:5], oracle.Period(row[5], row[6]), row[7]) for row in memberships],
        links=_with_period(oracle.Link, links),
        stand_ins=_with_period(oracle.StandIn, stand_ins),
        invitations=[oracle.Invitation(*row[:3], accepted=row[3] is not None) for row in invitations],
        tasks=[oracle.Task(*row) for row in tasks],
        batches=[oracle.Batch(*row[:2], applied=row[2] is not None) for row in batches],
    )


def concerns_as_the_oracle_knows_them(world: oracle.World) -> CaseWorld:
    """Those of the realm: held at the school where they were raised, offered to nobody."""
    hats = {membership.id: membership for membership in world.memberships}
    texts: dict[UUID, list[Text]] = defaultdict(list)
    for id, concern, author, part in casework.Text.objects.values_list("id", "concern_id", "author_id", "part"):
        texts[concern].append(Text(id, author, part, for_author=False))
    found = [
        Concern(id, None, location, hats[author], state, holder, [], texts[id], [], NONE, NONE)
        for id, location, author, state, holder in casework.Concern.objects.values_list(
            "id", "location_id", "author_hat", "state", "holder_id"
        )
    ]
    return CaseWorld(ChildWorld(world.organisations, world.memberships, [], [], [], [], {}, set()), found)


def owners_in_the_directory() -> dict[str, dict[UUID, UUID]]:
    """Per table of the directory the organisation that owns each row; must be read as owner."""
    per_offer = {"directory_contact": directory.Contact, "directory_suggestion": directory.Suggestion}
    return {
        "directory_offer": dict(directory.Offer.objects.values_list("id", "organisation_id")),
        "directory_example": dict(directory.Example.objects.values_list("id", "organisation_id")),
        **{
            table: dict(model._default_manager.values_list("pk", "offer__organisation_id"))
            for table, model in per_offer.items()
        },
    }


def _with_period(kind: Callable[..., T], rows: Iterable[tuple[Any, ...]]) -> list[T]:
    """The last two columns are from when and until when."""
    return [kind(*row[:-2], oracle.Period(*row[-2:])) for row in rows]
