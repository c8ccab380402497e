"""A mail server that counts what it took. It answers late, so that who dies while it reads leaves it with the mail."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller


class Post:
    """`took`: per Message-ID how often. `longest`: seconds between having the mail and saying so, at most. `busy`: how
    many it has now and did not say so.
    """

    def __init__(self, seed: int) -> None:
        self.took: Counter[str] = Counter()
        self.busy = 0
        self.longest = 0.05
        self.chance = random.Random(seed)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.took[str(message_from_bytes(envelope.content)["Message-ID"]).strip("<>").partition("@")[0]] += 1
        self.busy += 1
        try:
            await asyncio.sleep(self.chance.uniform(0, self.longest))
        finally:
            self.busy -= 1
        return "250 OK"


@contextmanager
def listening(port: int, seed: int) -> Iterator[Post]:
    post = Post(seed)
    logging.getLogger("mail.log").disabled = True
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
