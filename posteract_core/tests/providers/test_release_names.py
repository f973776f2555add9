"""What names say of where a file comes from."""

from __future__ import annotations

import pytest
from posteract_core.providers.release_names import says_hdr10_plus, source_in


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("/films/Heat (1995)/Heat (1995) Remux-2160p.mkv", "remux"),
        ("/films/Heat (1995)/Heat.1995.HDDVD.1080p.mkv", "hddvd"),
        ("/films/Heat (1995) [BluRay]/film.mkv", "bluray"),
        ("/films/Heat (1995)/Heat.1995.1080p.AMZN.WEB-DL.mkv", "web"),
        ("/tv/Dark/Dark - S01E02 - Lies HDTV-720p.mkv", "hdtv"),
        ("/films/Heat.1995.DVDRip.avi", "dvd"),
        ("/tv/Dark/Dark.S01E02.SDTV.mkv", "tv"),
        ("/films/Heat (1995) VHSRip.avi", "vhs"),
        ("C:\\films\\Heat (1995)\\Heat (1995) HD-TS.mkv", "telesync"),
        ("/films/Heat.1995.CAMRip.mkv", "cam"),
        ("/films/Charlotte's Web (2006)/Charlotte's Web (2006).mkv", ""),
        ("/films/2012 (2009)/2012 (2009) 1920x1080.mkv", ""),
        ("/vhs/tv/Heat.mkv", ""),
        ("", ""),
    ],
)
def test_a_name_tells_its_source_and_a_title_does_not(path, source):
    assert source_in(path) == source


def test_hdr10_plus_is_not_hdr10():
    assert says_hdr10_plus("/films/Dune (2021)/Dune (2021) HDR10Plus.mkv")
    assert not says_hdr10_plus("/films/Dune (2021)/Dune (2021) HDR10.mkv")
