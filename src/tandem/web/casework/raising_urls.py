"""The addresses of who raises a concern. No address holds a name."""

from django.urls import path

from tandem.web.casework import following, raising

urlpatterns = [
    path("signalen/", following.mine, name="concerns"),
    path("signalen/nieuw/", raising.new, name="concern-new"),
    path("signalen/overleg/", raising.consult, name="concern-consult"),
    path("signalen/<uuid:draft>/concept/", raising.go_on, name="concern-draft"),
    path("signalen/<uuid:draft>/leerling/", raising.pupil, name="concern-pupil"),
    path("signalen/<uuid:raised>/volgen/", following.follow, name="concern-follow"),
    path("signalen/<uuid:sheet>/volgen/ouders/", following.for_parents, name="concern-parents"),
]
