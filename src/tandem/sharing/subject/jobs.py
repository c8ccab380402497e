"""A released file is forgotten when its week is over."""

from django.db import connection

from tandem.platform import clock
from tandem.platform.jobs import each
from tandem.sharing.retention.queries import as_service


@each("15 * * * *", name="sharing.forget_files")
def forget_files() -> None:
    with as_service(clock.today()), connection.cursor() as cursor:
        cursor.execute("select sharing_subject_forget()")
