"""What organisations change at the desk; each leaves its line. The count of questions knows nobody."""

from uuid import UUID

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import context
from tandem.routing import models
from tandem.routing.data import Law, Route
from tandem.routing.queries import today
from tandem.routing.upkeep import NewRule, Team


@transaction.atomic
def make_rule(*, by: Actor, new: NewRule) -> UUID:
    """A rule about who lives in the own municipality, from today; the one it takes the place of ends.

    Raises KeyError for who acts for no organisation.
    """
    municipality = context.current().organisation
    if municipality is None:
        raise KeyError("a rule is of a municipality")
    known = models.DeskRule.objects.filter(municipality_id=municipality, kind=new.kind, valid_until=None)
    known.update(valid_until=today())
    row = models.DeskRule.objects.create(
        municipality_id=municipality, kind=new.kind, first=new.first, desk_id=new.desk, why=new.why, valid_from=today()
    )
    audit.record(
        by=by, action="make desk rule", subject=f"rule:{row.id}", details={"kind": new.kind, "first": new.first}
    )
    return row.id


@transaction.atomic
def end_rule(*, by: Actor, rule: UUID) -> None:
    """Raises KeyError for one that is not the own municipality's, or is over."""
    own = models.DeskRule.objects.filter(pk=rule, municipality_id=context.current().organisation, valid_until=None)
    if not own.update(valid_until=today()):
        raise KeyError(rule)
    audit.record(by=by, action="end desk rule", subject=f"rule:{rule}", details={})


@transaction.atomic
def keep_team(*, by: Actor, location: UUID, team: Team) -> None:
    """Rhythm and hours of a school's own team, confirmed today."""
    models.SchoolTeam.objects.update_or_create(
        location_id=location,
        defaults={
            "rhythm": team.rhythm.value,
            "moment": team.when,
            "care_hours": team.care_hours,
            "confirmed": today(),
        },
    )
    audit.record(
        by=by, action="keep school team", subject=f"location:{location}", details={"rhythm": team.rhythm.value}
    )


def count(found: Route) -> None:
    """One more for this school, home municipality and kind; nothing else of the question is kept."""
    home = found.responsible[Law.TRANSPORT].municipality or "ONBEKEND"
    with connection.cursor() as cursor:
        cursor.execute("select routing_count(%s, %s, %s)", [found.question.school, home, found.question.kind])
