"""The Top 250 is the website's own or none at all, and only for those who ask for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaItem, Severity
from posteract_core.testing.contracts import FactSourceContract
from posteract_imdb.chart import RANK, ImdbChart
from posteract_imdb.settings import ImdbSettings
from services import Fault


@pytest.fixture
def make(fake_imdb, lend):
    def build_source(*, charts=True):
        return ImdbChart(ImdbSettings(url=fake_imdb.url, charts=charts), lend("imdb", fake_imdb.url))

    return build_source


@pytest.fixture(autouse=True)
def _charts(fake_imdb):
    fake_imdb.charts = {
        "TOP_RATED_MOVIES": ["tt0111161", "tt0068646", *(f"tt{number:07d}" for number in range(1, 247)), "tt0113277"],
        "TOP_RATED_TV_SHOWS": ["tt5753856"],
    }


class TestImdbChartKeepsTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def offline_source(self, provider_context):
        return ImdbChart(ImdbSettings(charts=True), provider_context)


def test_films_and_shows_have_their_rank_for_one_request_each(make, fake_imdb, heat, dark):
    dark = replace(dark, ids=ExternalIds(imdb="tt5753856"))
    source = make()
    for _ in range(2):
        found = source.facts([heat, dark, MediaItem(title="?", year=None, ids=ExternalIds(imdb="tt9999999"))], {RANK})
        assert {item.title: facts[RANK] for item, facts in found.items()} == {"Heat": 249, "Dark": 1}
    assert fake_imdb.total == 2


def test_a_chart_is_not_asked_for_what_the_library_does_not_have(make, fake_imdb, heat, dark_episode):
    make().facts([heat, dark_episode], {RANK})
    assert fake_imdb.total == 1


def test_off_is_off_and_not_kept_as_nothing_known(make, fake_imdb, heat):
    source = make(charts=False)
    assert not source.facts([heat], {RANK})
    assert source.provides == frozenset()
    assert source.check() == ()
    assert fake_imdb.total == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=403), ProviderRejected),
        (Fault(status=202, body=b"", content_type="text/html"), ProviderRejected),
        (Fault(status=429, body=b"{}", content_type="application/json"), ProviderUnavailable),
        (Fault(body=b'{"errors":[{"message":"Field gone"}]}', content_type="application/json"), ProviderUnavailable),
        (Fault(body=b"[]", content_type="application/json"), ProviderUnavailable),
        (Fault(body=b'{"data":{"chartTitles":{"edges":[]}}}', content_type="application/json"), ProviderUnavailable),
    ],
)
def test_a_website_that_does_not_want_us_is_named_and_ranks_no_film(make, fake_imdb, heat, fault, error):
    fake_imdb.add_fault(fault)
    with pytest.raises(error):
        make().facts([heat], {RANK})
    [finding] = make().check()
    assert (finding.severity, bool(finding.remedy)) == (Severity.WARNING, True)


def test_doctor_says_that_the_chart_is_there(make):
    [finding] = make().check()
    assert (finding.severity, finding.message) == (Severity.OK, "Top 250: 249 titles")


def test_seasons_have_no_rank_of_their_show(make, dark_season):
    assert dark_season.type is ItemType.SEASON
    assert not make().facts([dark_season], {RANK})
