"""Puts the cast on stage: once, in an empty database, under the mark that everybody in it is fictitious."""

from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.identity.actions import create_account
from tandem.identity.data import SIGN_IN
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.text import sort_key
from tandem.register import functions, models
from tandem.register.data import ContactKind
from tandem.register.demo.cast import Cast, Player, Role, Stage, cast

DEMO = Actor("service:demo")
REAL_SCHOOLS = "^99"  # codes of invented schools begin so


class NotFictitiousError(RuntimeError):
    """This database holds, or may hold, people or schools that exist. The message is Dutch."""


def fill_demo_region() -> bool:
    """Everybody of the cast, with an account each; False when they were there already.

    Raises NotFictitiousError where anybody else is known, and when a school of the cast is not in the register.
    """
    wanted = cast()
    with acting(Context(service="demo")):
        if _fingerprint() == wanted.fingerprint:
            return False
    try:
        with transaction.atomic():
            with acting(Context(service="demo")):
                _begin(wanted)
                known = set(models.Person.objects.values_list("id", flat=True))
            accounts = _make_accounts([p for p in wanted.players.values() if p.id not in known])
            with acting(Context(service="demo")):
                _set_stages(wanted)
                _bring_on(wanted, accounts)
                audit.record(by=DEMO, action="fill demo region", subject="register", details={"people": len(accounts)})
    except DatabaseError as error:
        if "this database knows" in str(error):
            raise NotFictitiousError(
                "In deze database staan mensen of scholen die niet bij de voorbeeldregio horen. "
                "De voorbeeldmensen komen er dan niet in."
            ) from error
        raise
    return True


def problem_with_demo_sign_in() -> str:
    """Why nobody may sign in with one click here, in Dutch; '' when everybody in the database is fictitious."""
    if not models.DemoRegion.objects.exists():
        return "Deze database is niet als voorbeeldregio gevuld."
    real = models.School.objects.exclude(code__regex=REAL_SCHOOLS).count()
    return f"In deze database staan {real} scholen die echt bestaan." if real else ""


def _fingerprint() -> str:
    return models.DemoRegion.objects.values_list("fingerprint", flat=True).first() or ""


def _begin(wanted: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select register_begin_demo(%s)", [wanted.fingerprint])
    codes = {stage.id: stage.key for stage in wanted.stages.values() if stage.known}
    there = set(models.Organisation.objects.filter(pk__in=codes).values_list("pk", flat=True))
    if missing := sorted(key for pk, key in codes.items() if pk not in there):
        raise NotFictitiousError(f"Deze organisaties van de voorbeeldregio zijn niet geladen: {', '.join(missing)}.")


def _make_accounts(players: list[Player]) -> dict[UUID, UUID]:
    """Person to account."""
    with acting(Context(service="sign-in")):
        return {player.id: create_account(by=SIGN_IN, email=player.email) for player in players}


def _set_stages(wanted: Cast) -> None:
    for stage in wanted.stages.values():
        if not stage.known:
            _set_stage(stage, wanted)


def _set_stage(stage: Stage, wanted: Cast) -> None:
    above = wanted.stages[stage.above] if stage.above else None
    municipality = stage.municipality or (above.code if above else None)
    models.Organisation.objects.update_or_create(
        id=stage.id,
        defaults={
            "kind": stage.kind.value,
            "name": stage.name,
            "sort_key": sort_key(stage.name),
            "phone": stage.phone,
            "parent_id": above.id if above else None,
            "municipality_id": municipality,
            "source": "demo",
        },
    )
    if models.Area.objects.filter(organisation=stage.id).exists():
        return
    for area in stage.areas:
        first, _, last = area.partition("-")
        place = {"municipality_id": area} if area.startswith("GM") else {"postcode_from": first, "postcode_to": last}
        models.Area.objects.create(organisation_id=stage.id, **place)


def _bring_on(wanted: Cast, accounts: dict[UUID, UUID]) -> None:
    new = [player for player in wanted.players.values() if player.id in accounts]
    models.Person.objects.bulk_create([_person(player, accounts[player.id]) for player in new])
    roles = [(player, role) for player in new for role in player.roles]
    models.Membership.objects.bulk_create([_membership(player, role, wanted) for player, role in roles])
    models.Contact.objects.bulk_create([contact for player in new for contact in _contacts(player)])
    models.SchoolLink.objects.bulk_create([link for _, role in roles for link in _links(role, wanted)])
    models.StandIn.objects.bulk_create([_stand_in(role, wanted) for _, role in roles if role.stand_in])


def _person(player: Player, account: UUID) -> models.Person:
    key = sort_key(f"{player.family} {player.given} {player.infix}")
    return models.Person(
        id=player.id,
        account_id=account,
        given_name=player.given,
        infix=player.infix,
        family_name=player.family,
        sort_key=key,
    )


def _membership(player: Player, role: Role, wanted: Cast) -> models.Membership:
    return models.Membership(
        id=role.id,
        person_id=player.id,
        organisation_id=wanted.stages[role.at].id,
        function=role.function,
        is_lead=role.lead,
        listed=functions.find(role.function).listed,
        valid_from=wanted.since,
    )


def _contacts(player: Player) -> list[models.Contact]:
    values = {ContactKind.EMAIL: player.email, ContactKind.MOBILE: player.phone}
    return [
        models.Contact(person_id=player.id, kind=kind.value, value=value, sort=number)
        for number, (kind, value) in enumerate(values.items())
    ]


def _links(role: Role, wanted: Cast) -> list[models.SchoolLink]:
    return [
        models.SchoolLink(
            membership_id=role.id, location_id=wanted.stages[key].id, hours_per_week=hours, valid_from=wanted.since
        )
        for key, hours in role.schools.items()
    ]


def _stand_in(role: Role, wanted: Cast) -> models.StandIn:
    """Begins the day that the cast comes on, so that it can be seen."""
    today = clock.today()
    other = next(each for each in wanted.players[role.stand_in or ""].roles if each.at == role.at)
    return models.StandIn(
        membership_id=role.id, stand_in_id=other.id, valid_from=today, valid_until=today + timedelta(days=role.days)
    )


def names_of_stages() -> dict[UUID, str]:
    """How the organisations of the cast are called: the open data name those that they know."""
    ids = [stage.id for stage in cast().stages.values()]
    return dict(models.Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
