"""The mail with a link for a new password. It says nothing about whose it is, or that somebody was looked for."""

from uuid import UUID

from django.utils.translation import gettext

from tandem.identity import queries, steps
from tandem.identity.data import StepKind
from tandem.platform.mail import send_notice

NOBODY = UUID(int=0)


def send_link(account: UUID | None, address: str) -> None:
    """Mail a link below `address` to the account's own address. Without an account the same is done, but not sent."""
    somebody = account or NOBODY
    steps.forget(somebody, StepKind.RESET)
    token = steps.begin(StepKind.RESET, account)
    send_notice(
        to=queries.email_of(somebody),
        subject=gettext("Nieuw wachtwoord voor Tandem"),
        text="\n\n".join(
            [
                gettext("Met deze link kies je een nieuw wachtwoord. Hij werkt één keer, een uur lang."),
                f"{address}{token}/",
                gettext("Heb jij dit niet gevraagd? Dan hoef je niets te doen: er is niets veranderd."),
            ]
        ),
    )
