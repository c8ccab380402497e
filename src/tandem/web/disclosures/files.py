"""One pupil as the own file knows it: who has authority, who said yes or no, what was written, what was shared."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.children import queries as children
from tandem.children.data import Child, Kind, Why
from tandem.platform import clock, context
from tandem.sharing import queries
from tandem.sharing.codes import Giver
from tandem.sharing.compartment import queries as compartment
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting import queries as consents
from tandem.sharing.consenting.data import NewAuthority
from tandem.sharing.disclosing import actions
from tandem.sharing.disclosing import queries as disclosing
from tandem.sharing.disclosing.rules import age_on
from tandem.sharing.records import FACTS, Authenticity
from tandem.web.access import professional
from tandem.web.account.why import why_shown
from tandem.web.disclosures import shown
from tandem.web.disclosures.file_forms import AuthorityForm, NoteForm
from tandem.web.disclosures.views import onward, page
from tandem.web.forms import submitted
from tandem.web.shielding import is_safe

WHY = Why("work-in-file", "6(1)(e)")
PUPILS = "leerlingen/"


def pupils() -> dict[UUID, str]:
    """Children of who acts and of the places she works for, by name; nobody looks for a child of another."""
    found: dict[UUID, Child] = {}
    for principal in context.current().principals:
        some, _ = children.children_of(acting_actor(), principal=principal, why=WHY, limit=children.MOST)
        found |= {one.id: one for one in some}
    inside = [one for one in found.values() if queries.file_of(one.id) is not None]
    ordered = sorted(inside, key=lambda one: (one.family_name, one.given_name))
    return {one.id: f"{one.given_name} {one.family_name}" for one in ordered}


@professional
@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    return page(request, "pupils", pupils=pupils().items())


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pupil: UUID) -> HttpResponse:
    """404 for a child that who acts may not know."""
    about, file = children.child(acting_actor(), id=pupil, why=WHY), queries.file_of(pupil)
    if about is None or file is None:
        raise Http404
    step = request.POST.get("stap", "")
    note = NoteForm(submitted(request) if step != "gezag" else None, kinds=_kinds(), initial={"stap": "notitie"})
    parent = AuthorityForm(submitted(request) if step == "gezag" else None, initial={"stap": "gezag"})
    if is_safe(note, pupil):
        kind, text = int(note.cleaned_data["soort"]), note.cleaned_data["tekst"]
        actions.write_note(by=acting_actor(), child=pupil, file=file, kind=kind, text=text)
        return onward(f"{PUPILS}{pupil}/", "geschreven")
    if is_safe(parent, pupil):
        consenting.record_authority(by=acting_actor(), new=_authority(parent, pupil, file))
        return onward(f"{PUPILS}{pupil}/", "gezag")
    return page(request, "pupil", status=max(note.status, parent.status), **_file(about, file, note, parent))


def _authority(form: AuthorityForm, pupil: UUID, file: UUID) -> NewAuthority:
    said = form.cleaned_data
    return NewAuthority(
        child=pupil,
        file=file,
        name=said["naam"],
        giver=Giver(said["rol"]),
        source=Authenticity(said["bron"]),
        source_date=said["datum"],
        since=said["datum"] or clock.today(),
    )


def _kinds() -> list[tuple[str, str]]:
    """What a note can be about, a concern first."""
    kinds = [kind for kind in shown.KINDS if kind not in FACTS]
    kinds.sort(key=lambda kind: (kind is not Kind.CONCERN, kind.value))
    return [(str(kind.value), shown.kind_name(kind)) for kind in kinds]


def _file(about: Child, file: UUID, note: NoteForm, parent: AuthorityForm) -> dict[str, object]:
    by, today = acting_actor(), clock.today()
    holders = consents.every_authority_of(by, child=about.id, file=file)
    names: dict[UUID | None, str] = {one.id: one.name for one in holders}
    itself = gettext("De leerling zelf")
    said = consents.consents_of(by, child=about.id, file=file)
    given = disclosing.given(by, child=about.id)
    return {
        "about": about,
        "why": why_shown(about.id),
        "guards": compartment.may_guard(child=about.id),
        "age": age_on(about.birth_date, today),
        "note_form": note,
        "parent_form": parent,
        "holders": [(one, shown.GIVERS[one.giver], shown.SOURCES[one.source], one.holds(today)) for one in holders],
        "said": [(one, names.get(one.authority, itself), shown.said_row(one, today)) for one in said],
        "notes": [
            (shown.kind_name(kind), found, shown.function_name(found.function))
            for kind, found in disclosing.notes_of(by, child=about.id, file=file)
        ],
        "running": shown.rows(one for one in given if one.runs(today)),
    }
