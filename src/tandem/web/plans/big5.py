"""The Big 5 of the young person and the parents: how it is, which way it goes, the conversation on one screen."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.plans import queries
from tandem.plans.actions import talking
from tandem.plans.data import Subject, Voice
from tandem.plans.definitions import big5
from tandem.plans.rules.big5 import Answer, Line, Talk, Way, against_talk, lines
from tandem.plans.rules.standing import Why
from tandem.platform import clock
from tandem.web.access import professional
from tandem.web.forms import submitted
from tandem.web.organisation.forms import Day
from tandem.web.plans import shown, words
from tandem.web.plans.deeds import PlanForm
from tandem.web.plans.frame import Seen, known, onward, page, tried
from tandem.web.plans.proposing import said

SLUGS = {"jongere": Subject.YOUNG, "ouders": Subject.PARENTS}
NAMES = {
    Subject.YOUNG: gettext_lazy("Het kind of de jongere"),
    Subject.PARENTS: gettext_lazy("De ouders of verzorgers"),
}
TALKS = {
    Subject.YOUNG: gettext_lazy("Voer het gesprek met het kind"),
    Subject.PARENTS: gettext_lazy("Voer het gesprek met de ouders"),
}
WAYS = {
    Way.NEW: ("", ""),
    Way.BETTER: ("↗", gettext_lazy("gaat vooruit")),
    Way.SAME: ("→", gettext_lazy("bleef gelijk")),
    Way.WORSE: ("↘", gettext_lazy("gaat achteruit")),
}
OWN = {Subject.YOUNG: Voice.CHILD, Subject.PARENTS: Voice.PARENTS}
STEP, ROW, LEFT, TOP = 52, 44, 120, 34  # of the picture, in units


class TalkForm(PlanForm):
    """Five questions; what is not spoken of is left open."""

    def __init__(self, *args: Any, subject: Subject, **options: Any) -> None:
        self.subject = subject
        super().__init__(*args, **options)

    def prepare(self) -> None:
        found = big5()
        scale = [(str(value), f"{value} {said(*name)}") for value, name in found.scale.items()]
        for domain, one in found.domains.items():
            self.fields[f"score_{domain.lower()}"] = forms.TypedChoiceField(
                label=f"{said(*one.name)}. {said(*one.asks[self.subject])}",
                choices=scale,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"woorden_{domain.lower()}"] = forms.CharField(
                label=gettext("Wat zeggen ze zelf over %(domain)s?") % {"domain": said(*one.name).lower()},
                max_length=1000,
                required=False,
            )
        self.fields["stem"] = forms.ChoiceField(
            label=gettext("Wie koos de antwoorden?"),
            widget=forms.RadioSelect,
            choices=[(one.value, words.CHOICES[one]) for one in (OWN[self.subject], Voice.PROFESSIONAL)],
        )
        self.fields["dag"] = Day(label=gettext("Op welke dag was het gesprek?"), initial=clock.today())
        for name in ("stem", "dag"):
            self.fields[name].error_messages["required"] = gettext("Vul dit in.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            found = big5()
            why = against_talk(self.talk(), clock.today(), domains=found.domains, scale=found.scale)
            if why is Why.WORDS:
                self.add_error(None, gettext("Kies bij ten minste één van de vijf hoe het gaat."))
            elif why is not None:
                self.add_error("dag" if why is Why.AHEAD else None, words.cannot(why))
        return cleaned

    def talk(self) -> Talk:
        data = self.cleaned_data
        answers = {
            domain: Answer(data[f"score_{domain.lower()}"], data[f"woorden_{domain.lower()}"])
            for domain in big5().domains
        }
        return Talk(0, self.subject, Voice(data["stem"]), data["dag"], answers)


@professional
@require_safe
def one(request: HttpRequest, case: UUID) -> HttpResponse:
    """Both sides beside each other: a picture of each, and the table behind it."""
    seen = known(case)
    talks = queries.talks(actor=acting_actor(), case=case)
    sides = [side(subject, talks) for subject in Subject]
    return page(
        request,
        "big5",
        row=seen.row,
        about=shown.title(seen),
        may_change=seen.plan.may_change,
        hidden=not seen.plan.content,
        sides=sides,
        lead=lead(sides),
    )


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, case: UUID, subject: str) -> HttpResponse:
    """The conversation: five questions on one screen."""
    seen, whose = known(case), SLUGS.get(subject)
    if whose is None:
        raise Http404
    if not seen.plan.may_change:
        return onward(case, below="big5/")
    form = TalkForm(submitted(request), whole=seen, subject=whose)
    if form.is_valid() and tried(form, lambda: _write(seen, form)):
        return onward(case, "gesprek", "big5/")
    status = form.status
    if form.conflict:
        seen, status = known(case), 409
        sent = request.POST.copy()
        sent["versie"] = str(seen.row.version)
        form.data = sent
    return page(
        request, "talk", status=status, form=form, row=seen.row, about=shown.title(seen), title=str(TALKS[whose])
    )


def _write(seen: Seen, form: TalkForm) -> None:
    version = form.cleaned_data["versie"]
    talking.talk(by=acting_actor(), case=seen.row.case, said=form.talk(), version=version)


def side(subject: Subject, talks: Sequence[Talk]) -> dict[str, Any]:
    """One of the two: its lines, its picture and its table."""
    found = big5()
    mine = sorted((one for one in talks if one.subject is subject), key=lambda one: (one.day, one.number))
    rows = lines(talks, subject, tuple(found.domains), found.low)
    return {
        "slug": next(slug for slug, one in SLUGS.items() if one is subject),
        "name": str(NAMES[subject]),
        "short": gettext("kind") if subject is Subject.YOUNG else gettext("ouders"),
        "verb": str(TALKS[subject]),
        "talks": len(mine),
        "last": words.day(mine[-1].day) if mine else "",
        "rows": [_row(one) for one in rows],
        "picture": picture(rows) if mine else None,
        "days": [(words.day(one.day), str(words.CHOICES[one.voice])) for one in mine],
        "table": [
            (said(*found.domains[domain].name), [_score(one.answers.get(domain)) for one in mine])
            for domain in found.domains
        ],
    }


def _score(answer: Answer | None) -> str:
    if answer is None or answer.score is None:
        return "–"
    return f"{answer.score} {said(*big5().scale[answer.score])}"


def _row(one: Line) -> dict[str, Any]:
    found, (mark, way) = big5(), WAYS[one.way]
    return {
        "name": said(*found.domains[one.domain].name),
        "now": said(*found.scale[one.now]) if one.now else "",
        "score": one.now,
        "low": one.low,
        "mark": mark,
        "way": str(way),
        "words": one.words,
    }


def lead(sides: Sequence[dict[str, Any]]) -> str:
    """What asks for work first: 'Werk aan de winkel: geld (ouders).'"""
    low = [f"{row['name'].lower()} ({side['short']})" for side in sides for row in side["rows"] if row["low"]]
    if low:
        return gettext("Hier is werk aan de winkel: %(domains)s.") % {"domains": ", ".join(low)}
    if not any(side["talks"] for side in sides):
        return gettext("Er is nog geen gesprek gevoerd. Vijf vragen, samen op één scherm.")
    return gettext("Alles wat is besproken, gaat wel of beter.")


def picture(rows: Sequence[Line]) -> dict[str, Any]:
    """For each domain a scale with a dot for each time: earlier ones small, the last one large, a line between."""
    found = big5()
    right, bottom = LEFT + STEP * (len(found.scale) - 1), TOP + ROW * len(rows)

    def across(score: int) -> int:
        return LEFT + STEP * (score - 1)

    shown_rows = []
    for number, one in enumerate(rows):
        scores = [score for _, score in one.scores]
        shown_rows.append(
            {
                "name": said(*found.domains[one.domain].name),
                "y": TOP + ROW * number + ROW // 2,
                "earlier": [across(score) for score in scores[:-1]],
                "now": across(scores[-1]) if scores else None,
                "before": across(scores[-2]) if len(scores) > 1 else None,
                "low": one.low,
            }
        )
    return {
        "width": right + 40,
        "height": bottom + 8,
        "left": LEFT,
        "right": right,
        "ticks": [(across(value), value) for value in found.scale],
        "top": TOP - 12,
        "bottom": bottom,
        "rows": shown_rows,
    }
