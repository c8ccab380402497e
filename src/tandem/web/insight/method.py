"""How masked cells are kept, narrowed and estimated, and how far off that is: the page behind every
'waarschijnlijk'.
"""

from django.utils.translation import gettext

from tandem.flows.data import FlowQuery, Range
from tandem.flows.masked.data import HIGH, LOW, SHOWN_CELLS, SHOWN_PUPILS
from tandem.flows.masked.measured import Measured, MeasuredScore, Regions, measured
from tandem.flows.masked.sums import total, traced_cells
from tandem.opendata.data import Interval
from tandem.register.data import COUNTRY
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Bar, BarPicture, Crumb, Figure, Page, Section
from tandem.web.insight.links import root
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, measure, pupils
from tandem.web.insight.table import words as name_cell

SPECIAL, PRIMARY = "SBO+SO+VSO", "BO"
SUBSTITUTES = ("0", "1", "2", "2.5", "4")
KNOWN, REST = 12, 8  # of the example: pupils in the cell that is told, and in the three that are not


def method(store: Store, choice: Choice) -> Page:
    """`choice` gives the year of the last figure."""
    known = measured()
    best, worst = known.of(SPECIAL, "country")["estimate"], known.of(SPECIAL, "country")["4"]
    heading = gettext(
        "Onze schatting van stromen in het speciaal onderwijs zit er per stroom %(best)s naast; wie overal 4 invult, "
        "%(worst)s."
    )
    return Page(
        title=gettext("Hoe we omgaan met afgeschermde aantallen"),
        heading=heading % {"best": _percent(best.flow_error), "worst": _percent(worst.flow_error)},
        lead=gettext(
            "DUO laat aantallen onder de 5 niet zien. In het speciaal onderwijs is dat de meerderheid. Daarom zie je "
            "hier vaak een bereik, en soms daarbij wat waarschijnlijk is."
        ),
        crumbs=(Crumb(gettext("Inzicht"), root()), Crumb(gettext("Zo rekenen we"))),
        sections=_steps(),
        figures=(_example(), _errors(known), _regions(known), _bounds(known), _here(store, choice)),
        embed=choice.embed,
    )


def _steps() -> tuple[Section, ...]:
    values = {"low": LOW, "high": HIGH, "cells": SHOWN_CELLS, "pupils": SHOWN_PUPILS}
    return (
        Section(
            gettext("1. Bewaren: een afgeschermd aantal is een bereik"),
            gettext(
                "Een afgeschermd aantal is 1, 2, 3 of 4. Wij maken er geen 0, 2 of 4 van, maar bewaren het als "
                "%(low)s–%(high)s. Tellen we aantallen op, dan tellen we de ondergrenzen op en de bovengrenzen op. "
                "Nul, afgeschermd, onbekend en uit het buitenland blijven vier verschillende dingen."
            )
            % values,
        ),
        Section(
            gettext("2. Versmallen: met de totalen die DUO zelf geeft"),
            gettext(
                "DUO geeft ook het totaal van elke school. Een deel van een school kan nooit meer zijn dan dat "
                "totaal min wat de rest minstens is. Zo wordt een som smaller, zonder dat we iets aannemen. Dat doen "
                "we alleen bij %(cells)s of meer afgeschermde aantallen samen. Eén enkel aantal blijft altijd "
                "%(low)s–%(high)s."
            )
            % values,
        ),
        Section(
            gettext("3. Schatten: wat is waarschijnlijk?"),
            gettext(
                "Achter een bereik staat soms wat waarschijnlijk is: “47–102, waarschijnlijk 61”. Die schatting let "
                "op de afstand tot de school, op hoeveel leerlingen in een postcode wonen, op hoeveel buren naar die "
                "school gaan, en op de totalen per school en per gemeente. Je ziet hem alleen bij %(cells)s of meer "
                "afgeschermde aantallen en %(pupils)s of meer leerlingen. Een schatting is geen telling. Dezelfde "
                "bestanden geven altijd dezelfde schatting. Voor voortgezet onderwijs en mbo schatten we niet: daar "
                "is geen bestand om aan te toetsen."
            )
            % values,
        ),
        Section(
            gettext("4. Controleren: niemand wordt zichtbaar"),
            gettext(
                "Een programma valt alles aan wat Tandem laat zien: pagina’s, downloads en de API, samen met de "
                "totalen van DUO en met de vorige bestanden. Lukt het om een afgeschermd aantal verder te openen dan "
                "DUO zelf doet, dan keurt het de gegevens af."
            ),
        ),
    )


def _percent(value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return gettext("n.v.t.")
    sign = "−" if round(value, 1) < 0 else "+" if signed and round(value, 1) > 0 else ""
    return f"{sign}{form.percentage_of(abs(value) / 100)}"


def _name(key: str) -> str:
    names = {
        "school_total": gettext("rest van het schooltotaal, gelijk verdeeld"),
        "estimate": gettext("onze schatting"),
        "estimate_shown": gettext("onze schatting, waar je hem ziet"),
        "cell_bounds": gettext("bereik, alleen uit de aantallen"),
        "narrowed_bounds": gettext("bereik, versmald met schooltotalen"),
    }
    return names.get(key) or gettext("overal %(value)s invullen") % {"value": key.replace(".", form.decimal(0.5)[1])}


def _example() -> Figure:
    """One school of 20 pupils: 12 from one postcode and three masked numbers."""
    single, all_three = Interval.mask(), Interval(3 * LOW, 3 * HIGH, 3)
    lines = (
        (gettext("postcode A"), Interval.exact(KNOWN)),
        *((gettext("postcode %(letter)s (afgeschermd)") % {"letter": letter}, single) for letter in "BCD"),
        (gettext("B, C en D samen: opgeteld"), all_three),
        (gettext("B, C en D samen: school heeft er %(total)s") % {"total": KNOWN + REST}, Interval.exact(REST)),
    )
    most = float(KNOWN)
    bars = tuple(
        Bar(
            name,
            "",
            round(100 * value.low / most, 1),
            round(100 * (value.high or 0) / most, 1),
            "out",
            ((form.interval(value), form.kind(value)),),
        )
        for name, value in lines
    )
    columns = (Column(gettext("wat")), Column(gettext("leerlingen"), "pupils"))
    return Figure(
        key="voorbeeld",
        kind="bars",
        title=gettext("Een voorbeeld: wat drie afgeschermde aantallen samen zijn"),
        says=gettext(
            "Van drie afgeschermde aantallen weten we samen precies 8, want de school heeft er 20 en 12 staan er "
            "gewoon. Van elk apart weten we alleen 1–4, en zo laten we het ook zien."
        ),
        source=gettext("Een verzonnen voorbeeld."),
        table=Table(
            gettext("Een school met vier postcodes"), columns, tuple((name_cell(n), pupils(v)) for n, v in lines)
        ),
        picture=BarPicture(columns[0].title, columns[1].title, (columns[1].title,), bars),
        span="c5",
    )


def _errors(known: Measured) -> Figure:
    special, primary = known.of(SPECIAL, "country"), known.of(PRIMARY, "country")
    methods = (*SUBSTITUTES, "school_total", "estimate", "estimate_shown")
    ours = special["estimate"].flow_error or 0.0
    best = min(special[key].flow_error or 0.0 for key in (*SUBSTITUTES, "school_total"))
    most = max(special[key].flow_error or 0.0 for key in methods)
    bars = []
    rows = []
    for key in methods:
        one, other = special[key], primary[key]
        place = round(100 * (one.flow_error or 0.0) / most, 1)
        look = "in" if key.startswith("estimate") else "out"
        cells = (
            (_percent(one.flow_error), ""),
            (_percent(one.total_error, signed=True), ""),
            (_percent(other.flow_error), ""),
        )
        bars.append(Bar(_name(key), "", place, place, look, cells, chosen=key == "estimate"))
        rows.append((name_cell(_name(key)), *_score_cells(one), *_score_cells(other)))
    heads = (gettext("per stroom"), gettext("totaal"), gettext("basisonderwijs per stroom"))
    kinds = (gettext("speciaal onderwijs"), gettext("basisonderwijs"))
    columns = (
        Column(gettext("een afgeschermd aantal wordt")),
        *(
            Column(f"{kind}: {what}", "number")
            for kind in kinds
            for what in (
                gettext("totaal ernaast (procent)"),
                gettext("per stroom ernaast (procent)"),
                gettext("stromen ver ernaast (procent)"),
            )
        ),
    )
    return Figure(
        key="terugtoets",
        kind="bars",
        title=gettext("De schatting zit er %(times)s keer minder naast dan de beste andere manier")
        % {"times": form.decimal(best / ours)},
        says=gettext(
            "We schermden de precieze aantallen van 2017 af zoals DUO doet, schatten ze, en legden de echte ernaast. "
            "‘Per stroom’ is hoeveel procent van de leerlingen die tussen twee gemeenten reizen verkeerd staat. ‘Ver "
            "ernaast’ is meer dan 20 procent, bij stromen van 10 of meer."
        ),
        source=_source(known, special["estimate"]),
        table=Table(gettext("Terugtoets, heel Nederland"), columns, tuple(rows)),
        picture=BarPicture(columns[0].title, heads[0], heads, tuple(bars)),
        span="c7",
    )


def _score_cells(one: MeasuredScore) -> tuple[Cell, ...]:
    return tuple(
        measure(None if value is None else Range(value, value), digits=1)
        for value in (one.total_error, one.flow_error, one.far_off)
    )


def _source(known: Measured, one: MeasuredScore) -> str:
    return gettext("Bron: DUO, leerlingen naar postcode, %(day)s · stromen: %(flows)s, leerlingen: %(pupils)s") % {
        "day": form.count_day(known.year),
        "flows": form.number(one.flows),
        "pupils": form.number(one.pupils),
    }


def _regions(known: Measured) -> Figure:
    """Learned in some regions, reported in the others."""
    places: tuple[tuple[Regions, str], ...] = (
        ("country", gettext("heel Nederland")),
        ("held_out", gettext("alleen toetsregio’s")),
    )
    rows = []
    for sectors, name in ((SPECIAL, gettext("speciaal onderwijs")), (PRIMARY, gettext("basisonderwijs"))):
        for regions, where in places:
            one = known.of(sectors, regions)["estimate"]
            rows.append((name_cell(name), name_cell(where), pupils(Interval.exact(one.pupils)), *_score_cells(one)))
    columns = (
        Column(gettext("soort")),
        Column(gettext("waar")),
        Column(gettext("leerlingen"), "pupils"),
        Column(gettext("totaal ernaast (procent)"), "number"),
        Column(gettext("per stroom ernaast (procent)"), "number"),
        Column(gettext("stromen ver ernaast (procent)"), "number"),
    )
    held_out = known.of(SPECIAL, "held_out")["estimate"]
    return Figure(
        key="toetsregios",
        kind="table",
        title=gettext("Ook waar hij niets van wist, zit de schatting er %(error)s naast")
        % {"error": _percent(held_out.flow_error)},
        says=gettext(
            "De schatting leerde van samenwerkingsverbanden met een oneven nummer. De toetsregio’s zijn de andere: "
            "daarvan kende hij geen enkel echt aantal."
        ),
        source=_source(known, held_out),
        table=Table(gettext("De schatting in regio’s waar hij van leerde en waar niet"), columns, tuple(rows)),
        span="c7",
    )


def _bounds(known: Measured) -> Figure:
    rows = []
    for sectors, name in ((SPECIAL, gettext("speciaal onderwijs")), (PRIMARY, gettext("basisonderwijs"))):
        for key in ("cell_bounds", "narrowed_bounds"):
            one = known.of(sectors, "country")[key]
            inside = measure(None if one.inside is None else Range(one.inside, one.inside), digits=0)
            mean = (one.width or 0.0) / one.flows
            rows.append((name_cell(name), name_cell(_name(key)), inside, measure(Range(mean, mean), digits=1)))
    columns = (
        Column(gettext("soort")),
        Column(gettext("bereik")),
        Column(gettext("met het echte aantal erin (procent)"), "number"),
        Column(gettext("gemiddelde breedte, leerlingen"), "number"),
    )
    one = known.of(SPECIAL, "country")["narrowed_bounds"]
    return Figure(
        key="grenzen",
        kind="table",
        title=gettext("Het echte aantal lag altijd binnen het bereik"),
        says=gettext("Van elke stroom in 2017 keken we of het echte aantal in het bereik lag."),
        source=_source(known, one),
        table=Table(gettext("Hoe vaak het echte aantal in het bereik ligt"), columns, tuple(rows)),
        span="c5",
    )


def _here(store: Store, choice: Choice) -> Figure:
    """What is masked in the data in use, per kind of education."""
    cube = store.cube
    rows = []
    hidden = 0
    for sector in cube.sectors_by_year[choice.year]:
        query = FlowQuery((choice.year,), (sector,), COUNTRY)
        value = total(cell.pupils for cell in traced_cells(cube, query))
        hidden += value.masked
        rows.append((name_cell(words.sector(sector)), pupils(Interval.exact(value.masked)), pupils(value)))
    columns = (
        Column(gettext("soort")),
        Column(gettext("afgeschermde aantallen"), "pupils"),
        Column(gettext("leerlingen"), "pupils"),
    )
    title = gettext("In deze gegevens zijn %(count)s aantallen afgeschermd") % {"count": form.number(hidden)}
    if not hidden:
        title = gettext("In deze gegevens is niets afgeschermd")
    return Figure(
        key="hier",
        kind="table",
        title=title,
        says=gettext("Per soort onderwijs, met alle leerlingen in de bestanden."),
        source=store.provenance.source(choice),
        table=Table(gettext("Afgeschermde aantallen in %(year)s") % {"year": choice.year}, columns, tuple(rows)),
        span="c12",
    )
