"""The link of a reminder: sign in, look, and one button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.directory import actions, queries
from tandem.web.directory import shown, words
from tandem.web.forms import submitted
from tandem.web.organisation.forms import NothingForm
from tandem.web.organisation.frame import administrator_only, onward, page, tried


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing: mail programs look too. The link works once, for an administrator of the owner."""
    try:
        offer = queries.own_offer(queries.reminded(token))
    except KeyError:
        raise Http404 from None
    form = NothingForm(submitted(request))
    if form.is_valid():
        confirmed = tried(form, lambda: actions.confirm_offer(by=acting_actor(), offer=offer.id, token=token) or True)
        if confirmed:
            return onward("aanbod/", "bevestigd")
    return page(
        request,
        "offer_confirm",
        "aanbod",
        status=form.status,
        form=form,
        offer=offer,
        lines=shown.lines(offer),
        stale=words.stale(offer),
        title=gettext("Klopt dit nog?"),
    )
