"""One answer of the desk at national size: 342 municipalities, 9,000 school locations, 60,000 people in functions.

The register of `register_search`, with what the desk needs beside it: a postcode area per municipality and partnership,
a team, an attendance office and a school social worker. In process: facts from the database and the decision; the page:
the whole request of somebody who is not signed in. The peer is the decision alone, on facts that are there already.
"""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.test import Client

from bench.register_search import DAY, national_register
from bench.results import Measure, milliseconds
from tandem.cli.django_door import collect_static
from tandem.platform.context import ANONYMOUS, Context, acting
from tandem.platform.postgres.cluster import SUPERUSER, Cluster
from tandem.register import municipalities
from tandem.register.data import OrganisationKind, organisation_id
from tandem.routing import queries
from tandem.routing.data import Question
from tandem.routing.definitions import rulebook
from tandem.routing.rules.route import route

ANSWER_MS, PAGE_MS = 20, 150
POSTCODES = 4000
QUESTIONS = 40


def measure_desk(times: int, folder: Path) -> Iterator[Measure]:
    """`folder` is where the server keeps its rows."""
    with national_register(folder) as (cluster, _):
        asked = _fill(cluster)
        with acting(Context(day=DAY)):
            facts = [queries.facts_for([one.school], [one.home]) for one in asked]
        book = rulebook()
        alone = _spent(lambda i: route(book, facts[i], asked[i]), times)
        with acting(ANONYMOUS):
            whole = _spent(lambda i: queries.ask(asked[i]), times)
        settings.ALLOWED_HOSTS = ["*"]
        collect_static()
        client = Client()
        pages = _spent(lambda i: _page(client, asked[i]), max(1, times // 4))
    yield _measure("desk: one answer at national size, in process", whole, ANSWER_MS, alone)
    yield _measure("desk: the page with the answer", pages, PAGE_MS, whole)


def _measure(name: str, ours: list[float], limit: int, peer: list[float]) -> Measure:
    """The 95th of a hundred."""
    return Measure(
        name,
        _late(ours) * 1000,
        "ms",
        ("<=", limit),
        f"median {milliseconds(median(ours))}",
        f"without what is around it {milliseconds(_late(peer))}, ratio {_late(ours) / _late(peer):.1f}",
    )


def _late(spent: list[float]) -> float:
    return quantiles(spent, n=20)[-1]


def _spent(work: Callable[[int], object], times: int) -> list[float]:
    found = []
    for number in range(QUESTIONS * times):
        started = time.perf_counter()
        work(number % QUESTIONS)
        found.append(time.perf_counter() - started)
    return found


def _page(client: Client, question: Question) -> None:
    asked = {"school": question.school, "thuis": question.home, "vraag": "zorg", "leeftijd": "9"}
    answer = client.get("/loket/", asked)
    assert answer.status_code == 200
    assert b"call-now" in answer.content


def _fill(cluster: Cluster) -> list[Question]:
    chance = random.Random(5)
    towns = [one.code for one in municipalities.current()]
    where = {f"{1000 + number}": towns[number % len(towns)] for number in range(POSTCODES)}
    with psycopg.connect(cluster.url(SUPERUSER)) as owner:
        _insert(owner, "register_partnership (code, name, sort_key)", [("PO0001", "Verband", "verband")])
        _insert(owner, _ORGANISATION, list(_organisations(towns)))
        _insert(owner, _AREA, list(_areas(where, towns)))
        schools = _schools(owner, chance, sorted(where))
        _links(owner, chance, schools)
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as owner:
        owner.execute("vacuum analyze")
    picked = chance.sample(schools, QUESTIONS)
    return [Question(code, chance.choice(sorted(where)), "worry", 9) for code, _ in picked]


_COLUMNS = "phone, email, website, hours, postcode, place, source, words"
_ORGANISATION = f"register_organisation (id, kind, code, name, sort_key, municipality_id, {_COLUMNS})"
_AREA = "register_area (id, organisation_id, municipality_id, district, postcode_from, postcode_to)"


def _organisations(towns: list[str]) -> Iterator[tuple[Any, ...]]:
    empty = ("",) * 8
    for code in towns:
        yield organisation_id(OrganisationKind.MUNICIPALITY, code), "MUNICIPALITY", code, code, code, code, *empty
    yield organisation_id(OrganisationKind.PARTNERSHIP, "PO0001"), "PARTNERSHIP", "PO0001", "V", "v", None, *empty
    for code in towns:
        for kind in ("LOCAL_TEAM", "ATTENDANCE"):
            key = organisation_id(OrganisationKind(kind), code)
            yield key, kind, "", f"{kind} {code}", code, code, *empty


def _areas(where: dict[str, str], towns: list[str]) -> Iterator[tuple[Any, ...]]:
    for pc4, code in where.items():
        yield uuid4(), organisation_id(OrganisationKind.MUNICIPALITY, code), None, "", pc4, pc4
        yield uuid4(), organisation_id(OrganisationKind.PARTNERSHIP, "PO0001"), None, "", pc4, pc4
    for code in towns:
        for kind in (OrganisationKind.LOCAL_TEAM, OrganisationKind.ATTENDANCE):
            yield uuid4(), organisation_id(kind, code), code, "", "", ""


def _schools(owner: psycopg.Connection[Any], chance: random.Random, pc4s: list[str]) -> list[tuple[str, Any]]:
    """The locations of the register as school locations; the key of a location follows from its code."""
    kept = "select code, name, municipality_id from register_organisation where kind = 'LOCATION'"
    rows = owner.execute(kept.encode()).fetchall()
    schools = sorted({code[:4] for code, _, _ in rows})
    _insert(owner, "register_school (code, name, sort_key)", [(code, code, code) for code in schools])
    columns = "code, name, sort_key, school_id, postcode, place, phone, website, municipality_id, partnership_po_id"
    located = [(c, n, c, c[:4], f"{chance.choice(pc4s)}AB", "", "", "", town, "PO0001") for c, n, town in rows]
    _insert(owner, f"register_school_location ({columns})", located)
    return [(code, organisation_id(OrganisationKind.LOCATION, code)) for code, _, _ in rows]


def _links(owner: psycopg.Connection[Any], chance: random.Random, schools: list[tuple[str, Any]]) -> None:
    """A school social worker for each school, out of those who are there."""
    some = "select id from register_membership limit 20000"
    owner.execute(f"update register_membership set function = 'SMW' where id in ({some})".encode())
    members = [key for (key,) in owner.execute("select id from register_membership where function = 'SMW'")]
    rows = [(uuid4(), chance.choice(members), key, 4, DAY) for _, key in schools]
    _insert(owner, "register_school_link (id, membership_id, location_id, hours_per_week, valid_from)", rows)


def _insert(owner: psycopg.Connection[Any], table: str, rows: list[tuple[Any, ...]]) -> None:
    with owner.cursor().copy(f"copy {table} from stdin".encode()) as copy:
        for row in rows:
            copy.write_row(row)
