"""`tandem data fetch` as a user types it, against a publisher on loopback; and the list of sources itself."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.opendata.fetch_server import Proper, Server, running, status
from typer.testing import CliRunner

from tandem.cli.main import app
from tandem.opendata.fetch.sources import SourcesError, read_list
from tandem.platform.home import PROJECT_ROOT

BODY = b"statcode,statnaam\nGM0518,'s-Gravenhage\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as publisher:
        publisher.replies = {"/goed": [Proper(BODY)], "/weg": [status(404)]}
        yield publisher


@pytest.fixture
def sources_file(server: Server, tmp_path: Path) -> Path:
    entries = [_entry(server, name) for name in ("goed", "weg")]
    path = tmp_path / "bronnen.yaml"
    path.write_text(yaml.safe_dump({"sources": entries}))
    return path


def _entry(server: Server, name: str) -> dict[str, object]:
    return {
        "id": name,
        "layout": "L9",
        "title": f"Bestand {name}",
        "publisher": "CBS",
        "licence": "CC-BY-4.0",
        "page": "https://voorbeeld.nl/pagina",
        "address": server.address(f"/{name}"),
        "file": f"{name}.csv",
        "columns": ["statcode"],
    }


def fetch(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(Path(sys.executable).with_name("tandem")), "data", "fetch", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PATH": os.environ["PATH"], "TANDEM_HOME": str(home), "LANG": "C.UTF-8"},
    )


def test_one_source_arrives_under_home(sources_file: Path, tmp_path: Path) -> None:
    done = fetch(tmp_path / "home", "goed", "--sources", str(sources_file), "--format", "json")
    assert done.returncode == 0, done.stderr
    [row] = json.loads(done.stdout)
    assert (row["source"], row["outcome"], row["bytes"]) == ("goed", "nieuw", len(BODY))
    assert (tmp_path / "home" / "downloads" / "goed.csv").read_bytes() == BODY
    assert str(tmp_path / "home" / "downloads") in done.stderr


def test_failure_is_exit_1_and_keeps_the_others(sources_file: Path, tmp_path: Path) -> None:
    done = fetch(tmp_path / "home", "--sources", str(sources_file), "--to", str(tmp_path / "hier"), "--format", "csv")
    assert done.returncode == 1
    rows = {row["source"]: row["outcome"] for row in csv.DictReader(io.StringIO(done.stdout))}
    assert rows == {"goed": "nieuw", "weg": "mislukt"}
    assert (tmp_path / "hier" / "goed.csv").exists()
    assert "tandem data load BESTAND" in done.stderr
    assert "https://voorbeeld.nl/pagina" in done.stderr


def test_list_fetches_nothing(sources_file: Path, server: Server, tmp_path: Path) -> None:
    done = fetch(tmp_path / "home", "--list", "--sources", str(sources_file), "--format", "csv")
    assert [row["source"] for row in csv.DictReader(io.StringIO(done.stdout))] == ["goed", "weg"]
    assert server.seen == []
    assert not (tmp_path / "home").exists()


def test_unknown_source_is_wrong_use(sources_file: Path, tmp_path: Path) -> None:
    done = fetch(tmp_path / "home", "anders", "--sources", str(sources_file))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Onbekende bron: anders" in done.stderr


def test_our_own_list_is_complete_and_leads_to_publishers() -> None:
    sources = read_list().sources
    assert {"L1", "L4", "L7", "L8", "L9"} <= {source.layout for source in sources}
    hosts = {source.address.split("/")[2] for source in sources}
    assert hosts == {"duo.nl", "onderwijsdata.duo.nl", "service.pdok.nl"}
    assert all(source.address.startswith("https://") and source.columns for source in sources)
    assert (PROJECT_ROOT / "definitions" / "sources.yaml").exists()


def test_every_layout_that_we_read_is_fetched_or_said_to_be_for_the_hand() -> None:
    listed = read_list()
    known = [source.layout for source in listed.sources], [one.layout for one in listed.by_hand]
    assert set(known[0]).isdisjoint(known[1])
    assert {*known[0], *known[1]} == {f"L{number}" for number in range(1, 12)}


def test_what_cannot_be_fetched_is_said_with_what_to_do() -> None:
    answer = CliRunner().invoke(app, ["data", "fetch", "--list", "--format", "csv"])
    assert answer.exit_code == 0
    assert "wetten.overheid.nl" not in answer.stdout
    for page in ("https://wetten.overheid.nl/BWBR0032324", "https://www.cbs.nl/nl-nl/maatwerk/2024/35/"):
        [line] = [line for line in answer.stderr.splitlines() if page in line]
        assert line.startswith("Niet op te halen: ")
        assert "met de hand" in line


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"file": "../../weg.csv"}, "sources.0.file"),
        ({"address": "file:///etc/passwd"}, "sources.0.address"),
        ({"layout": "L99"}, "sources.0.layout"),
        ({"id": "weg"}, "dubbele id: weg"),
        ({"kleur": "rood"}, "sources.0.kleur"),
    ],
)
def test_mistake_in_the_list_is_named(server: Server, tmp_path: Path, change: dict[str, str], said: str) -> None:
    path = tmp_path / "bronnen.yaml"
    path.write_text(yaml.safe_dump({"sources": [_entry(server, "goed") | change, _entry(server, "weg")]}))
    with pytest.raises(SourcesError, match=said):
        read_list(path)


@pytest.mark.parametrize("text", ["sources: [", "", "- 1"])
def test_list_that_is_no_list(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bronnen.yaml"
    path.write_text(text)
    with pytest.raises(SourcesError):
        read_list(path)
    with pytest.raises(SourcesError, match="niet te lezen"):
        read_list(tmp_path / "ontbreekt.yaml")
