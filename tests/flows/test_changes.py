"""What changed: only what is certain, the largest first, on the page, in the feed, on the command line and by mail."""

import csv
import io
from email import message_from_string, policy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.identity.providers import free_port
from tests.samples import cell, home, location, use_snapshot, write_snapshot
from tests.waiting import send_mail
from typer.testing import CliRunner

from tandem.cli.failures import ExplainedError
from tandem.cli.flow_changes import mail_text, put_in_the_post
from tandem.cli.main import app
from tandem.flows.changes import LEAST, Change, Subject, can_compare, read_changes
from tandem.flows.cube import Cube, NotInData
from tandem.opendata.data import Interval
from tandem.platform.postgres.cluster import Cluster
from tandem.register.data import Region, Sector

BOTH = Region("keuze", "samen", ("GM0503", "GM0518"))
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def two_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cube:
    """Delft to Den Haag grows by thirty; another flow only seems to, because it was masked."""
    snapshot = write_snapshot(
        tmp_path / "opendata" / "snapshots" / "two",
        cells=[
            cell(2016, "SO", "2611", "00BB00", 20),
            cell(2017, "SO", "2611", "00BB00", 50),
            cell(2016, "SO", "2511", "00AA00", 1, 4),
            cell(2017, "SO", "2511", "00AA00", 8),
            cell(2016, "SO", "2511", "00BB00", 40),
            cell(2017, "SO", "2511", "00BB00", 41),
            cell(2017, "VSO", "2511", "00BB00", 400),
        ],
        homes=[home("2611", "GM0503"), home("2511", "GM0518")],
        locations=[location("00AA00", "GM0503", name="De Ark"), location("00BB00", "GM0518", name="Het Nest")],
        names={"GM0503": "Delft", "GM0518": "'s-Gravenhage"},
    )
    use_snapshot(tmp_path, snapshot)
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    return Cube.open(snapshot)


intervals = st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda n: Interval(n[0], n[0] + n[1]))


@given(intervals, intervals)
def test_at_least_so_many_in_every_world(before: Interval, after: Interval) -> None:
    one = Change(Subject.FLOW, Sector.SO, "GM0001", "GM0002", before, after)
    assert before.high is not None
    assert after.high is not None
    worlds = [b - a for a in range(before.low, before.high + 1) for b in range(after.low, after.high + 1)]
    if min(worlds) > 0 or max(worlds) < 0:
        assert abs(one.least) == min(map(abs, worlds))
        assert (one.least > 0) == (min(worlds) > 0)
    else:
        assert one.least == 0


def test_only_certain_changes_are_told_largest_first(two_years: Cube) -> None:
    found = read_changes(two_years, BOTH)
    assert (found.before, found.year) == (2016, 2017)
    told = {(one.subject, one.home, one.school): one.least for one in found.found}
    assert told[Subject.FLOW, "GM0503", "GM0518"] == 30
    assert told[Subject.LIVING, "GM0503", ""] == 30
    assert told[Subject.SCHOOL, "", "00BB00"] == 31
    assert (Subject.FLOW, "GM0518", "GM0503") not in told, "masked 1–4 to 8 is 4 at least: under the border"
    sizes = [abs(one.least) for one in found.found]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) >= LEAST
    assert {one.sector for one in found.found} == {Sector.SO}, "a sector that is new has nothing to compare with"
    assert found.uncertain > 0


def test_an_earlier_year_can_be_asked(two_years: Cube) -> None:
    assert read_changes(two_years, BOTH, (Sector.SO,), 2017).before == 2016
    with pytest.raises(NotInData, match="geen eerder jaar"):
        read_changes(two_years, BOTH, (Sector.SO,), 2016)
    assert can_compare(two_years, (Sector.SO,), 2017)
    assert not can_compare(two_years, (Sector.SO,), 2016)


def test_one_year_has_nothing_to_compare(two_years: Cube) -> None:
    with pytest.raises(NotInData, match="geen eerder jaar"):
        read_changes(two_years, BOTH, (Sector.VSO,))


def test_the_page_tells_it_in_a_sentence(two_years: Cube) -> None:
    assert two_years.years
    html = Client().get("/inzicht/veranderd/?soort=SO&gemeenten=GM0503,GM0518").content.decode()
    assert "31 leerlingen meer" in html
    assert "van 60 naar 91" in html
    town = Client().get("/inzicht/gemeente/GM0503/veranderd/?soort=SO").content.decode()
    assert "van Delft naar Den Haag" in town
    assert "/inzicht/gemeente/GM0503/veranderd/feed.atom?soort=SO" in town
    assert Client().get("/en/inzicht/gemeente/GM0503/veranderd/?soort=SO").status_code == 200
    assert Client().get("/inzicht/gemeente/GM0503/veranderd/?soort=VSO").status_code == 404


def test_the_feed_is_atom_and_has_the_same_changes(two_years: Cube) -> None:
    answer = Client().get("/inzicht/gemeente/GM0503/veranderd/feed.atom?soort=SO")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    entries = root.findall(f"{ATOM}entry")
    expected = read_changes(two_years, Region("gm0503", "Delft", ("GM0503",)), (Sector.SO,))
    assert len(entries) == len(expected.found)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(one.find(f"{ATOM}updated") is not None and one.find(f"{ATOM}link") is not None for one in entries)
    again = Client().get("/inzicht/gemeente/GM0503/veranderd/feed.atom?soort=SO").content
    assert again == answer.content


def test_command_line_and_mail_have_places_and_numbers_only(two_years: Cube) -> None:
    asked = ["flows", "changes", "--municipalities", "GM0503,GM0518", "--sector", "so", "--format", "csv"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows[0]["at_least"] == "31"
    text = mail_text(two_years, read_changes(two_years, BOTH, (Sector.SO,)), most=2)
    assert "+31  Het Nest (00BB00), SO: van 60 naar 91" in text
    assert "… en nog" in text
    assert "@" not in text


class Post:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.to: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content.decode())
        self.to += envelope.rcpt_tos
        return "250 OK"


def test_the_worker_sends_what_the_command_put_in_the_post(owned_database_once: Cluster, settings: Any) -> None:
    post, port = Post(), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "tandem@tandem.example"
    try:
        put_in_the_post("beleid@gemeente.example", "Wat veranderde", "+31  Het Nest\n")
        assert post.mails == [], "the worker sends, not the command"
        assert send_mail() == 1
    finally:
        controller.stop()
    message = message_from_string(post.mails[0], policy=policy.default)
    assert post.to == ["beleid@gemeente.example"]
    assert message["Subject"] == "Wat veranderde"
    assert "+31  Het Nest" in message.get_content()


def test_a_mail_that_cannot_go_is_said(owned_database_once: Cluster, settings: Any) -> None:
    settings.SMTP = "smtp://127.0.0.1:1"
    with pytest.raises(ExplainedError, match="geen mailadres"):
        put_in_the_post("beleid", "Wat veranderde", "")
    settings.SMTP = ""
    with pytest.raises(ExplainedError, match="TANDEM_SMTP"):
        put_in_the_post("beleid@gemeente.example", "Wat veranderde", "")
    assert send_mail() == 0
