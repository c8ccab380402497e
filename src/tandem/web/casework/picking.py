"""Many at once: what was ticked in a worklist goes to a colleague or back to the team, and can be undone."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy, ngettext

from tandem.audit.actions import acting_actor
from tandem.casework.actions import assigning
from tandem.casework.desks import dealing_functions
from tandem.platform import context
from tandem.register import people
from tandem.web.forms import HouseForm

TICKED = re.compile(r"[0-9a-f-]{36}:[0-9]{1,9}")


class Ticked(forms.MultipleChoiceField):
    """Keys of concerns, each with the version that was seen."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: str) -> bool:
        return TICKED.fullmatch(value) is not None

    def clean(self, value: Any) -> list[tuple[UUID, int]]:
        try:
            pairs = [one.split(":") for one in super().clean(value)]
            return [(UUID(id), int(version)) for id, version in pairs]
        except ValueError as error:
            raise forms.ValidationError(gettext("Kruis eerst een signaal aan.")) from error


class PickForm(HouseForm):
    buttons: ClassVar[frozenset[str]] = frozenset({"verdeel", "vrij"})

    stap = forms.CharField(widget=forms.HiddenInput, initial="stapel")
    signaal = Ticked(label=gettext_lazy("Signalen"), required=False)
    aan = forms.ChoiceField(label=gettext_lazy("Wie doet het?"), required=False)
    reden = forms.CharField(label=gettext_lazy("Waarom?"), required=False, max_length=300)

    def __init__(self, *args: Any, colleagues: Mapping[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["aan"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", "–"), *((str(key), name) for key, name in colleagues.items())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("signaal"):
            self.add_error(None, gettext("Kruis eerst een signaal aan."))
        if "verdeel" in self.data and not cleaned.get("aan"):
            self.add_error("aan", gettext("Kies wie het gaat doen."))
        if "vrij" in self.data and not str(cleaned.get("reden", "")).strip():
            self.add_error("reden", gettext("Schrijf in een paar woorden waarom."))
        return cleaned


class UndoForm(HouseForm):
    stap = forms.CharField(widget=forms.HiddenInput, initial="terug")
    signalen = forms.RegexField(r"^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$", widget=forms.HiddenInput, strip=True)


def colleagues() -> dict[UUID, str]:
    """Who can do it here, the own hat first."""
    now = context.current()
    found = people.colleagues(
        actor=acting_actor(), organisations=now.principals, functions=dealing_functions(at_own_school=_at_school())
    )
    mine = {now.hat: gettext("ikzelf")} if now.hat is not None else {}
    return mine | {key: name for key, name in found.items() if key != now.hat}


def _at_school() -> bool:
    return context.current().function in dealing_functions(at_own_school=True)


def picked(form: PickForm) -> dict[str, Any]:
    """Do it with what was ticked; what the page then says, and the form that takes it back."""
    data, by = form.cleaned_data, acting_actor()
    if "verdeel" in form.data:
        done = assigning.assign_many(by=by, picked=data["signaal"], worker=UUID(data["aan"]), words=data["reden"])
        text = ngettext("%(count)s signaal is verdeeld.", "%(count)s signalen zijn verdeeld.", len(done))
    else:
        done = assigning.release_many(by=by, picked=data["signaal"], words=data["reden"])
        text = ngettext("%(count)s signaal is vrijgegeven.", "%(count)s signalen zijn vrijgegeven.", len(done))
    left = len(data["signaal"]) - len(done)
    return {
        "said": text % {"count": len(done)},
        "left": _left(left),
        "undo": UndoForm(initial={"signalen": ",".join(map(str, done))}) if done else None,
    }


def taken_back(form: UndoForm) -> dict[str, Any]:
    ids = [UUID(one) for one in form.cleaned_data["signalen"].split(",")]
    done = assigning.take_back(by=acting_actor(), ids=ids)
    text = ngettext(
        "%(count)s signaal is weer zoals het was.", "%(count)s signalen zijn weer zoals ze waren.", len(done)
    )
    return {"said": text % {"count": len(done)}, "left": _left(len(ids) - len(done))}


def _left(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s signaal was intussen veranderd en bleef zoals het is.",
        "%(count)s signalen waren intussen veranderd en bleven zoals ze zijn.",
        count,
    ) % {"count": count}
