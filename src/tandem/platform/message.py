"""A sentence for a reader, made far below the page that shows it: Dutch text that remembers how it was made.

It is an ordinary string, so that the command line, logs and errors need nothing more. A page in another language
takes `template` and `values` and makes its own sentence.
"""

from typing import Any

Value = int | str  # a number is written with dots between thousands; a year is a text


def dutch(value: Value) -> str:
    """1234 → '1.234'; a text is left as it is."""
    return value if isinstance(value, str) else f"{value:,}".replace(",", ".")


class Message(str):
    """`Message("Gelezen: {count} regels.", count=1234)` is the text 'Gelezen: 1.234 regels.'.

    A value may be a message itself. `template` is the same for every message of its kind: translations go by it.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Value]

    def __new__(cls, template: str, **values: Value) -> "Message":
        made = super().__new__(cls, template.format(**{name: dutch(value) for name, value in values.items()}))
        made.template, made.values = template, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Value]]:
        return (self.template,), self.values


def to_json(message: str) -> dict[str, Any] | None:
    """How a message was made, for a file; None for a plain text."""
    if not isinstance(message, Message):
        return None
    values = {
        name: to_json(value) or value if isinstance(value, str) else value for name, value in message.values.items()
    }
    return {"template": message.template, "values": values}


def from_json(raw: dict[str, Any]) -> Message:
    """The message that `to_json` wrote."""
    values = {name: from_json(value) if isinstance(value, dict) else value for name, value in raw["values"].items()}
    return Message(raw["template"], **values)
