"""What can be done with a case, each with its form. Which of them stand on the page, the table of states says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.cases.actions import directing, handing_over, involving, life
from tandem.cases.data import Command, Domain, Part
from tandem.cases.definitions import domain_of, domains
from tandem.cases.queries import Whole
from tandem.casework import desks
from tandem.casework.data import Refusal, RefusalReason
from tandem.decisions.actions import disagreeing
from tandem.platform import clock, context
from tandem.register import organisations, people
from tandem.web.cases import words
from tandem.web.casework.words import REFUSALS
from tandem.web.deeds import SeenForm
from tandem.web.disclosures.shown import function_name

Act = Callable[[Whole, dict[str, Any]], None]
LONG = forms.Textarea(attrs={"rows": 4})


StepForm = SeenForm[Whole]


class WordsForm(StepForm):
    woorden = forms.CharField(label=gettext_lazy("Waarom?"), max_length=4000, widget=LONG)


class AddForm(StepForm):
    woorden = forms.CharField(label=gettext_lazy("Wat wil je aanvullen?"), max_length=4000, widget=LONG)


class DisagreeForm(StepForm):
    woorden = forms.CharField(
        label=gettext_lazy("Waarover zijn jullie het oneens?"),
        max_length=4000,
        widget=LONG,
        help_text=gettext_lazy("De andere regisseur leest dit ook. De casus gaat meteen op de ladder."),
    )


class SettleForm(StepForm):
    woorden = forms.CharField(label=gettext_lazy("Wat spreken jullie af?"), max_length=4000, widget=LONG)


class DirectForm(StepForm):
    """Who directs: of those who take part in a function that can. Who does not hold the case chooses only herself."""

    wie = forms.ChoiceField(label=gettext_lazy("Wie neemt de regie?"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        self.choose("wie", list(_who_can_direct(self.whole)))


def _who_can_direct(whole: Whole) -> list[tuple[str, str]]:
    """'EDUCATION hat' → who, for each side that is at work; herself first."""
    now, found = context.current(), []
    at_work = [one for one in whole.participants if one.until is None and not one.knows_only and one.domain]
    own = domain_of(now.function or "")
    if now.hat is not None and any(one.domain is own and one.function == now.function for one in at_work):
        found.append((f"{own} {now.hat}", f"{gettext('Ik')} ({str(words.DOMAINS[Domain(own or '')]).lower()})"))
    if Part.HOLDER not in whole.parts:
        return found
    places = {one.organisation for one in at_work}
    codes = {one.function for one in at_work} & set(domains())
    names = people.colleagues(actor=acting_actor(), organisations=places, functions=codes)
    for card in people.in_functions(actor=acting_actor(), memberships=names):
        domain = domain_of(card.function)
        if domain is not None and card.membership != now.hat:
            about = f"{function_name(card.function)}, {card.organisation.name}"
            found.append((f"{domain} {card.membership}", f"{card.person.full} ({about})"))
    return found


class LeaveForm(WordsForm):
    wie = forms.ChoiceField(label=gettext_lazy("Wie doet niet meer mee?"), widget=forms.RadioSelect)
    field_order = ("wie", "woorden")

    def prepare(self) -> None:
        here = [one for one in self.whole.participants if one.until is None]
        names = organisations.briefs({one.organisation for one in here})
        self.choose(
            "wie", [(str(one.id), f"{names[one.organisation].name}: {function_name(one.function)}") for one in here]
        )


class RefuseForm(WordsForm):
    reden = forms.ChoiceField(
        label=gettext_lazy("Waarom neem je het niet aan?"),
        widget=forms.RadioSelect,
        choices=[(one.value, REFUSALS[one]) for one in RefusalReason],
    )
    gemeente = forms.ChoiceField(label=gettext_lazy("Welke gemeente is verantwoordelijk?"), required=False)
    juiste = forms.ChoiceField(label=gettext_lazy("Welke organisatie doet dit wel?"), required=False)
    field_order = ("reden", "gemeente", "juiste", "woorden")

    def prepare(self) -> None:
        towns, mine = organisations.municipalities_on(clock.today()), set(context.current().principals)
        self.choose("gemeente", [("", "–"), *((one.code, one.name) for one in towns)])
        self.choose("juiste", [("", "–"), *((str(k.id), k.name) for k in desks.who_can_take() if k.id not in mine)])


@dataclass(frozen=True, slots=True)
class Deed:
    """`form` StepForm: only a button. `done`: the word in the address that says what was done."""

    slug: str
    command: Command
    act: Act
    done: str
    form: type[StepForm] = StepForm

    @property
    def verb(self) -> str:
        return str(words.VERBS[self.command])

    @property
    def at_once(self) -> bool:
        return self.form is StepForm


def _simple(action: Callable[..., object], *, says: bool = False) -> Act:
    """An action that takes the case, and with `says` what the form says."""

    def act(whole: Whole, data: dict[str, Any]) -> None:
        action(by=acting_actor(), id=whole.row.id, **({"words": data["woorden"]} if says else {}))

    return act


def _direct(whole: Whole, data: dict[str, Any]) -> None:
    domain, hat = data["wie"].split()
    directing.direct(by=acting_actor(), id=whole.row.id, domain=Domain(domain), hat=UUID(hat))


def _leave(whole: Whole, data: dict[str, Any]) -> None:
    involving.leave(by=acting_actor(), id=whole.row.id, participant=UUID(data["wie"]), words=data["woorden"])


def _refuse(whole: Whole, data: dict[str, Any]) -> None:
    right = UUID(data["juiste"]) if data["juiste"] else None
    handing_over.refuse(
        by=acting_actor(),
        id=whole.row.id,
        refusal=Refusal(RefusalReason(data["reden"]), data["woorden"], right_one=right, municipality=data["gemeente"]),
        coordinator=desks.coordinator_of(whole.row.place),
        municipalities={one.code for one in organisations.municipalities_on(clock.today())},
    )


DEEDS = {
    deed.slug: deed
    for deed in (
        Deed("aannemen", Command.ACCEPT, _simple(handing_over.accept), "aangenomen"),
        Deed("afwijzen", Command.REFUSE, _refuse, "afgewezen", RefuseForm),
        Deed("tekenen", Command.SIGN, _simple(directing.sign), "getekend"),
        Deed("regie", Command.DIRECT, _direct, "regie", DirectForm),
        Deed("eens", Command.SETTLE, _simple(directing.settle, says=True), "eens", SettleForm),
        Deed("aanvullen", Command.ADD, _simple(life.add, says=True), "aangevuld", AddForm),
        Deed("oneens", Command.DISAGREE, _simple(disagreeing.disagree, says=True), "oneens", DisagreeForm),
        Deed("weg", Command.LEAVE, _leave, "weg", LeaveForm),
        Deed("intrekken", Command.REVOKE, _simple(handing_over.revoke, says=True), "ingetrokken", WordsForm),
        Deed("afsluiten", Command.CLOSE, _simple(life.close, says=True), "afgesloten", WordsForm),
        Deed("heropenen", Command.REOPEN, _simple(life.reopen, says=True), "heropend", WordsForm),
    )
}
