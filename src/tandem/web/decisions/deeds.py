"""What can be done with a decision, each with its form. Which of them stand on the page, the table of states says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.decisions.actions import deciding, requesting
from tandem.decisions.data import Command
from tandem.decisions.queries import Whole
from tandem.platform import clock
from tandem.web.decisions import words
from tandem.web.deeds import SeenForm
from tandem.web.organisation.forms import Day

Act = Callable[[Whole, dict[str, Any]], None]
LONG = forms.Textarea(attrs={"rows": 5})


DeedForm = SeenForm[Whole]


class WordsForm(DeedForm):
    woorden = forms.CharField(label=gettext_lazy("Waarom?"), max_length=4000, widget=LONG)


class AdviceForm(DeedForm):
    woorden = forms.CharField(label=gettext_lazy("Wat is je advies, en waarom?"), max_length=4000, widget=LONG)


class ReturnForm(DeedForm):
    woorden = forms.CharField(label=gettext_lazy("Wat ontbreekt er, of wat moet anders?"), max_length=4000, widget=LONG)


class GrantForm(DeedForm):
    vanaf = Day(label=gettext_lazy("Vanaf welke dag?"))
    woorden = forms.CharField(
        label=gettext_lazy("Waarom besluit je dit?"),
        help_text=gettext_lazy("Dit staat in de brief aan de ouders. Schrijf kort en gewoon."),
        max_length=4000,
        widget=LONG,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"vanaf": clock.today(), **options.get("initial", {})}
        super().__init__(*args, **options)


class RefuseForm(DeedForm):
    woorden = forms.CharField(
        label=gettext_lazy("Waarom besluit je dit?"),
        help_text=gettext_lazy("Dit staat in de brief aan de ouders. Schrijf op wat wel kan."),
        max_length=4000,
        widget=LONG,
    )


class ExtendForm(DeedForm):
    weken = forms.IntegerField(label=gettext_lazy("Hoeveel weken langer?"), min_value=1, max_value=8)
    woorden = forms.CharField(
        label=gettext_lazy("Waarom is er meer tijd nodig?"),
        help_text=gettext_lazy("Verlengen kan één keer. Vertel het de ouders voor de termijn om is."),
        max_length=4000,
        widget=LONG,
    )


class AnnounceForm(DeedForm):
    dag = Day(label=gettext_lazy("Op welke dag is de brief verstuurd?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"dag": clock.today(), **options.get("initial", {})}
        super().__init__(*args, **options)


class ObjectForm(DeedForm):
    ontvangen = Day(label=gettext_lazy("Op welke dag kwam het bezwaar binnen?"))
    gepost = Day(label=gettext_lazy("Kwam het per post: op welke dag is het afgestempeld?"), required=False)
    woorden = forms.CharField(label=gettext_lazy("Waarover gaat het bezwaar?"), max_length=4000, widget=LONG)


@dataclass(frozen=True, slots=True)
class Deed:
    """`done`: the word in the address that says what was done."""

    slug: str
    command: Command
    act: Act
    done: str
    form: type[DeedForm] = WordsForm

    @property
    def verb(self) -> str:
        return str(words.VERBS[self.command])


def _facts(whole: Whole, data: dict[str, Any]) -> dict[str, Any]:
    return {"by": acting_actor(), "id": whole.row.id, "version": data["versie"]}


ALL = {
    deed.slug: deed
    for deed in (
        Deed(
            "doorgeven",
            Command.PASS,
            lambda whole, data: deciding.pass_on(**_facts(whole, data), words=data["woorden"]),
            "doorgegeven",
            AdviceForm,
        ),
        Deed(
            "toekennen",
            Command.GRANT,
            lambda whole, data: deciding.decide(
                **_facts(whole, data), granted=True, words=data["woorden"], valid_from=data["vanaf"]
            ),
            "toegekend",
            GrantForm,
        ),
        Deed(
            "afwijzen",
            Command.REFUSE,
            lambda whole, data: deciding.decide(**_facts(whole, data), granted=False, words=data["woorden"]),
            "afgewezen",
            RefuseForm,
        ),
        Deed(
            "teruggeven",
            Command.RETURN,
            lambda whole, data: deciding.send_back(**_facts(whole, data), words=data["woorden"]),
            "teruggegeven",
            ReturnForm,
        ),
        Deed(
            "verlengen",
            Command.EXTEND,
            lambda whole, data: deciding.extend(**_facts(whole, data), weeks=data["weken"], words=data["woorden"]),
            "verlengd",
            ExtendForm,
        ),
        Deed(
            "verstuurd",
            Command.ANNOUNCE,
            lambda whole, data: deciding.announce(**_facts(whole, data), on=data["dag"]),
            "verstuurd",
            AnnounceForm,
        ),
        Deed(
            "bezwaar",
            Command.OBJECT,
            lambda whole, data: deciding.object_to(
                **_facts(whole, data), received=data["ontvangen"], posted=data["gepost"], words=data["woorden"]
            ),
            "bezwaar",
            ObjectForm,
        ),
        Deed(
            "besluit-intrekken",
            Command.REVOKE,
            lambda whole, data: deciding.revoke(**_facts(whole, data), words=data["woorden"]),
            "ingetrokken",
        ),
        Deed(
            "aanvraag-intrekken",
            Command.WITHDRAW,
            lambda whole, data: requesting.withdraw(**_facts(whole, data), words=data["woorden"]),
            "gestopt",
        ),
    )
}
BY_COMMAND = {deed.command: deed for deed in ALL.values()}
