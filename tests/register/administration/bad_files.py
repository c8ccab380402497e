# ruff: noqa: E501 - a table of cases: one case, one line
"""Files that must be refused as a whole: which row and column are named, and a word of the reason."""

from dataclasses import dataclass
from datetime import date

from tests.register.administration.made import BOARD, HEADINGS, as_csv, as_xlsx, other, person


@dataclass(frozen=True)
class Bad:
    name: str
    content: bytes
    row: int  # 0: about the whole file
    column: str  # the heading, '' when about the whole row or file
    word: str
    file: str = "mensen.csv"


def cell(name: str, column: str, word: str, **changes: object) -> Bad:
    """A file whose second person has one bad cell."""
    return Bad(name, as_csv([other(), person(**changes)]), 3, column, word)


WITHOUT_EMAIL = [name for name in HEADINGS if name != "e-mail"]

BAD_FILES = (
    # the file
    Bad("no headings", b"Noor;Boterbloem;noor@regenboog.example\r\n", 0, "", "kolomkoppen ontbreekt"),
    Bad("only headings", as_csv([]), 0, "", "staat niemand"),
    Bad("two sheets without the name", as_xlsx([person()], sheet="Blad1", others=["Blad2"]), 0, "", "meer bladen", "a.xlsx"),
    Bad("empty workbook", as_xlsx([], []), 0, "", "geen mensen", "leeg.xlsx"),
    Bad("required column missing", as_csv([person()], WITHOUT_EMAIL), 1, "e-mail", "ontbreekt"),
    Bad("column twice", as_csv([person()], [*HEADINGS, "Achternaam"]), 1, "Achternaam", "twee keer"),
    Bad("synonym beside the column", as_csv([person()], [*HEADINGS, "e-mailadres"]), 1, "e-mailadres", "twee keer"),
    Bad("unknown column", as_csv([person(salaris="3000")], [*HEADINGS, "salaris"]), 1, "salaris", "kent de kolom"),
    Bad("column of citizen numbers", as_csv([person(bsn="1")], [*HEADINGS, "BSN"]), 1, "BSN", "burgerservicenummers"),
    Bad("cells without a heading", as_csv([person()]) + b";los", 1, "", "geen kop"),
    # cells
    cell("no family name", "achternaam", "niet ingevuld", achternaam=""),
    cell("only spaces for a name", "voornaam", "niet ingevuld", voornaam="   "),
    cell("digit in a name", "achternaam", "cijfer", achternaam="Boterbloem2"),
    cell("citizen number as a name", "achternaam", "cijfer", achternaam="123456782"),
    cell("formula for a name", "achternaam", "hoort niet in een naam", achternaam='=HYPERLINK("x")'),
    cell("tab before a formula", "achternaam", "hoort niet", achternaam="\t=a+b"),
    cell("markup in a name", "voornaam", "hoort niet in een naam", voornaam="<b>Noor</b>"),
    cell("letter of another alphabet", "achternaam", "geen gewone letter", achternaam="B\N{CYRILLIC SMALL LETTER O}ter"),
    cell("name too long", "achternaam", "langer dan 80", achternaam="a" * 81),
    cell("hyphen first", "achternaam", "begint niet met", achternaam="-Bloem"),
    cell("address without a domain", "e-mail", "geen e-mailadres", email="noor@regenboog"),
    cell("two addresses", "e-mail", "geen e-mailadres", email="noor@a.example, noor@b.example"),
    cell("address with a name", "e-mail", "geen e-mailadres", email="Noor <noor@a.example>"),
    cell("header injection", "e-mail", "geen e-mailadres", email='"noor@a.example\nBcc: x@b.example"'),
    cell("telephone too short", "telefoon", "geen telefoonnummer", telefoon="015-12345"),
    cell("telephone with words", "mobiel", "geen telefoonnummer", mobiel="bel de balie"),
    cell("unknown function", "functie", "bestaat niet", functie="Tovenaar"),
    cell("function misspelt", "functie", "Bedoel je 'Schooldirecteur'", functie="Schooldirekteur"),
    cell("function of another kind", "functie", "bestaat niet bij", functie="Leraar of mentor", organisatie=BOARD.code),
    cell("administrator by file", "functie", "beheerder maak je niet", functie="BEHEER_ORG"),
    cell("organisation of somebody else", "organisatie", "geen organisatie die je hier mag kiezen", organisatie="99ZZ"),
    cell("date that does not exist", "vanaf", "geen datum", vanaf="31-02-2026"),
    cell("American date", "vanaf", "geen datum", vanaf="08/25/2026"),
    cell("two digits for a year", "vanaf", "geen datum", vanaf="01-08-26"),
    cell("year far away", "vanaf", "kan niet kloppen", vanaf="01-08-2062"),
    cell("end before begin", "tot en met", "vóór de eerste", tot_en_met="01-07-2026"),
    cell("already over", "tot en met", "al afgelopen", vanaf="01-08-2025", tot_en_met="31-07-2026"),
    cell("unknown school", "school", "geen school", school="99ZZ00"),
    cell("school with two locations", "school", "meer dan één", school="99AA"),
    cell("hours without a school", "school", "geen school", school=""),
    cell("school without hours", "uren per week", "horen uren", uren=""),
    cell("hours that are words", "uren per week", "geen aantal uren", uren="halve dag"),
    cell("hours too many", "uren per week", "tussen 0,5 en 40", uren="41"),
    cell("hours below zero", "uren per week", "tussen 0,5 en 40", uren="-3"),
    cell("hours to the minute", "uren per week", "één cijfer", uren="3,25"),
    cell("hours without end", "uren per week", "geen aantal uren", uren="Infinity"),
    cell("neither yes nor no", "leidt het team", "geen ja of nee", leidt="misschien"),
    cell("nobody gives herself a function", "e-mail", "dit ben je zelf", email="Marijke@Regenboog.example"),
    # rows against what is known, and against each other
    cell("known address, other name", "e-mail", "andere naam", email="iris@regenboog.example"),
    Bad("same address, two names", as_csv([person(), other(email="noor@regenboog.example")]), 3, "e-mail", "rij 2 bij een andere naam"),
    Bad("the same row twice", as_csv([person(), other(), person()]), 4, "functie", "hetzelfde als rij 2"),
    Bad("same function, other dates", as_csv([person(), person(school="99AB00", vanaf="01-09-2026")]), 3, "functie", "andere datums"),
    Bad("a date as a moment", as_xlsx([person(vanaf=date(1950, 1, 1))]), 2, "vanaf", "kan niet kloppen", "a.xlsx"),
)  # fmt: skip
