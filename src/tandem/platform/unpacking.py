"""How large a compressed file may become. A small file that unpacks to gigabytes is an attack, not data."""

from typing import IO, Protocol

from tandem.platform.message import Message

CHUNK = 1 << 20
LARGEST_RATIO = 200  # unpacked : packed; beyond it a file is a bomb, not data
RATIO_FREE = 16 << 20  # small files may be packed as tightly as they like


class TooLargeError(ValueError):
    """The reason does not name the file."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def check_size(unpacked: int, packed: int, largest: int) -> None:
    """Raises TooLargeError when `unpacked` bytes are more than `largest`, or too many for `packed` bytes."""
    if unpacked > largest:
        raise TooLargeError(Message("uitgepakt is dit bestand groter dan {size}", size=_size(largest)))
    if unpacked > RATIO_FREE and unpacked > LARGEST_RATIO * max(packed, 1):
        raise TooLargeError(
            Message(
                "dit bestand is meer dan {ratio} keer zo groot als het ingepakte bestand (een zipbom)",
                ratio=LARGEST_RATIO,
            )
        )


def copy(source: Readable, sink: IO[bytes], packed: int, largest: int) -> None:
    """Copy, counting what really comes out: the sizes in an archive's own directory may lie. Raises TooLargeError."""
    total = 0
    while chunk := source.read(CHUNK):
        total += len(chunk)
        check_size(total, packed, largest)
        sink.write(chunk)


def _size(number: int) -> str:
    return f"{number >> 30} GB" if number >= 1 << 30 else f"{number >> 20} MB"
