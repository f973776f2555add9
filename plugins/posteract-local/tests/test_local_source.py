"""The source `local`: what it offers, when it says that something changed, what it refuses to read."""

from __future__ import annotations

import io
import os
import threading
from dataclasses import replace

import pytest
from PIL import Image
from posteract_core.errors import PictureRefused, ProviderUnavailable
from posteract_core.model import TEXTLESS, Artwork, ArtworkKind, MediaItem, Severity
from posteract_core.render.mark import Mark, exif_of
from posteract_local.assets.headers import HEAD_BYTES
from posteract_local.assets.roots import Root, Roots
from posteract_local.settings import LocalSettings
from pydantic import ValidationError

POSTER = ArtworkKind.POSTER


def test_manual_assets_come_first_and_win_over_every_source(make_local, fill, tmp_path, heat):
    fill(tmp_path / "manual", "Movies/Heat (1995)/poster.jpg", "textless/Heat (1995).png")
    source = make_local(fill(tmp_path / "assets", "Heat (1995)/poster.jpg", "Heat (1995)/textless/poster.jpg"))

    assert source.offers_manual
    assert [(one.id, one.manual, one.finished, one.language) for one in source.find(heat, POSTER)] == [
        ("manual/Movies/Heat%20%281995%29/poster.jpg", True, True, None),
        ("manual/textless/Heat%20%281995%29.png", True, False, TEXTLESS),
        ("assets/Heat%20%281995%29/poster.jpg", False, True, None),
        ("assets/Heat%20%281995%29/textless/poster.jpg", False, False, TEXTLESS),
    ]


def test_folders_are_looked_into_in_their_order(make_local, fill, tmp_path, heat):
    first, second = (fill(tmp_path / name / "assets", "Heat (1995).jpg") for name in "ba")

    assert [(one.id, one.position) for one in make_local(first, second).find(heat, POSTER)] == [
        ("assets/Heat%20%281995%29.jpg", 0),
        ("assets~2/Heat%20%281995%29.jpg", 1),
    ]


def test_a_relative_folder_is_taken_from_the_configurations_folder(make_local, fill, tmp_path, heat):
    fill(tmp_path / "mine", "Heat (1995).jpg")

    assert len(make_local("mine").find(heat, POSTER)) == 1


def test_the_size_comes_from_the_header_and_the_bytes_are_the_files(make_local, fill, make_picture, tmp_path, heat):
    data = make_picture(".png", (200, 300))
    source = make_local(fill(tmp_path / "assets", files={"Heat (1995).png": data}))
    (artwork,) = source.find(heat, POSTER)

    assert (artwork.width_px, artwork.height_px) == (200, 300)
    assert source.read(artwork) == data


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_large_png_is_known_by_its_beginning(make_local, fill, tmp_path, heat, mode):
    buffer = io.BytesIO()
    Image.effect_noise((700, 1050), 90).convert(mode).save(buffer, "PNG")
    assert buffer.tell() > HEAD_BYTES
    source = make_local(fill(tmp_path / "assets", files={"Heat (1995).png": buffer.getvalue()}))
    assert [(each.width_px, each.height_px) for each in source.find(heat, POSTER)] == [(700, 1050)]


def test_our_own_pictures_are_never_offered(make_local, fill, make_picture, tmp_path, heat):
    ours = make_picture(".jpg", exif=exif_of(Mark(fingerprint="f", original_hash="o")))
    source = make_local(fill(tmp_path / "assets", files={"Heat (1995)/poster.jpg": ours}))

    assert source.find(heat, POSTER) == []


def test_a_picture_of_another_program_is_no_picture_of_ours(make_local, fill, make_picture, tmp_path, heat):
    exif = Image.Exif()
    exif[0x0131] = "GIMP"
    source = make_local(fill(tmp_path / "assets", files={"Heat (1995)/poster.jpg": make_picture(".jpg", exif=exif)}))

    assert len(source.find(heat, POSTER)) == 1


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"", "empty"), (b"<html>not found</html>", "picture"), (b"\xff\xd8\xff\xe0 broken", "picture")],
)
def test_a_broken_file_is_listed_and_refused_when_read(make_local, fill, tmp_path, heat, data, word):
    source = make_local(fill(tmp_path / "assets", files={"Heat (1995).jpg": data}))
    (artwork,) = source.find(heat, POSTER)

    assert artwork.width_px == 0
    with pytest.raises(PictureRefused, match=word) as refusal:
        source.read(artwork)
    assert "Heat (1995).jpg" in str(refusal.value)


def test_a_huge_file_is_refused_with_its_name(make_local, fill, tmp_path, heat):
    source = make_local(fill(tmp_path / "assets", "Heat (1995).jpg"))
    (artwork,) = source.find(heat, POSTER)
    os.truncate(tmp_path / "assets" / "Heat (1995).jpg", 65 * 2**20)

    with pytest.raises(PictureRefused, match=r"Heat \(1995\)\.jpg has more than 64 MiB"):
        source.read(artwork)


def test_a_bomb_is_refused(make_local, fill, tmp_path, heat):
    out = io.BytesIO()
    Image.new("1", (25_000, 25_000)).save(out, "PNG")
    source = make_local(fill(tmp_path / "assets", files={"Heat (1995).png": out.getvalue()}))
    (artwork,) = source.find(heat, POSTER)

    with pytest.raises(PictureRefused):
        source.read(artwork)


@pytest.mark.parametrize(
    "url",
    [
        "local:assets/../secret.jpg",
        "local:assets//etc/passwd",
        "local:assets/%2e%2e/secret.jpg",
        "local:other/Heat.jpg",
        "file:///etc/passwd",
        "local:assets/linked/poster.jpg",
        "local:assets/",
    ],
)
def test_nothing_outside_the_folders_is_ever_read(make_local, fill, tmp_path, url):
    fill(tmp_path, "secret.jpg", "elsewhere/poster.jpg")
    assets = fill(tmp_path / "assets", "Heat (1995).jpg")
    (assets / "linked").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PictureRefused):
        make_local(assets).read(Artwork(id="x", url=url))


def test_a_file_that_is_gone_may_come_back(make_local, fill, tmp_path, heat):
    source = make_local(fill(tmp_path / "assets", "Heat (1995).jpg"))
    (artwork,) = source.find(heat, POSTER)
    (tmp_path / "assets" / "Heat (1995).jpg").unlink()

    with pytest.raises(ProviderUnavailable, match="cannot be read"):
        source.read(artwork)


def test_a_name_that_is_no_text_is_read_all_the_same(make_local, make_picture, tmp_path, heat):
    folder = tmp_path / "assets" / os.fsdecode(b"tex\xe9")
    try:
        folder.mkdir(parents=True)
    except OSError:
        pytest.skip("this file system takes no names that are not UTF-8")
    (folder / "Heat (1995).jpg").write_bytes(make_picture())
    source = make_local(tmp_path / "assets")
    (artwork,) = source.find(heat, POSTER)

    artwork.url.encode()
    assert source.read(artwork)


def test_the_token_changes_with_the_files_and_with_nothing_else(make_local, fill, tmp_path, heat, the_matrix):
    assets = fill(tmp_path / "assets", "Alien (1979).jpg")
    empty = make_local(assets).revision(heat, POSTER)
    fill(assets, "Heat (1995).jpg")
    there = make_local(assets).revision(heat, POSTER)
    fill(assets, "The Matrix (1999).jpg")
    other = make_local(assets).revision(heat, POSTER)
    os.utime(assets / "Heat (1995).jpg", ns=(1, 1))
    touched = make_local(assets).revision(heat, POSTER)

    assert empty == ""
    assert len({empty, there, touched}) == 3
    assert there == other


def test_no_file_is_opened_for_a_token(make_local, fill, tmp_path, heat, monkeypatch):
    source = make_local(fill(tmp_path / "assets", files={"Heat (1995).jpg": b"no picture"}))
    monkeypatch.setattr("posteract_local.assets.headers._read", lambda asset: pytest.fail("a file was opened"))

    assert source.revision(heat, POSTER)


def test_a_folder_that_is_not_there_is_not_the_same_as_an_empty_one(make_local, tmp_path, heat):
    source = make_local(tmp_path / "unmounted")

    with pytest.raises(ProviderUnavailable, match="unmounted cannot be listed") as error:
        source.find(heat, POSTER)
    assert "plugins.local.folders" in error.value.hint
    assert source.revision(heat, POSTER)


def test_manual_assets_need_not_exist(make_local, tmp_path, heat):
    source = make_local(manual=tmp_path / "never made")

    assert source.find(heat, POSTER) == []
    assert source.check() == []


def test_doctor_hears_of_every_folder(make_local, fill, tmp_path):
    assets = fill(tmp_path / "assets", "Heat (1995).jpg")
    findings = make_local(assets, tmp_path / "gone").check()

    assert [(finding.severity, finding.message.split(": ")[-1]) for finding in findings] == [
        (Severity.OK, "no pictures yet"),
        (Severity.OK, "1 picture"),
        (Severity.ERROR, "No such file or directory"),
    ]
    assert findings[-1].remedy


def test_a_folder_that_may_not_be_read_is_left_out_and_said(make_local, fill, tmp_path, heat, monkeypatch):
    assets = fill(tmp_path / "assets", "locked/Alien (1979).jpg", "Heat (1995).jpg")
    scandir = os.scandir

    def guarded(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    source = make_local(assets)

    assert len(source.find(heat, POSTER)) == 1
    assert [finding.severity for finding in source.check()] == [Severity.OK, Severity.WARNING, Severity.OK]


def test_a_listing_serves_a_whole_plan_and_is_made_anew_for_the_next(fill, tmp_path):
    now = [0.0]
    roots = Roots([Root(label="a", folder=fill(tmp_path / "a", "Heat (1995).jpg"), manual=False)], lambda: now[0])
    ((_, first),) = roots.current()
    ((_, same),) = roots.current()
    now[0] += 60
    ((_, fresh),) = roots.current()

    assert first is same
    assert fresh is not first


def test_threads_share_one_listing(fill, tmp_path, monkeypatch):
    folder = fill(tmp_path / "a", "Heat (1995).jpg")
    roots = Roots([Root(label="a", folder=folder, manual=False)], lambda: 0.0)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(roots.current()[0][1])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({id(index) for index in found}) == 1


def test_ten_thousand_items_are_asked_for_without_ten_thousand_listings(make_local, fill, tmp_path, monkeypatch):
    listings = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: listings.append(path) or scandir(path))
    assets = fill(tmp_path / "assets", *(f"Movies/Film {n} (2001)/poster.jpg" for n in range(30)))
    source = make_local(assets)
    monkeypatch.setattr("posteract_local.assets.roots.LEAST_AGE_S", 3600.0)
    tokens = {source.revision(MediaItem(title=f"Film {n}", year=2001, library="Movies"), POSTER) for n in range(1000)}

    assert len(tokens) == 31
    assert len(listings) == 33


def test_an_empty_folder_name_is_a_mistake():
    with pytest.raises(ValidationError, match="an empty name"):
        LocalSettings.model_validate({"folders": [" "]})


def test_one_folder_may_be_written_without_a_list(tmp_path):
    assert LocalSettings.model_validate({"folders": str(tmp_path)}).folders == (tmp_path,)


def test_another_year_is_another_film(make_local, fill, tmp_path, heat):
    source = make_local(fill(tmp_path / "assets", "Heat (1986).jpg"))

    assert source.find(replace(heat, folder=""), POSTER) == []
