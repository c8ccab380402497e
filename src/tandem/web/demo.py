"""One click, and you are somebody of the fictitious region. Only where the demo setting is on; elsewhere a 404.

The start-up checks refuse that setting on a database that holds anything but the demo region (`project.checks`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tandem.identity import queries, sessions
from tandem.identity.data import Level, Method
from tandem.identity.rules import device_label
from tandem.register import functions
from tandem.register.demo.cast import Player, Role, cast
from tandem.register.demo.filling import names_of_stages
from tandem.web.access import sign_in_page
from tandem.web.forms import HouseForm
from tandem.web.identity import cookies
from tandem.web.identity.entering import onward
from tandem.web.organisation.forms import function_name


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the cast in one function, as the page offers it."""

    key: str
    name: str
    function: str
    place: str


class DemoForm(HouseForm):
    rol = forms.UUIDField()
    verder = forms.CharField(required=False, max_length=500)


@sign_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody of the cast by function; POST signs in as the one that was chosen."""
    if not settings.DEMO_SIGN_IN:
        raise Http404
    if request.method == "POST":
        return _enter(request, DemoForm(request.POST))
    shown = {"groups": list(_groups()), "wanted": request.GET.get("verder", "")}
    return render(request, "identity/demo.html", shown)


def _enter(request: HttpRequest, form: DemoForm) -> HttpResponse:
    roles = {role.id: player for player in cast().players.values() for role in player.roles}
    player = roles.get(form.cleaned_data["rol"]) if form.is_valid() else None
    account = queries.account_by_email(player.email) if player else None
    if account is None:
        raise Http404
    started = sessions.start(
        account=account,
        method=Method.DEMO,
        level=Level.TWO,
        device=device_label(request.headers.get("User-Agent", "")),
        hat=form.cleaned_data["rol"],
    )
    rotate_token(request)
    response = HttpResponseRedirect(onward(form.cleaned_data["verder"]))
    cookies.set_session(response, started.token)
    return response


def _groups() -> Iterator[tuple[str, list[Part]]]:
    """Per function, in the order of the definitions: its name and who plays it."""
    places = names_of_stages()
    for code, function in functions.functions().items():
        playing = cast().with_function(code)
        if playing:
            yield function_name(function), [_part(player, role, places) for player, role in playing]


def _part(player: Player, role: Role, places: dict[Any, str]) -> Part:
    stage = cast().stages[role.at]
    return Part(str(role.id), player.name, role.function, places.get(stage.id, stage.name))
