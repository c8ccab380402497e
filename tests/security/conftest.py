"""The protected table of `tests/diary.py`."""

from tests.diary import diary

__all__ = ["diary"]
