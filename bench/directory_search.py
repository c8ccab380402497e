"""Search of the directory of services over 50,000 offers, beside plain ILIKE on the same rows in the same run.

The register of `register_search` with offers at its organisations, all generated. Ours is the whole question as the
page asks it: words with synonyms and typing errors, filters, the counts of every other choice, the offers of one page.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bench.register_search import DAY, national_register, usual
from bench.results import Measure, milliseconds
from tandem.directory import definitions, queries
from tandem.directory.data import Decides, Delivery, Evidence, OfferKind, OfferQuestion, Setting, Theme
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster
from tandem.register import municipalities

OFFERS, LIMIT_MS = 50_000, 100
ABOUT = (
    "pesten verzuim scheiding angst somberheid adhd autisme boosheid schulden wonen maatje opvoeding verslaving rouw "
    "taal peuter stress weerbaarheid slapen huiswerk sport muziek motoriek lezen rekenen vriendschap hechting trauma"
)
SHAPES = "training groep spreekuur begeleiding cursus coach inloop huiswerkplek ouderavond diagnostiek behandeling"
SHOWN = 50


def measure_directory(times: int, folder: Path) -> Iterator[Measure]:
    """`folder` is where the server keeps its rows."""
    with national_register(folder) as (cluster, _):
        town = _fill(cluster)
        asked = _questions(town)

        def ours(name: str) -> int:
            with acting(Context(day=DAY)):
                return queries.find(asked[name], size=SHOWN).total

        with psycopg.connect(cluster.url(ROLES["maint"]), autocommit=True) as peer:
            yield _measure(asked, ours, _ilike(peer, asked), times)


def _questions(town: str) -> dict[str, OfferQuestion]:
    """What people ask, from nothing at all to everything at once."""
    return {
        "nothing": OfferQuestion(),
        "a word": OfferQuestion(text="pesten"),
        "half a word": OfferQuestion(text="training weerb"),
        "a synonym": OfferQuestion(text="thuiszitter"),
        "a typing error": OfferQuestion(text="scheidng"),
        "a municipality": OfferQuestion(municipality=town),
        "filters": OfferQuestion(
            kinds=(OfferKind.PREVENTIVE,), themes=(Theme.WELLBEING,), settings=(Setting.BO,), age=9
        ),
        "everything": OfferQuestion(
            text="groep angst", kinds=(OfferKind.PREVENTIVE, OfferKind.BASIC), municipality=town, age=9, direct=True
        ),
    }


def _measure(
    asked: dict[str, OfferQuestion], ours: Callable[[str], int], peer: Callable[[str], int], times: int
) -> Measure:
    mine = {name: usual(ours, name, times) for name in asked}
    theirs = [usual(peer, name, times) for name in asked]
    found = sum(ours(name) > 0 for name in asked)
    slowest = max(mine, key=lambda name: mine[name])
    return Measure(
        f"directory: {OFFERS:,} offers, the slowest question of {len(asked)} ({slowest})",
        mine[slowest] * 1000,
        "ms",
        ("<=", LIMIT_MS),
        f"median {milliseconds(median(mine.values()))}, {found} of {len(asked)} found",
        f"ILIKE without counts {milliseconds(max(theirs))}, ratio {mine[slowest] / max(theirs):.1f}",
    )


def _ilike(peer: psycopg.Connection[Any], asked: dict[str, OfferQuestion]) -> Callable[[str], int]:
    """Each word somewhere in name or summary, no filters, no counts: less than is asked of ours."""
    query = (
        "select id from directory_offer where name || ' ' || summary ilike all (%s) order by step, sort_key limit %s"
    )

    def ask(name: str) -> int:
        words = [f"%{word}%" for word in asked[name].text.split()] or ["%"]
        return len(peer.execute(query.encode(), [words, SHOWN]).fetchall())

    return ask


_COLUMNS = (
    "id, organisation_id, name, sort_key, kind, summary, description, themes, settings, delivered, clusters, age_from, "
    "age_to, municipalities, postcodes, postcode, funding, funding_note, decides, apply, phone, website, evidence, "
    "evidence_note, valid_from, confirmed_on, version, step, facets"
)


def _fill(cluster: Cluster) -> str:
    """A municipality that many offers are for."""
    chance = random.Random(11)
    towns = [one.code for one in municipalities.current()]
    steps = {step.kind: number for number, step in enumerate(definitions.order(), 1)}
    with psycopg.connect(cluster.url(SUPERUSER)) as owner:
        owners = [key for (key,) in owner.execute("select id from register_organisation limit 4000")]
        with owner.cursor().copy(f"copy directory_offer ({_COLUMNS}) from stdin".encode()) as copy:
            for number in range(OFFERS):
                copy.write_row(_offer(chance, number, chance.choice(owners), towns, steps))
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as owner:
        owner.execute("vacuum analyze")
    return towns[0]


def _offer(
    chance: random.Random, number: int, owner: UUID, towns: list[str], steps: dict[OfferKind, int]
) -> tuple[Any, ...]:
    themes = ABOUT.split()
    kind, about, shape = chance.choice(list(OfferKind)), chance.choice(themes), chance.choice(SHAPES.split())
    name = f"{shape.capitalize()} {about} {number}"
    youngest = chance.randint(0, 14)
    place = towns[0] if number % 50 == 0 else chance.choice(towns)
    return (
        uuid4(), owner, name, name.lower(), kind.value,
        f"Een {shape} over {about} en {chance.choice(themes)} voor kinderen en hun ouders.",
        f"Ook bij {' en '.join(chance.choices(themes, k=2))}.",
        _some(chance, Theme), _some(chance, Setting), _some(chance, Delivery), [], youngest, youngest + 8,
        [place], [], "", [], "", chance.choice(list(Decides)).value, "Bel de aanbieder.", "", "",
        Evidence.UNKNOWN.value, "", DAY, DAY, 1, steps[kind], 0,
    )  # fmt: skip


def _some(chance: random.Random, codes: type[Theme] | type[Setting] | type[Delivery]) -> list[str]:
    return [code.value for code in chance.sample(list(codes), 2)]
