"""Cases, meetings and decisions as JSON, as who owns the key may see them. The reads are those of the pages."""

from collections.abc import Callable, Iterable
from uuid import UUID

from tandem.api import joint_shapes as shapes
from tandem.cases import data as cases
from tandem.cases import queries as case_reads
from tandem.casework.data import RefusalReason
from tandem.decisions import data as decisions
from tandem.decisions import queries as decision_reads
from tandem.meetings import data as meetings
from tandem.meetings import queries as meeting_reads
from tandem.register import organisations

CASE_STATES: dict[cases.State, shapes.CasusStand] = {
    cases.State.STARTED: "begonnen",
    cases.State.RUNNING: "loopt",
    cases.State.STUCK: "vastgelopen",
    cases.State.CLOSED: "afgesloten",
}
DOMAINS: dict[cases.Domain, shapes.Kant] = {
    cases.Domain.EDUCATION: "onderwijs",
    cases.Domain.YOUTH_CARE: "jeugdhulp",
}
PARTS: dict[cases.Part, shapes.Deelname] = {
    cases.Part.HOLDER: "houder",
    cases.Part.OFFERED: "gevraagd",
    cases.Part.DIRECTOR: "regisseur",
    cases.Part.PARTICIPANT: "deelnemer",
    cases.Part.KNOWS: "mag-weten",
}
CASE_STEPS: dict[cases.Command, shapes.CasusStap] = {
    cases.Command.OPEN: "geopend",
    cases.Command.INVITE: "uitgenodigd",
    cases.Command.LEAVE: "afgemeld",
    cases.Command.DIRECT: "regie",
    cases.Command.SIGN: "getekend",
    cases.Command.DISAGREE: "oneens",
    cases.Command.SETTLE: "eens",
    cases.Command.ADD: "aangevuld",
    cases.Command.OFFER: "aangeboden",
    cases.Command.ACCEPT: "aangenomen",
    cases.Command.REFUSE: "afgewezen",
    cases.Command.REVOKE: "ingetrokken",
    cases.Command.LAPSE: "naar-coordinator",
    cases.Command.HAND_ON: "naar-vangnet",
    cases.Command.CLOSE: "afgesloten",
    cases.Command.REOPEN: "heropend",
}
CASE_CAN = {
    cases.Command.INVITE: "uitnodigen",
    cases.Command.LEAVE: "afmelden",
    cases.Command.ADD: "aanvullen",
    cases.Command.OFFER: "aanbieden",
    cases.Command.ACCEPT: "aannemen",
    cases.Command.REFUSE: "afwijzen",
}
REFUSALS: dict[shapes.Weigering, RefusalReason] = {
    "andere-gemeente": RefusalReason.RESIDENCE,
    "andere-taak": RefusalReason.OTHER_TASK,
    "al-bekend": RefusalReason.KNOWN_HERE,
    "te-weinig": RefusalReason.NOT_ENOUGH,
}
MEETING_STATES: dict[meetings.State, shapes.OverlegStand] = {
    meetings.State.PLANNED: "gepland",
    meetings.State.RUNNING: "bezig",
    meetings.State.CLOSED: "geweest",
    meetings.State.CANCELLED: "afgezegd",
}
DECISION_STATES: dict[decisions.State, shapes.BesluitStand] = {
    decisions.State.DRAFT: "concept",
    decisions.State.SCREENING: "screening",
    decisions.State.APPROVING: "goedkeuring",
    decisions.State.DECIDING: "beslissing",
    decisions.State.RETURNED: "teruggegeven",
    decisions.State.GRANTED: "toegekend",
    decisions.State.REFUSED: "afgewezen",
    decisions.State.WITHDRAWN: "gestopt",
    decisions.State.REVOKED: "ingetrokken",
    decisions.State.REPLACED: "vervangen",
}
DECISION_STEPS: dict[decisions.Command, shapes.BesluitStap] = {
    decisions.Command.SAVE: "bewaard",
    decisions.Command.SUBMIT: "ingediend",
    decisions.Command.WITHDRAW: "gestopt",
    decisions.Command.PASS: "doorgegeven",
    decisions.Command.RETURN: "teruggegeven",
    decisions.Command.GRANT: "toegekend",
    decisions.Command.REFUSE: "afgewezen",
    decisions.Command.EXTEND: "verlengd",
    decisions.Command.ANNOUNCE: "verstuurd",
    decisions.Command.OBJECT: "bezwaar",
    decisions.Command.REVOKE: "ingetrokken",
    decisions.Command.REPLACE: "vervangen",
    decisions.Command.OVERDUE: "te-laat",
}
DECISION_CAN = {
    decisions.Command.SUBMIT: "indienen",
    decisions.Command.PASS: "doorgeven",
    decisions.Command.RETURN: "teruggeven",
    decisions.Command.GRANT: "beslissen",
}
Party = Callable[[UUID], shapes.Partij]


def named(keys: Iterable[UUID | None]) -> Party:
    """The organisations of an answer, asked for at once."""
    found = organisations.briefs({key for key in keys if key})

    def party(key: UUID) -> shapes.Partij:
        return shapes.Partij(id=key, naam=found[key].name if key in found else "")

    return party


# --- cases


def cases_of(rows: Iterable[case_reads.Row]) -> list[shapes.CasusKort]:
    rows = list(rows)
    party = named(key for row in rows for key in (row.holder, row.offered_to))
    return [case_brief(row, party) for row in rows]


def case_brief(row: case_reads.Row, party: Party) -> shapes.CasusKort:
    return shapes.CasusKort(
        id=row.id,
        naam=row.name or None,
        stand=CASE_STATES[row.state],
        houder=party(row.holder),
        aangeboden_aan=party(row.offered_to) if row.offered_to else None,
        geopend_op=row.opened,
        gewijzigd_op=row.changed,
        versie=row.version,
    )


def case_of(whole: case_reads.Whole) -> shapes.Casus:
    row, words = whole.row, whole.texts
    party = named(
        [row.holder, row.offered_to]
        + [one.organisation for one in whole.participants]
        + [one.organisation for one in row.directors]
        + [one.organisation for one in words]
        + [one.organisation for one in whole.happenings]
    )
    question = next((one.text for one in words if one.part is cases.TextPart.QUESTION), None)
    return shapes.Casus(
        **case_brief(row, party).model_dump(),
        leerling=whole.child,
        deelname=[PARTS[part] for part in whole.parts],
        deelnemers=[_participant(one, party) for one in whole.participants],
        regie=[_seat(one, party) for one in row.directors],
        vraag=question,
        aanvullingen=[
            shapes.Bijdrage(tekst=one.text, organisatie=party(one.organisation), op=one.at)
            for one in words
            if one.part is cases.TextPart.ADDED
        ],
        verloop=[
            shapes.CasusRegel(
                op=one.at,
                wat=CASE_STEPS[one.command],
                organisatie=party(one.organisation) if one.organisation else None,
                functie=one.function or None,
            )
            for one in whole.happenings
        ],
        afgesloten_op=whole.closed,
        kan=[word for command, word in CASE_CAN.items() if command in whole.commands],
    )


def _participant(one: cases.Participant, party: Party) -> shapes.CasusDeelnemer:
    return shapes.CasusDeelnemer(
        id=one.id,
        organisatie=party(one.organisation),
        functie=one.function,
        kant=DOMAINS[one.domain] if one.domain else None,
        alleen_weten=one.knows_only,
        doel=one.purpose or None,
        grond=one.ground or None,
        sinds=one.since,
        tot=one.until,
    )


def _seat(one: cases.Directing, party: Party) -> shapes.Regie:
    return shapes.Regie(
        kant=DOMAINS[one.domain],
        organisatie=party(one.organisation),
        functie=one.function,
        getekend_op=one.signed,
        oneens_op=one.disagreed,
    )


# --- meetings


def meetings_of(rows: Iterable[meeting_reads.Brief]) -> list[shapes.OverlegKort]:
    rows = list(rows)
    party = named(row.host for row in rows)
    return [meeting_brief(row, party) for row in rows]


def meeting_brief(row: meeting_reads.Brief, party: Party) -> shapes.OverlegKort:
    return shapes.OverlegKort(
        id=row.id,
        soort=row.kind.id,
        bij=party(row.host),
        begint=row.starts,
        eindigt=row.ends,
        stand=MEETING_STATES[row.state],
        leidt=row.leads,
        aantal_casussen=row.cases,
    )


def meeting_of(whole: meeting_reads.Whole) -> shapes.Overleg:
    party = named([whole.brief.host, *(guest.organisation for guest in whole.guests)])
    return shapes.Overleg(
        **meeting_brief(whole.brief, party).model_dump(),
        plaats=whole.place,
        weken=whole.weeks,
        versie=whole.version,
        genodigden=[
            shapes.Genodigde(
                organisatie=party(guest.organisation), functie=guest.function, leidt=guest.leads, was_er=guest.attended
            )
            for guest in whole.guests
        ],
        agenda=[
            shapes.AgendaPunt(
                casus=topic.case,
                minuten=topic.minutes,
                besproken=topic.stage is meetings.Stage.DISCUSSED,
                ouders_gevraagd=topic.parents,
                leerling_gevraagd=topic.pupil,
                regels=[line.text for line in topic.lines if line.struck is None],
            )
            for topic in whole.topics
        ],
    )


# --- decisions

_LOOKS = {
    decisions.StepKind.SCREEN: "screening",
    decisions.StepKind.APPROVE: "goedkeuring",
    decisions.StepKind.DECIDE: "beslissing",
}


def decisions_of(rows: Iterable[decision_reads.Row]) -> list[shapes.BesluitKort]:
    rows = list(rows)
    party = named(row.turn for row in rows)
    return [decision_brief(row, party) for row in rows]


def decision_brief(row: decision_reads.Row, party: Party) -> shapes.BesluitKort:
    return shapes.BesluitKort(
        id=row.id,
        casus=row.case,
        naam=row.name or None,
        soort=row.support,
        vorm=row.form,
        stand=DECISION_STATES[row.state],
        aan_zet=party(row.turn) if row.turn else None,
        gevraagd_op=row.asked,
        uiterlijk_op=row.last_day,
        eigen=row.mine,
        versie=row.version,
    )


def decision_of(whole: decision_reads.Whole) -> shapes.Besluit:
    party = named(
        [whole.row.turn]
        + [one.organisation for one in whole.looks]
        + [one.organisation for one in whole.texts]
        + [one.organisation for one in whole.happenings]
    )
    outcome = whole.outcome
    return shapes.Besluit(
        **decision_brief(whole.row, party).model_dump(),
        leerling=whole.child,
        mandaat=whole.mandate,
        euro=whole.euros,
        maanden=whole.months,
        stappen=[
            shapes.Blik.model_validate(
                {
                    "soort": _LOOKS[one.kind],
                    "organisatie": party(one.organisation),
                    "functies": list(one.functions),
                    "gedaan_op": one.done,
                }
            )
            for one in whole.looks
        ],
        besloten_op=outcome.at if outcome else None,
        geldig_van=outcome.valid_from if outcome else None,
        geldig_tot=outcome.valid_until if outcome else None,
        bezwaar_tot=outcome.objection_until if outcome else None,
        woorden=[
            shapes.Bijdrage(tekst=one.text, organisatie=party(one.organisation), op=one.at) for one in whole.texts
        ],
        verloop=[
            shapes.BesluitRegel(
                op=one.at,
                wat=DECISION_STEPS[one.command],
                organisatie=party(one.organisation) if one.organisation else None,
            )
            for one in whole.happenings
        ],
        kan=[word for command, word in DECISION_CAN.items() if command in whole.commands],
    )
