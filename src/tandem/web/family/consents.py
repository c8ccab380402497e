"""Consent in the window: a question answered with yes or no, and a yes taken back."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.family import queries
from tandem.family.actions import consenting
from tandem.family.data import Asked, Capacity, Window
from tandem.platform import clock
from tandem.register import organisations
from tandem.sharing.consenting.data import Consent
from tandem.sharing.records import Outcome
from tandem.web import format as form_of
from tandem.web.access import family
from tandem.web.disclosures.shown import function_name, kind_names, purpose_of
from tandem.web.family.frame import seen
from tandem.web.family.shown import day
from tandem.web.forms import HouseForm, submitted
from tandem.web.onward import on_to

TEXT = "window-2026-1"  # the version of the text that explains consent here
both = require_http_methods(["GET", "HEAD", "POST"])


class AnswerForm(HouseForm):
    antwoord = forms.ChoiceField(
        label=gettext_lazy("Vindt u dit goed?"),
        widget=forms.RadioSelect,
        choices=[("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nee"))],
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A consent as its giver sees it; `open`: it can be taken back."""

    id: UUID
    text: str
    state: str
    open: bool


def question(one: Asked, *, young: bool) -> list[str]:
    """What is asked, sentence by sentence; what is shown is what the record of the answer rests on."""
    receiver = ", ".join(filter(None, (function_name(one.receiver_function), one.receiver)))
    asker = one.organisation or gettext("Wie aan de casus werkt")
    facts = {"asker": asker, "kinds": ", ".join(kind_names(one.kinds)), "receiver": receiver}
    return [
        gettext("%(asker)s vraagt of dit gedeeld mag worden: %(kinds)s.") % facts,
        gettext("Met: %(receiver)s.") % facts,
        gettext("Waarvoor: %(purpose)s.") % {"purpose": purpose_of(one.purpose)},
        gettext("Je mag nee zeggen. Dat heeft geen nadeel voor jou.")
        if young
        else gettext("U mag nee zeggen. Dat heeft geen nadeel voor u of uw kind."),
        gettext("Een ja geldt een jaar. Je kunt het altijd intrekken, zonder reden.")
        if young
        else gettext("Een ja geldt een jaar. U kunt het altijd intrekken, zonder reden."),
    ]


def section(window: Window) -> dict[str, Any]:
    """For the page of the window: what is asked, and what was said."""
    asked = queries.askings(acting_actor(), window=window.id)
    found = queries.said_consents(acting_actor(), window=window)
    return {"askings": [(one.id, _receiver_of(one)) for one in asked], "consents": _said(found, window)}


def _receiver_of(one: Asked) -> str:
    return ", ".join(filter(None, (function_name(one.receiver_function), one.receiver)))


def _said(found: tuple[Consent, ...], window: Window) -> list[Said]:
    hidden = queries.hides_places(window.child)
    names = organisations.briefs({one.receiver.organisation for one in found}) if not hidden else {}
    lines = []
    for one in found:
        place = names[one.receiver.organisation].name if one.receiver.organisation in names else ""
        to = ", ".join(filter(None, (function_name(one.receiver.function), place)))
        text = f"{', '.join(kind_names(one.kinds))} → {to}. {purpose_of(one.purpose)}"
        holds = one.holds(clock.today())
        lines.append(Said(one.id, text, _state(one, holds=holds), holds))
    return lines


def _state(one: Consent, *, holds: bool) -> str:
    if one.withdrawn_at is not None:
        return gettext("ingetrokken op %(day)s") % {"day": day(one.withdrawn_at)}
    if one.outcome is Outcome.REFUSED:
        return gettext("nee gezegd op %(day)s") % {"day": day(one.given_at)}
    until = {"day": form_of.day(one.until)}
    return gettext("ja, tot %(day)s") % until if holds else gettext("voorbij sinds %(day)s") % until


@family
@both
def answer(request: HttpRequest, asking: UUID) -> HttpResponse:
    one = queries.asking(acting_actor(), id=asking)
    window = queries.window(id=one.window) if one else None
    if one is None or window is None:
        raise Http404
    young = window.capacity is Capacity.YOUNG
    text = question(one, young=young)
    form = AnswerForm(submitted(request))
    if young:
        form.fields["antwoord"].label = gettext("Vind je dit goed?")
    if form.is_valid():
        consenting.answer_asking(
            by=acting_actor(),
            asking=asking,
            agrees=form.cleaned_data["antwoord"] == "ja",
            text_version=TEXT,
            text_hash=hashlib.sha256("\n".join(text).encode()).hexdigest(),
        )
        return on_to(f"/gezin/{window.id}/", "toestemming")
    return seen(request, "asking", status=form.status, form=form, window=window, text=text)


@family
@both
def take_back(request: HttpRequest, own_consent: UUID) -> HttpResponse:
    """Asks once whether she is sure; a yes that is over or was taken back is not there."""
    found = _own(own_consent)
    if found is None:
        raise Http404
    window, one = found
    form = HouseForm(submitted(request))
    if form.is_bound and form.is_valid():
        consenting.take_back_consent(by=acting_actor(), consent=own_consent, giver=one.giver)
        return on_to(f"/gezin/{window.id}/", "ingetrokken")
    line = _said((one,), window)[0]
    young = window.capacity is Capacity.YOUNG
    return seen(request, "take_back", status=form.status, form=form, window=window, text=line.text, young=young)


def _own(consent: UUID) -> tuple[Window, Consent] | None:
    """Of one of her open windows; None when it is not there or says nothing any more."""
    for window in queries.mine():
        if window.shut is None:
            for one in queries.said_consents(acting_actor(), window=window):
                if one.id == consent and one.holds(clock.today()):
                    return window, one
    return None
