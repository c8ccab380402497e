"""The cast of the example region, as tests, screenshots and manual use it: one source, definitions/demo_cast.yaml."""

from tandem.register.demo.cast import Cast, Player, Role, cast

__all__ = ["CAST", "Cast", "Player", "Role", "player", "plays"]

CAST: Cast = cast()


def player(key: str) -> Player:
    """Somebody of the cast, such as `noor`."""
    return CAST.players[key]


def plays(function: str) -> tuple[Player, Role]:
    """The first who plays this function."""
    return CAST.with_function(function)[0]
