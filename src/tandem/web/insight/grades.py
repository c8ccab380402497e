"""Secondary education by year of study: how many are in each, and how many of them cross a municipal border."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext

from tandem.flows.cube import Cube
from tandem.flows.data import Level
from tandem.flows.masked.sums import total
from tandem.flows.openness import homes_unknown
from tandem.flows.queries import answer
from tandem.opendata.data import Interval
from tandem.register.data import COUNTRY, Sector
from tandem.web import format as form
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Bar, BarPicture, Figure
from tandem.web.insight.store import Store
from tandem.web.insight.table import Column, Table, pupils, share
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import added, away_from, by_home, by_school, possibly

KINDS = (Sector.VO, Sector.PRO)


@dataclass(frozen=True, slots=True)
class Grade:
    """So many are in this year of study, and so many of them cross the border of the municipality."""

    number: int
    everyone: Interval
    crossing: Interval

    @property
    def name(self) -> str:
        return gettext("leerjaar %(number)s") % {"number": self.number}


def grades_known(cube: Cube, choice: Choice) -> tuple[int, ...]:
    """The years of study that the data hold of the chosen kinds, VO and PrO only."""
    slices = (cube.age_slices.get((choice.year, sector), {}) for sector in choice.sectors if sector in KINDS)
    return tuple(sorted({grade for found in slices for grade in found}))


def grade_figures(store: Store, choice: Choice, code: str, *, town: str) -> tuple[Figure, ...]:
    """Of a location: who is there and comes from outside `town`. Of a municipality (code = town): who lives there and
    goes elsewhere. Nothing where no year of study is known."""
    kinds = tuple(sector for sector in choice.sectors if sector in KINDS)
    mine = replace(choice, sectors=kinds, region=COUNTRY)
    living = code == town
    grades = tuple(
        grade
        for number in grades_known(store.cube, choice)
        if form.kind((grade := _grade(store.cube, mine, number, code, town, living=living)).everyone) != "zero"
    )
    return (_figure(store, mine, grades, living=living),) if grades else ()


def _grade(cube: Cube, choice: Choice, number: int, code: str, town: str, *, living: bool) -> Grade:
    if living:
        query = choice.levels(Level.MUNICIPALITY, Level.MUNICIPALITY, home=code, ages=(number,))
        schools = by_school(added(answer(cube, query).cells))
        away = total(
            value if place in cube.municipalities else possibly(value)
            for place, value in schools.items()
            if place != town
        )
        return Grade(number, total(schools.values()), away)
    query = choice.levels(Level.MUNICIPALITY, Level.LOCATION, school=code, ages=(number,))
    homes = by_home(added(answer(cube, query).cells))
    lost = homes_unknown(cube, (choice.year,), choice.sectors)
    return Grade(number, total(homes.values()), away_from(homes.items(), town, lost=lost))


def _figure(store: Store, choice: Choice, grades: tuple[Grade, ...], *, living: bool) -> Figure:
    everyone, crossing = total(grade.everyone for grade in grades), total(grade.crossing for grade in grades)
    away = gettext("naar een andere gemeente") if living else gettext("uit een andere gemeente")
    titles = (gettext("leerlingen"), away, gettext("aandeel"))
    columns = (
        Column(gettext("leerjaar")),
        Column(titles[0], "pupils"),
        Column(titles[1], "pupils"),
        Column(titles[2], "share"),
    )
    lines = tuple(
        (name_cell(g.name), pupils(g.everyone), pupils(g.crossing), share(form.share_of(g.crossing, g.everyone)))
        for g in grades
    )
    last = (
        name_cell(gettext("samen")),
        pupils(everyone),
        pupils(crossing),
        share(form.share_of(crossing, everyone)),
    )
    return Figure(
        key="leerjaren",
        kind="bars",
        title=gettext("Leerlingen per leerjaar"),
        says=gettext(
            "Voortgezet onderwijs en praktijkonderwijs. De bron schermt per leerjaar af; daarom kan de som van de "
            "leerjaren onzekerder zijn dan het totaal."
        ),
        source=store.provenance.source(choice, everyone),
        table=Table(gettext("Leerlingen per leerjaar"), columns, lines, last),
        picture=BarPicture(gettext("leerjaar"), titles[0], titles, _bars(grades, "out" if living else "in")),
        span="c7",
    )


def _bars(grades: tuple[Grade, ...], look: str) -> tuple[Bar, ...]:
    most = max(g.everyone.low if g.everyone.high is None else g.everyone.high for g in grades) or 1
    bars = []
    for g in grades:
        high = g.everyone.low if g.everyone.high is None else g.everyone.high
        texts = (
            (form.interval(g.everyone), form.kind(g.everyone)),
            (form.interval(g.crossing), f"{form.kind(g.crossing)} {look}-ink"),
            (form.percentage(form.share_of(g.crossing, g.everyone)), ""),
        )
        bars.append(Bar(g.name, "", round(100 * g.everyone.low / most, 2), round(100 * high / most, 2), look, texts))
    return tuple(bars)
