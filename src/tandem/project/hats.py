"""What somebody may do now, for a job that was asked for earlier."""

from uuid import UUID

from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.project.transaction import SIGN_IN_SERVICE
from tandem.register import hats


def context_of_hat(account: UUID, hat: UUID | None) -> Context | None:
    """As whom the job acts; None when the account no longer wears that hat."""
    if hat is None:
        return Context(account=account)
    today = clock.today()
    with acting(Context(service=SIGN_IN_SERVICE, account=account)):
        worn = next((found for found in hats.hats_of(account, today) if found.id == hat), None)
        return None if worn is None else hats.context_of(worn, day=today)
