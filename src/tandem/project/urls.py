"""Every address of the house."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from tandem.project import errors, wellknown

urlpatterns = [
    path("healthz/live", wellknown.live, name="live"),
    path("healthz/ready", wellknown.ready, name="ready"),
    path(".well-known/security.txt", wellknown.security_txt, name="security-txt"),
    path("api/", include("tandem.api.urls")),
    # Dutch without a prefix, English below /en/: the address alone decides, so any cache can serve a page.
    *i18n_patterns(path("", include("tandem.web.urls")), prefix_default_language=False),
]

handler400 = errors.bad_request
handler404 = errors.not_found
handler500 = errors.server_error
