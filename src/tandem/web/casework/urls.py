"""The addresses of concerns. No address holds a name; a pupil is chosen in a form."""

from django.urls import path

from tandem.web.casework import concern, handover, triage, worklists

urlpatterns = [
    path("werk/", worklists.my_work, name="work"),
    path("werk/<slug:worklist>/", worklists.one_list, name="worklist"),
    path("signalen/<uuid:concern>/", concern.one, name="concern"),
    path("signalen/<uuid:concern>/doorgeven/", handover.hand_over, name="concern-hand-over"),
    path("signalen/<uuid:concern>/afwegen/", triage.weigh, name="concern-weigh"),
    path("signalen/<uuid:concern>/tijdlijn.pdf", concern.paper, name="concern-paper"),
    path("signalen/<uuid:concern>/doe/<slug:deed>/", concern.deed, name="concern-deed"),
]
