"""The pages of the directory, as readers and owners use them: without script, with every mistake said at its field."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.cast import CAST
from tests.conftest import VERSIONS
from tests.on_stage import Seat, set_the_stage, text

from tandem.directory.demo import fill_demo_offers
from tandem.directory.models import Offer, Suggestion
from tandem.platform import clock
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster

PAGES = (
    "/aanbod/",
    "/aanbod/bij-school/",
    "/aanbod/actualiteit/",
    "/voorbeelden/",
    "/voorbeelden/sterk-op-school/",
)
OFFER = {
    "naam": "Samen koken", "kort": "Koken met buurtgenoten.", "soort": "PREVENTIEF", "thema": ["SUPPORT"],
    "school": ["BO"], "leeftijd_van": "4", "leeftijd_tot": "12", "plek": ["AANBIEDER"], "gemeenten": ["GM0503"],
    "beslist": "NIEMAND", "aanmelden": "Bel ons.", "bewijs": "ONBEKEND", "vanaf": "2026-01-01", "versie": "0",
}  # fmt: skip


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    """The newest version only."""
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def stage(owned_database: Cluster, settings: Any) -> Cluster:
    settings.DEMO_SIGN_IN = True
    set_the_stage()
    fill_demo_offers()
    return owned_database


def key_of(name: str) -> UUID:
    return Offer.objects.values_list("pk", flat=True).get(name=name)


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_opens_for_everybody(stage: Cluster, prefix: str) -> None:
    for address in (*PAGES, f"/aanbod/{key_of('Terug naar school')}/"):
        assert Client().get(prefix + address).status_code == 200, address


def test_the_lightest_help_comes_first_and_filters_count(stage: Cluster) -> None:
    page = words(Client().post("/aanbod/", {"q": "pesten"}))  # type: ignore[arg-type]
    assert page.index("Kanjerlessen") < page.index("Samen sterk tegen pesten")
    filtered = Client().post("/aanbod/", {"q": "pesten", "soort": "PREVENTIEF"})
    assert "1 resultaat" in words(filtered)  # type: ignore[arg-type]
    assert "Kanjerlessen" not in text(filtered)  # type: ignore[arg-type]


def test_words_in_an_address_are_not_taken(stage: Cluster) -> None:
    page = Client().get("/aanbod/?q=pesten&thema=INKOMEN")
    assert "Geldfit" in text(page)  # type: ignore[arg-type]
    assert "pesten" not in words(page).replace("pesten, geldzorgen", "")  # type: ignore[arg-type]
    assert Client().get("/aanbod/?thema=ONZIN").status_code == 422


def test_offers_lie_side_by_side(stage: Cluster) -> None:
    keys = [str(key_of(name)) for name in ("Geldfit voor jongeren", "Kamer van jezelf")]
    page = Client().get("/aanbod/vergelijk/", {"aanbod": keys})
    assert page.status_code == 200
    assert "Geldfit" in text(page)  # type: ignore[arg-type]
    for wrong in ([], keys[:1], [*keys, "x", "y", "z"], ["x", "y"]):
        assert Client().get("/aanbod/vergelijk/", {"aanbod": wrong}).status_code == 422


def test_what_was_found_is_a_file(stage: Cluster) -> None:
    answer = Client().post("/aanbod/", {"q": "schulden", "vorm": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Aanbod", "Geldfit voor jongeren"]
    csv = Client().post("/aanbod/", {"q": "schulden", "vorm": "csv"}).content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("Geldfit voor jongeren,")


def test_a_direct_number_is_for_professionals(stage: Cluster) -> None:
    address = f"/aanbod/{key_of('Terug naar school')}/"
    for seat in (Seat(), Seat("noor"), Seat("mama-pimpernel")):
        assert "015-0000044" not in text(seat.get(address))
    assert "015-0000044" in text(Seat("noor").get(f"{address}direct/"))
    assert Seat("mama-pimpernel").get(f"{address}direct/").status_code == 404
    assert Seat().get(f"{address}direct/").status_code == 302


def test_a_reader_suggests_and_the_owner_settles(stage: Cluster) -> None:
    address = f"/aanbod/{key_of('Terug naar school')}/verbeter/"
    assert Client().post(address, {"tekst": ""}).status_code == 422
    assert Client().post(address, {"tekst": "Het nummer klopt niet."}).status_code == 302
    otto = Seat("otto", "BEHEER_ORG")
    assert "Het nummer klopt niet." in text(otto.get("/organisatie/aanbod/"))
    one = Suggestion.objects.get()
    assert Seat("bas", "BEHEER_ORG").get(f"/organisatie/aanbod/voorstel/{one.pk}/").status_code == 404
    assert otto.post(f"/organisatie/aanbod/voorstel/{one.pk}/", antwoord="Aangepast").status_code == 302
    assert "Het nummer klopt niet." not in text(otto.get("/organisatie/aanbod/"))


def test_who_suggests_too_often_waits(stage: Cluster) -> None:
    address = f"/aanbod/{key_of('Terug naar school')}/verbeter/"
    answers = [Client().post(address, {"tekst": f"Voorstel {number}"}) for number in range(15)]
    late = [answer for answer in answers if answer.status_code == 429]
    assert late
    assert int(late[0].headers["Retry-After"]) > 0
    assert Suggestion.objects.count() == len(answers) - len(late)


def test_an_owner_adds_changes_confirms_and_ends(stage: Cluster) -> None:
    otto = Seat("otto", "BEHEER_ORG")
    own = str(CAST.stages["wilgentak"].id)
    wrong = otto.post("/organisatie/aanbod/nieuw/", **OFFER | {"organisatie": own, "leeftijd_tot": "2"})
    assert wrong.status_code == 422
    assert "De leeftijd loopt van laag naar hoog" in text(wrong)
    assert "Koken met buurtgenoten." in text(wrong), "nothing is lost"
    assert otto.post("/organisatie/aanbod/nieuw/", **OFFER | {"organisatie": own}).status_code == 302
    key = key_of("Samen koken")
    page = text(otto.get(f"/organisatie/aanbod/{key}/"))
    assert 'value="Samen koken"' in page
    changed = OFFER | {"organisatie": own, "naam": "Samen eten", "versie": "1"}
    assert otto.post(f"/organisatie/aanbod/{key}/", **changed).status_code == 302
    late = otto.post(f"/organisatie/aanbod/{key}/", **changed | {"naam": "Samen bakken"})
    assert late.status_code == 409
    assert "Samen eten" in text(late)
    assert 'value="Samen bakken"' in text(late), "both texts"
    assert 'name="versie" value="2"' in text(late)
    Offer.objects.filter(pk=key).update(confirmed_on="2020-01-01")
    assert otto.post(f"/organisatie/aanbod/{key}/bevestigen/").status_code == 302
    assert Offer.objects.get(pk=key).confirmed_on == clock.today()
    assert otto.post(f"/organisatie/aanbod/{key}/stoppen/").status_code == 302
    assert "bestaat niet meer" in text(Seat().get(f"/aanbod/{key}/"))
    assert "Samen eten" not in words(Client().post("/aanbod/", {"q": "samen eten"}))  # type: ignore[arg-type]


def test_for_another_administrator_an_offer_is_not_there(stage: Cluster) -> None:
    key, bas = key_of("Terug naar school"), Seat("bas", "BEHEER_ORG")
    for address in (f"{key}/", f"{key}/stoppen/"):
        assert bas.get(f"/organisatie/aanbod/{address}").status_code == 404
    assert bas.post(f"/organisatie/aanbod/{key}/bevestigen/").status_code == 404
    assert Seat("noor").get("/organisatie/aanbod/").status_code == 404


def test_what_a_source_does_not_say_stands_there(stage: Cluster) -> None:
    page = words(Seat().get("/voorbeelden/herman-broereschool-ipse/"))
    assert "Periode De bron zegt dit niet" in page
    assert "verzoek om toewijzing (VOT)" in page
    assert "Rapport onderwijs en jeugdhulp Haaglanden (2023), bijlage 6" in page
    assert Client().get("/voorbeelden/bestaat-niet/").status_code == 404
    few = words(Client().get("/voorbeelden/?gemeente=GM1783"))  # type: ignore[arg-type]
    assert "POM, peuteropvang op maat" in few
    assert "Leertuin" not in few


def test_a_school_that_is_not_known_is_said(stage: Cluster) -> None:
    assert Client().get("/aanbod/bij-school/?school=00XX00").status_code == 422
    assert Client().post("/aanbod/bij-school/", {"q": "99AA00"}).status_code == 200
