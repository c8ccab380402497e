"""What was measured, beside its peer or limit of the same run, and whether the target is met."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tandem.platform import clock


@dataclass(frozen=True)
class Measure:
    """One line. `value` is what the target is about: a ratio to the peer, or a plain number in `unit`.

    `target` is (">=" or "<=", number); None for what is only good to know.
    """

    name: str
    value: float
    unit: str
    target: tuple[str, float] | None = None
    ours: str = ""
    peer: str = ""

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        sign, bound = self.target
        return self.value >= bound if sign == ">=" else self.value <= bound


def show(measures: list[Measure]) -> None:
    table = Table("measure", "result", "target", "", "ours", "peer or limit", title="Tandem beside its peers")
    words = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}
    for one in measures:
        target = f"{one.target[0]} {one.target[1]:g}" if one.target else ""
        table.add_row(one.name, f"{one.value:.3g} {one.unit}", target, words[one.met], one.ours, one.peer)
    Console(width=150, highlight=False).print(table)


def save(measures: list[Measure], folder: Path) -> Path:
    """A file per run, so that runs can be laid side by side."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = clock.now()
    content = {
        "moment": moment.isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()},
        "measures": [asdict(one) | {"met": one.met} for one in measures],
    }
    path = folder / f"bench-{moment:%Y%m%dT%H%M%S}.json"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return path


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms"
