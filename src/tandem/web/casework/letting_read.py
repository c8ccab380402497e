"""What lets the other side read a concern that is handed over: the gate's answer, in words, and its steps as fields."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms
from django.db import DatabaseError, transaction
from django.utils.translation import gettext

from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError
from tandem.casework.queries import Whole
from tandem.platform import clock
from tandem.sharing.codes import Fact
from tandem.sharing.disclosing.actions import Check, steps_before
from tandem.sharing.disclosing.data import NotAllowedError, NotDoneError, Preview
from tandem.sharing.disclosing.handing_over import HandOver, disclose, proposed
from tandem.sharing.disclosing.preview import preview
from tandem.sharing.retention.queries import has_objection
from tandem.web.disclosures import shown


class Way(StrEnum):
    """How the other side comes to read it, or why not."""

    NOBODY = "NOBODY"  # it is about nobody in particular
    RUNNING = "RUNNING"  # it may read it already
    READY = "READY"  # it may, after what is checked off
    OBJECTION = "OBJECTION"  # sharing stands still while one is weighed
    CONSENT = "CONSENT"  # somebody must say yes first
    NO_RULE = "NO_RULE"
    NO_FILE = "NO_FILE"  # only the school of the child can share


@dataclass(frozen=True, slots=True)
class Reading:
    way: Way
    hand_over: HandOver | None = None
    seen: Preview | None = None

    @property
    def audiences(self) -> list[tuple[str, int, bool]]:
        found = self.seen.audiences if self.seen else ()
        return [(shown.function_name(one.function), one.people, one.content is not None) for one in found]

    @property
    def kinds(self) -> list[str]:
        return shown.kind_names(self.hand_over.judgement.kinds) if self.hand_over else []

    @property
    def why(self) -> str:
        return shown.said(self.hand_over.judgement.answer.rule.why) if self.hand_over else ""

    @property
    def asked(self) -> list[str]:
        """Who must still say yes."""
        missing = [one for one in self.hand_over.judgement.asked if not one.consent] if self.hand_over else []
        return [one.name or gettext("de leerling zelf") for one in missing]


def reading_of(whole: Whole, to: UUID) -> Reading:
    """What the gate says of letting `to` read this."""
    if whole.row.anonymous or whole.child is None:
        return Reading(Way.NOBODY)
    return reading_about(whole.child, to)


def reading_about(child: UUID, to: UUID) -> Reading:
    """What the gate says of letting `to` read what is said about this child."""
    try:
        found = proposed(acting_actor(), child=child, to=to, on=clock.today())
    except LookupError:
        return Reading(Way.NO_FILE)
    if found is None:
        return Reading(Way.NO_RULE)
    if found.running is not None:
        return Reading(Way.RUNNING, found)
    if found.ready and has_objection(child=found.proposal.child, file=found.proposal.file):
        return Reading(Way.OBJECTION, found)
    seen = _previewed(found) if found.ready else None
    return Reading(Way.READY if seen is not None else Way.CONSENT, found, seen)


def _previewed(found: HandOver) -> Preview | None:
    try:
        with transaction.atomic():
            return preview(acting_actor(), proposal=found.proposal, judgement=found.judgement, on=clock.today())
    except DatabaseError:  # the database sees something that stands in the way
        return None


def fields_of(reading: Reading) -> dict[str, forms.Field]:
    """What is checked off first; whether something must stand there depends on the choice to share."""
    if reading.way is not Way.READY or reading.hand_over is None:
        return {}
    judgement = reading.hand_over.judgement
    fields: dict[str, forms.Field] = {}
    for step in steps_before(judgement):
        hint = gettext("Schrijf wanneer of hoe je dit deed.")
        fields[f"stap_{step.code}"] = forms.CharField(
            label=shown.said(step.text), required=False, max_length=300, help_text=hint
        )
    for fact in judgement.answer.to_check:
        fields[f"feit_{fact.name}"] = forms.BooleanField(label=shown.fact_name(fact), required=False)
    return fields


def disclosed(reading: Reading, data: dict[str, Any]) -> UUID | None:
    """What lets the other side read, made now where it is not there yet; None when it reads nothing.

    Raises CannotError when what must come first is not checked off, or the gate closed meanwhile.
    """
    if reading.hand_over is None or reading.way not in (Way.RUNNING, Way.READY) or data.get("delen") == "nee":
        return None
    check = Check(
        {fact: True for fact in Fact if data.get(f"feit_{fact.name}")},
        {name.removeprefix("stap_"): value for name, value in data.items() if name.startswith("stap_") and value},
    )
    try:
        as_of = datetime.fromisoformat(data["gezien"]) if data.get("gezien") else clock.now()
        with transaction.atomic():
            return disclose(by=acting_actor(), hand_over=reading.hand_over, check=check, as_of=as_of, on=clock.today())
    except NotDoneError as error:
        raise CannotError("NOT_CHECKED") from error
    except (NotAllowedError, DatabaseError, ValueError) as error:
        raise CannotError("NOT_SHARED") from error
