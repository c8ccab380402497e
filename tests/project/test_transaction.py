"""One transaction around each request: who acts in it, who may open what, and what stays of it."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.http import HttpRequest
from django.test import Client
from tests.diary import MINE, OTHERS
from tests.project.acting_urls import words

from tandem.identity.data import Hat, Level, Method, SignedIn
from tandem.platform import clock
from tandem.platform.context import ANONYMOUS, Context, acting, current
from tandem.platform.postgres.cluster import Cluster
from tandem.project import transaction
from tandem.web import access

ACCOUNT, HAT = uuid4(), uuid4()


@dataclass
class Asks:
    """Who the next request comes from. Signing in itself is tested with the real thing in tests/identity."""

    signed_in: bool = False
    function: str = ""
    professional: bool = False

    def context_of(self, request: HttpRequest) -> Context:
        assert current().service == "sign-in", "who asks is looked up as the service that may see sessions"
        now = clock.now()
        session = SignedIn(uuid4(), ACCOUNT, HAT, Method.PASSKEY, Level.TWO, now, now, now, "")
        hat = Hat(HAT, MINE, uuid4(), "School", self.function, "", ACCOUNT)
        request.signed_in = session if self.signed_in else None  # type: ignore[attr-defined]
        request.hat = hat if self.function else None  # type: ignore[attr-defined]
        if not self.signed_in:
            return ANONYMOUS
        wears = HAT if self.function else None
        return Context(account=ACCOUNT, person=MINE, hat=wears, function=self.function, professional=self.professional)


@pytest.fixture
def asks(diary: Cluster, settings: object, monkeypatch: pytest.MonkeyPatch) -> Asks:
    settings.ROOT_URLCONF = "tests.project.acting_urls"  # type: ignore[attr-defined]
    who = Asks()
    monkeypatch.setattr(transaction, "context_of", who.context_of)
    return who


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def body(client: Client, address: str, method: str = "get") -> bytes:
    """What is on the page, its own address in the link to the other language left out."""
    content: bytes = getattr(client, method)(address).content
    return content.replace(address.encode(), b"")


def stored() -> list[str]:
    with acting(Context(person=MINE)):
        return words()


STRANGER, ACCOUNT_ONLY = Asks(), Asks(signed_in=True)
TEACHER = Asks(signed_in=True, function="IB", professional=True)
ADMINISTRATOR = Asks(signed_in=True, function="BEHEER_ORG")
TO_SIGN_IN, OPEN, ABSENT = 302, 200, 404

WHO_MAY = {
    "public": (OPEN, OPEN, OPEN, OPEN),
    "open": (OPEN, OPEN, OPEN, OPEN),
    "sign-in": (OPEN, OPEN, OPEN, OPEN),
    "signed-in": (TO_SIGN_IN, OPEN, OPEN, OPEN),
    "professional": (TO_SIGN_IN, ABSENT, OPEN, ABSENT),
    "functions": (TO_SIGN_IN, ABSENT, OPEN, ABSENT),
    "lazy": (TO_SIGN_IN, OPEN, OPEN, OPEN),
}


@pytest.mark.parametrize("address", WHO_MAY)
def test_who_may_open_what(asks: Asks, client: Client, address: str) -> None:
    statuses = []
    for who in (STRANGER, ACCOUNT_ONLY, TEACHER, ADMINISTRATOR):
        asks.signed_in, asks.function, asks.professional = who.signed_in, who.function, who.professional
        statuses.append(client.get(f"/{address}").status_code)
    assert tuple(statuses) == WHO_MAY[address]


def test_what_may_not_be_opened_looks_like_what_is_not_there(asks: Asks, client: Client) -> None:
    asks.signed_in = True
    assert body(client, "/professional") == body(client, "/nowhere")


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("open", "||32"),  # whoever asks, as a stranger
        ("sign-in", "|sign-in|32"),
        ("signed-in", "mine||32"),
    ],
)
def test_as_whom_a_view_acts(asks: Asks, client: Client, address: str, seen: str) -> None:
    asks.signed_in = True
    assert client.get(f"/{address}").content.decode() == seen


def test_each_request_has_a_trace_of_its_own(asks: Asks, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    traces = []
    monkeypatch.setattr(transaction, "switch", lambda context: traces.append(context.trace))
    for _ in range(2):
        client.get("/open")
    assert len(set(traces)) == 2


def test_signing_in_comes_first_and_leads_back(asks: Asks, client: Client) -> None:
    answer = client.get("/signed-in?id=1")
    assert answer.headers["Location"] == "/inloggen/?verder=%2Fsigned-in%3Fid%3D1"
    assert client.post("/signed-in").headers["Location"] == "/inloggen/"
    part = client.get("/signed-in", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, "/inloggen/")


def test_a_page_that_is_rendered_late_is_rendered_inside(asks: Asks, client: Client) -> None:
    asks.signed_in = True
    assert client.get("/lazy").content == b"mine"


def test_a_streamed_body_acts_in_a_transaction_of_its_own(asks: Asks, client: Client) -> None:
    asks.signed_in = True
    answer = client.get("/streamed")
    assert current() == ANONYMOUS
    assert b"".join(answer) == b"mine"
    assert current() == ANONYMOUS


@pytest.mark.parametrize(
    ("outcome", "status", "kept"),
    [
        ("succeeds", 200, True),
        ("refuses", 422, True),
        ("fails", 503, False),
        ("raises", 500, False),
        ("foreign", 404, False),
        ("foreign-and-swallowed", 500, False),
    ],
)
def test_what_stays_of_a_request(asks: Asks, client: Client, outcome: str, status: int, kept: bool) -> None:
    asks.signed_in = True
    assert client.post(f"/save/{outcome}").status_code == status
    assert stored() == (["mine", outcome] if kept else ["mine"])


def test_what_the_database_refuses_is_not_there(asks: Asks, client: Client) -> None:
    asks.signed_in = True
    assert body(client, "/save/foreign", "post") == body(client, "/nowhere")


def test_answers_from_the_database_are_not_kept_on_the_way(asks: Asks, client: Client) -> None:
    asks.signed_in = True
    for address in ("open", "signed-in", "professional"):
        assert client.get(f"/{address}").headers["Cache-Control"] == "private, no-store"


def test_a_public_page_opens_no_transaction(settings: object, client: Client) -> None:
    """Without a database fixture any question to it is an error."""
    settings.ROOT_URLCONF = "tests.project.acting_urls"  # type: ignore[attr-defined]
    assert client.get("/public").content == b"no database"


def test_a_mark_of_functions_names_one() -> None:
    with pytest.raises(ValueError, match="at least one"):
        access.functions()


def test_others_rows_are_there_to_be_hidden(asks: Asks) -> None:
    """Negative control for every test above."""
    with acting(Context(person=OTHERS)):
        assert words() == ["not mine"]
