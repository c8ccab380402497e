"""Afterwards: what the ledger says beside what is in the database, in the log and in the letter box."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from chaos.house import House
from chaos.ledger import Written
from chaos.post import Post

TOLD = ("RAISE", "ACKNOWLEDGE", "OFFER", "ACCEPT")  # of which somebody else gets a notice
_HELD = """
select count(*) from casework_concern c where c.state <> 'DRAFT' and (c.holder_id is null
  or (select array_agg(a.principal_id) from casework_access a where a.concern_id = c.id and a.part = 'HOLDER')
    is distinct from array[c.holder_id]
  or (select count(*) from casework_offer o where o.concern_id = c.id and o.state = 'OPEN') > 1)
"""
_TWICE = "select count(*) from (select from {} group by {} having count(*) > 1) twice"
# Who wanted it at once and has no mail of it, while nothing says that it did not arrive.
_SILENT = """
select count(*) from casework_notice n join casework_concern c on c.id = n.concern_id
where c.urgency = 'URGENT' and not n.failed and n.seen is null
  and not exists (select from casework_mailed m where m.notice_id = n.id)
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """`wrong` of `of` are not as they must be."""

    what: str
    wrong: int
    of: int


def findings(house: House, written: list[Written], post: Post) -> list[Finding]:
    """Everything that must hold, each with how often it does not."""
    with psycopg.connect(house.superuser()) as reader:
        found = [*_writes(reader, written), *_concerns(reader), *_mails(reader, post)]
    well, said = house.tandem("audit", "verify")
    return [*found, Finding(f"the chain of the log ({said.splitlines()[0] if said else ''})", int(not well), 1)]


def _writes(reader: psycopg.Connection, written: list[Written]) -> Iterator[Finding]:
    events = Counter(
        (str(concern), command) for concern, command in reader.execute("select concern_id, command from casework_event")
    )
    keys = Counter(str(key) for (key,) in reader.execute("select key from casework_concern where state <> 'DRAFT'"))
    words = Counter(text for (text,) in reader.execute("select text from casework_text where part = 'ADDED'"))
    lines = Counter(reader.execute("select subject, action from audit_event where action like 'concern %'"))
    told = Counter(
        (str(concern), kind) for concern, kind in reader.execute("select concern_id, kind from casework_notice")
    )
    rows = reader.execute("select id::text, holder_id::text from casework_concern").fetchall()
    holders: dict[str, str | None] = dict(rows)

    def there(one: Written) -> int:
        if one.command == "RAISE":
            return min(keys[one.sign], events[one.concern, "RAISE"]) or max(keys[one.sign], 0)
        return words[one.sign] if one.command == "ADD" else events[one.concern, one.command]

    counted = [there(one) for one in written]
    yield Finding("acknowledged and lost", counted.count(0), len(written))
    yield Finding("acknowledged and there twice", sum(number > 1 for number in counted), len(written))
    commands = Counter((one.concern, one.command) for one in written)
    logged = sum(max(0, number - lines[_line(*one)]) for one, number in commands.items())
    yield Finding("acknowledged without its line in the log", logged, len(written))
    extra = sum(lines[_line(*one)] != number for one, number in events.items())
    yield Finding("timeline and log that differ", extra, len(events))
    silent = [one for one in written if one.command in TOLD and not told[one.concern, one.command]]
    yield Finding("acknowledged and nobody told", len(silent), sum(one.command in TOLD for one in written))
    last = {one.concern: one.holder for one in written if one.holder}
    wrong = sum(holders.get(concern) != holder for concern, holder in last.items())
    yield Finding("concerns that another holds than was acknowledged", wrong, len(last))


def _line(concern: str, command: str) -> tuple[str, str]:
    """Subject and action of the line that the action leaves in the log."""
    return f"concern:{concern}", f"concern {command.lower()}"


def _concerns(reader: psycopg.Connection) -> Iterator[Finding]:
    concerns = _one(reader, "select count(*) from casework_concern where state <> 'DRAFT'")
    yield Finding("concerns with no holder, two, or two offers", _one(reader, _HELD), concerns)
    twice = _one(reader, _TWICE.format("casework_concern", "author_hat, key"))
    yield Finding("concerns raised twice by one form", twice, concerns)
    notices = _one(reader, "select count(*) from casework_notice")
    yield Finding("notices there twice", _one(reader, _TWICE.format("casework_notice", "event, principal_id")), notices)
    # The example region has notices about cases, meetings and decisions too; here people write about concerns.
    lost = (
        "select count(*) from casework_notice n where n.about = 'CONCERN'"
        " and not exists (select from casework_event e where e.id = n.event)"
    )
    yield Finding("notices of what did not happen", _one(reader, lost), notices)


def _mails(reader: psycopg.Connection, post: Post) -> Iterator[Finding]:
    known = {str(key): row for key, *row in reader.execute("select id, sent is not null, failed from platform_mail")}
    asked = Counter(str(mail) for (mail,) in reader.execute("select distinct mail from casework_mailed"))
    yield Finding("mails that arrived twice", sum(number > 1 for number in post.took.values()), len(post.took))
    pairs = _one(reader, "select count(*) from casework_mailed")
    twice = _one(reader, _TWICE.format("casework_mailed", "notice_id, person_id"))
    yield Finding("notices mailed twice to one person", twice, pairs)
    sent = [mail for mail, (is_sent, _) in known.items() if is_sent]
    yield Finding("mails marked as sent that never arrived", sum(not post.took[mail] for mail in sent), len(sent))
    told = {mail for mail, (is_sent, failed) in known.items() if is_sent or failed}
    yield Finding("mails that neither arrived nor say so", len(asked.keys() - told), len(asked))
    yield Finding("mails nobody asked for", len(post.took.keys() - known.keys()), len(post.took))
    marked = (
        "select count(*) from casework_mailed m join platform_mail p on p.id = m.mail and p.failed"
        " join casework_notice n on n.id = m.notice_id where not n.failed"
    )
    failed = _one(reader, "select count(*) from platform_mail where failed")
    yield Finding("mails of which nobody knows, not shown as not arrived", _one(reader, marked), failed)
    urgent = (
        "select count(*) from casework_notice n join casework_concern c on c.id = n.concern_id where urgency = 'URGENT'"
    )
    yield Finding("urgent notices without a mail and without a word", _one(reader, _SILENT), _one(reader, urgent))


def _one(reader: psycopg.Connection, question: str) -> int:
    row = reader.execute(question.encode()).fetchone()
    return int(row[0]) if row else 0
