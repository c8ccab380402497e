"""The log in the words of the standards: Logboek Dataverwerkingen and NEN 7513.

One record per line and data subject; what is kept where stands in definitions/log_fields.yaml. A person is a pseudonym
here: the same each time, and not to be traced without the key ring.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from importlib.metadata import version
from uuid import UUID

from psycopg.rows import class_row

from tandem.audit.reading import Log
from tandem.platform import sealing

Record = dict[str, object]
SUBJECT_TYPE = "tandem-pseudonym"
A_PERSON, THE_ONE_CONCERNED = 1, 1  # of the code lists of NEN 7513
_ID_BYTES = 8


class Shape(StrEnum):
    PROCESSING = "processing"
    ACCESS = "access"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the log with one of its data subjects (or none)."""

    table_name: str
    number: int
    place: int  # of the subject in the line, from 1; 0 without
    trace: str
    by: str
    function: str
    name: str
    activity: str
    started_at: datetime
    written_at: datetime
    status: int
    life_cycle: str  # create, read, update, delete; '' for an event
    purpose: str
    ground: str
    kinds: Sequence[str]
    subject: UUID | None


_EVENTS = """
select 'audit_event' as table_name, number, 0 as place, trace, by, function, action as name,
  replace(lower(action), ' ', '-') as activity, at as started_at, written_at, 1 as status, '' as life_cycle,
  '' as purpose, '' as ground, '{}'::text[] as kinds, null::uuid as subject
from audit_event
"""
_CHANGES = """
select 'audit_change' as table_name, number, case when subject is null then 0 else 1 end as place, trace, by, function,
  lower(operation) || ' ' || table_name as name, split_part(table_name, '_', 1) as activity, written_at as started_at,
  written_at, 1 as status, case operation when 'INSERT' then 'create' when 'UPDATE' then 'update' else 'delete' end
  as life_cycle, '' as purpose, '' as ground, array(select jsonb_object_keys(changes) order by 1) as kinds, subject
from audit_change
"""
_ACCESSES = """
select 'audit_access' as table_name, number, coalesce(s.place, 0)::int as place, trace, by, function, action as name,
  purpose as activity, started_at, written_at, status, 'read' as life_cycle, purpose, ground, kinds, s.subject
from audit_access left join unnest(subjects) with ordinality as s(subject, place) on true
"""
_LINES = {
    Shape.PROCESSING: f"{_EVENTS} union all {_CHANGES} union all {_ACCESSES}",
    Shape.ACCESS: f"{_CHANGES} union all {_ACCESSES}",
}


def records(connection: Log, shape: Shape, since: datetime, until: datetime) -> Iterator[Record]:
    """The records written from `since` up to `until`, in order, read as they are asked for (role tandem_maint)."""
    statement = f"select * from ({_LINES[shape]}) as l where written_at >= %s and written_at < %s"  # noqa: S608
    about_somebody = " and subject is not null" if shape is Shape.ACCESS else ""
    form = _processing if shape is Shape.PROCESSING else _access
    with connection.cursor("log", row_factory=class_row(_Line)) as cursor:
        cursor.execute(f"{statement}{about_somebody} order by written_at, table_name, number, place", [since, until])
        yield from (form(line) for line in cursor)


def fields(shape: Shape) -> list[str]:
    """The names of the fields of a record, in order."""
    moment = datetime.fromtimestamp(0).astimezone()
    nothing = _Line("", 0, 0, "", "", "", "", "", moment, moment, 1, "", "", "", (), None)
    return list((_processing if shape is Shape.PROCESSING else _access)(nothing))


def _processing(line: _Line) -> Record:
    return {
        "trace_id": line.trace,
        "operation_id": _operation_id(f"{line.table_name} {line.number} {line.place}"),
        "parent_operation_id": _operation_id(line.trace) if line.trace else "",
        "status_code": line.status,
        "name": line.name,
        "start_time": _milliseconds(line.started_at),
        "end_time": _milliseconds(line.written_at),
        "resource.attributes": f"name=tandem version={version('tandem')}",
        "attributes.dpl.core.processing_activity_id": f"urn:tandem:processing:{line.activity}",
        "attributes.dpl.core.data_subject_id": _pseudonym(line.subject),
        "attributes.dpl.core.data_subject_id_type": SUBJECT_TYPE if line.subject else "",
    }


def _access(line: _Line) -> Record:
    return {
        "trace_id": line.trace,
        "operation_id": _operation_id(f"{line.table_name} {line.number} {line.place}"),
        "start_time": _milliseconds(line.started_at),
        "status_code": line.status,
        "eventTypeCode": line.name,
        "users[].userID": line.by,
        "users[].userIsRequestor": True,
        "users[].roleIDCode": line.function,
        "users[].purposeOfUse": line.purpose,
        "participants[].participantObjectTypeCode": A_PERSON,
        "participants[].participantObjectTypeCodeRole": THE_ONE_CONCERNED,
        "participants[].participantObjectDataLifeCycle": line.life_cycle,
        "participants[].participantObjectID": _pseudonym(line.subject),
        "participants[].participantObjectDetail": " ".join(line.kinds),
        "grondslag_avg": line.ground,
    }


def _operation_id(text: str) -> str:
    return sha256(text.encode()).hexdigest()[: 2 * _ID_BYTES]


def _milliseconds(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _pseudonym(subject: UUID | None) -> str:
    return "" if subject is None else sealing.pseudonym(str(subject))
