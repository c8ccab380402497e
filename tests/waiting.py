"""The jobs that a test asked for, done within its own transaction, where no worker can see them."""

from django.db import connection

from tandem.platform.mail import deliver


def told(job: str = deliver.name) -> list[str]:
    """What the jobs of this name that wait were told: signed, and sealed within. Must be asked as owner."""
    with connection.cursor() as cursor:
        cursor.execute("select args ->> 'told' from procrastinate_jobs where task_name = %s order by id", [job])
        return [row[0] for row in cursor.fetchall()]


def taken(job: str) -> list[str]:
    """The same, and they wait no longer."""
    waiting = told(job)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = %s", [job])
    return waiting


def send_mail() -> int:
    """Deliver every mail that waits, as the worker would; how many there were."""
    waiting = taken(deliver.name)
    for one in waiting:
        deliver.carry_out(one)
    return len(waiting)
