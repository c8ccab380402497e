"""The one way out: to a number that was looked at, under a name that a certificate proves."""

import socket
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.api.receiver import listening

from tandem.platform import clock, outgoing
from tandem.platform.environment import EnvironmentMistakeError, origins
from tandem.platform.outgoing import NotDeliveredError, Trouble


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False), ("::1", False), ("10.0.0.7", False),
        ("192.168.1.1", False), ("172.16.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("fe80::1", False), ("fd00::1", False), ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True), ("255.255.255.255", False), ("64:ff9b::a9fe:a9fe", False), ("::127.0.0.1", False),
        ("64:ff9b:1::7f00:1", False), ("2002:a9fe:a9fe::1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_what_is_of_the_world_outside(number: str, public: bool) -> None:
    assert outgoing.is_public(number) is public


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for `localhost`, and who trusts it: the server's side and ours."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "made.pem").write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    server.load_cert_chain(tmp_path / "made.pem")
    ours.load_verify_locations(tmp_path / "made.pem")
    return server, ours


def why(address: str, **options: object) -> Trouble:
    parts = address.split("/")
    with pytest.raises(NotDeliveredError) as error:
        outgoing.post(address, b"x", {}, origins={"/".join(parts[:3])}, **options)  # type: ignore[arg-type]
    return error.value.why


def test_over_tls_with_a_name_that_is_proven(trusted: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    server, ours = trusted
    with listening(server) as receiver:
        name, number = f"https://localhost:{receiver.port}", f"https://127.0.0.1:{receiver.port}"
        outgoing.post(f"{name}/a", b"x", {}, origins={name}, may_reach=lambda _: True, tls=ours)
        assert [one.path for one in receiver.got] == ["/a"]
        assert why(f"{number}/a", may_reach=lambda _: True, tls=ours) is Trouble.NOT_TRUSTED, "another name"
        assert why(f"{name}/a", may_reach=lambda _: True) is Trouble.NOT_TRUSTED, "signed by nobody"
        assert why(f"{name}/a") is Trouble.PRIVATE, "a name that leads to this machine"
        assert len(receiver.got) == 1


def test_it_connects_to_the_number_that_it_looked_at(
    trusted: tuple[ssl.SSLContext, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that says this machine the second time: DNS rebinding."""
    server, ours = trusted
    with listening(server) as receiver:
        asked: list[str] = []

        def says(name: str, port: int, **_: object) -> list[object]:
            asked.append(name)
            number = "192.0.2.1" if len(asked) == 1 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (number, port))]

        reached: list[tuple[str, int]] = []

        def connects(to: tuple[str, int], patience: float) -> socket.socket:
            reached.append(to)
            raise OSError("nobody there")

        monkeypatch.setattr(socket, "getaddrinfo", says)
        monkeypatch.setattr(socket, "create_connection", connects)
        name = f"https://localhost:{receiver.port}"
        assert why(f"{name}/", may_reach=lambda one: one == "192.0.2.1", tls=ours) is Trouble.NO_ANSWER
        assert reached == [("192.0.2.1", receiver.port)]
        assert asked == ["localhost"], "asked once"


def test_one_number_of_ours_among_others_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (one, 443)) for one in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert why("https://systeem.example/") is Trouble.PRIVATE


def test_nobody_of_that_name_and_nobody_who_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert why(f"http://127.0.0.1:{port}/") is Trouble.NO_ANSWER
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(socket.gaierror))
    assert why("https://systeem.example/") is Trouble.UNKNOWN


def test_who_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "LONGEST", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert why(f"http://127.0.0.1:{silent.getsockname()[1]}/") is Trouble.NO_ANSWER


@pytest.mark.parametrize(
    "wrong", ["systeem.example", "http://systeem.example", "https://*.example", "https://a.example/pad", "https://",
              "https://ik@a.example", "https://a.example:x"]
)  # fmt: skip
def test_a_beginning_that_is_none_stops_the_start(wrong: str) -> None:
    with pytest.raises(EnvironmentMistakeError, match="TANDEM_WEBHOOKS"):
        origins({"TANDEM_WEBHOOKS": wrong})


def test_beginnings_that_may_be() -> None:
    assert origins({}) == frozenset()
    told = "https://a.example, https://b.example:8443,http://127.0.0.1:9000"
    assert origins({"TANDEM_WEBHOOKS": told}) == set(told.replace(" ", "").split(","))
