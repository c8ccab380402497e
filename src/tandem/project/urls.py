"""Every address of the house."""

from django.urls import include, path

from tandem.project import errors, wellknown

urlpatterns = [
    path("healthz/live", wellknown.live, name="live"),
    path("healthz/ready", wellknown.ready, name="ready"),
    path(".well-known/security.txt", wellknown.security_txt, name="security-txt"),
    path("api/", include("tandem.api.urls")),
    path("", include("tandem.web.urls")),
]

handler400 = errors.bad_request
handler404 = errors.not_found
handler500 = errors.server_error
