"""The administrator's pages, as she uses them: without script, with every mistake said at its field."""

import re
import threading
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string, policy
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from tests.cast import CAST, player
from tests.identity.providers import free_port
from tests.on_stage import Seat, colleague, role_of, text
from tests.register.administration.made import HEADINGS, as_csv, as_xlsx
from tests.waiting import send_mail

from tandem.platform import clock
from tandem.platform.postgres.cluster import Cluster
from tandem.platform.spreadsheets.reading import read_sheets
from tandem.register import models
from tandem.web.organisation.urls import urlpatterns

PARTS = ("", "mensen/", "mensen/nieuw/", "koppelingen/", "vervanging/", "uitnodigingen/", "taken/", "invoer/")


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


def newcomer(**changes: str) -> dict[str, str]:
    return {
        "voornaam": "Nina",
        "achternaam": "Nachtegaal",
        "email": "nina@tandem.example",
        "organisatie": str(CAST.stages["team-delft-noord"].id),
        "functie": "LT_HULP",
        "vanaf": clock.today().isoformat(),
        "wie_is_wie": "on",
    } | changes


@pytest.mark.parametrize("part", PARTS)
def test_every_page_opens_for_the_administrator_in_both_languages(bas: Seat, part: str) -> None:
    for prefix in ("", "/en"):
        answer = bas.get(f"{prefix}/organisatie/{part}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("key", ["noor", "tomas", "petra", "betty", "rachid", "mama-pimpernel"])
def test_for_everybody_else_these_pages_do_not_exist(stage: Cluster, key: str) -> None:
    seat = Seat(key)
    known = role_of("tomas").id
    person = player("tomas").id
    nothing = seat.get(f"/organisatie/mensen/{uuid4()}/")
    for path in (*PARTS, f"mensen/{person}/", f"functie/{known}/beeindigen/", f"functie/{known}/koppelen/"):
        answer = seat.get(f"/organisatie/{path}")
        assert answer.status_code == 404
        assert words(answer) == words(nothing), "the same answer as for what does not exist"
    assert seat.post(f"/organisatie/functie/{known}/beeindigen/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(stage: Cluster) -> None:
    assert Seat().get("/organisatie/mensen/").headers["Location"].startswith("/inloggen/?verder=")


def test_an_administrator_sees_her_own_organisation_and_what_is_below_it_only(bas: Seat) -> None:
    page = text(bas.get("/organisatie/mensen/"))
    assert "Tomas Ooievaar" in page
    assert "Linde Lisdodde" in page
    for other in ("Milan Maanvis", "Iris Korenbloem", "Okan Olijf"):
        assert other not in page
    for near_miss in (player("milan").id, player("iris").id, uuid4()):
        assert bas.get(f"/organisatie/mensen/{near_miss}/").status_code == 404


def test_somebody_new_gets_a_function_and_a_link_that_is_shown_once(bas: Seat) -> None:
    answer = bas.post("/organisatie/mensen/nieuw/", **newcomer(uitnodigen="on"))
    assert answer.status_code == 200
    link = re.search(r'value="http://testserver(/uitnodiging/[\w-]+/)"', text(answer))
    assert link, "without a mail server the administrator hands over the link"
    assert link[1] not in text(bas.get("/organisatie/uitnodigingen/"))
    assert "Nina Nachtegaal" in text(bas.get("/organisatie/mensen/"))
    assert "uitgenodigd" in words(bas.get(f"/organisatie/mensen/{colleague('Nachtegaal')}/"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"achternaam": ""}, "Achternaam: vul dit in."),
        ({"achternaam": "N4chtegaal"}, "Achternaam: in deze naam staat een cijfer."),
        ({"email": "nina@"}, "is geen e-mailadres"),
        ({"mobiel": "123"}, "is geen telefoonnummer"),
        ({"vanaf": "morgen"}, "Eerste werkdag: schrijf de datum als 01-09-2026."),
        ({"functie": "IB"}, "Functie:"),
        ({"functie": "WETH"}, "bestaat niet bij dit soort organisatie"),
        ({"functie": "BEHEER_ORG"}, "staat niet in wie is wie"),
        ({"organisatie": str(CAST.stages["team-rijswijk"].id)}, "Organisatie:"),
        ({"laatste_dag": "2020-01-01"}, "De laatste dag ligt vóór de eerste."),
    ],
)
def test_a_mistake_is_said_at_its_field_and_in_the_summary(bas: Seat, changes: dict[str, str], said: str) -> None:
    answer = bas.post("/organisatie/mensen/nieuw/", **newcomer(**changes))
    assert answer.status_code == 422
    page = text(answer)
    assert said.lower() in words(answer).lower()
    assert 'role="alert"' in page
    assert "autofocus" in page
    assert "Fout:" in page.split("</title>")[0]
    assert not models.Person.objects.filter(given_name="Nina").exists()


@pytest.mark.parametrize("extra", ["person", "account_id", "is_lead", "valid_until", "organisatie2"])
def test_a_field_that_is_not_ours_is_refused(bas: Seat, extra: str) -> None:
    answer = bas.post("/organisatie/mensen/nieuw/", **newcomer(**{extra: "x"}))
    assert answer.status_code == 400
    assert not models.Person.objects.filter(given_name="Nina").exists()


def test_what_was_typed_comes_back_escaped(bas: Seat) -> None:
    answer = bas.post("/organisatie/mensen/nieuw/", **newcomer(voornaam="<script>alert(1)</script>"))
    assert "<script>alert" not in text(answer)


def test_ending_a_function_signs_out_and_leaves_a_task_for_the_lead(bas: Seat) -> None:
    tomas, petra = Seat("tomas"), Seat("petra")
    assert tomas.get("/mijn/").status_code == 200
    answer = bas.post(f"/organisatie/functie/{role_of('tomas').id}/beeindigen/", reden="andere functie")
    assert answer.headers["Location"].endswith("?gedaan=overgedragen")
    assert "Wat erbij hoorde, staat klaar als taak" in words(bas.get(answer.headers["Location"]))
    assert tomas.get("/mijn/").status_code == 302, "at the next click"
    assert "Tomas Ooievaar" in text(petra.get("/mijn/taken/"))
    task = models.Task.objects.get()
    done = petra.post(f"/mijn/taken/{task.pk}/", opmerking="Eva neemt het over")
    assert done.headers["Location"] == "/mijn/taken/?gedaan=afgerond"
    assert "Eva neemt het over" in text(petra.get("/mijn/taken/"))
    assert "Er ligt niets" in words(bas.get("/organisatie/taken/"))


def test_a_task_is_not_for_an_ordinary_colleague(bas: Seat) -> None:
    bas.post(f"/organisatie/functie/{role_of('tomas').id}/beeindigen/")
    task = models.Task.objects.get()
    eva = Seat("eva", "LT_HULP")
    assert "Tomas" not in text(eva.get("/mijn/taken/"))
    assert eva.get(f"/mijn/taken/{task.pk}/").status_code == 404


def test_own_functions_are_left_to_another(bas: Seat) -> None:
    mine = role_of("bas", "BEHEER_ORG").id
    assert "Dit ben je zelf" in words(bas.get(f"/organisatie/mensen/{player('bas').id}/"))
    for deed in ("beeindigen", "wijzigen"):
        answer = bas.post(f"/organisatie/functie/{mine}/{deed}/", **({"reden": "x"} if deed == "beeindigen" else {}))
        assert answer.status_code == 422
    given = bas.post(
        f"/organisatie/mensen/{player('bas').id}/functie/",
        organisatie=str(CAST.stages["delft"].id), functie="GEM_BELEID", vanaf=clock.today().isoformat(),
    )  # fmt: skip
    assert given.status_code == 422
    assert "Niemand geeft zichzelf een functie" in words(given)


def test_links_are_a_table_of_hours_and_can_be_changed_and_stopped(bas: Seat) -> None:
    school = CAST.stages["vuurtoren"]
    path = f"/organisatie/functie/{role_of('youssef').id}/koppelen/"
    page = text(bas.get(path))
    assert school.code in page
    assert CAST.stages["lachende-wilg"].code not in page, "a school of another municipality"
    answer = bas.post(path, school=str(school.id), uren="3,5", vanaf=clock.today().isoformat())
    assert answer.status_code == 302
    table = words(bas.get("/organisatie/koppelingen/"))
    assert "11,5 uur per week op 3 scholen" in table
    link = models.SchoolLink.objects.get(location=school.id, membership=role_of("youssef").id)
    for wrong, said in (("41", "tussen 0,5 en 40"), ("veel", "geen aantal uren"), ("", "vul dit in")):
        answer = bas.post(f"/organisatie/koppelingen/{link.pk}/", uren=wrong, vanaf=clock.today().isoformat())
        assert answer.status_code == 422
        assert said in words(answer).lower()
    bas.post(f"/organisatie/koppelingen/{link.pk}/", uren="6", vanaf=clock.today().isoformat())
    assert "14 uur per week" in words(bas.get("/organisatie/koppelingen/"))
    link = models.SchoolLink.objects.get(location=school.id, membership=role_of("youssef").id, valid_until=None)
    bas.post(f"/organisatie/koppelingen/{link.pk}/stoppen/")
    assert "8 uur per week op 2 scholen" in words(bas.get("/organisatie/koppelingen/"))


def test_a_stand_in_needs_an_end(bas: Seat) -> None:
    path = f"/organisatie/functie/{role_of('youssef').id}/vervanger/"
    today = clock.today()
    fields = {"vervanger": str(role_of("eva", "LT_HULP").id), "vanaf": today.isoformat()}
    assert "Laatste dag: vul dit in." in words(bas.post(path, **fields))
    answer = bas.post(path, **fields, laatste_dag=(today + timedelta(days=500)).isoformat())
    assert "hoogstens een jaar" in words(answer)
    assert bas.post(path, **fields, laatste_dag=(today + timedelta(days=20)).isoformat()).status_code == 302
    page = words(bas.get("/organisatie/vervanging/"))
    assert "Youssef IJsvogel" in page
    assert "Eva van den Berk" in page
    row = models.StandIn.objects.get(membership=role_of("youssef").id)
    assert bas.post(f"/organisatie/vervanging/{row.pk}/stoppen/").status_code == 302
    assert "Youssef" not in words(bas.get("/organisatie/vervanging/"))


def invited(bas: Seat) -> str:
    answer = bas.post("/organisatie/mensen/nieuw/", **newcomer(uitnodigen="on"))
    link = re.search(r"(/uitnodiging/[\w-]+/)", text(answer))
    assert link
    return link[1]


def test_looking_at_an_invitation_changes_nothing_and_accepting_leads_to_choosing_how_to_sign_in(bas: Seat) -> None:
    link, visitor = invited(bas), Seat()
    for _ in range(2):
        page = visitor.get(link)
        assert "Nina Nachtegaal" in words(page)
        assert page.status_code == 200
    answer = visitor.post(link)
    assert answer.headers["Location"] == "/inloggen/beginnen/"
    assert models.Person.objects.get(given_name="Nina").account_id is not None
    assert visitor.get("/inloggen/beginnen/").status_code == 200
    assert Seat().get(link).status_code == 404
    assert "werkt niet" in words(Seat().post(link))


def test_who_is_signed_in_adds_the_function_to_her_own_account(bas: Seat) -> None:
    link, milan = invited(bas), Seat("milan")
    assert milan.post(link).headers["Location"] == "/mijn/petje/"
    hats = {role.function for role in milan.get("/mijn/").wsgi_request.hats}  # type: ignore[attr-defined]
    assert hats == {"LT_TOEGANG", "LT_HULP"}


def test_an_address_with_an_account_signs_in_first(bas: Seat) -> None:
    answer = bas.post("/organisatie/mensen/nieuw/", **newcomer(email=player("milan").email, uitnodigen="on"))
    link = re.search(r"(/uitnodiging/[\w-]+/)", text(answer))
    assert link
    refused = Seat().post(link[1])
    assert refused.status_code == 422
    assert "Log daarmee in" in words(refused)
    assert not models.Person.objects.get(given_name="Nina").account_id


def test_a_withdrawn_invitation_no_longer_works(bas: Seat) -> None:
    link = invited(bas)
    row = models.Invitation.objects.get()
    bas.post(f"/organisatie/uitnodigingen/{row.pk}/intrekken/")
    assert "ingetrokken" in words(bas.get("/organisatie/uitnodigingen/"))
    assert Seat().get(link).status_code == 404
    assert bas.post(f"/organisatie/uitnodigingen/{row.pk}/intrekken/").status_code == 404


def upload(seat: Seat, content: bytes, name: str = "team.csv") -> HttpResponse:
    return seat.post("/organisatie/invoer/", bestand=SimpleUploadedFile(name, content))


def rows(*names: str, **changes: str) -> list[dict[str, str]]:
    return [
        {"voornaam": n, "achternaam": "Nieuw", "e-mail": f"{n.lower()}@tandem.example", "functie": "LT_HULP",
         "organisatie": "Lokaal team De Ooievaar", **changes}
        for n in names
    ]  # fmt: skip


def test_a_file_with_an_error_changes_nothing_and_says_where(bas: Seat) -> None:
    before = models.Person.objects.count()
    answer = upload(bas, as_xlsx([*rows("Ada"), *rows("Pia", functie="Tovenaar")], HEADINGS), "team.xlsx")
    assert answer.status_code == 422
    said = words(answer)
    assert "Er klopt 1 ding niet, dus er is niets veranderd" in said
    for part in ("team.xlsx", "Mensen", "H · functie", "De functie 'Tovenaar' bestaat niet", "Kies een functie"):
        assert part in said.replace("&#x27;", "'")
    assert models.Person.objects.count() == before
    assert models.ImportBatch.objects.count() == 0


def test_a_good_file_is_shown_applied_and_undone(bas: Seat) -> None:
    answer = upload(bas, as_csv([*rows("Ada"), *rows("Pia", school="99AB00", **{"uren per week": "4"})]))
    assert answer.status_code == 302
    here = answer.headers["Location"]
    said = words(bas.get(here))
    assert "Dit gaat er gebeuren" in said
    assert "2 nieuwe mensen" in said
    assert not models.Person.objects.filter(family_name="Nieuw").exists()
    assert bas.post(f"{here}doorvoeren/").status_code == 302
    assert models.Person.objects.filter(family_name="Nieuw").count() == 2
    assert "Dit bestand is doorgevoerd" in words(bas.get(here))
    undone = words(bas.post(f"{here}terugdraaien/"))
    assert "team.csv is teruggedraaid" in undone
    assert "2 functies beëindigd, 1 koppeling beëindigd" in undone
    assert "Er wordt niets gewist" in undone
    assert "Ada Nieuw" not in text(bas.get("/organisatie/mensen/"))
    assert bas.post(f"{here}terugdraaien/").status_code == 422


def test_a_proposal_can_be_thrown_away(bas: Seat) -> None:
    here = upload(bas, as_csv(rows("Ada"))).headers["Location"]
    assert bas.post(f"{here}weggooien/").headers["Location"].endswith("?gedaan=weg")
    assert bas.get(here).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "leeg.csv", "Dit bestand is leeg"),
        (b"PK\x03\x04stuk", "stuk.xlsx", "beschadigd"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "oud.xls", "oud Excel-bestand"),
        (b"%PDF-1.7", "brief.pdf", "geen Excel- of CSV-bestand"),
        (b"x" * ((5 << 20) + 1), "groot.csv", "groter dan 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(bas: Seat, content: bytes, name: str, said: str) -> None:
    answer = upload(bas, content, name)
    assert answer.status_code == 422
    assert said.lower() in words(answer).lower()


def test_another_administrator_does_not_find_the_file(bas: Seat) -> None:
    here = upload(bas, as_csv(rows("Ada"))).headers["Location"]
    okan = Seat("okan", "BEHEER_ORG")
    assert okan.get(here).status_code == 404
    for deed in ("doorvoeren", "terugdraaien", "weggooien"):
        assert okan.post(f"{here}{deed}/").status_code == 404


def test_the_template_holds_what_this_administrator_may_choose(bas: Seat) -> None:
    answer = bas.get("/organisatie/invoer/sjabloon.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mensen.xlsx"'
    assert [sheet.name for sheet in read_sheets(answer.content)] == ["Mensen", "Uitleg"]
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "Lokaal team De Ooievaar" in strings
    assert "Lokaal team De Kievit" not in strings
    assert read_sheets(bas.get("/organisatie/invoer/sjabloon.csv").content)[0].rows[0][0] == "voornaam"
    assert bas.get("/organisatie/invoer/sjabloon.svg").status_code == 404


def test_a_read_of_people_is_noted_before_it_is_shown(bas: Seat) -> None:
    bas.get("/organisatie/mensen/")
    with connection.cursor() as cursor:
        cursor.execute("select action, cardinality(subjects) from audit_access order by 1")
        noted = dict(cursor.fetchall())
    assert noted["list colleagues"] == 13


def test_every_address_of_an_administrator_is_closed_to_a_stranger(stage: Cluster) -> None:
    paths = [re.sub(r"<[^>]+>", str(UUID(int=1)), route) for route in (str(each.pattern) for each in urlpatterns)]
    guarded = [path for path in paths if path.startswith(("organisatie/", "mijn/"))]
    assert len(guarded) > 25
    for path in guarded:
        if "sjabloon" not in path:
            assert Seat().get(f"/{path}").status_code == 302
            assert Seat("noor").get(f"/{path}").status_code in ((200, 404) if path == "mijn/taken/" else (404,))


class Kept:
    """What a real mail server received."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], str]] = []
        self.came = threading.Event()

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        self.mails.append((envelope.rcpt_tos, envelope.content.decode()))
        self.came.set()
        return "250 OK"


@pytest.fixture
def post_office(settings: Any) -> Iterator[Kept]:
    kept, port = Kept(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "tandem@region.example"
    yield kept
    controller.stop()


def test_the_mail_has_one_receiver_one_link_and_no_name(bas: Seat, post_office: Kept) -> None:
    answer = bas.post("/organisatie/mensen/nieuw/", **newcomer(uitnodigen="on"))
    assert send_mail() == 1
    assert answer.headers["Location"].endswith("?gedaan=uitgenodigd")
    assert post_office.came.wait(10)
    ((receivers, mail),) = post_office.mails
    assert receivers == ["nina@tandem.example"]
    message = message_from_string(mail, policy=policy.default)
    body = message.get_body()
    assert body is not None
    said = body.get_content()
    for name in ("Nina", "Nachtegaal", "Bas", "Bijenkorf", "Ooievaar", "Jeugdhulpverlener"):
        assert name not in said.replace("nina@tandem.example", "")
        assert name not in str(message["Subject"])
    link = re.search(r"http://testserver(/uitnodiging/[\w-]+/)", said)
    assert link
    assert Seat().get(link[1]).status_code == 200
    assert link[1] not in text(bas.get("/organisatie/uitnodigingen/"))
