"""The addresses of decisions and the ladder. No address holds a name."""

from django.urls import path

from tandem.web.decisions import asking, climbing, views

urlpatterns = [
    path("besluiten/", views.lists, name="decisions"),
    path("besluiten/casus/<uuid:case>/", views.of_case, name="decisions-case"),
    path("besluiten/casus/<uuid:case>/nieuw/", asking.new, name="decision-new"),
    path("besluiten/casus/<uuid:case>/ladder/", climbing.one, name="ladder"),
    path("besluiten/casus/<uuid:case>/ladder/begin/", climbing.start, name="ladder-start"),
    path("besluiten/casus/<uuid:case>/ladder/hoger/", climbing.higher, name="ladder-higher"),
    path("besluiten/casus/<uuid:case>/ladder/opgelost/", climbing.settle, name="ladder-settle"),
    path("besluiten/<uuid:decision>/", views.one, name="decision"),
    path("besluiten/<uuid:decision>/aanpassen/", asking.edit, name="decision-edit"),
    path("besluiten/<uuid:decision>/indienen/", asking.hand_in, name="decision-hand-in"),
    path("besluiten/<uuid:decision>/wijzigen/", asking.change, name="decision-change"),
    path("besluiten/<uuid:decision>/brief.pdf", views.paper, name="decision-paper"),
    path("besluiten/<uuid:decision>/doe/<slug:decision_deed>/", views.deed, name="decision-deed"),
]
