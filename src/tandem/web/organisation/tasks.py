"""What people who left held, for whoever leads the team, the administrator, or the region's catch-all."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.register.administration import actions, queries
from tandem.register.administration.data import HandOver
from tandem.web.access import professional
from tandem.web.forms import submitted
from tandem.web.onward import on_to
from tandem.web.organisation.forms import NoteForm
from tandem.web.organisation.frame import DONE, administrator_only, form_page, found, onward, page, tried

both = require_http_methods(["GET", "HEAD", "POST"])


@administrator_only
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    return page(
        request, "tasks", "taken", home="organisatie/taken/", tasks=queries.tasks(), finished=_finished_lately()
    )


@administrator_only
@both
def finish(request: HttpRequest, task: UUID) -> HttpResponse:
    row, form = found(_task, task), NoteForm(submitted(request))
    if form.is_valid() and _finished(form, task):
        return onward("taken/", "afgerond")
    return form_page(request, "taken", form, title=_title(row), button=gettext("Rond af"), back="taken/")


@professional
@require_safe
def my_team(request: HttpRequest) -> HttpResponse:
    """The same for who leads a team; for everybody else an empty list."""
    done = DONE.get(request.GET.get("gedaan", ""), "")
    shown: dict[str, Any] = {"section": "mijn", "done": done, "home": "mijn/taken/", "tasks": queries.tasks()}
    shown["finished"] = _finished_lately()
    return render(request, "organisation/my_tasks.html", shown)


@professional
@both
def my_team_finish(request: HttpRequest, task: UUID) -> HttpResponse:
    row, form = found(_task, task), NoteForm(submitted(request))
    if form.is_valid() and _finished(form, task):
        return on_to("/mijn/taken/", "afgerond")
    shown = {"section": "mijn", "form": form, "title": _title(row), "button": gettext("Rond af"), "mine": True}
    return render(request, "organisation/my_task.html", shown, status=form.status)


def _finished_lately() -> tuple[HandOver, ...]:
    return queries.tasks(done=True)[-20:]


def _finished(form: NoteForm, task: UUID) -> bool:
    note = form.cleaned_data["opmerking"]
    return bool(tried(form, lambda: actions.finish_task(by=acting_actor(), task=task, note=note) or True))


def _task(key: UUID) -> HandOver:
    return {task.id: task for task in queries.tasks()}[key]


def _title(task: HandOver) -> str:
    return gettext("Afronden: wat %(name)s achterliet") % {"name": task.held_by}
