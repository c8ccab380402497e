"""How good forecasts were: the last years held out, beside 'the same as last year' and a straight line."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tandem.flows.forecast.model import LEAST_YEARS, Floats, forecast

Method = Callable[[Floats, int], Floats]


@dataclass(frozen=True, slots=True)
class ForecastScore:
    """One method so many years ahead: mean error in % of the pupils; `inside` (%) for what has an interval."""

    method: str
    ahead: int
    series: int
    error: float
    bias: float
    inside: float | None = None


def same_as_last_year(counts: Floats, horizon: int) -> Floats:
    """The newest count, again and again."""
    return np.repeat(counts[:, -1:], horizon, axis=1)


def straight_line(counts: Floats, horizon: int) -> Floats:
    """The line of least squares through all years; never below nobody."""
    years = np.arange(counts.shape[1])
    found = np.empty((len(counts), horizon))
    for i, series in enumerate(counts):
        known = np.isfinite(series)
        slope, start = np.polyfit(years[known], series[known], 1) if known.sum() > 1 else (0.0, series[known][-1])
        found[i] = start + slope * (counts.shape[1] - 1 + np.arange(1, horizon + 1))
    return np.maximum(found, 0.0)


PEERS: dict[str, Method] = {"zelfde als vorig jaar": same_as_last_year, "rechte lijn": straight_line}
OURS = "tandem"


def back_test(
    counts: Floats, horizon: int, exposure: Floats | None = None, peers: dict[str, Method] | None = None
) -> list[ForecastScore]:
    """Forecast every year that can be held out, from the years before it. [] where history is too short.

    `counts`, `exposure`: as in `forecast`.
    """
    methods = PEERS if peers is None else peers
    found: dict[tuple[str, int], list[tuple[Floats, Floats, Floats | None]]] = {}
    for end in range(LEAST_YEARS, counts.shape[1]):
        ahead = min(horizon, counts.shape[1] - end)
        history = counts[:, :end]
        usable = np.isfinite(history[:, -1]) & (np.isfinite(history).sum(axis=1) >= LEAST_YEARS - 1)
        people = None if exposure is None else exposure[usable, : end + ahead]
        ours = forecast(history[usable], ahead, people)
        others = {name: method(history[usable], ahead) for name, method in methods.items()}
        for step in range(ahead):
            true = counts[usable, end + step]
            known = np.isfinite(true)
            inside = ((ours.low[:, step] <= true) & (true <= ours.high[:, step]))[known].astype(np.float64)
            found.setdefault((OURS, step + 1), []).append((ours.likely[known, step], true[known], inside))
            for name, value in others.items():
                found.setdefault((name, step + 1), []).append((value[known, step], true[known], None))
    return [_score(name, ahead, parts) for (name, ahead), parts in sorted(found.items(), key=lambda one: one[0][1])]


def _score(name: str, ahead: int, parts: list[tuple[Floats, Floats, Floats | None]]) -> ForecastScore:
    likely, true = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    whole = max(float(true.sum()), 1.0)
    covered = [part[2] for part in parts if part[2] is not None]
    return ForecastScore(
        method=name,
        ahead=ahead,
        series=len(true),
        error=round(100 * float(np.abs(likely - true).sum()) / whole, 2),
        bias=round(100 * float((likely - true).sum()) / whole, 2),
        inside=round(100 * float(np.concatenate(covered).mean()), 1) if covered else None,
    )
