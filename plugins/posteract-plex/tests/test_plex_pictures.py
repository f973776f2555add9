"""Changing pictures: nothing sent twice, locks and labels, resets, restores, what Plex does not accept."""

from __future__ import annotations

import io
import os

import pytest
from PIL import Image
from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ArtworkKind, Picture
from posteract_plex.pictures import LARGEST_BYTES, fitting
from posteract_plex.slots import agents_choice, entries_of
from services import Fault
from services.pictures import kometas

POSTER, CARD = ArtworkKind.POSTER, ArtworkKind.TITLE_CARD
POST = "POST /library/metadata/{key}/posters"


@pytest.fixture
def heat(listing):
    return listing()["Heat (1995)"]


def test_an_upload_is_shown_and_locked_in_four_requests(attic, server, heat, a_picture, world):
    attic.count.clear()
    server.upload(heat, POSTER, a_picture())
    assert attic.total == 4
    assert attic.shown(world.movies[0])[1] == a_picture().data
    assert "thumb" in attic.item_of(world.movies[0]).locked


def test_a_picture_the_server_has_is_selected_and_not_sent(attic, server, heat, a_picture, world):
    server.upload(heat, POSTER, a_picture("first"))
    server.upload(heat, POSTER, a_picture("second"))
    attic.uploads.clear()
    server.upload(heat, POSTER, a_picture("first"))
    assert attic.uploads == []
    assert attic.shown(world.movies[0])[1] == a_picture("first").data


def test_what_is_shown_already_is_neither_sent_nor_selected(attic, server, heat, a_picture):
    server.upload(heat, POSTER, a_picture())
    attic.count.clear()
    server.upload(heat, POSTER, a_picture())
    assert attic.total == 2
    assert not [route for route in attic.count if not route.startswith("GET")]


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_connection_cut_at_the_upload_is_looked_into_before_anything_is_sent_again(
    attic, server, heat, a_picture, world, cut
):
    attic.add_fault(Fault(route=POST, cut=cut, times=1))
    server.upload(heat, POSTER, a_picture())
    assert len(attic.uploads) == 1
    assert attic.shown(world.movies[0])[1] == a_picture().data


def test_a_server_that_takes_no_picture_is_unavailable_after_a_few_tries(attic, server, heat, a_picture):
    attic.add_fault(Fault(route=POST, status=503))
    with pytest.raises(ProviderUnavailable):
        server.upload(heat, POSTER, a_picture())
    assert attic.uploads == []


def test_a_proxy_that_finds_the_picture_too_large_is_named(attic, server, heat, a_picture):
    attic.add_fault(Fault(route=POST, status=413))
    with pytest.raises(ProviderError, match="HTTP 413") as caught:
        server.upload(heat, POSTER, a_picture())
    assert "own address" in caught.value.hint


def test_kometas_label_goes_with_kometas_picture(attic, server, listing, a_picture, world):
    item = attic.item_of(world.movies[0])
    item.labels += ["Overlay", "noir"]
    attic.upload_by_hand(item, kometas("x"))
    server.upload(listing()["Heat (1995)"], POSTER, a_picture())
    assert item.labels == ["noir"]


def test_a_picture_larger_than_plex_takes_is_made_smaller_and_keeps_its_mark():
    exif = Image.Exif()
    exif[0x9286] = "ours"
    noise = Image.frombytes("RGB", (3000, 3000), os.urandom(27_000_000))
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=98, exif=exif.tobytes())
    assert len(out.getvalue()) > LARGEST_BYTES
    smaller = fitting(out.getvalue())
    assert len(smaller) <= LARGEST_BYTES
    with Image.open(io.BytesIO(smaller)) as image:
        assert image.size == (3000, 3000)
        assert image.getexif()[0x9286] == "ours"


def test_reset_shows_the_agents_picture_and_unlocks(attic, server, heat, a_picture, world):
    before = attic.shown(world.movies[0])
    server.upload(heat, POSTER, a_picture())
    server.reset(heat, POSTER)
    assert attic.shown(world.movies[0]) == before
    assert attic.item_of(world.movies[0]).locked == set()


def test_reset_of_an_episode_with_nothing_else_shows_its_frame(attic, server, listing, a_picture, world):
    episode = world.shows[0].children[0].children[0]
    slot = attic.item_of(episode).slot("thumb", attic.image_url)
    slot.candidates = [one for one in slot.candidates if one.rating_key.startswith("media://")]
    slot.selected = slot.candidates[0].rating_key
    item = listing()["Dark (2017) S00E01 Episode 1"]
    server.upload(item, CARD, a_picture("card", (1920, 1080)))
    server.reset(item, CARD)
    assert (attic.shown(episode)[0] or "").startswith("media://")


def test_reset_never_blindly_takes_the_first_entry():
    listed = {
        "Metadata": [
            {"ratingKey": "upload://posters/aa", "selected": True},
            {"ratingKey": "metadata://posters/com.plexapp.agents.localmedia_bb", "provider": "local"},
            {"ratingKey": "https://image.tmdb.org/x.jpg", "provider": "tmdb"},
            {"ratingKey": "media://1/2.bundle/thumb1.jpg"},
        ]
    }
    entries = entries_of(listed)
    assert agents_choice(entries) == entries[2]
    assert agents_choice([entries[0], entries[1], entries[3]]) == entries[1]
    assert agents_choice([entries[0], entries[3]]) == entries[3]
    assert agents_choice([entries[0]]) is None


def test_the_agents_picture_is_given_back_without_a_new_upload(attic, server, heat, a_picture, world):
    original = server.artwork(heat, POSTER)
    server.upload(heat, POSTER, a_picture())
    attic.uploads.clear()
    server.restore(heat, POSTER, Picture(data=original.data, format="jpeg", width_px=400, height_px=600))
    assert attic.uploads == []
    assert attic.shown(world.movies[0])[1] == original.data
    assert attic.item_of(world.movies[0]).locked == set(), "agents may go on with it"


def test_an_owners_upload_is_given_back_without_a_new_one_and_stays_locked(attic, server, listing, a_picture, world):
    mine = a_picture("mine").data
    attic.upload_by_hand(world.movies[0], mine)
    heat = listing()["Heat (1995)"]
    shown = server.artwork(heat, POSTER)
    assert (shown.chosen, shown.locked, shown.data) == (True, True, mine)
    server.upload(heat, POSTER, a_picture())
    attic.uploads.clear()
    server.restore(heat, POSTER, a_picture("mine"))
    assert attic.uploads == []
    assert attic.shown(world.movies[0])[1] == mine
    assert "thumb" in attic.item_of(world.movies[0]).locked


def test_the_agents_picture_is_nobodys_choice(server, heat):
    shown = server.artwork(heat, POSTER)
    assert (shown.chosen, shown.locked) == (False, False)


def test_what_the_agents_offer_can_be_read_and_no_upload_is_among_it(attic, server, heat, a_picture, world, fake_tmdb):
    world.movies[0].add_art("tmdb", "poster")
    attic.item_of(world.movies[0]).slots.clear()
    server.upload(heat, POSTER, a_picture())
    offered = server.candidates(heat, POSTER)
    assert len(offered) == 2
    assert not any(artwork.id.startswith("upload://") for artwork in offered)
    assert all(server.read(artwork) for artwork in offered)
    assert fake_tmdb.asked
    assert not any("X-Plex-Token" in path for _, path in fake_tmdb.asked)


def test_a_dry_run_changes_nothing(attic, make_server, a_picture):
    server = make_server(attic.url, dry_run=True)
    item = next(item for page in server.items(server.libraries()[0]) for item in page)
    for act in (lambda: server.upload(item, POSTER, a_picture()), lambda: server.reset(item, POSTER)):
        with pytest.raises(ProviderError, match="dry run"):
            act()
    assert not [route for route in attic.count if not route.startswith("GET")]


def test_an_item_that_is_gone_is_unavailable(attic, server, heat, a_picture, world):
    attic.delete_key = attic.item_of(world.movies[0]).key
    del attic.items[attic.delete_key]
    with pytest.raises(ProviderError):
        server.upload(heat, POSTER, a_picture())


def test_a_token_that_is_revoked_is_refused(attic, server, heat, a_picture):
    attic.tokens.clear()
    with pytest.raises(ProviderRejected):
        server.upload(heat, POSTER, a_picture())
