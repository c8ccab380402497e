"""The databases of the tests, also here."""

from tests.conftest import cluster, committing_database, owned_database_once, pytest_configure, started

__all__ = ["cluster", "committing_database", "owned_database_once", "pytest_configure", "started"]
