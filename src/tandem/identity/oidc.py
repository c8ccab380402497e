"""OpenID Connect with an organisation's own provider: where to send somebody, and what came back. Knows no tables.

Authorization code flow with PKCE (S256), state and nonce; Authlib speaks the protocol, joserfc checks the signature.
What is in the identity token is believed only when the provider's key signed it, for us, for this one attempt. Names
and e-mail addresses in it are not looked at: who it is, is issuer and subject.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from django.core.cache import cache
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException

from tandem.identity.data import SecondFactor
from tandem.platform import clock

TIMEOUT = 5  # seconds that a provider may take for one answer
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"]
CLOCK_DIFFERENCE = 60  # seconds
KEEP_METADATA = 600  # seconds
LOOPBACK = {"localhost", "127.0.0.1", "::1"}

Json = dict[str, Any]  # what a provider says about itself, in its own form


class ProviderError(Exception):
    """The provider does not answer, or answers something else than the protocol says."""


class RefusedError(Exception):
    """What came back does not hold; `reason` is a code for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Client:
    """What we are at one provider, and whom of it we let in."""

    issuer: str
    client_id: str
    secret: str
    tenant_claim: str
    tenants: frozenset[str]
    second_factor: SecondFactor

    def __post_init__(self) -> None:
        if not self.client_id or not self.issuer:
            raise ValueError("Een inlog heeft een issuer en een client id (audience) nodig: anders telt elk bewijs.")
        if not is_safe_address(self.issuer):
            raise ValueError("De issuer is een adres dat met https:// begint.")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign in, remembered on the server until the answer comes."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Proven:
    """Who the provider says it is, checked."""

    issuer: str
    subject: str
    two_factors: bool


def is_safe_address(address: str) -> bool:
    """https, or this machine itself."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def address_to_sign_in(client: Client, attempt: Attempt, return_to: str) -> str:
    """Where to send the browser. Raises ProviderError."""
    endpoint = _endpoint(_metadata(client.issuer), "authorization_endpoint")
    with _session(client, return_to) as session:
        address, _ = session.create_authorization_url(
            endpoint, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier
        )
    return str(address)


def prove(client: Client, attempt: Attempt, answer: Mapping[str, str], return_to: str) -> Proven:
    """Who came back, from the parameters of the address. Raises RefusedError or ProviderError."""
    if answer.get("state") != attempt.state:
        raise RefusedError("state")
    if answer.get("iss", client.issuer) != client.issuer:  # RFC 9207
        raise RefusedError("mixed up providers")
    if "error" in answer or not answer.get("code"):
        raise RefusedError("provider said no")
    metadata = _metadata(client.issuer)
    token = _token(client, metadata, attempt, answer["code"], return_to)
    claims = _verified(client, attempt, metadata, token)
    _check_tenant(client, claims)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise RefusedError("subject")
    return Proven(client.issuer, subject, _two_factors(client, claims))


def _check_tenant(client: Client, claims: Mapping[str, Any]) -> None:
    if client.tenant_claim and claims.get(client.tenant_claim) not in client.tenants:
        raise RefusedError("tenant")


def _two_factors(client: Client, claims: Mapping[str, Any]) -> bool:
    if client.second_factor is SecondFactor.SAID:
        return "mfa" in (claims.get("amr") or [])
    return client.second_factor is SecondFactor.ALWAYS


def _token(client: Client, metadata: Json, attempt: Attempt, code: str, return_to: str) -> Json:
    endpoint = _endpoint(metadata, "token_endpoint")
    methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    method = "client_secret_post" if "client_secret_post" in methods else "client_secret_basic"
    try:
        with _session(client, return_to, method) as session:
            found: Json = session.fetch_token(
                endpoint, code=code, code_verifier=attempt.verifier, allow_redirects=False
            )
    except AuthlibBaseError as error:  # the provider refuses: a code of somebody else, or used before
        raise RefusedError("code") from error
    except (RequestException, ValueError) as error:
        raise ProviderError(type(error).__name__) from error
    return found


def _session(client: Client, return_to: str, method: str = "client_secret_basic") -> OAuth2Session:
    return OAuth2Session(
        client.client_id,
        client.secret,
        scope="openid",
        redirect_uri=return_to,
        code_challenge_method="S256",
        token_endpoint_auth_method=method,
        default_timeout=TIMEOUT,
    )


def _verified(client: Client, attempt: Attempt, metadata: Json, token: Json) -> CodeIDToken:
    """The claims of a token that one of the provider's keys signed, for us, and that holds now."""
    given = token.get("id_token")
    if not isinstance(given, str):
        raise RefusedError("no identity token")
    expected = {"iss": {"value": client.issuer}, "aud": {"value": client.client_id}}
    about = {"nonce": attempt.nonce, "client_id": client.client_id, "access_token": token.get("access_token")}
    try:
        signed = _signed(_endpoint(metadata, "jwks_uri"), given)
        claims = CodeIDToken(signed.claims, signed.header, expected, about)
        claims.validate(now=int(clock.now().timestamp()), leeway=CLOCK_DIFFERENCE)
    except (JoseError, ValueError, KeyError) as error:
        raise RefusedError(type(error).__name__) from error
    return claims


def _signed(jwks_uri: str, given: str) -> jwt.Token:
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        return jwt.decode(given, _keys(jwks_uri), registry=registry)
    except InvalidKeyIdError:  # a provider changes its keys
        return jwt.decode(given, _keys(jwks_uri, fresh=True), registry=registry)


def _keys(jwks_uri: str, *, fresh: bool = False) -> KeySet:
    return KeySet.import_key_set({"keys": list(_kept(jwks_uri, fresh=fresh)["keys"])})


def _metadata(issuer: str) -> Json:
    found = _kept(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise ProviderError("another issuer")
    return found


def _endpoint(metadata: Json, name: str) -> str:
    address = metadata.get(name)
    if not isinstance(address, str) or not is_safe_address(address):
        raise ProviderError(name)
    return address


def _kept(address: str, *, fresh: bool = False) -> Json:
    """What stands at a public address of the provider, asked at most once in ten minutes. No redirects."""
    key = f"oidc:{hashlib.sha256(address.encode()).hexdigest()}"
    found: Json | None = None if fresh else cache.get(key)
    if found is None:
        try:
            answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (RequestException, ValueError) as error:
            raise ProviderError(type(error).__name__) from error
        if not isinstance(found, dict):
            raise ProviderError("no object")
        cache.set(key, found, KEEP_METADATA)
    return found
