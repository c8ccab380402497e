"""The example region ("Voorbeeldgegevens"): Haaglanden with fictitious schools and pupils.

Places and totals are facts (definitions/demo.yaml); no school, board or pupil exists. The files are in the publishers'
own layouts, and the normal loader reads them.
"""

from pathlib import Path

import numpy as np

from tandem.opendata.demo.borders import write_borders
from tandem.opendata.demo.facts import Facts, facts
from tandem.opendata.demo.files import (
    write_addresses,
    write_partnerships,
    write_points,
    write_postcodes,
    write_pupils,
)
from tandem.opendata.demo.pupils import CALIBRATED_YEAR, Home, KindOfPupils
from tandem.opendata.demo.schools import School, invent_schools
from tandem.register import municipalities

YEARS = (2015, 2016, CALIBRATED_YEAR, 2018, 2019)


def write_demo_files(folder: Path, *, seed: int = 20171001) -> tuple[Path, ...]:
    """Write the files of the example into `folder` (made when absent) and return their paths.

    The same seed gives the same bytes. For 2017 the totals per municipality and kind are exactly the published ones.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = facts()
    rng = np.random.default_rng(seed)
    schools = invent_schools(known, rng)
    return (
        *_write_pupils(folder, known, schools, rng),
        write_addresses(folder / "03-alle-vestigingen-bo.csv", [s for s in schools if s.kind == "Bo"]),
        write_addresses(folder / "09.-alle-vestigingen-sbo-so-en-vso.csv", [s for s in schools if s.kind != "Bo"]),
        write_points(folder / "scholen.geojson", schools),
        write_postcodes(folder / "postcodes.csv", known.places),
        write_partnerships(folder / "samenwerkingsverbanden.csv", known.places),
        write_borders(folder / "schematische-grenzen-van-tandem.geojson", known),
    )


def _write_pupils(
    folder: Path, known: Facts, schools: tuple[School, ...], rng: np.random.Generator
) -> tuple[Path, ...]:
    homes = tuple(Home(p.pc4, municipalities.name(p.municipality), p.municipality) for p in known.places)
    far_homes = tuple(Home(code, name) for code, name, _ in known.far_homes)
    kinds = [KindOfPupils(known, kind, schools, rng) for kind in known.kinds]
    return tuple(
        write_pupils(
            folder / f"03.-leerlingen-po-totaaloverzicht-{year}-{year + 1}.csv.gz",
            year,
            [cell for kind in kinds for cell in kind.cells(year, homes, far_homes)],
            known.ages,
            rng,
        )
        for year in YEARS
    )
