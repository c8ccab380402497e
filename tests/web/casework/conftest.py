"""The example region with a teacher, her pupil, and concerns on their way."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import VERSIONS
from tests.on_stage import role_of, set_the_stage

from tandem.audit.actions import acting_actor
from tandem.casework.actions import drafts
from tandem.casework.actions.drafts import Draft
from tandem.casework.data import TextPart, Urgency
from tandem.children import actions as children
from tandem.identity.data import Hat
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster
from tandem.register.hats import context_of
from tandem.register.models import Membership

SEEN = "Zit stil in een hoek."


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    """The newest version only: what differs between versions is tested at the domain itself."""
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


def context(key: str, function: str) -> Context:
    row = Membership.objects.get(pk=role_of(key, function).id)
    hat = Hat(row.id, row.person_id, row.organisation_id, "", row.function, "", UUID(int=0))
    return context_of(hat, day=clock.today())


def organisation(key: str, function: str) -> UUID:
    return UUID(str(Membership.objects.get(pk=role_of(key, function).id).organisation_id))


class School:
    """Noor teaches Bo at the school where Iris coordinates care."""

    def __init__(self) -> None:
        self.teacher, self.coordinator = context("noor", "LERAAR"), context("iris", "IB")
        self.place = organisation("iris", "IB")
        since = clock.today() - timedelta(days=30)
        with acting(self.coordinator):
            self.bo = children.register_pupil(
                by=acting_actor(),
                given_name="Bo",
                family_name="Boterbloem",
                birth_date=date(clock.today().year - 8, 1, 2),
                location=self.place,
                since=since,
            )
            teacher = role_of("noor", "LERAAR").id
            children.teach(by=acting_actor(), child=self.bo, location=self.place, membership=teacher, since=since)

    def raised(self, *, child: UUID | None = None, urgency: Urgency = Urgency.NORMAL) -> UUID:
        with acting(self.teacher):
            draft = Draft(child, child is None, urgency, {TextPart.SEEN: SEEN})
            id = drafts.start(by=acting_actor(), location=self.place, key=uuid4(), draft=draft)
            drafts.raise_concern(by=acting_actor(), id=id, version=1)
        return id


@pytest.fixture
def school(owned_database: Cluster, settings: Any) -> School:
    settings.DEMO_SIGN_IN = True
    set_the_stage()
    return School()
