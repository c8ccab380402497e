"""A session holds as long as it should, on the server, and no longer."""

from uuid import UUID, uuid4

import pytest
from tests.identity.conftest import Clock

from tandem.audit.actions import acting_actor
from tandem.identity import actions, sessions
from tandem.identity.data import SIGN_IN, Level, Method, Started
from tandem.identity.rules import device_label
from tandem.platform.context import Context, acting


def sign_in(account: UUID) -> Started:
    return sessions.start(account=account, method=Method.PASSKEY, level=Level.TWO, device="Firefox, Windows")


def test_the_token_finds_the_session_and_nothing_else_does(noor: UUID) -> None:
    started = sign_in(noor)
    assert sessions.find(started.token) == started.signed_in
    assert sessions.find(started.token + "x") is None
    assert sessions.find("") is None


def test_half_an_hour_without_a_click_ends_it(noor: UUID, hand: Clock) -> None:
    token = sign_in(noor).token
    for _ in range(3):
        hand.forward(minutes=29)
        assert sessions.find(token) is not None
    hand.forward(minutes=30)
    assert sessions.find(token) is None
    hand.forward(minutes=-30)
    assert sessions.find(token) is None, "it is gone, not only hidden"


def test_twelve_hours_end_it_whatever_was_clicked_and_renewed(noor: UUID, hand: Clock) -> None:
    started = sign_in(noor)
    for _ in range(35):
        hand.forward(minutes=20)
        found = sessions.find(started.token)
        assert found is not None
        started = sessions.renew(by=SIGN_IN, session=found.session, hat=None)
    hand.forward(minutes=20)
    assert sessions.find(started.token) is None


def test_clicks_within_a_minute_write_nothing(noor: UUID, hand: Clock) -> None:
    started = sign_in(noor)
    hand.forward(seconds=59)
    found = sessions.find(started.token)
    assert found is not None
    assert found.last_seen == started.signed_in.last_seen


def test_renewing_makes_the_old_token_worthless(noor: UUID) -> None:
    old = sign_in(noor)
    hat = uuid4()
    new = sessions.renew(by=SIGN_IN, session=old.signed_in.session, hat=hat, level=Level.TWO)
    assert sessions.find(old.token) is None
    found = sessions.find(new.token)
    assert found is not None
    assert (found.hat, found.started) == (hat, old.signed_in.started)
    assert found.session != old.signed_in.session
    with pytest.raises(LookupError):
        sessions.renew(by=SIGN_IN, session=old.signed_in.session, hat=hat)


def test_a_closed_account_is_signed_out_at_once(noor: UUID) -> None:
    token = sign_in(noor).token
    with acting(Context(service="operator")):
        actions.set_active(by=acting_actor(), account=noor, active=False)
    assert sessions.find(token) is None


def test_signing_out_here_elsewhere_and_not_at_anothers(noor: UUID) -> None:
    stranger = actions.create_account(by=acting_actor())
    here, there, elsewhere, others = sign_in(noor), sign_in(noor), sign_in(noor), sign_in(stranger)
    with acting(Context(account=noor)):
        assert len(sessions.of(noor)) == 3
        assert sessions.end(by=acting_actor(), account=noor, session=there.signed_in.session)
        assert not sessions.end(by=acting_actor(), account=stranger, session=others.signed_in.session), (
            "row security says no"
        )
        assert sessions.end_all(by=acting_actor(), account=noor, but=here.signed_in.session) == 1
    found = [sessions.find(one.token) is not None for one in (here, there, elsewhere, others)]
    assert found == [True, False, False, True]


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36 Edg/140",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_as_its_owner_knows_it(agent: str, label: str) -> None:
    assert device_label(agent) == label
