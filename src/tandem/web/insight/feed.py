"""The certain changes as an Atom feed (RFC 4287). No person is in it, and an entry keeps its id."""

from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import get_language, gettext

from tandem.flows.changes import SHOWN, Change, Changes
from tandem.web.insight import words
from tandem.web.insight.changed import sentence
from tandem.web.insight.links import Links
from tandem.web.insight.store import Store

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def atom(store: Store, found: Changes, name: str, address: str, links: Links) -> str:
    """`address`: the absolute address of the page; that of the feed is `feed.atom` below it."""
    updated = _moment(store.cube.created)
    host = address.split("/inzicht/", maxsplit=1)[0].removesuffix("/en")
    title = gettext("Wat is er veranderd in %(name)s") % {"name": name}
    entries = "".join(_entry(store, one, found, updated, host, links) for one in found.found[:SHOWN])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{(get_language() or "nl")[:2]}">'
        f"<title>{escape(title)}</title><id>{escape(address)}</id><updated>{updated}</updated>"
        f'<link rel="self" href={quoteattr(address + "feed.atom")}/><link href={quoteattr(address)}/>'
        f"<author><name>Tandem</name></author>{entries}</feed>\n"
    )


def _entry(store: Store, one: Change, found: Changes, updated: str, host: str, links: Links) -> str:
    key = f"{found.before}-{found.year}/{one.subject}/{one.sector}/{one.home or '-'}/{one.school or '-'}"
    place = links.pair(one.home, one.school) if one.home and one.school else links.place(one.school or one.home)
    text = sentence(store.cube, one)
    title = text[:1].upper() + text[1:]
    return (
        f"<entry><title>{escape(title)}</title><id>urn:tandem:veranderd:{escape(key)}</id><updated>{updated}</updated>"
        f"<link href={quoteattr(host + place)}/><category term={quoteattr(words.sector(one.sector))}/>"
        f"<summary>{escape(title)}</summary></entry>"
    )


def _moment(stamp: str) -> str:
    """RFC 3339; the start of time where a snapshot does not say when it was made."""
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return "1970-01-01T00:00:00Z"
    return found.isoformat(timespec="seconds") if found.tzinfo else f"{found.isoformat(timespec='seconds')}Z"
