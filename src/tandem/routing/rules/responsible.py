"""Which municipality is responsible, per law: a walk through the steps of definitions/woonplaats.yaml."""

from tandem.routing.book import Rulebook, Step
from tandem.routing.data import Law, Question, Responsible, Taken
from tandem.routing.known import Facts

YOUNG_UNTIL, SCHOOL_AGE = 23, 5
OUTCOMES = ("HOME", "BEFORE", "MOTHER", "STAYS", "NONE")
ASKS = ("young", "of_school_age", "stay", "home", "before", "mother", "stays")


def responsible(book: Rulebook, facts: Facts, question: Question) -> dict[Law, Responsible]:
    """Per law the municipality with the steps that led to it."""
    return {law: _walk(law, steps, facts, question) for law, steps in book.laws.items()}


def _walk(law: Law, steps: tuple[Step, ...], facts: Facts, question: Question) -> Responsible:
    """The steps name only later ones (checked when they are read), so this ends."""
    by_id = {step.id: step for step in steps}
    taken: list[Taken] = []
    at = steps[0].id
    while at not in OUTCOMES:
        step = by_id[at]
        answer = _answer(step.asks, facts, question)
        taken.append(Taken(step.id, step.question, answer, step.ground))
        at = step.yes if answer else step.no
    pc4 = _postcode(at, question)
    home = facts.homes.get(pc4)
    return Responsible(law, home.municipality if home else "", pc4 if home else "", tuple(taken))


def _answer(asks: str, facts: Facts, question: Question) -> bool:
    """An unknown age counts as that of a pupil; an unknown postcode as no address."""
    age = question.age
    if asks == "young":
        return age is None or age < YOUNG_UNTIL
    if asks == "of_school_age":
        return age is None or SCHOOL_AGE <= age < YOUNG_UNTIL
    if asks == "stay":
        return question.stay
    known = {"home": question.home, "before": question.before, "mother": question.mother, "stays": stays_at(question)}
    return known[asks] in facts.homes


def stays_at(question: Question) -> str:
    """The postcode where the young person really stays."""
    return question.stays_at or question.home


def _postcode(outcome: str, question: Question) -> str:
    return {
        "HOME": question.home,
        "BEFORE": question.before,
        "MOTHER": question.mother,
        "STAYS": stays_at(question),
    }.get(outcome, "")
