"""The rules of a municipality about its own pupils: first what a rule would change, then keeping it."""

import re
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tandem.audit.actions import acting_actor
from tandem.platform import context
from tandem.register import organisations
from tandem.register.data import OrganisationBrief, OrganisationKind
from tandem.routing import actions, kept, queries
from tandem.routing.book import Rule
from tandem.routing.data import OLDEST
from tandem.routing.rules.preview import changes
from tandem.routing.upkeep import Change, KeptRule, NewRule
from tandem.web.access import functions
from tandem.web.desk import shown
from tandem.web.desk.views import frame
from tandem.web.forms import HouseForm, submitted

KEEPERS = ("GEM_BELEID", "ONDERWIJSCOORD")
GAP = re.compile(r"(\{\w+\})+")  # what the answer fills in
SAVE, LOOK = "bewaar", "bekijk"
NEVER_FIRST = ("CATCH_ALL", "SCHOOL_MUNICIPALITY")  # what is called when there is nobody else


class RuleForm(HouseForm):
    buttons: ClassVar[frozenset[str]] = frozenset({SAVE, LOOK})

    vraag = forms.ChoiceField(label=gettext_lazy("Bij welke vraag?"))
    eerst = forms.ChoiceField(label=gettext_lazy("Wie wordt dan eerst gebeld?"))
    waarom = forms.CharField(max_length=300, label=gettext_lazy("Waarom? Wie belt, leest dit"))

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: Django's own long list
        super().__init__(*args, **options)
        book = queries.current_rules()
        kinds = [(kind.code, shown.say(kind.name)) for kind in book.kinds.values() if kind.code != "safety"]
        roles = [(role.code, shown.say(role.name)) for role in book.roles.values() if role.code not in NEVER_FIRST]
        for name, choices in (("vraag", kinds), ("eerst", roles)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    kind: str
    kinds: str
    first: str
    why: str
    source: str
    where: str = ""


@functions(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Nothing is kept before the page showed what it changes: only the page of the preview has the button."""
    own = _own_municipality()
    asked = RuleForm(submitted(request))
    preview: tuple[Change, ...] | None = None
    seen = ""
    if asked.is_valid():
        data = asked.cleaned_data
        new = NewRule(data["vraag"], data["eerst"], data["waarom"])
        seen = f"{new.kind}:{new.first}"
        if request.POST.get(SAVE) == seen:
            actions.make_rule(by=acting_actor(), new=new)
            return HttpResponseRedirect(f"{frame(request)['root']}regels/")
        preview = _preview(own.code, new)  # also when something was changed since the last look
    book = queries.current_rules()
    page = {
        "form": asked,
        "preview": preview,
        "groups": _groups(preview or ()),
        "seen": seen,
        "town": shown.municipality(own.code),
        "own": [_own_line(row) for row in kept.own_rules(own.id)],
        "base": [_line(rule) for rule in book.rules if not rule.id.startswith("GM")],
        **frame(request),
    }
    return render(request, "desk/rules.html", page, status=asked.status)


@functions(*KEEPERS)
@require_POST
def end(request: HttpRequest, desk_rule: UUID) -> HttpResponse:
    _own_municipality()
    try:
        actions.end_rule(by=acting_actor(), rule=desk_rule)
    except KeyError:
        raise Http404 from None
    return HttpResponseRedirect(f"{frame(request)['root']}regels/")


def _own_municipality() -> OrganisationBrief:
    key = context.current().organisation
    brief = next(iter(organisations.briefs([key] if key else []).values()), None)
    if brief is None or brief.kind is not OrganisationKind.MUNICIPALITY:
        raise Http404
    return brief


def _preview(municipality: str, new: NewRule) -> tuple[Change, ...]:
    """Every school with pupils of this municipality, asked with the rules of now and with this one before them."""
    main = kept.main_postcodes(home=municipality)
    facts = queries.facts_of_region({school for school, _ in main}, {municipality})
    before = queries.current_rules()
    own = kept.own_rule(municipality, new)
    others = tuple(rule for rule in before.rules if not (rule.id.startswith(municipality) and new.kind in rule.kinds))
    after = replace(before, rules=(own, *others))
    pairs = sorted((school, pc4) for (school, _), pc4 in main.items())
    found = changes(before, after, facts, pairs, new.kind)
    return tuple(replace(one, school=f"{facts.schools[one.school].name} ({one.school})") for one in found)


def _groups(changed: tuple[Change, ...]) -> list[tuple[str, str, list[str]]]:
    """Who is called now and who then, with the schools where that is so; most schools first."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in changed:
        found.setdefault((one.before, one.after), []).append(one.school)
    return sorted(((*pair, schools) for pair, schools in found.items()), key=lambda group: -len(group[2]))


def _line(rule: Rule) -> Line:
    book = queries.current_rules()
    kinds = ", ".join(shown.say(book.kinds[kind].name) for kind in sorted(rule.kinds))
    why = (
        shown.say(rule.why)
        .replace("{home}{pc4}", "…")
        .replace("{home}", "…")
        .replace("{place}", "…")
        .replace("….", "…")
    )
    return Line(rule.id, "", kinds, shown.say(book.roles[rule.first].name), why, rule.source, _conditions(rule))


def _conditions(rule: Rule) -> str:
    """For whom a rule holds, in words; '' for everybody."""
    parts = []
    if rule.homes:
        parts.append(gettext("leerlingen uit %(towns)s") % {"towns": _towns(rule.homes)})
    if rule.schools:
        parts.append(gettext("scholen in %(towns)s") % {"towns": _towns(rule.schools)})
    if rule.border is not None:
        parts.append(gettext("over de gemeentegrens") if rule.border else gettext("binnen één gemeente"))
    if rule.ages is not None:
        first, last = rule.ages
        template = gettext("vanaf %(first)s jaar") if last > OLDEST else gettext("%(first)s tot en met %(last)s jaar")
        parts.append(template % {"first": first, "last": last})
    return ", ".join(parts)


def _towns(codes: frozenset[str]) -> str:
    return ", ".join(sorted(map(shown.municipality, codes)))


def _own_line(kept_rule: KeptRule) -> Line:
    book, rule = queries.current_rules(), kept_rule.rule
    kind, first = shown.say(book.kinds[rule.kind].name), shown.say(book.roles[rule.first].name)
    return Line(str(kept_rule.id), kind, kind, first, rule.why, "")
