"""Who hears of a decision and of a rung: whose turn it is, who asked, who directs. Each gets a notice."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from tandem.cases.telling import directors
from tandem.casework.data import About
from tandem.casework.telling import Recipient, in_hat, leave_notices, others
from tandem.decisions import models
from tandem.decisions.data import UNDER_WAY, Command, State

WAITS = "WAITS"  # somebody is asked to look, or to decide
REMIND = "REMIND"
# Who hears of it, beside whose turn it is next: who asked, who directs the case, who decided.
TOLD: dict[Command, str] = {
    Command.RETURN: "REQUESTER",
    Command.GRANT: "REQUESTER DIRECTORS",
    Command.REFUSE: "REQUESTER DIRECTORS",
    Command.EXTEND: "REQUESTER",
    Command.OVERDUE: "REQUESTER TURN",
    Command.OBJECT: "DECIDER",
    Command.REVOKE: "REQUESTER DIRECTORS",
    Command.WITHDRAW: "TURN",
}


def tell(row: models.Decision, command: Command, state: State, event: UUID) -> None:
    """After a step: whose turn it is now, and whom the step concerns. Not who did it."""
    if state in UNDER_WAY and command in (Command.SUBMIT, Command.PASS):
        _leave(row.pk, event, WAITS, _turn(row))
    elif command in TOLD:
        _leave(row.pk, event, command.value, [one for who in TOLD[command].split() for one in _of(row, who)])


def _leave(decision: UUID, event: UUID, kind: str, recipients: Iterable[Recipient]) -> None:
    leave_notices(others(recipients), about=About.DECISION, subject=decision, event=event, kind=kind)


def _of(row: models.Decision, who: str) -> list[Recipient]:
    match who:
        case "REQUESTER":
            return [in_hat(row.requester_hat)]
        case "DECIDER":
            return [in_hat(row.decided_hat)] if row.decided_hat else []
        case "DIRECTORS":
            return directors(row.case_id)
    return _turn(row)


def _turn(row: models.Decision) -> list[Recipient]:
    """The organisation whose step it is, in each function that may do it."""
    step = models.Step.objects.filter(decision_id=row.pk, round=row.round, number=row.at).first()
    return [Recipient(step.organisation_id, function=one) for one in step.functions] if step else []


def tell_rung(row: models.Ladder, kind: str, event: UUID) -> None:
    """A rung began, ends soon or settled it: who has it, and who directs the case."""
    holders = [Recipient(row.holder_id, function=one) for one in row.functions]
    leave_notices(
        others([*holders, *directors(row.case_id)]),
        about=About.LADDER,
        subject=row.case_id,
        event=event,
        kind=kind,
        at_once=True,
    )


def reminder_of(row: models.Ladder) -> UUID:
    """The event of the reminder of the rung where it is: the same however often it is asked."""
    return uuid5(row.pk, f"{REMIND} {row.at} {row.since.isoformat()}")
