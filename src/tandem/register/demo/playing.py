"""The cast at work: what is done in the example region, somebody of it does, as herself."""

from uuid import UUID

from tandem.identity.data import Hat
from tandem.platform import clock
from tandem.platform.context import Context
from tandem.register.demo.cast import Role, cast
from tandem.register.hats import context_of

_NO_VERSION = UUID(int=0)


def role_of(function: str, at: str) -> Role:
    """The first of the cast with this function at that organisation."""
    roles = (role for player in cast().players.values() for role in player.roles)
    return next(role for role in roles if role.function == function and role.at == at)


def playing(role: Role) -> Context:
    """How whoever has this role introduces herself today."""
    person = next(player.id for player in cast().players.values() if role in player.roles)
    hat = Hat(role.id, person, cast().stages[role.at].id, "", role.function, "", _NO_VERSION)
    return context_of(hat, day=clock.today())
