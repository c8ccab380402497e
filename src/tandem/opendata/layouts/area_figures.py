"""Key figures (kengetallen) of municipalities: what CBS publishes per municipality, and a region's own count.

L12: CBS, *Kerncijfers wijken en buurten* per municipality; the year stands in a column or in the name of the file.
L13: pupils with an education-care arrangement (onderwijszorgarrangement) by home and school municipality, which no
publisher has: a partnership or municipality counts them itself, with `<5` where it wants to.
"""

from tandem.opendata.data import Problem, Refused, Topic
from tandem.opendata.layouts.base import CBS, CC_BY, CsvLayout
from tandem.opendata.layouts.headers import YEAR
from tandem.opendata.layouts.rows import judge_year
from tandem.opendata.reading import ASK, Reading
from tandem.opendata.tokens import LARGEST_LOCATION, parse_municipality, parse_share

SHARES = {
    Topic.UNDER_15: ("PCT_0_15", "PERCENTAGE_0_TOT_15_JAAR"),
    Topic.AGED_15_24: ("PCT_15_25", "PERCENTAGE_15_TOT_25_JAAR"),
    Topic.YOUTH_CARE: ("PCT_JONGEREN_MET_JEUGDZORG", "PERCENTAGE_JONGEREN_MET_JEUGDZORG"),
}
LARGEST_TOWN = 5_000_000
_OF_TOPIC = """SELECT y.value AS year, '{topic}' AS topic, m.value AS municipality, '' AS school, v.low, v.high
    FROM raw r JOIN counted y ON y.t0 = r.year JOIN towns m ON m.t0 = r.municipality
    JOIN {values} v ON v.t0 = r."{word}" WHERE v.low IS NOT NULL"""
_ARRANGEMENTS = f"""SELECT y.value AS year, '{Topic.ARRANGEMENTS}' AS topic, h.value AS municipality, s.value AS school,
    sum(n.low) AS low, CASE WHEN count(*) = count(n.high) THEN sum(n.high) END AS high
    FROM raw r JOIN counted y ON y.t0 = r.year JOIN towns h ON h.t0 = r.municipality
    JOIN schools s ON s.t0 = r.school JOIN counts n ON n.t0 = r.pupils GROUP BY ALL ORDER BY ALL"""


def _judge_year(reading: Reading) -> None:
    """As `counted`: a table `years` would make this a source of pupils."""
    judge_year(reading)
    reading.connection.execute("ALTER TABLE years RENAME TO counted")


def _read_figures(reading: Reading) -> None:
    reading.load_raw()
    _judge_year(reading)
    reading.judge("towns", ["municipality"], parse_municipality)
    topics = [topic for topic in (*SHARES, Topic.INHABITANTS) if reading.has(topic)]
    if not topics:
        raise Refused(Problem(reading.name, "er is geen kolom met een kengetal dat Tandem kent", ASK, line=1))
    repeated = reading.number("SELECT count(*) - count(DISTINCT (municipality, year)) FROM raw")
    if repeated:
        raise Refused(Problem(reading.name, f"er staan gemeenten meer dan eens in ({repeated})", ASK))
    each = []
    for topic in topics:
        if topic is Topic.INHABITANTS:
            reading.judge_counts([topic], LARGEST_TOWN)
            reading.connection.execute("ALTER TABLE counts RENAME TO v_inhabitants")
        else:
            reading.judge_decimals(f"d_{topic}", topic, parse_share)
            sql = f"CREATE TABLE v_{topic} AS SELECT t0, value AS low, value AS high FROM d_{topic}"
            reading.connection.execute(sql)
        each.append(_OF_TOPIC.format(topic=topic, values=f"v_{topic}", word=topic))
    reading.write("area_figures", " UNION ALL ".join(each) + " ORDER BY year, topic, municipality")


def _read_arrangements(reading: Reading) -> None:
    reading.load_raw()
    _judge_year(reading)
    reading.judge("towns", ["municipality"], parse_municipality)
    reading.judge("schools", ["school"], parse_municipality)
    reading.judge_counts(["pupils"], LARGEST_LOCATION)
    reading.write("area_figures", _ARRANGEMENTS)


FIGURES = CsvLayout(
    id="L12",
    title="Kerncijfers per gemeente",
    publisher=CBS,
    licence=CC_BY,
    required={
        "municipality": ("STATCODE", "GEMEENTECODE", "GEMEENTENUMMER"),
        Topic.YOUTH_CARE: SHARES[Topic.YOUTH_CARE],
    },
    optional={
        "year": YEAR,
        Topic.INHABITANTS: ("INWONERS", "AANTAL_INWONERS"),
        Topic.UNDER_15: SHARES[Topic.UNDER_15],
        Topic.AGED_15_24: SHARES[Topic.AGED_15_24],
    },
    read=_read_figures,
    marks=SHARES[Topic.YOUTH_CARE],
)
ARRANGEMENTS = CsvLayout(
    id="L13",
    title="Leerlingen met een onderwijszorgarrangement per woongemeente en schoolgemeente",
    publisher="eigen telling",
    licence="van wie het bestand is",
    required={
        "municipality": ("GEMEENTENUMMER_LEERLING", "WOONGEMEENTE_CODE"),
        "school": ("GEMEENTENUMMER_SCHOOL", "SCHOOLGEMEENTE_CODE"),
        "pupils": ("AANTAL_ARRANGEMENTEN", "AANTAL_OZA", "ONDERWIJSZORGARRANGEMENTEN"),
    },
    optional={"year": YEAR},
    read=_read_arrangements,
    marks=("AANTAL_ARRANGEMENTEN", "AANTAL_OZA", "ONDERWIJSZORGARRANGEMENTEN"),
)
