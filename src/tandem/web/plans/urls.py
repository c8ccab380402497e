"""The addresses of the plan of a case. No address holds a name."""

from django.urls import path

from tandem.web.plans import big5, evaluating, proposing, views

urlpatterns = [
    path("casussen/<uuid:case>/plan/", views.one, name="plan"),
    path("casussen/<uuid:case>/plan/plan.pdf", views.printed, name="plan-paper"),
    path("casussen/<uuid:case>/plan/doe/<slug:plan_deed>/", views.deed, name="plan-deed"),
    path("casussen/<uuid:case>/plan/evaluatie/", evaluating.one, name="plan-evaluation"),
    path("casussen/<uuid:case>/plan/evaluatie/nieuw/", evaluating.new, name="plan-moment"),
    path("casussen/<uuid:case>/plan/evaluatie/invullen/", evaluating.look, name="plan-look"),
    path("plannen/uitkomsten/", evaluating.outcomes, name="plan-outcomes"),
    path("casussen/<uuid:case>/plan/big5/", big5.one, name="plan-big5"),
    path("casussen/<uuid:case>/plan/big5/<slug:subject>/", big5.talk, name="plan-talk"),
    path("casussen/<uuid:case>/plan/voorbeeld/", proposing.choose, name="plan-templates"),
    path("casussen/<uuid:case>/plan/voorbeeld/<slug:template>/", proposing.propose, name="plan-template"),
]
