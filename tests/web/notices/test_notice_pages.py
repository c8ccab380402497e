"""The notices on the screen: what is new, read, chosen, and taken along to one's own calendar."""

from datetime import UTC

from icalendar import Calendar
from tests.on_stage import Seat, text
from tests.web.casework.conftest import School, cluster, school
from tests.web.markup import Page

from tandem.audit.actions import acting_actor
from tandem.casework.actions import assigning, life
from tandem.casework.models import Concern, Notice, Preference
from tandem.platform.context import acting

__all__ = ["cluster", "school"]


def test_a_new_notice_is_counted_shown_and_read(school: School) -> None:
    id = school.raised(child=school.bo)
    iris = Seat("iris", "IB")
    for address in ("/berichten/", "/en/berichten/"):
        page = text(iris.get(address))
        assert Page(page).faults == []
        assert "Bo Boterbloem" in page
        assert f"signalen/{id}/" in page
    assert '<span class="badge">1' in text(iris.get("/werk/"))
    notice = Notice.objects.get(concern_id=id)
    assert iris.post("/berichten/gelezen/", bericht=str(notice.pk)).status_code == 302
    page = text(iris.get("/berichten/"))
    assert "Geen nieuwe berichten" in page
    assert "Eerder" in page
    assert '<span class="badge">' not in page


def test_all_is_read_up_to_what_was_on_the_page(school: School) -> None:
    school.raised(child=school.bo)
    iris = Seat("iris", "IB")
    until = Notice.objects.get().at.astimezone(UTC).isoformat()
    later = Notice.objects.get(concern_id=school.raised())
    assert iris.post("/berichten/gelezen/", tot=until).status_code == 302
    later.refresh_from_db()
    assert later.seen is None, "it came while she was looking"


def test_another_reads_nobodys_notice(school: School) -> None:
    school.raised(child=school.bo)
    notice = Notice.objects.get()
    for key, function in (("noor", "LERAAR"), ("tomas", "LT_TOEGANG")):
        seat = Seat(key, function)
        assert seat.post("/berichten/gelezen/", bericht=str(notice.pk)).status_code == 404
        assert "Bo Boterbloem" not in text(seat.get("/berichten/"))
    notice.refresh_from_db()
    assert notice.seen is None


def test_what_comes_by_mail_is_chosen_and_kept(school: School) -> None:
    iris = Seat("iris", "IB")
    assert Page(text(iris.get("/berichten/instellingen/"))).faults == []
    chosen = {"new": "AT_ONCE", "answered": "", "progress": "NEVER", "words": "", "term": "DIGEST"}
    assert iris.post("/berichten/instellingen/", **chosen).status_code == 302
    assert Preference.objects.get(kind="RAISE").way == "AT_ONCE"
    assert not Preference.objects.filter(kind="REFUSE").exists()
    assert 'value="NEVER" selected' in text(iris.get("/berichten/instellingen/"))
    assert iris.post("/berichten/instellingen/", **(chosen | {"new": ""})).status_code == 302
    assert not Preference.objects.filter(kind="RAISE").exists(), "as it was before she chose"
    assert iris.post("/berichten/instellingen/", **(chosen | {"new": "ALTIJD"})).status_code == 422


def test_a_term_goes_to_ones_own_calendar_and_says_nothing(school: School) -> None:
    id = school.raised(child=school.bo)
    with acting(school.coordinator):
        life.acknowledge(by=acting_actor(), id=id)
        assigning.assign(by=acting_actor(), id=id, worker=school.coordinator.hat or id)
    answer = Seat("iris", "IB").get("/berichten/termijnen.ics")
    (moment,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert Concern.objects.get(pk=id).due == moment.decoded("dtstart")
    content = answer.content.decode()
    assert "Boterbloem" not in content
    assert "hoek" not in content
    assert "attachment" in answer.headers["Content-Disposition"]
