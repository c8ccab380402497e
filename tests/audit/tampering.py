"""Ways to bend the log, as a superuser who switches every trigger off."""

import random
from collections.abc import Callable
from hashlib import sha256

import psycopg

TABLES = {"audit_event": "events", "audit_change": "changes", "audit_access": "accesses"}
# What can be changed in a line: a column with an expression that gives something else.
EDITS = {
    "audit_event": {
        "by": "'person:' || gen_random_uuid()",
        "at": "at - interval '1 microsecond'",
        "subject": "subject || ' '",
        "details": "details || '{\"x\": 1}'",
        "hat": "gen_random_uuid()",
        "action": "upper(action) || '.'",
    },
    "audit_change": {
        "changes": "changes || '{\"x\": [1, 2]}'",
        "row_key": "row_key || '0'",
        "operation": "operation || 'D'",
        "subject": "gen_random_uuid()",
        "organisation": "gen_random_uuid()",
        "by": "'service:x'",
    },
    "audit_access": {
        "subjects": "subjects || gen_random_uuid()",
        "kinds": "kinds || 'x'::text",
        "status": "3 - status",
        "purpose": "purpose || 'x'",
        "started_at": "started_at + interval '1 second'",
        "trace": "md5(trace || 'x')",
    },
}
COMMON = {
    "written_at": "written_at - interval '10 minutes'",
    "xid": "xid + 1",
    "server": "server + 1",
    "function": "function || 'X'",
}
Connection = psycopg.Connection[tuple[object, ...]]


def sealed_lines(connection: Connection, table: str) -> list[int]:
    rows = connection.execute(f"select unnest({TABLES[table]}) from audit_seal order by 1").fetchall()
    return [int(str(row[0])) for row in rows]


def edit(connection: Connection, chance: random.Random) -> None:
    table = chance.choice([name for name in TABLES if sealed_lines(connection, name)])
    column, expression = chance.choice(sorted((EDITS[table] | COMMON).items()))
    number = chance.choice(sealed_lines(connection, table))
    connection.execute(f"update {table} set {column} = {expression} where number = %s", [number])


def delete(connection: Connection, chance: random.Random) -> None:
    table = chance.choice([name for name in TABLES if sealed_lines(connection, name)])
    connection.execute(f"delete from {table} where number = %s", [chance.choice(sealed_lines(connection, table))])


def delete_the_newest(connection: Connection, chance: random.Random) -> None:
    table = chance.choice([name for name in TABLES if sealed_lines(connection, name)])
    connection.execute(f"delete from {table} where number = %s", [max(sealed_lines(connection, table))])


def insert(connection: Connection, chance: random.Random) -> None:
    """A copy of an old line under a number that is free, as if it had always been there."""
    table = chance.choice([name for name in TABLES if sealed_lines(connection, name)])
    number = chance.choice(sealed_lines(connection, table))
    connection.execute(
        f"insert into {table} select (jsonb_populate_record(t, jsonb_build_object('number', %s::bigint))).*"
        f" from {table} t where number = %s",
        [10**12 + chance.randrange(10**6), number],
    )


def insert_from_the_future(connection: Connection, chance: random.Random) -> None:
    """The same with a transaction that has yet to come, to look like news."""
    table = chance.choice([name for name in TABLES if sealed_lines(connection, name)])
    number = chance.choice(sealed_lines(connection, table))
    record = f"jsonb_build_object('number', {10**12}, 'xid', {2**50 + chance.randrange(1000)})"
    connection.execute(
        f"insert into {table} select (jsonb_populate_record(t, {record})).* from {table} t where number = %s", [number]
    )


def swap(connection: Connection, chance: random.Random) -> None:
    """Two lines change places."""
    table = chance.choice([name for name in TABLES if len(sealed_lines(connection, name)) > 1])
    one, other = chance.sample(sealed_lines(connection, table), 2)
    for number, to in ((one, -1), (other, one), (-1, other)):
        connection.execute(f"update {table} set number = %s where number = %s", [to, number])


def forge_a_line_and_its_leaf(connection: Connection, chance: random.Random) -> None:
    """Change a line and what its seal says of it, but not the chain."""
    seal = _some_seal(connection, chance)
    connection.execute(
        "update audit_seal set leaves = overlay(leaves placing sha256('forged') from 1 for 32) where number = %s",
        [seal],
    )


def forge_the_chain_from_a_seal_on(connection: Connection, chance: random.Random) -> None:
    """Change a line and hash everything after it again, as the sealing itself would: only the head outside can tell."""
    numbers = [int(str(row[0])) for row in connection.execute("select number from audit_seal order by 1").fetchall()]
    start = chance.choice(numbers)
    connection.execute(
        "update audit_seal set leaves = overlay(leaves placing %s from 1 for 32) where number = %s",
        [_first_leaf_after_an_edit(connection, start), start],
    )
    previous = connection.execute("select previous from audit_seal where number = %s", [start]).fetchone()
    assert previous is not None
    for number in numbers[numbers.index(start) :]:
        text = connection.execute(
            "select jsonb_build_array(number, audit.moment(sealed_at), server, before_xid, events, changes,"
            " accesses)::text, leaves from audit_seal where number = %s",
            [number],
        ).fetchone()
        assert text is not None
        forged = sha256(bytes(previous[0]) + str(text[0]).encode() + bytes(text[1])).digest()  # type: ignore[call-overload]
        connection.execute(
            "update audit_seal set previous = %s, hash = %s where number = %s", [previous[0], forged, number]
        )
        previous = (forged,)


def _first_leaf_after_an_edit(connection: Connection, seal: int) -> object:
    for table, numbers in TABLES.items():
        row = connection.execute(f"select {numbers}[1] from audit_seal where number = %s", [seal]).fetchone()
        if row and row[0] is not None:
            connection.execute(f"update {table} set by = 'service:forger' where number = %s", [row[0]])
            leaf = connection.execute(f"select audit.leaf(t) from {table} t where number = %s", [row[0]]).fetchone()
            return leaf and leaf[0]
    raise AssertionError("a seal without lines")


def cut_the_tail(connection: Connection, chance: random.Random) -> None:
    """Some seals at the end disappear, with their lines."""
    seal = _some_seal(connection, chance)
    for table, numbers in TABLES.items():
        connection.execute(
            f"delete from {table} where number in (select unnest({numbers}) from audit_seal where number >= %s)", [seal]
        )
    connection.execute("delete from audit_seal where number >= %s", [seal])


def remove_a_seal(connection: Connection, chance: random.Random) -> None:
    connection.execute("delete from audit_seal where number = %s", [_some_seal(connection, chance)])


def renumber_the_seals(connection: Connection, chance: random.Random) -> None:
    connection.execute(
        "update audit_seal set number = number + 1000 where number >= %s", [_some_seal(connection, chance)]
    )


def put_the_clock_of_a_seal_back(connection: Connection, chance: random.Random) -> None:
    connection.execute(
        "update audit_seal set sealed_at = sealed_at - interval '1 day' where number = %s",
        [_some_seal(connection, chance)],
    )


def unseal_a_line(connection: Connection, chance: random.Random) -> None:
    """Take the number of a line out of its seal and then the line itself."""
    seal = _some_seal(connection, chance)
    for table, numbers in TABLES.items():
        row = connection.execute(f"select {numbers}[1] from audit_seal where number = %s", [seal]).fetchone()
        if row and row[0] is not None:
            connection.execute(
                f"update audit_seal set {numbers} = {numbers}[2:], leaves = substr(leaves, 33) where number = %s",
                [seal],
            )
            connection.execute(f"delete from {table} where number = %s", [row[0]])
            return


def _some_seal(connection: Connection, chance: random.Random) -> int:
    rows = connection.execute("select number from audit_seal order by 1").fetchall()
    return int(str(chance.choice(rows)[0]))


TAMPERINGS: list[Callable[[Connection, random.Random], None]] = [
    edit,
    delete,
    delete_the_newest,
    insert,
    insert_from_the_future,
    swap,
    forge_a_line_and_its_leaf,
    forge_the_chain_from_a_seal_on,
    cut_the_tail,
    remove_a_seal,
    renumber_the_seals,
    put_the_clock_of_a_seal_back,
    unseal_a_line,
]
