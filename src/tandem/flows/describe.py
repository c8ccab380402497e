"""A question in words."""

from tandem.flows.cube import Cube
from tandem.flows.data import FlowQuery


def describe(query: FlowQuery, cube: Cube | None = None) -> str:
    """One Dutch sentence at B1 level; with a cube it uses names instead of codes."""
    raise NotImplementedError
