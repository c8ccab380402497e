"""Where the students of a college live: the table by RMC region, as policy documents show it."""

from django.utils.translation import gettext

from tandem.flows.origins import Origin, origins
from tandem.opendata.data import Interval
from tandem.web import format as form
from tandem.web.insight import claims, ranking
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Figure
from tandem.web.insight.links import Links
from tandem.web.insight.store import Store
from tandem.web.insight.traffic import largest_first


def origin_figure(store: Store, choice: Choice, code: str, whole: Interval, links: Links) -> Figure:
    """Per RMC region how many of the students live there, and which share of all that is."""
    lines = origins(store.cube, code, year=choice.year, sectors=choice.sectors)
    sums = {line.code: line.pupils for line in lines}
    names = {line.code: line.name for line in lines if line.code.startswith("rmc-")}
    hrefs = {region: f"{links.root}regio/{region}/{links.tail}" for region in names}
    picture, table = ranking.of_units(
        sums, whole, store.cube, gettext("RMC-regio"), "in", hrefs, names=names, students=True
    )
    order = claims.order_sentence([value for _, value in largest_first(sums)])
    return Figure(
        key="herkomst",
        kind="bars",
        title=_title(lines, names),
        says=gettext("Per RMC-regio, in de indeling van nu.") + " " + order + " " + caveat(),
        source=store.provenance.source(choice, whole),
        table=table,
        picture=picture,
        span="c7",
        notes=store.provenance.notes(choice, (code,)),
    )


def _title(lines: tuple[Origin, ...], names: dict[str, str]) -> str:
    """'78,8 % woont in de RMC-regio Haaglanden/Westland' where that is for certain the largest."""
    first, _ = claims.largest({line.code: line.pupils for line in lines})
    if first not in names:
        return gettext("Uit welke RMC-regio\u2019s de studenten komen")
    share = next(line.share for line in lines if line.code == first)
    return gettext("%(share)s woont in de %(name)s") % {
        "share": form.percentage(share),
        "name": names[first],
    }


def caveat() -> str:
    """What a reader must know of a college before comparing it."""
    return gettext("Mbo telt bij de vestigingsplaats van de instelling; dat is niet de leslocatie.")
