"""The page of the data: each thing said once, with what it touches, in the language of the reader."""

from dataclasses import replace

from django.utils import translation

from tandem.opendata.data import Finding, Severity
from tandem.platform.message import Message
from tandem.web.insight.report import ReportPage, report_page
from tandem.web.insight.store import Store

ENCODED = Message("Het bestand staat in Windows-1252; de tekens zijn omgezet naar UTF-8.")
FAR = Message(
    "Cellen waar de woonplaats meer dan {far} km van de school ligt: {count} (leerlingen: {pupils}). "
    "Dat is een fout in het bestand of een school met internaat.",
    far=150,
    count=1234,
    pupils=Message("minstens {low}", low=5678),
)


def shown(store: Store, *findings: Finding) -> ReportPage:
    return report_page(replace(store, provenance=replace(store.provenance, findings=findings)))


def test_the_same_finding_in_several_files_is_told_once(store: Store) -> None:
    sources = ["map/a.csv", "pupils-2018.csv", "b.zip!c.csv"]
    findings = [Finding("encoding_converted", Severity.INFORM, ENCODED, 1, source=source) for source in sources]
    (line,) = shown(store, *findings).findings
    assert line.files == "3 bestanden (a.csv, pupils-2018.csv, b.zip!c.csv)"
    assert line.touches == "alleen hoe namen geschreven zijn"


def test_numbers_and_words_are_those_of_the_reader(store: Store) -> None:
    finding = Finding("far_from_home", Severity.INFORM, FAR, 1234, locations=("10AA00",))
    (dutch,) = shown(store, finding).findings
    assert "meer dan 150 km van de school ligt: 1.234 (leerlingen: minstens 5.678)" in dutch.message
    assert dutch.touches == "1 vestiging"
    with translation.override("en"):
        (english,) = shown(store, finding).findings
    assert "more than 150 km from the school: 1,234 (pupils: at least 5,678)" in english.message
    assert english.touches == "1 location"
    assert not english.dutch


def test_a_finding_of_one_file_touches_what_is_in_that_file(store: Store) -> None:
    """Only what may touch any figure says so."""
    findings = [
        Finding("ages_not_total", Severity.WARN, "a", 1, source="pupils-2018.csv"),
        Finding("border_repaired", Severity.INFORM, "b", 1, source="grens.json"),
        Finding("duplicate_postcode", Severity.WARN, "c", 1, source="pc4.csv"),
    ]
    touched = {line.message: line.touches for line in shown(store, *findings).findings}
    assert touched == {
        "a": "2018 · basisonderwijs, speciaal onderwijs",
        "b": "alleen de grenzen op de kaart",
        "c": "alle cijfers",
    }


def test_the_heading_counts_as_people_count(store: Store) -> None:
    warned = Finding("masked_cells", Severity.WARN, "a", 1)
    assert shown(store, warned).heading == "2 bestanden met 26 regels gelezen; 1 bevinding kan een cijfer raken"
    assert shown(store).heading == "2 bestanden met 26 regels gelezen; geen bevinding raakt een cijfer"


def test_examples_are_written_as_the_reader_writes_numbers_and_not_said_twice(store: Store) -> None:
    counted = Finding("foreign_home", Severity.INFORM, "a", 1, examples=("ander land 2017 BO: 1.664", "1100", "x: 1.2"))
    named = Finding("municipality_missing", Severity.WARN, "b", 1, examples=("Delft",), municipalities=("GM0503",))
    told = {line.message: line.examples for line in shown(store, counted, named).findings}
    assert told == {"a": "ander land 2017 BO: 1.664, 1100, x: 1.2", "b": ""}
    with translation.override("en"):
        (line,) = shown(store, counted).findings
    assert line.examples == "ander land 2017 BO: 1,664, 1100, x: 1.2"
