"""From rows to the part `schools`: what a file says about each school location. Shared by counts and address lists."""

from tandem.opendata.reading import Reading
from tandem.opendata.tokens import parse_municipality, parse_postcode

_TEXTS = ("name", "place", "municipality_name", "denomination", "board", "telephone", "website")


def write_schools(reading: Reading, rows: str, year: str) -> None:
    """Write part `schools` from a relation `rows` with the raw texts; `year` is SQL for the year they speak of.

    Needs the judged `locations`. One row per location and year: the first that the file gives.
    """
    joins = []
    for word, parse in (("municipality", parse_municipality), ("postcode", parse_postcode)):
        if reading.has(word):
            reading.judge(f"{word}_words", [word], parse)
            joins.append(f"JOIN {word}_words ON {word}_words.t0 = r.{word}")
    judged = [
        f"first({word}_words.value)::VARCHAR AS {word}" if reading.has(word) else f"'' AS {word}"
        for word in ("municipality", "postcode")
    ]
    texts = [f"first(trim(r.{word})) AS {word}" if reading.has(word) else f"'' AS {word}" for word in _TEXTS]
    reading.write(
        "schools",
        f"""SELECT l.value AS location, {year} AS year, {", ".join(judged + texts)},
            NULL AS longitude, NULL AS latitude
            FROM {rows} r JOIN locations l ON l.t0 = r.institution AND l.t1 = r.branch {" ".join(joins)}
            GROUP BY ALL ORDER BY location, year""",
    )
