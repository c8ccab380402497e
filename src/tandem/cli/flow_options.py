"""The options that the commands of `tandem flows` share."""

from typing import Annotated

import typer

from tandem.cli.output import Format
from tandem.flows.data import HOME_LEVELS, SCHOOL_LEVELS, Direction, Level, Scope

YearOption = Annotated[
    str, typer.Option("--year", metavar="JAAR", help="Jaar van de telling op 1 oktober; 2016,2017 of alle.")
]
SectorOption = Annotated[
    str,
    typer.Option("--sector", metavar="SOORT", help="BO, SBO, SO, VSO, VO, PRO, MBO; ook PO en SPECIAAL; of BO,SBO."),
]
RegionOption = Annotated[str, typer.Option("--region", metavar="NAAM", help="haaglanden, nederland, …")]
MunicipalitiesOption = Annotated[
    str, typer.Option("--municipalities", metavar="GM….", help="In plaats van een regio: GM0518,GM0603.")
]
AgeOption = Annotated[str, typer.Option("--age", metavar="JAREN", help="Leeftijd (4,5,6); voor vo het leerjaar.")]
HomeLevelOption = Annotated[Level, typer.Option("--home-level", help="Woonplaats: " + ", ".join(HOME_LEVELS) + ".")]
SchoolLevelOption = Annotated[Level, typer.Option("--school-level", help="School: " + ", ".join(SCHOOL_LEVELS) + ".")]
HomeOption = Annotated[
    str, typer.Option("--home", metavar="CODE", help="Alleen uit: 2613, GM0503, PO2802, BE, ONBEKEND.")
]
SchoolOption = Annotated[
    str, typer.Option("--school", metavar="CODE", help="Alleen naar: 00AP01, 27GZ, GM0503, VO2806, ONBEKEND.")
]
DirectionOption = Annotated[Direction, typer.Option("--direction", help="alle, uit, in of blijft.")]
ScopeOption = Annotated[Scope, typer.Option("--scope", help="Het andere eind: alle, binnen of buiten de regio.")]
TogetherOption = Annotated[bool, typer.Option("--together", help="Tel de soorten op tot één regel.")]
EstimateOption = Annotated[
    bool,
    typer.Option(
        "--estimate",
        help="Met een schatting bij afgeschermde aantallen, en grenzen zo smal als de totalen van DUO toelaten.",
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")]
