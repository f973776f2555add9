"""Addresses that files and visitors name: only the internet's, so that nobody looks around in the house through us."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

_NAT64 = IPv6Network("64:ff9b::/96")


ALLOWED = "`run: {local_urls: true}` allows that"


class NotPublic(httpx.RequestError):
    """The address leads into a network at home. Nothing was sent."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is one of the internet's: neither private, link-local, loopback, multicast nor reserved.

    IPv6 addresses that carry one of IPv4 (mapped, 6to4, Teredo, NAT64) count as that.

    >>> is_public(ip_address("93.184.215.14")), is_public(ip_address("::ffff:192.168.1.1"))
    (True, False)
    """
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if carried is not None:
            return is_public(carried)
    return address.is_global and not address.is_multicast


def pinned(request: httpx.Request) -> httpx.Request:
    """Return the request with the host's address in place of its name, checked: it cannot become another one on the way.

    Raises:
        NotPublic: one of the host's addresses is none of the internet's.
        httpx.ConnectError: the name has no address.
    """
    host = request.url.host
    port = request.url.port or (443 if request.url.scheme == "https" else 80)
    try:
        found = [each[4][0] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError(f"{host} is not known", request=request) from error
    addresses = [ip_address(str(text).partition("%")[0]) for text in found]
    if not addresses or not all(map(is_public, addresses)):
        raise NotPublic(f"lies in a network at home; {ALLOWED}", request=request)
    url = request.url.copy_with(host=str(addresses[0]))
    return httpx.Request(
        request.method,
        url,
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )
