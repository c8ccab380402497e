"""What can go wrong becomes one Dutch line on standard error and exit code 1."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from tandem.platform.environment import EnvironmentMistakeError
from tandem.platform.home import HomeError
from tandem.platform.postgres.backup import BackupError
from tandem.platform.postgres.binaries import NoPostgresError
from tandem.platform.postgres.cluster import ClusterError
from tandem.platform.postgres.lease import AddressMissingError


class ExplainedError(RuntimeError):
    """A command cannot go on. The message is Dutch and says what to do."""


EXPECTED = (
    ExplainedError,
    HomeError,
    EnvironmentMistakeError,
    NoPostgresError,
    BackupError,
    ClusterError,
    AddressMissingError,
)

# What a machine refuses. Any other error of the system is a mistake of ours and shows itself.
REASONS = {
    errno.EACCES: "hier mag je niet lezen of schrijven",
    errno.EPERM: "hier mag je niet lezen of schrijven",
    errno.EROFS: "deze schijf is alleen te lezen",
    errno.ENOTDIR: "dit is geen map",
    errno.EEXIST: "dit is geen map",
    errno.EISDIR: "dit is een map, geen bestand",
    errno.ELOOP: "deze verwijzing komt bij zichzelf uit",
    errno.ENAMETOOLONG: "deze naam is te lang",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "je mag hier niet meer opslaan",
    errno.EFBIG: "dit bestand wordt te groot",
    errno.EMFILE: "er staan te veel bestanden open",
    errno.EIO: "de schijf leest of schrijft niet goed",
}


def said(error: BaseException) -> str | None:
    """The Dutch line about an error that is no mistake of ours; None for any other."""
    if isinstance(error, EXPECTED):
        return str(error)
    if isinstance(error, OSError) and error.errno in REASONS:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{REASONS[error.errno]}."
    return None


@contextmanager
def explained(*more: type[Exception]) -> Iterator[None]:
    """Inside this block these errors too have a message for the user."""
    try:
        yield
    except more as error:
        raise ExplainedError(str(error)) from error
