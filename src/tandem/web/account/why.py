"""«Waarom zie ik dit?» for every page that shows something about a child.

How a page uses it. The view, after its own check, puts in what it renders

    why=why_shown(child)                     every reason why who acts may know this child
    why=why_shown(child, source=disclosure)  only the one that a disclosure (enrolment, use …) gave
    why=why_shown(child, also=[facts])       and first what only the page knows: [(name, text, address or "")]

and the template, below what it shows or in the aside, `{% include "account/why.html" %}`; with `open=True` it stands
unfolded. A page about nobody (an anonymous concern) passes child None, and only `also` is shown. Who works in the
child's file also gets a link to who else can see it and who did.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from tandem.children.data import Reason
from tandem.platform import context
from tandem.sharing.accounting import queries
from tandem.sharing.accounting.data import Basis
from tandem.web.disclosures import shown
from tandem.web.emergency.forms import CATEGORIES
from tandem.web.insight.links import home

Facts = Sequence[tuple[str, str, str]]  # for <c-facts>: name, text, address or ''


@dataclass(frozen=True, slots=True)
class WhyShown:
    """`reasons`: each a list of facts; `who`: where who works in the file sees who else can, '' for others."""

    reasons: tuple[Facts, ...]
    who: str


def why_shown(child: UUID | None, *, source: UUID | None = None, also: Iterable[Facts] = ()) -> WhyShown:
    """For the template `account/why.html`; the docstring of this module says how. Writes no line."""
    if child is None:
        return WhyShown(tuple(also), "")
    found = [one for one in queries.reasons(child=child) if source in (None, one.opening.source)]
    who = f"{home()}wie-ziet-wat/{child}/" if queries.is_entitled(child=child) else ""
    return WhyShown((*also, *(_facts(one) for one in found)), who)


def _facts(one: Basis) -> Facts:
    return _WORDS[one.opening.reason](one)


def _enrolled(one: Basis) -> Facts:
    leads = context.current().function == "SCHOOLDIR"
    work = gettext("Jij leidt de school van dit kind.") if leads else gettext("Jij coördineert de zorg op zijn school.")
    return [
        (gettext("Waarom"), work, ""),
        (gettext("Wat"), f"{_kinds(one)}, {gettext('en wat in het dossier van de school staat')}", ""),
        (gettext("Van wie"), one.place, ""),
        (gettext("Regel"), gettext("inschrijving op deze school"), ""),
        (gettext("Grond"), f"AVG 6(1)(e) · {gettext('taak van de school')}", ""),
        *_period(one, gettext("zolang de inschrijving duurt")),
    ]


def _teaches(one: Basis) -> Facts:
    return [
        (gettext("Waarom"), gettext("Dit is jouw leerling."), ""),
        (gettext("Wat"), _kinds(one), ""),
        (gettext("Van wie"), gettext("wie op jouw school de zorg coördineert"), ""),
        (gettext("Regel"), gettext("eigen leerling"), ""),
        (gettext("Grond"), f"AVG 6(1)(e) · {gettext('taak van de school')}", ""),
        *_period(one, gettext("zolang je het kind lesgeeft")),
    ]


def _disclosed(one: Basis) -> Facts:
    given = one.disclosure
    if given is None:
        return [(gettext("Waarom"), gettext("Dit is met je gedeeld."), ""), (gettext("Wat"), _kinds(one), "")]
    page = f"{home()}verstrekkingen/{given.id}/"
    return [
        (gettext("Waarom"), gettext("Dit is met je gedeeld: bekijk de verstrekking."), page),
        (gettext("Wat"), _kinds(one), ""),
        *shown.why(given),
    ]


def _emergency(one: Basis) -> Facts:
    use, expires = one.use, one.opening.expires
    category = str(CATEGORIES[use.category]) if use else ""
    facts = [
        (gettext("Waarom"), " · ".join(filter(None, (gettext("Noodtoegang"), category))), ""),
        (gettext("Wat"), _kinds(one), ""),
        (gettext("Van wie"), gettext("niemand: je opende het zelf"), ""),
        (gettext("Regel"), gettext("één kind, alleen lezen, vier uur"), ""),
        (gettext("Grond"), f"AVG 6(1)(d) · {gettext('vitaal belang')}", ""),
    ]
    if expires:
        facts.append((gettext("Tot"), date_format(localtime(expires), "j F Y, H:i"), ""))
    if use:
        facts.append((gettext("Een ander beoordeelt het"), date_format(use.review_due, "j F Y"), ""))
    return facts


_WORDS: dict[Reason, Callable[[Basis], Facts]] = {
    Reason.ENROLLED: _enrolled,
    Reason.TEACHES: _teaches,
    Reason.DISCLOSED: _disclosed,
    Reason.BREAK_GLASS: _emergency,
}


def _kinds(one: Basis) -> str:
    return ", ".join(shown.kind_names(one.opening.kinds))


def _period(one: Basis, open_end: str) -> Facts:
    until = one.opening.until
    return [
        (gettext("Sinds"), date_format(one.opening.since, "j F Y"), ""),
        (gettext("Tot"), date_format(until, "j F Y") if until else open_end, ""),
    ]
