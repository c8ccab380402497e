"""The address holds the key of a child and no name."""

from django.urls import path

from tandem.web.account import guarding, views

urlpatterns = [
    path("wie-ziet-wat/<uuid:child>/", views.who, name="who-sees"),
    path("geheim-adres/<uuid:child>/", guarding.guard, name="guard-address"),
]
