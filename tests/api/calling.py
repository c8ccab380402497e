"""A system of a school that calls with a key."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from tests.on_stage import role_of

from tandem.audit.actions import acting_actor
from tandem.identity import system_keys
from tandem.identity.data import Hat, Scope
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.register.hats import context_of
from tandem.register.models import Membership

HERE = "/api/v1"


def owner_of_key(key: str, function: str) -> Context:
    """As whom somebody of the cast acts, with her account."""
    row = Membership.objects.select_related("person").get(pk=role_of(key, function).id)
    account = row.person.account_id
    if account is None:
        raise ValueError(f"{key} cannot sign in")
    hat = Hat(row.id, row.person_id, row.organisation_id, "", row.function, "", account)
    return context_of(hat, day=clock.today())


def made(owner: Context, *scopes: Scope, days: int = 30) -> str:
    """A key of hers; without scopes one for everything."""
    if owner.account is None or owner.hat is None:
        raise ValueError("no account or no hat")
    with acting(owner):
        return system_keys.make(
            by=acting_actor(),
            account=owner.account,
            hat=owner.hat,
            name="Leerlingsysteem",
            scopes=scopes or tuple(Scope),
            until=clock.today() + timedelta(days=days),
        )


class System:
    def __init__(self, token: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.token = token

    def get(self, path: str, **headers: str) -> HttpResponse:
        answer: HttpResponse = self.client.get(HERE + path, headers=self._headers(headers))  # type: ignore[assignment]
        return answer

    def post(self, path: str, sent: Any, *, key: object = None, **headers: str) -> HttpResponse:
        """`key`: the Idempotency-Key; without one a new one, '' for none."""
        given = {} if key == "" else {"Idempotency-Key": str(key or uuid4())}
        body = sent if isinstance(sent, str) else json.dumps(sent)
        answer: HttpResponse = self.client.post(  # type: ignore[assignment]
            HERE + path, body, content_type="application/json", headers=self._headers({**given, **headers})
        )
        return answer

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **more}


def told(answer: HttpResponse) -> Any:
    return json.loads(answer.content)
