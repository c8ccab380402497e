"""The calls of docs/manual/systeem-koppelen.md, as they stand there, one after the other."""

import re
import shlex
from collections.abc import Iterator

from tests.api.calling import HERE, System, told
from tests.web.casework.conftest import School

from tandem.platform.home import PROJECT_ROOT

MANUAL = PROJECT_ROOT / "docs" / "manual" / "systeem-koppelen.md"


def calls() -> Iterator[list[str]]:
    for block in re.findall(r"```sh\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL):
        yield shlex.split(block.replace("\\\n", " "))


def done(system: System, words: list[str], known: dict[str, str]) -> dict[str, object]:
    """What curl would do with these words; the answer."""
    filled = [re.sub(r"\$([A-Z]+)", lambda found: known[found[1]], word) for word in words]
    headers = dict(filled[at + 1].split(": ", 1) for at, word in enumerate(filled) if word == "-H")
    assert headers.pop("Authorization") == f"Bearer {system.token}"
    assert filled[0] == "curl"
    assert filled[-1].startswith(HERE)
    path = filled[-1].removeprefix(HERE)
    if "POST" not in filled:
        answer = system.get(path)
    else:
        assert headers["Content-Type"] == "application/json"
        answer = system.post(path, filled[filled.index("-d") + 1], key=headers["Idempotency-Key"])
    assert answer.status_code in (200, 201), (filled, answer.content)
    return dict(told(answer))


def test_every_call_of_the_manual_works(system: System, school: School) -> None:
    known = {"TANDEM": "", "SLEUTEL": system.token}
    found = list(calls())
    assert len(found) == 6
    for words in found:
        answer = done(system, words, known)
        if "LEERLING" not in known:
            known["LEERLING"] = answer["resultaten"][0]["id"]  # type: ignore[index]
        elif "SIGNAAL" not in known:
            known["SIGNAAL"] = str(answer["id"])
    assert told(system.get(f"/signalen/{known['SIGNAAL']}"))["ingetrokken"] is True
