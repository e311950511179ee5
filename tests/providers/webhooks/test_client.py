"""A webhook is called at the address that was checked, once, within bounds; whatever answers."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from providers.webhooks import client
from providers.webhooks.addresses import IpAddress
from providers.webhooks.client import WebhookFailure, WebhookUnanswered, is_allowed_url, send_webhook
from tests.support.webhook_receiver import Receiver, receiving

HEADERS = {"webhook-id": "msg_1"}
HOST = "hooks.example"


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def short(monkeypatch) -> None:
    monkeypatch.setattr(client, "SECONDS", 0.2)


def failure_of(url: str) -> WebhookFailure:
    with pytest.raises(WebhookUnanswered) as raised:
        send_webhook(url, b"{}", HEADERS)
    return raised.value.failure


def resolves(monkeypatch, *answers: str) -> list[str]:
    """Lets each name resolve to the next of these, and returns the names that were asked for; no packet is sent."""
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[IpAddress]:
        asked.append(host)
        return [ip_address(answers[min(len(asked), len(answers)) - 1])]

    monkeypatch.setattr("providers.webhooks.addresses._look_up", look_up)
    return asked


def test_the_body_and_the_headers_arrive_and_the_status_comes_back(receiver) -> None:
    receiver.answer = b"HTTP/1.1 503 Busy\r\nRetry-After: 120\r\nContent-Length: 2\r\n\r\nno"
    answer = send_webhook(receiver.url, b'{"type":"test"}', HEADERS)
    assert (answer.status, answer.retry_after) == (503, timedelta(seconds=120))
    assert 0 <= answer.milliseconds < 5000
    assert receiver.requests[0].startswith(b"POST /hook?a=b HTTP/1.1\r\n")
    assert receiver.headers()["host"] == f"127.0.0.1:{receiver.port}"
    assert receiver.headers()["webhook-id"] == "msg_1"
    assert receiver.body() == b'{"type":"test"}'


def test_a_redirect_is_an_answer_and_is_not_followed(receiver, monkeypatch) -> None:
    connected = []
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda to, *a: connected.append(to) or connect(to, *a))
    receiver.answer = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/\r\n\r\n"
    assert send_webhook(receiver.url, b"{}", HEADERS).status == 302
    assert connected == [("127.0.0.1", receiver.port)]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
def test_an_address_that_is_not_public_is_not_connected_to(monkeypatch, settings, address) -> None:
    settings.WEBHOOKS_ALLOW_LOOPBACK = False
    resolves(monkeypatch, address)
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    assert failure_of("https://hooks.example/") is WebhookFailure.NOT_PUBLIC


def test_the_name_is_looked_up_once_so_that_it_cannot_change_after_the_check(monkeypatch, settings) -> None:
    settings.WEBHOOKS_ALLOW_LOOPBACK = False
    asked = resolves(monkeypatch, "93.184.216.34", "127.0.0.1")
    connected = []

    def refuse(to, *_):
        connected.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    assert failure_of("https://hooks.example:8443/") is WebhookFailure.CONNECTION
    assert (asked, connected) == ([HOST], [("93.184.216.34", 8443)])
    assert failure_of("https://hooks.example:8443/") is WebhookFailure.NOT_PUBLIC


def test_one_address_of_several_that_is_not_public_is_enough_to_refuse(monkeypatch, settings) -> None:
    settings.WEBHOOKS_ALLOW_LOOPBACK = False
    both = [ip_address("93.184.216.34"), ip_address("192.168.0.1")]
    monkeypatch.setattr(client, "resolve", lambda *_: both)
    assert failure_of("https://hooks.example/") is WebhookFailure.NOT_PUBLIC


def test_the_next_address_is_tried_where_one_does_not_answer(receiver, monkeypatch) -> None:
    monkeypatch.setattr(client, "resolve", lambda *_: [ip_address("::1"), ip_address("127.0.0.1")])
    assert send_webhook(receiver.url, b"{}", HEADERS).status == 204


def test_http_reaches_this_machine_alone_even_where_that_is_allowed(receiver, monkeypatch) -> None:
    resolves(monkeypatch, "93.184.216.34")
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    assert failure_of("http://hooks.example/") is WebhookFailure.NOT_PUBLIC


def test_a_receiver_that_says_nothing_is_given_up_in_time(receiver, short) -> None:
    receiver.respond = lambda stream: stream.recv(1)
    assert failure_of(receiver.url) is WebhookFailure.TIMEOUT


def test_an_answer_that_trickles_is_given_up_in_time(receiver, short) -> None:
    def trickle(stream: socket.socket) -> None:
        stream.sendall(b"HTTP/1.1 200 OK\r\n")
        stream.settimeout(0.02)
        while True:
            stream.sendall(b"X: y\r\n")
            try:
                stream.recv(1)
            except TimeoutError:
                continue
            return

    receiver.respond = trickle
    started = time.monotonic()
    assert failure_of(receiver.url) is WebhookFailure.TIMEOUT
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "]
)
def test_a_megabyte_is_not_read(receiver, head) -> None:
    receiver.answer = head + b"a" * 1_000_000
    assert failure_of(receiver.url) in (WebhookFailure.TOO_LONG, WebhookFailure.NO_HTTP)


def test_what_is_no_http_is_said_so(receiver) -> None:
    receiver.answer = b"SSH-2.0-OpenSSH_9.9\r\n"
    assert failure_of(receiver.url) is WebhookFailure.NO_HTTP


def test_a_port_without_a_receiver_is_no_connection(settings) -> None:
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    with receiving() as gone:
        url = gone.url
    assert failure_of(url) is WebhookFailure.CONNECTION


def test_a_name_without_an_address_is_said_so(monkeypatch) -> None:
    monkeypatch.setattr("providers.webhooks.addresses._look_up", lambda *_: [])
    assert failure_of("https://gone.example/") is WebhookFailure.NAME


def make_certificate(name: str) -> bytes:
    """Returns a certificate for this name that signs itself, with its key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    pkcs8 = serialization.PrivateFormat.PKCS8
    return certificate.public_bytes(pem) + key.private_bytes(pem, pkcs8, serialization.NoEncryption())


@pytest.mark.parametrize("name", [HOST, "another.example", "untrusted"])
def test_the_certificate_has_to_be_the_hosts_although_an_address_is_connected_to(
    monkeypatch, settings, tmp_path, name
) -> None:
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    path = tmp_path / "certificate.pem"
    path.write_bytes(make_certificate(HOST if name == "untrusted" else name))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    if name != "untrusted":
        trusting = ssl.create_default_context(cafile=path)
        monkeypatch.setattr(client, "tls_context", lambda: trusting)
    named: list[str | None] = []
    server.sni_callback = lambda _, asked, __: named.append(asked)
    with receiving(server) as receiver:
        resolves(monkeypatch, "127.0.0.1")
        url = f"https://{HOST}:{receiver.port}/hook"
        if name == HOST:
            assert send_webhook(url, b"{}", HEADERS).status == 204
            assert receiver.headers()["host"] == f"{HOST}:{receiver.port}"
        else:
            assert failure_of(url) is WebhookFailure.TLS
    assert named == [HOST]


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hooks.example/a?b=c", True),
        ("https://hooks.example:8443/", True),
        ("https://xn--bcher-kva.example/", True),
        ("http://hooks.example/", False),
        ("ftp://hooks.example/", False),
        ("https:///path", False),
        ("https://ann:secret@hooks.example/", False),
        ("https://@hooks.example/", False),
        ("https://hooks.example/#part", False),
        ("https://hooks.example:0/", False),
        ("https://hooks.example:99999/", False),
        ("https://[::1/", False),
        ("https://bücher.example/", False),
        ("https://hooks.example/\r\nX: y", False),
        ("https://hooks.example/a b", False),
        ("https://hooks.example\\@other.example/", False),
        ("https://hooks.example/" + "a" * 500, False),
        ("", False),
    ],
)
def test_only_addresses_of_https_with_nothing_secret_are_taken(url, allowed) -> None:
    assert is_allowed_url(url) is allowed


def test_http_is_taken_where_this_machine_is_allowed(settings) -> None:
    settings.WEBHOOKS_ALLOW_LOOPBACK = True
    assert is_allowed_url("http://127.0.0.1:9000/hook")
