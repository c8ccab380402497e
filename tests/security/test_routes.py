"""Every address, asked by every function of the house: who may open it, and whom it lets through to which row."""

import base64
import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial

import pytest
import structlog
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from tests.security.house import Answer, House
from tests.security.leaks import Leaks
from tests.security.matrix import NOBODYS, PARAMETER, Route, Rows, Target, every_route, may_open
from tests.security.mutants import IN_FULL
from tests.security.oracle import ADMINISTRATOR, Oracle
from tests.security.realm import COUNCILLOR, STRANGER, WORKER, Figure, Realm, as_the_oracle_knows_it
from tests.security.shared_rows import SharedRows

from tandem.identity.access import Access, Audience
from tandem.platform import clock
from tandem.platform.postgres.cluster import Cluster
from tandem.register.models import Person
from tandem.web.access import open_register, professional

ROUTES = every_route()
GUARDED = [route for route in ROUTES if route.access.audience is not Audience.PUBLIC]
WITH_ROWS = [route for route in GUARDED if route.row not in ("", "token")]
SOME = (WORKER, COUNCILLOR, ADMINISTRATOR, "no hat on", "stranger")  # one of each kind, for what is the same for all
TURNS = 3
BY_FUNCTION = {Audience.PROFESSIONAL, Audience.FUNCTIONS, Audience.SYSTEM, Audience.FAMILY}
UNKNOWN = {"onbekend-veld": "1"}
BEGINS = {
    "mijn/beveiliging/app/": {"identity_step"},  # the secret that it shows as a picture is kept for minutes
    "signalen/<uuid:concern>/": {"casework_seen"},  # what is read has no dot any more
}
OFF = {"inloggen/demo/"}  # only there where everybody is fictitious
ASKS_THE_DATABASE = {"healthz/ready"}  # says whether the database is there


def names(routes: list[Route]) -> list[str]:
    return [route.address or "start" for route in routes]


@pytest.fixture(scope="module")
def region(database_for_all: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Realm]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(tmp_path_factory.mktemp("house")))  # no open data: no page of those says much
        patch.setattr(clock, "now", partial(_same, clock.now()))  # it stands still, so that no session grows old
        yield Realm()


def _same(moment: datetime) -> datetime:
    return moment


@pytest.fixture(scope="module")
def rows(region: Realm) -> Rows:
    shared = SharedRows(region)
    return Rows(region, Oracle(as_the_oracle_knows_it(), clock.today()), shared)


@pytest.fixture(scope="module")
def leaks(rows: Rows) -> Leaks:
    return Leaks(rows)


@pytest.fixture(scope="module")
def house(leaks: Leaks) -> House:
    """Every answer of it is searched for secrets."""
    return House(leaks.look)


def json_answer(answer: Answer) -> bool:
    return "json" in dict(answer.headers).get("content-type", "")


def wrong_status(expected: str, method: str, answer: Answer, *, by_token: bool = False) -> bool:
    """Whether this is no answer to somebody for whom the page is there, absent, or behind signing in.

    `by_token`: the page is only there for who knows a word that nobody has.
    """
    location = dict(answer.headers).get("location", "")
    if expected == "sign in" and json_answer(answer):
        return answer.status != 401
    if expected == "sign in":
        return answer.status != 302 or not location.startswith("/inloggen/")
    if expected == "absent":
        return answer.status != 404
    usual = {200, 302, 404, 405, 422} if method == "GET" else {200, 302, 400, 403, 404, 405, 422}
    usual -= set() if by_token else {404}
    usual |= {400, 415} if json_answer(answer) else set()  # a program asked without saying what
    return answer.status not in usual or location.startswith("/inloggen/?")


def test_every_address_says_who_may_open_it_and_has_a_place_in_the_matrix() -> None:
    assert len(GUARDED) > 20
    for route in ROUTES:
        assert isinstance(route.access, Access), route.address
        assert route.row or not PARAMETER.search(route.path(NOBODYS)), route.address


def _elsewhere(_request: HttpRequest, onderwerp: str) -> HttpResponse:
    return HttpResponse(onderwerp)


@override_settings(ROOT_URLCONF=__name__)
def test_an_address_that_names_something_new_has_no_place() -> None:
    route = every_route.__wrapped__()[0]
    with pytest.raises(KeyError, match="onderwerp"):
        assert route.row


@pytest.mark.parametrize("route", GUARDED, ids=names(GUARDED))
def test_an_address_opens_for_whom_it_says(route: Route, region: Realm, rows: Rows, house: House) -> None:
    """The functions ask, and post nothing. Who may not open it gets the answer of an address that is not there."""
    target = rows.targets(route.row)[0] if route.row else Target("", "")
    for who in whose_turn(region, route):
        expected = "absent" if route.address in OFF else may_open(route.access, who)
        if expected == "open" and route.row not in ("", "token") and not rows.sees(who, route, target):
            continue  # the next test asks for rows
        let_in = expected == "open" and route.access.audience in BY_FUNCTION
        for method in ("GET", "POST") if let_in or who.name in SOME else ("GET",):
            answer = house.ask(who, method, route.path(target.row))
            wrong = wrong_status(expected, method, answer, by_token=route.row == "token")
            assert not wrong or only_by_post(method, answer), (
                f"{who.name}: {method} {route.address} is {answer.status}, not {expected}"
            )
            assert method != "GET" or only_begins(route, answer), f"{who.name}: reading {route.address} writes"
            assert expected == "open" or answer.writes == {}, f"{who.name}: {route.address} writes for who may not"
            if answer.status == 404 and route.row != "token":
                assert words(answer) == words(house.absent(who, method, route.path(target.row))), who.name


def whose_turn(region: Realm, route: Route) -> list[Figure]:
    """One of each kind at every address; of the other functions a third, and each of them for every kind of row.

    `make proof` asks everybody.
    """
    alike = [one for one in GUARDED if one.row == route.row]
    if IN_FULL or len(alike) < TURNS:
        return region.visitors()
    turns = enumerate(region.visitors(), alike.index(route))
    return [who for turn, who in turns if who.name in SOME or turn % TURNS == 0]


def words(answer: Answer) -> str:
    """What the page says, without its frame: that of an address that is not there does not know who asks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.body.decode().split("<main")[-1].split("</main")[0]))


def only_begins(route: Route, answer: Answer) -> bool:
    """Reading writes nothing, except the start of a step where the page itself shows what the step is about."""
    return set(answer.writes) <= BEGINS.get(route.address, set())


def only_by_post(method: str, answer: Answer) -> bool:
    return method == "GET" and answer.status == 405


@pytest.mark.parametrize("route", WITH_ROWS, ids=names(WITH_ROWS))
def test_a_row_that_may_not_be_seen_is_a_row_that_is_not_there(
    route: Route, region: Realm, rows: Rows, house: House
) -> None:
    """Own rows, near misses and nobody's, asked by those for whom the page is there."""
    questions: list[tuple[str, dict[str, str]]] = [("GET", {}), ("POST", {}), ("POST", UNKNOWN)]
    for who in whose_turn(region, route):
        if may_open(route.access, who) != "open":
            continue
        for method, sent in questions if who.name in SOME else questions[:1]:
            absent = house.ask(who, method, route.path(NOBODYS), sent).without(NOBODYS)
            for target in rows.targets(route.row):
                answer = house.ask(who, method, route.path(target.row), sent)
                told = f"{who.name}: {method} {route.address} of {target.what} is {answer.status}"
                if not rows.sees(who, route, target):
                    assert answer.without(target.row) == absent, told
                    assert answer.writes == {}, told
                elif not only_by_post(method, answer):
                    done_with = method == "POST" and answer.writes == {}  # such as ending what ended
                    assert not wrong_status("open", method, answer, by_token=done_with), told


@pytest.mark.parametrize("route", GUARDED, ids=names(GUARDED))
def test_a_change_needs_our_token_and_only_fields_that_we_know(
    route: Route, region: Realm, rows: Rows, house: House
) -> None:
    target = rows.targets(route.row)[0] if route.row else Target("", "")
    for who in map(region.figure, SOME):
        if may_open(route.access, who) != "open":
            continue
        address = route.path(target.row)
        foreign = house.ask(who, "POST", address, strict=True)
        refused = {415, 405} if route.access.audience is Audience.SYSTEM else {405} if route.csrf_exempt else {403}
        assert foreign.status in refused, f"{who.name}: {foreign.status}"
        assert foreign.writes == {}
        strange = house.ask(who, "POST", address, UNKNOWN)
        assert strange.status in {302, 400, 403, 404, 405, 415, 422}, f"{who.name}: {strange.status}"
        assert strange.writes == {}, f"{who.name}: {route.address} takes a field that it does not know"


@pytest.mark.parametrize("route", GUARDED, ids=names(GUARDED))
def test_head_answers_as_get_without_its_body(route: Route, region: Realm, rows: Rows, house: House) -> None:
    target = rows.targets(route.row)[0] if route.row else Target("", "")
    for who in map(region.figure, (WORKER, ADMINISTRATOR, "stranger")):
        get, head = (house.ask(who, method, route.path(target.row)) for method in ("GET", "HEAD"))
        assert (head.status, head.body) == (get.status, b""), who.name
        assert only_begins(route, head), f"{who.name}: asking for the head of {route.address} writes"


def test_public_pages_are_the_same_for_everybody_and_ask_the_database_nothing(region: Realm, house: House) -> None:
    public = [route for route in ROUTES if route.access.audience is Audience.PUBLIC]
    assert len(public) > 20
    for route in public:
        as_stranger = house.ask(STRANGER, "GET", route.path())
        for who in (region.figure(WORKER), region.figure(ADMINISTRATOR)):
            answer = house.ask(who, "GET", route.path())
            assert answer.without() == as_stranger.without(), route.address
            assert answer.writes == {}
            assert answer.statements == 0 or route.address in ASKS_THE_DATABASE, route.address
        posted = house.ask(region.figure(WORKER), "POST", route.path(), strict=True)
        assert (posted.status in {403, 404, 405}, posted.writes) == (True, {}), route.address


# --- what leaves ----------------------------------------------------------------------------------------------------

SEARCH = "/wie-is-wie/mensen/"
READERS = (WORKER, ADMINISTRATOR)  # who are shown others


def test_who_is_found_is_who_may_be_found(region: Realm, rows: Rows, house: House) -> None:
    """By her own name, by everybody: the listed of both sides, and nobody who differs in one condition."""
    everybody = {one for side in (region.here, region.there) for one in side.figures.values() if not one.token}
    for who in region.visitors():
        if may_open(professional_only(), who) != "open":
            continue
        seen = rows.oracle.may_select(rows.hats[who.membership], "register_person")
        for somebody in everybody if who.name == WORKER else [region.here.figures["ended today"]]:
            answer = house.ask(who, "POST", SEARCH, {"q": somebody.family_name, "function": "", "municipality": ""})
            found = region.canaries.found_in(answer.body)  # also the name, which was typed
            there = {secret.person for secret in found if secret.table == "register_contact"}
            assert (somebody.person in there) == (somebody.person in seen), f"{who.name}: {somebody.name}"
            assert answer.status == 200


def professional_only() -> Access:
    return Access(Audience.PROFESSIONAL)


def pages(region: Realm, rows: Rows) -> Iterator[tuple[Figure, str, str, dict[str, str]]]:
    """Everything that shows others, asked as those who may see them."""
    for who in map(region.figure, READERS):
        for route in GUARDED:
            for target in rows.targets(route.row) if route.row else [Target("", "")]:
                yield who, "GET", route.path(target.row), {}
        yield who, "POST", SEARCH, {"q": region.here.figures["listed"].family_name, "function": "", "municipality": ""}


def test_without_a_line_nobody_is_shown(region: Realm, rows: Rows, leaks: Leaks, house: House) -> None:
    """The log of reading is broken: each page that shows others answers 503, and tells nothing about them."""
    showing = [
        question
        for question in pages(region, rows)
        if leaks.of_others(question[0], region.canaries.found_in(house.ask(*question).body))
    ]
    assert len(showing) > 2
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("alter table audit_access add constraint full_up check (false) not valid")
        for who, method, address, sent in showing:
            answer = house.ask(who, method, address, sent)
            assert answer.status == 503, f"{who.name}: {address}"
            assert not leaks.of_others(who, region.canaries.found_in(answer.everything))
        transaction.set_rollback(True)


TOLD = [""]


@open_register
def _tells(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Content-Disposition": f'attachment; filename="{TOLD[0]}.csv"'})


@professional
def _reads(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(" ".join(Person.objects.values_list("family_name", flat=True)))


@professional
def _logs(_request: HttpRequest) -> HttpResponse:
    structlog.get_logger("tandem.request").info(f"asked for {TOLD[0]}")
    return HttpResponse()


def test_a_page_that_tells_too_much_is_found(region: Realm, house: House) -> None:
    worker, hidden = region.figure(WORKER), region.here.figures["unlisted"]
    wrapped = base64.b64encode(hidden.family_name.encode()).decode()
    with override_settings(ROOT_URLCONF=__name__):
        for word in (hidden.family_name, hidden.family_name.upper(), wrapped):
            TOLD[0] = word
            with pytest.raises(AssertionError, match="tells Secret"):
                house.ask(worker, "GET", "/vertelt/")
        TOLD[0] = worker.family_name
        with pytest.raises(AssertionError, match="without a line"):
            house.ask(worker, "GET", "/leest/")
        with pytest.raises(AssertionError, match="the log of"):
            house.ask(worker, "GET", "/noteert/")


urlpatterns = [
    path("elders/<slug:onderwerp>/", professional(_elsewhere)),
    path("vertelt/", _tells),
    path("leest/", _reads),
    path("noteert/", _logs),
]
