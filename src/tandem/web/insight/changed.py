"""What changed most since the year before, as a page: only what is certain."""

from django.utils.translation import gettext, ngettext

from tandem.flows.changes import Change, Changes, Subject, read_changes
from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import Range
from tandem.flows.presence import why_not
from tandem.register.data import Region
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Crumb, Figure, Page, Section
from tandem.web.insight.links import Links, links_for, root
from tandem.web.insight.store import Store
from tandem.web.insight.table import Column, Table, measure, pupils
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.units import one_line


def region_changed(store: Store, choice: Choice) -> Page:
    found = read_changes(store.cube, choice.region, choice.sectors, choice.year)
    name = words.region(store.cube, choice.region)
    page = "veranderd/" if choice.region.is_country else f"regio/{choice.region.code}/veranderd/"
    links = links_for(store.cube, choice, page)
    return _page(store, choice, found, (name, links.region(choice.region), links))


def municipality_changed(store: Store, choice: Choice, code: str) -> Page:
    if code not in store.cube.municipalities:
        raise NotInData(why_not(code))
    name = words.unit(store.cube, code)
    found = read_changes(store.cube, Region(code.lower(), name, (code,)), choice.sectors, choice.year)
    links = links_for(store.cube, choice, f"gemeente/{code}/veranderd/")
    return _page(store, choice, found, (name, links.place(code), links))


def _page(store: Store, choice: Choice, found: Changes, place: tuple[str, str, Links]) -> Page:
    name, href, links = place
    groups = (
        ("gemeenten", gettext("Gemeenten"), (Subject.LIVING, Subject.OUT, Subject.INCOMING)),
        ("scholen", gettext("Scholen"), (Subject.SCHOOL,)),
        ("stromen", gettext("Stromen"), (Subject.FLOW,)),
    )
    return Page(
        title=gettext("Wat is er veranderd in %(name)s") % {"name": name},
        heading=_heading(store.cube, found, name),
        lead=_lead(found),
        crumbs=(Crumb(gettext("Inzicht"), root()), Crumb(name, href), Crumb(gettext("Veranderd"))),
        choices=one_line(store.cube, choice, links, gettext("in en om %(name)s") % {"name": name}),
        figures=tuple(_table(store, choice, found, links, one) for one in groups if _lines(found, one)),
        below=(
            Section(
                gettext("Op de hoogte blijven"),
                gettext(
                    "Deze lijst is er ook als feed, voor een lezer van nieuws. Wie de gegevens laadt, kan hem laten "
                    "mailen. Er staan nooit personen in."
                ),
            ),
        ),
        more=((gettext("Feed van deze lijst"), f"{links.page}feed.atom{links.tail}"),),
        embed=choice.embed,
    )


def _heading(cube: Cube, found: Changes, name: str) -> str:
    years = {"name": name, "before": found.before, "year": found.year}
    if not found.found:
        text = gettext("Tussen %(before)s en %(year)s is in %(name)s niets met zekerheid veel veranderd.")
        return text % years
    return gettext("Het meest veranderde: %(change)s") % {"change": sentence(cube, found.found[0])}


def _lead(found: Changes) -> str:
    return gettext(
        "Van %(before)s naar %(year)s. Vergeleken: %(compared)s getallen. Zeker veranderd: %(certain)s. Anders, maar "
        "niet met zekerheid meer dan een paar leerlingen: %(uncertain)s."
    ) % {
        "before": found.before,
        "year": found.year,
        "compared": form.number(found.compared),
        "certain": form.number(len(found.found)),
        "uncertain": form.number(found.uncertain),
    }


def sentence(cube: Cube, one: Change) -> str:
    """'uit Delft gaan minstens 12 leerlingen meer naar Den Haag (speciaal onderwijs), van 40 naar 52'."""
    texts = {
        Subject.LIVING: gettext("in %(home)s wonen %(size)s"),
        Subject.OUT: gettext("uit %(home)s gaan %(size)s naar een andere gemeente"),
        Subject.INCOMING: gettext("naar school in %(school)s komen %(size)s van elders"),
        Subject.SCHOOL: gettext("op %(school)s zitten %(size)s"),
        Subject.FLOW: gettext("van %(home)s naar %(school)s gaan %(size)s"),
    }
    said = texts[one.subject] % {
        "home": words.unit(cube, one.home) if one.home else "",
        "school": words.unit(cube, one.school) if one.school else "",
        "size": size(one),
    }
    return gettext("%(what)s (%(sector)s): van %(before)s naar %(after)s.") % {
        "what": said,
        "sector": words.sector(one.sector),
        "before": form.interval_words(one.before),
        "after": form.interval_words(one.after),
    }


def size(one: Change) -> str:
    """'12 leerlingen meer', or 'minstens 12 leerlingen meer' where one of the numbers is not exact."""
    count = abs(one.least)
    if one.least > 0:
        text = ngettext("%(count)s leerling meer", "%(count)s leerlingen meer", count)
    else:
        text = ngettext("%(count)s leerling minder", "%(count)s leerlingen minder", count)
    said = text % {"count": form.number(count)}
    if one.before.is_exact and one.after.is_exact:
        return said
    return gettext("minstens %(size)s") % {"size": said}


Group = tuple[str, str, tuple[Subject, ...]]


def _lines(found: Changes, group: Group) -> list[Change]:
    return [one for one in found.found if one.subject in group[2]]


def _table(store: Store, choice: Choice, found: Changes, links: Links, group: Group) -> Figure:
    key, name, _ = group
    lines = _lines(found, group)
    rows = tuple(
        (
            name_cell(_what(store.cube, one), _href(one, links), one.school or one.home),
            name_cell(words.sector(one.sector)),
            pupils(one.before),
            pupils(one.after),
            measure(Range(one.least, one.least), digits=0),
        )
        for one in lines
    )
    columns = (
        Column(gettext("wat")),
        Column(gettext("soort")),
        Column(str(found.before), "pupils"),
        Column(str(found.year), "pupils"),
        Column(gettext("minstens erbij of eraf"), "number"),
    )
    title = ngettext(
        "%(name)s: %(count)s zekere verandering", "%(name)s: %(count)s zekere veranderingen", len(rows)
    ) % {"name": name, "count": form.number(len(rows))}
    return Figure(
        key=key,
        kind="table",
        title=title,
        says=gettext("De grootste bovenaan; in de download staan ze alle."),
        source=store.provenance.source_years((found.before, found.year), choice.sectors),
        table=Table(title, columns, rows),
    )


def _what(cube: Cube, one: Change) -> str:
    names = {
        Subject.LIVING: gettext("%(home)s: wonen er"),
        Subject.OUT: gettext("%(home)s: gaan eruit"),
        Subject.INCOMING: gettext("%(school)s: komen erin"),
        Subject.SCHOOL: "%(school)s",
        Subject.FLOW: gettext("van %(home)s naar %(school)s"),
    }
    home, school = (words.unit(cube, code) if code else "" for code in (one.home, one.school))
    return names[one.subject] % {"home": home, "school": school}


def _href(one: Change, links: Links) -> str:
    if one.subject is Subject.FLOW:
        return links.pair(one.home, one.school)
    return links.place(one.school or one.home)
