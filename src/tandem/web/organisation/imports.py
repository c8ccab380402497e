"""Many people at once: template, dry run, apply, undo."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tandem.audit.actions import acting_actor
from tandem.platform import clock
from tandem.platform.spreadsheets.data import UnreadableError
from tandem.platform.spreadsheets.reading import read_sheets, shown_name
from tandem.register.bulk import actions, queries
from tandem.register.bulk.data import Finding, Report
from tandem.register.bulk.rules.files import judge_file
from tandem.register.bulk.template import as_csv, as_workbook
from tandem.web.forms import submitted
from tandem.web.organisation.forms import NothingForm, UploadForm
from tandem.web.organisation.frame import administrator_only, found, onward, page, tried

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PART = "invoer"


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file. It is judged at once; nothing is changed yet."""
    form = UploadForm(submitted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        report = _judged(form)
        if report.errors or not report.changes_something:
            status = 422 if report.errors else 200
            return page(request, "import_report", PART, status=status, report=report, form=UploadForm())
        return onward(f"invoer/{actions.propose(by=acting_actor(), report=report)}/")
    return page(request, "import", PART, status=form.status, form=form, batches=queries.batches())


def _judged(form: UploadForm) -> Report:
    file = form.cleaned_data["bestand"]
    name = shown_name(file.name)
    try:
        sheets = read_sheets(file.read())
    except UnreadableError as error:
        return Report(name, (Finding(name, "", 0, "", error.reason, error.advice),))
    return judge_file(name, sheets, queries.facts(clock.today()))


@administrator_only
@require_safe
def template_workbook(_request: HttpRequest) -> HttpResponse:
    """The template with the drop-downs of this organisation."""
    return _download(as_workbook(queries.facts(clock.today())), "mensen.xlsx", XLSX)


@administrator_only
@require_safe
def template_csv(_request: HttpRequest) -> HttpResponse:
    return _download(as_csv(), "mensen.csv", "text/csv; charset=utf-8")


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@administrator_only
@require_safe
def batch(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a file will do, or did."""
    return _batch_page(request, key, NothingForm())


@administrator_only
@require_POST
def apply(request: HttpRequest, key: UUID) -> HttpResponse:
    found(queries.batch, key)
    form = NothingForm(request.POST)
    if form.is_valid() and tried(form, lambda: actions.apply(by=acting_actor(), batch=key) or True):
        return onward(f"invoer/{key}/")
    return _batch_page(request, key, form)


@administrator_only
@require_POST
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    found(queries.batch, key)
    form = NothingForm(request.POST)
    if form.is_valid():
        undone = tried(form, lambda: actions.undo(by=acting_actor(), batch=key, on=clock.today()))
        if undone is not None:
            return page(request, "import_undone", PART, undone=undone, batch=queries.batch(key))
    return _batch_page(request, key, form)


@administrator_only
@require_POST
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    found(queries.batch, key)
    form = NothingForm(request.POST)
    if form.is_valid() and tried(form, lambda: actions.discard(by=acting_actor(), batch=key) or True):
        return onward("invoer/", "weg")
    raise Http404


def _batch_page(request: HttpRequest, key: UUID, form: NothingForm) -> HttpResponse:
    batch = found(queries.batch, key)
    return page(request, "import_batch", PART, status=form.status, batch=batch, plan=queries.plan_of(key), form=form)
