"""A database of its own with somebody on stage; what one journey of a file changes stays for the next."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from pytest_django import DjangoDbBlocker
from tests.conftest import VERSIONS

from tandem.platform import database
from tandem.platform.postgres.cluster import ROLES, cluster_for, folder_of_root


@contextmanager
def staged(home: Path, blocker: DjangoDbBlocker, fill: Callable[[], None]) -> Iterator[None]:
    """A migrated server in `home`, filled as the app; taken away afterwards."""
    cluster = cluster_for(home, max(VERSIONS.values(), key=lambda binaries: binaries.major), durable=False)
    cluster.start()
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
