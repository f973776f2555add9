"""A login by a code, kept where nobody else reads it, renewed in time, and ended; no token ever in a message."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace

import keyring
import keyring.backend
import pytest
import typer.testing
from keyring.backends import fail
from keyring.errors import KeyringLocked, PasswordDeleteError
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, Library, MediaItem
from posteract_core.providers import BuildContext
from posteract_trakt.cli import trakt as command
from posteract_trakt.facts import RATING, TraktFacts
from posteract_trakt.oauth import OAuth
from posteract_trakt.session import Session
from posteract_trakt.settings import TraktSettings
from posteract_trakt.tokens import Store
from posteract_trakt.userlists import BUILDERS
from pydantic import SecretStr
from services import Fault
from services.trakt import CLIENT_ID, CLIENT_SECRET, LIFE_S

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
NAMED = {builder.name: builder for builder in BUILDERS}


class Memory(keyring.backend.KeyringBackend):
    """A keyring that works, until it is locked."""

    priority = 5

    def __init__(self):
        super().__init__()
        self.entries, self.locked = {}, False

    def _open(self):
        if self.locked:
            raise KeyringLocked("locked")
        return self.entries

    def get_password(self, service, username):
        return self._open().get((service, username))

    def set_password(self, service, username, password):
        self._open()[service, username] = password

    def delete_password(self, service, username):
        if self._open().pop((service, username), None) is None:
            raise PasswordDeleteError("none")


@pytest.fixture(autouse=True)
def _no_keyring():
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def home(fake_trakt, lend):
    """Return settings, a context, and a clock that only moves when somebody waits."""
    made = SimpleNamespace(
        settings=TraktSettings(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, url=fake_trakt.url),
        context=lend("trakt", fake_trakt.url),
        now=1_000_000.0,
        waits=[],
        meanwhile=lambda: None,
    )

    def sleep(seconds):
        made.waits.append(seconds)
        made.now += seconds
        made.meanwhile()

    made.oauth = OAuth(made.settings, made.context, clock=lambda: made.now, sleep=sleep)
    made.store = Store(made.context)
    made.session = lambda: Session(made.settings, made.context, clock=lambda: made.now)
    return made


@pytest.fixture
def logged_in(home, fake_trakt):
    fake_trakt.entered = 200
    home.store.write(home.oauth.wait(home.oauth.code()))
    home.waits.clear()
    fake_trakt.count.clear()
    return home


def test_a_login_waits_for_its_code_to_be_entered(home, fake_trakt):
    code = home.oauth.code()
    assert (code.user, code.address) == ("5055CC52", "https://trakt.tv/activate")
    assert code.device not in f"{code} {code!r}"
    home.meanwhile = lambda: setattr(fake_trakt, "entered", 200 if len(home.waits) == 3 else 400)
    tokens = home.oauth.wait(code)
    assert home.waits == [5.0, 5.0, 5.0]
    assert (tokens.access, tokens.expires_at) == ("access-token-0001", home.now + LIFE_S)
    assert "token-0001" not in f"{tokens} {tokens!r}"


def test_asked_to_slow_down_it_asks_a_second_later_each_time(home, fake_trakt):
    answers = iter([429, 400, 429, 400, 200])
    home.meanwhile = lambda: setattr(fake_trakt, "entered", next(answers))
    home.oauth.wait(home.oauth.code())
    assert home.waits == [5.0, 6.0, 6.0, 7.0, 7.0]


@pytest.mark.parametrize(
    ("status", "words"),
    [(418, "you refused"), (410, "too old"), (409, "used already"), (404, "does not know the code")],
)
def test_a_code_that_is_of_no_use_any_more_ends_the_login(home, fake_trakt, status, words):
    fake_trakt.entered = status
    with pytest.raises(ProviderError, match=words) as caught:
        home.oauth.wait(home.oauth.code())
    assert ("posteract trakt login" in caught.value.hint, len(home.waits)) == (True, 1)


def test_a_code_that_nobody_enters_is_asked_for_until_its_end_and_no_longer(home):
    began = home.now
    with pytest.raises(ProviderError, match="too old"):
        home.oauth.wait(home.oauth.code())
    assert home.now - began == 600


def test_a_cut_connection_ends_no_login(home, fake_trakt):
    code = home.oauth.code()

    def meanwhile():
        fake_trakt.mend()
        if len(home.waits) < 4:
            fake_trakt.add_fault(Fault(cut="before") if len(home.waits) % 2 else Fault(status=503))
        fake_trakt.entered = 200

    home.meanwhile = meanwhile
    assert home.oauth.wait(code).access
    assert len(home.waits) == 4


def test_a_wrong_id_or_secret_is_said(home, lend, fake_trakt):
    wrong = TraktSettings(client_id=CLIENT_ID, client_secret="wrong-secret", url=fake_trakt.url)
    with pytest.raises(ProviderRejected, match="client secret"):
        OAuth(wrong, home.context, clock=lambda: 0.0, sleep=lambda _: None).wait(home.oauth.code())
    unknown = TraktSettings(client_id="wrong", url=fake_trakt.url)
    with pytest.raises(ProviderRejected, match="client id"):
        OAuth(unknown, home.context).code()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_without_a_keyring_a_login_is_kept_in_a_file_that_only_its_owner_reads(logged_in):
    [file] = [path for path in logged_in.context.data_folder.iterdir() if path.suffix == ".json"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert logged_in.store.read().access == "access-token-0001"
    file.write_text("{broken")
    assert logged_in.store.read() is None


def test_a_keyring_that_works_is_used_in_place_of_the_file(logged_in):
    memory = Memory()
    keyring.set_keyring(memory)
    tokens = logged_in.store.read()
    assert logged_in.store.write(tokens) == "the system's keyring"
    [file] = logged_in.context.data_folder.glob("*.json")
    assert "token-0001" not in file.read_text()
    assert logged_in.store.read() == tokens
    memory.locked = True
    assert logged_in.store.read() is None
    assert logged_in.store.write(tokens).endswith("login.json")
    memory.locked = False
    logged_in.store.write(tokens)
    memory.locked = True
    with pytest.raises(ProviderError, match="out of the system's keyring"):
        logged_in.store.forget()
    memory.locked = False
    logged_in.store.forget()
    assert (memory.entries, logged_in.store.read()) == ({}, None)


def test_a_keyring_is_not_asked_where_nobody_ever_logged_in(home, monkeypatch):
    monkeypatch.setattr(keyring, "get_password", lambda *_: pytest.fail("asked"))
    assert (home.store.read(), home.session().token()) == (None, "")


def test_a_token_is_renewed_in_time_once_and_the_new_one_is_kept(logged_in, fake_trakt):
    session = logged_in.session()
    assert session.token() == "access-token-0001"
    logged_in.now += LIFE_S - 3599
    others = [logged_in.session() for _ in range(4)]
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda each: each.token(), [session, *others] * 8))
    assert found == {"access-token-0002"}
    assert fake_trakt.count["POST /oauth/token"] == 1
    assert logged_in.store.read().refresh == "refresh-token-0002"


def test_a_token_that_is_refused_before_its_time_is_renewed(logged_in, fake_trakt):
    session = logged_in.session()
    fake_trakt.valid = {"another": "refresh-token-0001"}
    assert session.get("/movies/popular").status_code == 200
    assert session.token() == "access-token-0002"


def test_a_login_that_was_revoked_ends_and_public_things_are_still_had(logged_in, fake_trakt, world):
    world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    fake_trakt.valid.clear()
    source = TraktFacts(logged_in.settings, logged_in.context)
    film = MediaItem(title="Heat", ids=ExternalIds(imdb="tt0113277"))
    assert RATING in source.facts([film], {RATING})[film]
    assert source.facts([film], {RATING})
    assert fake_trakt.count["POST /oauth/token"] == 1


def test_while_trakt_is_down_an_old_token_is_used_to_its_end(logged_in, fake_trakt):
    logged_in.now += LIFE_S - 100
    fake_trakt.add_fault(Fault(status=503))
    assert logged_in.session().token() == "access-token-0001"
    logged_in.now += 100
    with pytest.raises(ProviderUnavailable):
        logged_in.session().token()


def test_a_token_in_the_settings_is_used_in_place_of_the_login(logged_in, fake_trakt):
    given = logged_in.settings.model_copy(update={"access_token": SecretStr("given-token")})
    fake_trakt.valid["given-token"] = ""
    session = Session(given, logged_in.context)
    assert (session.token(), session.get("/movies/popular").status_code) == ("given-token", 200)
    fake_trakt.valid.clear()
    assert session.get("/movies/popular").status_code == 401
    assert fake_trakt.count["POST /oauth/token"] == 0


def test_ones_own_watchlist_needs_a_login(home, fake_trakt, world):
    world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    fake_trakt.marked |= {"me/watchlist": world.movies, "ana/collection": world.movies}
    watchlist = NAMED["trakt_watchlist"](home.settings, home.context)
    with pytest.raises(ConfigError, match="who you are") as caught:
        watchlist.build("me", FILMS)
    assert "posteract trakt login" in caught.value.hint
    fake_trakt.entered = 200
    home.store.write(home.oauth.wait(home.oauth.code()))
    watchlist = NAMED["trakt_watchlist"](home.settings, home.context)
    assert [ref.ids.tmdb for value in ("me", True, ["me"]) for ref in watchlist.build(value, FILMS)] == [949] * 3
    assert len(NAMED["trakt_collection"](home.settings, home.context).build("ana", FILMS)) == 1
    for wrong in (False, "", {"user": "x"}):
        with pytest.raises(ConfigError, match="user"):
            watchlist.build(wrong, FILMS)


def test_a_login_is_revoked_also_when_its_token_is_too_old(logged_in, fake_trakt):
    logged_in.now += 2 * LIFE_S
    logged_in.oauth.revoke(logged_in.store.read())
    assert fake_trakt.valid == {}
    logged_in.oauth.revoke(logged_in.store.read())


@pytest.fixture
def typed(home, monkeypatch):
    """Type a command, with the settings and the context of `home`."""

    @contextmanager
    def lent(*_, **__):
        yield SimpleNamespace(settings=home.settings, context=home.context)

    monkeypatch.setattr("posteract_core.commands.lent", lent)
    monkeypatch.setattr("posteract_trakt.oauth.time.sleep", lambda _: None)
    runner = typer.testing.CliRunner()

    def run(*words):
        ended = runner.invoke(command, words)
        assert not any(secret in ended.output for secret in ("-token-", "device-code", CLIENT_SECRET))
        return ended

    return run


def test_login_and_logout_by_hand(typed, home, fake_trakt, monkeypatch):
    monkeypatch.setattr(OAuth.__init__, "__kwdefaults__", {"clock": lambda: home.now, "sleep": lambda _: None})
    fake_trakt.entered = 200
    ended = typed("login")
    assert (ended.exit_code, "enter 5055CC52" in ended.output, "Logged in" in ended.output) == (0, True, True)
    ended = typed("logout")
    assert (ended.exit_code, fake_trakt.valid, home.store.read()) == (0, {}, None)
    assert "There is no login" in typed("logout").output


def test_logout_forgets_the_login_though_trakt_cannot_be_told(typed, logged_in, fake_trakt):
    fake_trakt.add_fault(Fault(cut="before"))
    ended = typed("logout")
    assert (ended.exit_code, logged_in.store.read()) == (0, None)
    assert "warning: " in ended.output


def test_without_a_client_secret_nobody_can_log_in(typed, home):
    home.settings = TraktSettings(client_id=CLIENT_ID)
    assert "client_secret" in str(typed("login").exception)
