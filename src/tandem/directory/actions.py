"""What the owner of an offer changes, and what readers suggest. Each leaves its line in the log."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.directory import models, queries, rows, rules
from tandem.directory.data import Changed, DirectContact, Example, OfferFacts
from tandem.platform import clock, context
from tandem.register.administration.data import Refused
from tandem.register.administration.queries import own_units

SUGGESTIONS = Actor("service:suggestions")
LONGEST_SUGGESTION = 1_000


@dataclass(frozen=True, slots=True)
class NewExample:
    """What an organisation says of an example; as in `Example`."""

    organisation: UUID
    facts: Example


@transaction.atomic
def add_offer(*, by: Actor, organisation: UUID, facts: OfferFacts, contact: DirectContact) -> UUID:
    """A new offer, confirmed today. Raises Refused."""
    _check_owner(organisation)
    rules.check_facts(facts)
    row = models.Offer(organisation_id=organisation, confirmed_on=clock.today(), **rows.columns_of(facts))
    row.save(force_insert=True)
    if contact:
        _set_contact(row.id, contact)
    _log(by, "add offer", row.id, {"kind": facts.kind.value})
    return row.id


@transaction.atomic
def change_offer(*, by: Actor, offer: UUID, version: int, facts: OfferFacts, contact: DirectContact) -> None:
    """The owner puts it right, which confirms it. Raises KeyError, Refused, and Changed for an old `version`."""
    queries.own_offer(offer)
    rules.check_facts(facts)
    changed = models.Offer.objects.filter(pk=offer, version=version).update(
        confirmed_on=clock.today(), version=version + 1, **rows.columns_of(facts)
    )
    if not changed:
        raise Changed(queries.own_offer(offer))
    _set_contact(offer, contact)
    _log(by, "change offer", offer, {"version": version + 1})


@transaction.atomic
def confirm_offer(*, by: Actor, offer: UUID, token: str = "") -> None:
    """It is still right. `token`: of the link of a reminder, which then no longer works. Raises KeyError."""
    queries.own_offer(offer)
    open_ones = models.Reminder.objects.filter(offer=offer, used=None)
    if token and not open_ones.filter(token_hash=queries.hash_of(token)).exists():
        raise KeyError("no such link")
    open_ones.update(used=clock.now())
    models.Offer.objects.filter(pk=offer).update(confirmed_on=clock.today())
    _log(by, "confirm offer", offer, {"by_link": bool(token)})


@transaction.atomic
def end_offer(*, by: Actor, offer: UUID, until: date) -> None:
    """From `until` on it no longer exists; it stays to be read. Raises KeyError, Refused."""
    found = queries.own_offer(offer)
    if until < clock.today():
        raise Refused("De laatste dag kan niet in het verleden liggen.", "valid_until")
    models.Offer.objects.filter(pk=offer).update(
        valid_until=max(until, found.facts.valid_from), version=found.version + 1
    )
    _log(by, "end offer", offer, {"until": until.isoformat()})


@transaction.atomic
def suggest(*, by: Actor, offer: UUID, text: str) -> None:
    """A reader says what is not right; it goes to the owner. Who reads is not kept. Raises KeyError, Refused."""
    said = text.strip()
    if not said or len(said) > LONGEST_SUGGESTION:
        raise Refused(f"Schrijf wat er niet klopt, in hoogstens {LONGEST_SUGGESTION} tekens.", "text")
    queries.offer(offer)
    key = uuid4()
    row = models.Suggestion(id=key, offer_id=offer, text=said, created=clock.now())
    models.Suggestion.objects.bulk_create([row])  # not `create`: that would read it back
    audit.record(by=by, action="suggest correction", subject=f"offer:{offer}", details={})


@transaction.atomic
def settle_suggestion(*, by: Actor, suggestion: UUID, answer: str) -> None:
    """The owner looked at it. Raises KeyError, also when it was settled already."""
    found = queries.suggestion(suggestion)
    models.Suggestion.objects.filter(pk=suggestion, done=None).update(
        done=clock.now(), done_by=context.current().person, answer=answer
    )
    _log(by, "settle suggestion", found.offer, {})


@transaction.atomic
def add_example(*, by: Actor, example: NewExample) -> UUID:
    """Raises Refused."""
    _check_owner(example.organisation)
    row = models.Example(organisation_id=example.organisation, **_columns(example.facts))
    row.save(force_insert=True)
    audit.record(by=by, action="add example", subject=f"example:{row.id}", details={})
    return row.id


@transaction.atomic
def change_example(*, by: Actor, key: UUID, version: int, facts: Example) -> None:
    """Raises KeyError, and Refused when somebody else changed it meanwhile."""
    queries.own_example(key)
    changed = models.Example.objects.filter(pk=key, version=version).update(version=version + 1, **_columns(facts))
    if not changed:
        raise Refused("Een collega heeft dit voorbeeld net veranderd. Open het opnieuw; jouw tekst staat hieronder.")
    audit.record(by=by, action="change example", subject=f"example:{key}", details={"version": version + 1})


@transaction.atomic
def end_example(*, by: Actor, key: UUID, until: date) -> None:
    """From `until` on it is no longer shown. Raises KeyError."""
    queries.own_example(key)
    models.Example.objects.filter(pk=key).update(valid_until=until)
    audit.record(by=by, action="end example", subject=f"example:{key}", details={"until": until.isoformat()})


def _columns(facts: Example) -> dict[str, object]:
    lists = ("municipalities", "settings", "schools", "providers")
    texts = ("title", "product", "form", "funding", "settlement", "period", "target", "learnt", "contact", "evaluation")
    return {name: list(getattr(facts, name)) for name in lists} | {name: getattr(facts, name) for name in texts}


def _check_owner(organisation: UUID) -> None:
    if organisation not in {unit.id for unit in own_units()}:
        raise Refused("Deze organisatie kun je hier niet kiezen.", "organisation")


def _set_contact(offer: UUID, contact: DirectContact) -> None:
    values = {"role": contact.role, "phone": contact.phone, "email": contact.email}
    if not models.Contact.objects.filter(pk=offer).update(**values) and contact:
        models.Contact.objects.create(offer_id=offer, **values)


def _log(by: Actor, action: str, offer: UUID, details: dict[str, object]) -> None:
    audit.record(by=by, action=action, subject=f"offer:{offer}", details=details)
