"""Every page, under its Dutch address; the house puts `/en/` before them for English."""

from django.urls import include, path, register_converter

from tandem.web import demo, pages
from tandem.web.desk import gaps, own_rules, school
from tandem.web.desk import views as desk
from tandem.web.insight import feeds, views
from tandem.web.who import views as who


class Unit:
    """A code of a place or a school, or a word for one: letters, digits and dashes."""

    regex = "[A-Za-z0-9-]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Extension(Unit):
    regex = "csv|xlsx|svg|png|pdf"


register_converter(Unit, "unit")
register_converter(Extension, "extension")

FIGURES = (
    ("inzicht/", views.region),
    ("inzicht/regio/<unit:region>/", views.region),
    ("inzicht/gemeente/<unit:code>/", views.municipality),
    ("inzicht/kengetallen/<unit:code>/", views.profile),
    ("inzicht/samenwerkingsverbanden/", views.partnerships),
    ("inzicht/regio/<unit:region>/samenwerkingsverbanden/", views.partnerships),
    ("inzicht/samenwerkingsverband/<unit:code>/", views.partnership),
    ("inzicht/school/<unit:code>/", views.school),
    ("inzicht/methode/", views.method),
    ("inzicht/afstand/", views.region_distance),
    ("inzicht/regio/<unit:region>/afstand/", views.region_distance),
    ("inzicht/gemeente/<unit:code>/afstand/", views.municipality_distance),
    ("inzicht/vooruitblik/", views.region_outlook),
    ("inzicht/regio/<unit:region>/vooruitblik/", views.region_outlook),
    ("inzicht/gemeente/<unit:code>/vooruitblik/", views.municipality_outlook),
    ("inzicht/veranderd/", views.region_changed),
    ("inzicht/regio/<unit:region>/veranderd/", views.region_changed),
    ("inzicht/gemeente/<unit:code>/veranderd/", views.municipality_changed),
    ("inzicht/school/<unit:code>/afstand/", views.school_distance),
    ("inzicht/van/<unit:home>/naar/<unit:school>/", views.pair),
)

urlpatterns = [
    path("", include("tandem.web.identity.addresses")),
    path("", include("tandem.web.organisation.urls")),
    path("", include("tandem.web.directory.urls")),
    path("delen/", include("tandem.web.sharing.urls")),
    path("", include("tandem.web.disclosures.urls")),
    path("", include("tandem.web.casework.urls")),
    path("", include("tandem.web.casework.raising_urls")),
    path("", include("tandem.web.cases.urls")),
    path("", include("tandem.web.family.urls")),
    path("", include("tandem.web.decisions.urls")),
    path("", include("tandem.web.plans.urls")),
    path("", include("tandem.web.meetings.urls")),
    path("", include("tandem.web.notices.urls")),
    path("", include("tandem.web.emergency.urls")),
    path("", include("tandem.web.subject.urls")),
    path("", include("tandem.web.account.urls")),
    path("", include("tandem.web.keeping.urls")),
    path("inloggen/demo/", demo.demo, name="demo"),
    path("", pages.start, name="start"),
    path("inzicht/scholen/", pages.schools, name="schools"),
    path("inzicht/scholen/zoek", pages.suggestions, name="suggestions"),
    path("inzicht/gegevens/", pages.data_report, name="data-report"),
    path("inzicht/begrippen/", pages.glossary, name="glossary"),
    path("loket/", desk.desk, name="desk"),
    path("loket/mensen/", desk.desk_with_people, name="desk-people"),
    path("loket/scholen/", desk.schools, name="desk-schools"),
    path("inzicht/veranderd/feed.atom", feeds.changes, name="changes-feed"),
    path("inzicht/regio/<unit:region>/veranderd/feed.atom", feeds.changes),
    path("inzicht/gemeente/<unit:code>/veranderd/feed.atom", feeds.changes),
    path("loket/school/<unit:code>/", school.school, name="desk-school"),
    path("loket/team/", school.team, name="desk-team"),
    path("loket/witte-vlekken/", gaps.gaps, name="desk-gaps"),
    path("loket/witte-vlekken.csv", gaps.gaps_file, name="desk-gaps-file"),
    path("loket/regels/", own_rules.rules, name="desk-rules"),
    path("loket/regels/<uuid:desk_rule>/stoppen/", own_rules.end, name="desk-rule-end"),
    path("wie-is-wie/", who.start, name="who"),
    path("wie-is-wie/gemeente/<unit:code>/", who.municipality, name="who-municipality"),
    path("wie-is-wie/organisatie/<uuid:key>/", who.organisation, name="who-organisation"),
    path("wie-is-wie/organisatie/<uuid:key>/mensen/", who.people_of, name="who-people-of"),
    path("wie-is-wie/mensen/", who.find_people, name="who-people"),
    *(path(route, view) for route, view in FIGURES),
    *(path(f"{route}<slug:figure>.<extension:extension>", view) for route, view in FIGURES),
]
