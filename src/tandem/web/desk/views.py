"""The page of the desk. A question is posted, or stands in a link of codes; nothing of it is kept."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tandem.audit.actions import acting_actor
from tandem.identity.data import Hat
from tandem.register import functions, people
from tandem.register.data import PersonCard
from tandem.routing import actions, queries
from tandem.routing.data import Question, Route
from tandem.web.access import open_register, professional
from tandem.web.desk import shown
from tandem.web.desk.forms import CHOSEN, QuestionForm, SchoolForm, link_of
from tandem.web.desk.schools import find_schools, school_label
from tandem.web.insight.links import home

SHORTEST = 2  # letters before it is worth searching


@open_register
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """For everybody: organisations and their general numbers."""
    return _page(request, people_too=False)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def desk_with_people(request: HttpRequest) -> HttpResponse:
    """The same for professionals, with who answers and the direct numbers."""
    return _page(request, people_too=True)


@open_register
@require_POST
def schools(request: HttpRequest) -> HttpResponse:
    """The schools that fit what was typed so far: a part of the page."""
    asked = SchoolForm(request.POST)
    text = asked.cleaned_data["school"].strip() if asked.is_valid() else ""
    hits = find_schools(text) if len(text) >= SHORTEST else ()
    return render(request, "desk/schools.html", {"hits": hits, "asked": text}, status=asked.status)


def _page(request: HttpRequest, *, people_too: bool) -> HttpResponse:
    asked = _form(request)
    page: dict[str, object] = {"form": asked, **frame(request)}
    if asked.is_bound and asked.is_valid() and asked.question:
        found = _answered(asked, asked.question)
        if found is not None:
            question = found.question
            cards = _people(found) if people_too else {}
            if request.method == "POST":
                actions.count(found)
            page["answer"] = shown.answer(found, school_label(question.school), cards)
            page |= {"link": link_of(question), "school_code": question.school, "people_shown": people_too}
    if asked.has_error("school"):
        page["hits"] = find_schools(asked.data.get("school", "")[:100])
    return render(request, "desk/page.html", page, status=asked.status)


def _form(request: HttpRequest) -> QuestionForm:
    """Bound when there is something to answer: a posted question, or one in the address."""
    if request.method != "POST":
        return QuestionForm(_known(request.GET)) if "school" in request.GET else QuestionForm()
    chosen = request.POST.get(CHOSEN, "")
    if not chosen:
        return QuestionForm(request.POST)
    data = request.POST.copy()
    data["school"] = school_label(chosen)
    if data.get("thuis") and data.get("vraag"):
        return QuestionForm(data)
    values = {name: data.get(name, "") for name in ("school", "thuis", "vraag", "leeftijd", "eerder")}
    return QuestionForm(initial=values)  # the rest of the question is still to be typed


def _known(sent: QueryDict) -> QueryDict:
    """Of an address only what a question has: what a mail program adds does no harm."""
    kept = QueryDict(mutable=True)
    for name in QuestionForm.base_fields:
        if name in sent:
            kept[name] = str(sent[name] or "")
    kept["school"] = school_label(str(sent["school"] or ""))
    return kept


def _answered(asked: QuestionForm, question: Question) -> Route | None:
    try:
        return queries.ask(question)
    except KeyError:
        asked.add_error("school", gettext("Deze school staat niet in het register. Kies haar uit de lijst."))
        return None


def _people(found: Route) -> Mapping[str, PersonCard]:
    posts = [UUID(contact.post) for contact in found.chain if contact.post]
    cards = people.in_functions(actor=acting_actor(), memberships=posts)
    return {str(card.membership): card for card in cards}


def frame(request: HttpRequest) -> dict[str, object]:
    hat: Hat | None = getattr(request, "hat", None)
    may_see_people = hat is not None and functions.find(hat.function).professional
    root = f"{home()}loket/"
    return {"section": "loket", "root": root, "may_see_people": may_see_people,
            "action": f"{root}mensen/" if may_see_people else root}  # fmt: skip
