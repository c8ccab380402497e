"""The addresses of cases. No address holds a name; a pupil is chosen in a form."""

from django.urls import path

from tandem.web.cases import case, opening, sharing

urlpatterns = [
    path("casussen/", case.cases, name="cases"),
    path("casussen/nieuw/", opening.directly, name="case-open"),
    path("signalen/<uuid:concern>/casus/", opening.from_concern, name="case-of-concern"),
    path("casussen/<uuid:case>/", case.one, name="case"),
    path("casussen/<uuid:case>/uitnodigen/", sharing.invite, name="case-invite"),
    path("casussen/<uuid:case>/doorgeven/", sharing.hand_over, name="case-hand-over"),
    path("casussen/<uuid:case>/kindkaart/", case.card, name="case-card"),
    path("casussen/<uuid:case>/casus.pdf", case.paper, name="case-paper"),
    path("casussen/<uuid:case>/doe/<slug:step>/", case.deed, name="case-deed"),
]
