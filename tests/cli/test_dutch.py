"""Not one English word of the library under the command line reaches the user, and every wrong use ends in code 2."""

import re
from typing import Any

import pytest
from tests.cli.test_help import ALL, GROUPS, RUNNER

from tandem.cli.main import app

ENGLISH = re.compile(
    r"\b(Usage|Try|Error|Missing|No such|Invalid|Got|unexpected|extra|Options|Arguments|Commands|COMMAND|OPTIONS|ARGS"
    r"|default|required|Show this|message and exit|requires|argument|does not|take a value|Did you mean|Possible"
    r"|is not one|should be|valid|unable|Aborted|integer|text|path|bool|int)\b"
)
# Words of ours that merely look English: names of options and their values.
OURS = re.compile(r"--[a-z-]+|'[^']*'|«[^»]*»|default_[a-z]+")


def foreign(text: str) -> list[str]:
    return ENGLISH.findall(OURS.sub("", text))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_is_dutch(path: tuple[str, ...]) -> None:
    text = RUNNER.invoke(app, [*path, "--help"]).stdout
    assert foreign(text) == []
    assert "Gebruik: tandem" in text or "Gebruik: root" in text
    assert "Toon deze uitleg." in " ".join(text.split())


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_a_group_alone_says_it_in_dutch(path: tuple[str, ...]) -> None:
    answer = RUNNER.invoke(app, list(path))
    assert (answer.exit_code, foreign(answer.output)) == (2, [])


def takes(path: tuple[str, ...], kind: str) -> list[Any]:
    return [one for one in ALL[path].params if one.param_type_name == kind]


def wrong_uses() -> dict[str, list[str]]:
    """For every command every kind of wrong use that its options and arguments allow."""
    found: dict[str, list[str]] = {}
    for path in ALL:
        uses = {"unknown option": [*path, "--bestaat-niet"]}
        if path in GROUPS:
            uses["unknown command"] = [*path, "bestaatniet"]
        else:
            uses |= wrong_arguments(path)
            for option in takes(path, "option"):
                uses |= wrong_options(path, option)
        found |= {f"{' '.join(path)}: {kind}": words for kind, words in uses.items()}
    return found


def wrong_arguments(path: tuple[str, ...]) -> dict[str, list[str]]:
    arguments = takes(path, "argument")
    uses = {"missing argument": list(path)} if any(one.required for one in arguments) else {}
    return (
        uses
        if any(one.nargs == -1 for one in arguments)
        else uses | {"too many": [*path, "een", *["twee"] * max(1, len(arguments))]}
    )


def wrong_options(path: tuple[str, ...], option: Any) -> dict[str, list[str]]:
    word = option.opts[-1]
    if option.is_flag:
        return {f"flag with a value {word}": [*path, f"{word}=1"]}
    uses = {f"no value {word}": [*path, word]}
    if option.required:
        uses[f"missing option {word}"] = list(path)
    if option.type_descriptor.is_choice or option.type_descriptor.annotation is int:
        uses[f"wrong value {word}"] = [*path, word, "onzin"]
    return uses


WRONG = wrong_uses()


def test_every_kind_of_wrong_use_occurs() -> None:
    kinds = {re.sub(r" --.*", "", use.partition(": ")[2]) for use in WRONG}
    assert kinds >= {"unknown option", "unknown command", "missing argument", "too many", "missing option"}
    assert kinds >= {"flag with a value", "no value", "wrong value"}


@pytest.mark.parametrize("use", WRONG)
def test_wrong_use_is_explained_in_dutch(use: str) -> None:
    answer = RUNNER.invoke(app, WRONG[use])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert foreign(answer.stderr) == []
    assert "Gebruik: " in answer.stderr
    assert "Meer uitleg: " in answer.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["flows", "lis"], "De opdracht 'lis' bestaat niet. Bedoel je 'list'?"),
        (["flows", "qqq"], "De opdracht 'qqq' bestaat niet. Kies uit: "),
        (["flows", "list", "--yaer", "2017"], "De optie --yaer bestaat niet. Bedoel je --year?"),
        (["flows", "list", "--qqq"], "De optie --qqq bestaat niet."),
        (["flows", "list", "--year"], "Achter --year hoort een waarde."),
        (["flows", "list", "--together=1"], "Achter --together hoort geen waarde."),
        (["flows", "list", "--direction", "weg"], "--direction: 'weg' kan hier niet. Kies uit: alle, uit, in, blijft."),
        (["flows", "audit", "--year", "x"], "--year: 'x' is geen getal."),
        (["flows", "origins"], "De optie --school ontbreekt."),
        (["data", "load"], "Er ontbreekt iets: PAD."),
        (["data", "list", "een", "twee"], "Dit is te veel: een twee."),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(words: list[str], said: str) -> None:
    assert said in " ".join(RUNNER.invoke(app, words).stderr.split())


def test_markup_in_a_wrong_value_is_shown_as_it_was_typed() -> None:
    assert "'[red]x[/]'" in RUNNER.invoke(app, ["flows", "list", "--direction", "[red]x[/]"]).stderr
