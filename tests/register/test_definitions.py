from datetime import date
from pathlib import Path

import pytest

from tandem.platform.home import DEFINITIONS
from tandem.register import municipalities
from tandem.register.data import COUNTRY
from tandem.register.definitions import (
    Definition,
    DefinitionError,
    partnership_names,
    read_definition,
    region,
    regions,
)

HEAD = "source: x\nvalid_from: 2023-01-01\nverification: x\nnext_review: 2027-01-01\n"


def test_haaglanden_is_its_ten_municipalities() -> None:
    names = {municipalities.name(code) for code in region("haaglanden").municipalities}
    assert names == {
        "Delft", "'s-Gravenhage", "Rijswijk", "Wassenaar", "Zoetermeer", "Westland", "Midden-Delfland",
        "Leidschendam-Voorburg", "Pijnacker-Nootdorp", "Voorschoten",
    }  # fmt: skip


@pytest.mark.parametrize("spelling", ["haaglanden", "Haaglanden", " HAAGLANDEN "])
def test_a_region_is_found_in_any_case(spelling: str) -> None:
    assert region(spelling).code == "haaglanden"


def test_the_country_is_a_region_and_a_region_can_be_called_by_its_name() -> None:
    assert region("Nederland") is COUNTRY
    assert region("rmc-regio rijnmond").code == "rmc-rijnmond"


def test_an_unknown_region_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match=r"De regio 'Atlantis' bestaat niet\. Kies uit: .*haaglanden"):
        region("Atlantis")


def test_the_rmc_regions_divide_the_country() -> None:
    members = [code for r in regions().values() if r.code.startswith("rmc-") for code in r.municipalities]
    assert sorted(members) == [municipality.code for municipality in municipalities.current()]


def test_every_region_holds_todays_municipalities_once() -> None:
    today = {municipality.code for municipality in municipalities.current()}
    for found in regions().values():
        assert set(found.municipalities) <= today
        assert len(set(found.municipalities)) == len(found.municipalities)


def test_partnerships_have_the_names_of_the_source() -> None:
    names = partnership_names()
    assert names["PO2802"] == "PPO Delflanden"
    assert "PO2806" not in names  # Rotterdam: the sources do not name it
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1",
        "source: [",
        HEAD + "extra: 1",
        HEAD.replace("2023-01-01", "2023-13-01"),
        HEAD.replace("source: x\n", ""),
        "\x00",
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"wrong\.yaml"):
        read_definition(path, Definition)


def test_a_right_head_is_read(tmp_path: Path) -> None:
    path = tmp_path / "right.yaml"
    path.write_text(HEAD, encoding="utf-8")
    assert read_definition(path, Definition).next_review == date(2027, 1, 1)


def test_every_definition_says_where_it_comes_from_and_when_to_look_again() -> None:
    paths = [
        DEFINITIONS / "municipalities.yaml",
        DEFINITIONS / "partnerships.yaml",
        *DEFINITIONS.glob("regions/*.yaml"),
    ]
    for path in paths:
        head = path.read_text(encoding="utf-8")
        for field in ("source:", "valid_from:", "verification:", "next_review:"):
            assert f"\n{field}" in f"\n{head}", (path.name, field)
