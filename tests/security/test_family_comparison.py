"""Rows of the family window: the database and the oracle agree, for every hat and relative, reading and writing."""

import ast
import random
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security import family_oracle
from tests.security.cases_oracle import Case
from tests.security.family_oracle import Choice, Consent, Family, Relative, Release, Window, Word
from tests.security.mutants import Policy
from tests.security.oracle import Membership
from tests.security.sets import Allowed, Asker, Insert, Move, Table, Tally, compare, survivors
from tests.security.statements import Key, Value, count, reached
from tests.security.test_cases_comparison import _CasesMaker
from tests.security.test_cases_comparison import keep as keep_cases
from tests.security.test_children_comparison import _context
from tests.security.world import DAY, insert_rows

from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster

ANSWERED = (
    "answer = 'ja', answered = now(), answered_by = (select context.person()), answered_hat = (select context.hat()),"
    " organisation_id = (select context.organisation())"
)
TABLES = {  # key, and a change that the app may make
    "family_window": Table("family_window", "id", "code_until = now()"),
    "family_release": Table(
        "family_release", "id", "withdrawn = now(), withdrawn_by = gen_random_uuid(), why_withdrawn = 'te vroeg'"
    ),
    "family_choice": Table("family_choice"),
    "family_word": Table("family_word", "id", ANSWERED),
    "family_asking": Table("family_asking", "id", "answered = now(), agrees = true"),
}
# What else a relative reaches; of hats, the comparisons of children and of sharing ask these.
GATE = {
    "children_access": Table("children_access", "source"),
    "children_child": Table("children_child"),
    "sharing_consent": Table(
        "sharing_consent", "id", "withdrawn_at = now(), withdrawn_channel = 'PORTAL', withdrawn_by = 'youth'"
    ),
}
NOTHING = ("children_residence", "children_enrolment", "children_bsn", "cases_case", "cases_text", "sharing_note")
WITHDRAWING = {"withdrawn_at", "withdrawn_channel", "withdrawn_by"}
SILENT = {"family_window": ("family_fits", "family_changes", "family_gives_access"), "family_release": ("family_fits",)}
SILENT |= {"family_word": ("family_said", "family_changes"), "family_asking": ("family_fits", "family_answered")}
SILENT |= {"family_choice": ("family_fits", "family_gives_access")}
SILENT |= {"sharing_consent": ("sharing_written_then_fits", "sharing_changes", "sharing_said", "family_written")}
STRANGE = UUID(int=7)
# Long open, no end, ends tomorrow, began today; ended today, begins tomorrow, shut.
GATES = ((-9, 9), (-9, None), (-9, 1), (0, 9), (-9, 0), (1, 9), None)
# Wrong versions that change nothing: why, and how they look.
_FAMILY = r"a\.reason = CAST\('FAMILY' AS TEXT\)"
WINDOW_IS_NO_OTHER = {
    "the access of a window has no other reason": (
        rf"\w+\.family_\w+: (using|with check): (always true: {_FAMILY}$|only the left side of: .* AND \({_FAMILY}\)$)"
    ),
}
HARMLESS_AT_THE_GATE = {
    **WINDOW_IS_NO_OTHER,
    "the block says whose access it is too": r"children_access\.family_select: ",
    "every path says whose it is too": r"children_access\.block: using: .*: \(?reason = ",
    "no hat looks in here; test_children_comparison.py asks for those": (
        r"children_access\.block: using: .*CHILDREN_PRINCIPALS"
    ),
}


class _FamilyMaker(_CasesMaker):
    def family(self, number: int, *, small: bool = False) -> Family:
        cases = self.cases(number, small=small)
        pick, accounts = self.random.choice, [self.key() for _ in range(number // 2)]
        hats = cases.children.memberships
        windows = [
            Window(
                self.key(),
                case,
                capacity,
                pick([None, *accounts, *accounts]),
                pick((16, 80, 336)),
                pick(GATES),
                pick(hats),
            )
            for case in cases.cases
            for capacity in ("PARENT", "PARENT", "YOUNG")
        ]
        releases = [
            Release(
                self.key(),
                case,
                pick((16, 64, 256)),
                pick(("BOTH", "PARENTS", "YOUNG")),
                self.random.random() < 0.2,
                pick(hats),
            )
            for case in cases.cases
            for _ in range(3)
        ]
        choices = [Choice(self.key(), case, pick(hats)) for case in cases.cases]
        words = [Word(self.key(), pick(windows), self.random.random() < 0.3) for _ in range(3 * number)]
        askings = [Word(self.key(), one, self.random.random() < 0.3) for one in windows]
        names = sorted(WITHDRAWING)
        consents = [
            Consent(
                self.key(),
                one,
                place % 4 == 3,
                frozenset(WITHDRAWING if place % 4 == 3 else self.random.sample(names, 2)) - {"withdrawn_at"},
            )
            for place, one in enumerate(windows)
        ]
        return Family(cases, windows, releases, choices, words, askings, consents)


def keep(family: Family) -> None:
    """As owner; no trigger refuses what a policy must refuse, and none opens the gate."""
    keep_cases(family.cases)
    with connection.cursor() as cursor:
        for table, triggers in SILENT.items():
            for trigger in triggers:
                cursor.execute(f"alter table {table} disable trigger {trigger}")
    insert_rows(
        "family_window (id, case_id, child_id, capacity, authority_id, name, account_id, accepted, kinds, law,"
        " organisation_id, function, invited_by, invited_hat, invited, valid_until, held_why)",
        "u.id, u.a, u.b, u.c, case when u.c = 'PARENT' then u.id end, '', u.d,"
        f" case when u.d is not null then now() end, u.e, '', u.f, '', u.g, u.h, now(), date '{DAY}' + 9, ''",
        "uuid uuid uuid text uuid integer uuid uuid uuid",
        [
            (w.id, w.case.id, w.case.child, w.capacity, w.account, w.kinds, w.by.organisation, w.by.person, w.by.id)
            for w in family.windows
        ],
    )
    insert_rows(
        "children_access (source, principal_id, child_id, reason, kinds, guarded, sort_key, valid_from, valid_until)",
        f"u.id, u.id, u.a, 'FAMILY', u.b, false, '', date '{DAY}' + u.c, date '{DAY}' + u.d",
        "uuid uuid integer integer integer",
        [(w.id, w.case.child, w.kinds, *w.gate) for w in family.windows if w.gate and w.account],
    )
    insert_rows(
        "family_release (id, case_id, child_id, kind, audience, withdrawn, withdrawn_by, why_withdrawn, sort, title,"
        " text, organisation_id, function, person_id, hat, released)",
        "u.id, u.a, u.b, u.c, u.d, case when u.e then now() end, case when u.e then u.g end,"
        " case when u.e then 'te vroeg' else '' end, 'TEXT', 'stil', 'stil', u.f, '', u.g, u.h, now()",
        "uuid uuid uuid integer text boolean uuid uuid uuid",
        [
            (r.id, r.case.id, r.case.child, r.kind, r.audience, r.withdrawn, r.by.organisation, r.by.person, r.by.id)
            for r in family.releases
        ],
    )
    insert_rows(
        "family_choice (id, case_id, child_id, number, agrees, organisation_id, function, person_id, said)",
        "u.id, u.a, u.b, 1, true, u.c, '', u.d, now()",
        "uuid uuid uuid uuid uuid",
        [(c.id, c.case.id, c.case.child, c.by.organisation, c.by.person) for c in family.choices],
    )

    insert_rows(
        "family_word (id, case_id, child_id, window_id, key, voice, text, said, answer, answered, answered_by,"
        " function)",
        "u.id, u.a, u.b, u.c, u.id, 'QUESTION', 'stil', now(), case when u.d then 'ja' else '' end,"
        " case when u.d then now() end, case when u.d then u.id end, ''",
        "uuid uuid uuid uuid boolean",
        [(w.id, w.window.case.id, w.window.case.child, w.window.id, w.answered) for w in family.words],
    )

    where = family.cases.children.organisations[0].id
    insert_rows(
        "family_asking (id, case_id, child_id, window_id, authority_id, answered, agrees, file_id, giver,"
        " authority_checked, receiver_organisation_id, receiver_function, purpose, kinds, needs_consent, needs_release,"
        " organisation_id, function, person_id, hat, asked)",
        "u.id, u.a, u.b, u.c, case when u.d = 'PARENT' then u.c end, case when u.e then now() end,"
        " case when u.e then true end, u.id, case when u.d = 'PARENT' then 'parent_1' else 'youth' end, 'REGISTER',"
        f" '{where}', 'IB', 'zorg', 16, true, false, '{where}', '', u.id, u.id, now()",
        "uuid uuid uuid uuid text boolean",
        [
            (a.id, a.window.case.id, a.window.case.child, a.window.id, a.window.capacity, a.answered)
            for a in family.askings
        ],
    )

    insert_rows(
        "sharing_consent (id, child_id, authority_id, giver, withdrawn_at, withdrawn_channel, withdrawn_by, file_id,"
        " organisation_id, function, membership_id, person_id, recorded_at, age_band, authority_checked, purpose,"
        " kinds, receiver_organisation_id, receiver_function, form, text_version, text_hash, explicit, outcome,"
        " gives_consent, releases_secrecy, freedom_explained, given_at, valid_until, purpose_words,"
        " refusal_reason, deviation)",
        "u.id, u.a, u.b, 'youth', case when u.c then now() end, u.d, u.e, u.id,"
        f" '{where}', '', u.id, u.id, now(), '', 'BRP', 'zorg', 16,"
        f" '{where}', 'IB', 'ORAL', '1', '00', true, 'GIVEN', true,"
        f" false, true, now(), date '{DAY}' + 9, '', '', ''",
        "uuid uuid uuid boolean text text",
        [
            (
                c.id,
                c.window.case.child,
                c.window.id if c.window.capacity == "PARENT" else None,
                c.withdrawn,
                "PORTAL" if "withdrawn_channel" in c.filled else "LETTER",
                "youth" if "withdrawn_by" in c.filled else "parent_2",
            )
            for c in family.consents
        ],
    )


class _Asked:
    """What the oracle says of whoever asks; `Asker.name` is the key of the hat or the account, empty without one."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.hats = {str(hat.id): hat for hat in family.cases.children.memberships}
        self.relatives = {name: (who, context) for name, who, context in self._relatives()}

    def _relatives(self) -> Iterator[tuple[str, Relative, Context]]:
        accounts = sorted({one.account for one in self.family.windows if one.account})
        hat = self.family.cases.children.memberships[0]
        everything = frozenset(one.id for one in self.family.windows)
        for place, account in enumerate(accounts):
            mine = frozenset(one.id for one in self.family.windows if one.account == account)
            named = (mine, everything, frozenset[UUID]())[place % 3]  # also who names those of others, and none
            context = Context(account=account, principals=tuple(sorted(named)), day=DAY)
            yield f"relative {account}", Relative(account, named), context
            if place == 0:
                worn = Context(account=account, hat=hat.id, person=hat.person, principals=tuple(mine), day=DAY)
                yield f"with a hat {account}", Relative(account, frozenset()), worn
        yield "stranger", Relative(STRANGE, everything), Context(account=STRANGE, principals=tuple(everything), day=DAY)

    def askers(self) -> list[Asker]:
        strangers = [Context(day=DAY), *(Context(service=name, day=DAY) for name in ("demo", "operator"))]
        worn = [Asker(key, _context(hat)) for key, hat in self.hats.items()]
        return [*worn, *self.of_family(), *(Asker("", context) for context in strangers)]

    def of_family(self) -> list[Asker]:
        return [Asker(name, context) for name, (_, context) in self.relatives.items()]

    def few(self) -> list[Asker]:
        """The family, and who reads the most of what they say."""

        def reads(asker: Asker) -> int:
            return len(family_oracle.may_select(self.family, self.hats[asker.name], "family_word", DAY))

        worn = sorted((one for one in self.askers() if one.name in self.hats), key=reads, reverse=True)
        return [*self.of_family(), *worn[:2]]

    def allowed(self, asker: Asker, table: Table) -> Allowed:
        hat = self.hats.get(asker.name)
        rows = list(self._candidates(hat, asker.name, table.name, random.Random(asker.name + table.name)))
        if asker.name in self.relatives:
            who = self.relatives[asker.name][0]
            may = SAYS.get(table.name)
            inserts = [Insert(row, may is not None and may(self.family, who, row)) for row in rows]
            change = CHANGES.get(table.name)
            changed: set[Key] = set(change(self.family, who)) if change else set()
            moves = list(self._withdrawals(changed)) if table.name == "sharing_consent" else []
            return Allowed(set(family_oracle.shown_to(self.family, who, table.name)), changed, set(), inserts, moves)
        if hat is None or table.name == "sharing_consent":  # of a hat only what was asked of the family: nothing
            return Allowed(set(), set(), set(), [Insert(columns, allowed=False) for columns in rows])
        selected: set[Key] = set(family_oracle.may_select(self.family, hat, table.name, DAY))
        updated: set[Key] = set(family_oracle.may_update(self.family, hat, table.name, DAY)) if table.change else set()
        inserts = [Insert(row, family_oracle.may_insert(self.family, hat, table.name, row, DAY)) for row in rows]
        return Allowed(selected, updated, set(), inserts)

    def _withdrawals(self, standing: set[Key]) -> Iterator[Move]:
        """One field at a time: only when the other two say already what withdrawing says, it is a withdrawal."""
        for one in self.family.consents:
            if one.id in standing:
                yield Move("withdrawn_at", DAY, one.filled == WITHDRAWING - {"withdrawn_at"}, one.id)
                yield Move("withdrawn_channel", "PORTAL", allowed=False, row=one.id)

    def _candidates(
        self, hat: Membership | None, asker: str, table: str, chance: random.Random
    ) -> Iterator[dict[str, Value]]:
        """New rows about some cases, in one's own name and in another's; of a relative also of her own windows."""
        if table == "sharing_consent" and (hat or asker):
            yield from self._consents(hat or self.relatives[asker][0], chance)
        if table not in TABLES:
            return
        other = chance.choice(self.family.cases.children.memberships)
        for case in chance.sample(self.family.cases.cases, min(6, len(self.family.cases.cases))):
            for by in (hat or other, other):
                yield _row(table, case, by, UUID(int=chance.getrandbits(128), version=4))
        if table in SAYS and asker in self.relatives:
            own = family_oracle.own(self.family, self.relatives[asker][0])
            for one in [*own, *chance.sample(self.family.windows, 3)]:
                key = UUID(int=chance.getrandbits(128), version=4)
                row = {**_row(table, one.case, other, key), "window_id": one.id}
                yield {**row, **SAID_HERSELF} if table == "family_choice" else row

    def _consents(self, who: Relative | Membership, chance: random.Random) -> Iterator[dict[str, Value]]:
        """As they were asked, of herself or by her, of others, and each with one thing that was not asked."""
        where = self.family.cases.children.organisations
        if isinstance(who, Relative):
            known = family_oracle.shown_to(self.family, who, "family_asking")
        else:
            known = family_oracle.may_select(self.family, who, "family_asking", DAY)
        mine = [one for one in self.family.askings if one.id in known]
        for asked in [*mine, *chance.sample(self.family.askings, 4)]:
            authority = asked.window.id if asked.window.capacity == "PARENT" else None
            row: dict[str, Value] = {
                "id": UUID(int=chance.getrandbits(128), version=4),
                "child_id": asked.window.case.child,
                "authority_id": authority,
                "file_id": asked.id,
                "organisation_id": where[0].id,
                "receiver_organisation_id": where[0].id,
                **CONSENT,
            }
            other: dict[str, Value] = {
                "child_id": chance.choice(self.family.cases.cases).child,
                "file_id": asked.window.id,
                "authority_id": None if authority else asked.window.id,
                "receiver_organisation_id": where[1].id,
                "receiver_function": "LPA",
                "purpose": "iets anders",
                "kinds": 64,
            }
            yield row
            yield from ({**row, column: value} for column, value in other.items())


SAYS = {
    "family_choice": family_oracle.may_choose,
    "family_word": family_oracle.may_say,
    "sharing_consent": family_oracle.may_consent,
}
CHANGES = {"family_asking": family_oracle.may_answer, "sharing_consent": family_oracle.may_withdraw}
CONSENT: dict[str, Value] = {
    "giver": "youth",
    "function": "",
    "membership_id": STRANGE,
    "person_id": STRANGE,
    "recorded_at": DAY,
    "age_band": "",
    "authority_checked": "BRP",
    "purpose": "zorg",
    "kinds": 16,
    "receiver_function": "IB",
    "form": "ORAL",
    "text_version": "1",
    "text_hash": "00",
    "explicit": True,
    "outcome": "GIVEN",
    "gives_consent": True,
    "releases_secrecy": False,
    "freedom_explained": True,
    "given_at": DAY,
    "valid_until": DAY,
    "refusal_reason": "",
    "deviation": "",
}
SAID_HERSELF: dict[str, Value] = {"organisation_id": None, "person_id": None}


def _row(table: str, case: Case, by: Membership, key: UUID) -> dict[str, Value]:
    about: dict[str, Value] = {"id": key, "case_id": case.id, "child_id": case.child, "function": ""}
    about["organisation_id"] = by.organisation
    rows: dict[str, dict[str, Value]] = {
        "family_window": {
            **about,
            "capacity": "PARENT",
            "authority_id": key,
            "kinds": 16,
            "law": "",
            "name": "",
            "held_why": "",
            "invited_by": by.person,
            "invited_hat": by.id,
            "invited": DAY,
            "valid_until": DAY,
        },
        "family_release": {
            **about,
            "sort": "TEXT",
            "kind": (16, 64, 256)[key.int % 3],
            "audience": "BOTH",
            "title": "stil",
            "text": "stil",
            "why_withdrawn": "",
            "person_id": by.person,
            "hat": by.id,
            "released": DAY,
        },
        "family_choice": {
            **about,
            "number": key.int % 10**6 + 10,
            "agrees": True,
            "window_id": None,
            "person_id": by.person,
            "said": DAY,
        },
    }
    if table == "family_asking":
        rows[table] = {
            **about,
            "window_id": key,
            "file_id": (by.organisation, by.id)[key.int % 2],
            "giver": "youth",
            "authority_checked": "REGISTER",
            "receiver_organisation_id": by.organisation,
            "receiver_function": "IB",
            "purpose": "zorg",
            "kinds": 16,
            "needs_consent": True,
            "needs_release": False,
            "person_id": by.person,
            "hat": by.id,
            "asked": DAY,
        }
    if table == "family_word":
        del about["organisation_id"]
        said: dict[str, Value] = {"window_id": key, "key": key, "text": "stil", "said": DAY, "answer": ""}
        return {**about, **said, "voice": ("WORDS", "AUTHORITY")[key.int % 2]}
    return rows[table]


def answers(family: Family) -> Tally:
    asked = _Asked(family)
    tally = compare(asked.askers(), list(TABLES.values()), asked.allowed)
    tally.wrong += compare(asked.of_family(), list(GATE.values()), asked.allowed).wrong
    for one in asked.of_family():
        with acting(one.context):
            tally.wrong += [f"{one.name} reaches {table}" for table in NOTHING if count(f"select from {table}")]
    return tally


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(family_oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [module for module in imported if module and module.startswith("tandem")]


@pytest.mark.parametrize(("cluster", "seed"), worlds(1), indirect=["cluster"])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    family = _FamilyMaker(seed).family(16)
    keep(family)
    tally = answers(family)
    assert not tally.wrong, tally.wrong[:5]
    assert tally.allowed > 200, "hardly anything was allowed: nothing was tested"
    assert tally.refused_inserts > 200
    asked = _Asked(family)
    shown = [family_oracle.shown_to(family, who, "family_release") for who, _ in asked.relatives.values()]
    assert sum(map(len, shown)) > 5
    with acting(Context(service="sign-in", day=DAY)):
        assert reached("select id from family_window") == {one.id for one in family.windows}
        assert reached("select id from family_release") == set()
        change = "update family_window set account_id = gen_random_uuid(), accepted = now()"
        assert reached(f"{change} returning id") == {one.id for one in family.windows if one.account is None}


def test_a_leak_is_seen(owned_database: Cluster) -> None:
    family = _FamilyMaker(4).family(10)
    keep(family)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on family_release for select to tandem_app using (audience = 'YOUNG')")
    assert answers(family).wrong


@pytest.mark.parametrize(
    ("tables", "harmless"),
    [
        ([GATE["children_access"], GATE["children_child"]], HARMLESS_AT_THE_GATE),
        ([GATE["sharing_consent"]], WINDOW_IS_NO_OTHER),
    ],
    ids=["gate", "consent"],
)
def test_every_wrong_version_of_looking_in_is_seen(
    owned_database_once: Cluster, tables: list[Table], harmless: dict[str, str]
) -> None:
    family = _FamilyMaker(8).family(6, small=True)
    keep(family)
    asked = _Asked(family)
    askers = asked.of_family() if harmless is HARMLESS_AT_THE_GATE else asked.few()
    unseen, tried = survivors(askers, tables, asked.allowed, harmless, _looks_in)
    assert not unseen
    assert tried > 15


def _looks_in(policy: Policy) -> bool:
    return policy.name.startswith("family_") or (policy.table, policy.name) == ("children_access", "block")
