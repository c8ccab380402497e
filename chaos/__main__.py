"""`make chaos`: database, web server and worker are killed while people write. Nothing acknowledged may be lost.

Two controls follow, in which something is broken on purpose: a worker that forgets that it claimed a mail, and a
database that says yes before it wrote. A run whose controls are not seen says nothing, and fails too.
"""

import random
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import psycopg
import typer
from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued
from rich.console import Console

from chaos.house import BROKEN_WORKER, HOST, PARTS, WORKER, House
from chaos.ledger import Ledger, read
from chaos.post import Post, listening
from chaos.verdict import findings
from chaos.writers import TRIOS, Life
from tandem.platform.postgres.cluster import folder_of_root

say = Console(highlight=False, soft_wrap=True).print
LIVES_AT_ONCE = 6
EACH, MINIMUM = 80, 4  # so many writes to a kill, and at least so many kills
BUSY = 90  # seconds to wait for a worker that hands over a mail
SETTLING, STALLED = 1200, 8  # seconds
TIDY = ("platform.tidy_jobs", "casework.watch")  # done each five minutes; here when everybody is alive again


def main(
    writes: Annotated[int, typer.Option(help="How many acknowledged writes.")] = 2000,
    seed: Annotated[int, typer.Option(help="Of the moments and the people; 0 takes a new one.")] = 0,
    keep: Annotated[bool, typer.Option(help="Leave the folder, to look into it.")] = False,
) -> None:
    """Kill everything while people write; then count. Ten to thirty minutes for 2,000 writes."""
    seed = seed or random.SystemRandom().randrange(1, 10**6)
    say(f"seed {seed}")
    mail_port = _free_port()
    with _folder(keep) as folder, listening(mail_port, seed) as post:
        house = House(folder / "home", _free_port(), mail_port)
        try:
            well = _rounds(house, post, folder, writes, seed)
        finally:
            house.close()
    raise typer.Exit(0 if well else 1)


def _rounds(house: House, post: Post, folder: Path, writes: int, seed: int) -> bool:
    say("a house is built …")
    house.open()
    controls = max(60, writes // 10)
    well = not _round("as it is", house, post, folder, (writes, seed), PARTS)

    post.longest = 1.0
    house.restart_worker(BROKEN_WORKER)
    wrong = _round("control: a worker that forgets its claims", house, post, folder, (controls, seed + 1), ("worker",))
    house.restart_worker(WORKER)
    post.longest = 0.05
    seen = {"mailed twice": "mails that arrived twice" in wrong}

    _say_yes_before_writing(house)
    wrong = _round("control: a database that says yes first", house, post, folder, (controls, seed + 2), ("database",))
    seen["lost"] = "acknowledged and lost" in wrong
    say(f"as it is: {'nothing lost, nothing twice' if well else 'NOT WELL'}")
    say("controls: " + ", ".join(f"{what} {'seen' if was else 'NOT SEEN'}" for what, was in seen.items()))
    return well and all(seen.values())


def _round(name: str, house: House, post: Post, folder: Path, size: tuple[int, int], parts: Sequence[str]) -> set[str]:
    """People write while `parts` are killed; then everything is counted. `size`: writes and seed. What is wrong."""
    writes, seed = size
    ledger = Ledger(folder / f"{seed}.jsonl", writes)
    before, began = house.killed.copy(), time.monotonic()
    lives = [Life(house.address, TRIOS[n % len(TRIOS)], ledger, seed * 100 + n) for n in range(LIVES_AT_ONCE)]
    for life in lives:
        life.start()
    _kill_while(lives, house, post, parts, ledger)
    spent = time.monotonic() - began
    _settle(house)
    found = findings(house, read(ledger.path), post)
    say(f"\n{name}: {ledger.number:,} acknowledged writes in {spent:,.0f} s, seed {seed}")
    killed = house.killed - before
    say(f"  killed: {dict(killed)}; sent again: {sum(life.again for life in lives)}; back within {house.longest:.1f} s")
    for one in found:
        say(f"  {'WRONG' if one.wrong else 'well '} {one.wrong:>5} of {one.of:>6,} {one.what}")
    gone = [where for life in lives for where in life.gone]
    wrong = {one.what for one in found if one.wrong} | {f"gone: {where}" for where in gone}
    wrong |= {f"could not go on: {life.wrong!r}" for life in lives if life.wrong}
    for what in sorted(wrong - {one.what for one in found}):
        say(f"  WRONG {what}")
    return wrong


def _kill_while(lives: Sequence[Life], house: House, post: Post, parts: Sequence[str], ledger: Ledger) -> None:
    """Each part in turn, in a new order each time, spread over the writes; the worker while it hands over a mail."""
    chance = random.Random(ledger.wanted)
    kills = max(len(parts), MINIMUM, ledger.wanted // EACH)
    gap = ledger.wanted / (kills + 1)
    turn: list[str] = []
    after = gap * chance.random()
    while kills or any(life.is_alive() for life in lives):
        time.sleep(0.2)
        house.watch()
        if kills and (ledger.number >= after or ledger.full):
            turn = turn or chance.sample(parts, len(parts))
            part = turn.pop()
            until = time.monotonic() + BUSY
            while part == "worker" and not post.busy and time.monotonic() < until:
                time.sleep(0.005)
            house.kill(part)
            kills, after = kills - 1, ledger.number + gap * chance.uniform(0.5, 1.5)


def _settle(house: House) -> None:
    """Everybody is alive; what dead workers left behind is started again, and all work is done."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 - Django is awake only now

    until = time.monotonic() + SETTLING
    quiet = 0
    while quiet < 2:
        if time.monotonic() > until:
            raise RuntimeError(f"work is left over after {SETTLING} s; see {house.home / 'worker.log'}")
        house.watch()
        for task in TIDY:
            connection.close()
            with suppress(AlreadyEnqueued):
                app.configure_task(task).defer(timestamp=int(time.time()))
        time.sleep(STALLED)
        quiet = 0 if _left(house) else quiet + 1


def _left(house: House) -> int:
    """Jobs that wait or run, those of the hour left out."""
    question = (
        "select count(*) from procrastinate_jobs where status in ('todo', 'doing')"
        " and task_name in ('platform.mail', 'casework.notify')"
    )
    with psycopg.connect(house.superuser()) as reader:
        row = reader.execute(question).fetchone()
    return int(row[0]) if row else 0


def _say_yes_before_writing(house: House) -> None:
    with psycopg.connect(house.superuser(), autocommit=True) as owner:
        owner.execute("alter system set synchronous_commit = off")
        owner.execute("alter system set wal_writer_delay = '10s'")
        owner.execute("select pg_reload_conf()")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _folder(keep: bool) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="tandem-chaos-"))
    (folder / "home").mkdir()
    try:
        yield folder
    finally:
        if keep:
            say(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(folder_of_root(folder / "home"), ignore_errors=True)


if __name__ == "__main__":
    typer.run(main)
