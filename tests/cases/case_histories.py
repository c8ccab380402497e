"""Random lives of a case in the real database: whoever feels like it asks whatever she feels like."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from tests.cases.table_at_school import SHARED, Table
from tests.register.people_world import Worker

from tandem.audit.actions import acting_actor
from tandem.cases import watching
from tandem.cases.actions import directing, handing_over, involving, life
from tandem.cases.actions.step import CannotError, UnknownCaseError
from tandem.cases.data import Domain, Joining
from tandem.cases.models import Case, Offer, Participant
from tandem.casework.data import Refusal, RefusalReason
from tandem.platform import clock
from tandem.platform.context import acting

WORDS = "invite direct sign disagree settle offer accept refuse silence close reopen"
MUST_HAPPEN = frozenset(WORDS.split())
TRIES = 8  # of whatever comes to mind, until something is done
LOOK = """
select c.state, c.holder_id, c.refused,
  (select array_agg(a.principal_id) from cases_access a where a.case_id = c.id and a.part = 'HOLDER'),
  (select count(*) from cases_offer o where o.case_id = c.id and o.state = 'OPEN'),
  (select count(*) from cases_direction d where d.case_id = c.id and d.ended is null),
  (select count(*) from cases_direction d where d.case_id = c.id and d.ended is null and d.signed is null),
  (select count(*) from cases_direction d where d.case_id = c.id and d.ended is null and d.disagreed is not null),
  (select count(distinct d.person_id) from cases_direction d where d.case_id = c.id and d.ended is null),
  (select array_agg(distinct p.domain order by p.domain) from cases_participant p
   where p.case_id = c.id and p.until is null and not p.knows_only and p.domain <> ''),
  (select array_agg(d.domain order by d.domain) from cases_direction d where d.case_id = c.id and d.ended is null)
from cases_case c where c.id = %s
"""


def wrong(id: UUID) -> list[str]:
    """What may never be, of one case as it stands; empty when nothing is wrong."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [id])
        state, holder, refused, holding, offers, seats, unsigned, at_odds, persons, needed, seated = cursor.fetchone()
    tests = {
        "not one holder": holding == [holder],
        "more than one offer, or one that is closed": offers <= (state != "CLOSED"),
        "a third refusal": refused <= 2,
        "one person on both seats": persons == seats,
        "it runs unsigned": state != "RUNNING" or (seats > 0 and unsigned == 0 and seated == needed),
        "stuck and not at odds, or the reverse": state == "CLOSED" or (state == "STUCK") == (at_odds > 0),
    }
    return [name for name, holds in tests.items() if not holds]


def live(world: Table, *, histories: int, steps: int, chance: random.Random) -> Counter[str]:
    """So many lives of so many steps; what was carried out, by name. Raises AssertionError at the first wrong thing."""
    happened: Counter[str] = Counter()
    for _ in range(histories):
        with transaction.atomic():
            happened += _one(world, steps, chance)
            transaction.set_rollback(True)
    return happened


def _one(world: Table, steps: int, chance: random.Random) -> Counter[str]:
    id, gate = world.opened(), world.opened_gate(world.far_team.id, world.ada)
    happened: Counter[str] = Counter()
    people = [world.coordinator, world.head, world.far_worker, world.colleague, world.third_worker, world.nurse]
    people.append(world.education_coordinator)
    doings = _doings(world, id, gate, chance)
    for _ in range(steps):
        for _ in range(TRIES):
            name, who = chance.choice(list(doings)), chance.choice(people[:4] if chance.random() < 0.7 else people)
            before = _version(id)
            done = _asked(doings[name], who, silent=name == "silence")
            moved = _version(id) > before
            assert done or not moved, f"{name} was refused and done"
            assert wrong(id) == [], f"after {name}"
            happened[name] += moved
            if moved:
                break
    return happened


def _version(id: UUID) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=id)


def _asked(doing: Callable[[Worker], object], who: Worker, *, silent: bool) -> bool:
    """Whether it was done; refused, nothing of it stays."""
    try:
        with transaction.atomic():
            if silent:
                doing(who)
            else:
                with acting(who.context):
                    doing(who)
    except (CannotError, UnknownCaseError):
        return False
    return True


def _doings(world: Table, id: UUID, gate: UUID, chance: random.Random) -> dict[str, Callable[[Worker], object]]:
    def invite(_: Worker) -> None:
        knows = chance.random() < 0.3
        place, function = (world.third_team, "JGZ") if knows else (world.far_team, "LT_TOEGANG")
        joining = Joining(place.id, function, *SHARED, 17, None if knows else gate, knows_only=knows)
        involving.invite(by=acting_actor(), id=id, joining=joining)

    def leave(_: Worker) -> None:
        here = Participant.objects.filter(case_id=id, until=None).order_by("since", "id").values_list("pk", flat=True)
        if keys := list(here):
            involving.leave(by=acting_actor(), id=id, participant=chance.choice(keys), words="klaar")

    def direct(who: Worker) -> None:
        hat = chance.choice([who, who, world.far_worker, world.colleague, world.coordinator]).membership.id
        directing.direct(by=acting_actor(), id=id, domain=chance.choice(list(Domain)), hat=hat)

    def offer(_: Worker) -> None:
        to = chance.choice([world.far_team.id, world.third_team.id, world.desk.id, world.location.id])
        reads = gate if to == world.far_team.id and chance.random() < 0.7 else None
        handing_over.offer(
            by=acting_actor(),
            id=id,
            to=to,
            words="x",
            coordinator=world.desk.id,
            active=world.active,
            disclosure=reads,
        )

    def refuse(_: Worker) -> None:
        refusal = Refusal(RefusalReason.RESIDENCE, "nee", municipality="GM0503")
        handing_over.refuse(
            by=acting_actor(), id=id, refusal=refusal, coordinator=world.desk.id, municipalities={"GM0503"}
        )

    def silence(_: Worker) -> None:
        Offer.objects.filter(case_id=id, state="OPEN").update(due=clock.now() - timedelta(minutes=1))
        watching.watch()

    return {
        "invite": invite,
        "leave": leave,
        "direct": direct,
        "sign": lambda _: directing.sign(by=acting_actor(), id=id),
        "disagree": lambda _: directing.disagree(by=acting_actor(), id=id, words="oneens"),
        "settle": lambda _: directing.settle(by=acting_actor(), id=id, words="eens"),
        "add": lambda _: life.add(by=acting_actor(), id=id, words="iets"),
        "offer": offer,
        "accept": lambda _: handing_over.accept(by=acting_actor(), id=id),
        "refuse": refuse,
        "revoke": lambda _: handing_over.revoke(by=acting_actor(), id=id, words="toch niet"),
        "silence": silence,
        "close": lambda _: life.close(by=acting_actor(), id=id, words="klaar"),
        "reopen": lambda _: life.reopen(by=acting_actor(), id=id, words="toch niet"),
    }
