"""Concerns for systems of schools: raise one, follow what became of it. The same actions and reads as the pages."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Header, Query, Router, Status
from pydantic import BaseModel, ConfigDict

from tandem.api import concern_checks as checks
from tandem.api import problems
from tandem.api.concern_answers import URGENCIES, brief, whole_of
from tandem.api.concern_shapes import (
    Doorgegeven,
    EigenLeerlingen,
    Leerling,
    NieuwSignaal,
    Signaal,
    Signalen,
    Verwerkt,
    Woorden,
)
from tandem.api.paging import PageNumber, PageSize, page_fields
from tandem.audit.actions import acting_actor
from tandem.casework import following, raising
from tandem.casework.actions import drafts, life
from tandem.casework.actions.drafts import Draft
from tandem.casework.actions.step import CannotError, ConflictError, line_of
from tandem.casework.queries import Whole
from tandem.children import actions as children
from tandem.identity.data import Scope

router = Router(tags=["Signalen"], by_alias=True)
# Per address of the published description and per method what the key must be for.
SCOPES = {
    "/leerlingen": {"GET": Scope.RAISE},
    "/signalen": {"GET": Scope.FOLLOW, "POST": Scope.RAISE},
    "/signalen/{signaal}": {"GET": Scope.FOLLOW},
    "/signalen/{signaal}/aanvullingen": {"POST": Scope.RAISE},
    "/signalen/{signaal}/intrekking": {"POST": Scope.RAISE},
}
URGENCY_OF = {word: urgency for urgency, word in URGENCIES.items()}
Key = Annotated[
    UUID,
    Header(
        alias="Idempotency-Key",
        description="Een nieuwe UUID per aanroep. Stuur dezelfde als je niet weet of de aanroep is aangekomen.",
    ),
]


class ListParameters(BaseModel):
    model_config = ConfigDict(frozen=True)

    pagina: PageNumber
    pagina_grootte: PageSize


@router.get(
    "/leerlingen", response=EigenLeerlingen, operation_id="leerlingen", summary="Over wie kun je iets doorgeven?"
)
def pupils(request: HttpRequest) -> EigenLeerlingen:  # noqa: ARG001 - Django's form
    return EigenLeerlingen(resultaten=[Leerling(id=UUID(id), naam=name) for id, name in raising.pupils()])


@router.post(
    "/signalen", response={201: Doorgegeven}, operation_id="signaalDoorgeven", summary="Geef een signaal door."
)
def raise_concern(request: HttpRequest, response: HttpResponse, sent: NieuwSignaal, key: Key) -> Any:
    try:
        with transaction.atomic():  # a pupil who was new with it goes too
            id = _raised(sent, key)
    except ConflictError:
        return _key_used()
    if isinstance(id, checks.Wrong):
        return problems.wrong_input(id.found)
    made = following.followed(acting_actor(), id)
    if made is None or made.row.raised is None:
        return _absent()
    response.headers["Location"] = f"{request.path}/{id}"
    return Status(201, Doorgegeven(id=id, doorgegeven_op=made.row.raised))


def _raised(sent: NieuwSignaal, key: UUID) -> UUID | checks.Wrong:
    """Wrong is given back and not raised: that somebody tried to write a secret address stays in the log."""
    try:
        draft = _draft(sent)
    except checks.Wrong as wrong:
        return wrong
    return drafts.raise_once(by=acting_actor(), location=raising.own_place(), key=key, draft=draft)


def _draft(sent: NieuwSignaal) -> Draft:
    """Raises Wrong, with everything that is wrong with the fields; then with what the words give away."""
    texts, wrong = checks.texts_of(sent)
    wrong += checks.about(sent)
    child = sent.leerling
    new, wrong_about_new = checks.newcomer(sent.nieuwe_leerling) if sent.nieuwe_leerling else (None, [])
    if wrong or wrong_about_new:
        raise checks.Wrong(*wrong, *wrong_about_new)
    named = {name: texts[part] for name, part in checks.PARTS.items()}
    if new is not None:
        given, family, born = new
        child = children.name_pupil(
            by=acting_actor(), given_name=given, family_name=family, birth_date=born, location=raising.own_place()
        )
    checks.shielded(child, named)
    if sent.zonder_naam and not sent.toch:
        checks.nameless(named)
    return Draft(child, sent.zonder_naam, URGENCY_OF[sent.urgentie], texts)


@router.get("/signalen", response=Signalen, operation_id="signalen", summary="Welke signalen gaf je door?")
def listed(request: HttpRequest, asked: Query[ListParameters]) -> dict[str, Any]:
    rows, count = following.raised(acting_actor(), page=asked.pagina, size=asked.pagina_grootte)
    return {
        **page_fields(request, count, asked.pagina, asked.pagina_grootte),
        "resultaten": [brief(row) for row in rows],
    }


@router.get("/signalen/{uuid:signaal}", response=Signaal, operation_id="signaal", summary="Hoe staat het ermee?")
def one(request: HttpRequest, signaal: UUID) -> Any:  # noqa: ARG001 - Django's form
    whole = _passed_on(signaal)
    return _absent() if whole is None else whole_of(whole)


@router.post(
    "/signalen/{uuid:signaal}/aanvullingen",
    response={201: Verwerkt},
    operation_id="signaalAanvullen",
    summary="Zeg er iets bij.",
)
def add(request: HttpRequest, signaal: UUID, sent: Woorden, key: Key) -> Any:  # noqa: ARG001 - Django's form
    return _said(signaal, sent, key, life.add)


@router.post(
    "/signalen/{uuid:signaal}/intrekking",
    response={201: Verwerkt},
    operation_id="signaalIntrekken",
    summary="Trek het in, zolang niemand het heeft bekeken.",
)
def withdraw(request: HttpRequest, signaal: UUID, sent: Woorden, key: Key) -> Any:  # noqa: ARG001 - Django's form
    return _said(signaal, sent, key, life.withdraw)


def _said(id: UUID, sent: Woorden, key: UUID, act: Callable[..., None]) -> Any:
    whole = _passed_on(id)
    if whole is None:
        return _absent()
    try:
        words = checks.words_of(sent.tekst)
        checks.shielded(whole.child, {"tekst": words})
        with transaction.atomic():
            act(by=acting_actor(), id=id, words=words, key=key)
    except checks.Wrong as wrong:
        return problems.wrong_input(wrong.found)
    except ConflictError:
        return _key_used()
    except CannotError:
        detail = gettext("Dit kan nu niet meer. Wat je stuurde staat hierbij; vraag op hoe het ervoor staat.")
        return problems.problem(409, detail, verstuurd=sent.tekst)
    line = line_of(id, key)
    after = following.followed(acting_actor(), id)
    at = next(one.at for one in after.happenings if one.id == line) if after else None
    return Status(201, Verwerkt(id=line, op=at))


def _passed_on(id: UUID) -> Whole | None:
    """A draft is of the form alone."""
    whole = following.followed(acting_actor(), id)
    return None if whole is None or following.is_draft(whole) else whole


def _absent() -> HttpResponse:
    return problems.problem(404, problems.not_here())


def _key_used() -> HttpResponse:
    return problems.problem(409, gettext("Met deze Idempotency-Key is al iets anders gestuurd. Neem een nieuwe."))
