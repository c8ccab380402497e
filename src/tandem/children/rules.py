"""Decisions that need no database."""

import re

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_citizen_number(text: str) -> bool:
    """Nine digits that pass the eleven test, the check of a BSN. Nine zeros do not."""
    if not re.fullmatch(r"[0-9]{9}", text) or text == "000000000":
        return False
    return sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=True)) % 11 == 0
