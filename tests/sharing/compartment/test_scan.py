"""Protected strings are found however they are typed, and nothing is said of a child that has none."""

from contextlib import nullcontext
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.register.people_world import Worker
from tests.sharing.files import Files

from tandem.audit.actions import acting_actor
from tandem.children import actions as children
from tandem.children import queries as reading
from tandem.children.data import Kind, Protection
from tandem.children.models import ProtectedAddress, Residence
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.compartment import actions as compartment
from tandem.sharing.compartment import queries
from tandem.sharing.compartment.data import Betrays, Danger, Hit, ProtectedWordsError, Secret
from tandem.sharing.compartment.rules import (
    find_contact,
    find_identifying,
    find_places,
    find_secrets,
    secrets_of_address,
    secrets_of_compartment,
)
from tandem.sharing.compartment.scanning import scan
from tandem.sharing.disclosing.actions import write_note
from tandem.sharing.models import Note

ADDRESS = "Kanariepietstraat 12 a, 2611 AB Delft"
SECRETS = secrets_of_address(ADDRESS)


def words(text: str, hits: tuple[Hit, ...]) -> list[str]:
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    "text",
    [
        "Woont nu op Kanariepietstraat 12a.",
        "woont: KANARIEPIETSTRAAT 12 A",
        "Kanarie-pietstraat 12-a",
        "K a n a r i e p i e t s t r a a t 12a",
        "Kanàriepietstraat 12a",
        "in de kanariepietstraat, welk nummer weet ik niet",
        "haar postcode is 2611ab",
        "postcode 2611 AB",
        "(2611-AB)",
    ],
)
def test_an_address_is_found_however_it_is_typed(text: str) -> None:
    assert find_secrets(text, SECRETS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hij was vandaag verdrietig.",
        "nummer 12 a",
        "2611 leerlingen",
        "12611AB3",
        "Kanariepiet",
        "2612 AB",
        "Delft",
    ],
)
def test_ordinary_words_are_let_through(text: str) -> None:
    assert find_secrets(text, SECRETS) == ()


def test_a_hit_says_where() -> None:
    text = "Morgen naar de Kanariepietstraat 12a toe"
    hits = find_secrets(text, SECRETS)
    assert "Kanariepietstraat 12a" in words(text, hits)
    assert {hit.what for hit in hits} == {Betrays.ADDRESS}


@given(
    st.text(max_size=60),
    st.text(max_size=60),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(["", " ", "-", ".", " - "]),
)
def test_wherever_it_stands_and_however_it_is_written(before, after, change, between) -> None:  # type: ignore[no-untyped-def]
    written = between.join(["Kanariepietstraat", "12", "a"])
    text = f"{before} {change(written)} {after}"
    hits = find_secrets(text, SECRETS)
    assert any(hit.start <= len(before) + 1 + len("kanariepiet") < hit.end for hit in hits)


@given(st.text(alphabet="abcdefghij ,.", max_size=200))
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert find_secrets(text, SECRETS) == ()


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True), st.sampled_from(["{}", "0031{0}", "+31{0}"]))
def test_a_telephone_number_is_found_in_each_form(number: str, form: str) -> None:
    written = form.format(number[1:] if "31" in form and form != "{}" else number)
    assert find_secrets(f"bel {written} na zes uur", [Secret(Betrays.PHONE, number)])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Bel 06-12345678", Betrays.PHONE),
        ("Bel 015 261 00 00", Betrays.PHONE),
        ("+31 6 1234 5678", Betrays.PHONE),
        ("bsn 111222333", Betrays.CITIZEN_NUMBER),
        ("111.222.333", Betrays.CITIZEN_NUMBER),
        ("mail naar jan@voorbeeld.example", Betrays.MAIL),
        ("woont op 2611 AB", Betrays.POSTCODE),
        ("geboren op 01-03-2018", Betrays.BIRTH_DATE),
        ("gisteren zei Fenna van der Berg iets", Betrays.NAME),
        ("Jan Jansen is verdrietig", Betrays.NAME),
    ],
)
def test_what_leads_back_to_somebody(text: str, what: Betrays) -> None:
    assert what in {hit.what for hit in find_identifying(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Een jongen van acht komt vaak zonder jas en slaapt in de les.",
        "123456789",  # fails the eleven test
        "31-02-2018",  # no day
        "groep 5 heeft 28 leerlingen",
        "Hij is Nederlander en houdt van voetbal.",
    ],
)
def test_an_anonymous_text_is_let_through(text: str) -> None:
    assert find_identifying(text) == ()


def test_names_that_are_known_are_found_in_small_letters_too() -> None:
    assert {hit.what for hit in find_identifying("volgens fenna gaat het niet", ["Fenna"])} == {Betrays.NAME}
    assert find_identifying("fennarie", ["Fenna"]) == ()


# --- in the house ---------------------------------------------------------------------------------------------------


@pytest.fixture
def world(owned_database_once: Cluster) -> Files:
    made = Files()
    made.task(made.coordinator, made.bo, kinds=Kind.IDENTITY.value)
    return made


def protect(world: Files, level: Protection) -> None:
    from tests.children.pupils import disclose  # noqa: PLC0415

    disclose(world.team.id, world.bo, Kind.IDENTITY | Kind.PROTECTED_ADDRESS)
    with acting(world.consultant.context):
        children.protect_address(by=acting_actor(), child=world.bo.id, level=level, address=ADDRESS)


def scanned(who: Worker, child: UUID, text: str = "Nu aan de kanariepietstraat 12a") -> tuple[Hit, ...]:
    with acting(who.context):
        return scan(text, child)


def test_who_may_not_see_the_address_is_stopped_all_the_same(world: Files) -> None:
    assert scanned(world.coordinator, world.bo.id) == ()
    protect(world, Protection.SAFETY)
    assert scanned(world.coordinator, world.bo.id)
    assert scanned(world.coordinator, world.bo.id, "gewoon verhaal") == ()


NAMES = ("Rkbs De Linde, Singel", "Gemeente Delft", "Buren", "Best", "Zorg voor Jeugd")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Gaat nu naar de linde", ["de linde"]),
        ("Gaat nu naar RKBS De Linde.", ["RKBS De Linde", "De Linde"]),
        ("Woont in Delft.", ["Delft"]),
        ("Krijgt hulp van zorg-voor-jeugd", ["zorg-voor-jeugd"]),
        ("De buren klagen, maar het gaat best", []),
        ("Lindeboom in Delftse aarde", []),
    ],
)
def test_any_place_counts_and_an_ordinary_word_does_not(text: str, named: list[str]) -> None:
    assert words(text, find_places(text, NAMES)) == named


@pytest.mark.parametrize("text", ["bel 06 12345678", "mail a.b@voorbeeld.example", "in 2611 AB"])
def test_a_way_to_reach_somebody_counts_whoever_it_is(text: str) -> None:
    assert find_contact(text)


def test_each_further_line_of_the_compartment_is_a_secret_too() -> None:
    secrets = secrets_of_compartment(f"{ADDRESS}\n\nPraktijk De Haven\n06-12345678\n")
    assert find_secrets("dinsdag bij praktijk de haven", secrets)
    assert find_secrets("bel 0612345678", secrets)
    assert find_secrets("Kanariepietstraat 12a", secrets)
    assert find_secrets("dinsdag bij de bakker", secrets) == ()


def close(who: Worker, *about: UUID, written: str = ADDRESS) -> int:
    with acting(who.context):
        return compartment.guard(by=acting_actor(), children=about, written=written, danger=Danger.FAMILY)


def test_the_school_closes_the_compartment_for_siblings_at_once(world: Files) -> None:
    assert close(world.coordinator, world.bo.id, world.ada.id) == 2
    for one in (world.bo, world.ada):
        assert scanned(world.coordinator, one.id, "woont aan de Kanariepietstraat 12a")
    with acting(world.consultant.context):
        assert not Residence.objects.filter(child=world.ada).exists(), "the team knew where Ada lived"
    with acting(world.coordinator.context):
        assert not ProtectedAddress.objects.exists(), "and who closed it reads nothing back"


def test_a_school_that_is_refused_at_one_word_does_not_know_which_school_it_is(world: Files) -> None:
    """Not the own school, not another one, and not a municipality where the child never was."""
    close(world.coordinator, world.bo.id)
    for name in (world.location.name, world.other_location.name, world.municipality.name, world.team.name):
        assert scanned(world.coordinator, world.bo.id, f"Bo is vaak bij {name} te zien"), name
    assert scanned(world.coordinator, world.starts_today_pupil.id, f"Cas is vaak bij {world.location.name}") == ()


def test_a_school_does_not_write_over_it_and_the_team_does(world: Files) -> None:
    moved = "Merelhof 3, 2611 AB Delft"
    assert close(world.coordinator, world.bo.id) == 1
    assert close(world.second, world.bo.id, written=moved) == 0
    assert scanned(world.coordinator, world.bo.id, "op Merelhof 3") == ()
    assert close(world.consultant, world.bo.id, written=moved) == 1
    assert scanned(world.coordinator, world.bo.id, "op Merelhof 3")


@pytest.mark.parametrize("who", ["other_coordinator", "teacher", "ended_coordinator", "helper", "manager"])
def test_nobody_else_closes_it(world: Files, who: str) -> None:
    with pytest.raises(DatabaseError, match=r"not hers|permission denied"), transaction.atomic():
        close(getattr(world, who), world.bo.id)
    assert not ProtectedAddress.objects.exists()


def test_all_or_nothing(world: Files) -> None:
    with pytest.raises(DatabaseError, match="not hers"), transaction.atomic():
        close(world.coordinator, world.bo.id, world.elsewhere.id)
    assert not ProtectedAddress.objects.exists()


def test_siblings_are_offered_only_to_who_may_guard_them(world: Files) -> None:
    def offered(who: Worker) -> set[UUID]:
        with acting(who.context):
            about = reading.child(acting_actor(), id=world.bo.id, why=queries.WHY)
            return {one.id for one in queries.perhaps_siblings(acting_actor(), of=about)} if about else set()

    assert offered(world.coordinator) == world.pupils - {world.bo.id}
    assert offered(world.consultant) == {world.ada.id}
    assert offered(world.other_coordinator) == set()


def test_a_restriction_without_danger_stops_nobody(world: Files) -> None:
    protect(world, Protection.RESTRICTED)
    assert scanned(world.coordinator, world.bo.id) == ()


def test_who_does_not_know_the_child_learns_nothing(world: Files) -> None:
    protect(world, Protection.SAFETY)
    for stranger in (world.other_coordinator, world.manager, world.ended_coordinator):
        assert scanned(stranger, world.bo.id) == ()


def test_trying_addresses_is_seen_and_the_words_are_in_no_log(world: Files) -> None:
    protect(world, Protection.SAFETY)
    scanned(world.coordinator, world.bo.id)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event where action = 'stop protected words'")
        assert cursor.fetchone()[0] == 1
        for table in ("audit_event", "audit_change", "audit_access"):
            cursor.execute(f"select count(*) from {table} t where t::text ilike '%%kanarie%%'")
            assert cursor.fetchone()[0] == 0
        cursor.execute("select sharing_compartment_of(%s)", [world.bo.id])


@pytest.mark.parametrize(("text", "saved"), [("Nu aan de KANARIEPIETSTRAAT 12-A", 0), ("Een gewoon verhaal", 1)])
def test_a_note_that_betrays_the_address_is_not_saved(world: Files, text: str, saved: int) -> None:
    protect(world, Protection.SAFETY)
    with acting(world.coordinator.context), nullcontext() if saved else pytest.raises(ProtectedWordsError):
        write_note(by=acting_actor(), child=world.bo.id, file=world.location.id, kind=Kind.CONCERN.value, text=text)
    assert Note.objects.filter(child=world.bo, text=text).count() == saved
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event where action = 'stop protected words'")
        assert cursor.fetchone()[0] == 1 - saved
