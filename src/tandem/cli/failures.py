"""What can go wrong becomes one Dutch line on standard error and exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from tandem.cli.output import messages
from tandem.platform.environment import EnvironmentMistakeError
from tandem.platform.postgres.binaries import NoPostgresError
from tandem.platform.postgres.cluster import ClusterError
from tandem.platform.postgres.lease import AddressMissingError


class DataError(RuntimeError):
    """The data could not be loaded. The message is Dutch and says what to do."""


EXPECTED: tuple[type[Exception], ...] = (EnvironmentMistakeError, NoPostgresError, ClusterError, AddressMissingError)


@contextmanager
def explained(*more: type[Exception]) -> Iterator[None]:
    """Inside this block an expected error is said in one line; anything else is our mistake and shows itself."""
    try:
        yield
    except EXPECTED + more as error:
        messages.print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
