"""A case begins: from a concern, with nothing asked twice, or directly for a child that one's organisation may know."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.cases import queries
from tandem.cases.actions.opening import open_case
from tandem.cases.actions.step import CannotError
from tandem.cases.beginning import Beginning, beginning, known_children
from tandem.casework.data import Part, TextPart
from tandem.casework.queries import Whole
from tandem.platform import clock
from tandem.register import organisations
from tandem.web.access import professional
from tandem.web.cases.frame import onward, page, tried
from tandem.web.casework import shown as concerns
from tandem.web.casework.concern import known as known_concern
from tandem.web.disclosures.shown import function_name
from tandem.web.forms import HouseForm, submitted
from tandem.web.shielding import shielded

HINT = gettext_lazy("Bijvoorbeeld: hoe komt hij weer elke dag op school? Iedereen die meedoet, leest dit.")


class OpenForm(HouseForm):
    """`sleutel`: sent twice, it is one case."""

    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    vraag = forms.CharField(
        label=gettext_lazy("Wat doen jullie samen voor deze leerling?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=HINT,
    )

    def __init__(self, *args: Any, child: UUID | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.child = child

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        shielded(self, self.child or cleaned.get("leerling"))
        return cleaned


class DirectForm(OpenForm):
    leerling = forms.TypedChoiceField(label=gettext_lazy("Over welke leerling?"), coerce=UUID)
    field_order = ("sleutel", "leerling", "vraag")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["leerling"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *((str(id), name) for id, name in known_children(acting_actor()))]


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def directly(request: HttpRequest) -> HttpResponse:
    form = DirectForm(submitted(request), initial={"sleutel": uuid4()})
    made: list[UUID] = []
    if form.is_valid() and tried(form, lambda: made.append(_open(form, form.cleaned_data["leerling"], None))):
        return onward(f"casussen/{made[0]}/", "geopend")
    return page(request, "open", status=form.status, form=form)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def from_concern(request: HttpRequest, concern: UUID) -> HttpResponse:
    """The child, the school and who has it stand in the concern; only what they do together is asked."""
    whole = known_concern(concern)
    if not can_open(whole):
        return onward(f"signalen/{concern}/")
    if (there := queries.of_concern(concern)) is not None:
        return onward(f"casussen/{there}/")
    said = [words.text for words in whole.texts if words.part is TextPart.NEEDED]
    initial = {"sleutel": uuid4(), "vraag": said[0] if said else ""}
    form = OpenForm(submitted(request), initial=initial, child=whole.child)
    made: list[UUID] = []
    if form.is_valid() and tried(form, lambda: made.append(_open(form, whole.child, whole))):
        return onward(f"casussen/{made[0]}/", "geopend")
    return page(
        request, "open", status=form.status, form=form, concern=concern, about=concerns.title(whole), who=_who(whole)
    )


def can_open(whole: Whole) -> bool:
    """Of a concern about a child that who holds it may read."""
    return whole.child is not None and Part.HOLDER.value in whole.parts and bool(whole.texts)


def _who(whole: Whole) -> list[str]:
    """Who takes part from the start."""
    try:
        found = _beginning(whole.child, whole)
    except CannotError:
        return []
    names = organisations.briefs({one.organisation for one in found.joining})
    return [f"{names[one.organisation].name}: {function_name(one.function)}" for one in found.joining]


def _beginning(child: UUID | None, whole: Whole | None) -> Beginning:
    if child is None:
        raise CannotError("UNKNOWN_CHILD")
    return beginning(acting_actor(), child, on=clock.today(), place=whole.row.school if whole else None)


def _open(form: OpenForm, child: UUID | None, whole: Whole | None) -> UUID:
    found = _beginning(child, whole)
    assert child is not None
    return open_case(
        by=acting_actor(),
        child=child,
        holder=found.holder,
        question=form.cleaned_data["vraag"],
        key=form.cleaned_data["sleutel"],
        joining=found.joining,
        place=found.place,
        region=found.region,
        concern=whole.row.id if whole else None,
    )
