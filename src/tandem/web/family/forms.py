"""Forms of who works on the case with the family."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.children.data import Child
from tandem.family.data import Audience, Sort, Voice
from tandem.family.definitions import ages_at
from tandem.family.rules import years_on
from tandem.platform import clock
from tandem.sharing.consenting import queries as consenting
from tandem.sharing.consenting.data import Authority
from tandem.sharing.queries import file_of
from tandem.sharing.records import Authenticity
from tandem.web.disclosures.shown import GIVERS
from tandem.web.family import words
from tandem.web.forms import HouseForm
from tandem.web.shielding import shielded

LONG = forms.Textarea(attrs={"rows": 6})


class AboutForm(HouseForm):
    """Of a child: no word of it leads to an address that is secret."""

    def __init__(self, *args: Any, child: Child, **options: Any) -> None:
        super().__init__(*args, **options)
        self.child = child
        self.ages = ages_at(years_on(child.birth_date, clock.today()))
        self.prepare()

    def prepare(self) -> None:
        """What depends on the child."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        shielded(self, self.child.id)
        return cleaned

    def authorities(self) -> tuple[Authority, ...]:
        file = file_of(self.child.id)
        if file is None:
            return ()
        return consenting.authorities_of(acting_actor(), child=self.child.id, file=file, on=clock.today())


class InviteForm(AboutForm):
    """Who comes in: of those whose authority stands in the own file, checked; and the young person from 12 on."""

    YOUNG = "jongere"
    wie = forms.ChoiceField(label=gettext_lazy("Wie nodig je uit?"), widget=forms.RadioSelect)
    nobody = False

    def prepare(self) -> None:
        found = self.authorities()
        contested = any(one.contested for one in found)
        known = [one for one in found if one.source is not Authenticity.UNKNOWN and not contested and self.ages.parents]
        choices = [(str(one.id), f"{one.name} ({GIVERS[one.giver]})") for one in known]
        if self.ages.young:
            choices.append((self.YOUNG, f"{self.child.given_name} ({gettext('de jongere zelf')})"))
        self.nobody = not choices
        field = self.fields["wie"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class ReleaseForm(AboutForm):
    soort = forms.ChoiceField(
        label=gettext_lazy("Wat is het?"),
        widget=forms.RadioSelect,
        choices=[(one.value, words.SORTS[one]) for one in Sort],
    )
    titel = forms.CharField(label=gettext_lazy("Waarover gaat het?"), max_length=80, required=False)
    tekst = forms.CharField(
        label=gettext_lazy("Wat leest het gezin?"),
        max_length=4000,
        widget=LONG,
        help_text=gettext_lazy("Korte zinnen, gewone woorden. Schrijf aan de ouders: u."),
    )
    wie = forms.ChoiceField(
        label=gettext_lazy("Wie leest het?"),
        widget=forms.RadioSelect,
        initial=Audience.BOTH.value,
        choices=[(one.value, words.AUDIENCES[one]) for one in Audience],
    )
    nagelezen = forms.BooleanField(
        label=gettext_lazy("Er staat niets in over een andere ouder, over wie iets meldde, of over een geheim adres.")
    )

    def prepare(self) -> None:
        if not self.ages.young:
            del self.fields["wie"]

    def clean(self) -> dict[str, Any]:
        """Both parents read it, so it names neither."""
        cleaned = super().clean()
        for name in ("titel", "tekst"):
            said = str(cleaned.get(name, "")).casefold()
            if said and any(one.name.casefold() in said for one in self.authorities()):
                self.add_error(name, gettext("Hierin staat de naam van een ouder. De andere ouder leest dit ook."))
        return cleaned


class WhyForm(AboutForm):
    woorden = forms.CharField(label=gettext_lazy("Waarom?"), max_length=1000, widget=LONG)


class AnswerForm(AboutForm):
    woorden = forms.CharField(
        label=gettext_lazy("Wat antwoord je?"),
        max_length=4000,
        widget=LONG,
        help_text=gettext_lazy("Alleen wie het vroeg, leest dit antwoord, en wie aan de casus werkt."),
    )


class SayForm(HouseForm):
    """Of the family. `key`: sent twice, it is said once."""

    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    soort = forms.ChoiceField(label=gettext_lazy("Wat wilt u doen?"), widget=forms.RadioSelect)
    tekst = forms.CharField(label=gettext_lazy("Wat wilt u zeggen?"), max_length=4000, widget=LONG)

    def __init__(self, *args: Any, young: bool, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"sleutel": uuid4()}, **options})
        voices = [one for one in Voice if not (young and one is Voice.AUTHORITY)]
        field = self.fields["soort"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, words.VOICES[one]) for one in voices]
        if young:
            field.label = gettext("Wat wil je doen?")
            self.fields["tekst"].label = gettext("Wat wil je zeggen?")


class ChoiceForm(HouseForm):
    antwoord = forms.ChoiceField(
        label=gettext_lazy("Mogen de ouders meekijken?"),
        widget=forms.RadioSelect,
        choices=[("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nee"))],
    )
