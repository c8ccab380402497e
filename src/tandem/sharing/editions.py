"""Versions of the standard beside each other: released ones, one on a day, and one with what was announced."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from tandem.platform.home import DEFINITIONS
from tandem.sharing.codes import DataKind
from tandem.sharing.data import Rule, Standard

RELEASED = DEFINITIONS / "sharing" / "editions"
ANNOUNCED = "aangekondigd"
COLUMNS = (
    "id", "version", "from", "to", "purpose", "name", "kinds", "ages", "ground", "why", "scheme",
    "article_6", "article_9", "uavg", "law", "secrecy", "steps", "verdict", "blocked", "verification",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one rule: a field with both values; field `rule` when the whole rule came or went."""

    rule: str
    field: str
    before: str
    after: str


def row(rule: Rule) -> dict[str, str]:
    """The facts of a rule as text, in the columns of a released edition."""
    blocked = [*(kind for kind in DataKind if kind in rule.blocked_kinds)]
    return {
        "id": rule.id,
        "version": str(rule.version),
        "from": rule.sender,
        "to": rule.receiver,
        "purpose": rule.purpose,
        "name": rule.name.nl,
        "kinds": "|".join(kind for kind in DataKind if kind in rule.kinds),
        "ages": "" if rule.ages.high >= 130 and rule.ages.low == 0 else f"{rule.ages.low}-{rule.ages.high}",
        "ground": rule.ground,
        "why": rule.why.nl,
        "scheme": rule.scheme or "",
        "article_6": rule.article_6,
        "article_9": rule.article_9,
        "uavg": rule.uavg,
        "law": "; ".join(rule.law),
        "secrecy": rule.secrecy.norm,
        "steps": "|".join(rule.steps),
        "verdict": rule.verdict,
        "blocked": "|".join(blocked),
        "verification": "|".join(rule.verification),
    }


def on_day(standard: Standard, on: date) -> dict[str, dict[str, str]]:
    """The rules in force on a day, by id."""
    return {rule.id: row(rule) for rule in standard.rules if rule.holds(on)}


def with_announced(standard: Standard, on: date) -> dict[str, dict[str, str]]:
    """As it would be if every law that was announced held."""
    announced = {rule.id: row(rule) for rule in standard.rules if rule.announced is not None}
    return on_day(standard, on) | announced


@cache
def released() -> tuple[str, ...]:
    """Names of the released editions, oldest first."""
    return tuple(sorted(path.stem for path in RELEASED.glob("*.csv")))


def edition(name: str, standard: Standard, today: date) -> Mapping[str, Mapping[str, str]]:
    """The rules of a released edition, of a day (`2026-11-30`) or with what was announced. Raises LookupError."""
    if name == ANNOUNCED:
        return with_announced(standard, today)
    if name in released():
        with (RELEASED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return {line["id"]: line for line in csv.DictReader(file)}
    try:
        return on_day(standard, date.fromisoformat(name))
    except ValueError:
        raise LookupError(name) from None


def differences(
    before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]
) -> Iterable[Difference]:
    """What changed between two editions, by rule."""
    for id in sorted(before.keys() | after.keys()):
        old, new = before.get(id), after.get(id)
        if old is None or new is None:
            yield Difference(id, "rule", old["name"] if old else "", new["name"] if new else "")
            continue
        yield from (Difference(id, name, old[name], new[name]) for name in COLUMNS if old[name] != new[name])
