"""A daily allowance is not overdrawn, by any number of threads or runs, and is there again the next day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from posteract_core.errors import ProviderUnavailable
from posteract_core.providers import Quota

NOON = 20_000 * 86_400 + 43_200.0


@pytest.fixture
def now():
    return [NOON]


@pytest.fixture
def quota(tmp_path, now):
    def make(most=None, **more):
        return Quota("omdb", tmp_path / "cache" / "quota.json", most=most, clock=lambda: now[0], **more)

    return make


def test_it_stops_at_the_limit_and_goes_on_the_next_day(quota, now):
    for _ in range(3):
        quota(3).spend()
    with pytest.raises(ProviderUnavailable, match="daily limit") as caught:
        quota(3).spend()
    assert caught.value.retry_after_s == 43_200
    now[0] += 43_200
    quota(3).spend()


def test_what_the_service_says_is_remembered_by_the_next_run(quota, now):
    error = quota().used_up(retry_at=NOON + 600)
    assert error.retry_after_s == 600
    with pytest.raises(ProviderUnavailable):
        quota().spend()
    now[0] += 600
    quota().spend()


@pytest.mark.parametrize("retry_at", [None, NOON - 5, NOON + 400 * 86_400])
def test_a_time_that_cannot_be_means_the_end_of_the_day(quota, retry_at):
    assert quota().used_up(retry_at).retry_after_s == 43_200


def test_a_larger_allowance_holds_at_once(quota):
    quota(1000).used_up()
    quota(100_000).spend()


def test_threads_do_not_overdraw_it(quota):
    shared = quota(20)

    def spend(_):
        try:
            shared.spend()
        except ProviderUnavailable:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(spend, range(60))) == 20


def test_a_dry_run_writes_nothing_and_a_broken_file_counts_as_none(quota, tmp_path):
    quota(3, remember=False).spend()
    assert not (tmp_path / "cache").exists()
    quota(3).spend()
    (tmp_path / "cache" / "quota.json").write_text("[")
    quota(3).spend()


def test_where_it_cannot_be_kept_it_holds_for_the_run(quota, tmp_path):
    (tmp_path / "cache").write_text("in the way")
    limited = quota(1)
    limited.spend()
    with pytest.raises(ProviderUnavailable):
        limited.spend()
