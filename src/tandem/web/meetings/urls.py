"""The addresses of meetings. No address holds a name."""

from django.urls import path

from tandem.web.meetings import holding, planning, views

urlpatterns = [
    path("overleg/", views.mine, name="meetings"),
    path("overleg/afspraken/", views.agreements, name="agreements"),
    path("overleg/nieuw/", planning.new, name="meeting-new"),
    path("overleg/<uuid:meeting>/", views.one, name="meeting"),
    path("overleg/<uuid:meeting>/overleg.ics", views.ics, name="meeting-ics"),
    path("overleg/<uuid:meeting>/verplaatsen/", planning.move, name="meeting-move"),
    path("overleg/<uuid:meeting>/afzeggen/", planning.call_off, name="meeting-call-off"),
    path("overleg/<uuid:meeting>/agenda/", planning.make_agenda, name="meeting-agenda"),
    path("overleg/<uuid:meeting>/uitnodigen/", planning.invite, name="meeting-invite"),
    path("overleg/<uuid:meeting>/gezin/", planning.family, name="meeting-family"),
    path("overleg/<uuid:meeting>/nu/", holding.now, name="meeting-now"),
    path("overleg/<uuid:meeting>/scherm/", holding.screen, name="meeting-screen"),
    path("overleg/<uuid:meeting>/doe/<slug:meeting_deed>/", holding.deed, name="meeting-deed"),
]
