"""Settings from the environment are strict."""

import pytest

from tandem.platform import environment
from tandem.platform.environment import EnvironmentMistakeError


def test_a_typing_error_in_a_name_is_refused_with_a_hint() -> None:
    with pytest.raises(EnvironmentMistakeError, match=r"TANDEM_DEBGU.*Bedoel je TANDEM_DEBUG"):
        environment.refuse_unknown_names({"TANDEM_DEBGU": "1"})


def test_known_names_and_names_of_others_pass() -> None:
    environment.refuse_unknown_names({**dict.fromkeys(environment.KNOWN, "x"), "HOME": "/", "TANDEMX": "1"})


@pytest.mark.parametrize(("value", "on"), [("1", True), ("0", False)])
def test_a_switch_is_one_or_nought(value: str, on: bool) -> None:
    assert environment.switch("TANDEM_DEBUG", {"TANDEM_DEBUG": value}) is on


@pytest.mark.parametrize("value", ["", "true", "ja", "yes", "2", " 1", "on"])
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(EnvironmentMistakeError, match="1 of 0"):
        environment.switch("TANDEM_DEBUG", {"TANDEM_DEBUG": value})


def test_a_switch_that_is_not_set_is_off() -> None:
    assert environment.switch("TANDEM_HTTPS", {}) is False


def test_hosts_are_names() -> None:
    given = {"TANDEM_HOSTS": "tandem.voorbeeld.nl, www.voorbeeld.nl,"}
    assert environment.names("TANDEM_HOSTS", given) == ["tandem.voorbeeld.nl", "www.voorbeeld.nl"]
    for wrong in ("*", "*.nl", "https://voorbeeld.nl", "a b"):
        with pytest.raises(EnvironmentMistakeError):
            environment.names("TANDEM_HOSTS", {"TANDEM_HOSTS": wrong})


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8000a", "8e3", "", "٣"])
def test_a_port_is_a_number_in_range(value: str) -> None:
    with pytest.raises(EnvironmentMistakeError, match="PORT"):
        environment.port({"PORT": value})


def test_the_port_is_8000_unless_said_otherwise() -> None:
    assert (environment.port({}), environment.port({"PORT": "9001"})) == (8000, 9001)


def test_a_short_secret_is_refused() -> None:
    assert environment.given_secret({}) is None
    assert environment.given_secret({"TANDEM_SECRET_KEY": "x" * 50}) == "x" * 50
    with pytest.raises(EnvironmentMistakeError, match="te kort"):
        environment.given_secret({"TANDEM_SECRET_KEY": "x" * 49})
