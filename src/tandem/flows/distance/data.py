"""What is told about the way to school."""

from dataclasses import dataclass

from tandem.flows.data import Range, Share
from tandem.opendata.data import Interval


@dataclass(frozen=True, slots=True)
class Journeys:
    """The way to school of a group of pupils; kilometres one way, None where nobody can say.

    `pupils` have a known distance, `unplaced` not. `far`: over the limit of pupil transport of their municipality.
    `extra`: how much further than the nearest location of their sector, on average; `nearer`: for how many there is
    a nearer one. `yearly_km`: there and back on every school day. `euros`: an indication for who is far and in a
    transported sector.
    """

    code: str
    name: str
    pupils: Interval
    unplaced: Interval
    median: Range | None
    p90: Range | None
    far: Interval
    far_share: Share | None
    extra: Range | None
    nearer: Interval
    yearly_km: Range | None
    euros: Range | None


@dataclass(frozen=True, slots=True)
class Band:
    """Pupils whose school lies from `start` up to `stop` kilometres away (None: and further)."""

    start: float
    stop: float | None
    pupils: Interval
