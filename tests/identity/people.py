"""Accounts with functions, laid out as owner; and a browser without a screen that signs in with them."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from tandem.audit.actions import acting_actor
from tandem.identity import actions
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.register.data import OrganisationKind
from tandem.register.models import Membership, Organisation, Person

PASSWORD = "lange zin met spaties"
SECRET = b"twintig bytes geheim"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Somebody:
    """`functions`: code with the name of the organisation; `memberships`: the hats, in that order."""

    email: str
    functions: tuple[tuple[str, str], ...] = ()
    authenticator: bool = False
    account: UUID = field(default_factory=uuid4)
    person: UUID = field(default_factory=uuid4)
    memberships: list[UUID] = field(default_factory=list)


def lay_out(somebody: Somebody) -> Somebody:
    """Must be called as owner."""
    with acting(Context(service="sign-in")):
        by = acting_actor()
        somebody.account = actions.create_account(by=by, email=somebody.email)
        actions.set_password(by=by, account=somebody.account, password=PASSWORD)
        if somebody.authenticator:
            actions.set_authenticator(by=by, account=somebody.account, secret=SECRET, step=0)
    if somebody.functions:
        person = Person.objects.create(
            account_id=somebody.account, given_name="Noor", infix="van", family_name="Dijk", sort_key="dijk"
        )
        somebody.person = person.id
        for code, name in somebody.functions:
            school = Organisation.objects.create(kind=OrganisationKind.SCHOOL, name=name, sort_key=name.casefold())
            begun = clock.today() - timedelta(days=30)
            made = Membership.objects.create(person=person, organisation=school, function=code, valid_from=begun)
            somebody.memberships.append(made.id)
    return somebody


def code_now(offset: int = 0, secret: bytes = SECRET) -> str:
    """What the app with this secret shows, `offset` seconds from now."""
    return TOTP(secret, 6, SHA1(), 30).generate(int(clock.now().timestamp()) + offset).decode()


class Visitor:
    """A browser without a screen. `address`: where it comes from."""

    def __init__(self, address: str = "192.0.2.1") -> None:
        self.secure = False
        self.client = Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR=address)

    def get(self, path: str, **extra: Any) -> Any:
        return self.client.get(path, secure=self.secure, **extra)

    def post(self, path: str, **form: Any) -> Any:
        headers = form.pop("headers", None)
        return self.client.post(path, form, headers=headers, secure=self.secure)

    def password(self, email: str, password: str = PASSWORD, **more: Any) -> Any:
        return self.post("/inloggen/", email=email, wachtwoord=password, **more)

    def sign_in(self, somebody: Somebody) -> Any:
        """Password and code."""
        assert self.password(somebody.email).headers["Location"] == "/inloggen/tweede-stap/"
        return self.post("/inloggen/tweede-stap/", code=code_now())

    @property
    def token(self) -> str:
        morsel = self.client.cookies.get("tandem")
        return morsel.value if morsel else ""


def text(response: Any) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
