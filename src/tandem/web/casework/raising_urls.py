"""The addresses of who raises a concern. No address holds a name."""

from django.urls import path

from tandem.web.casework import following, pupils, raising

urlpatterns = [
    path("signalen/", following.mine, name="concerns"),
    path("signalen/nieuw/", raising.new, name="concern-new"),
    path("signalen/overleg/", raising.consult, name="concern-consult"),
    path("signalen/<uuid:draft>/concept/", raising.go_on, name="concern-draft"),
    path("signalen/<uuid:draft>/leerling/", raising.pupil, name="concern-pupil"),
    path("signalen/<uuid:raised>/volgen/", following.follow, name="concern-follow"),
    path("signalen/<uuid:sheet>/volgen/ouders/", following.for_parents, name="concern-parents"),
    path("leerlingen/invoer/", pupils.load, name="pupils-load"),
    path("leerlingen/invoer/sjabloon.xlsx", pupils.workbook, name="pupils-workbook"),
    path("leerlingen/invoer/sjabloon.csv", pupils.separated, name="pupils-csv"),
]
