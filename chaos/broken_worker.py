"""The worker without the claim of a mail: what died halfway is sent again. For the control, which must fail."""

from tandem.cli import django_door
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease


def always_open(mail: str) -> tuple[int, bool]:
    return 1, bool(mail)


def main() -> None:
    with lease.in_use(tandem_home()) as addresses:
        django_door.as_app(addresses)
        from tandem.platform import jobs, mail  # noqa: PLC0415 - needs Django awake

        mail._tried = always_open
        jobs.work()


if __name__ == "__main__":
    main()
