"""One step of a case, a meeting or a decision, asked by a program: done once, refused with a reason, or in conflict.

A step carries the version that was seen. Asked again after it was done, by the same person, it is answered as done.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from ninja import Status

from tandem.api import concern_checks as checks
from tandem.api import problems
from tandem.api.joint_shapes import Gedaan, Gemaakt
from tandem.casework.actions.step import CannotError, ConflictError, NotThereError


def absent() -> HttpResponse:
    return problems.problem(404, problems.not_here())


def _said(code: str, sent: str) -> dict[str, object]:
    return {"code": code, "verstuurd": sent} if sent else {"code": code}


def cannot(error: CannotError, sent: str = "") -> HttpResponse:
    """409 with the code of the refusal, for a program to act on."""
    detail = gettext("Dit kan nu niet ({code}). Vraag op hoe het ervoor staat.").format(code=str(error.code))
    return problems.problem(409, detail, (), **_said(str(error.code), sent))


def words_of(text: str, child: UUID | None, name: str = "tekst") -> str:
    """The words as they are kept. Raises Wrong for nothing, for too many, and for what leads to a secret address."""
    words = checks.words_of(text, name)
    checks.shielded(child, {name: words})
    return words.strip()


def made(act: Callable[[], UUID], path: str, response: HttpResponse, sent: str = "") -> Any:
    """Something new, with its address; the same key again is the same thing."""
    try:
        with transaction.atomic():
            id = act()
    except checks.Wrong as wrong:
        return problems.wrong_input(wrong.found)
    except NotThereError:
        return absent()
    except ConflictError:
        return problems.problem(409, gettext("Met deze Idempotency-Key is al iets anders gestuurd. Neem een nieuwe."))
    except CannotError as error:
        return cannot(error, sent)
    response.headers["Location"] = f"{path}/{id}"
    return Status(201, Gemaakt(id=id))


def done(id: UUID, version: int, act: Callable[[], object], did: Callable[[], bool], *, sent: str = "") -> Any:
    """A step at what `id` is. `did`: whether who acts did just this at this version before."""
    try:
        with transaction.atomic():
            act()
    except checks.Wrong as wrong:
        return problems.wrong_input(wrong.found)
    except NotThereError:
        return absent()
    except (ConflictError, CannotError) as error:
        if did():
            return Gedaan(id=id, versie=version + 1)
        if isinstance(error, CannotError):
            return cannot(error, sent)
        detail = gettext("Iemand anders was eerder. Er is niets veranderd; vraag op hoe het ervoor staat.")
        return problems.problem(409, detail, (), **_said("CONFLICT", sent))
    return Gedaan(id=id, versie=version + 1)
