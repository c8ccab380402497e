"""The address holds the key of a child and no name."""

from django.urls import path

from tandem.web.account import guarding, opening, views

urlpatterns = [
    path("wie-ziet-wat/<uuid:child>/", views.who, name="who-sees"),
    path("geheim-adres/<uuid:child>/", guarding.guard, name="guard-address"),
    path("geheim-adres/<uuid:child>/vraag/", opening.ask, name="address-ask"),
    path("geheim-adres/lezen/<uuid:opening_key>/", opening.read, name="address-read"),
    path("geheim-adres/verzoeken/", opening.requests, name="address-requests"),
    path("geheim-adres/verzoeken/<uuid:opening_key>/", opening.decide, name="address-decide"),
]
