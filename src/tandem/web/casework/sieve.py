"""How a worklist is shown: which rows and in which order. Kept per person and list, so it holds tomorrow too."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from tandem.casework.data import OPEN, State, Urgency
from tandem.casework.queries import ORDERS, Filter
from tandem.web.casework import words
from tandem.web.forms import HouseForm

ANY = ("", gettext_lazy("alle"))
COLUMNS = (
    ("name", gettext_lazy("waarover")),
    ("school", gettext_lazy("school")),
    ("state", gettext_lazy("stand")),
    ("urgency", gettext_lazy("hoe snel")),
    ("raised", gettext_lazy("gemeld")),
    ("due", gettext_lazy("termijn")),
)


class SieveForm(HouseForm):
    """`sorteer` is the button above a column; `bewaar` keeps the choice under a name."""

    buttons: ClassVar[frozenset[str]] = frozenset({"sorteer", "toon", "bewaar"})

    stap = forms.CharField(widget=forms.HiddenInput, initial="zeef")
    snel = forms.ChoiceField(
        label=gettext_lazy("Hoe snel"),
        required=False,
        choices=[ANY, *((one.value, words.URGENCIES[one]) for one in Urgency)],
    )
    stand = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        required=False,
        choices=[ANY, *((one.value, words.STATES[one]) for one in State if one in OPEN)],
    )
    niemand = forms.BooleanField(label=gettext_lazy("nog niemand doet het"), required=False)
    laat = forms.BooleanField(label=gettext_lazy("te laat"), required=False)
    nieuw = forms.BooleanField(label=gettext_lazy("nieuw voor mij"), required=False)
    volgorde = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    naam = forms.CharField(label=gettext_lazy("Bewaar als"), required=False, max_length=40)

    @property
    def choice(self) -> dict[str, str]:
        """What is kept: only what differs from usual."""
        data = self.cleaned_data
        order = self.data.get("sorteer") or data["volgorde"]
        kept = {"urgency": data["snel"], "state": data["stand"], "order": order if order.strip("-") in ORDERS else ""}
        kept |= {name: "1" for name, field in FLAGS if data[field]}
        return {name: value for name, value in kept.items() if value}


class ViewForm(HouseForm):
    """A view that was kept: `kies` shows it, `weg` throws it away; the button carries its name."""

    buttons: ClassVar[frozenset[str]] = frozenset({"kies", "weg"})

    stap = forms.CharField(widget=forms.HiddenInput, initial="weergave")


FLAGS = (("free", "niemand"), ("overdue", "laat"), ("unseen", "nieuw"))


def filter_of(kept: Mapping[str, str], asked: Mapping[str, str]) -> Filter:
    """What was kept; a link of a counter may ask for something else just this once."""
    once = {name: "1" for name, field in FLAGS if asked.get(field) == "1"}
    kept = once or kept
    number = asked.get("blad", "1")
    order = kept.get("order", "due")
    return Filter(
        urgency=Urgency(kept["urgency"]) if kept.get("urgency") in set(Urgency) else None,
        state=State(kept["state"]) if kept.get("state") in set(State) else None,
        **{name: name in kept for name, _ in FLAGS},
        order=order if order.strip("-") in ORDERS else "due",
        page=max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
    )


def chosen_of(chosen: Filter) -> dict[str, object]:
    """The filter as the form starts with it."""
    return {
        "snel": chosen.urgency.value if chosen.urgency else "",
        "stand": chosen.state.value if chosen.state else "",
        "niemand": chosen.free,
        "laat": chosen.overdue,
        "nieuw": chosen.unseen,
        "volgorde": chosen.order,
    }


def sorting(order: str) -> dict[str, tuple[str, str, str]]:
    """Per column: its name, what its button asks, and how it is sorted now ('ascending', 'descending' or '')."""
    found = {}
    for key, name in COLUMNS:
        now = "ascending" if order == key else "descending" if order == f"-{key}" else ""
        found[key] = (str(name), f"-{key}" if now == "ascending" else key, now)
    return found
