"""The letter with a decision: a tagged PDF (PDF/UA-1) in plain words, for the parents and the young person."""

from django.utils.translation import gettext

from tandem.decisions.data import State, TextPart
from tandem.decisions.definitions import forms
from tandem.decisions.queries import Outcome, Whole
from tandem.platform import clock
from tandem.platform.documents import pdf
from tandem.register import organisations
from tandem.web.decisions import words
from tandem.web.decisions.shown import names_of, reference
from tandem.web.disclosures.shown import language


def to_pdf(whole: Whole) -> bytes:
    """Nothing of it is kept: the same decision gives the same letter."""
    out = whole.outcome
    if out is None:
        raise ValueError("nothing was decided")
    return pdf("decision-letter", content(whole, out), made=out.at)


def content(whole: Whole, out: Outcome) -> dict[str, object]:
    """What stands in the letter, in order."""
    names = names_of({out.organisation}, {out.by})
    where = organisations.briefs([out.organisation]).get(out.organisation)
    child = whole.row.name or reference(whole.row.id)
    return {
        "language": language(),
        "title": gettext("Besluit over hulp voor %(child)s") % {"child": child},
        "sender": names.place(out.organisation),
        "to": gettext("Aan %(child)s en de ouders of verzorgers") % {"child": child},
        "day": words.day(out.announced or clock.today()),
        "reference": reference(whole.row.id),
        "sections": [[title, text] for title, text in _sections(whole, out, child) if text],
        "closing": gettext("Met vriendelijke groet,"),
        "signed": [names.person(out.by), names.place(out.organisation)],
        "phone": gettext("Vragen? Bel %(phone)s.") % {"phone": where.phone} if where and where.phone else "",
    }


def _sections(whole: Whole, out: Outcome, child: str) -> list[tuple[str, str]]:
    asked = gettext("Op %(day)s is gevraagd om: %(support)s, voor %(months)s.") % {
        "day": words.day(whole.row.asked),
        "support": _lower(words.support_name(whole.row.region, whole.row.support)),
        "months": words.months(whole.months),
    }
    reason = next((one.text for one in reversed(whole.texts) if one.part is TextPart.DECISION), "")
    return [
        (gettext("Wat is er gevraagd?"), asked),
        (gettext("Wat is het besluit?"), _decided(whole, out, child)),
        (gettext("Waarom?"), reason),
        (gettext("Bent u het er niet mee eens?"), _against(whole, out)),
    ]


def _decided(whole: Whole, out: Outcome, child: str) -> str:
    if whole.row.state is State.REFUSED or out.valid_from is None:
        return gettext("%(child)s krijgt deze hulp niet.") % {"child": child}
    return gettext("%(child)s krijgt deze hulp, van %(start)s tot %(end)s.") % {
        "child": child,
        "start": words.day(out.valid_from),
        "end": words.day(out.valid_until),
    }


def _against(whole: Whole, out: Outcome) -> str:
    form = forms()[whole.row.form]
    if not form.objection:
        return words.said(form.against)
    how = gettext(
        "Bel ons eerst: vaak lossen we het samen op. U kunt ook bezwaar maken. Dat is gratis. Schrijf een brief aan "
        "%(place)s met uw naam, uw adres, de datum en de reden, en zet uw handtekening. Stuur een kopie van deze "
        "brief mee."
    ) % {"place": names_of({out.organisation}, ()).place(out.organisation)}
    if out.objection_until is None:
        last = gettext("Doe dat binnen 6 weken na de dag waarop deze brief is verstuurd.")
    else:
        last = gettext("Doe dat op %(day)s of eerder.") % {"day": words.day(out.objection_until)}
    return f"{how} {last}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
