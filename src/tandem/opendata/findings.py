"""Findings in files: what a check found, and how its sentence was made, so that any language can say it."""

from dataclasses import asdict, replace
from typing import Any

from tandem.opendata.data import Finding, Severity
from tandem.platform.message import from_json, to_json

LISTS = ("examples", "years", "sectors", "municipalities", "locations")


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """`said` is how the message was made (template and values)."""
    plain = asdict(replace(finding, message=str(finding.message)))
    return plain | {"said": to_json(finding.message)}


def finding_from_json(raw: dict[str, Any]) -> Finding:
    """The finding again; a report of before `said` gives a plain message."""
    given = {name: value for name, value in raw.items() if name != "said"}
    lists = {name: tuple(raw.get(name, ())) for name in LISTS}
    message = from_json(raw["said"]) if raw.get("said") else raw["message"]
    return Finding(**given | lists | {"severity": Severity(raw["severity"]), "message": message})
