"""A database of its own with somebody on stage; what one journey of a file changes stays for the next."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.db import connection
from pytest_django import DjangoDbBlocker
from tests.conftest import VERSIONS
from tests.prepared import start_prepared
from tests.register.people_world import Worker

from tandem.children.models import Child, Enrolment
from tandem.platform import clock, database
from tandem.platform.postgres.cluster import ROLES, folder_of_root
from tandem.register.models import Organisation
from tandem.sharing.models import Note


@contextmanager
def staged(home: Path, blocker: DjangoDbBlocker, fill: Callable[[], None]) -> Iterator[None]:
    """A migrated server in `home`, filled as the app; taken away afterwards."""
    cluster = start_prepared(home, max(VERSIONS.values(), key=lambda binaries: binaries.major))
    with blocker.unblock():
        before = dict(connection.settings_dict)
        database.connect_as(cluster.url(ROLES["owner"]))
        database.migrate()
        database.connect_as(cluster.url(ROLES["app"]))
        fill()
        connection.close()
        yield
        connection.close()
        connection.settings_dict.update(before)
    cluster.stop()
    shutil.rmtree(folder_of_root(home), ignore_errors=True)


def a_pupil(school: Organisation, writer: Worker, *notes: tuple[int, str]) -> Child:
    """As owner: somebody who goes to that school, with notes (kind and words) by who works there."""
    child = Child.objects.create(
        given_name="Fenna", family_name="Voorbeeld", sort_key="voorbeeld fenna", birth_date=date(2018, 3, 1)
    )
    Enrolment.objects.create(child=child, location=school, valid_from=clock.today() - timedelta(days=99))
    for kind, text in notes:
        Note.objects.create(
            child=child,
            file_id=school.id,
            organisation=school,
            function="IB",
            membership_id=writer.membership.id,
            person_id=writer.person.id,
            recorded_at=clock.now(),
            kind=kind,
            text=text,
        )
    return child
