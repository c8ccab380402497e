"""What would let a row through that should stay hidden: each rule yields Dutch sentences, none when all is well.

The rules look at the catalogue of the database and not at our SQL files: what counts is what holds.
"""

import re
from collections.abc import Iterator, Mapping

from django.db import OperationalError, connection

from tandem.platform.context import ANONYMOUS, acting
from tandem.project.catalogue import EVERYBODY, Catalogue, Policy, Relation
from tandem.project.classification import Classified, Kind

OWNER, APP, MAINT, STATS = "tandem_owner", "tandem_app", "tandem_maint", "tandem_stats"
COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE")
WRITES = {"INSERT", "UPDATE", "DELETE"}
BEYOND_ROWS = {"TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"}  # rights that row security does not hold back
ALWAYS = re.compile(r"\(*true\)*", re.IGNORECASE)
PER_ROW = re.compile(r"(?<!SELECT )\bcontext\.\w+\(")  # not the whole of a sub-select, so asked again for every row
# A sub-select that asks a function about who acts and nothing of the row: once per statement, so it may.
ONCE = re.compile(r"\( ?SELECT [\w.]+\((?:context\.\w+\(\)|true|false|'[^']*'::text|, )+\) AS \w+\)")
# The first releases in which the planner's statistics no longer show rows that row security hides (CVE-2025-8713).
SAFE_MINOR = {15: 14, 16: 10, 17: 6}

Tables = Mapping[str, Classified]


def problems(catalogue: Catalogue, tables: Tables) -> list[str]:
    """What must stop the start-up."""
    rules = (_classified, _owned, _protected, _public_facts, _rights, _definers, _views, _roles)
    return [sentence for rule in rules for sentence in rule(catalogue, tables)]


def notes(catalogue: Catalogue) -> list[str]:
    """What should be put right soon, and does not stop the start-up."""
    major, minor = divmod(catalogue.version, 10_000)
    if minor >= SAFE_MINOR.get(major, 0):
        return []
    return [
        f"PostgreSQL {major}.{minor} heeft een bekend lek in rijbeveiliging (CVE-2025-8713); "
        f"werk bij naar {major}.{SAFE_MINOR[major]} of nieuwer."
    ]


def key_problems() -> list[str]:
    """Whether the database verifies with the key that we sign with. Asked of the database itself."""
    try:
        with acting(ANONYMOUS), connection.cursor() as cursor:
            cursor.execute("select context.account()")
    except OperationalError:
        return ["De database kent de sleutel van deze installatie niet; doe: tandem db migrate"]
    return []


def _classified(catalogue: Catalogue, tables: Tables) -> Iterator[str]:
    found = {relation.name for relation in catalogue.relations if not relation.is_view}
    for name in sorted(found - tables.keys()):
        yield f"Tabel {name} is niet ingedeeld; zet haar in classification.py."
    for name in sorted(tables.keys() - found):
        yield f"Tabel {name} is ingedeeld, maar bestaat niet."


def _owned(catalogue: Catalogue, _tables: Tables) -> Iterator[str]:
    for relation in catalogue.relations:
        if relation.owner != OWNER:
            yield f"Tabel {relation.name} is van {relation.owner}; alleen {OWNER} mag tabellen bezitten."
    for function in catalogue.functions:
        if function.owner != OWNER:
            yield f"Functie {function.name} is van {function.owner}; alleen {OWNER} mag functies bezitten."


def _protected(catalogue: Catalogue, tables: Tables) -> Iterator[str]:
    for relation in catalogue.relations:
        known = tables.get(relation.name)
        if relation.is_view or known is None or known.kind is not Kind.PERSON:
            continue
        if not (relation.secured and relation.forced):
            yield f"Tabel {relation.name} gaat over personen, maar rijbeveiliging staat niet aan en verplicht."
        yield from _commands_have_policies(catalogue, relation)
        for policy in catalogue.policies_of(relation.name):
            yield from _policy(policy)
        if seen := catalogue.granted(STATS, relation.name):
            yield f"Tabel {relation.name} gaat over personen; {STATS} heeft er rechten op: {_listed(seen)}."
        if changed := catalogue.granted(MAINT, relation.name) - {"SELECT"}:
            yield f"Tabel {relation.name}: {MAINT} leest alleen, maar mag ook {_listed(changed)}."


def _public_facts(catalogue: Catalogue, tables: Tables) -> Iterator[str]:
    """Everybody may read them; on who writes which row the same is asked as of a table about people."""
    for relation in catalogue.relations:
        known, written = tables.get(relation.name), catalogue.granted(APP, relation.name) & WRITES
        if relation.is_view or known is None or known.kind is not Kind.REFERENCE or not written:
            continue
        if not (relation.secured and relation.forced):
            yield f"Tabel {relation.name} mag {APP} wijzigen, maar rijbeveiliging staat niet aan en verplicht."
        yield from _commands_have_policies(catalogue, relation)
        for policy in catalogue.policies_of(relation.name):
            if policy.command != "SELECT":
                yield from _policy(policy)


def _commands_have_policies(catalogue: Catalogue, relation: Relation) -> Iterator[str]:
    policies = catalogue.policies_of(relation.name)
    if not any(policy.covers(OWNER, "ALL") and policy.permissive for policy in policies):
        yield f"Tabel {relation.name} heeft geen regel voor {OWNER}: functies in zijn naam zien niets."
    for command in COMMANDS:
        covered = any(policy.permissive and policy.covers(APP, command) for policy in policies)
        if command in catalogue.granted(APP, relation.name) and not covered:
            yield f"Tabel {relation.name}: {APP} mag {command}, maar geen regel zegt op welke rijen."


def _policy(policy: Policy) -> Iterator[str]:
    named = f"Regel {policy.name} van tabel {policy.table}"
    if EVERYBODY in policy.roles:
        yield f"{named} geldt voor iedereen; noem een rol."
    if set(policy.roles) <= {OWNER}:
        return
    if any(ALWAYS.fullmatch(condition or "") for condition in (policy.using, policy.check)):
        yield f"{named} laat elke rij door (true)."
    writes = policy.command in ("ALL", "INSERT", "UPDATE")
    if writes and policy.permissive and policy.check is None:  # a restrictive one judges both by its USING
        yield f"{named} toetst niet wat er geschreven wordt (WITH CHECK)."
    if any(PER_ROW.search(ONCE.sub("", condition or "")) for condition in (policy.using, policy.check)):
        yield f"{named} vraagt per rij wie handelt; schrijf (select context.…())."


def _rights(catalogue: Catalogue, _tables: Tables) -> Iterator[str]:
    for grant in catalogue.grants:
        if grant.grantee == EVERYBODY:
            yield f"Iedereen (PUBLIC) heeft {grant.privilege} op {grant.kind} {grant.object}."
        elif grant.grantee in (APP, STATS, MAINT):
            makes = grant.privilege in ("CREATE", "TEMPORARY") and grant.kind in ("schema", "database")
            beyond = grant.privilege in BEYOND_ROWS and grant.kind in ("table", "column")
            if makes or beyond:
                yield f"{grant.grantee} mag geen {grant.privilege} hebben op {grant.kind} {grant.object}."


def _definers(catalogue: Catalogue, _tables: Tables) -> Iterator[str]:
    for function in catalogue.functions:
        path = function.search_path
        if function.definer and (path is None or path[-1] != "pg_temp" or "$user" in path):
            yield (
                f"Functie {function.name} werkt met de rechten van haar eigenaar; "
                "geef haar een vast search_path dat eindigt op pg_temp."
            )


def _views(catalogue: Catalogue, tables: Tables) -> Iterator[str]:
    for relation in catalogue.relations:
        if relation.is_view and not relation.as_invoker:
            yield f"View {relation.name} gaat langs rijbeveiliging; geef haar security_invoker."
        copied = [name for name in relation.reads if name in tables and tables[name].kind is Kind.PERSON]
        if copied:
            yield f"View {relation.name} bewaart rijen uit {_listed(set(copied))}; daar geldt geen rijbeveiliging."


def _roles(catalogue: Catalogue, _tables: Tables) -> Iterator[str]:
    for role in catalogue.roles:
        allowed = {"bypassrls"} if role.name == MAINT else set()
        if role.name == catalogue.speaks_as and role.name != APP:
            yield f"We werken als rol {role.name}; gebruik {APP}."
        if role.name in (OWNER, APP, MAINT, STATS) and (too_strong := set(role.powers) - allowed):
            yield f"Rol {role.name} is te sterk: {_listed(too_strong)}."
        if role.name in (APP, STATS, MAINT) and role.member_of:
            yield f"Rol {role.name} hoort bij {_listed(set(role.member_of))} en krijgt daarvan de rechten."
    if catalogue.speaks_as == APP and catalogue.statement_timeout == "0":
        yield f"Rol {APP} heeft geen statement_timeout; voer tandem db roles opnieuw uit."


def _listed(words: set[str]) -> str:
    return ", ".join(sorted(words))
