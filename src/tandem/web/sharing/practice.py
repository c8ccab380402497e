"""`/delen/leertuin/`: choose an answer to a story first, then see what the standard says and why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tandem.platform.clock import today
from tandem.sharing.codes import ConsentState, Verdict
from tandem.sharing.practice import Case, cases
from tandem.sharing.rules.evaluation import evaluate
from tandem.web.access import public, read_only
from tandem.web.insight.links import home
from tandem.web.pagecache import served
from tandem.web.refusals import refused
from tandem.web.sharing.answered import shown
from tandem.web.sharing.question import AGES, Asked, Option
from tandem.web.sharing.views import SECTION, kept_until_tomorrow, speaker


@public
@read_only
def overview(request: HttpRequest) -> HttpResponse:
    def make() -> HttpResponse:
        says = speaker()
        listed = [{"code": case.code, "title": says.text(case.title)} for case in cases().values()]
        return render(request, "sharing/practice.html", {"cases": listed, "section": SECTION})

    return served(request, kept_until_tomorrow(), make)


@public
@read_only
def one(request: HttpRequest, story: str) -> HttpResponse:
    """The story with a choice of four; after choosing, the reasoning of the rules."""
    says = speaker()
    found = cases().get(story)
    if found is None:
        raise Http404
    chosen = request.GET.get("antwoord", "")
    if chosen and chosen not in set(Verdict):
        return refused(request, 400)

    def make() -> HttpResponse:
        answer = evaluate(found.question, says.standard, today()) if chosen else None
        codes = list(cases())
        place = codes.index(found.code) + 1
        page = {
            "title": says.text(found.title),
            "story": says.text(found.story),
            "talk": says.text(found.talk),
            "ask": gettext("Mag dit?"),
            "options": [Option(code.value, says.word("verdicts", code), code == chosen) for code in Verdict],
            "chosen": says.word("verdicts", chosen) if chosen else "",
            "right": answer is not None and answer.verdict == chosen,
            "answer": shown(answer, asked(found), says) if answer else None,
            "next": codes[place] if place < len(codes) else "",
            "crumbs": [
                {"text": gettext("Oefenen"), "href": f"{home()}delen/leertuin/"},
                {"text": says.text(found.title), "href": ""},
            ],
            "section": SECTION,
        }
        return render(request, "sharing/case.html", page)

    return served(request, kept_until_tomorrow(), make)


def asked(case: Case) -> Asked:
    """The question of a case as the page of questions would ask it."""
    question = case.question
    age = max((code for code, low in AGES.items() if low <= (question.age or 0)), key=AGES.__getitem__)
    consent = question.statements[0].consent if question.statements else ConsentState.UNKNOWN
    return Asked(question.sender, question.receiver, question.purpose, question.kinds, age, consent)
