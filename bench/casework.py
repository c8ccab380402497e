"""Worklists and raising at a region's size: 100,000 open concerns and 1,000,000 closed, row security and log on.

Whole pages, as a browser asks them, of hats with few rows and with many. Beside each list the same rows asked by hand
(as owner, whom the policies let through), in turn; beside the raising of a concern its bare inserts.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.casework_fill import Size, as_owner, fill
from bench.results import Measure, milliseconds
from tandem.casework import queries
from tandem.casework.queries import Filter, Worklist
from tandem.cli.django_door import collect_static
from tandem.identity import sessions
from tandem.identity.data import Hat, Level, Method
from tandem.platform import clock, database
from tandem.platform.context import Context, acting
from tandem.platform.postgres.binaries import find_all
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, cluster_for, folder_of_root
from tandem.register.hats import context_of
from tandem.register.models import Membership, Organisation, Person

LIST_MS, RAISE_MS, MOST_QUERIES = 200, 300, 25
SIZE, SMALL = Size(1_100_000, 100_000, 200_000), Size(22_000, 2_000, 10_000)
PAGES = {"my work": "/werk/", "of the team": "/werk/team/", "closed": "/werk/afgesloten/"}
LISTS = {"of the team": Worklist.TEAM, "closed": Worklist.FINISHED}
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody in a hat. `pupils`: she raises concerns too."""

    name: str
    person: UUID
    account: UUID
    hat: UUID
    organisation: UUID
    function: str
    pupils: bool

    @property
    def context(self) -> Context:
        hat = Hat(self.hat, self.person, self.organisation, "", self.function, "", self.account)
        return context_of(hat, day=clock.today())


def measure_casework(place: Path, times: int, *, small: bool) -> Iterator[Measure]:
    """`times`: how often each page is asked."""
    with _region(place, SMALL if small else SIZE) as askers:
        settings.ALLOWED_HOSTS = ["*"]
        collect_static()
        for asker in askers:
            client = _signed_in(asker)
            for name, address in PAGES.items():
                yield from _page(f"{name}, {asker.name}", client, address, times)
            for name, which in LISTS.items():
                yield _beside(f"{name}, {asker.name}", asker, which, times)
            if asker.pupils:
                yield _raising(client, asker, times)


def _page(name: str, client: Client, address: str, times: int) -> Iterator[Measure]:
    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code

    spent, asked = _spent(ask, times), _asked(ask)
    yield _late(f"worklist {name}", spent, LIST_MS, f"limit {LIST_MS} ms")
    yield Measure(f"  its queries: {name}", asked, "queries", ("<=", MOST_QUERIES), "with session and log", "limit")


def _beside(name: str, asker: Asker, which: Worklist, times: int) -> Measure:
    """The rows of the first page and their number: under row security and by hand, in turn."""
    ours: list[tuple[float, object]] = []
    peer: list[tuple[float, object]] = []
    for _ in range(max(5, times // 2)):
        for found, by_hand in ((ours, False), (peer, True)):
            with acting(asker.context), connection.cursor() as cursor:
                if by_hand:
                    cursor.execute("set local role tandem_owner")
                began = time.perf_counter()
                rows = queries.rows_of(which, Filter())
                answer = [row.concern_id for row in rows[: queries.PART_OF_A_LIST]], queries.count(rows)
                found.append((time.perf_counter() - began, answer))
    assert ours[0][1] == peer[0][1], "row security and the filter by hand do not answer the same"
    mine, theirs = (median(seconds for seconds, _ in found) for found in (ours, peer))
    ratio = median(one / other for (one, _), (other, _) in zip(ours, peer, strict=True))
    return Measure(f"  row security: {name}", ratio, "× by hand", None, milliseconds(mine), milliseconds(theirs))


def _raising(client: Client, asker: Asker, times: int) -> Measure:
    with acting(asker.context):
        child = str(_one("select child_id from children_access where principal_id = %s", [asker.organisation]))

    def send() -> None:
        fields = {"sleutel": str(uuid4()), "versie": "0", "gezien": "Zit vaak alleen.", "urgentie": "URGENT"}
        answer = client.post("/signalen/nieuw/", {**fields, "leerling": child, "verstuur": "1"})
        assert "/volgen/" in answer.headers.get("Location", ""), answer.status_code

    spent, asked = _spent(send, times), _asked(send)
    with as_owner():
        bare = median(_spent(lambda: _inserts(child, asker), times))
    told = f"bare inserts {milliseconds(bare)}, ratio {median(spent) / bare:.0f}, {asked} queries"
    return _late(f"raise a concern, {asker.name}", spent, RAISE_MS, told)


def _inserts(child: str, asker: Asker) -> None:
    """The same five rows, without triggers, policies, rules and log."""
    facts: dict[str, Any] = {
        "id": uuid4(),
        "event": uuid4(),
        "child": child,
        "place": asker.organisation,
        "who": asker.person,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in BARE:
            cursor.execute(statement, facts)


def _late(name: str, spent: Sequence[float], limit: int, peer: str) -> Measure:
    """The 95th of a hundred."""
    late = quantiles(spent, n=20)[-1]
    told = f"median {milliseconds(median(spent))}, fastest {milliseconds(min(spent))}"
    return Measure(name, late * 1000, "ms", ("<=", limit), told, peer)


def _spent(work: Callable[[], object], times: int) -> list[float]:
    found = []
    work()
    for _ in range(max(20, times)):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found


def _asked(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        work()
    return len([one for one in asked if not one["sql"].startswith(FRAME)])


def _one(question: str, parameters: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        (found,) = cursor.fetchone()
    return found


def _signed_in(asker: Asker) -> Client:
    with acting(Context(service="sign-in")):
        begun = sessions.start(
            account=asker.account, method=Method.PASSWORD, level=Level.TWO, device="bench", hat=asker.hat
        )
    client = Client()
    client.cookies["tandem"] = begun.token
    return client


@contextmanager
def _region(place: Path, size: Size) -> Iterator[list[Asker]]:
    """A running server with the concerns in it, to which Django speaks as the app; and who asks."""
    cluster = cluster_for(place, find_all()[0], durable=False)
    cluster.start()
    try:
        database.connect_as(cluster.url(ROLES["owner"]))
        database.migrate()
        database.connect_as(cluster.url(SUPERUSER))
        with transaction.atomic():
            askers = [
                _asker("few rows", "LOCATION", "IB", pupils=True),
                _asker("many rows", "LOCATION", "IB", pupils=True),
                _asker("most rows", "LOCAL_TEAM", "LT_TOEGANG", pupils=False),
            ]
            fill(size, *(asker.organisation for asker in askers))
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")
        yield askers
    finally:
        connection.close()
        cluster.stop()
        shutil.rmtree(folder_of_root(place), ignore_errors=True)
        shutil.rmtree(cluster.base, ignore_errors=True)


def _asker(name: str, kind: str, function: str, *, pupils: bool) -> Asker:
    account, email = uuid4(), f"{name.replace(' ', '-')}@voorbeeld.example"
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into identity_account (id, password, email, email_key, is_active, created)"
            " values (%s, '', %s, %s, true, now())",
            [account, email, email],
        )
    at = Organisation.objects.create(kind=kind, name=name, sort_key=name)
    person = Person.objects.create(given_name="P", family_name=name, sort_key=name, account_id=account)
    hat = Membership.objects.create(person=person, organisation=at, function=function, valid_from=date(2020, 1, 1))
    return Asker(name, person.id, account, hat.id, at.id, function, pupils)


BARE = (
    """insert into casework_concern (id, child_id, anonymous, location_id, author_id, author_hat, key, state, urgency,
         outcome, framework, holder_id, refused, clock, was_paused, extended, escalated, created, changed, version)
       values (%(id)s, %(child)s, false, %(place)s, %(who)s, %(who)s, %(id)s, 'RAISED', 'URGENT', '', '', %(place)s, 0,
         '', false, false, 0, now(), now(), 2)""",
    """insert into casework_text (id, concern_id, part, text, author_id, organisation_id, for_author, at)
       values (%(event)s, %(id)s, 'SEEN', 'Zit vaak alleen.', %(who)s, %(place)s, false, now())""",
    """insert into casework_event (id, concern_id, at, command, state, person_id, organisation_id, function, details)
       values (%(event)s, %(id)s, now(), 'RAISE', 'RAISED', %(who)s, %(place)s, 'IB', '{}')""",
    """insert into casework_access (principal_id, concern_id, part, own_school, content, open, changed)
       values (%(place)s, %(id)s, 'HOLDER', true, true, true, now())""",
    """insert into casework_notice (id, principal_id, concern_id, event, kind, at, failed)
       values (%(event)s, %(place)s, %(id)s, %(event)s, 'RAISE', now(), false)""",
)
