"""The forms of an owner of offers and good examples. Names of fields are Dutch: they stand in the page that is sent."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.directory.data import (
    Decides,
    Delivery,
    DirectContact,
    Evidence,
    Example,
    Funding,
    OfferFacts,
    OfferKind,
    Setting,
    Theme,
)
from tandem.register.administration.data import Unit
from tandem.register.bulk.rules import cells
from tandem.web.directory import words
from tandem.web.forms import HouseForm
from tandem.web.organisation.forms import Cell, Day

# How the rules name a field → how the form does.
FIELDS = {
    "organisation": "organisatie", "themes": "thema", "settings": "school", "delivered": "plek",
    "age_to": "leeftijd_tot", "valid_until": "laatste_dag", "municipalities": "gemeenten", "postcodes": "postcodes",
    "postcode": "postcode", "capacity": "plekken", "waiting_weeks": "wachttijd", "waiting_on": "wachttijd_op",
    "description": "beschrijving",
}  # fmt: skip
# And how a field of an offer is called on the form, for two texts side by side.
NAMES = {name: field for name, field in FIELDS.items() if name != "organisation"} | {
    "name": "naam", "summary": "kort", "kind": "soort", "age_from": "leeftijd_van", "decides": "beslist",
    "apply": "aanmelden", "clusters": "cluster", "funding": "betaalt", "funding_note": "betaalt_toelichting",
    "phone": "telefoon", "website": "website", "evidence": "bewijs", "evidence_note": "bewijs_toelichting",
    "valid_from": "vanaf",
}  # fmt: skip


def _one(codes: Iterable[str], names: words.Words, label: Any) -> forms.ChoiceField:
    choices = [("", gettext_lazy("Kies")), *((str(code), names[code]) for code in codes)]
    return forms.ChoiceField(choices=choices, label=label)


def _many(codes: Iterable[str], names: words.Words, label: Any, *, required: bool = True) -> forms.MultipleChoiceField:
    choices = [(str(code), names[code]) for code in codes]
    return forms.MultipleChoiceField(
        choices=choices, label=label, required=required, widget=forms.CheckboxSelectMultiple
    )


def _text(label: Any, *, most: int, rows: int = 0, required: bool = False, **options: Any) -> forms.CharField:
    if rows:
        options["widget"] = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, **options)


class OfferForm(HouseForm):
    """The fixed form of an offer. `versie`: the one that was opened."""

    organisatie = forms.ChoiceField(label=gettext_lazy("Organisatie"))
    naam = _text(gettext_lazy("Naam"), most=100, required=True)
    kort = _text(gettext_lazy("In één zin: wat is het?"), most=200, required=True)
    beschrijving = _text(gettext_lazy("Beschrijving"), most=2_000, rows=4)
    soort = _one(OfferKind, words.KINDS, gettext_lazy("Soort aanbod"))
    thema = _many(Theme, words.THEMES, gettext_lazy("Thema"))
    school = _many(Setting, words.SETTINGS, gettext_lazy("Soort school of opvang"))
    cluster = _many("1234", {code: code for code in "1234"}, gettext_lazy("Cluster"), required=False)
    leeftijd_van = forms.IntegerField(label=gettext_lazy("Leeftijd van"), min_value=0, max_value=27)
    leeftijd_tot = forms.IntegerField(label=gettext_lazy("Leeftijd tot en met"), min_value=0, max_value=27)
    plek = _many(Delivery, words.DELIVERED, gettext_lazy("Waar het gegeven wordt"))
    gemeenten = forms.MultipleChoiceField(
        label=gettext_lazy("Gemeenten"), required=False, help_text=gettext_lazy("Kies niets als het overal is.")
    )
    postcodes = _text(gettext_lazy("Alleen deze postcodes"), most=200, help_text=gettext_lazy("Zoals 2611-2614, 2616."))
    postcode = _text(
        gettext_lazy("Postcode waar het gegeven wordt"), most=4, help_text=gettext_lazy("Alleen de vier cijfers.")
    )
    plekken = forms.IntegerField(label=gettext_lazy("Aantal plekken"), required=False, min_value=0, max_value=100_000)
    wachttijd = forms.IntegerField(label=gettext_lazy("Wachttijd in weken"), required=False, min_value=0, max_value=260)
    wachttijd_op = Day(label=gettext_lazy("Deze wachttijd gold op"), required=False)
    beslist = _one(Decides, words.DECIDES, gettext_lazy("Wie beslist of iemand mag meedoen"))
    betaalt = _many(Funding, words.FUNDING, gettext_lazy("Wie betaalt"), required=False)
    betaalt_toelichting = _text(gettext_lazy("Toelichting bij de betaling"), most=200)
    aanmelden = _text(gettext_lazy("Hoe meld je aan?"), most=500, rows=2, required=True)
    telefoon = Cell(cells.phone, label=gettext_lazy("Algemeen telefoonnummer"), required=False)
    website = _text(gettext_lazy("Website"), most=200)
    direct_wie = _text(
        gettext_lazy("Direct contact: functie of balie"), most=100, help_text=gettext_lazy("Geen naam van een persoon.")
    )
    direct_telefoon = Cell(
        cells.phone,
        label=gettext_lazy("Direct nummer"),
        required=False,
        help_text=gettext_lazy("Alleen professionals zien dit."),
    )
    direct_email = Cell(cells.email, label=gettext_lazy("Direct e-mailadres"), required=False)
    bewijs = _one(Evidence, words.EVIDENCE, gettext_lazy("Wat werkt: wat is erover bekend?"))
    bewijs_toelichting = _text(gettext_lazy("Bron of toelichting"), most=300)
    vanaf = Day(label=gettext_lazy("Bestaat vanaf"))
    laatste_dag = Day(label=gettext_lazy("Laatste dag"), required=False)
    versie = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, units: Sequence[Unit], towns: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisatie"].choices = [(str(unit.id), unit.label) for unit in units]  # type: ignore[attr-defined]
        self.fields["gemeenten"].choices = list(towns)  # type: ignore[attr-defined]
        self.fields["gemeenten"].widget.attrs["size"] = 8
        if len(units) == 1:
            self.fields["organisatie"].widget = forms.HiddenInput()
            self.fields["organisatie"].initial = str(units[0].id)

    def clean_organisatie(self) -> UUID:
        return UUID(self.cleaned_data["organisatie"])

    def facts(self) -> OfferFacts:
        said = self.cleaned_data
        last: date | None = said["laatste_dag"]
        return OfferFacts(
            name=said["naam"],
            kind=OfferKind(said["soort"]),
            summary=said["kort"],
            description=said["beschrijving"],
            themes=tuple(map(Theme, said["thema"])),
            settings=tuple(map(Setting, said["school"])),
            clusters=tuple(map(int, said["cluster"])),
            age_from=said["leeftijd_van"],
            age_to=said["leeftijd_tot"],
            delivered=tuple(map(Delivery, said["plek"])),
            municipalities=tuple(said["gemeenten"]),
            postcodes=tuple(_range(part) for part in re.split(r"[,;]", said["postcodes"]) if part.strip()),
            postcode=said["postcode"],
            capacity=said["plekken"],
            waiting_weeks=said["wachttijd"],
            waiting_on=said["wachttijd_op"],
            decides=Decides(said["beslist"]),
            funding=tuple(map(Funding, said["betaalt"])),
            funding_note=said["betaalt_toelichting"],
            apply=said["aanmelden"],
            phone=said["telefoon"],
            website=said["website"],
            evidence=Evidence(said["bewijs"]),
            evidence_note=said["bewijs_toelichting"],
            valid_from=said["vanaf"],
            valid_until=last + timedelta(days=1) if last else None,
        )

    def contact(self) -> DirectContact:
        said = self.cleaned_data
        return DirectContact(said["direct_wie"], said["direct_telefoon"], said["direct_email"])


def initial_of(facts: OfferFacts, contact: DirectContact, version: int, organisation: UUID) -> dict[str, Any]:
    """What the form holds when an offer is opened."""
    values = {field: getattr(facts, name) for name, field in NAMES.items()}
    last = facts.valid_until
    return values | {
        "organisatie": str(organisation),
        "postcodes": ", ".join(facts.postcodes),
        "cluster": [str(code) for code in facts.clusters],
        "laatste_dag": last - timedelta(days=1) if last else None,
        "direct_wie": contact.role,
        "direct_telefoon": contact.phone,
        "direct_email": contact.email,
        "versie": version,
    }


class EndOfferForm(HouseForm):
    laatste_dag = Day(
        label=gettext_lazy("Laatste dag"), required=False, help_text=gettext_lazy("Leeg: het stopt vandaag.")
    )


class AnswerForm(HouseForm):
    antwoord = _text(
        gettext_lazy("Wat heb je ermee gedaan?"), most=300, help_text=gettext_lazy("Voor jezelf en je collega's.")
    )


class ExampleForm(HouseForm):
    organisatie = forms.ChoiceField(label=gettext_lazy("Organisatie"))
    titel = _text(gettext_lazy("Titel"), most=100, required=True)
    wat = _text(gettext_lazy("Wat is het?"), most=200, required=True)
    vorm = _text(gettext_lazy("Vorm"), most=200, required=True, help_text=gettext_lazy("Zoals: pilot, project, OJA."))
    gemeenten = forms.MultipleChoiceField(label=gettext_lazy("Gemeenten"), required=False)
    soort_school = _many(Setting, words.SETTINGS, gettext_lazy("Soort school of opvang"), required=False)
    scholen = _text(gettext_lazy("Scholen"), most=300, help_text=gettext_lazy("Met komma's ertussen."))
    aanbieders = _text(gettext_lazy("Aanbieders"), most=300, help_text=gettext_lazy("Met komma's ertussen."))
    betaalt = _text(gettext_lazy("Wie betaalt"), most=300)
    verrekening = _text(gettext_lazy("Verrekening"), most=300)
    periode = _text(gettext_lazy("Periode"), most=100)
    doel = _text(gettext_lazy("Doel en doelgroep"), most=500, rows=2)
    geleerd = _text(gettext_lazy("Wat is geleerd"), most=1_000, rows=3)
    hielp = _text(gettext_lazy("Hielp het?"), most=500, rows=2)
    contact = _text(
        gettext_lazy("Contact"), most=200, help_text=gettext_lazy("Een functie of balie, geen naam van een persoon.")
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, units: Sequence[Unit], towns: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisatie"].choices = [(str(unit.id), unit.label) for unit in units]  # type: ignore[attr-defined]
        self.fields["gemeenten"].choices = list(towns)  # type: ignore[attr-defined]
        self.fields["gemeenten"].widget.attrs["size"] = 8
        if len(units) == 1:
            self.fields["organisatie"].widget = forms.HiddenInput()
            self.fields["organisatie"].initial = str(units[0].id)

    def clean_organisatie(self) -> UUID:
        return UUID(self.cleaned_data["organisatie"])

    def facts(self) -> Example:
        said = self.cleaned_data
        return Example(
            key="",
            title=said["titel"],
            product=said["wat"],
            form=said["vorm"],
            municipalities=tuple(said["gemeenten"]),
            settings=tuple(map(Setting, said["soort_school"])),
            schools=_listed(said["scholen"]),
            providers=_listed(said["aanbieders"]),
            funding=said["betaalt"],
            settlement=said["verrekening"],
            period=said["periode"],
            target=said["doel"],
            learnt=said["geleerd"],
            evaluation=said["hielp"],
            contact=said["contact"],
        )


def example_initial(found: Example) -> dict[str, Any]:
    return {
        "organisatie": str(found.organisation.id) if found.organisation else "",
        "titel": found.title,
        "wat": found.product,
        "vorm": found.form,
        "gemeenten": list(found.municipalities),
        "soort_school": [str(code) for code in found.settings],
        "scholen": ", ".join(found.schools),
        "aanbieders": ", ".join(found.providers),
        "betaalt": found.funding,
        "verrekening": found.settlement,
        "periode": found.period,
        "doel": found.target,
        "geleerd": found.learnt,
        "hielp": found.evaluation,
        "contact": found.contact,
        "versie": found.version,
    }


def _range(text: str) -> str:
    """'2611 – 2614' as '2611-2614'."""
    return re.sub(r"\s*[-–]\s*", "-", text.strip())


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def yours_and_theirs(form: HouseForm, differing: Iterable[str]) -> tuple[str, ...]:
    """The labels of the fields that somebody else filled in otherwise."""
    return tuple(str(form.fields[NAMES[name]].label) for name in differing if NAMES.get(name) in form.fields) or (
        gettext("Niets verschilt: kies Bewaar om het te bevestigen."),
    )
