"""The sockets: one connection pool per proxy and kind of certificate check."""

from __future__ import annotations

import ssl
from threading import Lock
from urllib.request import getproxies, proxy_bypass

import httpx

from .policy import NETWORK
from .public import pinned


class Wire(httpx.BaseTransport):
    """Sends a request as it is, through the proxy that the environment names for its host (`HTTPS_PROXY`, `NO_PROXY` …).

    A request whose extension `verify` is False goes to a server whose certificate nobody checks; a text there is the path
    of a file with the authorities to trust. One with the extension `public` goes to hosts of the internet only.
    """

    def __init__(self, *, connections: int = NETWORK) -> None:
        self._limits = httpx.Limits(max_connections=None, max_keepalive_connections=connections, keepalive_expiry=30)
        self._proxies = getproxies()
        self._pools: dict[tuple[str | None, bool | str], httpx.HTTPTransport] = {}
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.scheme not in ("http", "https") or not request.url.host:
            raise httpx.UnsupportedProtocol("an address begins with http:// or https:// and names a host")
        if request.extensions.get("public"):
            request = pinned(request)
        return self._pool(request).handle_request(request)

    def close(self) -> None:
        with self._lock:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def _pool(self, request: httpx.Request) -> httpx.HTTPTransport:
        host = request.url.host
        proxy = self._proxies.get(request.url.scheme) or self._proxies.get("all")
        if proxy and (host in ("localhost", "127.0.0.1", "::1") or proxy_bypass(host)):
            proxy = None
        verify: bool | str = request.extensions.get("verify", True)
        with self._lock:
            if (pool := self._pools.get((proxy, verify))) is None:
                pool = self._pools[proxy, verify] = self._open(proxy, verify)
            return pool

    def _open(self, proxy: str | None, verify: bool | str) -> httpx.HTTPTransport:
        context: ssl.SSLContext | bool = (
            ssl.create_default_context(cafile=verify) if isinstance(verify, str) else verify
        )
        try:
            return httpx.HTTPTransport(verify=context, limits=self._limits, proxy=proxy)
        except ImportError as error:
            message = "SOCKS proxies need one more package: pip install 'httpx[socks]'"
            raise httpx.UnsupportedProtocol(message) from error
