"""A draft and a concern, about nobody, of a teacher who can sign in, and of somebody on the other side who cannot."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from tandem.casework.models import Concern, Event, Text
from tandem.platform import clock

if TYPE_CHECKING:
    from tests.security.realm import Figure, Realm, Side


def plant(realm: "Realm") -> None:
    """Must be called as owner, when everybody has a function."""
    for side, author in ((realm.here, realm.figure("LERAAR")), (realm.there, realm.there.figures["listed"])):
        for kind in ("draft", "raised"):
            _concern(realm, side, author, kind)


def _concern(realm: "Realm", side: "Side", author: "Figure", kind: str) -> None:
    id, at, place = uuid4(), clock.now(), side.organisations["LOCATION"]
    raised = kind == "raised"
    side.rows[kind] = id
    Concern.objects.create(
        id=id,
        anonymous=True,
        location_id=place,
        author_id=author.person,
        author_hat=author.membership,
        key=uuid4(),
        state="RAISED" if raised else "DRAFT",
        holder_id=place if raised else None,
        raised=at if raised else None,
        clock="ACKNOWLEDGE" if raised else "",
        clock_start=at if raised else None,
        due=at + timedelta(days=5) if raised else None,
        created=at,
        changed=at,
    )
    text = uuid4()
    word = realm.canaries.word("casework_text", text, None, "text")
    Text.objects.create(
        id=text, concern_id=id, part="SEEN", text=word, author_id=author.person, organisation_id=place, at=at
    )
    if raised:
        Event.objects.create(concern_id=id, at=at, command="RAISE", state="RAISED", person_id=author.person)


def follows(realm: "Realm", who: "Figure", row: object) -> bool:
    """The pages of who raised it are hers alone."""
    return who == realm.figure("LERAAR") and row in (realm.here.rows["draft"], realm.here.rows["raised"])
