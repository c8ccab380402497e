"""A concern as who raised it may know it, as JSON. What that is stands in `casework.following`."""

from tandem.api.concern_shapes import (
    Deel,
    EigenWoorden,
    Gebeurtenis,
    GegevenAntwoord,
    Signaal,
    SignaalKort,
    Stand,
    Urgentie,
    VerloopRegel,
)
from tandem.casework import following
from tandem.casework.data import Command, State, TextPart, Urgency
from tandem.casework.queries import Row, Whole

URGENCIES: dict[Urgency, Urgentie] = {
    Urgency.URGENT: "vandaag",
    Urgency.SOON: "deze-week",
    Urgency.NORMAL: "kan-wachten",
}
STATES: dict[State, Stand] = {
    State.RAISED: "doorgegeven",
    State.ACKNOWLEDGED: "ontvangen",
    State.TRIAGED: "bekeken",
    State.IN_ACTION: "opgepakt",
    State.CLOSED: "afgesloten",
    State.REOPENED: "opnieuw-gevraagd",
}
HAPPENED: dict[Command, Gebeurtenis] = {
    Command.RAISE: "doorgegeven",
    Command.ACKNOWLEDGE: "ontvangen",
    Command.ACCEPT: "overgenomen",
    Command.ACT: "opgepakt",
    Command.ANSWER: "beantwoord",
    Command.ADD: "aangevuld",
    Command.LAPSE: "naar-coordinator",
    Command.HAND_ON: "naar-vangnet",
    Command.CLOSE: "afgesloten",
    Command.MERGE: "samengevoegd",
    Command.WITHDRAW: "ingetrokken",
    Command.REOPEN: "opnieuw-gevraagd",
}
PARTS: dict[TextPart, Deel] = {
    TextPart.SEEN: "gezien",
    TextPart.TRIED: "geprobeerd",
    TextPart.PUPIL: "leerlingZegt",
    TextPart.PARENTS: "oudersZeggen",
    TextPart.NEEDED: "nodig",
    TextPart.ADDED: "aangevuld",
}
CAN = {Command.ADD: "aanvullen", Command.WITHDRAW: "intrekken"}


def brief(row: Row) -> SignaalKort:
    return SignaalKort(
        id=row.id,
        naam=row.name or None,
        zonder_naam=row.anonymous,
        urgentie=URGENCIES[row.urgency],
        stand=STATES[row.state],
        bij_school=following.is_at_school(row),
        uiterlijk_op=None if row.paused else row.due,
        doorgegeven_op=row.raised,
        gewijzigd_op=row.changed,
    )


def whole_of(whole: Whole) -> Signaal:
    found = following.tracked(whole)
    return Signaal(
        **brief(whole.row).model_dump(),
        leerling=whole.child if whole.row.name else None,
        ontvangen_op=found.received,
        opgepakt_op=found.taken_up,
        afgesloten_op=found.closed,
        ingetrokken=found.withdrawn,
        aantal_antwoorden=found.answers,
        antwoorden=[GegevenAntwoord(tekst=words.text, op=words.at) for words in following.answers(whole)],
        verloop=[VerloopRegel(op=one.at, wat=HAPPENED[one.command]) for one in following.told(whole)],
        eigen_woorden=[
            EigenWoorden(deel=PARTS[words.part], tekst=words.text, op=words.at) for words in following.own_words(whole)
        ],
        kan=[word for command, word in CAN.items() if command in whole.commands],
    )
