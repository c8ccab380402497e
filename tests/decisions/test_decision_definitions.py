"""What the files of mandates and ladders must be: a wrong one stops the reader with the reason."""

import pytest
import yaml
from pydantic import ValidationError

from tandem.decisions.data import Where
from tandem.decisions.definitions import FormsFile, LadderFile, MandatesFile, forms, ladders, mandates
from tandem.platform.definitions import Definition
from tandem.platform.home import DEFINITIONS
from tandem.register.definitions import regions

FILES: dict[str, tuple[str, type[Definition]]] = {
    "forms": ("mandates/forms.yaml", FormsFile),
    "mandates": ("mandates/haaglanden.yaml", MandatesFile),
    "ladder": ("ladders/haaglanden.yaml", LadderFile),
}


@pytest.mark.parametrize(
    ("which", "old", "new", "said"),
    [
        ("forms", "functions: [ORTHOPED], kinds: [SCHOOL", "functions: [KONING], kinds: [SCHOOL", "no such function"),
        (
            "forms",
            "functions: [SCHOOLDIR], kinds: [SCHOOL, LOCATION]",
            "functions: [SCHOOLDIR], kinds: [OTHER]",
            "nobody",
        ),
        ("forms", "{kind: DECIDE, functions: [SCHOOLDIR]", "{kind: SCREEN, functions: [SCHOOLDIR]", "decided once"),
        ("forms", "term: T-TLV\n", "term: T-NIETS\n", "no term T-NIETS"),
        ("forms", "objection: T-TLV-BEZW", 'objection: ""', "what can be done against it"),
        ("mandates", "[]\n    second_from: 25", "[GM0503]\n    second_from: 25", "LIGHT_HELP: the last mandate"),
        ("mandates", "for: [SPECIAL_PLACE]", "for: [SPECIAL_PLACE, HORSES]", "HORSES"),
        ("mandates", "id: HGL-FAST", "id: HGL-TEAM", "twice"),
        ("mandates", "GM1842", "GM0599", "not in the region"),
        ("mandates", "    up_to: {euros: 10000, months: 12}\n", "", "never used"),
        ("mandates", "euros: 2500", "euros: -1", "greater than 0"),
        ("ladder", "euros: 75000", "euros: 7500", "may spend less"),
        ("ladder", "id: PERSPECTIVE", "id: LEADS", "twice"),
        ("ladder", "days: 5", "days: 0", "greater than 0"),
        ("ladder", "functions: [WETH], kinds: [MUNICIPALITY]", "functions: [WETH], kinds: [OTHER]", "nobody"),
        ("ladder", "stands_in: ONDERWIJSCOORD", "stands_in: IEDEREEN", "no such function: IEDEREEN"),
        ("ladder", "where: HOME}", "where: PARTNERSHIP}", "where the pupil lives"),
    ],
)
def test_a_file_that_is_wrong(which: str, old: str, new: str, said: str) -> None:
    path, model = FILES[which]
    text = (DEFINITIONS / path).read_text(encoding="utf-8")
    changed = text.replace(old, new, 1)
    assert changed != text
    with pytest.raises(ValidationError, match=said):
        model.model_validate(yaml.safe_load(changed))


def test_the_files_themselves_are_right() -> None:
    assert list(forms()) == ["SCHOOL_MANDATE", "SCREENED", "FAST_TRACK", "LOCAL_TEAM", "ARRANGEMENT", "TLV"]
    assert mandates().keys() == ladders().keys() <= regions().keys()


def test_the_municipality_only_approves_what_the_orthopedagogue_screened() -> None:
    screened = forms()["SCREENED"]
    assert [(step.seat.where, step.yes_or_no) for step in screened.steps] == [
        (Where.SPECIAL, False),
        (Where.HOME, True),
    ]
    assert screened.steps[0].seat.functions == {"ORTHOPED"}


def test_each_rung_has_a_holder_and_the_breakthrough_has_money() -> None:
    rungs = ladders()["haaglanden"].rungs
    assert [rung.id for rung in rungs][-2:] == ["BREAKTHROUGH", "PERSPECTIVE"]
    assert all(rung.holder.functions for rung in rungs)
    assert all(rung.budget for rung in rungs[-2:])
