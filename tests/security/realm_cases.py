"""A case of a school on each side, about a child that nobody there may know any more: it left."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tests.security import realm_family, realm_joint
from tests.security.cases_oracle import Case, World
from tests.security.children_oracle import ChildWorld

from tandem.cases import models
from tandem.children.models import Child
from tandem.platform import clock

if TYPE_CHECKING:
    from tests.security import oracle
    from tests.security.realm import Realm


def plant(realm: "Realm") -> None:
    """Must be called as owner, when everybody has a function."""
    for side in (realm.here, realm.there):
        id, at, author = uuid4(), clock.now(), side.figures["listed"]
        place, born = side.organisations["LOCATION"], date(2015, 1, 1)
        side.rows["case"] = id
        child = Child.objects.create(given_name="Sam", family_name="Weg", sort_key="weg sam", birth_date=born)
        models.Case.objects.create(
            id=id,
            child=child,
            place_id=place,
            key=uuid4(),
            holder_id=place,
            opened=at,
            opened_by=author.person,
            opened_hat=author.membership,
            changed=at,
        )
        text = uuid4()
        models.Text.objects.create(
            id=text,
            case_id=id,
            part="QUESTION",
            text=realm.canaries.word("cases_text", text, None, "text"),
            author_id=author.person,
            organisation_id=place,
            at=at,
        )
    realm_joint.plant(realm)
    realm_family.plant(realm)


def as_the_oracle_knows_them(world: "oracle.World") -> World:
    """Held by the school, with nobody who takes part but in those of a family; must be read as owner."""
    opener = world.memberships[0]
    found = [
        Case(id, child, holder, state, opener, [], [], [], [], UUID(int=0))
        for id, child, holder, state in models.Case.objects.values_list("id", "child_id", "holder_id", "state")
    ]
    known = World(ChildWorld(world.organisations, world.memberships, [], [], [], [], {}, set()), found)
    return realm_family.oracle_cases(known)
