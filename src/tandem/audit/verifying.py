"""Is the log as it was sealed? Reads it with a connection of its own and trusts no function in the database.

The text that is hashed is said here a second time, beside `sql/seal.sql`, on purpose: who changes it there is found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from tandem.audit.heads import Head
from tandem.audit.reading import Log

GENESIS = bytes(32)
STILL_RUNNING = timedelta(hours=1)  # a line may be this much older than the seal before its own: a long transaction
CLOCK_STEP = timedelta(seconds=5)  # that an honest clock is put back
AT_ONCE = 200  # seals


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed. `place` is a seal, a line or a file; `message` is Dutch."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: seals, lines in them, and lines that wait for the next one."""

    seals: int
    sealed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class _Seal:
    number: int
    previous: bytes
    hash: bytes
    sealed_at: datetime
    server: int
    before_xid: int
    numbers: Mapping[str, Sequence[int]]  # per table
    leaves: bytes
    text: str  # what is hashed, beside `previous` and `leaves`

    def computed_hash(self) -> bytes:
        return sha256(self.previous + self.text.encode() + self.leaves).digest()

    def lines(self) -> Iterator[tuple[str, int, bytes]]:
        """Table, number and hash of each line."""
        order = [(table, number) for table in TABLES for number in self.numbers[table]]
        for place, (table, number) in enumerate(order):
            yield table, number, self.leaves[place * 32 : place * 32 + 32]


TABLES = ("audit_event", "audit_change", "audit_access")
_COMMON = "t.number, t.server, t.xid, (extract(epoch from t.written_at) * 1000000)::bigint, t.trace, t.by, t.hat, "
_COMMON += "t.organisation, t.function"
_TEXTS = {
    "audit_event": f"jsonb_build_array('event', {_COMMON}, (extract(epoch from t.at) * 1000000)::bigint, t.action, "
    "t.subject, t.details)",
    "audit_change": f"jsonb_build_array('change', {_COMMON}, t.table_name, t.operation, t.row_key, t.subject, "
    "t.changes)",
    "audit_access": f"jsonb_build_array('access', {_COMMON}, (extract(epoch from t.started_at) * 1000000)::bigint, "
    "t.action, t.purpose, t.ground, t.subjects, t.kinds, t.status)",
}
_SEALS = """
select number, previous, hash, sealed_at, server, before_xid, events, changes, accesses, leaves,
  jsonb_build_array(number, (extract(epoch from sealed_at) * 1000000)::bigint, server, before_xid, events, changes,
    accesses)::text
from public.audit_seal where number > %s order by number limit %s
"""
# Lines in no seal that should be in one: before the end of the chain, of a server that was, of a transaction to come.
_STRANGERS = """
with here as (select system_identifier as server from pg_catalog.pg_control_system())
select t.number from public.{table} t, here
where not exists (select from public.audit_seal s cross join unnest(s.{numbers}) n where n = t.number)
  and (t.server not in (%(server)s, here.server)
       or (t.server = %(server)s and t.xid < %(before)s)
       or (t.server = here.server and t.xid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
           and t.xid is distinct from pg_current_xact_id_if_assigned()::text::bigint))
order by 1 limit 100
"""


def verify(connection: Log, heads: Mapping[str, Sequence[Head]]) -> list[Finding]:
    """What was edited, removed, inserted, moved or cut off; [] when the log is whole. `heads` per file with heads.

    The connection must be able to read the log (role tandem_maint), in one transaction that this function leaves open.
    """
    seals = list(_read_seals(connection))
    findings = [*_chain(seals), *_ends(seals, heads)]
    for start in range(0, len(seals), AT_ONCE):
        findings += _lines(connection, seals[start : start + AT_ONCE], seals[start - 1] if start else None)
    return [*findings, *_inserted(connection, seals[-1] if seals else None)]


def size(connection: Log) -> Size:
    """Of the log that this connection sees."""
    row = connection.execute(
        "select count(*), coalesce(sum(length(leaves) / 32), 0)::bigint, (select count(*) from public.audit_event)"
        " + (select count(*) from public.audit_change) + (select count(*) from public.audit_access)"
        " from public.audit_seal"
    ).fetchone()
    seals, sealed, lines = row or (0, 0, 0)
    return Size(seals, sealed, lines - sealed)  # type: ignore[arg-type,operator]


def _read_seals(connection: Log) -> Iterator[_Seal]:
    last = -(2**63)
    while rows := connection.execute(_SEALS, [last, AT_ONCE]).fetchall():
        for row in rows:
            number, previous, found, at, server, before, events, changes, accesses, leaves, text = row
            numbers = dict(zip(TABLES, (events, changes, accesses), strict=True))
            yield _Seal(number, previous, found, at, server, before, numbers, leaves, text)  # type: ignore[arg-type]
            last = number  # type: ignore[assignment]


def _chain(seals: Sequence[_Seal]) -> Iterator[Finding]:
    """Each seal hashes to what it says, follows the one before it, and is not older than that."""
    previous, number, at = GENESIS, 0, None
    for seal in seals:
        place = f"zegel {seal.number}"
        if seal.number != number + 1:
            yield Finding(place, f"volgt op zegel {number}: daartussen is iets verdwenen of ingevoegd")
        if seal.previous != previous:
            yield Finding(place, "sluit niet aan op het zegel ervoor")
        if seal.computed_hash() != seal.hash:
            yield Finding(place, "is veranderd")
        if at is not None and seal.sealed_at < at - CLOCK_STEP:
            yield Finding(place, "is ouder dan het zegel ervoor: de klok is teruggezet")
        previous, number, at = seal.hash, seal.number, seal.sealed_at


def _ends(seals: Sequence[_Seal], heads: Mapping[str, Sequence[Head]]) -> Iterator[Finding]:
    """What was written outside the database is still there."""
    found = {seal.number: seal.hash for seal in seals}
    for file, known in heads.items():
        if seals and not known:
            yield Finding(file, "ontbreekt of is leeg: of het einde is afgeknipt, is niet te zien")
        for head in known:
            if head.seal not in found:
                yield Finding(f"zegel {head.seal}", f"staat in {file} en is er niet meer: het logboek is afgeknipt")
            elif found[head.seal] != head.hash:
                yield Finding(f"zegel {head.seal}", f"is een ander dan in {file} staat")


def _lines(connection: Log, seals: Sequence[_Seal], before: _Seal | None) -> Iterator[Finding]:
    """Each line of these seals is there once, unchanged, and not of another time."""
    found = {table: _hashed(connection, table, seals) for table in TABLES}
    for seal in seals:
        for table, number, leaf in seal.lines():
            place = f"{table} {number}"
            if number not in found[table]:
                yield Finding(place, f"is verwijderd (zegel {seal.number})")
                continue
            hashed, written = found[table][number]
            if hashed != leaf:
                yield Finding(place, f"is veranderd (zegel {seal.number})")
            elif written > seal.sealed_at + CLOCK_STEP or (before and written < before.sealed_at - STILL_RUNNING):
                yield Finding(place, f"is niet van de tijd van zegel {seal.number}: de klok is verzet")
        before = seal


def _hashed(connection: Log, table: str, seals: Sequence[_Seal]) -> dict[int, tuple[bytes, datetime]]:
    numbers = [number for seal in seals for number in seal.numbers[table]]
    rows = connection.execute(
        f"select t.number, {_TEXTS[table]}::text, t.written_at from public.{table} t where t.number = any(%s)",  # noqa: S608
        [numbers],
    )
    return {number: (sha256(text.encode()).digest(), written) for number, text, written in rows}  # type: ignore[misc,attr-defined]


def _inserted(connection: Log, tail: _Seal | None) -> Iterator[Finding]:
    """Lines that nobody sealed and that are no news either."""
    if tail is None:
        return
    for table, numbers in zip(TABLES, ("events", "changes", "accesses"), strict=True):
        statement = _STRANGERS.format(table=table, numbers=numbers)
        for (number,) in connection.execute(statement, {"server": tail.server, "before": tail.before_xid}):
            yield Finding(f"{table} {number}", "is in geen enkel zegel vastgelegd en toch oud: ingevoegd")
