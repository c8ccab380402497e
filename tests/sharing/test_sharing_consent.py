"""Who must consent at which age, with which authority; and when everybody did."""

import pytest

from tandem.sharing.codes import ConsentState, Giver, Scheme
from tandem.sharing.data import Authority, Statement
from tandem.sharing.reading import standard
from tandem.sharing.rules.consent import Progress, everybody, progress, who_must_consent

RULES = standard().consent
YOUTH, ONE, TWO, GUARDIAN, INSTEAD = list(Giver)
BOTH = [ONE, TWO]


def who(scheme: Scheme, age: int | None, authority: Authority = Authority(), special: str = "") -> list[Giver]:  # noqa: B008
    return list(who_must_consent(scheme, age, authority, RULES, special).givers)


@pytest.mark.parametrize(
    ("scheme", "age", "givers"),
    [
        (Scheme.COMBINED, 0, BOTH),
        (Scheme.COMBINED, 11, BOTH),
        (Scheme.COMBINED, 12, [YOUTH, *BOTH]),
        (Scheme.COMBINED, 15, [YOUTH, *BOTH]),
        (Scheme.COMBINED, 16, [YOUTH]),
        (Scheme.COMBINED, 18, [YOUTH]),
        (Scheme.COMBINED, None, [YOUTH, *BOTH]),
        (Scheme.GDPR, 15, BOTH),
        (Scheme.GDPR, 16, [YOUTH]),
        (Scheme.GDPR, 19, [YOUTH]),
        (Scheme.CARE, 11, BOTH),
        (Scheme.CARE, 12, [YOUTH, *BOTH]),
        (Scheme.CARE, 16, [YOUTH]),
        (Scheme.WMO, 11, BOTH),
        (Scheme.WMO, 12, [YOUTH]),
        (Scheme.YOUTH_16, 16, [YOUTH]),
        (Scheme.EDUCATION, 15, BOTH),
        (Scheme.EDUCATION, 16, [YOUTH]),
        (Scheme.INDEX, 13, []),
    ],
)
def test_who_consents_by_age(scheme: Scheme, age: int | None, givers: list[Giver]) -> None:
    assert who(scheme, age) == givers


def test_authority_decides_which_parents() -> None:
    assert who(Scheme.COMBINED, 8, Authority(parents=1)) == [ONE]
    assert who(Scheme.COMBINED, 8, Authority(parents=0, guardian=True)) == [GUARDIAN]
    nobody = who_must_consent(Scheme.COMBINED, 8, Authority(parents=0), RULES)
    assert (list(nobody.givers), "NOBODY_WITH_AUTHORITY" in nobody.reasons) == ([GUARDIAN], True)


def test_who_cannot_weigh_it_is_represented() -> None:
    assert who(Scheme.COMBINED, 13, Authority(capable=False)) == BOTH
    assert who(Scheme.COMBINED, 17, Authority(capable=False)) == [INSTEAD]


def test_a_special_rule_holds_where_it_is_named_only() -> None:
    assert who(Scheme.WMO, 40, special="C-20") == [YOUTH]
    assert who(Scheme.WMO, 8, special="C-20") == BOTH
    assert who_must_consent(Scheme.RIGHTS, 13, Authority(), RULES).rule.id == "C-27"
    assert who_must_consent(Scheme.RIGHTS, 13, Authority(), RULES, "C-28").rule.id == "C-28"


def test_an_order_makes_consent_to_care_unnecessary() -> None:
    forced = who_must_consent(Scheme.CARE, 13, Authority(forced=True), RULES)
    assert (forced.rule.id, forced.givers) == ("C-05", ())
    assert progress(forced, ()) is Progress.COMPLETE


def test_below_the_ages_of_a_scheme_nobody_can_say_who() -> None:
    with pytest.raises(LookupError, match="T_16"):
        who(Scheme.YOUTH_16, 15)


def said(*pairs: tuple[Giver, ConsentState]) -> list[Statement]:
    return [Statement(giver, state, ConsentState.GIVEN) for giver, state in pairs]


def test_progress_counts_everybody_who_must() -> None:
    needed = who_must_consent(Scheme.COMBINED, 13, Authority(), RULES)
    given, refused, withdrawn = ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.WITHDRAWN
    assert progress(needed, ()) is Progress.NOT_ASKED
    assert progress(needed, said((YOUTH, given), (ONE, given))) is Progress.PARTLY
    assert progress(needed, said((YOUTH, given), (ONE, given), (TWO, given))) is Progress.COMPLETE
    assert progress(needed, said((YOUTH, given), (ONE, given), (TWO, refused))) is Progress.STOPPED
    assert progress(needed, said((YOUTH, withdrawn), (ONE, given), (TWO, given))) is Progress.STOPPED
    assert progress(needed, said((YOUTH, refused)), release=True) is Progress.PARTLY


def test_only_who_must_consent_can_stop() -> None:
    needed = who_must_consent(Scheme.COMBINED, 16, Authority(), RULES)
    parent_refuses = said((YOUTH, ConsentState.GIVEN), (ONE, ConsentState.REFUSED))
    assert progress(needed, parent_refuses) is Progress.COMPLETE


def test_everybody_says_the_same() -> None:
    assert {one.release for one in everybody(ConsentState.GIVEN)} == {ConsentState.GIVEN}
    assert {one.release for one in everybody(ConsentState.GIVEN, ConsentState.REFUSED)} == {ConsentState.REFUSED}
