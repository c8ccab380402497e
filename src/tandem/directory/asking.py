"""From what somebody typed to what PostgreSQL searches for. Pure: words in, a text query out."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

LONGEST, MOST_WORDS = 100, 6
BEGINS = 4  # letters from which a word may be the beginning of another
_LEFT_OUT = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "of",
        "in",
        "op",
        "met",
        "voor",
        "van",
        "bij",
        "is",
        "ik",
        "mijn",
        "wat",
        "hoe",
        "kan",
        "naar",
        "over",
        "te",
        "aan",
        "die",
        "dat",
        "er",
        "om",
        "als",
    ]
)


def plain(text: str) -> str:
    """Lower case, without accents, one space between words; letters and digits only."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def words_of(text: str) -> tuple[str, ...]:
    """The words that say something, each once, in the order typed."""
    words = dict.fromkeys(word for word in plain(text[:LONGEST]).split() if word not in _LEFT_OUT)
    return tuple(words)[:MOST_WORDS]


def text_query(words: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> str:
    """For to_tsquery: every word, or what means the same. Two words that have a synonym together count as one.

    A word is also found as the beginning of a longer one, as Dutch makes them ("rouw" in "rouwgroep"), if it is not too
    short for that; the last one always, since it may be half typed. '' for no words.
    """
    parts, at = [], 0
    while at < len(words):
        pair = " ".join(words[at : at + 2])
        taken = 2 if at + 1 < len(words) and pair in synonyms else 1
        asked = pair if taken == 2 else words[at]
        at += taken
        ways = [_way(asked, begun=at == len(words)), *(_way(other) for other in synonyms.get(asked, ()))]
        parts.append(f"({' | '.join(dict.fromkeys(ways))})")
    return " & ".join(parts)


def _way(phrase: str, *, begun: bool = False) -> str:
    words = phrase.split()
    if len(words) > 1:
        return f"({' <-> '.join(words)})"
    return f"({phrase}:*)" if begun or len(phrase) >= BEGINS else f"({phrase})"
