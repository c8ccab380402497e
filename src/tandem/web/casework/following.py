"""What became of a concern, for who raised it: who has it, by when, received, taken up, closed; and what she can do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tandem.audit.actions import acting_actor
from tandem.casework import following
from tandem.casework.actions import life
from tandem.casework.actions.step import CannotError, ConflictError
from tandem.casework.data import Command, State, TextPart
from tandem.casework.queries import Row, Whole
from tandem.casework.rules.tracking import Tracking
from tandem.platform import clock
from tandem.register import organisations
from tandem.web.casework import people
from tandem.web.casework.moments import day_of, moment
from tandem.web.casework.raising import both, onward, raises
from tandem.web.casework.raising_forms import PARTS, ConcernForm, ReasonForm
from tandem.web.casework.raising_words import DONE, HAPPENED, STATES, STATES_OF_CLOCK
from tandem.web.forms import submitted
from tandem.web.shielding import shielded

ACTS: dict[str, tuple[Command, Callable[..., object], str]] = {
    "vul_aan": (Command.ADD, life.add, "aangevuld"),
    "trek_in": (Command.WITHDRAW, life.withdraw, "ingetrokken"),
    "heropen": (Command.REOPEN, life.reopen, "heropend"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three: `at` '' when it has not come yet; `now`: this is what is waited for."""

    name: str
    at: str
    now: bool


@raises
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I raised, the last changed first."""
    rows = following.own(acting_actor())
    lists = {
        "drafts": [_line(row) for row in rows if row.state is State.DRAFT],
        "open": [_line(row) for row in rows if row.state not in (State.DRAFT, State.CLOSED)],
        "closed": [_line(row) for row in rows if row.state is State.CLOSED],
    }
    done = DONE.get(request.GET.get("gedaan", ""), "")
    return render(request, "casework/mine.html", {"section": "signalen", "done": done, **lists})


def _line(row: Row) -> dict[str, object]:
    return {
        "row": row,
        "name": _about(row),
        "state": STATES[row.state],
        "at_school": row.holder == row.school,
        "due": moment(row.due) if row.due and not row.paused else "",
        "waits": STATES_OF_CLOCK.get(row.state, ""),
        "changed": day_of(row.changed),
    }


def _about(row: Row) -> str:
    if row.anonymous:
        return gettext("overleg zonder naam")
    return row.name or gettext("een leerling die je niet meer ziet")


@raises
@both
def follow(request: HttpRequest, raised: UUID) -> HttpResponse:
    """The page that says who has it, by when, and what happened."""
    whole = following.followed(acting_actor(), raised)
    if whole is None:
        raise Http404
    if following.is_draft(whole):
        return onward(f"{raised}/concept/")
    form = ReasonForm(submitted(request))
    name = next((name for name in ACTS if name in request.POST), "")
    if form.is_valid():
        shielded(form, whole.child)
    if form.is_valid() and name:
        _, act, done = ACTS[name]
        try:
            act(by=acting_actor(), id=raised, words=form.cleaned_data["tekst"])
        except (CannotError, ConflictError):
            form.add_error(None, gettext("Dit kan nu niet meer. Hieronder staat hoe het ervoor staat."))
        else:
            return onward(f"{raised}/volgen/", done)
    return _page(request, whole, form, name)


def _page(request: HttpRequest, whole: Whole, form: ReasonForm, asked: str) -> HttpResponse:
    found = following.tracked(whole)
    forms = {
        key: form if key == asked else ReasonForm(auto_id=f"id_{key}_%s")
        for key, (command, _, _) in ACTS.items()
        if command in whole.commands
    }
    facts = {
        "section": "signalen",
        "done": DONE.get(request.GET.get("gedaan", ""), ""),
        "whole": whole,
        "about": _about(whole.row),
        "steps": steps(found),
        "found": found,
        "has_it": _who_has_it(whole),
        "by_when": moment(whole.row.due) if whole.row.due and not whole.row.paused else "",
        "waits": STATES_OF_CLOCK.get(whole.row.state, ""),
        "readers": people.readers(whole.row.school) if whole.row.holder == whole.row.school else None,
        "answers": [(words.text, moment(words.at)) for words in following.answers(whole)],
        "lines": _timeline(whole),
        "wrote": _own_words(whole),
        "forms": forms,
        "form": form,
        "asked": asked,
    }
    return render(request, "casework/follow.html", facts, status=form.status)


def steps(found: Tracking) -> tuple[Step, ...]:
    """Received, taken up, closed."""
    if found.withdrawn and found.closed:
        return (Step(gettext("Ingetrokken"), moment(found.closed), False),)
    moments = (found.received, found.taken_up, found.closed)
    names = (gettext("Ontvangen"), gettext("Opgepakt"), gettext("Afgesloten"))
    first = next((number for number, at in enumerate(moments) if at is None), len(moments))
    if found.closed:
        first = len(moments)
    return tuple(
        Step(name, moment(at) if at else "", number == first)
        for number, (name, at) in enumerate(zip(names, moments, strict=True))
    )


def _who_has_it(whole: Whole) -> str:
    """Outside the school only that it is outside: whose turn it is tells what is the matter."""
    if following.is_at_school(whole.row):
        school = organisations.briefs([whole.row.school]).get(whole.row.school)
        return gettext("de zorg op %(school)s") % {"school": school.name if school else gettext("je school")}
    return gettext("een organisatie buiten school")


def _timeline(whole: Whole) -> list[tuple[datetime, str, str]]:
    return [(one.at, moment(one.at), str(HAPPENED[one.command])) for one in following.told(whole)]


def _own_words(whole: Whole) -> list[tuple[str, str]]:
    labels: dict[TextPart, Any] = {part: ConcernForm.base_fields[name].label for name, part in PARTS.items()}
    labels[TextPart.ADDED] = gettext("Later aangevuld")
    return [(str(labels[words.part]), words.text) for words in following.own_words(whole)]


@raises
@require_safe
def for_parents(request: HttpRequest, sheet: UUID) -> HttpResponse:
    """The same tracker on a sheet for the parents: no words of the concern, nobody outside the school."""
    whole = following.followed(acting_actor(), sheet)
    if whole is None or whole.row.anonymous or following.is_draft(whole):
        raise Http404
    found = following.tracked(whole)
    facts = {
        "section": "signalen",
        "id": sheet,
        "about": _about(whole.row),
        "found": found,
        "raised": day_of(found.raised) if found.raised else "",
        "steps": steps(found),
        "readers": people.readers(whole.row.school),
        "printed": date_format(clock.today(), "j F Y"),
    }
    return render(request, "casework/for_parents.html", facts)
