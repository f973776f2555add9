"""Reaching a server, or not: the words for each trouble, and what `doctor` says."""

from __future__ import annotations

import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import trustme
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import Severity
from services import Fault
from services.plex.state import TOKEN


def test_a_wrong_token_is_refused(attic, make_server):
    with pytest.raises(ProviderRejected, match="refused our key or token"):
        make_server(attic.url, token="wrong").libraries()


def test_a_log_in_page_in_place_of_plex_is_named(attic, server):
    attic.add_fault(Fault(status=200, body=b"<html>Sign in</html>"))
    with pytest.raises(ProviderUnavailable, match="text/html where a list was due") as caught:
        server.libraries()
    assert "proxy" in caught.value.hint


def test_a_server_that_is_starting_is_unavailable(attic, server):
    attic.add_fault(Fault(status=503))
    with pytest.raises(ProviderUnavailable):
        server.libraries()


def test_a_server_that_does_not_answer_is_unavailable_and_no_secret_is_told(make_server):
    with pytest.raises(ProviderUnavailable) as caught:
        make_server("http://127.0.0.1:9").libraries()
    assert TOKEN not in str(caught.value)


@pytest.fixture
def self_signed(tmp_path):
    """A Plex behind a certificate nobody knows; returns (url, file of its authority)."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"MediaContainer": {"Directory": []}}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    httpd.socket = context.wrap_socket(httpd.socket, server_side=True)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    yield f"https://127.0.0.1:{httpd.server_port}", str(tmp_path / "ca.pem")
    httpd.shutdown()
    httpd.server_close()
    thread.join()


def test_a_self_signed_certificate_is_said_to_be_one(self_signed, make_server):
    with pytest.raises(ProviderUnavailable, match="certificate that we do not trust") as caught:
        make_server(self_signed[0]).libraries()
    assert "self-signed" in caught.value.hint


def test_a_self_signed_certificate_can_be_trusted_or_not_be_looked_at(self_signed, make_server):
    url, authority = self_signed
    assert make_server(url, verify=authority).libraries() == []
    assert make_server(url, verify=False).libraries() == []


def test_doctor_tells_name_version_libraries_and_rights(attic, server):
    told, rights = server.check()
    assert (told.severity, rights.severity) == (Severity.OK, Severity.OK)
    assert "Attic, version 1.43" in told.message
    assert "Movies (movies), TV Shows (shows)" in told.message


def test_doctor_says_when_the_token_may_not_change_anything(attic, make_server):
    attic.tokens.add("guest")
    attic.guests.add("guest")
    told, rights = make_server(attic.url, token="guest").check()
    assert told.severity is Severity.OK
    assert rights.severity is Severity.ERROR
    assert "not the owner's" in rights.message


def test_doctor_says_what_to_do_about_a_wrong_token(attic, make_server):
    [told] = make_server(attic.url, token="wrong").check()
    assert told.severity is Severity.ERROR
    assert told.remedy
