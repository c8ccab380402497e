"""Row security beside the same question filtered by hand: lists, counts, single reads on tables of a region's size.

Both sides ask the same rows through Django, as our queries do, in turn on the same server. By hand means: as owner,
whom the policies let through, with the conditions of the policy written into the question.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import django
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from bench.results import Measure, milliseconds
from tandem.platform.postgres.binaries import Binaries, find_all
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster, cluster_for, folder_of_root

if TYPE_CHECKING:
    from tandem.children.models import Access

CHILDREN = 500_000
FEW, MANY = 16, 20_000
LOCATIONS = 2_000
DAY = date(2026, 9, 14)
TARGET = 1.5

Question = Callable[["Asker", bool], object]


@dataclass(frozen=True, slots=True)
class Asker:
    """A hat, the principal whose list it asks, and one child on that list."""

    name: str
    hat: UUID
    person: UUID
    organisation: UUID
    function: str
    reason: str
    child: UUID


def _access(asker: Asker, by_hand: bool) -> "QuerySet[Access]":
    """The rows of access of the chosen principal; by hand with what the policies say about them."""
    from tandem.children.models import Access  # noqa: PLC0415 - Django is awake only now

    rows = Access.objects.filter(principal_id=asker.organisation)
    return _held(rows, asker) if by_hand else rows


def _held(rows: "QuerySet[Access]", asker: Asker) -> "QuerySet[Access]":
    until = Q(valid_until=None) | Q(valid_until__gt=DAY)
    return rows.filter(until, reason=asker.reason, valid_from__lte=DAY)


def list_of_25(asker: Asker, by_hand: bool) -> object:
    """As `children.queries.children_of` asks it."""
    rows = _access(asker, by_hand).select_related("child").order_by("sort_key", "child_id")[:25]
    return [(row.child.id, row.child.family_name) for row in rows]


def count(asker: Asker, by_hand: bool) -> object:
    return _access(asker, by_hand).count()


def single_read(asker: Asker, by_hand: bool) -> object:
    from tandem.children.models import Access, Child  # noqa: PLC0415

    rows = Child.objects.filter(pk=asker.child)
    if by_hand:
        known = Access.objects.filter(child_id=OuterRef("pk"), principal_id__in=[asker.person, asker.organisation])
        rows = rows.filter(Exists(_held(known, asker)))
    return [row.family_name for row in rows]


QUESTIONS: dict[str, Question] = {"list of 25": list_of_25, "count": count, "single read": single_read}


def measure_row_security(place: Path, times: int, children: int = CHILDREN) -> Iterator[Measure]:
    """Every question for a hat with few and one with many rows, on each version of PostgreSQL of this machine."""
    django.setup()
    for binaries in {found.major: found for found in reversed(find_all())}.values():
        home = place / f"row-security-{binaries.major}"
        cluster = cluster_for(home, binaries, durable=False)
        cluster.start()
        try:
            yield from _measured(cluster, binaries, times, children)
        finally:
            connection.close()
            cluster.stop()
            shutil.rmtree(folder_of_root(home), ignore_errors=True)


def _measured(cluster: Cluster, binaries: Binaries, times: int, children: int) -> Iterator[Measure]:
    from tandem.platform import database  # noqa: PLC0415 - Django is awake only now

    database.connect_as(cluster.url(ROLES["owner"]))
    database.migrate()
    database.connect_as(cluster.url(SUPERUSER))
    for asker in _world(children):
        for what, question in QUESTIONS.items():
            whole, alone = _both(question, asker, times)
            name = f"{what}, {asker.name} (PostgreSQL {binaries.major})"
            yield _measure(f"row security, {name}", whole, ("<=", TARGET))
            yield _measure(f"  the statement alone: {what}, {asker.name}", alone, None)


def _measure(name: str, pair: tuple[float, float], target: tuple[str, float] | None) -> Measure:
    ours, peer = pair
    return Measure(name, ours / peer, "× by hand", target, milliseconds(ours), milliseconds(peer))


Pair = tuple[float, float]


def _both(question: Question, asker: Asker, times: int) -> tuple[Pair, Pair]:
    """Seconds under row security and by hand, asked in turn: of the whole question and of its statement alone.

    The fastest of all: what the machine does beside it makes an answer slower, never faster.
    """
    from tandem.platform.context import Context, acting  # noqa: PLC0415

    context = Context(
        person=asker.person,
        hat=asker.hat,
        organisation=asker.organisation,
        function=asker.function,
        professional=True,
        principals=(asker.person, asker.organisation),
        day=DAY,
    )
    ours, peer = Stopwatch(), Stopwatch()
    for _ in range(times):
        with acting(context):
            ours.run(lambda: question(asker, False))
        with transaction.atomic():
            _run("set local role tandem_owner")
            peer.run(lambda: question(asker, True))
    if ours.answer != peer.answer or not ours.answer:
        raise RuntimeError(f"row security and the filter by hand do not answer the same: {asker.name}")
    return (min(ours.whole), min(peer.whole)), (min(ours.alone), min(peer.alone))


class Stopwatch:
    """Seconds of each run: the whole of it, and what of that was waiting for the database."""

    def __init__(self) -> None:
        self.whole: list[float] = []
        self.alone: list[float] = []
        self.answer: object = None

    def run(self, work: Callable[[], object]) -> None:
        for _ in range(5):
            started = time.perf_counter()
            with connection.execute_wrapper(self._note):
                self.answer = work()
            self.whole.append(time.perf_counter() - started)

    def _note(self, execute: Callable[..., object], *statement: object) -> object:
        started = time.perf_counter()
        answer = execute(*statement)
        self.alone.append(time.perf_counter() - started)
        return answer


def _run(statement: str, parameters: dict[str, object] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)  # type: ignore[arg-type]
        return list(cursor.fetchall()) if cursor.description else []


def _world(children: int) -> list[Asker]:
    """Children over many schools, of which one has few; and a local team to which many were disclosed."""
    from tandem.register.models import Membership, Organisation, Person  # noqa: PLC0415

    def asker(name: str, kind: str, function: str, reason: str) -> Asker:
        at = Organisation.objects.create(kind=kind, name=name, sort_key=name)
        person = Person.objects.create(given_name="P", family_name=name, sort_key=name)
        hat = Membership.objects.create(person=person, organisation=at, function=function, valid_from=date(2020, 1, 1))
        return Asker(name, hat.id, person.id, at.id, function, reason, UUID(int=0))

    school = asker(f"school with {FEW}", "LOCATION", "IB", "ENROLLED")
    team = asker(f"team with {MANY:,}", "LOCAL_TEAM", "LT_TOEGANG", "DISCLOSED")
    others = [Organisation(id=uuid4(), kind="LOCATION", name=f"L{i}", sort_key=f"l{i}") for i in range(LOCATIONS)]
    Organisation.objects.bulk_create(others, batch_size=1000)
    facts = {"children": children, "few": FEW, "many": MANY, "school": school.organisation, "team": team.organisation}
    for statement in FILL:
        _run(statement, facts | {"others": [other.id for other in others]})
    _run("vacuum analyze")
    return [replace(one, child=_one_of(one.organisation)) for one in (school, team)]


def _one_of(principal: UUID) -> UUID:
    question = "select child_id from children_access where principal_id = %(principal)s order by sort_key limit 1"
    [(child,)] = _run(question, {"principal": principal})
    return UUID(str(child))


# The triggers that note and copy each row are switched off while a country is written at once.
FILL = (
    "alter table children_child disable trigger user",
    "alter table children_enrolment disable trigger user",
    """
    insert into children_child (id, given_name, family_name, sort_key, birth_date)
    select gen_random_uuid(), 'K' || i, 'Proefkind', 'proefkind ' || md5(i::text), date '2010-01-01' + i %% 5000
    from generate_series(1, %(children)s) as i
    """,
    """
    insert into children_enrolment (id, child_id, location_id, valid_from)
    select gen_random_uuid(), id,
      case when place <= %(few)s then %(school)s
        else (%(others)s::uuid[])[1 + place %% cardinality(%(others)s::uuid[])] end, '2024-08-01'
    from (select id, row_number() over (order by sort_key) as place from children_child) c
    """,
    """
    insert into children_access
      (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, valid_until)
    select e.location_id, c.id, 'ENROLLED', e.id, 2061, false, c.sort_key, e.valid_from, null
    from children_enrolment e join children_child c on c.id = e.child_id
    """,
    """
    insert into children_access
      (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, valid_until)
    select %(team)s, id, 'DISCLOSED', gen_random_uuid(), 5, false, sort_key, '2024-08-01', '2027-08-01'
    from children_child order by birth_date, id limit %(many)s
    """,
    "alter table children_child enable trigger user",
    "alter table children_enrolment enable trigger user",
    "alter table children_child enable always trigger audit_rows",
    "alter table children_child enable always trigger audit_table",
    "alter table children_enrolment enable always trigger audit_rows",
    "alter table children_enrolment enable always trigger audit_table",
)
