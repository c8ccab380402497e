"""One record of consent with all its evidence, and one of authority: to take back, to end, to contest."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.platform import clock
from tandem.sharing.codes import Giver
from tandem.sharing.consenting import actions, queries
from tandem.sharing.consenting.data import Evidence
from tandem.sharing.records import Channel, Outcome
from tandem.web.access import professional
from tandem.web.disclosures import shown
from tandem.web.disclosures.evidence import facts_of
from tandem.web.disclosures.file_forms import ContestForm, EndAuthorityForm, WithdrawForm
from tandem.web.disclosures.files import PUPILS
from tandem.web.disclosures.views import onward, page
from tandem.web.forms import submitted

both = require_http_methods(["GET", "HEAD", "POST"])


@professional
@both
def one(request: HttpRequest, consent: UUID) -> HttpResponse:
    record = queries.evidence_of(acting_actor(), id=consent)
    if record is None:
        raise Http404
    said = record.consent
    open_ = said.outcome is Outcome.GIVEN and said.withdrawn_at is None
    if request.method == "POST" and not open_:
        raise Http404
    form = WithdrawForm(
        submitted(request) if open_ else None, givers=_givers(record), initial={"wie": said.giver.value}
    )
    if open_ and form.is_valid():
        whose, how = Giver(form.cleaned_data["wie"]), Channel(form.cleaned_data["hoe"])
        actions.withdraw_consent(by=acting_actor(), consent=consent, whose=whose, channel=how)
        return onward(f"toestemming/{consent}/", "toestemming-ingetrokken")
    return page(
        request,
        "consent",
        status=form.status,
        form=form if open_ else None,
        record=record,
        who=record.giver_name or gettext("De leerling zelf"),
        said=shown.said_row(said, clock.today()),
        facts=facts_of(record),
        pupil=record.child,
        refused=True,
    )


def _givers(record: Evidence) -> list[tuple[str, str]]:
    """Who said it, and the young person, who may always take it back."""
    giver = record.consent.giver
    found = [(giver.value, record.giver_name or str(shown.GIVERS[giver]))]
    return found if giver is Giver.YOUTH else [*found, (Giver.YOUTH.value, gettext("De leerling zelf"))]


@professional
@both
def authority(request: HttpRequest, authority: UUID) -> HttpResponse:
    found = queries.authority(acting_actor(), id=authority)
    if found is None:
        raise Http404
    row, child = found
    ends = "eindig" in request.POST
    contests = bool({"omstreden", "eens"} & set(request.POST))
    end = EndAuthorityForm(submitted(request) if ends else None, initial={"op": clock.today()})
    contest = ContestForm(None if ends else submitted(request))
    if end.is_valid() and end.cleaned_data["op"] < row.valid_from:
        end.add_error("op", gettext("Dit is voor de dag waarop het gezag begon."))
    if end.is_valid():
        actions.end_authority(by=acting_actor(), authority=authority, on=end.cleaned_data["op"])
        return onward(f"{PUPILS}{child}/", "gezag-eindigt")
    if contests and contest.is_valid():
        actions.contest_authority(by=acting_actor(), authority=authority, contested="omstreden" in request.POST)
        return onward(f"gezag/{authority}/", "omstreden" if "omstreden" in request.POST else "eens")
    return page(
        request,
        "authority",
        status=max(end.status, contest.status),
        row=row,
        child=child,
        role=shown.GIVERS[row.giver],
        source=shown.SOURCES[row.source],
        holds=row.holds(clock.today()),
        form=end,
    )
