"""The addresses of concerns. No address holds a name; a pupil is chosen in a form."""

from django.urls import path

from tandem.web.casework import worklists

urlpatterns = [
    path("werk/", worklists.my_work, name="work"),
    path("werk/<slug:worklist>/", worklists.one_list, name="worklist"),
]
