"""Search as you type over a register of national size, beside plain ILIKE on the same rows in the same run.

A server of our own in a temporary folder: 342 municipalities, 9,000 school locations and 60,000 people in functions,
all generated. Ours is the whole question as the page asks it: transaction, signed context, search, reading under row
security and, for people, the line in the log.
"""

import random
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import connection

from bench.results import Measure, milliseconds
from tandem.audit.actions import acting_actor
from tandem.platform import database
from tandem.platform.context import ANONYMOUS, Context, acting
from tandem.platform.postgres.binaries import find_all
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster, cluster_for
from tandem.register import municipalities, people, search
from tandem.register.data import OrganisationKind, organisation_id

LOCATIONS, PEOPLE, TEAMS = 9_000, 60_000, 700
LIMIT_MS = 300
DAY = date(2026, 9, 14)
NATURE = (
    "linde beuk wilg eik es iep kastanje esdoorn berk den olm meidoorn otter bever narwal reiger libel uil vos egel"
)
COLOURS = "gouden zilveren blauwe groene rode witte kleine grote vrolijke wakkere stille vlugge zachte"
GIVEN = "anna tom iris sam eva lot mo una wouter jan piet karin els bram noor daan sophie milan tess"
FAMILY = "bakker visser smit meijer mulder bos vos peters hendriks dekker brouwer dijkstra koster prins"
INFIXES = ("", "", "", "de", "van", "van den", "van der")
ENDINGS = ("", "", "sma", "stra", "man", "ink")
# What people type, letter by letter at the end and with the errors they make.
ORGANISATIONS = (
    "de gouden ot",
    "gouden otter delf",
    "zilvren beuk",
    "01ab",
    "wilg 2611",
    "vrolijke narwl",
    "den haag eik",
)
NAMES = ("anna bak", "tom van den vis", "iris meyer", "dijkstr", "bram hendrix", "noor", "wouter van der kostr")


def measure_search(times: int, folder: Path) -> Iterator[Measure]:
    """Both searches; `folder` is where the server keeps its rows."""
    with national_register(folder) as (cluster, context):

        def organisations(question: str) -> int:
            with acting(ANONYMOUS):
                return len(search.find_organisations(question, on=DAY))

        def colleagues(question: str) -> int:
            with acting(context):
                return len(people.find(actor=acting_actor(), question=question))

        with psycopg.connect(cluster.url(ROLES["maint"]), autocommit=True) as peer:
            yield _measure("organisations", ORGANISATIONS, organisations, _ilike(peer, "organisation"), times)
            yield _measure("people", NAMES, colleagues, _ilike(peer, "person"), times)


def _measure(
    what: str, questions: tuple[str, ...], ours: Callable[[str], int], peer: Callable[[str], int], times: int
) -> Measure:
    """The slowest of the usual times per question; ours finds what was mistyped, the peer does not."""
    mine, theirs, found, peer_found = [], [], 0, 0
    for question in questions:
        found += ours(question) > 0
        peer_found += peer(question) > 0
        mine.append(usual(ours, question, times))
        theirs.append(usual(peer, question, times))
    name = f"search of {what}, the slowest question of {len(questions)}"
    return Measure(
        name,
        max(mine) * 1000,
        "ms",
        ("<=", LIMIT_MS),
        f"median {milliseconds(median(mine))}, {found} of {len(questions)} found",
        f"ILIKE {milliseconds(max(theirs))}, median {milliseconds(median(theirs))}, {peer_found} found",
    )


def usual(work: Callable[[str], int], question: str, times: int) -> float:
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        work(question)
        spent.append(time.perf_counter() - started)
    return median(spent)


def _ilike(peer: psycopg.Connection[Any], table: str) -> Callable[[str], int]:
    """The plain peer: each word somewhere in the text, past row security and without a line in the log."""

    def ask(question: str) -> int:
        words = [f"%{word}%" for word in question.split()]
        query = f"select id from register_{table} where words ilike all (%s) order by sort_key limit 20"
        return len(peer.execute(query.encode(), [words]).fetchall())

    return ask


@contextmanager
def national_register(folder: Path) -> Iterator[tuple[Cluster, Context]]:
    """A running server with the rows in it, to which Django speaks as the app; and who asks."""
    cluster = cluster_for(folder, find_all()[0], durable=False)
    cluster.start()
    try:
        database.connect_as(cluster.url(ROLES["owner"]))
        database.migrate()
        connection.close()
        context = _fill(cluster)
        database.connect_as(cluster.url(ROLES["app"]))
        yield cluster, context
    finally:
        connection.close()
        cluster.stop()
        shutil.rmtree(cluster.base, ignore_errors=True)  # of root it lies outside the folder


def _fill(cluster: Cluster) -> Context:
    """Rows by COPY, which row security does not allow to the owner; the first of the people is the one who asks."""
    chance = random.Random(3)
    with psycopg.connect(cluster.url(SUPERUSER)) as owner:
        towns = municipalities.current()
        called = municipalities.also_called()
        rows = [(one.code, one.name, one.name.lower(), " ".join(called.get(one.code, ()))) for one in towns]
        _copy(owner, "register_municipality (code, name, sort_key, also_called)", rows)
        units = [(_key(unit), *unit) for unit in _units(chance, [one.code for one in towns])]
        columns = (
            "id, kind, code, name, sort_key, postcode, place, municipality_id, phone, email, website, hours, source"
        )
        _copy(owner, f"register_organisation ({columns}, words)", ((*unit, "", "", "", "", "", "") for unit in units))
        people = [(uuid4(), *_name(chance)) for _ in range(PEOPLE)]
        _copy(owner, "register_person (id, given_name, infix, family_name, sort_key, words)", people)
        teams = [unit[0] for unit in units]
        members: list[tuple[Any, ...]] = [
            (uuid4(), person[0], chance.choice(teams), "IB", False, True, DAY, "") for person in people
        ]
        columns = "id, person_id, organisation_id, function, is_lead, listed, valid_from, ended_reason"
        _copy(owner, f"register_membership ({columns})", members)
        phones = ((uuid4(), person[0], "PHONE", "070 000 00 00", 0) for person in people)
        _copy(owner, "register_contact (id, person_id, kind, value, sort)", phones)
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as owner:
        owner.execute("vacuum analyze")
    hat, person, organisation = members[0][:3]
    return Context(
        person=person,
        hat=hat,
        organisation=organisation,
        function="IB",
        professional=True,
        principals=(person,),
        day=DAY,
    )


def _key(unit: tuple[str, ...]) -> UUID:
    """As the register makes it, so that a school is found by its code."""
    return organisation_id(OrganisationKind.LOCATION, unit[1]) if unit[0] == "LOCATION" else uuid4()


def _copy(connection: psycopg.Connection[Any], table: str, rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor().copy(f"copy {table} from stdin".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _units(chance: random.Random, towns: list[str]) -> Iterator[tuple[str, ...]]:
    """Kind, code, name, sort key, postcode, place and municipality."""
    for number in range(LOCATIONS):
        name = f"De {chance.choice(COLOURS.split())} {chance.choice(NATURE.split())}"
        code = f"{number // 676 % 100:02}{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}{number // 67600:02}"
        yield "LOCATION", code, name, name.lower(), f"{chance.randint(1000, 9999)}AB", "", chance.choice(towns)
    for number in range(TEAMS):
        yield "LOCAL_TEAM", "", f"Lokaal team {number}", f"lokaal team {number}", "", "", chance.choice(towns)


def _name(chance: random.Random) -> tuple[str, ...]:
    given, infix, family = chance.choice(GIVEN.split()), chance.choice(INFIXES), chance.choice(FAMILY.split())
    family += chance.choice(ENDINGS)
    return given.title(), infix, family.title(), f"{family} {given}", ""
