"""Real little videos, libraries made of them, and Posteract as a user starts it."""

from __future__ import annotations

import ctypes
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

NOWHERE = "http://127.0.0.1:9"
"""A proxy that refuses everything: whatever a command asks for beyond this machine is not to be had."""

PR_CAPBSET_DROP, RIGHTS_OF_ROOT = 24, (1, 2, 3)
"""From linux/prctl.h, and of linux/capability.h: DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER."""

MASTERING = (
    "hdr10=1:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"
)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Posteract = Callable[..., Ended]
Snapshot = Callable[..., dict[str, tuple[int, int, int]]]


def _video(
    path: Path,
    codec: str,
    size: tuple[int, int],
    *,
    pixels: str,
    options: Mapping[str, str],
    color: tuple[int, int, int] | None = None,
    audio: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Write two black frames, and a moment of silence per track of (codec, layout, language)."""
    with av.open(str(path), "w") as out:
        video = out.add_stream(codec, rate=Fraction(24))
        video.width, video.height = size
        video.pix_fmt, video.options = pixels, {"preset": "ultrafast", **options}
        if color is not None:
            context = video.codec_context
            context.color_primaries, context.color_trc, context.colorspace = color
        tracks = []
        for name, layout, language in audio:
            track = out.add_stream(name, rate=48000, layout=layout)
            track.metadata["language"] = language
            tracks.append(track)
        for number in range(2):
            frame = av.VideoFrame(*size, pixels)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        for track in tracks:
            of = track.codec_context
            silence = av.AudioFrame(format=of.format.name, layout=track.layout.name, samples=of.frame_size or 1024)
            silence.sample_rate, silence.pts = 48000, 0
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            out.mux([*track.encode(silence), *track.encode(None)])


@pytest.fixture(scope="session")
def videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Real videos by what they are."""
    folder = tmp_path_factory.mktemp("videos")
    found = {"h264 1080p": folder / "a.mkv", "hevc 2160p hdr10": folder / "b.mkv", "h264 720p": folder / "c.mp4"}
    _video(
        found["h264 1080p"],
        "libx264",
        (1920, 1080),
        pixels="yuv420p",
        options={},
        audio=[("ac3", "5.1", "eng"), ("aac", "stereo", "ger")],
    )
    _video(
        found["hevc 2160p hdr10"],
        "libx265",
        (3840, 2160),
        pixels="yuv420p10le",
        color=(9, 16, 9),
        options={"x265-params": f"log-level=none:frame-threads=1:pools=1:{MASTERING}"},
        audio=[("eac3", "5.1", "eng"), ("flac", "stereo", "jpn"), ("aac", "stereo", "fre")],
    )
    _video(
        found["h264 720p"],
        "libx264",
        (1280, 720),
        pixels="yuv420p",
        options={},
        audio=[("aac", "stereo", "ger")],
    )
    return found


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine on which nothing is set for Posteract, and no configuration lies about."""
    home = tmp_path_factory.mktemp("home")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("POSTERACT")}
    offline = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), NOWHERE)
    plain = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "COLUMNS": "120", "NO_COLOR": "1"}
    return {**clean, **offline, **plain}


@pytest.fixture(scope="session")
def command() -> list[str]:
    """The installed console script."""
    script = Path(sys.executable).with_name("posteract.exe" if os.name == "nt" else "posteract")
    assert script.exists(), "the workspace is not installed: uv sync"
    return [str(script)]


def _without_rights() -> None:
    """Give up what lets root write where nobody may; run between fork and exec."""
    libc = ctypes.CDLL(None, use_errno=True)
    for right in RIGHTS_OF_ROOT:
        if libc.prctl(PR_CAPBSET_DROP, right, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")


@pytest.fixture(scope="session")
def posteract(command: list[str], environment: dict[str, str]) -> Posteract:
    """Run `posteract …` in a folder and return how it ended; a traceback is a failure in itself."""

    def run(
        *words: str | Path, cwd: Path, env: Mapping[str, str] | None = None, as_ordinary_user: bool = False
    ) -> Ended:
        give_up = as_ordinary_user and os.geteuid() == 0
        done = subprocess.run(
            [*command, *map(str, words)],
            cwd=cwd,
            env={**environment, **(env or {})},
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            stdin=subprocess.DEVNULL,
            preexec_fn=_without_rights if give_up else None,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """Return inode, time and size of every file below folders: what changes when anything is written."""

    def look(*folders: Path) -> dict[str, tuple[int, int, int]]:
        files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
        return {str(path): ((stat := path.stat()).st_ino, stat.st_mtime_ns, stat.st_size) for path in files}

    return look


@pytest.fixture(scope="session")
def jpeg() -> Callable[..., bytes]:
    """Make a plain picture: jpeg(color, size)."""

    def make(color: str, size: tuple[int, int] = (1000, 1500)) -> bytes:
        buffer = io.BytesIO()
        Image.new("RGB", size, color).save(buffer, "JPEG")
        return buffer.getvalue()

    return make


HEAT_NFO = """<movie>
  <title>Heat</title><year>1995</year>
  <uniqueid type="tmdb">949</uniqueid><uniqueid type="imdb">tt0113277</uniqueid>
  <ratings><rating name="imdb" max="10"><value>8.3</value><votes>700000</votes></rating></ratings>
  <genre>Crime</genre>
</movie>
"""

ONE_FILM = """\
plugins:
  folder: {roots: {Films: Films}}
libraries:
  Films: {artwork: {poster: {style: minimal}}}
storage: {assets: null}
"""


@pytest.fixture
def one_film(tmp_path: Path, videos: dict[str, Path], jpeg: Callable[..., bytes]) -> Path:
    """A folder with a configuration and one film, whose textless poster lies among the owner's own pictures."""
    film = tmp_path / "Films" / "Heat (1995)"
    film.mkdir(parents=True)
    shutil.copy(videos["h264 1080p"], film / "Heat (1995).mkv")
    (film / "movie.nfo").write_text(HEAT_NFO, encoding="utf-8")
    own = tmp_path / "manual" / "textless" / "Heat (1995)"
    own.mkdir(parents=True)
    (own / "poster.jpg").write_bytes(jpeg("navy"))
    (tmp_path / "config.yaml").write_text(ONE_FILM, encoding="utf-8")
    return tmp_path


@pytest.fixture
def installed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, str]]:
    """Install a plugin as pip does, for one process: installed(name, code) -> what its environment needs."""

    def install(name: str, code: str) -> dict[str, str]:
        folder = tmp_path_factory.mktemp("installed")
        info = folder / f"posteract_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: posteract-{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[posteract.plugins]\n{name} = posteract_{name}\n")
        (folder / f"posteract_{name}.py").write_text(code, encoding="utf-8")
        return {"PYTHONPATH": str(folder)}

    return install
