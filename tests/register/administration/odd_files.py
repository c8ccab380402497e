# ruff: noqa: E501 - a table of cases: one case, one line
"""Files that look odd and are good: how many rows they plan, and what one of them must say."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.register.administration.made import GOOD, HEADINGS, as_csv, as_xlsx, other, person


@dataclass(frozen=True)
class Odd:
    name: str
    content: bytes
    rows: int
    says: dict[str, Any] = field(default_factory=dict)  # of the first row
    file: str = "mensen.csv"


FEW = ["E-mailadres", "Functie *", "VOORNAAM", "familienaam"]
FEW_CELLS = dict(zip(FEW, ("noor@regenboog.example", "SCHOOLDIR", "Noor", "Boterbloem"), strict=True))

ODD_FILES = (
    Odd("old Windows encoding", as_csv([person(achternaam="Coördinaat")], encoding="cp1252"), 1, {"family": "Coördinaat"}),
    Odd("UTF-16 with tabs", as_csv([person()], separator="\t", encoding="utf-16"), 1),
    Odd("line ends of an old Mac", as_csv([person(), other()]).replace(b"\r\n", b"\r"), 2),
    Odd("hint of Excel above the headings", b"sep=;\r\n" + as_csv([person()], encoding="utf-8"), 1),
    Odd("title above the table", as_xlsx([person()], above=["Onze mensen", "bijgewerkt in augustus"]), 1, file="a.xlsx"),
    Odd("sheet with a name of its own", as_xlsx([person()], sheet="Team 2026"), 1, file="a.xlsx"),
    Odd("explanation and another sheet", as_xlsx([person()], others=["Uitleg", "Kladblok"]), 1, file="a.xlsx"),
    Odd("columns in another order", as_csv([person()], list(reversed(HEADINGS))), 1, {"given": "Noor"}),
    Odd("few columns, other words", as_csv([FEW_CELLS], FEW), 1, {"email": "noor@regenboog.example"}),
    Odd("empty rows between", as_csv([person(), {}, {}, other(), {}]), 2),
    Odd("real dates and numbers", as_xlsx([person(vanaf=date(2026, 8, 1), uren=3.5)]), 1, {"valid_from": date(2026, 8, 1)}, "a.xlsx"),
    Odd("date as Excel keeps it", as_csv([person(vanaf="46235")]), 1, {"valid_from": date(2026, 8, 1)}),
    Odd("date in words", as_csv([person(vanaf="1 aug. 2026")]), 1, {"valid_from": date(2026, 8, 1)}),
    Odd("telephone without its zero", as_xlsx([person(mobiel=612345678)]), 1, {"mobile": "0612345678"}, "a.xlsx"),
    Odd("telephone from the country", as_csv([person(telefoon="+31 (0)15 - 123 45 67")]), 1, {"phone": "0151234567"}),
    Odd("name with everything", as_csv([person(voornaam="Zoë-Fleur", tussenvoegsel="van ’t", achternaam="D'Hoöghe-Ürük")]), 1,
        {"infix": "van 't"}),
    Odd("letters in two pieces", as_csv([person(voornaam="Rene\N{COMBINING ACUTE ACCENT}")]), 1, {"given": "René"}),
    Odd("spaces that nobody sees", as_csv([person(achternaam=" Boter\u200bbloem\xa0")]), 1, {"family": "Boterbloem"}),
    Odd("function by its code", as_csv([person(functie="ib")]), 1, {"function": "IB"}),
    Odd("school as in the drop-down", as_csv([person(school="99AB00 De Vuurtoren")]), 1),
    Odd("school by its name", as_csv([person(school="de vuurtoren")]), 1),
    Odd("school by its BRIN alone", as_csv([person(school="99ab")]), 1),
    Odd("no organisation: the own one", as_csv([person(organisatie="", functie="Schooldirecteur")]), 1),
    Odd("one person at two schools", as_csv([person(), person(school="99AB00")]), 2),
    Odd("more than a full week", as_csv([person(uren="30"), person(school="99AB00", uren="20")]), 2),
    Odd("ends on a day", as_csv([person(tot_en_met="31-12-2026")]), 1, {"valid_until": date(2027, 1, 1)}),
    Odd("what is there already", as_csv([GOOD | {"voornaam": "Iris", "achternaam": "Korenbloem", "e-mail": "IRIS@regenboog.example"}]), 1),
)  # fmt: skip
