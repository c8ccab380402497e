"""The addresses of the plan of a case. No address holds a name."""

from django.urls import path

from tandem.web.plans import views

urlpatterns = [
    path("casussen/<uuid:case>/plan/", views.one, name="plan"),
    path("casussen/<uuid:case>/plan/plan.pdf", views.printed, name="plan-paper"),
    path("casussen/<uuid:case>/plan/doe/<slug:plan_deed>/", views.deed, name="plan-deed"),
]
