"""The address holds the key of a child and no name."""

from django.urls import path

from tandem.web.keeping import views

urlpatterns = [
    path("bewaren/", views.everything, name="keeping"),
    path("bewaren/<uuid:child>/", views.one, name="keeping-one"),
]
