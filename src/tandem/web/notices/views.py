"""What you should know: the notices, which of them come by mail, and terms for one's own calendar."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tandem.audit.actions import acting_actor
from tandem.casework import notices as known
from tandem.casework import queries
from tandem.casework.actions import lists
from tandem.casework.data import Notice, Topic
from tandem.casework.queries import Filter, Worklist
from tandem.platform import clock
from tandem.web.access import professional
from tandem.web.forms import HouseForm, submitted
from tandem.web.notices import subjects, words
from tandem.web.notices.calendar import calendar_of
from tandem.web.onward import on_to

MOST = 50
DONE = {
    "gelezen": gettext_lazy("Gelezen."),
    "bewaard": gettext_lazy("Zo krijg je voortaan bericht."),
}


class ReadForm(HouseForm):
    """One notice, or all that were on the page at that moment."""

    bericht = forms.UUIDField(required=False)
    tot = forms.DateTimeField(required=False)


class WaysForm(HouseForm):
    """Per topic how it comes by mail."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for topic, label in words.TOPICS.items():
            self.fields[topic.value.lower()] = forms.ChoiceField(
                label=label, required=False, choices=list(words.WAYS.items()), widget=forms.Select
            )

    def ways(self) -> dict[Topic, str]:
        """What was chosen; the usual is left out."""
        chosen = {topic: self.cleaned_data[topic.value.lower()] for topic in words.TOPICS}
        return {topic: way for topic, way in chosen.items() if way}


@professional
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    found, lost = known.notices(acting_actor(), limit=MOST), known.undelivered()
    told = [(one.about, one.subject) for one in found] + [(one.about, one.subject) for one in lost]
    about = subjects.pages(told)
    unseen = [_line(one, about) for one in found if one.seen is None]
    return _page(
        request,
        "list",
        unseen=unseen,
        seen=[_line(one, about) for one in found if one.seen is not None],
        until=max((one.at for one in found), default=clock.now()).isoformat(),
        undelivered=[
            (words.HAPPENED[one.about][one.kind], about[one.about, one.subject], one.receiver, one.at) for one in lost
        ],
    )


@professional
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Read: this one, or all until the moment of the page."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        return _page(request, "list", status=form.status, wrong=form)
    one, until = form.cleaned_data["bericht"], form.cleaned_data["tot"]
    if one is not None and not lists.read_notice(by=acting_actor(), notice=one):
        raise Http404
    if one is None:
        lists.read_all_notices(by=acting_actor(), until=until or clock.now())
    return on_to("/berichten/", "gelezen")


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    chosen = {topic.value.lower(): way for topic, way in lists.preferences().items()}
    form = WaysForm(submitted(request), initial=chosen)
    if form.is_bound and form.is_valid():
        lists.prefer(by=acting_actor(), ways=form.ways())
        return on_to("/berichten/instellingen/", "bewaard")
    return _page(request, "preferences", status=form.status, form=form)


@professional
@require_safe
def terms(_request: HttpRequest) -> HttpResponse:
    """The terms of what I do, for my own calendar."""
    rows, _ = queries.worklist(acting_actor(), Worklist.MINE, Filter())
    answer = HttpResponse(calendar_of(rows), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="termijnen.ics"'
    return answer


def _line(one: Notice, about: subjects.Pages) -> dict[str, Any]:
    page = about[one.about, one.subject]
    return {
        "id": one.id,
        "address": page.address,
        "text": words.HAPPENED[one.about][one.kind],
        "about": one.name or page.name,
        "at": timezone.localtime(one.at),
        "urgent": one.urgent,
    }


def _page(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    done = DONE.get(request.GET.get("gedaan", ""), "")
    return render(request, f"notices/{template}.html", {"section": "berichten", "done": done, **facts}, status=status)
