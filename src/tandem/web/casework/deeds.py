"""What can be done with a concern, each with its form. Which of them stand on the page, the table of states says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.casework import desks, queries
from tandem.casework.actions import assigning, handing_over, life
from tandem.casework.actions.step import CannotError
from tandem.casework.data import Command, Refusal, RefusalReason
from tandem.casework.queries import Whole
from tandem.platform import clock, context
from tandem.register import organisations
from tandem.web.casework import words
from tandem.web.casework.picking import colleagues
from tandem.web.deeds import SeenForm

Act = Callable[[Whole, dict[str, Any]], None]
LONG = forms.Textarea(attrs={"rows": 4})


DeedForm = SeenForm[Whole]


class WordsForm(DeedForm):
    woorden = forms.CharField(label=gettext_lazy("Waarom?"), max_length=4000, widget=LONG)


class AddForm(DeedForm):
    woorden = forms.CharField(label=gettext_lazy("Wat wil je aanvullen?"), max_length=4000, widget=LONG)


class LongerForm(WordsForm):
    dagen = forms.IntegerField(label=gettext_lazy("Hoeveel werkdagen langer?"), min_value=1, max_value=60)
    field_order = ("dagen", "woorden")


class AssignForm(DeedForm):
    aan = forms.ChoiceField(label=gettext_lazy("Wie doet het?"))
    woorden = forms.CharField(label=gettext_lazy("Waarom?"), max_length=300, required=False)

    def prepare(self) -> None:
        self.choose("aan", [(str(key), name) for key, name in colleagues().items()])


class RefuseForm(DeedForm):
    reden = forms.ChoiceField(
        label=gettext_lazy("Waarom neem je het niet aan?"),
        widget=forms.RadioSelect,
        choices=[(one.value, words.REFUSALS[one]) for one in RefusalReason],
    )
    gemeente = forms.ChoiceField(label=gettext_lazy("Welke gemeente is verantwoordelijk?"), required=False)
    juiste = forms.ChoiceField(label=gettext_lazy("Welke organisatie doet dit wel?"), required=False)
    woorden = forms.CharField(label=gettext_lazy("Leg uit waarom"), max_length=4000, widget=LONG)

    def prepare(self) -> None:
        towns = organisations.municipalities_on(clock.today())
        mine = set(context.current().principals)
        self.choose("gemeente", [("", "–"), *((one.code, one.name) for one in towns)])
        self.choose("juiste", [("", "–"), *((str(k.id), k.name) for k in desks.who_can_take() if k.id not in mine)])


class AnswerForm(DeedForm):
    """An answer, and on which ground who raised it may read it; without one she sees that there is an answer."""

    antwoord = forms.CharField(label=gettext_lazy("Antwoord aan wie het meldde"), max_length=4000, widget=LONG)
    grond = forms.ChoiceField(label=gettext_lazy("Mag wie het meldde dit lezen?"), widget=forms.RadioSelect)
    bewijs = forms.CharField(
        label=gettext_lazy("Bij toestemming: wie zei ja, en wanneer?"), required=False, max_length=300
    )

    def prepare(self) -> None:
        never = ("NEE", gettext("Nee: die ziet dat er een antwoord is, en niet wat erin staat"))
        consent = ("TOESTEMMING", gettext("Ja: ouders, en vanaf 12 jaar de leerling, vinden dat goed"))
        if self.whole.row.anonymous:
            choices = [("NIEMAND", gettext("Ja: het gaat over niemand in het bijzonder")), never]
        elif self.whole.row.holder == self.whole.row.school:
            choices = [("SCHOOL", gettext("Ja: het blijft binnen de school")), never]
        else:
            choices = [consent, never]
        self.choose("grond", choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("grond") == "TOESTEMMING" and not str(cleaned.get("bewijs", "")).strip():
            self.add_error("bewijs", gettext("Schrijf op wie ja zei, en wanneer."))
        return cleaned


class CloseForm(AnswerForm):
    woorden = forms.CharField(label=gettext_lazy("Waarom sluit je het af?"), max_length=4000, widget=LONG)


class MergeForm(WordsForm):
    met = forms.ChoiceField(label=gettext_lazy("Met welk signaal?"), widget=forms.RadioSelect)
    field_order = ("met", "woorden")

    def prepare(self) -> None:
        rows = queries.alike(acting_actor(), self.whole.row.id, child=self.whole.child)
        ours = [row for row in rows if row.holder == self.whole.row.holder]
        self.choose("met", [(str(row.id), words.reference(row.id)) for row in ours])


@dataclass(frozen=True, slots=True)
class Deed:
    """`form` None: only a button. `done`: the word in the address that says what was done."""

    slug: str
    command: Command
    act: Act
    done: str
    form: type[DeedForm] = DeedForm

    @property
    def verb(self) -> str:
        return str(words.VERBS[self.command])

    @property
    def at_once(self) -> bool:
        return self.form is DeedForm


def _answer(whole: Whole, data: dict[str, Any]) -> None:
    text, proof = data["antwoord"], str(data.get("bewijs", "")).strip()
    if data["grond"] == "TOESTEMMING":
        life.add(by=acting_actor(), id=whole.row.id, words=gettext("Toestemming: %(proof)s") % {"proof": proof})
    life.answer(by=acting_actor(), id=whole.row.id, words=text, for_author=data["grond"] != "NEE")


def _close(whole: Whole, data: dict[str, Any]) -> None:
    _answer(whole, data)
    life.close(by=acting_actor(), id=whole.row.id, words=data["woorden"])


def _refuse(whole: Whole, data: dict[str, Any]) -> None:
    refusal = Refusal(
        RefusalReason(data["reden"]),
        data["woorden"],
        right_one=UUID(data["juiste"]) if data["juiste"] else None,
        municipality=data["gemeente"],
    )
    handing_over.refuse(
        by=acting_actor(),
        id=whole.row.id,
        refusal=refusal,
        coordinator=desks.coordinator_of(whole.row.school),
        municipalities={one.code for one in organisations.municipalities_on(clock.today())},
    )


def _assign(whole: Whole, data: dict[str, Any]) -> None:
    assigning.assign(by=acting_actor(), id=whole.row.id, worker=UUID(data["aan"]), words=data["woorden"])


def _take(whole: Whole, _data: dict[str, Any]) -> None:
    hat = context.current().hat
    if hat is None:
        raise CannotError("PART")
    assigning.assign(by=acting_actor(), id=whole.row.id, worker=hat)


def _simple(action: Callable[..., object], *fields: str) -> Act:
    """An action that takes the concern and what the form says: the field `woorden` as `words`, and so on."""
    names = {"woorden": "words", "dagen": "working_days"}

    def act(whole: Whole, data: dict[str, Any]) -> None:
        action(by=acting_actor(), id=whole.row.id, **{names[field]: data[field] for field in fields})

    return act


def _merge(whole: Whole, data: dict[str, Any]) -> None:
    life.merge(by=acting_actor(), id=whole.row.id, into=UUID(data["met"]), words=data["woorden"])


DEEDS = {
    deed.slug: deed
    for deed in (
        Deed("ontvangen", Command.ACKNOWLEDGE, _simple(life.acknowledge), "ontvangen"),
        Deed("aannemen", Command.ACCEPT, _simple(handing_over.accept), "aangenomen"),
        Deed("afwijzen", Command.REFUSE, _refuse, "afgewezen", RefuseForm),
        Deed("oppakken", Command.ACT, _simple(life.act), "opgepakt"),
        Deed("afsluiten", Command.CLOSE, _close, "afgesloten", CloseForm),
        Deed("heropenen", Command.REOPEN, _simple(life.reopen, "woorden"), "heropend", WordsForm),
        Deed("antwoorden", Command.ANSWER, _answer, "geantwoord", AnswerForm),
        Deed("aanvullen", Command.ADD, _simple(life.add, "woorden"), "aangevuld", AddForm),
        Deed("intrekken", Command.REVOKE, _simple(handing_over.revoke, "woorden"), "ingetrokken", WordsForm),
        Deed("verdelen", Command.ASSIGN, _assign, "verdeeld", AssignForm),
        Deed("vrijgeven", Command.RELEASE, _simple(assigning.release, "woorden"), "vrijgegeven", WordsForm),
        Deed("stilzetten", Command.PAUSE, _simple(life.pause, "woorden"), "stilgezet", WordsForm),
        Deed("hervatten", Command.RESUME, _simple(life.resume), "hervat"),
        Deed("verlengen", Command.EXTEND, _simple(life.extend, "dagen", "woorden"), "verlengd", LongerForm),
        Deed("samenvoegen", Command.MERGE, _merge, "samengevoegd", MergeForm),
    )
}
TAKE = Deed("zelf", Command.ASSIGN, _take, "genomen")
ALL = DEEDS | {TAKE.slug: TAKE}
