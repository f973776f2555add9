from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme
from posteract_core.errors import ProviderUnavailable
from posteract_core.http import RetryPolicy
from posteract_core.providers.answers import answering


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure_url(authority: trustme.CA) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None: ...

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None: ...

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server = Quiet(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_certificate_nobody_vouches_for_is_refused_with_the_way_out(service_with, secure_url):
    client = service_with(retry=RetryPolicy(attempts=1)).client_for("plex", secure_url)

    with pytest.raises(ProviderUnavailable, match="certificate that we do not trust") as caught, answering("plex"):
        client.get("/identity")
    assert "self-signed" in caught.value.hint


def test_the_check_can_be_switched_off_for_one_client_alone(service_with, secure_url):
    service = service_with(retry=RetryPolicy(attempts=1))

    assert service.client_for("plex", secure_url, verify=False).get("/identity").is_success
    with pytest.raises(ProviderUnavailable), answering("tmdb"):
        service.client_for("tmdb", secure_url).get("/identity")


def test_an_authority_of_ones_own_can_be_named(service_with, secure_url, authority, tmp_path):
    file = Path(tmp_path / "ca.pem")
    authority.cert_pem.write_to_path(str(file))

    assert service_with().client_for("plex", secure_url, verify=str(file)).get("/identity").is_success
