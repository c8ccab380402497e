"""Sharing step by step: a pupil, a purpose, a receiver; then who sees what, what comes first, and share."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError
from tandem.children.data import Why
from tandem.family import queries as family
from tandem.family.actions import consenting as family_consents
from tandem.family.data import Question
from tandem.platform import clock, context
from tandem.register import organisations
from tandem.register.data import OrganisationBrief
from tandem.sharing import queries
from tandem.sharing.codes import BITS, DataKind, Fact, Giver, Verdict
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import Authority, NewAuthority, NewConsent, Receiver
from tandem.sharing.data import Rule
from tandem.sharing.disclosing import actions
from tandem.sharing.disclosing.actions import Check, steps_before
from tandem.sharing.disclosing.data import (
    Asked,
    Judgement,
    NotAllowedError,
    NotDoneError,
    OwnDecision,
    Preview,
    Proposal,
)
from tandem.sharing.disclosing.judging import judge
from tandem.sharing.disclosing.preview import preview
from tandem.sharing.reading import standard
from tandem.sharing.records import Authenticity, Form, Outcome, Override
from tandem.sharing.retention import queries as retention
from tandem.sharing.rules.matching import receivers_of, rules_between
from tandem.web.access import professional
from tandem.web.disclosures import shown
from tandem.web.disclosures.files import pupils
from tandem.web.disclosures.forms import CheckForm, ChildForm, ConsentForm, ParentForm, PurposeForm, ReceiverForm
from tandem.web.disclosures.views import blocks, onward, page
from tandem.web.forms import HouseForm, submitted
from tandem.web.shielding import is_safe

WHY = Why("share", "6(1)(c)")
CONSENT_DAYS = 365
TEXT = "2026-1"  # the version of the text that explains consent on this page


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def share_something(request: HttpRequest) -> HttpResponse:
    steps: dict[str, Callable[[HttpRequest], HttpResponse]] = {
        "kind": _purpose,
        "doel": _receiver,
        "wie": _checked,
        "ouder": _add_parent,
        "toestemming": _record,
        "deel": _share,
    }
    return steps.get(request.POST.get("stap", ""), _child)(request)


def _step(request: HttpRequest, form: HouseForm, title: str, *, lead: str = "", button: str = "") -> HttpResponse:
    facts = {"form": form, "title": title, "lead": lead, "button": button or gettext("Verder")}
    return page(request, "step", status=form.status, **facts)


def _pupils() -> list[tuple[str, str]]:
    return [(str(id), name) for id, name in pupils().items()]


def _child(request: HttpRequest, form: ChildForm | None = None) -> HttpResponse:
    pupils = _pupils()
    if not pupils:
        return page(request, "nobody", status=422 if request.method == "POST" else 200)
    form = form or ChildForm(submitted(request), children=pupils, initial={"stap": "kind"})
    return _step(
        request,
        form,
        gettext("Iets delen over een leerling"),
        lead=gettext("Praat eerst met ouders en leerling: met hen, niet over hen."),
    )


def _first() -> str:
    return gettext("Praat eerst met ouders en leerling: met hen, niet over hen.")


def _purpose(request: HttpRequest) -> HttpResponse:
    chosen = ChildForm(submitted(request), children=_pupils())
    if not chosen.is_valid():
        return _child(request, chosen)
    rules = [(rule.id, f"{shown.said(rule.name)}: {shown.function_name(rule.receiver)}") for rule in _rules()]
    form = PurposeForm(rules=rules, initial={"stap": "doel", "kind": chosen.cleaned_data["kind"]})
    return _step(request, form, gettext("Waarvoor deel je?"))


def _rules() -> list[Rule]:
    """What this function may share with somebody of the house, by name and with or without consent."""
    me, today, found = context.current().function, clock.today(), []
    for role in receivers_of(me, standard(), today):
        if role.real and role.professional:
            found += [
                r
                for r in rules_between(me, role.code, standard(), today)
                if r.verdict.rank >= Verdict.WITH_CONSENT.rank
            ]
    return found


def _rule(id: str) -> Rule:
    for rule in _rules():
        if rule.id == id:
            return rule
    raise Http404


def _child_of(request: HttpRequest) -> tuple[UUID, UUID]:
    """The pupil that goes along in the form, and whose file. 404 for another's."""
    try:
        child = UUID(request.POST.get("kind", ""))
    except ValueError:
        raise Http404 from None
    file = queries.file_of(child)
    if file is None:
        raise Http404
    return child, file


def _receiver_form(request: HttpRequest, *, bound: bool) -> ReceiverForm:
    (child, file), rule = _child_of(request), _rule(request.POST.get("doel", ""))
    has = queries.kinds_of(child, file)
    kinds = [kind for kind in DataKind if kind in rule.kinds and BITS[kind] and not BITS[kind] & ~has]
    places = organisations.where_held(rule.receiver, on=clock.today())
    own = set(context.current().principals)
    options: dict[str, Any] = {
        "receivers": [(str(place.id), _place(place)) for place in places if place.id not in own],
        "kinds": [(kind.value, shown.kind_name(BITS[kind])) for kind in kinds],
        "today": clock.today(),
    }
    chosen = {"stap": "wie", "kind": str(child), "doel": rule.id}
    return ReceiverForm(submitted(request), **options) if bound else ReceiverForm(initial=chosen, **options)


def _name_of(organisation: UUID) -> str:
    return organisations.briefs([organisation])[organisation].name


def _place(place: OrganisationBrief) -> str:
    return ", ".join(filter(None, (place.name, place.municipality_name)))


def _receiver(request: HttpRequest) -> HttpResponse:
    return _step(request, _receiver_form(request, bound=False), gettext("Met wie, wat en tot wanneer?"))


@dataclass(frozen=True, slots=True)
class _Chosen:
    proposal: Proposal
    rule: Rule
    fields: dict[str, str]


def _checked(request: HttpRequest) -> HttpResponse:
    form = _receiver_form(request, bound=True)
    if not form.is_valid():
        return _step(request, form, gettext("Met wie, wat en tot wanneer?"))
    data = form.cleaned_data
    fields = {
        "kind": data["kind"],
        "doel": data["doel"],
        "ontvanger": data["ontvanger"],
        "soorten": ",".join(data["soorten"]),
        "tot": data["tot"].isoformat(),
    }
    return _check(request, _read(request, fields))


def _read(request: HttpRequest, fields: dict[str, str]) -> _Chosen:
    child, file = _child_of(request)
    rule = _rule(fields["doel"])
    try:
        kinds = frozenset(DataKind(code) for code in fields["soorten"].split(","))
        receiver = Receiver(UUID(fields["ontvanger"]), rule.receiver)
        until = date.fromisoformat(fields["tot"])
    except ValueError:
        raise Http404 from None
    return _Chosen(Proposal(child, file, receiver, kinds, rule.purpose, until), rule, fields)


def _again(request: HttpRequest) -> _Chosen:
    names = ("kind", "doel", "ontvanger", "soorten", "tot")
    return _read(request, {name: request.POST.get(name, "") for name in names})


def _check(request: HttpRequest, chosen: _Chosen, form: HouseForm | None = None, status: int = 200) -> HttpResponse:
    """Who sees what, who must consent, and what comes first."""
    judgement = judge(acting_actor(), chosen.proposal, on=clock.today(), facts={})
    ready = judgement.consented and not judgement.missing and judgement.answer.verdict.rank >= Verdict.WITH_CONSENT.rank
    seen = _previewed(chosen, judgement) if ready else None
    ready = seen is not None
    asked = [
        (one, _consent_form(chosen, one.authority.id if one.authority else None, form), _has_window(chosen, one))
        for one in judgement.asked
        if one.authority or not one.name
    ]
    share = form if isinstance(form, CheckForm) else _check_form(chosen, judgement, seen, None)
    return page(
        request,
        "check",
        status=form.status if form is not None else status,
        form=share,
        wrong=form if form is not None and form.errors else None,
        wrong_is_shown=any(form is one for _, one, _ in asked),
        judgement=judgement,
        rule=judgement.answer.rule,
        name=shown.said(chosen.rule.name),
        why=shown.said(judgement.answer.rule.why),
        receiver=_name_of(chosen.proposal.receiver.organisation),
        function=shown.function_name(chosen.proposal.receiver.function),
        kinds=shown.kind_names(judgement.kinds),
        ready=ready,
        preview=blocks(seen.content) if seen else None,
        audiences=_audiences(seen),
        asked=asked,
        parent_form=ParentForm(initial={**chosen.fields, "stap": "ouder"}),
        child=chosen.proposal.child,
        objected=retention.has_objection(child=chosen.proposal.child, file=chosen.proposal.file),
        refused=judgement.refused,
        alternatives=[(shown.said(one.text), one.rule) for one in judgement.answer.alternatives],
    )


def _audiences(seen: Preview | None) -> list[tuple[str, int, bool]]:
    found = seen.audiences if seen else ()
    return [(shown.function_name(one.function), one.people, one.content is not None) for one in found]


def _previewed(chosen: _Chosen, judgement: Judgement) -> Preview | None:
    try:
        with transaction.atomic():
            return preview(acting_actor(), proposal=chosen.proposal, judgement=judgement, on=clock.today())
    except DatabaseError:  # the database sees something that stands in the way
        return None


def _check_form(chosen: _Chosen, judgement: Judgement, seen: Preview | None, data: Any) -> CheckForm:
    when = {"gezien": seen.as_of.isoformat()} if seen else {"gezien": actions.moment(chosen.proposal.child).isoformat()}
    start = {**chosen.fields, **when, "stap": "deel"}
    decides = (seen is None and not data) or bool(data and data.get("afwijken"))
    return CheckForm(data, judgement=judgement, steps=steps_before(judgement), decides=decides, initial=start)


def _consent_form(chosen: _Chosen, authority: UUID | None, wrong: HouseForm | None) -> ConsentForm:
    """An empty one, or the one in which something is wrong."""
    if isinstance(wrong, ConsentForm) and wrong.data.get("wie", "") == str(authority or ""):
        return wrong
    start = {**chosen.fields, "stap": "toestemming", "wie": str(authority or "")}
    return ConsentForm(initial=start, auto_id=f"id_%s_{authority or 'jeugdige'}")


def _add_parent(request: HttpRequest) -> HttpResponse:
    chosen, form = _again(request), ParentForm(submitted(request))
    if not is_safe(form, chosen.proposal.child):
        return _check(request, chosen, form)
    data = form.cleaned_data
    new = NewAuthority(
        child=chosen.proposal.child,
        file=chosen.proposal.file,
        name=data["naam"],
        giver=Giver(data["rol"]),
        source=Authenticity(data["bron"]),
        source_date=data["datum"],
        since=data["datum"] or clock.today(),
    )
    consenting.record_authority(by=acting_actor(), new=new)
    return _check(request, chosen)


def _record(request: HttpRequest) -> HttpResponse:
    chosen, who = _again(request), request.POST.get("wie", "")
    form = ConsentForm(submitted(request), auto_id=f"id_%s_{who or 'jeugdige'}")
    if not is_safe(form, chosen.proposal.child):
        return _check(request, chosen, form)
    judgement = judge(acting_actor(), chosen.proposal, on=clock.today(), facts={})
    asked = [one for one in judgement.asked if str(one.authority.id if one.authority else "") == who]
    if not asked or (not who and asked[0].name):
        raise Http404
    authority, given = asked[0].authority, form.says_yes
    if form.asks_in_window:
        return _ask_in_window(request, chosen, judgement, authority, form)
    text = gettext("Ik heb uitgelegd dat nee zeggen geen nadeel geeft")
    new = NewConsent(
        child=chosen.proposal.child,
        file=chosen.proposal.file,
        giver=authority.giver if authority else Giver.YOUTH,
        authority=authority.id if authority else None,
        authority_checked=authority.source if authority else Authenticity.STATEMENT,
        receiver=chosen.proposal.receiver,
        purpose=chosen.proposal.purpose,
        kinds=judgement.asked_kinds,
        outcome=Outcome.GIVEN if given else Outcome.REFUSED,
        gives_consent=given and judgement.needs_consent,
        releases_secrecy=given and judgement.needs_release,
        form=Form(form.cleaned_data["vorm"]),
        text_version=TEXT,
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
        explicit=True,
        freedom_explained=form.cleaned_data["uitgelegd"],
        given_at=clock.now(),
        valid_until=clock.today() + timedelta(days=CONSENT_DAYS),
        refusal_reason="" if given else form.cleaned_data["reden"],
    )
    consenting.record_consent(by=acting_actor(), new=new)
    return _check(request, chosen)


def _has_window(chosen: _Chosen, one: Asked) -> bool:
    """Whether she can be asked in the window of the family."""
    authority = one.authority.id if one.authority else None
    return family.window_to_ask(child=chosen.proposal.child, authority=authority) is not None


def _ask_in_window(
    request: HttpRequest, chosen: _Chosen, judgement: Judgement, authority: Authority | None, form: ConsentForm
) -> HttpResponse:
    """She answers there, in her own time; then she stands here as who said yes or no."""
    window = family.window_to_ask(child=chosen.proposal.child, authority=authority.id if authority else None)
    if window is None:
        raise Http404
    question = Question(
        window,
        chosen.proposal.file,
        authority.giver if authority else Giver.YOUTH,
        authority.source if authority else Authenticity.STATEMENT,
        chosen.proposal.receiver,
        chosen.proposal.purpose,
        judgement.asked_kinds,
        judgement.needs_consent,
        judgement.needs_release,
    )
    try:
        with transaction.atomic():
            family_consents.ask(by=acting_actor(), question=question)
    except CannotError:
        form.add_error(None, gettext("Dit is al gevraagd in het venster. Wacht op het antwoord."))
        return _check(request, chosen, form)
    return _check(request, chosen)


def _share(request: HttpRequest) -> HttpResponse:
    chosen = _again(request)
    judgement = judge(acting_actor(), chosen.proposal, on=clock.today(), facts={})
    form = _check_form(chosen, judgement, None, submitted(request))
    if not is_safe(form, chosen.proposal.child):
        return _check(request, chosen, form)
    data = form.cleaned_data
    decision = OwnDecision(Override(data["afwijken"]), data["reden"]) if data.get("afwijken") else None
    check = Check(
        {fact: True for fact in Fact if data.get(f"feit_{fact.name}")},
        {name.removeprefix("stap_"): value for name, value in data.items() if name.startswith("stap_") and value},
    )
    try:
        with transaction.atomic():
            id = actions.share(
                by=acting_actor(),
                proposal=chosen.proposal,
                check=check,
                as_of=datetime.fromisoformat(data["gezien"]),
                on=clock.today(),
                decision=decision,
            )
    except (NotAllowedError, NotDoneError, DatabaseError, ValueError):
        form.add_error(None, gettext("Dit kan nu niet gedeeld worden. Kijk wat er nog ontbreekt."))
        return _check(request, chosen, form)
    return onward(f"{id}/", "gedeeld")
