"""The snapshot that the answers come from: its sources, and what the checks found."""

from dataclasses import fields
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router

from tandem.api import shapes
from tandem.api.delivery import cube_of
from tandem.flows.cube import NoOpenData
from tandem.opendata.data import Finding, Manifest, Severity
from tandem.opendata.snapshots import current_snapshot, read_manifest, read_report
from tandem.platform.message import Message

router = Router(tags=["Gegevens"], by_alias=True)

SEVERITIES: dict[Severity, Literal["weigering", "waarschuwing", "melding"]] = {
    Severity.BLOCK: "weigering",
    Severity.WARN: "waarschuwing",
    Severity.INFORM: "melding",
}


@router.get(
    "/gegevens", response=shapes.Gegevens, operation_id="gegevens", summary="Bronnen en bevindingen van de gegevens"
)
def snapshot(request: HttpRequest) -> shapes.Gegevens:
    cube_of(request)  # no snapshot is told in the same words everywhere
    place = current_snapshot()
    if place is None:
        raise NoOpenData(Message("Er zijn nog geen open data geladen."))
    manifest, report = read_manifest(place), read_report(place)
    return shapes.Gegevens(
        momentopname=manifest.id,
        gemaakt_op=datetime.fromisoformat(manifest.created),
        voorbeeldgegevens=manifest.demo,
        bronnen=_sources(manifest),
        bevindingen=[_finding(found) for found in report["findings"]],
    )


def _sources(manifest: Manifest) -> list[shapes.Bron]:
    return [
        shapes.Bron(
            naam=source.name,
            indeling=source.layout,
            titel=source.title,
            uitgever=source.publisher,
            licentie=source.licence,
            sha256=source.sha256,
            rijen=source.rows,
            jaren=list(source.years),
            soorten=list(source.sectors),
        )
        for source in manifest.sources
    ]


def _finding(raw: dict[str, Any]) -> shapes.Bevinding:
    found = Finding(**{field.name: raw[field.name] for field in fields(Finding) if field.name in raw})
    return shapes.Bevinding(
        controle=found.check,
        ernst=SEVERITIES[Severity(found.severity)],
        bericht=found.message,
        aantal=found.count,
        voorbeelden=list(found.examples),
        bron=found.source,
        jaren=list(found.years),
        soorten=list(found.sectors),
        gemeenten=list(found.municipalities),
        schoollocaties=list(found.locations),
    )
