"""A case of a pupil, with her parents and a window on it. Fictitious."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from tests.cases.table_at_school import Table
from tests.register.people_world import DAY, LONG_AGO

from tandem.audit.actions import acting_actor
from tandem.children.models import Child, ProtectedAddress
from tandem.family import queries
from tandem.family.actions import choosing, inviting, releasing
from tandem.family.data import Audience, Sort
from tandem.identity.data import SIGN_IN
from tandem.platform.context import Context, acting
from tandem.sharing.codes import Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewAuthority
from tandem.sharing.records import Authenticity

NOON = datetime.combine(DAY, time(12), UTC)
SIGNING_IN = Context(service="sign-in", day=DAY)


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family with an account and one window."""

    window: UUID
    account: UUID

    @property
    def context(self) -> Context:
        return Context(account=self.account, principals=(self.window,), day=DAY)


class Kitchen(Table):
    """Ada's mother Mo and father Fedde have authority; the case is of the school, and the team takes part."""

    def __init__(self) -> None:
        super().__init__()
        self.case = self.opened()
        self.gate = self.invited(self.case)
        self.mo = self.authority("Mo Proefkind", Giver.PARENT_1)
        self.fedde = self.authority("Fedde Anders", Giver.PARENT_2)

    def authority(self, name: str, giver: Giver, source: Authenticity = Authenticity.REGISTER) -> UUID:
        with acting(self.coordinator.context):
            return consenting.record_authority(
                by=acting_actor(),
                new=NewAuthority(self.ada.id, self.location.id, name, giver, source, LONG_AGO, LONG_AGO),
            )

    def born(self, day: date) -> None:
        with acting(self.coordinator.context):
            Child.objects.filter(pk=self.ada.id).update(birth_date=day)

    def contested(self, authority: UUID, contested: bool = True) -> None:
        with acting(self.coordinator.context):
            consenting.contest_authority(by=acting_actor(), authority=authority, contested=contested)

    def code(self, authority: UUID | None) -> tuple[UUID, str]:
        with acting(self.coordinator.context):
            found = inviting.invite(by=acting_actor(), case=self.case, authority=authority)
        return found.window, found.code

    def at_table(self, authority: UUID | None) -> Relative:
        """Invited, and came in."""
        window, code = self.code(authority)
        account = uuid4()
        with acting(SIGNING_IN):
            assert inviting.accept(by=SIGN_IN, code=code, account=account) == window
        return Relative(window, account)

    def lets_out(
        self, text: str = "We zoeken een rustige plek.", audience: Audience = Audience.BOTH, sort: Sort = Sort.TEXT
    ) -> UUID:
        with acting(self.coordinator.context):
            return releasing.release(
                by=acting_actor(), case=self.case, sort=sort, audience=audience, title="Wat we doen", text=text
            )

    def hides_the_address(self) -> None:
        ProtectedAddress.objects.create(child=self.ada, level=2, address=b"sealed")

    def says(self, young: Relative, agrees: bool) -> None:
        with acting(young.context):
            choosing.choose(by=acting_actor(), window=young.window, agrees=agrees)


def reads(one: Relative) -> queries.Whole | None:
    with acting(one.context):
        return queries.opened(acting_actor(), id=one.window)


def texts(one: Relative) -> list[str]:
    found = reads(one)
    return [release.text for release in found.releases] if found else []
