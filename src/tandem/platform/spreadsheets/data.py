"""What comes out of a workbook or a CSV file, and what stops it."""

from dataclasses import dataclass

from tandem.platform.message import Message


class UnreadableError(ValueError):
    """A file that cannot be read. The reason does not name the file."""

    def __init__(self, reason: Message, advice: Message) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet as text. Row n of the sheet, as a person counts them, is `rows[n - 1]`.

    `name` is '' for a CSV file, which has no sheets.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: bytes as sent, bytes unpacked, rows, columns, characters in a cell."""

    file: int = 5 << 20
    unpacked: int = 64 << 20
    rows: int = 5_000
    columns: int = 60
    cell: int = 2_000
