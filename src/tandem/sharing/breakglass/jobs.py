"""Who judges hears of it at once: a mail that says only that there is something to look at."""

from django.db import connection

from tandem.platform.jobs import job
from tandem.platform.mail import send_notice

SUBJECT = "Er staat iets voor je klaar in Tandem"
TEXT = (
    "Er staat iets voor je klaar dat je binnen vijf werkdagen moet beoordelen.\n\n"
    "Log in bij Tandem en open Noodtoegang."
)


@job("sharing.tell_who_judges", service="notices")
def tell_who_judges(use: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select sharing_break_glass_mail(%s)", [use])
        addresses = [row[0] for row in cursor.fetchall()]
    for address in addresses:
        send_notice(to=address, subject=SUBJECT, text=TEXT)
