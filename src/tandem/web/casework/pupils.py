"""A school loads its own pupils: template, dry run, apply, undo. Between the steps nothing is kept on the server.

What was judged goes along sealed, for this hat and this day alone.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.casework.raising import own_place
from tandem.children import loading
from tandem.children.pupils_file import PupilRow, PupilsReport, judge_pupils, template_csv, template_workbook
from tandem.platform import clock, context, sealing
from tandem.platform.spreadsheets.data import UnreadableError
from tandem.platform.spreadsheets.reading import read_sheets, shown_name
from tandem.register.bulk.data import Finding
from tandem.web.access import functions
from tandem.web.forms import HouseForm, submitted
from tandem.web.organisation.forms import UploadForm
from tandem.web.organisation.imports import XLSX

coordinates = functions("IB", "SCHOOLDIR")


class SealedForm(HouseForm):
    """What was judged, and the button that says what to do with it."""

    buttons = frozenset({"doorvoeren", "terugdraaien"})

    verzegeld = forms.CharField(widget=forms.HiddenInput, max_length=2_000_000)


@coordinates
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Choose a file; see what each row does; apply; take back."""
    if "doorvoeren" in request.POST:
        return _apply(request)
    if "terugdraaien" in request.POST:
        return _take_back(request)
    form = UploadForm(submitted(request), request.FILES if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "load", form.status, form=form)
    report = _judged(form)
    if report.findings:
        return _page(request, "wrong", 422, report=report, form=UploadForm())
    sealed = _seal([asdict(row) for row in report.rows])
    return _page(request, "plan", 200, report=report, form=SealedForm(initial={"verzegeld": sealed}))


def _judged(form: UploadForm) -> PupilsReport:
    file = form.cleaned_data["bestand"]
    name = shown_name(file.name)
    try:
        sheets = read_sheets(file.read())
    except UnreadableError as error:
        return PupilsReport(name, (Finding(name, "", 0, "", error.reason, error.advice),))
    return judge_pupils(
        name, sheets, known=loading.known_pupils(own_place()), teachers=_teachers(), today=clock.today()
    )


def _teachers() -> dict[str, UUID]:
    return loading.teachers_at(acting_actor(), own_place())


def _apply(request: HttpRequest) -> HttpResponse:
    rows = [
        PupilRow(**{**row, "born": date.fromisoformat(row["born"]), "teacher": row["teacher"] and UUID(row["teacher"])})
        for row in _unsealed(request)
    ]
    added = loading.load_pupils(by=acting_actor(), location=own_place(), rows=rows, since=clock.today())
    form = SealedForm(initial={"verzegeld": _seal(list(added))})
    return _page(request, "done", 200, added=len(added), rows=len(rows), form=form)


def _take_back(request: HttpRequest) -> HttpResponse:
    children = [UUID(child) for child in _unsealed(request)]
    ended = loading.take_back_pupils(by=acting_actor(), location=own_place(), children=children, on=clock.today())
    return _page(request, "undone", 200, ended=ended)


def _purpose() -> str:
    return sealing.cell("pupils_file", clock.today().isoformat(), context.current().hat)


def _seal(what: Any) -> str:
    return urlsafe_b64encode(sealing.seal(json.dumps(what, default=str).encode(), _purpose())).decode()


def _unsealed(request: HttpRequest) -> Any:
    """404 for what was sealed by another, on another day, or not at all."""
    form = SealedForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        return json.loads(sealing.unseal(urlsafe_b64decode(form.cleaned_data["verzegeld"]), _purpose()))
    except (ValueError, sealing.SealBrokenError) as error:
        raise Http404 from error


def _page(request: HttpRequest, template: str, status: int, **facts: Any) -> HttpResponse:
    return render(request, f"casework/pupils_{template}.html", {"section": "signalen", **facts}, status=status)


@coordinates
@require_safe
def workbook(_request: HttpRequest) -> HttpResponse:
    return _download(template_workbook(sorted(_teachers())), "leerlingen.xlsx", XLSX)


@coordinates
@require_safe
def separated(_request: HttpRequest) -> HttpResponse:
    return _download(template_csv(), "leerlingen.csv", "text/csv; charset=utf-8")


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
