"""Inviting somebody, and the page behind the link in the mail."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tandem.audit.actions import acting_actor
from tandem.identity.actions import TakenError, create_account
from tandem.identity.data import SIGN_IN
from tandem.platform import clock
from tandem.platform.mail import send_notice
from tandem.register import functions
from tandem.register.administration import invitations, queries
from tandem.register.administration.data import HeldFunction, OpenInvitation
from tandem.web.access import sign_in_page
from tandem.web.forms import HouseForm, submitted
from tandem.web.identity import enrol
from tandem.web.organisation.forms import InviteForm, NothingForm, function_name
from tandem.web.organisation.frame import administrator_only, form_page, found, onward, page, tried

LINK = "/uitnodiging/"


@administrator_only
@require_safe
def everyone(request: HttpRequest) -> HttpResponse:
    rows = [(row, row.is_open(clock.now())) for row in queries.invitations()]
    return page(request, "invitations", "uitnodigingen", rows=rows)


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, membership: UUID) -> HttpResponse:
    held = found(queries.held_function, membership)
    known = found(queries.colleague, held.person)
    form = InviteForm(submitted(request), initial={"email": known.email})
    if form.is_valid():
        link = tried(form, lambda: invite_and_mail(request, membership, form.cleaned_data["email"]))
        if link is not None:
            return shown_link(request, link, held) if link else onward("uitnodigingen/", "uitgenodigd")
    title = gettext("%(name)s uitnodigen om in te loggen") % {"name": held.name}
    lead = gettext("In de mail staat alleen een link, geen naam. De link werkt één keer, zeven dagen lang.")
    return form_page(
        request, "uitnodigingen", form, title=title, button=gettext("Verstuur de uitnodiging"),
        back=f"mensen/{held.person}/", lead=lead,
    )  # fmt: skip


def invite_and_mail(request: HttpRequest, membership: UUID, email: str) -> str:
    """Invite, and mail the link. '' when it was mailed; without a mail server the link, to hand over in another way.

    The mail stands or falls with the invitation, and its link is sealed until it is sent.
    Raises KeyError, Refused.
    """
    token = invitations.invite(by=acting_actor(), membership=membership, email=email)
    link = request.build_absolute_uri(f"{LINK}{token}/")
    if not settings.SMTP:
        return link
    # No name and nothing about anybody: a mail is a postcard.
    parts = (
        gettext("Hallo,"),
        gettext("Een beheerder van je organisatie nodigt je uit om met Tandem te werken."),
        gettext("Open deze link en kies hoe je voortaan inlogt:"),
        link,
        gettext("De link werkt één keer, en zeven dagen lang. Verwacht je deze mail niet? Doe dan niets."),
    )
    send_notice(to=email, subject=gettext("Je bent uitgenodigd voor Tandem"), text="\n\n".join(parts))
    return ""


def shown_link(request: HttpRequest, link: str, held: HeldFunction) -> HttpResponse:
    """Once, on the page itself: it is nowhere else to be found."""
    return page(request, "link", "uitnodigingen", link=link, held=held)


@administrator_only
@require_POST
def withdraw(request: HttpRequest, invitation: UUID) -> HttpResponse:
    form = NothingForm(request.POST)
    if form.is_valid() and tried(form, lambda: invitations.withdraw(by=acting_actor(), invitation=invitation) or True):
        return onward("uitnodigingen/", "ingetrokken")
    raise Http404


@sign_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link. Looking at it changes nothing: mail programs look too."""
    offer = queries.open_invitation(invitations.hash_of(token))
    if offer is None:
        return render(request, "organisation/invitation_over.html", status=404)
    form = NothingForm(submitted(request))
    if form.is_valid():
        answer = _accept_as_known(request, token) if _account(request) else _accept_as_new(token, offer, form)
        if answer is not None:
            return answer
        form.add_error(None, gettext("Deze uitnodiging is niet voor jou. Vraag je beheerder om een nieuwe."))
    return _offer_page(request, offer, form)


def _account(request: HttpRequest) -> UUID | None:
    signed_in = request.signed_in  # type: ignore[attr-defined]
    return signed_in.account if signed_in else None


def _accept_as_known(request: HttpRequest, token: str) -> HttpResponse | None:
    """Who is signed in already: the function comes to her own account."""
    account = _account(request)
    if account is None or invitations.accept(by=SIGN_IN, token=token, account=account) is None:
        return None
    return HttpResponseRedirect("/mijn/petje/")


def _accept_as_new(token: str, offer: OpenInvitation, form: HouseForm) -> HttpResponse | None:
    try:
        account = create_account(by=SIGN_IN, email=offer.email)
    except TakenError:
        form.add_error(None, gettext("Met dit adres is er al een account. Log daarmee in en open de link opnieuw."))
        return None
    return enrol.begin(account) if invitations.accept(by=SIGN_IN, token=token, account=account) else None


def _offer_page(request: HttpRequest, offer: OpenInvitation, form: HouseForm) -> HttpResponse:
    shown = {
        "form": form,
        "offer": offer,
        "function": function_name(functions.find(offer.function)),
        "known": _account(request) is not None,
    }
    return render(request, "organisation/invitation.html", shown, status=form.status)
