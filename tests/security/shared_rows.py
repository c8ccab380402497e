"""A pupil of the realm with a note, authority, consent and a disclosure, and who may know of each by the oracle."""

from datetime import timedelta
from uuid import UUID, uuid4

from tests.security import sharing_oracle as gate
from tests.security.deeds import school
from tests.security.deeds_sharing import PURPOSE, Pupil
from tests.security.oracle import Membership, Period, World
from tests.security.realm import LOCATION, TEAM, WORKER, Realm

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.platform.context import acting
from tandem.register.models import Organisation
from tandem.sharing.models import Note
from tandem.sharing.writing import written_by

TABLES = {"consent": "sharing_consent", "authority": "sharing_authority", "disclosure": "sharing_disclosure"}
KINDS = (Kind.IDENTITY | Kind.CONCERN).value


class SharedRows:
    """Must be made as owner; the pupil is shared as the coordinator would, with the local team on the own side."""

    def __init__(self, realm: Realm) -> None:
        self.realm, note = realm, uuid4()
        with acting(school(realm)):
            pupil = Pupil(realm)
            secret = realm.canaries.word("sharing_note", note, pupil.child, "text")
            columns = written_by(acting_actor(), pupil.child, pupil.file)
            Note.objects.create(id=note, **columns, kind=Kind.CONCERN.value, text=secret)
            disclosure = pupil.share()
        self.pupil, self.note = pupil, note
        rows = {"pupil": pupil.child, "consent": pupil.consent, "authority": pupil.authority, "disclosure": disclosure}
        realm.here.rows |= rows

    def may_know(self, hat: Membership, world: World, what: str) -> set[UUID]:
        """The rows of one kind: `pupil`, a key of TABLES, or `note`."""
        seen, today = self._world(world), self.realm.today
        if what == "pupil":
            enrolled = {one.child for one in gate.enrolled(seen, hat, today)}
            return enrolled | {one.child for one in gate.received(seen, hat, today)}
        return gate.may_select(seen, hat, TABLES.get(what, f"sharing_{what}"), today)

    def _world(self, world: World) -> gate.ShareWorld:
        rows, realm, child, file = self.realm.here.rows, self.realm, self.pupil.child, self.pupil.file
        since, until = realm.today - timedelta(days=30), realm.today + timedelta(days=30)
        team = realm.here.organisations[TEAM]
        consent = gate.Consent(
            rows["consent"], child, file, rows["authority"], team, WORKER, PURPOSE, KINDS,
            given=True, consents=True, releases=True, until=realm.today + timedelta(days=90), at=0,
        )  # fmt: skip
        share = gate.Share(
            rows["disclosure"], child, file, realm.figure("IB").membership, team, WORKER, None, KINDS, PURPOSE,
            consent=True, release=True, youth=False, parents=True, override=None, as_of=2,
            period=Period(realm.today, until),
        )  # fmt: skip
        proven = gate.Authority(rows["authority"], child, file, Period(since, None), proven=True, contested=False)
        return gate.ShareWorld(
            began=realm.today,
            organisations=world.organisations,
            kinds=dict(Organisation.objects.values_list("id", "kind")),
            memberships=world.memberships,
            born={},
            enrolments=[gate.Enrolment(uuid4(), child, realm.here.organisations[LOCATION], Period(since, None))],
            notes=[gate.Record(self.note, child, file, Kind.CONCERN.value, at=1)],
            authorities=[proven],
            consents=[consent],
            shares=[share],
        )
