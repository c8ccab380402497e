"""Addresses for machines: is the process alive, is it ready, and where to report a leak."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from tandem.platform import clock
from tandem.web.access import public


@public
def live(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@public
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503: a load balancer then sends nobody here."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return JsonResponse({"database": "geen antwoord"}, status=503)
    return JsonResponse({"database": "ok"})


@public
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Expires lies half a year ahead of the day of asking, so it never lapses while the site is kept."""
    expires = (clock.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    contact = settings.CONTACT or f"mailto:security@{request.get_host().partition(':')[0]}"
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
