"""The dry run of an import: every bad file is refused with row, column, reason and advice; odd files are read."""

import dataclasses
import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.register.administration.bad_files import BAD_FILES, Bad
from tests.register.administration.made import FACTS, KNOWN, LOCATIONS, SCHOOL, TODAY, as_csv, as_xlsx, other, person
from tests.register.administration.odd_files import ODD_FILES, Odd

from tandem.platform.spreadsheets.data import Sheet
from tandem.platform.spreadsheets.reading import read_sheets
from tandem.register.bulk.data import COLUMNS, Effect, Report, Weight
from tandem.register.bulk.rules import cells
from tandem.register.bulk.rules.files import judge_file
from tandem.register.bulk.rules.headings import letter
from tandem.register.bulk.template import as_csv as csv_template
from tandem.register.bulk.template import as_workbook


def judged(content: bytes, file: str = "mensen.csv") -> Report:
    return judge_file(file, read_sheets(content), FACTS)


def test_there_are_enough_bad_and_odd_files() -> None:
    assert len(BAD_FILES) >= 45
    assert len(ODD_FILES) >= 20


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_a_bad_file_is_refused_where_and_why(bad: Bad) -> None:
    report = judged(bad.content, bad.file)
    assert report.planned == (), "one bad row changes nothing"
    fitting = [
        f for f in report.errors if f.row == bad.row and bad.column in f.column and bad.word in f"{f.reason} {f.advice}"
    ]
    assert fitting, report.errors
    for finding in report.errors:
        assert finding.file == bad.file
        assert finding.advice
    if bad.column:
        assert all(found.column.partition(" · ")[0] or found.row == 1 for found in fitting)


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_the_same_file_without_its_mistake_would_be_good(bad: Bad) -> None:
    """Negative control: what is refused is refused for one reason only, mostly."""
    assert len(judged(bad.content, bad.file).errors) <= 2


@pytest.mark.parametrize("odd", ODD_FILES, ids=lambda odd: odd.name)
def test_an_odd_file_is_read(odd: Odd) -> None:
    report = judged(odd.content, odd.file)
    assert report.errors == ()
    assert len(report.planned) == odd.rows
    for name, value in odd.says.items():
        assert getattr(report.planned[0].row, name) == value


def test_every_mistake_is_found_at_once_and_in_the_order_of_the_rows() -> None:
    report = judged(as_csv([person(email="x", functie="y"), other(), person(achternaam="", uren="z")]))
    assert [finding.row for finding in report.errors] == [2, 2, 4, 4]


def test_the_column_is_named_by_letter_and_heading_and_the_sheet_by_name() -> None:
    (finding,) = judged(as_xlsx([person(achternaam="9")]), "a.xlsx").errors
    assert (finding.sheet, finding.row, finding.column) == ("Mensen", 2, "C · achternaam")


def test_what_a_row_does_depends_on_what_is_known() -> None:
    iris = {"voornaam": "Iris", "achternaam": "Korenbloem", "email": KNOWN.email}
    report = judged(
        as_csv([
            person(), person(school="99AB00"), person(**iris), person(**iris, school="99AA01"),
            person(**iris, functie="SCHOOLDIR", school="", uren=""),
        ])
    )  # fmt: skip
    assert [planned.effects for planned in report.planned] == [
        (Effect.PERSON, Effect.FUNCTION, Effect.LINK),
        (Effect.LINK,),
        (Effect.NOTHING,),
        (Effect.LINK,),
        (Effect.FUNCTION,),
    ]
    assert [planned.person for planned in report.planned] == [None, None, KNOWN.person, KNOWN.person, KNOWN.person]
    assert [p.membership for p in report.planned] == [None, None, *[KNOWN.functions[0].membership] * 2, None]
    assert (report.count(Effect.PERSON), report.count(Effect.FUNCTION), report.count(Effect.LINK)) == (1, 2, 3)


def test_a_file_that_changes_nothing_says_so() -> None:
    report = judged(as_csv([person(voornaam="Iris", achternaam="Korenbloem", email=KNOWN.email)]))
    assert not report.changes_something
    assert judged(as_csv([person()])).changes_something


def test_more_than_a_full_week_is_a_remark_and_stops_nothing() -> None:
    report = judged(as_csv([person(uren="30"), person(school="99AB00", uren="20")]))
    assert [finding.weight for finding in report.findings] == [Weight.REMARK]
    assert len(report.planned) == 2


def test_the_template_itself_is_understood_and_offers_only_what_may_be_chosen() -> None:
    sheets = read_sheets(as_workbook(FACTS))
    assert [sheet.name for sheet in sheets] == ["Mensen", "Uitleg"], "the lists are hidden"
    report = judge_file("sjabloon.xlsx", sheets, FACTS)
    assert [finding.reason for finding in report.errors] == ["onder de koppen staat niemand"]
    assert [cell.rstrip(" *") for cell in sheets[0].rows[0]] == [column.heading for column in COLUMNS]
    assert [finding.reason for finding in judged(csv_template()).errors] == ["onder de koppen staat niemand"]


def test_the_drop_downs_hold_functions_schools_and_organisations() -> None:
    with zipfile.ZipFile(BytesIO(as_workbook(FACTS))) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('type="list"') == 5
    for text in ("99AB00 De Vuurtoren", "99AA De Libel", "Intern begeleider of zorgcoördinator"):
        assert f">{text}<" in strings
    assert "Wethouder" not in strings, "no function of another kind of organisation"


def test_a_formula_in_a_name_stays_text_in_the_template() -> None:
    evil = dataclasses.replace(LOCATIONS[0], name='=HYPERLINK("http://x")')
    content = as_workbook(dataclasses.replace(FACTS, schools=(evil,), organisations=(SCHOOL,)))
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert all(b"<f>" not in book.read(name) for name in book.namelist())


@pytest.mark.parametrize(("place", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")])
def test_letters_of_columns(place: int, text: str) -> None:
    assert letter(place) == text


@given(st.text(max_size=40))
def test_no_cell_breaks_a_reader(text: str) -> None:
    """Anything that is not Wrong is a value of the right kind."""
    for reader in (cells.name, cells.email, cells.phone, cells.yes_or_no, cells.hours):
        with suppress(cells.Wrong):
            assert reader(cells.tidy(text)) is not None


@given(st.dates(date(1960, 1, 1), date(2031, 8, 1)))
def test_a_date_reads_the_same_in_every_form(day: date) -> None:
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d 00:00:00"):
        assert cells.day(day.strftime(form), TODAY) == day


@given(st.lists(st.lists(st.text(max_size=12), max_size=16), max_size=12))
def test_no_sheet_breaks_the_dry_run(rows: list[list[str]]) -> None:
    report = judge_file("x.csv", [Sheet("Mensen", tuple(map(tuple, rows)))], FACTS)
    assert report.findings
    assert report.planned == ()
