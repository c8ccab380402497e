"""The question, as a form. Its fields carry codes only: no name of a child is asked."""

import re
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from tandem.platform.message import Message
from tandem.routing.data import Question
from tandem.routing.definitions import rulebook
from tandem.routing.rules.asking import question_of
from tandem.web.forms import HouseForm

CODE = re.compile(r"\(([0-9]{2}[A-Za-z]{2}(?:[0-9]{2})?)\)\s*$")
NAMES = {"school": "school", "thuis": "home", "vraag": "kind", "leeftijd": "age", "eerder": "before"}
CHOSEN = "keuze"  # the button of a school in the list


class QuestionForm(HouseForm):
    buttons: ClassVar[frozenset[str]] = frozenset({CHOSEN})

    school = forms.CharField(max_length=200, required=False, label=gettext_lazy("School"))
    thuis = forms.CharField(max_length=40, required=False, label=gettext_lazy("Postcode thuis"))
    vraag = forms.ChoiceField(required=False, label=gettext_lazy("Waar gaat het over?"))
    leeftijd = forms.CharField(max_length=40, required=False, label=gettext_lazy("Leeftijd"))
    verblijf = forms.BooleanField(
        required=False, label=gettext_lazy("De leerling woont in een instelling of pleeggezin")
    )
    eerder = forms.CharField(max_length=40, required=False, label=gettext_lazy("Postcode daarvoor"))

    question: Question | None = None

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: Django's own long list
        super().__init__(*args, **options)
        english = translation.get_language() == "en"
        field = self.fields["vraag"]
        assert isinstance(field, forms.ChoiceField)
        kinds = rulebook().kinds.values()
        field.choices = [("", "–"), *((kind.nl, kind.name.en if english else kind.name.nl) for kind in kinds)]
        for name in ("school", "thuis", "leeftijd", "eerder"):
            self.fields[name].widget.attrs |= {
                "class": "utrecht-textbox utrecht-textbox--html-input", "autocomplete": "off", "spellcheck": "false",
            }  # fmt: skip
        self.fields["thuis"].widget.attrs["placeholder"] = "2671 AB"
        self.fields["leeftijd"].widget.attrs |= {"inputmode": "numeric", "size": 3}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = {inner: str(cleaned.get(outer) or "") for outer, inner in NAMES.items()}
        if found := CODE.search(typed["school"]):
            typed["school"] = found[1]
        asked = question_of(rulebook(), typed, stay=bool(cleaned.get("verblijf")))
        if isinstance(asked, Question):
            self.question = asked
            return cleaned
        for problem in asked:
            outer = next(outer for outer, inner in NAMES.items() if inner == problem.field)
            if not self.has_error(outer):
                unchosen = outer == "vraag" and not typed["kind"]
                self.add_error(outer, gettext("Kies waar het over gaat.") if unchosen else said(problem.text))
        return cleaned


class SchoolForm(HouseForm):
    """What was typed of a school so far."""

    school = forms.CharField(max_length=200, required=False)


def said(text: Message) -> str:
    """A message of the rules in the language of the page."""
    return translation.gettext(text.template).format(**{name: str(value) for name, value in text.values.items()})


def link_of(question: Question) -> str:
    """The question as codes in an address: no more than it takes to ask it again."""
    kind = rulebook().kinds[question.kind].nl
    values = {"school": question.school, "thuis": question.home or "onbekend", "vraag": kind}
    if question.age is not None:
        values["leeftijd"] = str(question.age)
    if question.stay:
        values |= {"verblijf": "on", "eerder": question.before}
    return urlencode(values)


__all__ = ["CHOSEN", "QuestionForm", "SchoolForm", "link_of", "said"]
