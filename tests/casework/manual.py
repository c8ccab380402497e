"""The page of the manual about the life of a concern, from the table of states: python -m tests.casework.manual"""

import os

import django

PAGE = "docs/manual/levensloop-van-een-signaal.md"
INTRO = """# De levensloop van een signaal

Deze pagina is gemaakt uit de tabel waarmee Tandem zelf werkt (`src/tandem/casework/rules/states.py`).
Een open signaal heeft altijd precies één houder. De houder houdt het stokje tot een ander het aanneemt.
"""
PARTS = {
    "AUTHOR": "wie het meldde",
    "HOLDER": "wie het heeft",
    "OFFERED": "aan wie het is aangeboden",
    "CLOCK": "de klok",
}


def page() -> str:
    """The whole page, in Dutch."""
    from tandem.casework.data import Part, State  # noqa: PLC0415 - Django must be awake
    from tandem.casework.rules import states  # noqa: PLC0415
    from tandem.web.casework.words import STATES, VERBS  # noqa: PLC0415

    def told(parts: frozenset[Part]) -> str:
        return ", ".join(PARTS[part] for part in Part if part in parts) or "–"

    drawing = states.drawing()
    rows = []
    for move in states.TABLE:
        name = str(VERBS.get(move.command, OWN.get(move.command.value, move.command.value)))
        sources = (
            "elke open stand"
            if len(move.sources) > 3
            else ", ".join(str(STATES[s]) for s in State if s in move.sources)
        )
        target = str(STATES[move.target]) if move.target else "blijft"
        if move.target and {states.target(source, move.command, by) for source in move.sources for by in move.by} != {
            move.target
        }:
            target += ", of blijft verder"
        reason = "ja" if move.reason else "–"
        rows.append(f"| {name} | {told(move.by)} | {sources} | {target} | {reason} | {told(move.tells)} |")
        drawing = drawing.replace(f": {move.command}\n", f": {name}\n")
    names = "\n".join(f"    {state.value}: {STATES[state]}" for state in State)
    head = "| wat | wie | vanuit | wordt | reden nodig | wie krijgt bericht |\n|---|---|---|---|---|---|"
    return f"{INTRO}\n```mermaid\n{drawing}\n{names}\n```\n\n## Wie doet wat\n\n{head}\n" + "\n".join(rows) + "\n"


OWN = {
    "SAVE": "Bewaar",
    "DISCARD": "Gooi weg",
    "RAISE": "Meld",
    "LAPSE": "Niemand antwoordt op tijd: naar de onderwijscoördinator",
    "HAND_ON": "Wie het had of moest antwoorden is er niet meer: naar wie alles opvangt",
    "EMERGENCY": "Iemand opende de leerling met noodtoegang",
    "REMIND": "Een termijn is voorbij",
}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.utils import translation

    from tandem.platform.home import PROJECT_ROOT

    with translation.override("nl"):
        (PROJECT_ROOT / PAGE).write_text(page(), encoding="utf-8")
