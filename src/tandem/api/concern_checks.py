"""What the form asks of a concern, asked of what a program sends: the same limits and the same sentences."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from tandem.api import concern_answers
from tandem.api.concern_shapes import NieuweLeerling, NieuwSignaal
from tandem.api.problems import WrongInput
from tandem.casework import raising
from tandem.casework.data import FORM_PARTS, TextPart
from tandem.casework.raising import LONGEST, OLDEST, YOUNGEST
from tandem.casework.rules.anonymity import traces
from tandem.platform import clock
from tandem.sharing.compartment.scanning import scan

FILL_IN = {"required": gettext_lazy("Vul dit in.")}
REQUIRED_WORDS = forms.CharField(max_length=LONGEST, error_messages=FILL_IN)
WORDS = forms.CharField(max_length=LONGEST, required=False)
NAME = forms.CharField(max_length=100, error_messages=FILL_IN)
DAY = forms.DateField(
    input_formats=["%Y-%m-%d"],
    error_messages={**FILL_IN, "invalid": gettext_lazy("Schrijf de datum als 2026-09-01.")},
)
# Name in the JSON → part of the concern.
PARTS: dict[str, TextPart] = {name: part for part, name in concern_answers.PARTS.items() if part in FORM_PARTS}


class Wrong(Exception):  # noqa: N818 - what was sent is wrong, not the program
    """Everything that is wrong with it at once."""

    def __init__(self, *found: WrongInput) -> None:
        super().__init__(found)
        self.found = found


def texts_of(sent: NieuwSignaal) -> tuple[dict[TextPart, str], list[WrongInput]]:
    """The words as the form would keep them, and what is wrong with them."""
    raw = sent.model_dump(by_alias=True)
    wrong: list[WrongInput] = []
    texts = {
        part: _clean(REQUIRED_WORDS if part is TextPart.SEEN else WORDS, name, raw[name], wrong)
        for name, part in PARTS.items()
    }
    return {part: plain(text or "") for part, text in texts.items()}, wrong


def words_of(text: str, name: str = "tekst") -> str:
    """Of an addition, or of a withdrawal. Raises Wrong."""
    wrong: list[WrongInput] = []
    cleaned = _clean(REQUIRED_WORDS, name, text, wrong)
    if wrong:
        raise Wrong(*wrong)
    return plain(cleaned)


def plain(text: str) -> str:
    """A line break is one sign, as on the form."""
    return text.replace("\r\n", "\n")


def about(sent: NieuwSignaal) -> list[WrongInput]:
    """Whether it says about whom, once."""
    said = [sent.leerling is not None, sent.nieuwe_leerling is not None, sent.zonder_naam]
    if sum(said) == 1:
        if sent.leerling is not None and not raising.is_pupil(sent.leerling):
            sentence = forms.ChoiceField.default_error_messages["invalid_choice"] % {"value": sent.leerling}
            return [WrongInput("leerling", "invalid_choice", sentence, "body")]
        return []
    sentence = gettext("Kies een leerling, of vraag advies zonder naam.")
    return [WrongInput("leerling", "required" if not any(said) else "double", sentence, "body")]


def newcomer(sent: NieuweLeerling) -> tuple[tuple[str, str, date], list[WrongInput]]:
    wrong: list[WrongInput] = []
    at = "nieuweLeerling/{}".format
    given = _clean(NAME, at("voornaam"), sent.voornaam, wrong)
    family = _clean(NAME, at("achternaam"), sent.achternaam, wrong)
    born = _clean(DAY, at("geboren"), sent.geboren, wrong)
    if born and not YOUNGEST <= clock.today().year - born.year <= OLDEST:
        sentence = gettext("Kijk dit na: zo oud is geen leerling.")
        wrong.append(WrongInput(at("geboren"), "invalid", sentence, "body"))
    return (given, family, born), wrong


def shielded(child: UUID | None, texts: Mapping[str, str]) -> None:
    """Raises Wrong for what leads to a secret address. Before the writing, so that its line stays in the log."""
    sentence = gettext("Hierin staat iets over een adres dat geheim is. Haal dat eruit.")
    if child is None:
        return
    if found := [WrongInput(name, "protected", sentence, "body") for name, text in texts.items() if scan(text, child)]:
        raise Wrong(*found)


def nameless(texts: Mapping[str, str]) -> None:
    """Raises Wrong for what seems to say about whom a consultation without a name is."""
    names = [name for _, name in raising.pupils()]
    if found := [*_traced(texts, names)]:
        raise Wrong(*found)


def _traced(texts: Mapping[str, str], names: list[str]) -> Iterator[WrongInput]:
    sentence = gettext(
        "Hieraan is misschien te zien om wie het gaat: {found}. Haal het weg, of geef het zo door met toch: true."
    )
    for name, text in texts.items():
        if seen := traces(text, names):
            words = ", ".join(one.text for one in seen)
            yield WrongInput(name, "traceable", sentence.format(found=words), "body")


def _clean(field: forms.Field, name: str, value: Any, wrong: list[WrongInput]) -> Any:
    clean: Callable[[Any], Any] = field.clean
    try:
        return clean(value)
    except ValidationError as error:
        code = str(getattr(error, "error_list", [error])[0].code)
        wrong.append(WrongInput(name, code, " ".join(error.messages), "body"))
        return None
