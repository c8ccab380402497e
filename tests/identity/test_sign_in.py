"""Signing in with a password, a code, a code on paper; and what who guesses gets to see."""

import re
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.identity.conftest import Clock
from tests.identity.people import PASSWORD, Somebody, Visitor, code_now, lay_out, text

from tandem.audit.actions import acting_actor
from tandem.identity import actions, models, sessions, steps
from tandem.identity.data import StepKind
from tandem.identity.secret_words import new_token
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster


def test_password_and_code_lead_to_ones_own_page(teacher: Somebody, visitor: Visitor) -> None:
    before = visitor.token
    answer = visitor.sign_in(teacher)
    assert answer.headers["Location"] == "/mijn/"
    assert visitor.token != before
    page = text(visitor.get("/mijn/"))
    assert "Noor van Dijk · Intern begeleider of zorgcoördinator · De Brug" in page
    assert "Je werkt nu voor De Brug." in page


def test_where_one_was_going_is_remembered_and_nowhere_else(teacher: Somebody, visitor: Visitor) -> None:
    asked = visitor.get("/mijn/sessies/")
    assert asked.headers["Location"] == "/inloggen/?verder=%2Fmijn%2Fsessies%2F"
    assert 'name="verder" value="/mijn/sessies/"' in visitor.get(asked.headers["Location"]).content.decode()
    for wanted, arrived in [
        ("/mijn/sessies/", "/mijn/sessies/"),
        ("https://elsewhere.example/", "/mijn/"),
        ("//elsewhere.example", "/mijn/"),
        ("/\\elsewhere.example", "/mijn/"),
        ("javascript:alert(1)", "/mijn/"),
    ]:
        visitor.password(teacher.email, verder=wanted)
        with acting(Context(service="sign-in")):
            models.Authenticator.objects.update(last_step=0)
        assert visitor.post("/inloggen/tweede-stap/", code=code_now()).headers["Location"] == arrived, wanted


def test_the_password_alone_opens_nothing_when_there_is_a_second_step(teacher: Somebody, visitor: Visitor) -> None:
    visitor.password(teacher.email)
    assert visitor.token == ""
    assert visitor.get("/mijn/").headers["Location"].startswith("/inloggen/")


def test_without_a_second_factor_one_gets_no_hat(owned_database: Cluster, visitor: Visitor) -> None:
    bare = lay_out(Somebody("bo@school.example", (("IB", "De Brug"),)))
    assert visitor.password(bare.email).headers["Location"] == "/mijn/beveiliging/"
    page = visitor.get("/mijn/")
    assert "Voeg eerst een tweede stap toe" in text(page)
    assert page.wsgi_request.hat is None
    assert "De Brug" not in text(page)


def test_who_stopped_halfway_goes_on_by_mail_after_a_week(
    owned_database: Cluster, visitor: Visitor, hand: Clock
) -> None:
    """A password alone is enough to add the second factor, as long as an invitation is good. Not for ever."""
    begun = lay_out(Somebody("half@school.example", (("IB", "De Brug"),)))
    hand.forward(days=6)
    assert visitor.password(begun.email).headers["Location"] == "/mijn/beveiliging/"
    hand.forward(days=2)
    late = Visitor()
    answer = late.password(begun.email)
    assert answer.status_code == 422
    assert "niet klaar met beginnen" in text(answer)
    assert late.get("/mijn/beveiliging/").status_code == 302, "no session"
    with acting(Context(service="sign-in")):
        token = steps.begin(StepKind.RESET, begun.account)
    late.get(f"/inloggen/nieuw-wachtwoord/{token}/")
    again = late.post("/inloggen/nieuw-wachtwoord/", wachtwoord="een heel andere zin")
    assert again.headers["Location"] == "/mijn/beveiliging/", "on to the second factor"
    assert late.get("/wie-is-wie/mensen/").status_code == 404, "and no hat before it"
    assert late.get("/mijn/beveiliging/app/").status_code == 200


def test_a_code_works_once(teacher: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(teacher)
    other = Visitor()
    other.password(teacher.email)
    again = other.post("/inloggen/tweede-stap/", code=code_now())
    assert (again.status_code, other.token) == (422, "")


def test_a_code_of_yesterday_is_wrong(teacher: Somebody, visitor: Visitor) -> None:
    visitor.password(teacher.email)
    answer = visitor.post("/inloggen/tweede-stap/", code=code_now(-86400))
    assert answer.status_code == 422
    assert "Deze code klopt niet" in text(answer)


def test_a_second_step_without_a_first_goes_back(teacher: Somebody, visitor: Visitor) -> None:
    assert visitor.post("/inloggen/tweede-stap/", code=code_now()).headers["Location"] == "/inloggen/"
    visitor.client.cookies["stap-second"] = new_token()
    assert visitor.post("/inloggen/tweede-stap/", code=code_now()).headers["Location"] == "/inloggen/"


def test_nobody_learns_whether_an_account_exists(teacher: Somebody, visitor: Visitor) -> None:
    pages = []
    for email, password in [("noor@school.example", "not this one"), ("nobody@school.example", PASSWORD)]:
        page = visitor.password(email, password)
        assert page.status_code == 422
        pages.append(re.sub(r'value="[^"]*"', "", page.content.decode()))
    assert pages[0] == pages[1]


def test_a_stranger_takes_as_much_work_as_a_known_address(teacher: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in calls of the slow hash and in statements: a stopwatch would be a guess."""
    calls: list[str] = []
    real = hashers.check_password

    def counted(password: str, encoded: str) -> bool:
        calls.append(encoded)
        return real(password, encoded)

    monkeypatch.setattr(hashers, "check_password", counted)
    counts = []
    for email in ("nobody@school.example", teacher.email, "nobody-else@school.example"):
        calls.clear()
        with CaptureQueriesContext(connection) as asked:
            Visitor().password(email, "not this one")
        counts.append((len(calls), len(asked)))
    assert counts[1] == counts[2] == (1, counts[0][1])


def wrong(visitor: Visitor, times: int, email: str = "noor@school.example", **more: Any) -> list[int]:
    return [visitor.password(email, "wrong one", **more).status_code for _ in range(times)]


def test_who_guesses_has_to_wait_and_a_made_up_header_does_not_help(teacher: Somebody, hand: Clock) -> None:
    thief = Visitor("203.0.113.5")
    assert wrong(thief, 5) == [422] * 5
    statuses = [
        thief.password(teacher.email, "wrong", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(5)
    ]
    assert statuses == [429] * 5
    answer = thief.password(teacher.email, PASSWORD)
    assert answer.status_code == 429, "the right password too: else guessing would go on"
    assert int(answer.headers["Retry-After"]) >= 1
    assert "Wacht" in text(answer)
    assert Visitor("192.0.2.1").password(teacher.email).status_code == 302, "the owner elsewhere notices nothing"


def test_a_trusted_proxy_is_believed_and_what_stands_before_it_is_not(
    teacher: Somebody, hand: Clock, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    thief = Visitor("10.0.0.1")
    made_up = [f"198.51.100.{n}, 203.0.113.5" for n in range(8)]
    statuses = [thief.password(teacher.email, "x", headers={"X-Forwarded-For": line}).status_code for line in made_up]
    assert statuses == [422] * 5 + [429] * 3
    owner = thief.password(teacher.email, headers={"X-Forwarded-For": "203.0.113.5, 192.0.2.1"})
    assert owner.status_code == 302


def test_an_attack_from_everywhere_does_not_lock_out_the_known_browser(teacher: Somebody, hand: Clock) -> None:
    mine = Visitor("192.0.2.1")
    mine.sign_in(teacher)
    mine.post("/uitloggen/")
    for number in range(60):
        wrong(Visitor(f"203.0.113.{number}"), 1)
    assert Visitor("198.51.100.1").password(teacher.email).status_code == 429, "a strange browser has to wait"
    assert mine.password(teacher.email).headers["Location"] == "/inloggen/tweede-stap/"


def test_codes_cannot_be_guessed_either(teacher: Somebody, visitor: Visitor, hand: Clock) -> None:
    visitor.password(teacher.email)
    statuses = [visitor.post("/inloggen/tweede-stap/", code=f"{number:06}").status_code for number in range(9)]
    assert statuses == [422] * 5 + [429] * 4


def test_a_code_on_paper_works_once(teacher: Somebody, visitor: Visitor) -> None:
    with acting(Context(account=teacher.account)):
        codes = actions.make_recovery_codes(by=acting_actor(), account=teacher.account)
    assert len(set(codes)) == 10
    for status in (302, 422):
        visitor.password(teacher.email)
        typed = codes[0].upper().replace("-", " ")
        assert visitor.post("/inloggen/herstelcode/", code=typed).status_code == status
    with acting(Context(account=teacher.account)):
        assert models.RecoveryCode.objects.exclude(used=None).count() == 1
        assert codes[0] not in {row.code_hash for row in models.RecoveryCode.objects.all()}


def test_signing_out_ends_it_on_the_server(teacher: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(teacher)
    token = visitor.token
    assert visitor.get("/uitloggen/").status_code == 405
    assert visitor.post("/uitloggen/").headers["Location"] == "/inloggen/uit/"
    visitor.client.cookies["tandem"] = token
    assert visitor.get("/mijn/").status_code == 302
    with acting(Context(service="sign-in")):
        assert sessions.find(token) is None


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_half_an_hour_idle(teacher: Somebody, visitor: Visitor, hand: Clock, minutes: int, status: int) -> None:
    visitor.sign_in(teacher)
    hand.forward(minutes=minutes)
    assert visitor.get("/mijn/").status_code == status


def test_a_form_of_another_site_is_refused(teacher: Somebody) -> None:
    strict = Client(enforce_csrf_checks=True)
    form = {"email": teacher.email, "wachtwoord": PASSWORD}
    assert strict.post("/inloggen/", form).status_code == 403
    strict.get("/inloggen/")
    token = strict.cookies["csrf"].value
    assert strict.post("/inloggen/", form, headers={"X-CSRFToken": token}).status_code == 302
    assert strict.post("/inloggen/", {**form, "rol": "beheer"}, headers={"X-CSRFToken": token}).status_code == 400


def test_cookies_are_the_hosts_own_and_not_for_scripts(teacher: Somebody, visitor: Visitor, settings: Any) -> None:
    settings.HTTPS = settings.CSRF_COOKIE_SECURE = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.CSRF_COOKIE_NAME, settings.SECURE_HSTS_SECONDS = "__Host-csrf", 31_536_000
    visitor.client.cookies.clear()
    visitor.secure = True
    visitor.password(teacher.email)
    assert "__Host-stap-second" in visitor.client.cookies
    visitor.post("/inloggen/tweede-stap/", code=code_now())
    for name in ("__Host-tandem", "__Host-apparaat"):
        cookie = visitor.client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
        assert cookie["samesite"] == "Lax"
    assert visitor.client.cookies["__Host-tandem"]["max-age"] == ""


def test_no_page_about_somebody_is_kept_by_a_cache(teacher: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(teacher)
    for path in ("/mijn/", "/mijn/sessies/", "/mijn/beveiliging/", "/inloggen/"):
        assert visitor.get(path).headers["Cache-Control"] == "private, no-store"
