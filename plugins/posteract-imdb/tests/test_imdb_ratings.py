"""One download answers for the whole library; what is broken never takes the place of what works."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, MediaItem, Rating, Severity
from posteract_core.testing.contracts import FactSourceContract
from posteract_imdb import plugin
from posteract_imdb.index import MOST_VOTES, BrokenDataset, RatingIndex, build
from posteract_imdb.ratings import RATING, ImdbRatings
from posteract_imdb.settings import ImdbSettings
from services import Fault

DAY_S = 86_400
NOW = 1_795_000_000.0
ASK = {RATING}


def film(imdb):
    return MediaItem(title="?", year=1995, key=imdb, ids=ExternalIds(imdb=imdb))


@pytest.fixture
def now():
    return [NOW]


@pytest.fixture
def make(fake_imdb, lend, now):
    made = []

    def build_source(**more):
        source = ImdbRatings(
            ImdbSettings(datasets_url=fake_imdb.url, url=fake_imdb.url), lend("imdb", fake_imdb.url, **more)
        )
        source.dataset._clock = lambda: now[0]
        made.append(source)
        return source

    yield build_source
    for source in made:
        source.close()


@pytest.fixture(autouse=True)
def _some_ratings(fake_imdb):
    fake_imdb.ratings |= {"tt0113277": (8.3, 740_000), "tt10000001": (10.0, 5), "tt1000000": (1.0, 9_999_999)}


class TestImdbRatingsKeepTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def offline_source(self, provider_context):
        return ImdbRatings(ImdbSettings(), provider_context)


def test_every_row_is_found_and_nothing_else(make):
    asked = [
        film(each) for each in ("tt0113277", "tt10000001", "tt1000000", "tt1000001", "tt99999999999", "nm0000134", "")
    ]
    source = make()
    found = source.facts([*asked, MediaItem(title="?", year=None)], ASK)
    assert {item.ids.imdb: facts[RATING] for item, facts in found.items()} == {
        "tt0113277": Rating(value=8.3, votes=740_000),
        "tt10000001": Rating(value=10.0, votes=5),
        "tt1000000": Rating(value=1.0, votes=9_999_999),
    }


def test_one_download_serves_a_day_and_every_run_in_it(make, fake_imdb, now):
    for _ in range(3):
        source = make()
        source.facts([film("tt0113277")], ASK)
        source.facts([film("tt1000000")], ASK)
        source.close()
        now[0] += DAY_S / 4
    assert fake_imdb.total == 1


def test_after_a_day_it_asks_whether_the_file_has_changed_and_takes_it_only_then(make, fake_imdb, now):
    source = make()
    source.facts([film("tt0113277")], ASK)
    now[0] += DAY_S
    assert source.facts([film("tt0113277")], ASK)
    index = source.context.cache_folder / "title.ratings.npy"
    before = index.stat().st_mtime_ns
    assert make().facts([film("tt0113277")], ASK)
    assert (fake_imdb.total, index.stat().st_mtime_ns) == (2, before)
    fake_imdb.ratings["tt0113277"] = (8.4, 750_000)
    now[0] += DAY_S
    assert make().facts([film("tt0113277")], ASK)[film("tt0113277")][RATING] == Rating(value=8.4, votes=750_000)
    assert fake_imdb.total == 3


def test_nothing_is_downloaded_when_nobody_asks(make, fake_imdb):
    source = make()
    assert not source.facts([film("tt0113277")], {"rating.tmdb"})
    assert not source.facts([MediaItem(title="?", year=None)], ASK)
    assert fake_imdb.total == 0
    assert not source.context.cache_folder.exists()


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503),
        Fault(status=404),
        Fault(cut="body"),
        Fault(body=b"<html>Please log in</html>"),
        Fault(body=gzip.compress(b"<html>Please log in</html>")),
        Fault(body=gzip.compress(b"tconst\taverageRating\tnumVotes\n")),
        Fault(body=gzip.compress(b"tconst\taverageRating\tnumVotes\ntt1\tgood\tmany\n")),
        Fault(body=gzip.compress(b"tconst\taverageRating\tnumVotes\ntt0113277\t1.0\t1\n" * 9)[:-9]),
        Fault(body=gzip.compress(b"tconst\taverageRating\tnumVotes\ntt0113277\t1.0\t1\n")),
    ],
    ids=["down", "gone", "cut", "no gzip", "a page", "empty", "no ratings", "cut gzip", "shrunk"],
)
def test_what_is_of_no_use_leaves_the_old_file_and_is_said(make, fake_imdb, now, fault):
    make().facts([film("tt0113277")], ASK)
    fake_imdb.ratings["tt0113277"] = (8.9, 1)
    fake_imdb.add_fault(fault)
    now[0] += DAY_S
    source = make()
    for _ in range(2):
        assert source.facts([film("tt0113277")], ASK)[film("tt0113277")][RATING].value == 8.3
    assert "are used" in source.dataset.complaint
    assert [finding.severity for finding in source.check()] == [Severity.WARNING]
    folder = source.context.cache_folder
    assert sorted(path.name for path in folder.iterdir()) == ["title.ratings.json", "title.ratings.npy"]
    fake_imdb.mend()
    assert make().facts([film("tt0113277")], ASK)[film("tt0113277")][RATING].value == 8.9


def test_a_file_of_last_month_is_not_passed_off_as_todays(make, fake_imdb, now):
    make().facts([film("tt0113277")], ASK)
    fake_imdb.add_fault(Fault(status=503))
    now[0] += 31 * DAY_S
    with pytest.raises(ProviderUnavailable):
        make().facts([film("tt0113277")], ASK)


def test_without_any_file_a_broken_one_is_named(make, fake_imdb):
    fake_imdb.add_fault(Fault(body=b"\x1f\x8bno", times=1))
    with pytest.raises(ProviderUnavailable, match="cannot be used"):
        make().facts([film("tt0113277")], ASK)
    assert make().facts([film("tt0113277")], ASK)


def test_a_few_bad_rows_do_not_spoil_the_file(make, fake_imdb):
    fake_imdb.ratings |= {f"tt{number:07d}": (5.0, 10) for number in range(1, 500)}
    fake_imdb.more_rows = ["tt7\t11.0\t5\n", "nonsense\n"]
    assert make().facts([film("tt0113277"), film("tt0000007")], ASK).keys() == {film("tt0113277"), film("tt0000007")}


def test_a_damaged_index_is_made_anew(make, fake_imdb):
    source = make()
    source.facts([film("tt0113277")], ASK)
    source.close()
    (source.context.cache_folder / "title.ratings.npy").write_bytes(b"\x93NUMPY")
    assert make().facts([film("tt0113277")], ASK)
    assert fake_imdb.total == 2


def test_a_dry_run_writes_nothing_and_uses_what_is_there(make, fake_imdb, now):
    dry = make(dry_run=True)
    assert dry.facts([film("tt0113277")], ASK)
    assert not dry.context.cache_folder.exists()
    dry.close()
    make().facts([film("tt0113277")], ASK)
    assert make(dry_run=True).facts([film("tt0113277")], ASK)
    assert fake_imdb.total == 2
    folder = dry.context.cache_folder
    before = {path: path.read_bytes() for path in folder.iterdir()}
    now[0] += 2 * DAY_S
    fake_imdb.ratings["tt0113277"] = (8.4, 1)
    assert make(dry_run=True).facts([film("tt0113277")], ASK)[film("tt0113277")][RATING].value == 8.4
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_cache_that_cannot_be_written_is_named_with_the_way_out(make):
    source = make()
    source.context.cache_folder.write_text("in the way")
    with pytest.raises(ProviderError, match="cannot be kept") as caught:
        source.facts([film("tt0113277")], ASK)
    assert "storage.cache" in caught.value.hint


def test_doctor_says_how_many_ratings_there_are_and_fetches_none(make, fake_imdb):
    [finding] = make().check()
    assert (finding.severity, finding.message) == (
        Severity.OK,
        "its dataset is there; fetched when a look shows a rating",
    )
    source = make()
    source.facts([film("tt0113277")], ASK)
    [finding] = source.check()
    assert finding.message == "its dataset is there; 3 ratings at hand"
    assert [method for method, _ in fake_imdb.asked] == ["HEAD", "GET", "HEAD"]


def test_doctor_warns_when_it_cannot_be_reached_and_says_what_there_is(make, fake_imdb):
    source = make()
    source.facts([film("tt0113277")], ASK)
    fake_imdb.stop()
    [finding] = source.check()
    assert finding.severity is Severity.WARNING
    assert "cannot be reached" in finding.message
    assert "3 ratings at hand" in finding.message


def test_a_library_of_all_the_world_fits_into_little_memory(tmp_path: Path):
    packed, index = tmp_path / "packed.gz", tmp_path / "index.npy"
    with gzip.open(packed, "wt", compresslevel=1) as file:
        file.write("tconst\taverageRating\tnumVotes\n")
        file.writelines(f"tt{number:07d}\t{number % 100 / 10:.1f}\t{number}\n" for number in range(1, 300_001))
    tracemalloc.start()
    assert build(packed, index) == 300_000
    found = RatingIndex(index).find(["tt0000001", "tt0300000", "tt0300001"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == {"tt0000001": Rating(value=0.1, votes=1), "tt0300000": Rating(value=0.0, votes=300_000)}
    assert peak < 12 * 2**20, "8 bytes a row, twice, and what reading takes"
    assert index.stat().st_size < 300_000 * 8 + 1000


def test_more_votes_than_fit_are_counted_as_the_most_that_do(tmp_path: Path):
    packed = tmp_path / "packed.gz"
    packed.write_bytes(gzip.compress(b"tconst\taverageRating\tnumVotes\ntt1\t5.0\t99999999999\n"))
    build(packed, tmp_path / "index.npy")
    assert RatingIndex(tmp_path / "index.npy").find(["tt0000001"])["tt0000001"] == Rating(value=5.0, votes=MOST_VOTES)


def test_a_line_without_an_end_does_not_fill_the_memory(tmp_path: Path):
    packed = tmp_path / "packed.gz"
    packed.write_bytes(gzip.compress(b"tconst\taverageRating\tnumVotes\n" + b"0" * 5_000_000))
    with pytest.raises(BrokenDataset):
        build(packed, tmp_path / "index.npy")


def test_the_plugin_fits_the_hooks(registry):
    assert registry.register(plugin, "imdb")
    assert registry.failures == []
    assert registry.hooks_of("imdb") == (
        "posteract_collection_builders",
        "posteract_dynamic_keys",
        "posteract_fact_sources",
        "posteract_settings",
    )
