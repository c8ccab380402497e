"""No form grows over its budget (field_budget.yaml): less to fill in is what users ask for most."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import yaml
from django import forms

import tandem.web
from tandem.web.forms import HouseForm

BUDGET = yaml.safe_load((Path(__file__).parent / "field_budget.yaml").read_text(encoding="utf-8"))


def every_form() -> dict[str, type[HouseForm]]:
    """Each form of the house by module and name."""
    importlib.import_module("tandem.web.urls")
    for module in pkgutil.walk_packages(tandem.web.__path__, "tandem.web."):
        importlib.import_module(module.name)
    return {f"{one.__module__.removeprefix('tandem.web.')}.{one.__name__}": one for one in _below(HouseForm)}


def _below(form: type[HouseForm]) -> Iterator[type[HouseForm]]:
    for one in form.__subclasses__():
        if one.__module__.startswith("tandem."):
            yield one
        yield from _below(one)


def counted(form: type[HouseForm]) -> tuple[int, int]:
    """What is looked at, and what must be filled in."""
    shown = [field for field in form.base_fields.values() if not isinstance(field.widget, forms.HiddenInput)]
    return len(shown), sum(field.required for field in shown)


def over_budget(found: dict[str, type[HouseForm]]) -> list[str]:
    over = []
    for name, form in found.items():
        (shown, required), most = counted(form), BUDGET["forms"].get(name, BUDGET["every"])
        if shown > most["fields"] or required > most["required"]:
            over.append(f"{name}: {shown} fields, {required} required")
    return over


def test_no_form_asks_more_than_its_budget() -> None:
    found = every_form()
    assert len(found) > 50
    assert over_budget(found) == []
    assert sorted(BUDGET["forms"].keys() - found.keys()) == []


def test_a_form_that_grows_is_seen() -> None:
    names = {f"field_{number}": forms.CharField(required=False) for number in range(9)}
    grown = type("Grown", (HouseForm,), names)
    assert over_budget({"casework.raising_forms.ConcernForm": grown}) == [
        "casework.raising_forms.ConcernForm: 9 fields, 0 required"
    ]


def test_every_form_is_one_of_the_house() -> None:
    every_form()
    strangers = [
        one
        for one in forms.BaseForm.__subclasses__() + forms.Form.__subclasses__() + forms.ModelForm.__subclasses__()
        if one.__module__.startswith("tandem.") and one is not HouseForm
    ]
    assert strangers == []
