"""What every page on which something is done shares: a form that knows what was seen, and how a refusal is said."""

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404

from tandem.casework.actions.step import CannotError, ConflictError, NotThereError
from tandem.web.forms import HouseForm
from tandem.web.shielding import shielded


class Numbered(Protocol):
    @property
    def version(self) -> int: ...


class Seen(Protocol):
    """A concern, a case or a decision, as it was read."""

    @property
    def row(self) -> Numbered: ...
    @property
    def child(self) -> UUID | None: ...


W = TypeVar("W", bound=Seen)


class SeenForm(HouseForm, Generic[W]):
    """It carries the version that was seen, so that nobody decides on what is no longer so."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, whole: W, **options: Any) -> None:
        options["initial"] = {"versie": whole.row.version, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.whole = whole
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on what was read."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        shielded(self, self.whole.child)
        return cleaned

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def tried(form: HouseForm, act: Callable[[], object], *, cannot: Callable[[str], str]) -> bool:
    """Run an action with what a form holds. False when it cannot be, which the form then says; unknown is a 404.

    `cannot`: the words for a code of CannotError, and for CONFLICT.
    """
    try:
        with transaction.atomic():
            act()
    except CannotError as error:
        form.add_error(None, cannot(error.code))
    except ConflictError:
        form.conflict = True
        form.add_error(None, cannot("CONFLICT"))
    except NotThereError as error:
        raise Http404 from error
    return not form.errors
