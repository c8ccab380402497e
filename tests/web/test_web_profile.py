"""Key figures, the partnerships of a region, origins of a college and years of study, from the publishers' layouts."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from tests.opendata import made, samples

from tandem.flows.cube import write_cube
from tandem.opendata.loading import load

AREAS = "pc4,gemeente,swv_po,swv_vo\n2611,Delft,PO2802,VO2809\n3155,Midden-Delfland,PO2803,VO2811\n"
AREAS += "2635,Midden-Delfland,PO2802,VO2809\n2651,Lansingerland,PO2802,VO2809\n2511,Den Haag,PO2815,VO2806\n"
PLACES = "postcode,plaats,gemeente,lon,lat\n2611,Delft,Delft,4.35,52.01\n3155,Maasland,Midden-Delfland,4.27,51.93\n"
PLACES += "2635,Den Hoorn,Midden-Delfland,4.33,52.0\n2651,Berkel,Lansingerland,4.48,51.99\n"
PLACES += "2511,Den Haag,'s-Gravenhage,4.31,52.08\n"
CBS = "statcode,naam,inwoners,pct_0_15,pct_15_25,pct_jongeren_met_jeugdzorg\n"
CBS += "GM0503,Delft,100000,10,20,9\nGM0518,'s-Gravenhage,500000,16,12,11\n"
VO, STUDENTS = made.vo(7, [2017]), made.mbo({"DELFT": 400, "LEIDEN": 60, "BUITENLAND": 9}, 2017)
OWN = "WOONGEMEENTE_CODE;SCHOOLGEMEENTE_CODE;AANTAL_OZA\n503;518;17\n503;503;<5\n"
REGION = "gemeenten=GM0503,GM1842,GM0518"


def rows() -> str:
    def school(brin: str, code: str, name: str) -> dict[str, str]:
        return {"brin": brin, "municipality": code, "name": name}

    delft, hague = school("99ZA", "503", "Delft"), school("99ZB", "518", "'s-Gravenhage")
    told = [("2611", delft, 400), ("2611", hague, 30), ("3155", delft, 25), ("2635", delft, 50), ("2651", delft, 70)]
    lines = [samples.l1_row(home, ages={6: count}, home_name="", **where) for home, where, count in told]
    lines.append(samples.l1_row("2511", ages={6: 900}, home_name="", **hague))
    lines.append(samples.l1_row("2611", kind="So", ages={9: 12}, home_name="", **hague))
    return samples.l1(*lines).replace("2611AA;DELFT;Zuid-Holland;So", "2511AA;DEN HAAG;Zuid-Holland;So")


@pytest.fixture(scope="module", autouse=True)
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("profile")
    content = rows()
    for line in content.splitlines():
        if ";99ZB;" in line:
            content = content.replace(line, line.replace("2611AA;DELFT", "2511AA;DEN HAAG"))
    files = [
        samples.write(folder, "03.-leerlingen-po-2017-2018.csv", content),
        samples.write(folder, "02.-leerlingen-vo-2017.csv", made.l3(VO, kind=True)),
        samples.write(folder, "mbo.csv", made.l6(STUDENTS, {"99RO": "'S-GRAVENHAGE"}, [2017], mask="")),
        samples.write(folder, "swv.csv", AREAS),
        samples.write(folder, "pc4.csv", PLACES),
        samples.write(folder, "kerncijfers_2021.csv", CBS),
        samples.write(
            folder, "oza-2022.csv", "WOONGEMEENTE_CODE;SCHOOLGEMEENTE_CODE;AANTAL_OZA\n503;518;17\n503;503;<5\n"
        ),
    ]
    result = load(files, home=folder / "home", finish=(write_cube,))
    assert result.complete, (result.refused, result.unknown)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(folder / "home"))
        yield


def text_of(path: str) -> str:
    response = Client(headers={"host": "localhost"}).get(path)
    assert response.status_code == 200, response.content.decode()[:2000]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def download(path: str) -> list[list[str]]:
    response = Client(headers={"host": "localhost"}).get(path)
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_key_figures_beside_region_and_country() -> None:
    told = text_of("/inzicht/kengetallen/GM0503/")
    assert "In Delft wonen" in told
    assert "Van de jongeren heeft 9,0 % jeugdzorg." in told
    assert "100.000" in told
    assert "inwoners (2021)" in told
    assert "CBS, kerncijfers_2021.csv, 2021" in told
    assert "niet geladen" not in told
    table = {line[0]: line for line in download(f"/inzicht/kengetallen/GM0503/vergelijking.csv?{REGION}")}
    # by young people: Delft 100.000 × 30 %, The Hague 500.000 × 28 %; of Midden-Delfland nothing is known
    region = (30_000 * 0.09 + 140_000 * 0.11) / 170_000
    care = table["jongeren met jeugdzorg"]
    lows = [place for place, title in enumerate(table["kengetal"]) if title.endswith("(van)")]
    assert [float(care[place]) for place in lows[:2]] == pytest.approx([0.09, region], abs=1e-5)


def test_special_education_and_arrangements_by_municipality_of_the_school() -> None:
    told = text_of("/inzicht/kengetallen/GM0503/")
    assert "12 leerlingen in (voortgezet) speciaal onderwijs, naar schoolgemeente" in told
    assert "18 tot 21 leerlingen met een onderwijszorgarrangement, naar schoolgemeente" in told
    assert "eigen telling, oza-2022.csv · 2022" in told


def test_what_is_not_loaded_is_said() -> None:
    told = text_of("/inzicht/kengetallen/GM1842/")
    assert "jongeren met jeugdzorg niet geladen" in told


def test_partnerships_of_a_region_and_where_they_leave_it() -> None:
    address = f"/inzicht/samenwerkingsverbanden/?{REGION}&soort=BO,SO"
    told = text_of(address)
    assert "Samenwerkingsverbanden van de regio liggen ook in Lansingerland" in told
    assert "Midden-Delfland: verdeeld over twee samenwerkingsverbanden" in told
    cells = {(line[0]): line for line in download(address.replace("/?", "/matrix-po.csv?"))}
    headings = cells["code"]
    at = headings.index("SPPOH (Haaglanden) (PO2815)")
    assert cells["PO2802"][at] == str(30 + 12)
    assert cells["PO2803"][headings.index("PPO Delflanden (PO2802)")] == "25"
    assert cells["PO2802"][headings.index("PPO Delflanden (PO2802)")] == str(400 + 50 + 70), "the part outside too"
    living = {(line[0]): line for line in download(address.replace("/?", "/kaart.csv?"))}
    assert "2651" not in living, "who lives outside the region is not of the region"
    away = living["postcode"].index("naar een ander verband (van)")
    assert living["3155"][away] == "25", "Maasland: another partnership than that of its school"


def test_the_pupils_of_another_partnership_are_counted_once() -> None:
    told = text_of(f"/inzicht/samenwerkingsverbanden/?{REGION}&soort=BO,SO")
    away, everyone = 30 + 12 + 25, 400 + 30 + 12 + 25 + 50 + 900
    share = f"{100 * away / everyone:.1f}".replace(".", ",")
    assert "Van de 1.417 leerlingen in je eigen keuze" in told or f"gaat {share} % naar school" in told
    assert f"gaat {share} %" in told


def test_a_college_by_rmc_region_with_its_caveat() -> None:
    told = text_of("/inzicht/school/99RO/?jaar=2017&soort=MBO")
    assert "woont in de RMC-regio Haaglanden/Westland" in told
    assert "dat is niet de leslocatie" in told
    assert "469 studenten" in told
    for wrong in ("leerlingen van ROC", "Leerlingen per gemeente", "De meeste leerlingen", "Leerlingen en aandeel"):
        assert wrong not in told
    lines = {line[0]: line for line in download("/inzicht/school/99RO/herkomst.csv?jaar=2017&soort=MBO")}
    assert lines["rmc-haaglanden-westland"][2] == "400"
    answer = Client(headers={"host": "localhost"}).get("/api/v1/herkomst?school=99RO&jaar=2017").json()
    assert [(one["code"], one["leerlingen"]["laag"]) for one in answer["resultaten"]] == [
        ("rmc-haaglanden-westland", 400),
        ("rmc-zuid-holland-noord", 60),
        ("ANDER", 9),
    ]
    assert answer["totaal"]["laag"] == 469
    assert answer["vraag"].endswith("dat is niet de leslocatie.")


@pytest.mark.parametrize("place", ["school/99SW03/", "gemeente/GM0503/"])
def test_years_of_study_are_on_the_pages(place: str) -> None:
    lines = download(f"/inzicht/{place}leerjaren.csv?jaar=2017&soort=VO,PRO")
    assert lines[0][0] == "leerjaar"
    assert lines[-1][0] == "samen"
    assert len(lines) > 2
    lows = [int(line[lines[0].index("leerlingen (van)")]) for line in lines[1:]]
    assert lows[-1] == sum(lows[:-1]) > 0
