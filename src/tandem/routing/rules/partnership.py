"""Which partnership the school belongs to, and which the home."""

from tandem.register.data import PARTNERSHIP_KIND, Sector
from tandem.routing.data import Partnership, Question
from tandem.routing.known import Facts, School

FIRST_YEAR_VO = 12  # the age at which most pupils begin there


def kind_of(school: School | None, age: int | None) -> str:
    """'PO' or 'VO', '' for MBO. A school with both, or of which we do not know it, goes by the pupil's age."""
    sectors = school.sectors if school else ()
    kinds = {PARTNERSHIP_KIND[sector] for sector in sectors if sector in PARTNERSHIP_KIND}
    if sectors and not kinds:
        return ""
    if len(kinds) == 1:
        return kinds.pop()
    return "VO" if age is not None and age >= FIRST_YEAR_VO else "PO"


def has_both(school: School | None) -> bool:
    sectors = school.sectors if school else ()
    return {PARTNERSHIP_KIND.get(sector) for sector in sectors} >= {"PO", "VO"}


def is_mbo(school: School | None) -> bool:
    return school is not None and set(school.sectors) == {Sector.MBO}


def partnership(facts: Facts, question: Question) -> Partnership:
    school, home = facts.schools.get(question.school), facts.homes.get(question.home)
    kind = kind_of(school, question.age)
    code = {"PO": school.partnership_po, "VO": school.partnership_vo}.get(kind, "") if school else ""
    home_code = {"PO": home.partnership_po, "VO": home.partnership_vo}.get(kind, "") if home else ""
    return Partnership(code, _name(facts, code), home_code, _name(facts, home_code))


def _name(facts: Facts, code: str) -> str:
    return facts.partnerships.get(code, code)


def others_of_municipality(facts: Facts, municipality: str, kind: str) -> tuple[str, ...]:
    """The partnerships of this kind that a municipality has, in order of code."""
    field = "partnership_po" if kind == "PO" else "partnership_vo"
    codes = {getattr(home, field) for home in facts.homes.values() if home.municipality == municipality}
    return tuple(sorted(filter(None, codes)))
