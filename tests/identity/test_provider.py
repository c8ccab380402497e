"""Signing in with an organisation's own provider: also without a name or an address, and it cannot be tricked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from joserfc.jwk import RSAKey
from tests.identity.people import Somebody, Visitor, text
from tests.identity.providers import CLIENT, Crooked, agree, crooked_provider, real_provider

from tandem.audit.actions import acting_actor
from tandem.identity import actions, models, oidc
from tandem.identity.data import SecondFactor
from tandem.identity.oidc import Attempt, Client, Proven
from tandem.identity.secret_words import new_token
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster

EMAIL = "noor@school.example"
USERS = ({"sub": "only-a-subject"}, {"sub": "thief", "email": EMAIL, "email_verified": True, "tid": "other"})


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    with real_provider(*USERS) as found:
        yield found


@pytest.fixture(scope="session")
def other_issuer() -> Iterator[str]:
    with real_provider({"sub": "only-a-subject", "email": EMAIL}) as found:
        yield found


def client_at(issuer: str, **more: Any) -> Client:
    usual = Client(issuer, CLIENT, "geheim", "", frozenset(), SecondFactor.ALWAYS)
    return replace(usual, **more)


def let_in(client: Client, name: str = "Gemeente Voorbeeld") -> UUID:
    with acting(Context(service="operator")):
        return actions.set_provider(by=acting_actor(), organisation=uuid4(), name=name, client=client)


def link(somebody: Somebody, provider: UUID, issuer: str, subject: str) -> None:
    with acting(Context(service="sign-in")):
        proven = Proven(issuer, subject, two_factors=True)
        actions.link(by=acting_actor(), account=somebody.account, provider=provider, proven=proven)


def leave(visitor: Visitor, provider: UUID, path: str = "/inloggen/organisatie/") -> str:
    """The address at the provider to which the browser goes."""
    page = visitor.post(path, inlog=str(provider))
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found, text(page)
    return found[1].replace("&amp;", "&")


def come_back(visitor: Visitor, address: str) -> Any:
    parts = urlsplit(address)
    assert parts.path == "/inloggen/organisatie/terug/"
    return visitor.get(f"{parts.path}?{parts.query}")


def test_somebody_without_name_or_address_comes_in(teacher: Somebody, visitor: Visitor, issuer: str) -> None:
    provider = let_in(client_at(issuer))
    link(teacher, provider, issuer, "only-a-subject")
    there = leave(visitor, provider)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert (asked["scope"], asked["code_challenge_method"], asked["response_type"]) == ("openid", "S256", "code")
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    answer = come_back(visitor, agree(there, "only-a-subject"))
    assert answer.headers["Location"] == "/mijn/"
    assert "Noor van Dijk" in text(visitor.get("/mijn/"))


def test_the_same_address_at_a_provider_is_not_the_same_person(
    teacher: Somebody, visitor: Visitor, issuer: str
) -> None:
    provider = let_in(client_at(issuer))
    answer = come_back(visitor, agree(leave(visitor, provider), "thief"))
    assert answer.status_code == 403
    assert "Tandem kent je nog niet" in text(answer)
    assert visitor.token == ""


def test_the_same_subject_at_another_issuer_is_not_the_same_person(
    teacher: Somebody, visitor: Visitor, issuer: str, other_issuer: str
) -> None:
    provider, other = let_in(client_at(issuer)), let_in(client_at(other_issuer), "Andere gemeente")
    link(teacher, provider, issuer, "only-a-subject")
    assert come_back(visitor, agree(leave(visitor, other), "only-a-subject")).status_code == 403
    assert come_back(visitor, agree(leave(visitor, provider), "only-a-subject")).status_code == 302


def test_what_is_sent_a_second_time_finds_nothing(teacher: Somebody, visitor: Visitor, issuer: str) -> None:
    provider = let_in(client_at(issuer))
    link(teacher, provider, issuer, "only-a-subject")
    address = agree(leave(visitor, provider), "only-a-subject")
    step = visitor.client.cookies["stap-provider"].value
    assert come_back(visitor, address).status_code == 302
    thief = Visitor()
    assert come_back(thief, address).status_code == 422, "without the cookie"
    thief.client.cookies["stap-provider"] = step
    assert come_back(thief, address).status_code == 422, "and with it: the step is gone"


def test_an_answer_to_somebody_elses_question_is_refused(teacher: Somebody, issuer: str) -> None:
    """Somebody sends her own answer to another, to have him work in her name."""
    provider = let_in(client_at(issuer))
    link(teacher, provider, issuer, "only-a-subject")
    hers, his = Visitor(), Visitor()
    address = agree(leave(hers, provider), "only-a-subject")
    leave(his, provider)
    assert come_back(his, address).status_code == 422
    assert his.token == ""


def test_a_code_made_for_another_client_is_refused(teacher: Somebody, visitor: Visitor, issuer: str) -> None:
    provider = let_in(client_at(issuer))
    link(teacher, provider, issuer, "only-a-subject")
    there = leave(visitor, provider)
    stolen = agree(there.replace(f"client_id={CLIENT}", "client_id=another-site"), "only-a-subject")
    assert come_back(visitor, stolen).status_code == 422
    assert visitor.token == ""


def test_a_code_caught_on_the_way_is_worth_nothing(teacher: Somebody, visitor: Visitor, issuer: str) -> None:
    """PKCE: the code of one attempt does not fit the verifier of another."""
    provider = let_in(client_at(issuer))
    link(teacher, provider, issuer, "only-a-subject")
    caught = parse_qs(urlsplit(agree(leave(Visitor(), provider), "only-a-subject")).query)["code"][0]
    state = parse_qs(urlsplit(leave(visitor, provider)).query)["state"][0]
    answer = visitor.get("/inloggen/organisatie/terug/?" + urlencode({"code": caught, "state": state}))
    assert (answer.status_code, visitor.token) == (422, "")


def test_another_tenant_of_the_same_provider_is_refused(teacher: Somebody, visitor: Visitor, issuer: str) -> None:
    provider = let_in(client_at(issuer, tenant_claim="tid", tenants=frozenset({"ours"})))
    link(teacher, provider, issuer, "thief")
    assert come_back(visitor, agree(leave(visitor, provider), "thief")).status_code == 422, "its tid is `other`"
    link(teacher, provider, issuer, "only-a-subject")
    assert come_back(visitor, agree(leave(visitor, provider), "only-a-subject")).status_code == 422, "it has no tid"
    with_other = let_in(client_at(issuer, tenant_claim="tid", tenants=frozenset({"ours", "other"}), client_id="t2"))
    assert come_back(visitor, agree(leave(visitor, with_other), "thief")).status_code == 302


def test_a_provider_that_asks_for_one_factor_is_followed_by_ours(
    teacher: Somebody, visitor: Visitor, issuer: str
) -> None:
    provider = let_in(client_at(issuer, second_factor=SecondFactor.SAID))
    link(teacher, provider, issuer, "only-a-subject")
    answer = come_back(visitor, agree(leave(visitor, provider), "only-a-subject"))
    assert answer.headers["Location"] == "/inloggen/tweede-stap/"
    assert visitor.token == ""


def test_who_is_signed_in_links_her_own(teacher: Somebody, visitor: Visitor, issuer: str) -> None:
    provider = let_in(client_at(issuer))
    visitor.sign_in(teacher)
    there = leave(visitor, provider, "/mijn/beveiliging/organisatie/")
    assert "Gekoppeld" in text(come_back(visitor, agree(there, "only-a-subject")))
    with acting(Context(account=teacher.account)):
        assert list(models.Subject.objects.values_list("issuer", "subject")) == [(issuer, "only-a-subject")]
    again = Visitor()
    assert come_back(again, agree(leave(again, provider), "only-a-subject")).status_code == 302


def test_a_link_is_not_taken_over(teacher: Somebody, two_hats: Somebody, visitor: Visitor, issuer: str) -> None:
    provider = let_in(client_at(issuer))
    link(two_hats, provider, issuer, "only-a-subject")
    visitor.sign_in(teacher)
    there = leave(visitor, provider, "/mijn/beveiliging/organisatie/")
    assert come_back(visitor, agree(there, "only-a-subject")).status_code == 409
    with acting(Context(service="sign-in")):
        assert models.Subject.objects.get().account_id == two_hats.account


def test_a_provider_that_was_switched_off_lets_nobody_in(teacher: Somebody, visitor: Visitor, issuer: str) -> None:
    provider = let_in(client_at(issuer))
    link(teacher, provider, issuer, "only-a-subject")
    address = agree(leave(visitor, provider), "only-a-subject")
    with acting(Context(service="operator")):
        actions.end_provider(by=acting_actor(), provider=provider)
    assert come_back(visitor, address).status_code == 422
    assert "Gemeente Voorbeeld" not in text(visitor.get("/inloggen/"))


def test_a_client_without_an_audience_cannot_be_made(issuer: str) -> None:
    with pytest.raises(ValueError, match="audience"):
        client_at(issuer, client_id="")
    for wrong in ("", "http://provider.example"):
        with pytest.raises(ValueError, match=r"audience|https"):
            client_at(wrong)


@pytest.fixture
def crooked() -> Iterator[Crooked]:
    cache.clear()
    with crooked_provider() as found:
        yield found


RETURN = "https://tandem.example/inloggen/organisatie/terug/"


def prove(crooked: Crooked, **answer: str) -> Proven:
    attempt = Attempt(new_token(), new_token(), new_token())
    crooked.claims.setdefault("nonce", attempt.nonce)
    client = client_at(crooked.issuer, tenant_claim="tid", tenants=frozenset({"ours"}), second_factor=SecondFactor.SAID)
    return oidc.prove(client, attempt, {"state": attempt.state, "code": "c", **answer}, RETURN)


def test_what_is_right_is_believed(crooked: Crooked) -> None:
    crooked.claims = {"tid": "ours", "amr": ["pwd", "mfa"]}
    assert prove(crooked) == Proven(crooked.issuer, "s-1", two_factors=True)
    assert crooked.asked[0]["redirect_uri"] == RETURN
    assert len(crooked.asked[0]["code_verifier"]) >= 43
    crooked.claims = {"tid": "ours", "amr": ["pwd"], "aud": [CLIENT, "another"], "azp": CLIENT}
    assert prove(crooked) == Proven(crooked.issuer, "s-1", two_factors=False)


NOW = int(clock.now().timestamp())


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another-client"},
        {"aud": ["another-client", CLIENT]},  # issued to whom?
        {"aud": ["another-client", CLIENT], "azp": "another-client"},
        {"aud": "another-client", "azp": CLIENT},
        {"aud": None},
        {"aud": []},
        {"iss": "https://another.example"},
        {"iss": None},
        {"nonce": "of-another-attempt"},
        {"nonce": None},
        {"exp": NOW - 3600},
        {"exp": None},
        {"iat": NOW + 3600},
        {"nbf": NOW + 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"tid": "theirs"},
        {"tid": None},
        {"amr": "mfa"},
    ],
    ids="-".join,  # not the times in it: both workers must name a test alike
)
def test_a_lie_in_the_token_is_refused(crooked: Crooked, lie: dict[str, Any]) -> None:
    crooked.claims = {"tid": "ours", **lie}
    with pytest.raises(oidc.RefusedError):
        prove(crooked)


def test_a_token_that_somebody_else_signed_is_refused(crooked: Crooked) -> None:
    crooked.claims, crooked.shown = {"tid": "ours"}, RSAKey.generate_key(2048)
    with pytest.raises(oidc.RefusedError):
        prove(crooked)


@pytest.mark.parametrize("algorithm", ["none"])
def test_a_token_that_nobody_signed_is_refused(crooked: Crooked, algorithm: str) -> None:
    crooked.claims, crooked.algorithm = {"tid": "ours"}, algorithm
    with pytest.raises(oidc.RefusedError):
        prove(crooked)


def test_a_changed_key_is_fetched_and_a_mixed_up_provider_is_not_believed(crooked: Crooked) -> None:
    crooked.claims = {"tid": "ours"}
    prove(crooked)
    with pytest.raises(oidc.RefusedError, match="mixed up"):
        prove(crooked, iss="https://another.example")
    with pytest.raises(oidc.RefusedError, match="state"):
        prove(crooked, state="another")
    with pytest.raises(oidc.RefusedError, match="said no"):
        prove(crooked, error="access_denied")


@pytest.mark.parametrize(
    "metadata",
    [{"issuer": "https://another.example"}, {"token_endpoint": "http://provider.example/token"}, {"jwks_uri": 7}],
    ids=str,
)
def test_a_provider_that_says_odd_things_about_itself(crooked: Crooked, metadata: dict[str, Any]) -> None:
    crooked.claims, crooked.metadata = {"tid": "ours"}, metadata
    with pytest.raises(oidc.ProviderError):
        prove(crooked)


def test_a_provider_that_does_not_answer(visitor: Visitor, owned_database: Cluster) -> None:
    provider = let_in(client_at("http://127.0.0.1:9"))
    page = visitor.post("/inloggen/organisatie/", inlog=str(provider))
    assert page.status_code == 422
    assert "geeft nu geen antwoord" in text(page)
