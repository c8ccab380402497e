"""Addresses of the pages about sharing. A question in an address holds codes only, nothing about a person."""

from django.urls import path

from tandem.web.sharing.practice import one as practice_case
from tandem.web.sharing.practice import overview as practice_cases
from tandem.web.sharing.standard import as_csv, as_pdf, as_xlsx, changes, one, overview
from tandem.web.sharing.views import ask

urlpatterns = [
    path("", ask, name="share"),
    path("standaard/", overview, name="share-standard"),
    path("standaard/verschillen/", changes, name="share-changes"),
    path("standaard/<slug:rule>/", one, name="share-rule"),
    path("standaard.csv", as_csv, name="share-csv"),
    path("standaard.xlsx", as_xlsx, name="share-xlsx"),
    path("standaard.pdf", as_pdf, name="share-pdf"),
    path("leertuin/", practice_cases, name="share-practice"),
    path("leertuin/<slug:story>/", practice_case, name="share-case"),
]
