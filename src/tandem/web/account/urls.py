"""The address holds the key of a child and no name."""

from django.urls import path

from tandem.web.account import views

urlpatterns = [path("wie-ziet-wat/<uuid:child>/", views.who, name="who-sees")]
