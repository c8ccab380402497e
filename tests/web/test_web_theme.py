"""Contrast of every pair of colours that meet, computed from the tokens, in all four themes."""

import re

import pytest

from tandem.platform.home import PROJECT_ROOT

THEME = (PROJECT_ROOT / "frontend" / "style" / "theme.css").read_text(encoding="utf-8")
BUILT = (PROJECT_ROOT / "src" / "tandem" / "web" / "static" / "dist" / "tandem.css").read_text(encoding="utf-8")
DARK, MORE = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"
THEMES = {
    "light": [""],
    "dark": ["", DARK],
    "more contrast": ["", MORE],
    "dark, more contrast": ["", DARK, MORE, f"{MORE} and {DARK}"],
}

# Text and what it stands on: at least 4.5.
TEXT = [
    ("ink", "page"),
    ("ink", "surface"),
    ("soft", "page"),
    ("soft", "surface"),
    ("soft", "land"),
    ("soft", "area"),
    ("link", "page"),
    ("link", "surface"),
    ("link", "chosen"),
    ("link-hover", "page"),
    ("ink", "chosen"),
    ("ink", "focus-ground"),
    ("brand-ink", "brand"),
    ("out", "page"),
    ("in", "page"),
    ("out", "chosen"),
    ("in", "chosen"),
    ("demo-ink", "demo"),
    ("warn", "page"),
    ("wrong", "page"),
    ("good", "page"),
    ("page", "ink"),
    *(("shade-ink", f"{way}-{step}") for way in ("out", "in") for step in (1, 2, 3, 4)),
    *(("shade-ink-strong", f"{way}-{step}") for way in ("out", "in") for step in (5, 6)),
]
# Marks and what they stand on: at least 3.
MARKS = [
    ("out", "area"),
    ("in", "area"),
    ("out", "land"),
    ("in", "land"),
    ("out", "out-2"),
    ("in", "in-2"),
    ("school", "area"),
    ("school-special", "area"),
    ("edge", "page"),
    ("focus", "page"),
    ("chosen-edge", "chosen"),
    ("brand-mark", "brand"),
]


def blocks() -> dict[str, dict[str, str]]:
    """The tokens per media query ('' = always)."""
    found: dict[str, dict[str, str]] = {}
    for media, body in re.findall(r"(?:@media ([^{]+)\{\s*)?:root\s*\{([^}]*)\}", THEME):
        found[media.strip()] = dict(re.findall(r"--tandem-([\w-]+):\s*(#[0-9a-f]{6})", body))
    return found


def tokens(theme: str) -> dict[str, str]:
    found = blocks()
    return {name: value for media in THEMES[theme] for name, value in found[media].items()}


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5 < contrast("#767676", "#ffffff")


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_marks_stand_out(theme: str) -> None:
    colours = tokens(theme)
    weak = [
        f"{one} on {ground}: {contrast(colours[one], colours[ground]):.2f} < {least}"
        for pairs, least in ((TEXT, 4.5), (MARKS, 3.0))
        for one, ground in pairs
        if contrast(colours[one], colours[ground]) < least
    ]
    assert weak == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_shades_grow_evenly(theme: str) -> None:
    """Each step differs from the step before in the same direction, so that a picture can be read without colour."""
    colours = tokens(theme)
    for way in ("out", "in"):
        lights = [luminance(colours[f"{way}-{step}"]) for step in range(1, 7)]
        assert lights == sorted(lights) or lights == sorted(lights, reverse=True)


def test_the_built_style_holds_the_tokens_and_nothing_from_elsewhere() -> None:
    assert "--tandem-out:" in BUILT
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", BUILT)
    assert "utrecht-table" in BUILT
    assert "@media(prefers-color-scheme:dark)" in BUILT.replace(" ", "")
    assert "forced-colors" in BUILT
