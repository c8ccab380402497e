"""Two calls at the same moment, each in a transaction of its own, on a database that commits."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from pytest_django import DjangoDbBlocker
from tests.api.calling import System, made
from tests.journeys.stage import staged
from tests.on_stage import Seat, set_the_stage
from tests.web.casework.conftest import SEEN

from tandem.audit.actions import acting_actor
from tandem.casework import following
from tandem.casework.actions import drafts
from tandem.casework.actions.drafts import Draft
from tandem.casework.data import TextPart, Urgency
from tandem.casework.raising import own_place
from tandem.platform import clock
from tandem.platform.context import ANONYMOUS, acting
from tandem.register.hats import context_of

CALLERS = 2


@pytest.fixture
def committing(tmp_path: Path, django_db_blocker: DjangoDbBlocker, settings: Any) -> Iterator[None]:
    settings.DEMO_SIGN_IN = True
    with staged(tmp_path, django_db_blocker, set_the_stage):
        yield


def together(call: Callable[[], Any]) -> list[Any]:
    """What each of the callers gets; they start at the same moment."""
    start = Barrier(CALLERS)

    def one(_: int) -> Any:
        start.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(CALLERS) as callers:
        return list(callers.map(one, range(CALLERS)))


def again(call: Callable[[], HttpResponse]) -> HttpResponse:
    """As a program does that was told to wait, or heard nothing: the same call once more."""
    for _ in range(60):
        answer = call()
        if answer.status_code != 429:
            return answer
        sleep(0.5)
    raise AssertionError("never its turn")


def test_one_key_is_one_concern(committing: None) -> None:
    """By the API with one key of a system; and past it by the action, where nothing makes the second wait before."""
    page: Any = Seat("noor", "LERAAR").get("/mijn/")
    with acting(ANONYMOUS):
        owner = context_of(page.wsgi_request.hat, day=clock.today())
    token, key = made(owner), uuid4()
    sent = {"zonderNaam": True, "toch": True, "gezien": SEEN, "urgentie": "kan-wachten"}
    answers = together(lambda: again(lambda: System(token).post("/signalen", sent, key=key)))
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].content == answers[1].content

    def act(key: UUID) -> UUID:
        with acting(owner), connection.cursor() as cursor:
            # On a busy machine the first may take long.
            cursor.execute("set local lock_timeout = '60s'; set local statement_timeout = '60s'")
            draft = Draft(None, True, Urgency.NORMAL, {TextPart.SEEN: SEEN})
            return drafts.raise_once(by=acting_actor(), location=own_place(), key=key, draft=draft)

    for _ in range(5):
        assert len(set(together(partial(act, uuid4())))) == 1
    with acting(owner):
        assert following.raised(acting_actor(), page=1, size=20)[1] == 6
