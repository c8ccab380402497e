"""What a job may do when it runs: what the hat that asked for it allows by then."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from tests.register.people_world import World, with_account

from tandem.platform import clock
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.project.hats import context_of_hat
from tandem.register.models import Membership


def test_a_job_gets_the_context_of_the_hat_as_it_is_now(owned_database: Cluster) -> None:
    world = World(today=clock.today())
    account = with_account(world.coordinator)
    hat = world.coordinator.membership.id
    context = context_of_hat(account, hat)
    assert context is not None
    assert (context.account, context.person, context.hat) == (account, world.coordinator.person.id, hat)
    assert (context.function, context.professional) == ("IB", True)
    assert world.location.id in context.principals
    with acting(context), connection.cursor() as cursor:
        cursor.execute("select context.person(), context.service()")
        assert cursor.fetchone() == (world.coordinator.person.id, "")


def test_a_hat_that_ended_or_is_somebody_elses_gives_nothing(owned_database: Cluster) -> None:
    world = World(today=clock.today())
    account = with_account(world.coordinator)
    assert context_of_hat(account, world.consultant.membership.id) is None
    assert context_of_hat(account, UUID(int=99)) is None
    Membership.objects.filter(pk=world.coordinator.membership.pk).update(valid_until=clock.today() - timedelta(days=1))
    assert context_of_hat(account, world.coordinator.membership.id) is None


def test_without_a_hat_only_the_account_acts(owned_database: Cluster) -> None:
    world = World(today=clock.today())
    account = with_account(world.coordinator)
    context = context_of_hat(account, None)
    assert context is not None
    assert (context.account, context.person, context.professional) == (account, None, False)
