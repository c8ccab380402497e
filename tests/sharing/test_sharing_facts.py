"""The definitions hold the facts of the tables they carry over, and the small copy of the tests agrees with them."""

import csv
import re
from datetime import date

from tests.sharing.shared_rules import codes_in, table

from tandem.platform.home import PROJECT_ROOT
from tandem.sharing.codes import ALL_KINDS, DataKind, Verification
from tandem.sharing.data import Question, Rule
from tandem.sharing.reading import standard
from tandem.sharing.rules.evaluation import evaluate
from tandem.sharing.rules.matching import purpose_named

ON = date(2026, 11, 30)
KINDS = [kind.value for kind in DataKind]
COPY = PROJECT_ROOT / "tests" / "security" / "sharing_facts.csv"


def rule(id: str) -> Rule:
    return standard().by_id[id][0]


def kinds(cell: str) -> set[str]:
    return set(KINDS) if cell.startswith("alles") else codes_in(cell, KINDS)


def numbers(text: str) -> set[str]:
    """Numbers of articles in a citation; a year of publication is none."""
    return set(re.findall(r"\d+(?:[.:]\d+)*[a-z]?(?:-\w+)?", re.sub(r"\(.*?\)", "", text)))


def certainty(cell: str) -> set[str]:
    return {code.value for code in Verification if re.search(rf"\b{code.value}\b", cell)}


def test_every_rule_has_its_facts() -> None:
    rows = table("data_sharing.csv")
    assert len(rows) == len(standard().by_id) == 94
    for row in rows:
        found = rule(row["id"])
        scheme = row["toestemming_schema"] if row["toestemming_schema"].startswith("T_") else None
        assert (found.sender, found.receiver) == (row["van"], row["naar"]), row["id"]
        assert found.kinds == kinds(row["gegevens"]), row["id"]
        assert (found.ground, found.scheme, found.verdict) == (row["voorwaarde_type"], scheme, row["oordeel"]), row[
            "id"
        ]
        assert found.blocked_kinds == kinds(row["blokkeer_gegevens"]), row["id"]
        assert list(found.sources) == row["bron"].split(";"), row["id"]
        assert set(found.verification) == certainty(row["verificatie"]), row["id"]


def test_every_citation_is_carried_over() -> None:
    for row in table("data_sharing.csv"):
        found = rule(row["id"])
        assert numbers(row["avg_art6"]) == numbers(found.article_6), row["id"]
        assert numbers(row["avg_art9"]) == numbers(found.article_9), row["id"]
        assert numbers(row["uavg"]) == numbers(found.uavg), row["id"]
        cited = numbers(" ".join((*found.law, found.secrecy.norm, found.announced.nl if found.announced else "")))
        assert numbers(row["sectorwet"]) - cited == set(), row["id"]


def test_every_row_answers_its_own_question() -> None:
    for row in table("data_sharing.csv"):
        purpose = purpose_named(row["doel"], row["van"], row["naar"], standard())
        assert purpose is not None, row["id"]
        asked = Question(row["van"], row["naar"], purpose, frozenset(map(DataKind, kinds(row["gegevens"]))))
        answer = evaluate(asked, standard(), ON)
        assert (answer.rule.id, answer.verdict) == (row["id"], row["oordeel"])
        assert answer.blocked_kinds == kinds(row["blokkeer_gegevens"]), row["id"]


def test_steps_and_exceptions_are_there_where_the_table_has_them() -> None:
    for row in table("data_sharing.csv"):
        found = rule(row["id"])
        assert bool(row["verplichte_stappen"]) == bool(found.steps), row["id"]
        assert not row["uitzondering_of_alternatief"] or found.otherwise or found.instead, row["id"]


def test_no_sentence_of_the_tables_is_copied() -> None:
    ours = {text.casefold() for found in standard().rules for text in (found.why.nl, found.name.nl)}
    ours |= {step.text.nl.casefold() for step in standard().steps.values()}
    theirs = {
        row[name].casefold() for row in table("data_sharing.csv") for name in ("voorwaarde", "verplichte_stappen")
    }
    assert ours & theirs == set()


def test_every_role_and_source_is_there() -> None:
    assert {row["rol_code"] for row in table("roles.csv")} == set(standard().roles)
    pseudo = {row["rol_code"] for row in table("roles.csv") if row["organisatiesoort"] == "pseudo-rol"}
    assert pseudo == {code for code, role in standard().roles.items() if not role.real}
    codes = {row["code"] for row in table("sources.csv")}
    assert set(standard().sources) - codes <= {"BCODE"}  # its row is glued to another in the table


def test_every_consent_rule_and_field_of_evidence_is_there() -> None:
    rows = table("consent_rules.csv")
    ours = {found.id: found for found in standard().consent}
    assert set(ours) == {row["id"] for row in rows}
    assert len(rows) == 29
    for row in rows:
        found = ours[row["id"]]
        assert found.scheme == row["schema"]
        low, high = [*re.findall(r"\d+", row["leeftijd"]), None, None][:2]
        assert low is None or found.ages.low == int(low), row["id"]
        assert high is None or found.ages.high == int(high), row["id"]
        assert not row["beide_gezagsouders"].startswith("nee") or not found.both_parents, row["id"]
        assert not row["beide_gezagsouders"].startswith("ja") or found.both_parents, row["id"]
        assert set(found.verification) == certainty(row["verificatie"].replace("(wet)", "")), row["id"]
    fields = table("consent_evidence_fields.csv")
    assert [field.code for field in standard().evidence] == [row["veld"] for row in fields]
    for row, field in zip(fields, standard().evidence, strict=True):
        assert (row["verplicht"] == "ja") == (field.required == "always"), row["veld"]
        assert (row["verplicht"] == "nee") == (field.required == "never"), row["veld"]


def test_the_copy_for_the_oracle_agrees_with_the_definitions() -> None:
    with COPY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 94
    for row in rows:
        found = rule(row["id"])
        assert (found.sender, found.receiver, found.ground) == (row["from"], row["to"], row["ground"])
        assert found.verdict == row["verdict"]
        assert found.kinds == set(row["kinds"].split("|"))
        assert found.blocked_kinds == set(filter(None, row["blocked"].split("|"))), row["id"]
        assert (found.scheme or "") == row["scheme"]
        ages = f"{found.ages.low}-{found.ages.high}" if found.ages.high < 130 else ""
        assert ages == row["ages"], row["id"]
    assert sum(rule(row["id"]).kinds == ALL_KINDS for row in rows) == 4
