"""The English translation is complete and built, and placeholders are the same on both sides."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from django.template.base import Lexer, TokenType

from tandem.platform.home import PROJECT_ROOT

WEB = PROJECT_ROOT / "src" / "tandem" / "web"
LOCALE = WEB / "locale" / "en" / "LC_MESSAGES"
SOURCE = PROJECT_ROOT / "src" / "tandem"
TEXTS = {"gettext": 1, "gettext_lazy": 1, "Message": 1, "ngettext": 2}  # how many texts come first
TAG = re.compile(r"""^translate ("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
HOLES = re.compile(r"%\(\w+\)s|%%s|\{\w+\}")


def in_python() -> Iterator[tuple[str, Path]]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS:
                for text in node.args[: TEXTS[node.func.id]]:
                    if path.name == "message.py" and path.parent.name == "platform":
                        continue  # where messages are read back
                    if isinstance(text, ast.Name) and path.parts[-3] == "opendata":
                        continue  # one of several texts in a list beside it, which `in_lists` finds
                    assert isinstance(text, ast.Constant), (
                        f"{path}:{node.lineno} translates something that is not a text"
                    )
                    yield str(text.value), path


def in_lists() -> Iterator[tuple[str, Path]]:
    """Texts that go by another name: titles of layouts, and messages chosen from a list."""
    for path in (SOURCE / "opendata").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "title" and isinstance(node.value, ast.Constant):
                yield str(node.value.value), path
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "GeoLayout":
                yield str(getattr(node.args[1], "value", "")), path
            if isinstance(node, ast.Tuple):
                texts = [part.value for part in node.elts if isinstance(part, ast.Constant)]
                yield from ((text, path) for text in texts if isinstance(text, str) and re.search(r"\{\w+\}\.$", text))


def in_templates() -> Iterator[tuple[str, Path]]:
    for path in (*WEB.rglob("*.html"), *WEB.rglob("*.svg")):
        for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
            if token.token_type == TokenType.BLOCK and (found := TAG.match(token.contents)):
                yield found[1][1:-1], path


def catalogue() -> dict[str, str]:
    with (LOCALE / "django.mo").open("rb") as file:
        known = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {text if isinstance(text, str) else text[0]: english for text, english in known.items()}


def plurals() -> dict[str, str]:
    """The plural of every text that has one."""
    source = (LOCALE / "django.po").read_text(encoding="utf-8")
    return dict(re.findall(r'^msgid "(.+)"\nmsgid_plural "(.+)"', source, re.M))


def test_everything_said_has_an_english_translation() -> None:
    known = catalogue() | dict.fromkeys(plurals().values(), "known")
    said = [*in_python(), *in_lists(), *((text.replace("%", "%%"), path) for text, path in in_templates())]
    assert len(said) > 250
    assert [f"{text} ({path.name})" for text, path in said if not known.get(text)] == []


def test_nothing_is_translated_that_nobody_says() -> None:
    said = {text for text, _ in (*in_python(), *in_lists())} | {text.replace("%", "%%") for text, _ in in_templates()}
    block = re.compile(r"%\(\w+\)s")
    left = [text for text in catalogue() if text and text not in said and not block.search(text)]
    assert left == []


def test_placeholders_agree() -> None:
    for dutch, english in catalogue().items():
        if dutch:
            holes = [sorted(HOLES.findall(text)) for text in (dutch, english)]
            assert holes[0] == holes[1], dutch


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    source = (LOCALE / "django.po").read_text(encoding="utf-8")
    entries = re.findall(r'^msgid "((?:[^"\\]|\\.)+)"\nmsgstr "((?:[^"\\]|\\.)*)"', source, re.M)
    entries += re.findall(r'^msgid "(.+)"\nmsgid_plural ".+"\nmsgstr\[0\] ".+"\nmsgstr\[1\] "(.+)"', source, re.M)
    assert {one.replace('\\"', '"'): other.replace('\\"', '"') for one, other in entries} == {
        text: english for text, english in catalogue().items() if text
    }
    assert "fuzzy" not in source


NOUNS = "leerling|andere stro|bestand|vestiging|schoollocatie|postcodegebied|lege cel|herkomst|scho|gemeente|bevinding"
COUNTED = re.compile(rf"%\((?!year|share|in|out)\w+\)s ({NOUNS})\w*")
ALWAYS_MORE = {
    "%(count)s gemeenten zijn niet vergeleken: hun cijfers zijn niet volledig, omdat er scholen niet in de bestanden "
    "staan.",
    "%(count)s gemeenten met veel verkeer staan in beeld.",
    "je eigen keuze van %(count)s gemeenten",
}


def test_one_is_never_called_several() -> None:
    """A text with a count before a noun has two forms; so has every English one."""
    forms: set[str] = set()
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ngettext":
                forms |= {str(text.value) for text in node.args[:2] if isinstance(text, ast.Constant)}
    single = {text for text, _ in (*in_python(), *in_templates()) if COUNTED.search(text)} - forms - ALWAYS_MORE
    assert single == set()
    assert len([text for text in forms if COUNTED.search(text)]) > 40
