"""Who may touch which row about signing in, said a second time and apart from the program; imports nothing of Tandem.

| rows            | the account it is about | the service sign-in | the operator's service |
|-----------------|-------------------------|---------------------|------------------------|
| account         | reads, writes           | reads, adds, writes | reads, writes          |
| authenticator   | everything              | reads, adds, writes | –                      |
| device          | reads, deletes          | reads, adds         | –                      |
| passkey         | everything              | reads, adds, writes | –                      |
| recovery code   | reads, adds, deletes    | reads, adds, writes | –                      |
| session         | everything              | everything          | –                      |
| step            | everything              | everything          | –                      |
| subject         | reads, deletes          | reads, adds         | –                      |
| system key      | reads, adds, deletes    | reads, writes       | –                      |
| webhook of key  | everything              | –                   | –                      |
| provider        | any account reads       | reads               | reads, adds, writes    |
| throttle        | any account: everything | everything          | –                      |

A hat adds nothing and a hat that ended takes nothing away: how one signs in belongs to the account. Who is both (a
service at work for an account) may do what either may. A stranger and every other service: nothing. A step of nobody
yet is the service's alone. The service `events` reads every webhook and writes how far it came.
"""

from dataclasses import dataclass
from uuid import UUID

# Letters: read, add, write, delete.
OWN = {
    "identity_account": "rw",
    "identity_authenticator": "rawd",
    "identity_device": "rd",
    "identity_passkey": "rawd",
    "identity_recovery_code": "rad",
    "identity_session": "rawd",
    "identity_step": "rawd",
    "identity_subject": "rd",
    "identity_system_key": "rad",
    "identity_webhook": "rawd",
    "identity_provider": "",
    "identity_throttle": "",
}
ANY_ACCOUNT = {"identity_provider": "r", "identity_throttle": "rawd"}
SERVICES = {
    "sign-in": {
        "identity_account": "raw",
        "identity_authenticator": "raw",
        "identity_device": "ra",
        "identity_passkey": "raw",
        "identity_recovery_code": "raw",
        "identity_session": "rawd",
        "identity_step": "rawd",
        "identity_subject": "ra",
        "identity_system_key": "rw",
        "identity_provider": "r",
        "identity_throttle": "rawd",
    },
    "events": {"identity_webhook": "rw"},
    "operator": {"identity_account": "rw", "identity_provider": "raw"},
}


@dataclass(frozen=True, slots=True)
class Who:
    account: UUID | None = None
    service: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    key: UUID | bytes
    account: UUID | None  # whose it is; None: of nobody


def may(who: Who, command: str, table: str, account: UUID | None) -> bool:
    """Whether `who` may do this with a row of `account`."""
    if command in SERVICES.get(who.service, {}).get(table, ""):
        return True
    if who.account is None:
        return False
    if command in ANY_ACCOUNT.get(table, ""):
        return True
    return command in OWN[table] and account == who.account
