"""Which addresses strangers may have this site call: public ones, and no others.

Whoever may name a host may also say what its name resolves to: the machine itself, a router, another container, or the address
at which a cloud hands out credentials. So names are resolved here, once, and the connection goes to what was looked at.
https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from queue import Empty, Queue
from threading import Thread

IpAddress = IPv4Address | IPv6Address

# Public by number, and not by what answers there.
_RESERVED = (
    ip_network("168.63.129.16/32"),  # Azure's agent, in each of its machines
    ip_network("192.0.0.0/24"),  # of protocols; Oracle's cloud hands out credentials at one
    ip_network("192.88.99.0/24"),  # relays of 6to4
)
# https://www.iana.org/assignments/ipv6-address-space: all that is global is in it.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# An IPv4 address stands in the last 32 bits. https://www.rfc-editor.org/rfc/rfc6052
_NAT64 = IPv6Network("64:ff9b::/96")
# Tunnels, which end wherever the address in them says: https://www.rfc-editor.org/rfc/rfc3056 and 4380
_TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))


class NameUnknown(OSError):
    """The name has no address, or none was found in time."""


def resolve(host: str, port: int, seconds: float) -> list[IpAddress]:
    """Returns the addresses of a host, which may be an address itself. Raises `NameUnknown`."""
    # The system's resolver has times of its own, which are longer, and cannot be stopped.
    answers: Queue[list[IpAddress]] = Queue()
    Thread(target=lambda: answers.put(_look_up(host, port)), daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0))
    except Empty:
        raise NameUnknown from None
    if not found:
        raise NameUnknown
    return found


def _look_up(host: str, port: int) -> list[IpAddress]:
    try:
        lines = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # the latter for a label that is empty or too long
        return []
    # In the resolver's order, each once; an address of this link has the link's name behind it.
    texts = dict.fromkeys(str(sockaddr[0]).partition("%")[0] for *_, sockaddr in lines)
    return [ip_address(text) for text in texts]


def is_public(address: IpAddress) -> bool:
    """Whether the address belongs to a host of the internet, and to one host."""
    if isinstance(address, IPv6Address):
        if embedded := _embedded(address):
            return is_public(embedded)
        if address not in _GLOBAL_UNICAST or any(address in tunnel for tunnel in _TUNNELS):
            return False
    is_one_host = not (address.is_multicast or address.is_reserved or address.is_unspecified)
    return address.is_global and is_one_host and not any(address in network for network in _RESERVED)


def is_own_machine(address: IpAddress) -> bool:
    """Whether the address is this machine's own, however it is written."""
    embedded = _embedded(address) if isinstance(address, IPv6Address) else None
    return (embedded or address).is_loopback


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Returns the IPv4 host that an IPv6 address stands for."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped
