"""What concerns need done by the clock."""

from tandem.casework.watching import watch

__all__ = ["watch"]
