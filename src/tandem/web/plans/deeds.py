"""What can be done in a plan, each with its form. Which of them stand on the page, the table of the rules says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.plans.actions import agreements, goals
from tandem.plans.data import Agreement, Command, NewAgreement, Owner, Voice
from tandem.plans.rules.standing import Why, against_agreement
from tandem.platform import clock, context
from tandem.web.deeds import SeenForm
from tandem.web.organisation.forms import Day
from tandem.web.plans import words
from tandem.web.plans.frame import Seen
from tandem.web.plans.owners import owners_of

ME, OUTSIDE = "ik", "anders"
NOTHING = UUID(int=0)
SHORT = forms.Textarea(attrs={"rows": 3})
FIELD_OF = {Why.WORDS: "wat", Why.PAST: "uiterlijk", Why.FAR: "uiterlijk", Why.OWNER: "anders"}
Facts = dict[str, Any]
Act = Callable[[Facts, UUID | None, dict[str, Any]], object]


class PlanForm(SeenForm[Seen]):
    """`about`: the goal or the agreement that it is about, None for something new."""

    def __init__(self, *args: Any, about: UUID | None = None, **options: Any) -> None:
        self.about = about
        super().__init__(*args, **options)


class GoalForm(PlanForm):
    woorden = forms.CharField(
        label=gettext_lazy("Wat willen het kind en het gezin bereiken?"),
        help_text=gettext_lazy("Schrijf het op zoals zij het zeggen: ‘Ik wil weer in mijn eigen klas zitten.’"),
        max_length=1000,
        widget=SHORT,
    )
    stem = forms.ChoiceField(
        label=gettext_lazy("Wie zegt dit?"),
        widget=forms.RadioSelect,
        choices=[(one.value, words.CHOICES[one]) for one in Voice],
    )

    def prepare(self) -> None:
        goal = self.whole.plan.goal(self.about)
        if goal is not None:
            self.initial = {**self.initial, "woorden": goal.text, "stem": goal.voice.value}


class _AgreementForm(PlanForm):
    """Who does what until when. It says at the field what is missing, by the same rule as the action."""

    wat = forms.CharField(label=gettext_lazy("Wat spreken jullie af?"), max_length=1000, widget=SHORT)
    wie = forms.ChoiceField(label=gettext_lazy("Wie doet dit?"), widget=forms.RadioSelect)
    anders = forms.CharField(
        label=gettext_lazy("Wie is dat?"),
        help_text=gettext_lazy("Alleen bij iemand buiten de casus: oma, vader, de voetbalclub."),
        max_length=100,
        required=False,
    )
    uiterlijk = Day(label=gettext_lazy("Uiterlijk wanneer?"))

    def prepare(self) -> None:
        self.choose(
            "wie",
            [
                (ME, gettext("Ik")),
                *((str(one.participant), one.name) for one in owners_of(self.whole)),
                (OUTSIDE, gettext("Iemand buiten de casus")),
            ],
        )
        before = self.whole.plan.agreement(self.about)
        if before is not None:
            self.initial = {**self.initial, **_filled(before)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            why = against_agreement(self.new(), clock.today())
            if why is not None:
                self.add_error(FIELD_OF.get(why), words.cannot(why))
        return cleaned

    def new(self) -> NewAgreement:
        data = self.cleaned_data
        return NewAgreement(
            goal=self.goal(),
            text=data["wat"],
            owner=_owner(data["wie"], data["anders"]),
            due=data["uiterlijk"],
            measure=data.get("werkt", ""),
            when_wrong=data.get("mis", ""),
        )

    def goal(self) -> UUID | None:
        before = self.whole.plan.agreement(self.about)
        return before.goal if before is not None else self.about


class AgreeForm(_AgreementForm):
    werkt = forms.CharField(
        label=gettext_lazy("Hoe zien jullie dat het werkt?"),
        help_text=gettext_lazy("Iets wat je kunt zien of horen: ‘Zij komt drie dagen op rij zelf binnen.’"),
        max_length=1000,
        widget=SHORT,
    )


class SafetyForm(_AgreementForm):
    mis = forms.CharField(
        label=gettext_lazy("Wie doet wat als het misgaat?"),
        help_text=gettext_lazy("Schrijf op wie je belt en wie er komt. Bij direct gevaar: bel 112."),
        max_length=1000,
        widget=SHORT,
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["uiterlijk"].label = gettext("Wanneer kijken jullie er weer naar?")

    def goal(self) -> None:
        return None


def change_form(whole: Seen, about: UUID | None) -> type[PlanForm]:
    """The form for another agreement in the place of one: that of its own kind."""
    before = whole.plan.agreement(about)
    return SafetyForm if before is not None and before.is_safety else AgreeForm


class SawForm(PlanForm):
    woorden = forms.CharField(
        label=gettext_lazy("Wat merkten jullie ervan?"),
        help_text=gettext_lazy("Mag leeg blijven."),
        max_length=1000,
        required=False,
        widget=SHORT,
    )


class WhyForm(PlanForm):
    woorden = forms.CharField(label=gettext_lazy("Waarom?"), max_length=1000, widget=SHORT)


def _owner(who: str, outside: str) -> Owner:
    if who == ME:
        return Owner(hat=context.current().hat)
    return Owner(words=outside) if who == OUTSIDE else Owner(participant=UUID(who))


def _filled(before: Agreement) -> dict[str, Any]:
    owner = before.owner
    who = str(owner.participant) if owner.participant else OUTSIDE
    if owner.hat is not None:
        who = ME if owner.hat == context.current().hat else ""
    return {
        "wat": before.text,
        "wie": who,
        "anders": owner.words,
        "uiterlijk": before.due,
        "werkt": before.measure,
        "mis": before.when_wrong,
    }


@dataclass(frozen=True, slots=True)
class Deed:
    """`about`: what it is done with: 'goal', 'agreement' or '' for the plan. `done`: the word that says it was."""

    slug: str
    command: Command
    about: str
    form: type[PlanForm]
    act: Act
    done: str

    def verb(self, *, safety: bool = False) -> str:
        """`safety`: said of a safety agreement."""
        return str((words.SAFETY_VERBS if safety else {}).get(self.command, words.VERBS[self.command]))


def _goal(action: Callable[..., object], *, voice: bool = False) -> Act:
    def act(facts: Facts, about: UUID | None, data: dict[str, Any]) -> object:
        more: Facts = {"goal": about} if about else {}
        if voice:
            more["voice"] = Voice(data["stem"])
        return action(**facts, **more, words=data["woorden"])

    return act


def _agreement(action: Callable[..., object]) -> Act:
    return lambda facts, about, data: action(**facts, agreement=about, words=data["woorden"])


ALL = {
    deed.slug: deed
    for deed in (
        Deed("doel", Command.SET_GOAL, "", GoalForm, _goal(goals.set_goal, voice=True), "doel"),
        Deed("verwoord", Command.REWORD_GOAL, "goal", GoalForm, _goal(goals.reword, voice=True), "verwoord"),
        Deed("bereikt", Command.REACH_GOAL, "goal", SawForm, _goal(goals.reach), "bereikt"),
        Deed("vervallen", Command.DROP_GOAL, "goal", WhyForm, _goal(goals.drop), "vervallen"),
        Deed("weer-doel", Command.REOPEN_GOAL, "goal", WhyForm, _goal(goals.reopen), "weer"),
        Deed(
            "afspraak",
            Command.AGREE,
            "goal",
            AgreeForm,
            lambda facts, _about, data: agreements.agree(**facts, new=data["new"]),
            "afspraak",
        ),
        Deed(
            "veiligheid",
            Command.PROTECT,
            "",
            SafetyForm,
            lambda facts, _about, data: agreements.agree(**facts, new=data["new"]),
            "veiligheid",
        ),
        Deed("gedaan", Command.DONE, "agreement", SawForm, _agreement(agreements.tick_off), "gedaan"),
        Deed("niet-gedaan", Command.NOT_DONE, "agreement", WhyForm, _agreement(agreements.give_up), "niet-gedaan"),
        Deed(
            "wijzig",
            Command.CHANGE,
            "agreement",
            AgreeForm,
            lambda facts, about, data: agreements.change_it(**facts, agreement=about or NOTHING, new=data["new"]),
            "gewijzigd",
        ),
        Deed("toch", Command.REOPEN, "agreement", WhyForm, _agreement(agreements.reopen), "weer"),
    )
}
BY_COMMAND = {deed.command: deed for deed in ALL.values()}


def act(deed: Deed, form: PlanForm) -> object:
    """Do it, with what the form holds."""
    data = dict(form.cleaned_data)
    if isinstance(form, _AgreementForm):
        data["new"] = form.new()
    facts = {"by": acting_actor(), "case": form.whole.row.case, "version": data["versie"]}
    return deed.act(facts, form.about, data)
