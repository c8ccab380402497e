"""`tandem share`: the same answers on the command line, without a database."""

import csv
import io
import json
from datetime import date

import pytest
from typer.testing import CliRunner

from tandem.cli.main import app
from tandem.sharing import editions
from tandem.sharing.reading import standard

RUNNER = CliRunner()
QUESTION = ["share", "check", "--from", "IB", "--to", "LT_TOEGANG", "--kinds", "ID,SIGNAAL", "--age", "14"]


def asked(*words: str) -> dict[str, object]:
    answer = RUNNER.invoke(app, [*words, "--format", "json"])
    assert answer.exit_code == 0, answer.stderr
    found: dict[str, object] = json.loads(answer.stdout)
    return found


@pytest.mark.parametrize("purpose", ["DS-006", "zorgsignaal-lokaal-team", "AANMELDEN zorgsignaal, bij lokaal team!"])
def test_a_purpose_by_id_code_or_name(purpose: str) -> None:
    answer = asked(*QUESTION, "--purpose", purpose)
    assert (answer["rule"], answer["verdict"], answer["open"]) == ("DS-006", "allowed_with_consent", False)
    assert answer["blocked_kinds"] == ["MEDISCH", "STRAF"]
    gates = answer["gates"]
    assert isinstance(gates, dict)
    assert {gate["state"] for gate in gates.values()} == {"waiting"}


def test_what_was_said_counts() -> None:
    assert asked(*QUESTION, "--purpose", "DS-006", "--consent", "given")["open"] is True
    partly = asked(*QUESTION, "--purpose", "DS-006", "--consent", "given", "--by", "parent_1")
    assert partly["open"] is False
    assert asked(*QUESTION, "--purpose", "DS-006", "--consent", "refused")["verdict"] == "anonymous_only"
    assert asked(*QUESTION, "--purpose", "DS-006", "--consent", "given", "--release", "none")["open"] is False


def test_an_unknown_pair_is_denied() -> None:
    answer = asked("share", "check", "--from", "RAAD", "--to", "HA", "--purpose", "zomaar", "--kinds", "alles")
    assert (answer["rule"], answer["verdict"]) == ("DS-094", "not_allowed")
    urgent = asked("share", "check", "--from", "IB", "--to", "HA", "--purpose", "DS-094", "--kinds", "ID", "--urgent")
    alternatives = urgent["alternatives"]
    assert isinstance(alternatives, list)
    assert alternatives[0]["rule"] == "DS-047"


@pytest.mark.parametrize(
    ("option", "value", "near"),
    [
        ("--from", "IBE", "IB ("),
        ("--kinds", "MEDISC", "MEDISCH ("),
        ("--purpose", "zorg melden", "zorgsignaal-lokaal-team"),
    ],
)
def test_an_unknown_word_is_wrong_use_with_what_was_meant(option: str, value: str, near: str) -> None:
    words = [*QUESTION, "--purpose", "DS-006", option, value]
    answer = RUNNER.invoke(app, words)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert near in answer.stderr
    assert option in answer.stderr


def test_a_table_for_people_says_it_in_dutch() -> None:
    text = " ".join(RUNNER.invoke(app, [*QUESTION, "--purpose", "DS-006"]).stdout.split())
    for words in ("Ja, met toestemming", "praat met hen, niet over hen", "blijft weg", "zekerheid"):
        assert words in text


def test_the_released_edition_is_the_standard_of_today() -> None:
    """Who changes a rule gives the standard a new version and keeps the old one beside it."""
    source = standard()
    assert source.version == editions.released()[-1]
    printed = RUNNER.invoke(app, ["share", "rules", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(printed.stdout)))
    assert len(rows) == 94
    now = editions.on_day(source, source.published)
    assert list(editions.differences(editions.edition(source.version, source, source.published), now)) == []


def test_versions_differ_by_what_was_announced() -> None:
    rows = RUNNER.invoke(app, ["share", "diff", "2026.1", "aangekondigd", "--format", "json"])
    assert {row["rule"] for row in json.loads(rows.stdout)} == {"DS-027", "DS-069"}
    before = dict(editions.on_day(standard(), date(2026, 11, 30)))
    gone = before.pop("DS-001")
    assert [one.before for one in editions.differences({"DS-001": gone, **before}, before)] == [gone["name"]]
    assert RUNNER.invoke(app, ["share", "diff", "2026.1", "ooit"]).exit_code == 2


def test_codes_and_rules_can_be_listed() -> None:
    codes = json.loads(RUNNER.invoke(app, ["share", "codes", "--format", "json"]).stdout)
    assert {row["what"] for row in codes} == {"role", "kind", "fact", "giver"}
    rules = json.loads(RUNNER.invoke(app, ["share", "rules", "--from", "SWV", "--format", "json"]).stdout)
    assert {row["from"] for row in rules} == {"SWV"}
