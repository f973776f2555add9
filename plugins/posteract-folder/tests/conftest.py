"""Folders to serve, real little videos, and pictures."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import httpx
import pytest
from PIL import Image
from posteract_core.model import MediaItem, Picture
from posteract_core.providers import ProviderContext
from posteract_core.providers.memory import Memory
from posteract_folder.names import Guesses
from posteract_folder.server import FolderServer
from posteract_folder.settings import FolderSettings

Tree = dict[str, bytes | str | Path]


def _video(
    path: Path,
    *,
    codec: str,
    size: tuple[int, int],
    pixels: str = "yuv420p",
    color: tuple[int, int, int] | None = None,
    options: dict[str, str] | None = None,
    audio: Sequence[tuple[str, str, str]] = (),
    subtitles: Sequence[str] = (),
) -> Path:
    """Write two black frames and a moment of silence per track of (codec, layout, language)."""
    with av.open(str(path), "w") as out:
        video = out.add_stream(codec, rate=Fraction(24))
        video.width, video.height = size
        video.pix_fmt = pixels
        video.options = options or {}
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
            for packet in video.encode(frame):
                out.mux(packet)
        for packet in video.encode(None):
            out.mux(packet)
        for track in tracks:
            silence = av.AudioFrame(
                format=track.codec_context.format.name,
                layout=track.layout.name,
                samples=track.codec_context.frame_size or 1024,
            )
            silence.sample_rate, silence.pts = 48000, 0
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            for packet in [*track.encode(silence), *track.encode(None)]:
                out.mux(packet)
    return path


X265_QUIET = "log-level=none:frame-threads=1:pools=1"
MASTERING = (
    "hdr10=1:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"
)


@pytest.fixture(scope="session")
def videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Real videos by what they are."""
    folder = tmp_path_factory.mktemp("videos")
    fast = {"preset": "ultrafast"}
    return {
        "h264 1080p": _video(
            folder / "a.mkv",
            codec="libx264",
            size=(1920, 1080),
            options=fast,
            audio=[("aac", "stereo", "eng"), ("ac3", "5.1", "ger"), ("flac", "stereo", "jpn")],
        ),
        "hevc 2160p hdr10": _video(
            folder / "b.mkv",
            codec="libx265",
            size=(3840, 2160),
            pixels="yuv420p10le",
            color=(9, 16, 9),
            options={**fast, "x265-params": f"{X265_QUIET}:{MASTERING}"},
            audio=[("eac3", "5.1", "eng")],
        ),
        "hevc 1080p hlg": _video(
            folder / "c.mkv",
            codec="libx265",
            size=(1920, 1080),
            pixels="yuv420p10le",
            color=(9, 18, 9),
            options={**fast, "x265-params": X265_QUIET},
        ),
        "mp4 scope": _video(
            folder / "d.mp4",
            codec="libx264",
            size=(1920, 800),
            options=fast,
            audio=[("eac3", "5.1", "fre"), ("alac", "stereo", "und")],
        ),
        "avi dvd": _video(folder / "e.avi", codec="mpeg4", size=(720, 576), audio=[("libmp3lame", "stereo", "eng")]),
        "mpeg2": _video(folder / "f.mkv", codec="mpeg2video", size=(720, 480), audio=[("pcm_s16le", "stereo", "eng")]),
        "vp9 opus": _video(
            folder / "g.webm", codec="libvpx-vp9", size=(1280, 720), audio=[("libopus", "stereo", "ita")]
        ),
    }


@pytest.fixture
def make_tree(tmp_path: Path) -> Callable[[Tree], Path]:
    """Write files under a root: bytes, text, or a copy of a path; a name with nothing in it is an empty file."""

    def make(files: Tree, root: str = "root") -> Path:
        base = tmp_path / root
        base.mkdir(exist_ok=True)
        for name, content in files.items():
            path = base / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                path.write_bytes(content.read_bytes())
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        return base

    return make


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., FolderServer]]:
    """Build servers over roots; all are closed at the end. Videos are not opened unless `probe=True`."""
    servers: list[FolderServer] = []

    def make(*, probe: bool = False, dry_run: bool = False, **roots: object) -> FolderServer:
        context = ProviderContext(
            instance="folder",
            http=httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(500))),
            cache_folder=tmp_path / "cache",
            config_folder=tmp_path,
            manual_assets=tmp_path / "manual",
            dry_run=dry_run,
        )
        server = FolderServer(FolderSettings.model_validate({"roots": roots, "probe": probe}), context)
        servers.append(server)
        return server

    yield make
    for server in servers:
        server.close()
        server.http.close()


@pytest.fixture
def listing() -> Callable[..., list[MediaItem]]:
    """List everything of a server, or of one of its libraries."""

    def items(server: FolderServer, name: str | None = None) -> list[MediaItem]:
        return [
            item
            for library in server.libraries()
            if name in (None, library.name)
            for page in server.items(library)
            for item in page
        ]

    return items


@pytest.fixture
def films(
    make_tree: Callable[[Tree], Path], make_server: Callable[..., FolderServer], listing: Callable[..., list[MediaItem]]
) -> Callable[[Tree], list[MediaItem]]:
    """List the films of a tree, without opening videos."""
    return lambda files: listing(make_server(Movies={"path": str(make_tree(files)), "type": "movie"}))


@pytest.fixture
def shows(
    make_tree: Callable[[Tree], Path], make_server: Callable[..., FolderServer], listing: Callable[..., list[MediaItem]]
) -> Callable[[Tree], list[MediaItem]]:
    """List the shows, seasons and episodes of a tree, without opening videos."""
    return lambda files: listing(make_server(Shows={"path": str(make_tree(files)), "type": "show"}))


@pytest.fixture(scope="session")
def picture() -> Callable[..., Picture]:
    """Make pictures of one colour."""

    def make(color: str = "navy", format: str = "jpeg", size: tuple[int, int] = (100, 150)) -> Picture:  # noqa: A002
        buffer = io.BytesIO()
        Image.new("RGB", size, color).save(buffer, format)
        return Picture(data=buffer.getvalue(), format=format, width_px=size[0], height_px=size[1])

    return make


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder of the test's own; for tests about rights one that nobody may enter, which pytest's are not."""
    if "as_nobody" not in request.fixturenames:
        yield tmp_path_factory.mktemp("test")
        return
    with tempfile.TemporaryDirectory(prefix="posteract-rights-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.fixture
def as_nobody(tmp_path: Path) -> Iterator[None]:
    """Give up root's rights for a test about rights."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture(scope="session")
def guesses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guesses]:
    """guessit with a memory of its own."""
    memory = Memory(tmp_path_factory.mktemp("guesses") / "memory.sqlite")
    yield Guesses(memory)
    memory.close()
