"""What somebody should know beside the chain: what is not known, and what is unlike elsewhere."""

from collections.abc import Iterator
from datetime import date

from tandem.routing.data import Contact, Law, Said
from tandem.routing.rules.partnership import has_both, is_mbo, kind_of
from tandem.routing.rules.responsible import YOUNG_UNTIL
from tandem.routing.rules.words import Words


def notes_of(words: Words, chain: tuple[Contact, ...], *, emergency: bool) -> tuple[Said, ...]:
    """In order of weight, each once."""
    found = [words.note("emergency")] if emergency else []
    found += [*_about_home(words), *_about_school(words), *_about_partnership(words), *_about_chain(words, chain)]
    return tuple(dict.fromkeys(found))


def day_words(day: date) -> str:
    """'29-11-2026': the same in both languages."""
    return f"{day.day}-{day.month}-{day.year}"


def _about_home(words: Words) -> Iterator[Said]:
    question, region = words.question, words.region
    home = words.facts.homes.get(question.home)
    if home is None:
        yield words.note("home_unknown", pc4=question.home) if question.home else words.note("no_home")
    youth = words.who[Law.YOUTH_CARE]
    if youth.municipality and home and youth.municipality != home.municipality:
        yield words.note("responsible_unlike_home", other=words.municipality(youth.municipality))
    if home and region and home.municipality not in region.municipalities:
        yield words.note("home_outside", home=words.municipality(home.municipality))
    if question.age is not None and question.age >= YOUNG_UNTIL:
        yield words.note("not_young")


def _about_school(words: Words) -> Iterator[Said]:
    school, region = words.school, words.region
    if not school.municipality:
        yield words.note("school_without_place")
    elif region and school.municipality not in region.municipalities:
        yield words.note("school_outside")
    if school.until and school.until <= words.facts.day:
        yield words.note("school_closed", day=day_words(school.until))


def _about_partnership(words: Words) -> Iterator[Said]:
    school, belongs = words.school, words.belongs
    if is_mbo(school):
        yield words.note("no_partnership")
        return
    if has_both(school):
        yield words.note("partnership_by_age")
    home = words.facts.homes.get(words.question.home)
    if home and belongs.home_code:
        codes = words.facts.partnerships_of.get((home.municipality, kind_of(school, words.question.age)), ())
        if len(codes) > 1:
            names = ", ".join(words.facts.partnerships.get(code, code) for code in codes)
            name = words.municipality(home.municipality)
            yield words.note("two_partnerships", home=name, others=names, pc4=home.pc4, partnership=belongs.home_name)
    if belongs.code and belongs.home_code and belongs.code != belongs.home_code:
        yield words.note("other_partnership", other=belongs.home_name)


def _about_chain(words: Words, chain: tuple[Contact, ...]) -> Iterator[Said]:
    first = chain[0]
    if not first.phone and not first.post:
        yield words.note("no_phone", organisation=first.organisation)
    for contact in chain:
        who = words.asked.home(words.book.roles[contact.role].law)
        if contact.stands_in_for and contact.until:
            yield words.note("stands_in", role=contact.role_name, day=day_words(contact.until))
        if contact.more:
            others = ", ".join(contact.more)
            yield words.note("more_teams", others=others, team=contact.organisation)
        if contact.role == "RMC" and who.municipality in words.book.rmc:
            yield words.note("rmc_region", region=words.book.rmc[who.municipality])
