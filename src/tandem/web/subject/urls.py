from django.urls import path

from tandem.web.subject import views

urlpatterns = [
    path("inzage/", views.start, name="subject"),
    path("inzage/<uuid:request_key>/", views.request_page, name="subject-request"),
    path("inzage/<uuid:request_key>/nakijken/", views.review, name="subject-review"),
    path("inzage/<uuid:request_key>/dossier.<slug:form>", views.file, name="subject-file"),
]
