"""May this be shared? Facts in, judgement out; no database and no clock. `judging` finds the facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from tandem.children.data import Kind
from tandem.sharing import data
from tandem.sharing.codes import BITS, ConsentState, DataKind, Fact, Giver, Ground, OpenedBy, Verdict
from tandem.sharing.consenting.data import Authority, Consent
from tandem.sharing.data import Answer, Question, Statement
from tandem.sharing.disclosing.data import Asked, Judgement, Proposal
from tandem.sharing.reading import standard
from tandem.sharing.records import Outcome
from tandem.sharing.rules.evaluation import evaluate

PARENTS = (Giver.PARENT_1, Giver.PARENT_2, Giver.GUARDIAN, Giver.REPRESENTATIVE)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who gives: the function, and the kinds that she has herself in the file that it comes from."""

    function: str
    kinds: Kind


@dataclass(frozen=True, slots=True)
class Records:
    """What the file says: the day of birth, who has authority today, and everything that was said."""

    born: date
    authorities: Sequence[Authority]
    consents: Sequence[Consent]


def judgement(
    sender: Sender,
    proposal: Proposal,
    records: Records,
    *,
    on: date,
    facts: Mapping[Fact, bool],
    overridden: bool = False,
) -> Judgement:
    """`overridden`: who shares has decided to do so although the standard says no."""
    consents = [one for one in records.consents if _about(one, proposal)]
    question = Question(
        sender=sender.function,
        receiver=proposal.receiver.function,
        purpose=proposal.purpose,
        kinds=proposal.kinds,
        age=age_on(records.born, on),
        statements=_statements(records.authorities, consents, proposal, on),
        facts=facts,
        authority=_authority(records.authorities),
    )
    answer = evaluate(question, standard(), on)
    kinds = bits(proposal.kinds if overridden else answer.passing)
    asking = _asking(question, answer, on)
    asks = asking.verdict is Verdict.WITH_CONSENT and not overridden
    needs_consent = asks and asking.rule.ground is Ground.CONSENT
    needs_release = asks and asking.rule.secrecy.opened_by is OpenedBy.CONSENT
    # a yes counts when it says all that is needed; a no counts always
    counting = [one for one in consents if _stops(one) or _says(one, needs_consent, needs_release)]
    asked = tuple(_asked(asking, records.authorities, counting, on)) if asks else ()
    asks_parents = any(one.authority for one in asked)  # who is 16 decides alone, whatever parents disagree on
    return Judgement(
        answer=answer,
        kinds=kinds,
        needs_consent=needs_consent,
        needs_release=needs_release,
        asked=asked,
        asked_kinds=bits(asking.passing) if asks else Kind(0),
        contested=asks_parents and any(one.contested for one in records.authorities),
        missing=kinds & ~sender.kinds,
    )


def _asking(question: Question, answer: Answer, on: date) -> Answer:
    """The answer that says whom to ask: after a no that of before it, so that who said no can still say yes."""
    stopped = any(one.consent.stops or one.release.stops for one in question.statements)
    if answer.verdict is Verdict.WITH_CONSENT or not stopped:
        return answer
    return evaluate(replace(question, statements=()), standard(), on)


@lru_cache(maxsize=1024)
def bits(kinds: frozenset[DataKind]) -> Kind:
    total = Kind(0)
    for one in kinds:
        total |= BITS[one]
    return total


def age_on(born: date, day: date) -> int:
    """In whole years; who was born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _about(consent: Consent, proposal: Proposal) -> bool:
    """To the same receiver, for the same purpose, and about one of the kinds."""
    same = (consent.receiver.organisation, consent.receiver.function, consent.purpose)
    return (
        same == (proposal.receiver.organisation, proposal.receiver.function, proposal.purpose)
        and consent.kinds & bits(proposal.kinds) != 0
    )


def _last(consents: Sequence[Consent], authority: UUID | None) -> Consent | None:
    """The last word of one giver; a withdrawal of an earlier one counts from when it was withdrawn."""
    said = [one for one in consents if one.authority == authority]
    return max(said, key=lambda one: max(one.recorded_at, one.withdrawn_at or one.recorded_at), default=None)


def _covering(consents: Sequence[Consent], authority: UUID | None, kinds: Kind, on: date) -> Consent | None:
    last = _last(consents, authority)
    covers = last is not None and last.holds(on) and not kinds & ~last.kinds
    return last if covers else None


def _stops(consent: Consent) -> bool:
    return consent.outcome is Outcome.REFUSED or consent.withdrawn_at is not None


def _says(one: Consent, consent: bool, release: bool) -> bool:
    return (one.gives_consent or not consent) and (one.releases_secrecy or not release)


def _refuses(consents: Sequence[Consent], authority: UUID | None) -> bool:
    last = _last(consents, authority)
    return last is not None and _stops(last)


def _statements(
    authorities: Sequence[Authority], consents: Sequence[Consent], proposal: Proposal, on: date
) -> tuple[Statement, ...]:
    """What each giver said, in the words of the standard."""
    givers: list[tuple[Giver, UUID | None]] = [(Giver.YOUTH, None), *((one.giver, one.id) for one in authorities)]
    return tuple(
        Statement(giver, *_states(consents, authority, bits(proposal.kinds), on)) for giver, authority in givers
    )


def _states(
    consents: Sequence[Consent], authority: UUID | None, kinds: Kind, on: date
) -> tuple[ConsentState, ConsentState]:
    last = _last(consents, authority)
    if last is None:
        return ConsentState.UNKNOWN, ConsentState.UNKNOWN
    if last.withdrawn_at is not None or last.outcome is Outcome.REFUSED:
        state = ConsentState.WITHDRAWN if last.withdrawn_at else ConsentState.REFUSED
        return state, state
    if _covering(consents, authority, kinds, on) is None:
        return ConsentState.UNKNOWN, ConsentState.UNKNOWN
    return (
        ConsentState.GIVEN if last.gives_consent else ConsentState.UNKNOWN,
        ConsentState.GIVEN if last.releases_secrecy else ConsentState.UNKNOWN,
    )


def _authority(authorities: Sequence[Authority]) -> data.Authority:
    parents = sum(one.giver in (Giver.PARENT_1, Giver.PARENT_2) for one in authorities)
    guardian = any(one.giver is Giver.GUARDIAN for one in authorities)
    return data.Authority(parents=min(parents, 2) if authorities else 2, guardian=guardian)


def _asked(answer: Answer, authorities: Sequence[Authority], consents: Sequence[Consent], on: date) -> list[Asked]:
    """Everybody who must say yes: whom the standard names; where it names a parent, all with authority."""
    givers = set(answer.consent.givers) if answer.consent else set()
    kinds = bits(answer.passing)
    asked: list[Asked] = []
    if Giver.YOUTH in givers:
        asked.append(Asked("", None, _covering(consents, None, kinds, on), _refuses(consents, None)))
    if givers & set(PARENTS):
        asked += [
            Asked(one.name, one, _covering(consents, one.id, kinds, on), _refuses(consents, one.id))
            for one in authorities
        ]
        if not authorities:
            asked.append(Asked("?", None, None, refused=False))
    return asked
