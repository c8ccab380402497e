"""Looking back at a plan: the moments, a short form for child, parents and professional, what helped elsewhere."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.decisions import queries as decisions
from tandem.decisions.data import State as DecisionState
from tandem.plans import looking_back
from tandem.plans.actions import evaluating
from tandem.plans.data import Helped, Looking, Origin, Voice
from tandem.plans.definitions import evaluation
from tandem.plans.looking_back import Look
from tandem.plans.rules import standing
from tandem.plans.rules.evaluating import Moment, Verdict, against_moment, against_verdicts
from tandem.platform import clock
from tandem.register import organisations
from tandem.web.access import professional
from tandem.web.forms import submitted
from tandem.web.organisation.forms import Day
from tandem.web.plans import shown, words
from tandem.web.plans.deeds import SHORT, PlanForm
from tandem.web.plans.frame import Seen, known, onward, page, tried
from tandem.web.plans.proposing import said

WHO = {
    Voice.CHILD: gettext_lazy("Het kind of de jongere"),
    Voice.PARENTS: gettext_lazy("De ouders of verzorgers"),
    Voice.PROFESSIONAL: gettext_lazy("Jullie, de professionals"),
}


class MomentForm(PlanForm):
    """When they look back, and at what by whom."""

    dag = Day(label=gettext_lazy("Wanneer kijken jullie terug?"))
    hulp = forms.ChoiceField(label=gettext_lazy("Op welke hulp kijken jullie terug?"), widget=forms.RadioSelect)
    door = forms.ChoiceField(label=gettext_lazy("Wie geeft die hulp?"), required=False)

    def prepare(self) -> None:
        self.choose("hulp", [(code, said(*name)) for code, name in evaluation().help.items()])
        places = {one.organisation for one in self.whole.case.participants if one.until is None and not one.knows_only}
        briefs = organisations.briefs(places).values()
        here = sorted(((str(one.id), one.name) for one in briefs), key=lambda one: one[1])
        self.choose("door", [("", gettext("Niemand in het bijzonder")), *here])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "dag" in cleaned:
            why = against_moment(cleaned["dag"], clock.today())
            if why is not None:
                self.add_error("dag", words.cannot(why))
        return cleaned


class VerdictForm(PlanForm):
    """Did it help, and what did: of each of the three, as far as they were asked."""

    def prepare(self) -> None:
        answers = [(code, said(*name)) for code, name in evaluation().answers.items()]
        for voice in Voice:
            key = voice.value.lower()
            self.fields[f"hielp_{key}"] = forms.ChoiceField(
                label=gettext("%(who)s: hielp het?") % {"who": WHO[voice]},
                choices=answers,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"woorden_{key}"] = forms.CharField(
                label=gettext("Wat hielp, en wat niet?"), max_length=1000, required=False, widget=SHORT
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and against_verdicts(self.verdicts()) is not None:
            self.add_error(None, gettext("Schrijf van ten minste één van hen op of het hielp."))
        return cleaned

    def verdicts(self) -> dict[Voice, Verdict]:
        data = self.cleaned_data
        found = {}
        for voice in Voice:
            helped, text = data[f"hielp_{voice.value.lower()}"], data[f"woorden_{voice.value.lower()}"]
            found[voice] = Verdict(Helped(helped) if helped else None, text)
        return found


@professional
@require_safe
def one(request: HttpRequest, case: UUID) -> HttpResponse:
    """What waits, what comes, and what was said."""
    seen = known(case)
    found = looking_back.looks(actor=acting_actor(), case=case)
    now = looking_back.waiting_in(found, seen.case.closed)
    names = organisations.briefs({look.looking.provider for look in found if look.looking.provider})
    places = {key: brief.name for key, brief in names.items()}
    waits = {moment.id for moment in now}
    return page(
        request,
        "evaluation",
        row=seen.row,
        about=shown.title(seen),
        may_change=seen.plan.may_change,
        may_look=may_look(seen),
        closing=any(moment.origin is Origin.CLOSING for moment in now),
        waits=[_row(look, places) for look in found if look.moment.id in waits],
        comes=[_row(look, places) for look in found if not look.moment.held and look.moment.id not in waits],
        held=[_row(look, places) for look in reversed(found) if look.moment.held],
        decisions=_decisions(seen, found) if seen.plan.may_change else [],
    )


def may_look(seen: Seen) -> bool:
    """Who works in the case, also when it is closed."""
    return bool(standing.WORK & set(seen.case.parts))


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case: UUID) -> HttpResponse:
    """A moment; `?hulp=` and `?dag=` fill in what a decision says."""
    seen = known(case)
    if not seen.plan.may_change:
        return onward(case, below="evaluatie/")
    initial = {name: request.GET[name] for name in ("hulp", "dag") if name in request.GET}
    form = MomentForm(submitted(request), whole=seen, initial=initial)
    if form.is_valid() and tried(form, lambda: _agree(seen, form.cleaned_data)):
        return onward(case, "evaluatie", "evaluatie/")
    return _again(request, seen, form, gettext("Spreek een evaluatie af"))


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, case: UUID) -> HttpResponse:
    """The short form. `?op=` names the moment; without one it is that of closing."""
    seen = known(case)
    moment = _moment(request, seen)
    if moment is None or not may_look(seen):
        return onward(case, below="evaluatie/")
    form = VerdictForm(submitted(request), whole=seen)
    if form.is_valid() and tried(form, lambda: _evaluate(seen, moment, form)):
        return onward(case, "teruggekeken", "evaluatie/")
    return _again(request, seen, form, gettext("Hielp het?"))


def _moment(request: HttpRequest, seen: Seen) -> Moment | None:
    """That waits or comes; None when there is nothing to fill in. 404 for what is not in this plan."""
    found = looking_back.looks(actor=acting_actor(), case=seen.row.case)
    if "op" not in request.GET:
        now = looking_back.waiting_in(found, seen.case.closed)
        return next((moment for moment in now if moment.origin is Origin.CLOSING), None)
    try:
        id = UUID(request.GET["op"])
    except ValueError as error:
        raise Http404 from error
    chosen = next((one.moment for one in found if one.moment.id == id), None)
    if chosen is None:
        raise Http404
    return None if chosen.held or seen.case.closed else chosen


def _agree(seen: Seen, data: dict[str, Any]) -> None:
    provider = UUID(data["door"]) if data["door"] else None
    evaluating.agree_moment(
        by=acting_actor(),
        case=seen.row.case,
        due=data["dag"],
        looking=Looking(data["hulp"], provider),
        version=data["versie"],
    )


def _evaluate(seen: Seen, moment: Moment, form: VerdictForm) -> None:
    version = form.cleaned_data["versie"]
    evaluating.evaluate(
        by=acting_actor(), case=seen.row.case, moment=moment.id, verdicts=form.verdicts(), version=version
    )


def _again(request: HttpRequest, seen: Seen, form: PlanForm, title: str) -> HttpResponse:
    status = form.status
    if form.conflict:
        seen, status = known(seen.row.case), 409
        sent = request.POST.copy()
        sent["versie"] = str(seen.row.version)
        form.data = sent
    return page(request, "looking", status=status, form=form, row=seen.row, about=shown.title(seen), title=title)


def _row(one: Look, places: dict[UUID, str]) -> dict[str, Any]:
    found, provider = evaluation(), one.looking.provider
    help = gettext("Het hele plan") if one.moment.origin is Origin.CLOSING else said(*found.help[one.looking.help])
    return {
        "id": one.moment.id,
        "due": words.day(one.moment.due),
        "held": one.held,
        "late": not one.moment.held and one.moment.due < clock.today(),
        "about": ", ".join(filter(None, (help, places.get(provider, "") if provider else ""))),
        "said": [
            (str(WHO[voice]), said(*found.answers[verdict.helped]) if verdict.helped else "", verdict.words)
            for voice, verdict in sorted(one.verdicts.items(), key=lambda pair: list(Voice).index(pair[0]))
        ],
    }


def _decisions(seen: Seen, found: tuple[Look, ...]) -> list[tuple[str, str, str]]:
    """Help that was granted and at which nobody agreed to look back: what, until when, and the form filled in."""
    known_help, agreed = evaluation().help, {one.looking.help for one in found}
    made = []
    for row in decisions.of_case(acting_actor(), seen.row.case):
        new = row.state is DecisionState.GRANTED and row.support in known_help and row.support not in agreed
        whole = decisions.decision(acting_actor(), row.id) if new else None
        until = whole.outcome.valid_until if whole and whole.outcome else None
        if until and until >= clock.today():
            made.append((said(*known_help[row.support]), words.day(until), f"hulp={row.support}&dag={until}"))
    return made


@professional
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """Did it help: by kind of help and provider, over everybody, never of fewer than ten children."""
    found = looking_back.outcomes()
    names = organisations.briefs({one.provider for one in found if one.provider})
    help = evaluation().help
    rows = [
        {
            "help": said(*help[one.help]) if one.help in help else one.help,
            "provider": names[one.provider].name if one.provider in names else gettext("alle samen"),
            "children": one.children,
            "helped": one.helped,
            "partly": one.at_least_partly,
        }
        for one in found
    ]
    return page(request, "outcomes", rows=rows)
