"""From rows to the part `schools`: what a file says about each school location. Shared by counts and address lists."""

from tandem.opendata.reading import Reading
from tandem.opendata.tokens import parse_municipality, parse_postcode

_TEXTS = ("name", "place", "municipality_name", "denomination", "board", "telephone", "website")


def write_schools(reading: Reading, year: str = "y.value") -> None:
    """Write part `schools`; `year` is SQL for the year that the rows speak of, by default that of the row (`years`).

    Needs the judged `locations`. One row per location and year: the first that the file gives.
    """
    joins = ""
    for word, parse in (("municipality", parse_municipality), ("postcode", parse_postcode)):
        if reading.has(word):
            reading.judge(f"{word}_words", [word], parse)
            joins += f" JOIN {word}_words ON {word}_words.t0 = r.{word}"
    judged = [
        f"{word}_words.value::VARCHAR AS {word}" if reading.has(word) else f"'' AS {word}"
        for word in ("municipality", "postcode")
    ]
    texts = [f"trim(r.{word}) AS {word}" if reading.has(word) else f"'' AS {word}" for word in _TEXTS]
    dated = "JOIN years y ON y.t0 = r.year" if year == "y.value" else ""
    reading.write(
        "schools",
        f"""SELECT f.location, f.year, {", ".join(judged + texts)}, NULL AS longitude, NULL AS latitude
            FROM (SELECT l.value AS location, {year} AS year, min(r.rowid) AS id FROM raw r {dated}
                JOIN locations l ON l.t0 = r.institution AND l.t1 = r.branch GROUP BY ALL) f
            JOIN raw r ON r.rowid = f.id {joins} ORDER BY f.location, f.year""",
    )
