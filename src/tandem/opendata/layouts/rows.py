"""What rows of counts say beside their numbers: the year they are of, and the municipality they put a home in."""

from tandem.opendata.data import Problem, Refused
from tandem.opendata.layouts.cells import FOREIGN
from tandem.opendata.reading import Reading
from tandem.opendata.tokens import parse_municipality, parse_year, year_in_name


def judge_year(reading: Reading) -> None:
    """Make `years` from the column `year`, or from the name of the file where there is no such column."""
    if not reading.has("year"):
        year = year_in_name(reading.source.starts[0].name) or year_in_name(reading.name)
        if year is None:
            remedy = "Zet het jaar van de telling in de naam van het bestand, zoals DUO doet (…-2019-2020.csv)."
            raise Refused(Problem(reading.name, "het jaar staat niet in het bestand en niet in de naam", remedy))
        add_column(reading, "year", str(year))
    reading.judge_years(["year"], parse_year)


def add_column(reading: Reading, word: str, value: str) -> None:
    """Give every raw row a column that the file does not have; `value` is one of our own words."""
    reading.connection.execute(f"ALTER TABLE raw ADD COLUMN {word} VARCHAR DEFAULT '{value}'")


def write_home_names(reading: Reading) -> None:
    """Write part `home_names` where the rows name the municipality of a home, by name or by number."""
    name = "trim(r.home_municipality)" if reading.has("home_municipality") else "''"
    code, join = "''", ""
    if reading.has("home_number"):
        reading.judge("home_numbers", ["home_number"], parse_municipality)
        code, join = "c.value::VARCHAR", "JOIN home_numbers c ON c.t0 = r.home_number"
    reading.write(
        "home_names",
        f"""SELECT * FROM (SELECT h.value AS home, {name} AS name, {code} AS municipality, count(*) AS rows
            FROM raw r JOIN homes h ON h.t0 = r.home {join}
            WHERE h.value NOT IN ({FOREIGN}) GROUP BY ALL)
        WHERE name <> '' OR municipality <> '' ORDER BY home, name, municipality""",
    )
