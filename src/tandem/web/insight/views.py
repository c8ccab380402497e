"""The pages of figures. Each names its presenter; `figures_page` does the rest."""

from tandem.web.insight import changed, distance, outlook
from tandem.web.insight import method as method_page
from tandem.web.insight import municipality as municipality_page
from tandem.web.insight import overview as overview_page
from tandem.web.insight import pair as pair_page
from tandem.web.insight import partnership as partnership_page
from tandem.web.insight import partnerships as partnerships_page
from tandem.web.insight import profile as profile_page
from tandem.web.insight import school as school_page
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Page
from tandem.web.insight.shown import figures_page
from tandem.web.insight.store import Store


@figures_page()
def region(store: Store, choice: Choice) -> Page:
    return overview_page.overview(store, choice)


@figures_page()
def municipality(store: Store, choice: Choice, code: str) -> Page:
    return municipality_page.municipality(store, choice, code.upper())


@figures_page()
def partnership(store: Store, choice: Choice, code: str) -> Page:
    return partnership_page.partnership(store, choice, code.upper())


@figures_page()
def profile(store: Store, choice: Choice, code: str) -> Page:
    return profile_page.profile(store, choice, code.upper())


@figures_page()
def partnerships(store: Store, choice: Choice) -> Page:
    return partnerships_page.partnerships(store, choice)


@figures_page(section="scholen")
def school(store: Store, choice: Choice, code: str) -> Page:
    return school_page.school(store, choice, code.upper())


@figures_page()
def pair(store: Store, choice: Choice, home: str, school: str) -> Page:
    return pair_page.pair(store, choice, home.upper(), school.upper())


@figures_page()
def method(store: Store, choice: Choice) -> Page:
    return method_page.method(store, choice)


@figures_page()
def region_distance(store: Store, choice: Choice) -> Page:
    return distance.region_distance(store, choice)


@figures_page()
def municipality_distance(store: Store, choice: Choice, code: str) -> Page:
    return distance.municipality_distance(store, choice, code.upper())


@figures_page(section="scholen")
def school_distance(store: Store, choice: Choice, code: str) -> Page:
    return distance.school_distance(store, choice, code.upper())


@figures_page()
def region_outlook(store: Store, choice: Choice) -> Page:
    return outlook.region_outlook(store, choice)


@figures_page()
def municipality_outlook(store: Store, choice: Choice, code: str) -> Page:
    return outlook.municipality_outlook(store, choice, code.upper())


@figures_page()
def region_changed(store: Store, choice: Choice) -> Page:
    return changed.region_changed(store, choice)


@figures_page()
def municipality_changed(store: Store, choice: Choice, code: str) -> Page:
    return changed.municipality_changed(store, choice, code.upper())
