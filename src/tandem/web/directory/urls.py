"""The addresses of the directory. Those of the owner's own pages stand with the administrator's."""

from django.urls import path

from tandem.web.directory import examples, near, views
from tandem.web.organisation import confirming

urlpatterns = [
    path("aanbod/", views.start, name="offers"),
    path("aanbod/vergelijk/", views.compare, name="offers-compare"),
    path("aanbod/bij-school/", near.near_school, name="offers-near"),
    path("aanbod/actualiteit/", views.freshness, name="offers-freshness"),
    path("aanbod/bevestigen/<slug:token>/", confirming.by_link, name="offer-confirm"),
    path("aanbod/<uuid:offer>/", views.one, name="offer"),
    path("aanbod/<uuid:offer>/direct/", views.direct, name="offer-direct"),
    path("aanbod/<uuid:offer>/verbeter/", views.suggest, name="offer-suggest"),
    path("voorbeelden/", examples.overview, name="examples"),
    path("voorbeelden/<unit:example>/", examples.one, name="example"),
]
