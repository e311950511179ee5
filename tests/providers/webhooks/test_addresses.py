"""Only addresses of single hosts of the internet are public, however they are written."""

from __future__ import annotations

import socket
import threading
from ipaddress import ip_address

import pytest

from providers.webhooks.addresses import NameUnknown, is_own_machine, is_public, resolve

PUBLIC = ("8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8")
NOT_PUBLIC = (
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
    *("192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.1.1.1"),
    *("240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::7f00:1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "ff02::1"),
    *("2001:db8::1", "2001::1", "2002:7f00:1::", "2002:808:808::", "100::1", "4000::1", "5f00::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::ffff:0:7f00:1"),
    *("64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8"),
)


@pytest.mark.parametrize("text", PUBLIC)
def test_a_host_of_the_internet_is_public(text) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_nothing_else_is_public(text) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("10.0.0.1", False), ("::2", False)],
)
def test_this_machine_is_known_however_it_is_written(text, expected) -> None:
    assert is_own_machine(ip_address(text)) is expected


@pytest.mark.parametrize(
    "text", ["127.0.0.1", "0x7f000001", "2130706433", "0177.0.0.1", "127.1", "localhost"]
)
def test_every_way_to_write_this_machine_resolves_to_its_address(text) -> None:
    assert all(map(is_own_machine, resolve(text, 443, 5)))


def test_an_address_of_a_link_comes_without_the_links_name(monkeypatch) -> None:
    lines = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", 443, 0, 2))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: lines * 2)
    assert resolve("link.example", 443, 5) == [ip_address("fe80::1")]


@pytest.mark.parametrize("error", [socket.gaierror(-2, "unknown"), UnicodeError("label too long")])
def test_a_name_without_an_address_is_unknown(monkeypatch, error) -> None:
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(NameUnknown):
        resolve("gone.example", 443, 5)


def test_a_resolver_that_does_not_answer_holds_nobody(monkeypatch) -> None:
    end = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: end.wait(5) and [])
    with pytest.raises(NameUnknown):
        resolve("slow.example", 443, 0.01)
    end.set()
