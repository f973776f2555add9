"""Addresses that others may have written lead to the internet, never into the house."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import httpx
import pytest
from posteract_core.http import HttpService, RetryPolicy
from posteract_core.http.public import NotPublic, is_public, pinned


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255",
     "100.64.0.1", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1"],
)  # fmt: skip
def test_addresses_at_home_are_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_addresses_of_the_internet_are(address):
    assert is_public(ip_address(address))


def named(monkeypatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


def test_the_address_that_was_checked_is_the_one_that_is_asked(monkeypatch):
    named(monkeypatch, "93.184.215.14")
    request = pinned(httpx.Request("GET", "https://example.org/a.yml"))
    assert str(request.url) == "https://93.184.215.14/a.yml"
    assert request.headers["host"] == "example.org"
    assert request.extensions["sni_hostname"] == "example.org"


def test_a_name_with_one_address_at_home_is_refused(monkeypatch):
    named(monkeypatch, "93.184.215.14", "192.168.0.1")
    with pytest.raises(NotPublic):
        pinned(httpx.Request("GET", "https://example.org/"))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "[::1]"])
def test_a_client_for_public_addresses_sends_nothing_home_not_even_once(host):
    with HttpService(None, retry=RetryPolicy(attempts=3, first_s=0)) as service:
        client = service.client_for("files", public=True)
        with pytest.raises(httpx.RequestError):
            client.get(f"http://{host}:1/", follow_redirects=True)
