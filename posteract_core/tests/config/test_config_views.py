"""What holds for a library and a kind of picture, after all inheritance."""

from __future__ import annotations

from posteract_core.model import ArtworkKind, RunRequest

TEXT = """\
poster_preferences: {languages: [textless, en], min_width: 800}
owner_pictures: adopt
overlays: {standard: [resolution], mine: [hdr]}
libraries:
  Movies:
    owner_pictures: keep
    poster_preferences: {sources: [tmdb], min_width: 500}
    artwork:
      poster: {style: cinema, overlays: [standard], poster_preferences: {min_width: 300}, owner_pictures: adopt}
      background: {}
      title_card: {spoilers: blur, spoilers_users: [me]}
    rules:
      - {when: {label: noir}, artwork: {poster: {style: noir}}}
      - {when: {label: bare}, artwork: {poster: {overlays: [], poster_preferences: {languages: [any]}, owner_pictures: keep}}}
      - {when: {label: mine}, artwork: {poster: null, logo: {}}}
      - {when: {label: back}, artwork: {poster: {style: minimal}}}
    exclude: {labels: [private]}
  Movies (family): {server: [family, attic], library: Movies}
"""


def test_each_key_comes_from_the_most_particular_place_that_gives_it(look):
    config = look(TEXT).config
    poster = config.artwork_settings("Movies", ArtworkKind.POSTER)

    assert (poster.style, poster.overlays, poster.owner_pictures) == ("cinema", ("standard",), "adopt")
    assert poster.preferences.min_width == 300
    assert poster.preferences.sources == ("tmdb",)
    assert poster.preferences.languages == ("textless", "en")
    assert poster.preferences.rank_by == "votes"
    background = config.artwork_settings("Movies", ArtworkKind.BACKGROUND)
    assert (background.style, background.owner_pictures, background.preferences.min_width) == (None, "keep", 500)
    card = config.artwork_settings("Movies", ArtworkKind.TITLE_CARD)
    assert (card.spoilers, card.spoilers_users) == ("blur", ("me",))


def test_a_kind_that_is_not_named_is_left_alone(look):
    assert look(TEXT).config.artwork_settings("Movies", ArtworkKind.SEASON) is None


def test_the_last_rule_that_fits_wins_key_by_key(look):
    config = look(TEXT).config

    both = config.artwork_settings("Movies", ArtworkKind.POSTER, (0, 1))
    assert (both.style, both.overlays, both.owner_pictures) == ("noir", (), "keep")
    assert both.preferences.languages == ("any",)
    assert both.preferences.min_width == 300
    assert config.artwork_settings("Movies", ArtworkKind.BACKGROUND, (0, 1)).style is None


def test_a_rule_can_leave_a_kind_alone_or_add_one(look):
    config = look(TEXT).config

    assert config.artwork_settings("Movies", ArtworkKind.POSTER, (0, 2)) is None
    assert config.artwork_settings("Movies", ArtworkKind.LOGO) is None
    assert config.artwork_settings("Movies", ArtworkKind.LOGO, (2,)).style is None
    again = config.artwork_settings("Movies", ArtworkKind.POSTER, (2, 3))
    assert (again.style, again.overlays) == ("minimal", ())


def test_asking_again_gives_the_same_object(look):
    config = look(TEXT).config

    assert config.artwork_settings("Movies", ArtworkKind.POSTER, (0,)) is config.artwork_settings(
        "Movies", ArtworkKind.POSTER, (0,)
    )
    assert config.library_settings("Movies") is config.library_settings("Movies")


def test_a_library_says_its_servers_kinds_and_excluded_labels(look):
    view = look(TEXT).config.library_settings("Movies")

    assert view.servers == ()
    assert view.kinds == (ArtworkKind.POSTER, ArtworkKind.BACKGROUND, ArtworkKind.TITLE_CARD, ArtworkKind.LOGO)
    assert view.exclude_labels == ("private", "skip_posteract", "skip_posterizarr")
    assert view.rules[0].when == {"label": "noir"}


def test_an_entry_that_names_the_server_goes_before_one_for_every_server(look):
    config = look(TEXT + "plugins: {family: {plugin: x}, attic: {plugin: x}}\n").config

    assert config.library_for("family", "Movies") == "Movies (family)"
    assert config.library_for("plex", "Movies") == "Movies"
    assert config.library_for("plex", "Music") is None


def test_a_schedule_says_which_run_it_wants(look):
    config = look(
        "schedule: {a: {every: 7d, run: {library: M, kind: poster, only: 'artwork, overlays', limit: 3}}}\n"
    ).config

    assert config.schedule["a"].run.request() == RunRequest(
        libraries=("M",), kinds=(ArtworkKind.POSTER,), only=frozenset({"artwork", "overlays"}), limit=3
    )
