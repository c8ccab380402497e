"""A question as an address, as a command, and back."""

from collections.abc import Mapping, Sequence

from tandem.flows.data import FlowQuery
from tandem.register.data import Region, Sector


def parse_sectors(text: str) -> tuple[Sector, ...]:
    """ "PO", "bo,sbo" or "SPECIAAL" as sectors. ValueError (Dutch) lists what exists."""
    raise NotImplementedError


def parse_years(text: str, years: Sequence[int]) -> tuple[int, ...]:
    """ "2017", "2015,2017" or "alle" (= `years`). ValueError (Dutch)."""
    raise NotImplementedError


def parse_region(name: str, regions: Mapping[str, Region]) -> Region:
    """A region by code or name; "nederland" is the whole country. ValueError (Dutch) lists what exists."""
    raise NotImplementedError


def chosen_region(municipalities: Sequence[str]) -> Region:
    """Any set of municipalities as a region of its own, code "keuze"."""
    raise NotImplementedError


def to_params(query: FlowQuery) -> dict[str, str]:
    """The question as parameters of an address; what is default is left out, lists are joined by commas.

    Keys: jaar, soort, regio, gemeenten, woonniveau, schoolniveau, woon, school, richting, bereik, leeftijd, samen.
    """
    raise NotImplementedError


def from_params(
    params: Mapping[str, str | Sequence[str]],
    *,
    regions: Mapping[str, Region],
    years: Sequence[int],
    region: Region | None = None,
) -> FlowQuery:
    """The question of an address. Without `jaar` the last of `years`, without `soort` PO, without `regio` and
    `gemeenten` the given region (default the country). ValueError (Dutch, names the parameter).
    """
    raise NotImplementedError


def to_arguments(query: FlowQuery) -> list[str]:
    """The question as arguments of `tandem flows list`."""
    raise NotImplementedError
