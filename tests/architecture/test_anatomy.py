"""Every domain has the same anatomy, and each tool stays in its place."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from tests.architecture.source import PACKAGE, PARTS, Module, modules

HEADINGS = ["What", "Words", "Rules", "Who may see", "Data", "Start reading here"]
NO_NAME_FOR_A_MODULE = {"util", "utils", "helper", "helpers", "common", "core", "misc", "tools", "stuff"}
DOMAIN_ORDER = ["data", "rules", "models", "queries", "actions"]
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_README = 400, 60, 60
NOW = {"now", "utcnow", "today"}

MODULES = modules()
BY_NAME = {module.name: module for module in MODULES}


def in_parts(*allowed: str) -> list[Module]:
    return [module for module in MODULES if module.part in allowed]


def outside(*allowed: str) -> list[Module]:
    return [module for module in MODULES if not module.name.startswith(allowed)]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_readme_of_one_screen(part: str) -> None:
    text = (PACKAGE / part / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert len(text.splitlines()) <= LONGEST_README
    assert max(map(len, text.splitlines())) <= 140


@pytest.mark.parametrize("part", PARTS)
def test_the_readme_sends_the_reader_to_a_function_that_exists(part: str) -> None:
    text = (PACKAGE / part / "README.md").read_text(encoding="utf-8")
    start = text.split("## Start reading here")[1]
    name = re.search(r"`([\w.]+)`", start)
    assert name is not None
    module, _, thing = name[1].removeprefix(f"{part}.").rpartition(".")
    assert hasattr(importlib.import_module(f"tandem.{part}.{module}".rstrip(".")), thing), name[1]


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [module.name for module in MODULES if NO_NAME_FOR_A_MODULE & set(module.name[:-3].split("/"))] == []


def test_words_and_rules_know_no_framework() -> None:
    pure = [m for m in MODULES if m.path.name in ("data.py", "rules.py") or "rules" in m.path.parts]
    assert len(pure) >= 3
    forbidden = ("django", "duckdb", "psycopg", "requests", "tandem.platform.clock")
    assert [module.name for module in pure if module.imports_any(*forbidden)] == []


def test_duckdb_stays_in_open_data_and_flows() -> None:
    assert [module.name for module in outside("opendata/", "flows/") if module.imports_any("duckdb")] == []
    assert any(module.imports_any("duckdb") for module in in_parts("opendata"))


def test_http_answers_are_given_by_delivery_only() -> None:
    answering = ("django.http", "django.views", "django.urls", "django.shortcuts", "ninja")
    assert [module.name for module in outside("web/", "api/", "project/") if module.imports_any(*answering)] == []


def test_http_questions_are_asked_in_three_places() -> None:
    asking = ("requests", "urllib.request", "http.client", "urllib3", "httpx", "aiohttp")
    # Publishers, identity providers and who gets events; `tandem run` asks its own server on the loopback whether it
    # is alive.
    asked = ("opendata/fetch/", "identity/oidc.py", "platform/outgoing.py", "cli/run.py")
    others = [module.name for module in outside(*asked) if module.imports_any(*asking)]
    assert others == []


def test_postgresql_is_reached_through_the_domains() -> None:
    assert [m.name for m in outside("platform/", "audit/", "register/") if m.imports_any("psycopg")] == []
    models = [m.name for m in MODULES if m.imports_any("tandem.register.models") and m.part != "register"]
    assert models == [], "tables are private to their domain"


def calls_the_clock(module: Module) -> bool:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if (owner in ("datetime", "date") and node.attr in NOW) or (owner, node.attr) == ("time", "time"):
                return True
    return False


def test_only_the_clock_asks_what_time_it_is() -> None:
    assert calls_the_clock(BY_NAME["platform/clock.py"])
    assert [m.name for m in MODULES if calls_the_clock(m) and m.name != "platform/clock.py"] == []


def test_no_signals() -> None:
    assert [
        module.name for module in MODULES if module.imports_any("django.dispatch", "django.db.models.signals")
    ] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_sizes_that_a_head_can_hold(module: Module) -> None:
    assert module.lines <= LONGEST_MODULE
    lengths = {function.name: (function.end_lineno or 0) - function.lineno + 1 for function in module.functions()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def upward_imports(part: str, folder: Path = PACKAGE) -> list[str]:
    """Inside a domain: actions > queries > models > rules > data."""
    wrong = []
    for place, name in enumerate(DOMAIN_ORDER):
        path = folder / part / f"{name}.py"
        if path.is_file():
            higher = [f"tandem.{part}.{above}" for above in DOMAIN_ORDER[place + 1 :]]
            if Module(path).imports_any(*higher):
                wrong.append(path.name)
    return wrong


@pytest.mark.parametrize("part", PARTS)
def test_inside_a_domain_imports_go_down_too(part: str) -> None:
    assert upward_imports(part) == []


def test_an_upward_import_inside_a_domain_is_seen(tmp_path: Path) -> None:
    (tmp_path / "care").mkdir()
    (tmp_path / "care" / "data.py").write_text("from tandem.care import models\n")
    (tmp_path / "care" / "queries.py").write_text("from tandem.care.data import X\n")
    assert upward_imports("care", tmp_path) == ["data.py"]


def test_the_finders_find(tmp_path: Path) -> None:
    """Negative control: each check above would notice."""
    path = tmp_path / "x.py"
    path.write_text("import datetime, time\nfrom duckdb import connect\nA = datetime.datetime.now()\n")
    assert calls_the_clock(Module(path))
    assert Module(path).imports_any("duckdb")
    path.write_text("import time\nB = time.time()\n")
    assert calls_the_clock(Module(path))
    path.write_text("import time\nfrom duck import duckdb_like\nB = time.monotonic()\n")
    assert not calls_the_clock(Module(path))
    assert not Module(path).imports_any("duckdb")
