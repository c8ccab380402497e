"""Handing over: whom the desk names, who will see what, and the offer. Nothing moves before the other accepts."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.casework import desks
from tandem.casework.actions import handing_over
from tandem.casework.actions.step import expect
from tandem.casework.data import Command
from tandem.casework.queries import Whole
from tandem.casework.rules.baton import MOST_REFUSALS
from tandem.platform import context
from tandem.register import organisations
from tandem.web.access import professional
from tandem.web.casework import shown
from tandem.web.casework.concern import again, did_before, known, only_author
from tandem.web.casework.deeds import LONG, DeedForm
from tandem.web.casework.desk_answer import named_by_desk
from tandem.web.casework.frame import onward, page, tried
from tandem.web.casework.letting_read import Reading, Way, disclosed, fields_of, reading_of
from tandem.web.desk.shown import say
from tandem.web.disclosures.views import blocks
from tandem.web.forms import HouseForm, submitted


class ToForm(HouseForm):
    """To whom. The button of the desk's answer carries its organisation; else it is chosen."""

    buttons = frozenset({"direct"})
    stap = forms.CharField(widget=forms.HiddenInput, initial="kies")
    naar = forms.ChoiceField(label=gettext_lazy("Naar een andere organisatie"), required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["naar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *places]
        field.required = "direct" not in self.data
        field.error_messages["required"] = gettext("Kies een organisatie.")
        self.known = dict(places)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["naar"] = self.data.get("direct") or cleaned.get("naar")
        if cleaned["naar"] not in self.known and not self.has_error("naar"):
            self.add_error("naar", gettext("Kies een organisatie."))
        return cleaned


class OfferForm(DeedForm):
    """The offer. `delen` stands there only when there is something to choose."""

    stap = forms.CharField(widget=forms.HiddenInput, initial="geef")
    naar = forms.CharField(widget=forms.HiddenInput)
    gezien = forms.CharField(widget=forms.HiddenInput, required=False)
    woorden = forms.CharField(label=gettext_lazy("Waarom geef je dit door?"), max_length=4000, widget=LONG)
    delen = forms.ChoiceField(
        label=gettext_lazy("Mag de ander het signaal lezen?"),
        widget=forms.RadioSelect,
        choices=[
            ("ja", gettext_lazy("Ja, zoals hierboven staat")),
            ("nee", gettext_lazy("Nee: de ander ziet dat er een signaal is, en geen woord ervan")),
        ],
    )

    def __init__(self, *args: Any, reading: Reading, **options: Any) -> None:
        self.reading = reading
        super().__init__(*args, **options)

    def prepare(self) -> None:
        if self.reading.way is not Way.READY:
            del self.fields["delen"]
        self.fields |= fields_of(self.reading)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, concern: UUID) -> HttpResponse:
    """First to whom; then who sees what, and the offer."""
    whole = known(concern, words=False)
    if only_author(whole):
        raise Http404
    if request.POST.get("stap") == "geef":
        return _give(request, whole)
    if request.method != "POST" and Command.OFFER not in whole.commands:
        return onward(f"signalen/{concern}/")
    form = ToForm(submitted(request), places=_places(whole))
    if form.is_valid():
        return _offer(request, whole, UUID(form.cleaned_data["naar"]))
    return _choose(request, whole, form)


def _places(whole: Whole) -> list[tuple[str, str]]:
    """Where somebody can take it; after two refusals only the coordinator."""
    mine = set(context.current().principals)
    if whole.refused >= MOST_REFUSALS:
        key = desks.coordinator_of(whole.row.school)
        return [(str(key), found.name) for key, found in organisations.briefs([key]).items()]
    return [(str(one.id), _name(one)) for one in desks.who_can_take() if one.id not in mine]


def _name(place: Any) -> str:
    return ", ".join(filter(None, (place.name, place.municipality_name)))


def _choose(request: HttpRequest, whole: Whole, form: ToForm) -> HttpResponse:
    third = whole.refused >= MOST_REFUSALS
    return page(
        request,
        "hand_over",
        status=form.status,
        form=form,
        about=shown.title(whole),
        concern=whole.row.id,
        third=third,
        coordinator=_places(whole)[0] if third else None,
        named=() if third else [(one, say(one.role), say(one.why)) for one in named_by_desk(whole, form.known)],
    )


def _offer(
    request: HttpRequest, whole: Whole, to: UUID, form: OfferForm | None = None, reading: Reading | None = None
) -> HttpResponse:
    reading = reading or reading_of(whole, to)
    seen = {"gezien": reading.seen.as_of.isoformat()} if reading.seen else {}
    form = form or OfferForm(whole=whole, reading=reading, initial={"naar": str(to), **seen})
    name = organisations.briefs([to])[to].name
    return page(
        request,
        "offer",
        status=form.status,
        form=form,
        to=name,
        about=shown.title(whole),
        concern=whole.row.id,
        child=whole.child,
        reading=reading,
        preview=blocks(reading.seen.content) if reading.seen else None,
        third=whole.refused >= MOST_REFUSALS,
    )


def _give(request: HttpRequest, whole: Whole) -> HttpResponse:
    try:
        to = UUID(request.POST.get("naar", ""))
    except ValueError:
        raise Http404 from None
    if to not in organisations.briefs([to]):
        raise Http404
    reading = reading_of(whole, to)
    form = OfferForm(submitted(request), whole=whole, reading=reading)
    if form.is_valid() and (tried(form, lambda: _do(whole, to, reading, form)) or _was_done(whole, form)):
        third = whole.refused >= MOST_REFUSALS
        return onward(f"signalen/{whole.row.id}/", "overgedragen" if third else "aangeboden")
    if form.conflict:
        return again(request, whole, form, title=gettext("Geef door"), button=gettext("Geef door"))
    return _offer(request, whole, to, form, reading)


def _was_done(whole: Whole, form: OfferForm) -> bool:
    return form.conflict and did_before(known(whole.row.id), Command.OFFER)


def _do(whole: Whole, to: UUID, reading: Reading, form: OfferForm) -> None:
    expect(whole.row.id, form.cleaned_data["versie"])
    handing_over.offer(
        by=acting_actor(),
        id=whole.row.id,
        to=to,
        words=form.cleaned_data["woorden"],
        coordinator=desks.coordinator_of(whole.row.school),
        active=desks.active([to]),
        disclosure=disclosed(reading, form.cleaned_data),
    )
