"""The one base of every form: what it refuses and how it says so."""

from typing import Any, ClassVar

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from tests.architecture.source import modules

from tandem.web.forms import HouseForm, submitted


class Sample(HouseForm):
    name = forms.CharField(label="Naam", max_length=10, help_text="Zoals op het werk.")
    hours = forms.DecimalField(label="Uren", required=False)
    kinds = forms.MultipleChoiceField(label="Soorten", choices=[("a", "A"), ("b", "B")], required=False)
    moment = forms.SplitDateTimeField(label="Wanneer", required=False)
    paper = forms.FileField(label="Bestand", required=False)
    sure = forms.BooleanField(label="Zeker", required=False)

    buttons: ClassVar[frozenset[str]] = frozenset({"preview"})


def form(text: str, **files: Any) -> Sample:
    return Sample(QueryDict(text), files)


def shown(sample: HouseForm) -> str:
    return render_to_string("cotton/form_fields.html", {"form": sample}, RequestFactory().get("/"))


@pytest.mark.parametrize(
    "text",
    [
        "name=Ada",
        "name=Ada&csrfmiddlewaretoken=x",
        "name=Ada&preview=",
        "name=Ada&kinds=a&kinds=b",
        "name=Ada&moment_0=2026-01-01&moment_1=10:00",
        "name=Ada&sure=on&hours=3.5",
    ],
)
def test_what_our_own_page_sends_is_accepted(text: str) -> None:
    sample = form(text)
    assert (sample.is_valid(), sample.status) == (True, 200)


@pytest.mark.parametrize(
    "text",
    [
        "name=Ada&is_admin=1",
        "name=Ada&Name=Eva",
        "name=Ada&moment=2026-01-01",
        "name=Ada&name__in=x",
        "name=Ada&=x",
        "name=Ada&name=Eva",
        "name=Ada&hours=1&hours=2",
        "name=Ada&submit=",
    ],
)
def test_a_field_too_many_or_twice_is_refused_and_not_ignored(text: str) -> None:
    sample = form(text)
    assert not sample.is_valid()
    assert (sample.was_tampered_with, sample.status) == (True, 400)
    assert "Er is niets veranderd" in shown(sample)


def test_a_file_too_many_is_refused() -> None:
    assert not form("name=Ada", other=SimpleUploadedFile("x.txt", b"x")).is_valid()
    assert form("name=Ada", paper=SimpleUploadedFile("x.txt", b"x")).is_valid()


def test_a_prefix_belongs_to_the_name() -> None:
    assert Sample(QueryDict("p-name=Ada"), prefix="p").is_valid()
    assert not Sample(QueryDict("name=Ada&p-name=Ada"), prefix="p").is_valid()


def test_an_error_stands_at_its_field_and_in_a_summary_that_gets_the_focus() -> None:
    sample = form("name=&hours=veel")
    assert sample.status == 422
    page = shown(sample)
    assert '<a class="utrecht-link utrecht-link--html-a" href="#id_name">Naam: vul dit in.</a>' in page
    assert page.index('role="alert"') < page.index('id="id_name_error"')
    assert "autofocus" in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page


class Hidden(HouseForm):
    key = forms.IntegerField(label="Sleutel", widget=forms.HiddenInput())


def test_a_mistake_in_a_hidden_field_is_said_too() -> None:
    sample = Hidden(QueryDict("key=x"))
    assert sample.problems() == [("", "Sleutel: voer een geheel getal in.")]


def test_before_anything_is_sent_there_is_nothing_wrong() -> None:
    empty = Sample()
    assert empty.status == 200
    assert "summary" not in shown(empty)
    assert shown(empty).count("(hoeft niet)") >= 4


def test_a_value_that_was_typed_is_escaped_when_it_comes_back() -> None:
    assert "<script>" not in shown(form("name=%3Cscript%3Ealert(1)%3C/script%3E"))


def test_submitted_is_what_was_posted() -> None:
    assert submitted(RequestFactory().get("/?name=x")) is None
    posted = submitted(RequestFactory().post("/", {"name": "x"}))
    assert posted is not None
    assert posted["name"] == "x"


def test_every_form_of_the_house_stands_on_this_base() -> None:
    loose = [m.name for m in modules() if m.imports_any("django.forms") and "forms.Form)" in m.path.read_text("utf-8")]
    assert loose == ["web/forms.py"]
