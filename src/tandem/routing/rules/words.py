"""The sentences of an answer, from the templates of the rules and what is known."""

from tandem.routing.book import Region, Rulebook
from tandem.routing.data import Law, Partnership, Said
from tandem.routing.rules.find import Asked

UNKNOWN_HOME = Said("de woongemeente (nog onbekend)", "the home municipality (not known yet)")
SPOKEN = {"GM0518": "Den Haag"}


class Words:
    """What a sentence of this answer may name."""

    def __init__(self, book: Rulebook, asked: Asked, belongs: Partnership) -> None:
        self.book, self.asked, self.facts, self.question = book, asked, asked.facts, asked.question
        self.who = asked.responsible
        self.school = asked.facts.schools[asked.question.school]
        self.belongs = belongs
        self.region = region_for(book, self.school.municipality, asked.home(Law.YOUTH_CARE).municipality)

    def municipality(self, code: str) -> str:
        return SPOKEN.get(code) or self.facts.municipalities.get(code, code)

    def say(self, template: Said, law: Law, **more: str | Said) -> Said:
        """Both languages filled in; `law` says which home is meant."""
        who = self.asked.home(law)
        home: str | Said = self.municipality(who.municipality) if who.municipality else UNKNOWN_HOME
        values: dict[str, str | Said] = {
            "home": home,
            "pc4": f" ({who.pc4})" if who.pc4 else "",
            "school": self.school.name,
            "place": self.municipality(self.school.municipality),
            "partnership": self.belongs.name,
            "region": self.region.name if self.region else "Nederland",
        } | more
        nl = {name: value.nl if isinstance(value, Said) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Said) else value for name, value in values.items()}
        return Said(template.nl.format(**nl), template.en.format(**en))

    def note(self, code: str, **values: str | Said) -> Said:
        return self.say(self.book.notes[code], Law.YOUTH_CARE, **values)


def region_for(book: Rulebook, school: str, home: str) -> Region | None:
    """The region whose desk helps: that of the school, else of the home, else the first that has one."""
    for code in (school, home):
        for region in book.regions:
            if code and code in region.municipalities:
                return region
    return book.regions[0] if book.regions else None
