"""The addresses of disclosures. No address holds a name or a number of somebody; a key opens what the gate opens."""

from django.urls import path

from tandem.web.disclosures import consents, correcting, files, sharing, views

urlpatterns = [
    path("verstrekkingen/", views.everything, name="disclosures"),
    path("verstrekkingen/nieuw/", sharing.share_something, name="disclosure-new"),
    path("verstrekkingen/leerlingen/", files.everybody, name="disclosure-pupils"),
    path("verstrekkingen/leerlingen/<uuid:pupil>/", files.one, name="disclosure-pupil"),
    path("verstrekkingen/notitie/<uuid:note>/", correcting.one, name="disclosure-note"),
    path("verstrekkingen/toestemming/<uuid:consent>/", consents.one, name="disclosure-consent"),
    path("verstrekkingen/gezag/<uuid:authority>/", consents.authority, name="disclosure-authority"),
    path("verstrekkingen/<uuid:disclosure>/", views.one, name="disclosure"),
]
