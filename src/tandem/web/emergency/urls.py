from django.urls import path

from tandem.web.emergency import views

urlpatterns = [
    path("noodtoegang/", views.start, name="emergency"),
    path("noodtoegang/<uuid:use>/", views.opened, name="emergency-opened"),
    path("noodtoegang/beoordelen/", views.to_judge, name="emergency-to-judge"),
    path("noodtoegang/beoordelen/<uuid:use>/", views.judge, name="emergency-judge"),
]
