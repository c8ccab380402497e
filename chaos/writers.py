"""People at work: they raise, take up, add, hand over and accept; what gets no answer they send again."""

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import requests

from chaos.ledger import Ledger, Written
from tandem.register.demo.cast import cast

PATIENCE = 600  # seconds in which somebody keeps trying the same thing
TRIES = 20
RAISED = 2  # the version of a concern that was raised at once
SERVER_ERROR = 500
_VERSION = re.compile(r'name="versie" value="(\d+)"')
_PUPIL = re.compile(r'<option value="([0-9a-f-]{36})"')
_CONCERN = re.compile(r"/signalen/([0-9a-f-]{36})/")


class GoneError(Exception):
    """What was acknowledged is not there any more, or we are nobody any more."""


@dataclass(frozen=True, slots=True)
class Trio:
    """Who raises, who has it at the school, who gets it then."""

    teacher: str
    coordinator: str
    team: str


TRIOS = (
    Trio("noor", "iris", "linde"),
    Trio("fatima", "amina", "milan"),
    Trio("sem", "wout", "femke"),
)


class Browser:
    """Somebody of the cast, signed in. What gets no answer, or an error of the server, is sent again as it was."""

    def __init__(self, address: str, player: str) -> None:
        self.address, self.session, self.again = address, requests.Session(), 0
        self.role = cast().players[player].roles[0]
        self.place = str(cast().stages[self.role.at].id)
        self.get("/inloggen/demo/")
        self.post("/inloggen/demo/", rol=str(self.role.id))

    def get(self, path: str) -> requests.Response:
        return self._ask(lambda: self.session.get(self.address + path, allow_redirects=False, timeout=30))

    def post(self, path: str, **fields: str) -> requests.Response:
        def send() -> requests.Response:
            token = {"csrfmiddlewaretoken": self.session.cookies.get("csrf", "")}
            return self.session.post(self.address + path, data=token | fields, allow_redirects=False, timeout=30)

        return self._ask(send)

    def _ask(self, send: Callable[[], requests.Response]) -> requests.Response:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = send()
            except requests.RequestException:
                answer = None
            if answer is not None and answer.status_code < SERVER_ERROR:
                if answer.status_code in (404, 403) or "/inloggen/" in answer.headers.get("Location", "")[:10]:
                    raise GoneError(f"{answer.status_code} {answer.url}")
                return answer
            self.again += 1
            time.sleep(0.2)
        raise RuntimeError("nothing came back for ten minutes")


class Life(threading.Thread):
    """Lives of concerns, one after the other, until the ledger is full."""

    def __init__(self, address: str, trio: Trio, ledger: Ledger, seed: int) -> None:
        super().__init__(daemon=True)
        self.address, self.trio, self.ledger, self.chance = address, trio, ledger, random.Random(seed)
        self.gone: list[str] = []
        self.wrong: Exception | None = None
        self.again = 0

    def run(self) -> None:
        try:
            while not self.ledger.full:
                self._enter()
                try:
                    while not self.ledger.full:
                        self._live()
                except GoneError as error:
                    self.gone.append(str(error))
                self.again += sum(one.again for one in (self.teacher, self.coordinator, self.team))
        except Exception as error:  # noqa: BLE001 - told to who waits for this thread
            self.wrong = error

    def _enter(self) -> None:
        self.teacher, self.coordinator, self.team = (
            Browser(self.address, player) for player in (self.trio.teacher, self.trio.coordinator, self.trio.team)
        )
        self.pupils = _PUPIL.findall(self.teacher.get("/signalen/nieuw/").text)

    def _live(self) -> None:
        pupil = self.chance.choice(self.pupils) if self.pupils and self.chance.random() < 0.5 else ""
        concern = self._raise(pupil)
        self._deed(self.coordinator, concern, "ACKNOWLEDGE", "ontvangen")
        self._add(concern)
        if pupil:
            self._add(concern)
            self._add(concern)
            return
        self._deed(
            self.coordinator, concern, "OFFER", "doorgeven", stap="geef", naar=self.team.place, woorden="Graag jullie."
        )
        self._deed(self.team, concern, "ACCEPT", "aannemen", holder=self.team.place)

    def _raise(self, pupil: str) -> str:
        key, urgency = str(uuid4()), self.chance.choice(["URGENT", "SOON", "NORMAL"])
        about = {"leerling": pupil, "verstuur": "1"} if pupil else {"toch": "1"}
        answer = self.teacher.post(
            "/signalen/nieuw/" if pupil else "/signalen/overleg/",
            sleutel=key, versie="0", gezien="Zit vaak alleen op het plein.", urgentie=urgency, **about,
        )  # fmt: skip
        found = _CONCERN.search(answer.headers.get("Location", ""))
        if found is None or "/volgen/" not in answer.headers["Location"]:
            raise RuntimeError(f"not raised: {answer.status_code} {answer.headers.get('Location')}")
        concern = str(UUID(found[1]))
        self.version = RAISED
        self.ledger.note(Written("RAISE", concern, key, self.coordinator.place))
        return concern

    def _add(self, concern: str) -> None:
        word = f"w{uuid4().hex}"
        self._deed(self.coordinator, concern, "ADD", "aanvullen", sign=word, woorden=word)

    def _deed(
        self, who: Browser, concern: str, command: str, slug: str, *, sign: str = "", holder: str = "", **fields: str
    ) -> None:
        """Sent with the version that was left. Is it another by now, then she looks whether she did it herself."""
        here = f"/signalen/{concern}/"
        path = here + ("doorgeven/" if command == "OFFER" else f"doe/{slug}/")
        for _ in range(TRIES):
            answer = who.post(path, versie=str(self.version), **fields)
            if "gedaan=" in answer.headers.get("Location", ""):
                self.version += 1
                break
            page = who.get(here).text
            self.version = max(int(number) for number in _VERSION.findall(page) or ["0"])
            if _there(page, command, sign):
                break
        else:
            raise RuntimeError(f"not done: {answer.status_code} {path}")
        self.ledger.note(Written(command, concern, sign, holder))


def _there(page: str, command: str, sign: str) -> bool:
    """Whether the page of the concern says that it was done already."""
    match command:
        case "ADD":
            return sign in page
        case "OFFER":
            return "doe/intrekken/" in page
        case "ACCEPT":
            return "doe/aannemen/" not in page
        case _:
            return "doe/ontvangen/" not in page
