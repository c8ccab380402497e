"""The addresses of notices. No address says anything about a concern."""

from django.urls import path

from tandem.web.notices import views

urlpatterns = [
    path("berichten/", views.notices, name="notices"),
    path("berichten/gelezen/", views.read, name="notices-read"),
    path("berichten/instellingen/", views.preferences, name="notice-preferences"),
    path("berichten/termijnen.ics", views.terms, name="terms-calendar"),
]
