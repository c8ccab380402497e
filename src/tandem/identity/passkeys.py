"""Passkeys (WebAuthn): what the browser is asked, and whether its answer is right. Knows no tables.

A passkey is asked to verify the person (fingerprint, face, PIN): something she has and something she is or knows, so
it counts as two factors by itself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

VERIFY = UserVerificationRequirement.REQUIRED


class WrongAnswerError(ValueError):
    """The browser's answer does not belong to what it was asked, or is not signed by a key we know."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the browser is: a passkey works for one host (without port) and answers to one origin."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`options` go to the browser, `challenge` stays here until the answer comes."""

    options: str
    challenge: str


@dataclass(frozen=True, slots=True)
class NewKey:
    credential_id: bytes
    credential: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser sent: which key, whose account it says it is, and the rest for `check`."""

    credential_id: bytes
    account: UUID | None
    response: AuthenticationResponse


def ask_new(site: Site, account: UUID, known: Sequence[bytes]) -> Asked:
    """Ask for a new passkey. `known`: credentials that this account has, so that a device is not added twice."""
    user = PublicKeyCredentialUserEntity(id=account.bytes, name=f"Tandem {site.host}", display_name="Tandem")
    options, state = _server(site).register_begin(
        user,
        credentials=[AttestedCredentialData(credential) for credential in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFY,
    )
    return Asked(json.dumps(dict(options)), state["challenge"])


def accept_new(site: Site, challenge: str, answer: str) -> NewKey:
    """The key that the browser made. Raises WrongAnswerError."""
    try:
        registered = _server(site).register_complete(_state(challenge), RegistrationResponse.from_dict(_parsed(answer)))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongAnswerError from error
    data = registered.credential_data
    if data is None:
        raise WrongAnswerError
    return NewKey(data.credential_id, bytes(data), registered.counter)


def ask(site: Site, known: Sequence[bytes] = ()) -> Asked:
    """Ask for a signature, of one of the `known` credentials or, when none are given, of any passkey for this host."""
    credentials = [AttestedCredentialData(credential) for credential in known] or None
    options, state = _server(site).authenticate_begin(credentials, user_verification=VERIFY)
    return Asked(json.dumps(dict(options)), state["challenge"])


def read(answer: str) -> Answer:
    """Raises WrongAnswerError when it is no answer at all."""
    try:
        response = AuthenticationResponse.from_dict(_parsed(answer))
        handle = response.response.user_handle
        return Answer(bytes(response.raw_id), UUID(bytes=handle) if handle else None, response)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongAnswerError from error


def check(site: Site, challenge: str, answer: Answer, credential: bytes, sign_count: int) -> int:
    """The key's new count of signatures. Raises WrongAnswerError, also when the count shows that the key was copied."""
    try:
        known = [AttestedCredentialData(credential)]
        _server(site).authenticate_complete(_state(challenge), known, answer.response)
    except (ValueError, KeyError, TypeError) as error:
        raise WrongAnswerError from error
    count = answer.response.response.authenticator_data.counter
    if sign_count and count <= sign_count:
        raise WrongAnswerError
    return count


def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(name="Tandem", id=site.host), verify_origin=lambda origin: origin == site.origin
    )


def _state(challenge: str) -> dict[str, object]:
    return {"challenge": challenge, "user_verification": VERIFY}


def _parsed(answer: str) -> Mapping[str, object]:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise WrongAnswerError
    return found
