"""The gaps: a slow, plain count beside the rules, intervals that stay intervals, and what a rule would change."""

from dataclasses import replace
from decimal import Decimal

from tests.routing.made import DAY, world

from tandem.opendata.data import Interval
from tandem.routing.definitions import rulebook
from tandem.routing.kept import own_rule
from tandem.routing.known import Facts, Link
from tandem.routing.rules.gaps import FEW_HOURS, LITTLE_CARE, NO_CARE, NO_LINK, gaps, usual
from tandem.routing.rules.preview import changes
from tandem.routing.upkeep import Gap, NewRule, Rhythm, Team

WORLD, BOOK = world(), rulebook()
REGION = BOOK.regions[0].municipalities
MASKED = Interval(1, 4, masked=1)
PAIRS = {
    ("99DE00", "GM0503"): Interval.exact(200),
    ("99DE00", "GM1783"): Interval.exact(10),
    ("99DE00", "GM0599"): Interval.exact(3),
    ("99RY00", "GM0603"): Interval.exact(150),
    ("99RY00", "GM0503"): MASKED,
    ("99DH00", "GM0518"): Interval.exact(80),
    ("99UT00", "GM0503"): Interval.exact(7),
}
TEAMS = {"99DE00": Team(Rhythm.MONTHLY, "", Decimal(20)), "99DH00": Team(Rhythm.MONTHLY, "", Decimal(40))}


def found(facts: Facts = WORLD) -> dict[str, Gap]:
    return {gap.id: gap for gap in gaps(facts, PAIRS, TEAMS, REGION)}


def test_who_has_somebody_and_who_has_not() -> None:
    linked = {key: gap.linked for key, gap in found().items()}
    assert linked == {
        "99DE00-GM0503": True,
        "99DE00-GM1783": True,  # a school social worker works for the whole region
        "99DE00-GM0599": False,  # and not for Rotterdam
        "99RY00-GM0603": False,  # hers ended yesterday
        "99RY00-GM0503": False,
        "99DH00-GM0518": True,
        "99UT00-GM0503": False,
    }


def test_somebody_of_the_home_team_is_a_link_for_its_own_pupils_only() -> None:
    linked = replace(WORLD, links=(*WORLD.links, Link("toegang-noord", "99RY00", Decimal(2))))
    assert {key for key, gap in found(linked).items() if not gap.linked} == {
        "99DE00-GM0599", "99RY00-GM0603", "99UT00-GM0503",
    }  # fmt: skip


def test_the_order_is_by_pupils_and_intervals_stay_intervals() -> None:
    order = [gap.id for gap in gaps(WORLD, PAIRS, TEAMS, REGION)]
    assert order[:4] == ["99RY00-GM0603", "99UT00-GM0503", "99DE00-GM0599", "99RY00-GM0503"]
    assert found()["99RY00-GM0503"].pupils == MASKED
    libel = found()["99DE00-GM0503"]
    assert libel.hours == Decimal(10)
    assert libel.per_hundred == (Decimal("4.7"), Decimal("4.7")), "10 hours for 213 pupils"
    assert found()["99RY00-GM0603"].per_hundred == (Decimal("0.0"), Decimal("0.0"))


def test_what_is_missing_is_measured_against_the_region() -> None:
    reasons = {key: set(gap.reasons) for key, gap in found().items()}
    assert reasons["99RY00-GM0603"] == {NO_LINK, NO_CARE}
    assert LITTLE_CARE in reasons["99DE00-GM0503"], "half of what is usual"
    assert FEW_HOURS in reasons["99DE00-GM0503"], "4,7 hours where 7,4 is usual"
    assert reasons["99DH00-GM0518"] == set()
    assert found()["99DE00-GM0503"].fte == Decimal("0.5")


def test_usual_is_the_middle_of_the_schools_that_have_any() -> None:
    measure = usual(WORLD, PAIRS, TEAMS)
    having = sorted(
        {gap.school: gap.per_hundred[0] for gap in found().values() if gap.per_hundred and gap.per_hundred[0]}.values()
    )
    assert len(having) == 2
    assert measure.per_hundred == sum(having) / 2
    assert measure.fte == Decimal("0.75")
    assert usual(WORLD, {}, {}).per_hundred == 0


def test_a_gap_keeps_its_name_whatever_changes_around_it() -> None:
    names = set(found())
    ended = replace(WORLD, links=tuple(replace(link, until=DAY) for link in WORLD.links))
    assert set(found(ended)) == names


def test_a_rule_is_shown_with_every_pair_that_it_changes_and_no_other() -> None:
    """Against asking each pair twice by hand."""
    new = own_rule("GM1783", NewRule("worry", "LOCAL_TEAM", "Eerst het team."))
    after = replace(BOOK, rules=(new, *BOOK.rules))
    pairs = [("99DH00", "2671"), ("99DE00", "2671"), ("99RY00", "2671"), ("99DE00", "2611"), ("98ZZ00", "2671")]
    told = changes(BOOK, after, WORLD, pairs, "worry")
    assert [(one.school, one.home) for one in told] == [("99DH00", "GM1783"), ("99DE00", "GM1783")]
    assert told[0].before.startswith("Schoolmaatschappelijk werker")
    assert told[0].after.endswith("Team Westland")
    assert changes(BOOK, BOOK, WORLD, pairs, "worry") == ()
