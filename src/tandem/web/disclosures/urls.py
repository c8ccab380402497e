"""The addresses of disclosures. No address holds a name; a child is chosen in a form."""

from django.urls import path

from tandem.web.disclosures import sharing, views

urlpatterns = [
    path("verstrekkingen/", views.everything, name="disclosures"),
    path("verstrekkingen/nieuw/", sharing.share_something, name="disclosure-new"),
    path("verstrekkingen/<uuid:disclosure>/", views.one, name="disclosure"),
]
