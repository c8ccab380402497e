"""Histories of one child's file in memory, for the judgement alone: who said what, who has authority, how old.

`tests` tries a few, `proof` many. A second, plain reading of who must say yes stands in `must_say_yes`.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tandem.children.data import Kind
from tandem.sharing.codes import DataKind, Fact, Giver, Verdict
from tandem.sharing.consenting.data import Authority, Consent, Receiver
from tandem.sharing.disclosing.data import Judgement, Proposal
from tandem.sharing.disclosing.rules import Records, Sender, bits, judgement
from tandem.sharing.records import Authenticity, Channel, Form, Outcome

START = date(2026, 9, 14)
CHILD, FILE, TEAM, OTHER = (UUID(int=number) for number in (1, 2, 3, 4))
PURPOSE = "zorgsignaal-lokaal-team"
SCHOOL = Kind.IDENTITY | Kind.SCHOOL | Kind.ABSENCE | Kind.CONCERN
KINDS = st.sets(st.sampled_from([*DataKind]), min_size=1, max_size=4).map(frozenset)
BIRTHDAYS = [(2008, 9, 15), (2010, 9, 16), (2014, 9, 20), (2018, 3, 1), (2010, 2, 28), (2008, 2, 29), (2014, 12, 1)]


class Histories(RuleBasedStateMachine):
    """The invariants hold after every step, whatever happened before."""

    @initialize(born=st.sampled_from(BIRTHDAYS), parents=st.integers(0, 2), guardian=st.booleans())
    def begin(self, born: tuple[int, int, int], parents: int, guardian: bool) -> None:
        self.born, self.day, self.clock = date(*born), START, 0
        self.consents: list[Consent] = []
        self.authorities = [self._holder(giver) for giver in (Giver.PARENT_1, Giver.PARENT_2)[:parents]]
        if guardian and not parents:
            self.authorities = [self._holder(Giver.GUARDIAN)]
        self.had: list[Authority] = list(self.authorities)

    # --- what happens ---------------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([1, 1, 5, 30, 365, 800]))
    def time_goes_by(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(data=st.data(), kinds=KINDS, yes=st.booleans(), consent=st.booleans(), days=st.sampled_from([1, 30, 365]))
    def somebody_speaks(
        self, data: st.DataObject, kinds: frozenset[DataKind], yes: bool, consent: bool, days: int
    ) -> None:
        who = data.draw(st.sampled_from([None, *self.had]))
        to = data.draw(st.sampled_from([TEAM, TEAM, TEAM, OTHER]))
        self.consents.append(self._said(who, bits(kinds) | Kind.IDENTITY, yes, consent, days, to))

    @rule(data=st.data())
    def everybody_says_yes(self, data: st.DataObject) -> None:
        for who in [None, *self.authorities]:
            self.consents.append(self._said(who, SCHOOL, yes=True, consent=True, days=365, to=TEAM))

    @precondition(lambda self: self.consents)
    @rule(data=st.data())
    def somebody_takes_it_back(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.consents) - 1))
        one = self.consents[place]
        if one.outcome is Outcome.GIVEN and one.withdrawn_at is None:
            before = self.judged(SCHOOL)
            self.consents[place] = replace(
                one, withdrawn_at=self._now(), withdrawn_by=one.giver, withdrawn_channel=Channel.TELEPHONE
            )
            assert rank(self.judged(SCHOOL)) <= rank(before), "taking back opens nothing"

    @precondition(lambda self: len(self.authorities) < 2)
    @rule(proven=st.booleans())
    def another_gets_authority(self, proven: bool) -> None:
        taken = {one.giver for one in self.authorities}
        if Giver.GUARDIAN not in taken:
            giver = Giver.PARENT_2 if Giver.PARENT_1 in taken else Giver.PARENT_1
            self.authorities.append(self._holder(giver))
            self.had.append(self.authorities[-1])

    @precondition(lambda self: self.authorities)
    @rule(data=st.data())
    def authority_ends(self, data: st.DataObject) -> None:
        self.authorities.remove(data.draw(st.sampled_from(self.authorities)))

    @precondition(lambda self: self.authorities)
    @rule(data=st.data(), contested=st.booleans())
    def authority_is_contested(self, data: st.DataObject, contested: bool) -> None:
        place = data.draw(st.integers(0, len(self.authorities) - 1))
        self.authorities[place] = replace(self.authorities[place], contested=contested)

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def only_with_every_yes(self) -> None:
        found = self.judged(SCHOOL)
        assert may(found) == self.must_say_yes(), (found.answer.rule.id, self.day)
        assert found == self.judged(SCHOOL), "the same question has the same answer"

    @invariant()
    def no_more_than_asked_and_had(self) -> None:
        for asked in (SCHOOL | Kind.MEDICAL, Kind.FAMILY | Kind.CITIZEN_NUMBER):
            found = self.judged(asked)
            blocked = bits(frozenset(one.kind for one in found.answer.blocks if one.kind and one.whole))
            assert not found.kinds & ~asked, "nothing beyond what was asked"
            assert not found.kinds & blocked, "a block beats a permission"
            assert not may(found) or not found.kinds & ~SCHOOL, "nobody gives what she does not have"

    @invariant()
    def who_received_gives_nothing(self) -> None:
        """What was disclosed to her is not among the kinds that she has."""
        to = Receiver(TEAM, "SCHOOLDIR")
        plan = Proposal(CHILD, OTHER, to, frozenset({DataKind.PLAN}), "voorziening-overleggen", self.day)
        for kinds, expected in ((Kind(0), False), (Kind.PLAN, True)):
            sender = Sender("LT_TOEGANG", kinds)
            found = judgement(sender, plan, self.records(), on=self.day, facts={Fact.PARENTS_INFORMED: True})
            assert may(found) is expected, "her own notes she may give"

    # --- words ----------------------------------------------------------------------------------------------------

    def records(self) -> Records:
        latest_first = sorted(self.consents, key=lambda one: one.recorded_at, reverse=True)
        return Records(self.born, tuple(self.authorities), tuple(latest_first))

    def judged(self, kinds: Kind) -> Judgement:
        codes = frozenset(one for one in DataKind if bits(frozenset({one})) and bits(frozenset({one})) in kinds)
        proposal = Proposal(CHILD, FILE, Receiver(TEAM, "LT_TOEGANG"), codes, PURPOSE, self.day + timedelta(days=30))
        return judgement(Sender("IB", SCHOOL), proposal, self.records(), on=self.day, facts={})

    def must_say_yes(self) -> bool:
        """Under 12 all who have authority, from 12 the young person too, from 16 the young person alone."""
        age = sum(1 for years in range(1, 40) if self.birthday(years) <= self.day)
        asked: list[UUID | None] = [None] if age >= 12 else []
        if age < 16:
            asked += [one.id for one in self.authorities] or [UUID(int=0)]  # nobody known: somebody is missing
            if any(one.contested for one in self.authorities):
                return False
        return all(self._covers(who) for who in asked)

    def birthday(self, years: int) -> date:
        try:
            return self.born.replace(year=self.born.year + years)
        except ValueError:
            return date(self.born.year + years, 3, 1)

    def _covers(self, who: UUID | None) -> bool:
        """The last word is a yes to all of it that still holds; a withdrawal is a word."""
        words: list[tuple[datetime, Consent, bool]] = []
        for one in self.consents:
            if one.authority == who and one.receiver.organisation == TEAM and one.kinds & SCHOOL:
                yes = one.outcome is Outcome.GIVEN and one.withdrawn_at is None
                if not yes or (one.gives_consent and one.releases_secrecy):  # half a yes is no word at all
                    words.append((one.recorded_at, one, yes))
                if one.withdrawn_at is not None:
                    words.append((one.withdrawn_at, one, False))
        if not words:
            return False
        _, last, yes = max(words, key=lambda word: word[0])
        until = min([last.valid_until, *([last.reconfirm_on] if last.reconfirm_on else [])])
        return yes and not SCHOOL & ~last.kinds and self.day < until

    def _now(self) -> datetime:
        self.clock += 1
        return datetime.combine(self.day, time(8), UTC) + timedelta(seconds=self.clock)

    def _holder(self, giver: Giver) -> Authority:
        self.clock += 1
        key = UUID(int=1000 + self.clock)
        return Authority(key, "Ouder", giver, Authenticity.REGISTER, START, False, self.day, None)

    def _said(self, who: Authority | None, kinds: Kind, yes: bool, consent: bool, days: int, to: UUID) -> Consent:
        at = self._now()
        birthdays = [day for years in (12, 16, 18) if (day := self.birthday(years)) > self.day]
        return Consent(
            id=UUID(int=5000 + self.clock),
            giver=who.giver if who else Giver.YOUTH,
            authority=who.id if who else None,
            age_band="",
            receiver=Receiver(to, "LT_TOEGANG"),
            purpose=PURPOSE,
            kinds=kinds,
            outcome=Outcome.GIVEN if yes else Outcome.REFUSED,
            gives_consent=yes,
            releases_secrecy=yes and consent,
            form=Form.ORAL,
            text_version="1",
            given_at=at,
            valid_until=self.day + timedelta(days=days),
            reconfirm_on=min(birthdays, default=None),
            refusal_reason="",
            withdrawn_at=None,
            withdrawn_by=None,
            withdrawn_channel=None,
            recorded_at=at,
        )


def may(found: Judgement) -> bool:
    """What `disclosing.actions.check_allowed` lets through."""
    allowed = found.answer.verdict.rank >= Verdict.WITH_CONSENT.rank and found.consented
    return allowed and bool(found.kinds) and not found.missing


def rank(found: Judgement) -> int:
    return found.answer.verdict.rank
