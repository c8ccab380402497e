"""What is asked of the directory. Words are posted: what somebody searches belongs in no address and no log."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from tandem.directory.data import MOST_COMPARED, Delivery, OfferKind, OfferQuestion, Setting, Theme
from tandem.web.directory import words
from tandem.web.forms import HouseForm

CODES = ("soort", "thema", "school", "plek", "cluster", "gemeente", "leeftijd", "direct", "oud", "pagina")
MOST_PAGES = 1_000


def _several(codes: Iterable[str], names: words.Words, label: Any) -> forms.MultipleChoiceField:
    choices = [(str(code), names[code]) for code in codes]
    return forms.MultipleChoiceField(required=False, choices=choices, label=label, widget=forms.CheckboxSelectMultiple)


class SearchForm(HouseForm):
    buttons: ClassVar[frozenset[str]] = frozenset({"vorm"})

    q = forms.CharField(required=False, max_length=100, label=gettext_lazy("Waar zoek je hulp voor?"))
    gemeente = forms.ChoiceField(required=False, label=gettext_lazy("Gemeente"))
    leeftijd = forms.IntegerField(required=False, min_value=0, max_value=27, label=gettext_lazy("Leeftijd"))
    soort = _several(OfferKind, words.KINDS, gettext_lazy("Soort aanbod"))
    thema = _several(Theme, words.THEMES, gettext_lazy("Thema"))
    school = _several(Setting, words.SETTINGS, gettext_lazy("Soort school of opvang"))
    plek = _several(Delivery, words.DELIVERED, gettext_lazy("Waar het gegeven wordt"))
    cluster = forms.MultipleChoiceField(
        required=False,
        choices=[(code, gettext_lazy("Cluster {}").format(code)) for code in "1234"],
        label=gettext_lazy("Cluster"),
        widget=forms.CheckboxSelectMultiple,
    )
    direct = forms.BooleanField(required=False, label=gettext_lazy("Alleen waar je direct terecht kunt"))
    oud = forms.BooleanField(required=False, label=gettext_lazy("Ook wat langer dan een jaar niet is bevestigd"))
    pagina = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES, widget=forms.HiddenInput)

    def __init__(self, municipalities: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", gettext("alle gemeenten")), *municipalities]
        self.fields["gemeente"].choices = choices  # type: ignore[attr-defined]
        self.fields["gemeente"].widget.attrs["class"] = "utrecht-textbox utrecht-textbox--html-input"

    def question(self) -> OfferQuestion:
        """Of a valid form; of another the question without any choice."""
        if not self.is_bound or not self.is_valid():
            return OfferQuestion()
        said = self.cleaned_data
        return OfferQuestion(
            text=said["q"].strip(),
            kinds=tuple(map(OfferKind, said["soort"])),
            themes=tuple(map(Theme, said["thema"])),
            settings=tuple(map(Setting, said["school"])),
            delivered=tuple(map(Delivery, said["plek"])),
            clusters=tuple(map(int, said["cluster"])),
            municipality=said["gemeente"],
            age=said["leeftijd"],
            direct=said["direct"],
            also_old=said["oud"],
        )

    @property
    def page(self) -> int:
        return (self.cleaned_data.get("pagina") or 1) if self.is_bound and self.is_valid() else 1


def codes_in(address: QueryDict) -> QueryDict | None:
    """The codes that an address may hold: never words. None when it holds none."""
    found = QueryDict(mutable=True)
    for name in CODES:
        if name in address:
            found.setlist(name, address.getlist(name))
    return found or None


class CompareForm(HouseForm):
    aanbod = forms.MultipleChoiceField(label=gettext_lazy("Aanbod"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["aanbod"].choices = []  # type: ignore[attr-defined]
        self.fields["aanbod"].valid_value = lambda _value: True  # type: ignore[attr-defined]

    def clean_aanbod(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["aanbod"]))
        if not 2 <= len(chosen) <= MOST_COMPARED:
            raise forms.ValidationError(gettext("Kies er twee, drie of vier om te vergelijken."))
        return chosen


class SuggestionForm(HouseForm):
    tekst = forms.CharField(
        label=gettext_lazy("Wat klopt er niet?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Schrijf geen namen en niets over een kind. Wij bewaren niet wie je bent."),
    )


class SchoolForm(HouseForm):
    q = forms.CharField(label=gettext_lazy("Naam, plaats of BRIN van de school"), max_length=100)
