"""What real videos say, and who is believed when several witnesses speak."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from posteract_core.model import AudioTrack
from posteract_folder.video import probe, read_tracks


def tracks(technical):
    return [(track.codec, track.channels, track.language) for track in technical.audio]


def test_a_1080p_h264_with_three_tracks(videos):
    found = probe(str(videos["h264 1080p"]))

    assert (found.width_px, found.height_px, found.video_codec, found.container) == (1920, 1080, "h264", "mkv")
    assert found.hdr == ()
    assert tracks(found) == [("aac", 2, "en"), ("ac3", 6, "de"), ("flac", 2, "ja")]
    assert found.duration_s > 0
    assert found.aspect == pytest.approx(16 / 9, abs=0.01)


def test_a_2160p_hevc_with_hdr10(videos):
    found = probe(str(videos["hevc 2160p hdr10"]))

    assert (found.width_px, found.height_px, found.video_codec) == (3840, 2160, "hevc")
    assert found.hdr == ("hdr10",)
    assert tracks(found) == [("eac3", 6, "en")]
    assert not found.audio[0].atmos


def test_hybrid_log_gamma(videos):
    assert probe(str(videos["hevc 1080p hlg"])).hdr == ("hlg",)


@pytest.mark.parametrize(
    ("name", "video", "container", "audio"),
    [
        ("mp4 scope", "h264", "mp4", [("eac3", 6, "fr"), ("alac", 2, "")]),
        ("avi dvd", "mpeg4", "avi", [("mp3", 2, "")]),
        ("mpeg2", "mpeg2", "mkv", [("pcm", 2, "en")]),
        ("vp9 opus", "vp9", "webm", [("opus", 2, "it")]),
    ],
)
def test_other_codecs_and_containers(videos, name, video, container, audio):
    found = probe(str(videos[name]))

    assert (found.video_codec, found.container) == (video, container)
    assert tracks(found) == audio


def test_cinemascope_is_told_by_its_aspect(videos):
    assert probe(str(videos["mp4 scope"])).aspect == pytest.approx(2.4, abs=0.01)


def test_what_is_no_video_is_a_fault_and_not_a_crash(tmp_path, videos):
    (tmp_path / "a.mkv").write_bytes(b"")
    (tmp_path / "b.mkv").write_text("<html>not a film</html>")
    (tmp_path / "c.mkv").write_bytes(videos["h264 1080p"].read_bytes()[:40])

    assert all(probe(str(tmp_path / name)).fault for name in ("a.mkv", "b.mkv", "c.mkv"))
    with pytest.raises(OSError, match="No such file"):
        probe(str(tmp_path / "d.mkv"))


def test_a_video_whose_name_is_no_utf8_is_read(tmp_path, videos):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/Am\xe9lie?*.mkv")
    Path(path).write_bytes(videos["h264 1080p"].read_bytes())

    assert probe(path).height_px == 1080


# TrueHD, DTS and Dolby Vision cannot be encoded here; these are MediaInfo's fields for such files.
@pytest.mark.parametrize(
    ("track", "expected"),
    [
        (
            {"Format": "MLP FBA", "Format_Commercial_IfAny": "Dolby TrueHD with Dolby Atmos", "Channels": "8"},
            AudioTrack(codec="truehd", channels=8, atmos=True),
        ),
        ({"Format": "MLP FBA", "Channels": "6"}, AudioTrack(codec="truehd", channels=6)),
        (
            {"Format": "E-AC-3", "Format_AdditionalFeatures": "JOC", "Channels": "6", "Language": "en"},
            AudioTrack(codec="eac3", channels=6, language="en", atmos=True),
        ),
        ({"Format": "DTS", "Channels": "6"}, AudioTrack(codec="dts", channels=6)),
        ({"Format": "DTS", "Format_AdditionalFeatures": "ES XCh"}, AudioTrack(codec="dts", profile="es")),
        ({"Format": "DTS", "Format_AdditionalFeatures": "XLL"}, AudioTrack(codec="dts-hd-ma")),
        ({"Format": "DTS", "Format_AdditionalFeatures": "XLL X"}, AudioTrack(codec="dtsx")),
        ({"Format": "DTS", "Format_AdditionalFeatures": "XBR"}, AudioTrack(codec="dts-hd-hra")),
        ({"Format": "MPEG Audio", "Format_Profile": "Layer 2"}, AudioTrack(codec="mp2")),
        (
            {"Format": "AAC", "Title": "Commentary", "Default": "Yes", "Language": "en-US"},
            AudioTrack(codec="aac", title="Commentary", default=True, language="en"),
        ),
    ],
)
def test_sound_tracks_by_mediainfos_fields(track, expected):
    assert read_tracks([{"@type": "Audio", **track}]).audio == (expected,)


@pytest.mark.parametrize(
    ("video", "hdr", "profile"),
    [
        (
            {"HDR_Format": "Dolby Vision", "HDR_Format_Profile": "dvhe.05", "transfer_characteristics": "PQ"},
            ("dolby_vision",),
            5,
        ),
        (
            {
                "HDR_Format": "Dolby Vision / SMPTE ST 2086",
                "HDR_Format_Profile": "dvhe.07 / ",
                "HDR_Format_Compatibility": "Blu-ray / HDR10",
            },
            ("hdr10", "dolby_vision"),
            7,
        ),
        (
            {
                "HDR_Format": "Dolby Vision / SMPTE ST 2094 App 4",
                "HDR_Format_Profile": "dvhe.08 / ",
                "HDR_Format_Compatibility": "HDR10 / HDR10+ Profile B",
            },
            ("hdr10", "hdr10+", "dolby_vision"),
            8,
        ),
        (
            {
                "HDR_Format": "Dolby Vision",
                "HDR_Format_Profile": "dvhe.08",
                "HDR_Format_Compatibility": "HLG",
                "transfer_characteristics": "HLG",
            },
            ("hlg", "dolby_vision"),
            8,
        ),
        ({"transfer_characteristics": "PQ"}, ("hdr10",), None),
        ({"transfer_characteristics": "BT.709"}, (), None),
    ],
)
def test_high_dynamic_range_by_mediainfos_fields(video, hdr, profile):
    found = read_tracks([{"@type": "Video", "Format": "HEVC", **video}])

    assert (found.hdr, found.dolby_vision_profile) == (hdr, profile)


def test_a_listing_says_what_each_version_is(make_tree, make_server, listing, videos):
    root = make_tree(
        {
            "Heat (1995)/Heat (1995) - 1080p.mkv": videos["h264 1080p"],
            "Heat (1995)/Heat (1995) - 4K.mkv": videos["hevc 2160p hdr10"],
        }
    )
    (item,) = listing(make_server(probe=True, Movies=str(root)))

    assert [(v.height_px, v.video_codec, v.hdr) for v in item.versions] == [
        (1080, "h264", ()),
        (2160, "hevc", ("hdr10",)),
    ]
    assert [track.codec for track in item.versions[0].audio] == ["aac", "ac3", "flac"]
    assert item.versions[0].bitrate_kbps > 0


def test_the_video_is_believed_over_its_name(make_tree, make_server, listing, videos):
    root = make_tree({"Heat.1995.2160p.HDR.x265.TrueHD.mkv": videos["h264 1080p"]})
    (item,) = listing(make_server(probe=True, Movies=str(root)))
    (version,) = item.versions

    assert (version.height_px, version.video_codec, version.hdr, version.audio[0].codec) == (1080, "h264", (), "aac")


STREAMS = """<movie><title>Heat</title><fileinfo><streamdetails>
  <video><codec>hevc</codec><width>3840</width><height>1600</height>{hdr}</video>
  <audio><codec>truehd_atmos</codec><channels>8</channels><language>eng</language></audio>
</streamdetails></fileinfo></movie>"""


def test_an_nfo_that_says_everything_is_believed_and_the_video_not_opened(
    make_tree, make_server, listing, monkeypatch, videos
):
    opened = []
    monkeypatch.setattr("posteract_folder.knowledge.probe", opened.append)
    nfo = STREAMS.format(hdr="<hdrtype>dolbyvision</hdrtype>")
    root = make_tree({"Heat (1995)/Heat.mkv": videos["h264 1080p"], "Heat (1995)/Heat.nfo": nfo})
    (item,) = listing(make_server(probe=True, Movies=str(root)))
    (version,) = item.versions

    assert opened == []
    assert (version.width_px, version.hdr) == (3840, ("dolby_vision",))
    assert version.audio == (AudioTrack(codec="truehd", channels=8, language="en", atmos=True),)


def test_gaps_of_an_nfo_are_filled_from_the_video(make_tree, make_server, listing, videos):
    root = make_tree(
        {"Heat (1995)/Heat.mkv": videos["hevc 2160p hdr10"], "Heat (1995)/movie.nfo": STREAMS.format(hdr="")}
    )
    (item,) = listing(make_server(probe=True, Movies=str(root)))
    (version,) = item.versions

    assert version.height_px == 1600
    assert version.hdr == ("hdr10",)
    assert version.audio[0].codec == "truehd"
    assert version.duration_s > 0


def test_an_nfo_older_than_its_video_no_longer_counts(make_tree, make_server, listing, videos):
    nfo = STREAMS.format(hdr="<hdrtype>hlg</hdrtype>")
    root = make_tree({"Heat (1995)/Heat.mkv": videos["h264 1080p"], "Heat (1995)/Heat.nfo": nfo})
    os.utime(root / "Heat (1995)/Heat.nfo", (10**9, 10**9))
    (item,) = listing(make_server(probe=True, Movies=str(root)))

    assert (item.versions[0].height_px, item.versions[0].hdr) == (1080, ())


def test_a_folders_nfo_does_not_speak_for_one_of_several_versions(make_tree, make_server, listing, videos):
    root = make_tree(
        {
            "Heat (1995)/Heat (1995) - 1080p.mkv": videos["h264 1080p"],
            "Heat (1995)/Heat (1995) - 4K.mkv": videos["hevc 2160p hdr10"],
            "Heat (1995)/movie.nfo": STREAMS.format(hdr="<hdrtype>hlg</hdrtype>"),
        }
    )
    (item,) = listing(make_server(probe=True, Movies=str(root)))

    assert [version.height_px for version in item.versions] == [1080, 2160]


def test_parts_add_up(make_tree, make_server, listing, videos):
    one = probe(str(videos["h264 1080p"]))
    root = make_tree({"Heat cd1.mkv": videos["h264 1080p"], "Heat cd2.mkv": videos["h264 1080p"]})
    (item,) = listing(make_server(probe=True, Movies=str(root)))

    assert item.versions[0].duration_s == pytest.approx(2 * one.duration_s)
