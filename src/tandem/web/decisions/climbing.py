"""The ladder of a case on one page: which rung has it, since when, who, why, and how long the child waits."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.decisions import standing
from tandem.decisions.actions import climbing
from tandem.decisions.data import Cause, LadderState, Move, Rung
from tandem.decisions.definitions import ladders
from tandem.decisions.standing import About, Ready, Standing, Step
from tandem.platform import clock
from tandem.web.access import professional
from tandem.web.casework.deadline import Deadline
from tandem.web.decisions import words
from tandem.web.decisions.frame import onward, page, tried
from tandem.web.decisions.shown import Names, names_of, term
from tandem.web.disclosures.shown import function_name
from tandem.web.forms import HouseForm, submitted
from tandem.web.organisation.forms import Day
from tandem.web.shielding import shielded

LONG = forms.Textarea(attrs={"rows": 4})
# What somebody says herself; that a term is over, the clock says.
BY_HAND = (Cause.NO_MANDATE, Cause.NO_OFFER, Cause.DISAGREEMENT, Cause.WAITING)


class StartForm(HouseForm):
    oorzaak = forms.ChoiceField(
        label=gettext_lazy("Waardoor zit het vast?"),
        widget=forms.RadioSelect,
        choices=[(cause.value, words.CAUSES[cause]) for cause in BY_HAND],
    )
    sinds = Day(label=gettext_lazy("Sinds welke dag wacht het kind?"))
    woorden = forms.CharField(label=gettext_lazy("Wat is er nodig, en wat lukt niet?"), max_length=4000, widget=LONG)

    def __init__(self, *args: Any, found: About, **options: Any) -> None:
        options["initial"] = {"sinds": found.opened, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.found = found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        shielded(self, self.found.child)
        since = cleaned.get("sinds")
        if isinstance(since, date) and since > clock.today():
            self.add_error("sinds", gettext("Deze dag moet nog komen."))
        return cleaned


class MoveForm(HouseForm):
    versie = forms.IntegerField(widget=forms.HiddenInput)
    woorden = forms.CharField(label=gettext_lazy("Waarom?"), max_length=4000, widget=LONG)

    def __init__(self, *args: Any, found: Standing, child: UUID | None, **options: Any) -> None:
        options["initial"] = {"versie": found.version, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.child = child

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        shielded(self, self.child)
        return cleaned


@dataclass(frozen=True, slots=True)
class Line:
    """Where a case stands, as a line."""

    case: UUID
    title: str
    rung: str
    holder: str
    waits: str
    term: Deadline | None
    open: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One rung on the page. `state`: done, here or later; `looks`: whether its holder takes part already."""

    number: int
    name: str
    may: str
    days: str
    money: str
    holder: str
    person: str
    state: str
    looks: bool | None
    term: Deadline | None


@dataclass(frozen=True, slots=True)
class Moved:
    on: str
    text: str
    who: str
    rung: str
    words: str


def line(found: Standing) -> Line:
    waits = (clock.today() - found.waits_since).days
    is_open = found.state is LadderState.OPEN
    return Line(
        found.case,
        found.name or gettext("Een casus waarin je nog niet meedoet"),
        words.said(found.ladder.rungs[found.at].name),
        names_of({found.holder}, ()).place(found.holder),
        words.days(waits),
        term(found.due) if is_open else None,
        is_open,
    )


@professional
@require_safe
def one(request: HttpRequest, case: UUID) -> HttpResponse:
    """For who takes part, and for who has the mandate of the rung, also before the gate is open for them."""
    about, found = _known(case)
    return page(request, "ladder", **_facts(case, about, found))


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, case: UUID) -> HttpResponse:
    about = standing.about(acting_actor(), case)
    if about is None:
        raise Http404
    form = StartForm(submitted(request), found=about)

    def act() -> None:
        data = form.cleaned_data
        climbing.start(
            by=acting_actor(),
            case=case,
            region=about.region,
            cause=Cause(data["oorzaak"]),
            words=data["woorden"],
            waits_since=data["sinds"],
        )

    if form.is_valid() and tried(form, act):
        return onward(f"besluiten/casus/{case}/ladder/", "ladder")
    rung = ladders()[about.region].rungs[0]
    verb = gettext("Zet op de ladder")
    first = gettext("De eerste trede is %(rung)s. Die heeft %(days)s werkdagen.") % {
        "rung": words.said(rung.name).lower(),
        "days": rung.days,
    }
    return page(request, "climb", status=form.status, form=form, verb=verb, about=about, case=case, lead=first)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def higher(request: HttpRequest, case: UUID) -> HttpResponse:
    lead = gettext("De volgende trede heeft de casus dan meteen. Wie er nu aan zet is, is dat dan niet meer.")
    return _move(request, case, "hoger", gettext("Naar de volgende trede"), lead)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, case: UUID) -> HttpResponse:
    lead = gettext("Schrijf op wat er is besloten, wie het doet, wie het betaalt en vanaf wanneer.")
    return _move(request, case, "opgelost", gettext("Het is opgelost"), lead)


def _move(request: HttpRequest, case: UUID, how: str, verb: str, lead: str) -> HttpResponse:
    about, found = _known(case)
    if about is None:
        raise Http404
    if found is None or found.state is not LadderState.OPEN:
        return onward(f"besluiten/casus/{case}/ladder/")
    form = MoveForm(submitted(request), found=found, child=about.child)
    do = climbing.climb if how == "hoger" else climbing.settle

    def act() -> None:
        data = form.cleaned_data
        do(by=acting_actor(), id=found.id, words=data["woorden"], version=data["versie"])

    if form.is_valid() and tried(form, act):
        return onward(f"besluiten/casus/{case}/ladder/", how)
    return page(request, "climb", status=form.status, form=form, verb=verb, about=about, case=case, lead=lead)


def _known(case: UUID) -> tuple[About | None, Standing | None]:
    about, found = standing.about(acting_actor(), case), standing.of_case(acting_actor(), case)
    if about is None and found is None:
        raise Http404
    return about, found


def _facts(case: UUID, about: About | None, found: Standing | None) -> dict[str, Any]:
    ladder = found.ladder if found else ladders()[about.region] if about else None
    assert ladder is not None
    ready = standing.ready(case, ladder.region) if about else ()
    named = _names(found, ready)
    rungs = [
        _rung(number, rung, found, ready[number] if ready else None, named) for number, rung in enumerate(ladder.rungs)
    ]
    is_open = found is not None and found.state is LadderState.OPEN
    return {
        "case": case,
        "about": about,
        "found": found,
        "title": (found.name if found else "") or (about.name if about else "") or gettext("Een casus"),
        "open": is_open,
        "cause": words.CAUSES[found.cause] if found else "",
        "waits": words.days((clock.today() - found.waits_since).days) if found else "",
        "since": words.day(found.waits_since) if found else "",
        "here": line(found) if found else None,
        "rungs": rungs,
        "moves": [_moved(one, ladder.rungs, named) for one in reversed(found.moves)] if found else [],
        "mine": bool(found and found.mine and is_open and about),
        "may_climb": bool(found and is_open and about and found.at + 1 < len(ladder.rungs)),
        "top_passed": words.day(found.top_passed) if found else "",
    }


def _names(found: Standing | None, ready: tuple[Ready, ...]) -> Names:
    places = {one.holder for one in ready}
    hats = {one.hat for one in ready if one.hat}
    persons: set[UUID] = set()
    if found:
        places |= (
            {found.holder}
            | {one.holder for one in found.moves}
            | {o.organisation for o in found.moves if o.organisation}
        )
        hats |= {one.holder_hat for one in found.moves if one.holder_hat} | (
            {found.holder_hat} if found.holder_hat else set()
        )
        persons = {one.person for one in found.moves if one.person}
    return names_of(places, persons, hats)


def _rung(number: int, rung: Rung, found: Standing | None, ready: Ready | None, named: Names) -> Shown:
    here = found is not None and found.state is LadderState.OPEN and found.at == number
    holder = found.holder if here and found else ready.holder if ready else None
    hat = found.holder_hat if here and found else ready.hat if ready else None
    money = ""
    if rung.budget:
        money = gettext("%(line)s, tot %(euros)s") % {
            "line": words.said(rung.budget.line),
            "euros": words.euros(rung.budget.euros),
        }
    done = found is not None and number <= found.at and not here
    return Shown(
        number + 1,
        words.said(rung.name),
        words.said(rung.may),
        gettext("%(days)s werkdagen") % {"days": rung.days},
        money,
        named.place(holder) or ", ".join(function_name(code) for code in sorted(rung.holder.functions)),
        named.person(hat),
        "here" if here else "done" if done else "later",
        ready.takes_part if ready else None,
        term(found.due) if here and found else None,
    )


def _moved(one: Step, rungs: tuple[Rung, ...], named: Names) -> Moved:
    name = next((words.said(rung.name) for rung in rungs if rung.id == one.rung), one.rung)
    who = ", ".join(filter(None, (named.person(one.person), named.place(one.organisation)))) or gettext("Tandem")
    said = one.words
    if not said and one.person is None and one.move is Move.START:
        said = str(words.CAUSES[Cause.OVERDUE])
    return Moved(words.day(one.on), str(words.MOVES[one.move]), who, name, said)
