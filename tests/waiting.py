"""The jobs that a test asked for, done within its own transaction, where no worker can see them."""

from django.db import connection

from tandem.platform.mail import deliver


def told() -> list[str]:
    """What the mails that wait were told: signed, and sealed within. Must be asked as owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select args ->> 'told' from procrastinate_jobs where task_name = %s order by id", [deliver.name]
        )
        return [row[0] for row in cursor.fetchall()]


def send_mail() -> int:
    """Deliver every mail that waits, as the worker would; how many there were."""
    waiting = told()
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = %s", [deliver.name])
    for one in waiting:
        deliver.carry_out(one)
    return len(waiting)
