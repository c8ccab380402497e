"""Somebody else comes in: invited to take part, or the baton held out. First to whom, then who sees what."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.cases.actions import handing_over, involving
from tandem.cases.actions.step import CannotError, expect
from tandem.cases.beginning import KNOWING, OWN
from tandem.cases.data import Command, Joining
from tandem.cases.queries import Whole
from tandem.casework import desks
from tandem.casework.rules.baton import MOST_REFUSALS
from tandem.platform import context
from tandem.register import organisations
from tandem.register.data import OrganisationKind
from tandem.sharing.disclosing.actions import articles, rule_of
from tandem.sharing.disclosing.queries import functions_at
from tandem.web.access import professional
from tandem.web.cases import shown, words
from tandem.web.cases.deeds import LONG, StepForm
from tandem.web.cases.frame import inside, onward, page, tried
from tandem.web.casework.letting_read import Reading, Way, disclosed, fields_of, reading_about
from tandem.web.disclosures.shown import function_name
from tandem.web.disclosures.views import blocks
from tandem.web.forms import HouseForm, submitted

JOIN, KNOW = "mee", "weten"


class ToForm(HouseForm):
    stap = forms.CharField(widget=forms.HiddenInput, initial="kies")
    naar = forms.TypedChoiceField(label=gettext_lazy("Welke organisatie?"), coerce=UUID)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["naar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *places]


class ReadingForm(StepForm):
    """`delen` stands there only when there is something to choose; its steps come with it."""

    stap = forms.CharField(widget=forms.HiddenInput, initial="doe")
    naar = forms.CharField(widget=forms.HiddenInput)
    gezien = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, reading: Reading, to: UUID, **options: Any) -> None:
        self.reading, self.to = reading, to
        super().__init__(*args, **options)

    def prepare(self) -> None:
        self.fields |= fields_of(self.reading)


class InviteForm(ReadingForm):
    hoe = forms.ChoiceField(label=gettext_lazy("Hoe doet deze organisatie mee?"), widget=forms.RadioSelect)
    functie = forms.ChoiceField(label=gettext_lazy("In welke functie, als die alleen mag weten?"), required=False)

    def prepare(self) -> None:
        super().prepare()
        join = (JOIN, gettext("Doet mee en leest wat er in de casus staat"))
        know = (KNOW, gettext("Mag alleen weten dat er een casus is en wie erbij betrokken zijn"))
        joins, functions = can_join(self.reading, self.to), functions_at(self.to)
        self.choose("hoe", [join, know] if joins else [know])
        self.initial["hoe"] = JOIN if joins else KNOW
        self.choose("functie", [("", "–"), *((code, function_name(code)) for code in functions)])
        if not joins and len(functions) == 1:
            self.initial["functie"] = functions[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("hoe") == KNOW and not cleaned.get("functie"):
            self.add_error("functie", gettext("Kies een functie."))
        return cleaned


class OfferForm(ReadingForm):
    woorden = forms.CharField(label=gettext_lazy("Waarom geef je de casus door?"), max_length=4000, widget=LONG)


def can_join(reading: Reading, to: UUID) -> bool:
    """Something lets her read, or it is a school: the database sees whether the child goes there."""
    return reading.way in (Way.RUNNING, Way.READY) or _is_school(to)


def _is_school(to: UUID) -> bool:
    return organisations.briefs([to])[to].kind is OrganisationKind.LOCATION


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, case: UUID) -> HttpResponse:
    return _Sharing(request, inside(case), Command.INVITE).answer()


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, case: UUID) -> HttpResponse:
    return _Sharing(request, inside(case), Command.OFFER).answer()


class _Sharing:
    """One request of either page: they differ in the form, the action and what is said."""

    titles: ClassVar = {
        Command.INVITE: gettext_lazy("Wie nodig je uit?"),
        Command.OFFER: gettext_lazy("Aan wie geef je de casus door?"),
    }
    forms: ClassVar[dict[Command, type[ReadingForm]]] = {Command.INVITE: InviteForm, Command.OFFER: OfferForm}

    def __init__(self, request: HttpRequest, whole: Whole, command: Command) -> None:
        self.request, self.whole, self.command = request, whole, command

    def answer(self) -> HttpResponse:
        if self.request.method != "POST" and self.command not in self.whole.commands:
            return onward(f"casussen/{self.whole.row.id}/")
        if self.request.POST.get("stap") == "doe":
            return self._do()
        form = ToForm(submitted(self.request), places=self._places())
        if form.is_valid():
            return self._second(form.cleaned_data["naar"])
        return self._page("to", form, title=self.titles[self.command], third=self._third)

    @property
    def _third(self) -> bool:
        return self.command is Command.OFFER and self.whole.refused >= MOST_REFUSALS

    def _places(self) -> list[tuple[str, str]]:
        """Where somebody can take it; after two refusals only the coordinator."""
        mine = set(context.current().principals)
        if self._third:
            key = desks.coordinator_of(self.whole.row.place)
            return [(str(key), found.name) for key, found in organisations.briefs([key]).items()]
        found = [one for one in desks.who_can_take() if one.id not in mine]
        return [(str(one.id), ", ".join(filter(None, (one.name, one.municipality_name)))) for one in found]

    def _second(self, to: UUID, form: ReadingForm | None = None, reading: Reading | None = None) -> HttpResponse:
        reading = reading or self._reading(to)
        seen = {"gezien": reading.seen.as_of.isoformat()} if reading.seen else {}
        form = form or self.forms[self.command](
            whole=self.whole, reading=reading, to=to, initial={"naar": str(to), **seen}
        )
        return self._page(
            "share",
            form,
            to=organisations.briefs([to])[to].name,
            reading=reading,
            child=self.whole.child,
            school=_is_school(to) and reading.way not in (Way.RUNNING, Way.READY),
            preview=blocks(reading.seen.content) if reading.seen else None,
            button=str(words.VERBS[self.command]),
        )

    def _reading(self, to: UUID) -> Reading:
        return reading_about(self.whole.child, to) if self.whole.child else Reading(Way.NO_FILE)

    def _page(self, template: str, form: HouseForm, **facts: Any) -> HttpResponse:
        about, status = shown.title(self.whole), 409 if getattr(form, "conflict", False) else form.status
        return page(self.request, template, status=status, form=form, about=about, case=self.whole.row.id, **facts)

    def _do(self) -> HttpResponse:
        try:
            to = UUID(self.request.POST.get("naar", ""))
        except ValueError:
            raise Http404 from None
        if to not in organisations.briefs([to]):
            raise Http404
        reading = self._reading(to)
        form = self.forms[self.command](submitted(self.request), whole=self.whole, reading=reading, to=to)
        act: Callable[[ReadingForm], None] = self._invite if self.command is Command.INVITE else self._offer
        if form.is_valid() and tried(form, lambda: act(form)):
            done = "uitgenodigd" if self.command is Command.INVITE else "overgedragen" if self._third else "aangeboden"
            return onward(f"casussen/{self.whole.row.id}/", done)
        return self._second(to, form, reading)

    def _invite(self, form: ReadingForm) -> None:
        expect(self.whole.row.id, form.cleaned_data["versie"])
        joining = self._knowing(form) if form.cleaned_data["hoe"] == KNOW else self._joining(form)
        involving.invite(by=acting_actor(), id=self.whole.row.id, joining=joining)

    def _knowing(self, form: ReadingForm) -> Joining:
        return Joining(form.to, form.cleaned_data["functie"], *KNOWING, knows_only=True)

    def _joining(self, form: ReadingForm) -> Joining:
        gate = disclosed(form.reading, form.cleaned_data)
        if gate is None or form.reading.hand_over is None:
            if not _is_school(form.to):
                raise CannotError("GATE")
            return Joining(form.to, "IB", *OWN)
        proposal, judgement = form.reading.hand_over.proposal, form.reading.hand_over.judgement
        ground = f"{articles(judgement.answer.rule)} {rule_of(judgement)}"
        function = proposal.receiver.function
        return Joining(form.to, function, proposal.purpose, ground, judgement.kinds.value, gate)

    def _offer(self, form: ReadingForm) -> None:
        expect(self.whole.row.id, form.cleaned_data["versie"])
        handing_over.offer(
            by=acting_actor(),
            id=self.whole.row.id,
            to=form.to,
            words=form.cleaned_data["woorden"],
            coordinator=desks.coordinator_of(self.whole.row.place),
            active=desks.active([form.to]),
            disclosure=disclosed(form.reading, form.cleaned_data),
        )
