"""The addresses of the family window: that of the family itself, and that of who works on the case."""

from django.urls import path

from tandem.web.family import consents, entrance, views, work

urlpatterns = [
    path("gezin/", views.start, name="family"),
    path("gezin/beginnen/", entrance.begin, name="family-begin"),
    path("gezin/<uuid:window>/", views.one, name="family-window"),
    path("gezin/<uuid:window>/wie-keek/", views.looks, name="family-looks"),
    path("gezin/<uuid:window>/ouders/", views.choice, name="family-choice"),
    path("gezin/<uuid:window>/zeg/", views.say, name="family-say"),
    path("gezin/<uuid:window>/samenvatting.pdf", views.paper, name="family-paper"),
    path("gezin/casus/<uuid:case>/", work.overview, name="family-case"),
    path("gezin/casus/<uuid:case>/uitnodigen/", work.invite, name="family-invite"),
    path("gezin/casus/<uuid:case>/vrijgeven/", work.release, name="family-release"),
    path("gezin/casus/<uuid:case>/jongere/", work.note_choice, name="family-note-choice"),
    path("gezin/casus/<uuid:case>/samenvatting.pdf", work.paper, name="family-case-paper"),
    path("gezin/vrijgave/<uuid:release>/terug/", work.take_back, name="family-take-back"),
    path("gezin/vraag/<uuid:asking>/", consents.answer, name="family-asking"),
    path("gezin/toestemming/<uuid:own_consent>/", consents.take_back, name="family-consent"),
    path("gezin/woord/<uuid:word>/antwoord/", work.answer, name="family-answer"),
    path("gezin/venster/<uuid:window>/<slug:window_deed>/", work.deed, name="family-window-deed"),
]
