"""A library of folders with its runs done, and the server over it."""

from __future__ import annotations

import io
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

import httpx
import pytest
from PIL import Image
from posteract_core.app import App, Opening
from posteract_core.app.serving import Desk
from posteract_core.model import RunRequest
from posteract_core.providers import ProviderContext
from posteract_web.passwords import hashed
from posteract_web.settings import WebSettings
from posteract_web.trigger import WebServer
from services import queue

TOKEN = "a-token-of-enough-length"
BEARER = {"authorization": f"Bearer {TOKEN}"}
PASSWORD = "correct horse battery"
FILMS = ("Alien (1979)", "Heat (1995)", "Ran (1985)")


def write_config(folder: Path, **more: Any) -> Path:
    """Write a configuration of films in folders, and return its file."""
    config = {
        "plugins": {
            "folder": {"roots": {"Films": {"path": "Films", "type": "movie"}}, "probe": False},
            "web": {"token": TOKEN},
            "fanart": {"api_key": "deepest-secret"},
        },
        "poster_preferences": {"sources": ["local"], "fallback": ["drawn"]},
        "libraries": {"Films": {"artwork": {"poster": {"style": "minimal"}}}},
        "schedule": {"nightly": {"cron": "0 3 * * *", "run": {"all": True}}},
        "storage": {"assets": None},
        "log": {"file": "posteract.log"},
        **more,
    }
    path = folder / "config.yaml"
    path.write_text(json.dumps(config, indent=2))
    return path


def add_films(folder: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (folder / "Films" / name).mkdir(parents=True)
        (folder / "Films" / name / f"{name}.mkv").write_bytes(b"video")


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hashed(PASSWORD)


@pytest.fixture(scope="session")
def drawn_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home after its first run; to be copied."""
    folder = tmp_path_factory.mktemp("drawn")
    add_films(folder, FILMS)
    with App.again(Opening(config=write_config(folder))) as app:
        assert app.run(RunRequest(all=True)).summary.done == len(FILMS)
    return folder


@pytest.fixture
def opening(drawn_home: Path, tmp_path: Path) -> Opening:
    """Return the opening of a home of the test's own, with three films that have their posters."""
    shutil.copytree(drawn_home, tmp_path / "home")
    return Opening(config=write_config(tmp_path / "home"))


@pytest.fixture
def serving(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return whoever serves, doing runs."""
    monkeypatch.setattr("posteract_core.app.serving.BUSY_S", 0.05)
    with queue.serving(opening) as serving:
        yield serving


@pytest.fixture
def settings(password_hash: str) -> WebSettings:
    return WebSettings.model_validate({"port": 0, "token": TOKEN, "users": {"ana": password_hash}})


class Running:
    """The server as `posteract serve` runs it: in a thread, until the block ends or `end` is called."""

    def __init__(self, settings: WebSettings, submits: Any, folder: Path) -> None:
        self.http = httpx.Client(headers=BEARER, timeout=30)
        context = ProviderContext(
            instance="web",
            http=self.http,
            cache_folder=folder,
            config_folder=folder,
            manual_assets=folder / "manual",
            config_file=folder / "config.yaml",
        )
        self.server, self.stop = WebServer(settings, context), Event()
        self.thread = Thread(target=self.server.listen, args=(submits, self.stop), daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        end = time.monotonic() + 20
        while not self.server.address and self.thread.is_alive() and time.monotonic() < end:
            time.sleep(0.005)
        assert self.server.address
        self.http.base_url = httpx.URL(self.server.address)
        return self

    def end(self, within_s: float = 5.0) -> None:
        self.stop.set()
        self.thread.join(within_s)
        assert not self.thread.is_alive()

    def __exit__(self, *_: object) -> None:
        self.end()
        self.http.close()


@pytest.fixture
def served(opening: Opening) -> Callable[..., Running]:
    """Return what runs a server: `with served(settings, submits) as running`."""
    assert opening.config is not None
    folder = opening.config.parent
    return lambda settings, submits: Running(settings, submits, folder)


@pytest.fixture
def server(settings: WebSettings, serving: Desk, served: Callable[..., Running]) -> Iterator[WebServer]:
    """Return the server, listening."""
    with served(settings, serving) as running:
        yield running.server


@pytest.fixture(scope="session")
def shared_home(drawn_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of the server that is shared by tests which change nothing."""
    folder = tmp_path_factory.mktemp("shared") / "home"
    shutil.copytree(drawn_home, folder)
    write_config(folder)
    return folder


@pytest.fixture(scope="session")
def shared_server(shared_home: Path) -> Iterator[WebServer]:
    opening = Opening(config=shared_home / "config.yaml")
    settings = WebSettings.model_validate({"port": 0, "token": TOKEN})
    with queue.serving(opening) as serving, Running(settings, serving, shared_home) as running:
        yield running.server


@pytest.fixture(scope="session")
def fresh_server(drawn_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """Return a server of its own for a test that changes everything."""
    folder = tmp_path_factory.mktemp("fresh") / "home"
    shutil.copytree(drawn_home, folder)
    opening = Opening(config=write_config(folder))
    settings = WebSettings.model_validate({"port": 0, "token": TOKEN})
    with queue.serving(opening) as serving, Running(settings, serving, folder) as running:
        yield running.server


@pytest.fixture
def shared(shared_server: WebServer) -> Iterator[httpx.Client]:
    """Return a client of the shared server that bears no token."""
    with httpx.Client(base_url=shared_server.address, timeout=30) as client:
        yield client


@pytest.fixture
def shared_api(shared: httpx.Client) -> httpx.Client:
    """Return a client of the shared server that bears the token."""
    shared.headers.update(BEARER)
    return shared


@pytest.fixture
def shared_poster(shared_api: httpx.Client) -> int:
    """Return the number of Heat's poster in the shared home."""
    [target] = shared_api.get("/api/v1/targets", params={"q": "Heat", "kind": "poster"}).json()["items"]
    return int(target["id"])


@pytest.fixture
def client(server: WebServer) -> Iterator[httpx.Client]:
    """Return a client that bears no token."""
    with httpx.Client(base_url=server.address, timeout=30) as client:
        yield client


@pytest.fixture
def api(client: httpx.Client) -> httpx.Client:
    """Return a client that bears the token."""
    client.headers.update(BEARER)
    return client


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """Return what makes a picture."""

    def made(
        colour: tuple[int, int, int] = (40, 60, 90), *, size: tuple[int, int] = (200, 300), kind: str = "JPEG"
    ) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", size, colour).save(out, kind)
        return out.getvalue()

    return made


@pytest.fixture
def poster(api: httpx.Client) -> int:
    """Return the number of Heat's poster."""
    [target] = api.get("/api/v1/targets", params={"q": "Heat", "kind": "poster"}).json()["items"]
    return int(target["id"])
