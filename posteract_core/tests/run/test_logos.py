"""Titles in their own lettering, and the logos of brands: chosen, fetched once, remembered, waited for."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image, ImageDraw
from posteract_core.errors import ProviderUnavailable
from posteract_core.model import Artwork, Brand
from posteract_core.providers import LayerOptions, OverlayLayer, Raster

NETFLIX = Brand(name="Netflix", source="tmdb", id="8", logo="/netflix.png")
UNKNOWN = Brand(name="Attic TV", source="tmdb", id="9")


def lettering(colour=(250, 240, 230)) -> bytes:
    image = Image.new("RGBA", (600, 200))
    ImageDraw.Draw(image).rectangle((50, 50, 550, 150), fill=(*colour, 255))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


class OnBadge(OverlayLayer[LayerOptions]):
    """Shows where a film can be seen: the logo, or the name."""

    type = "on"
    shown = (NETFLIX, UNKNOWN)

    def pictures(self, subject):
        return self.shown

    def value(self, subject):
        return tuple((brand.name, logo.hash if (logo := subject.logos.get(brand)) else "") for brand in self.shown)

    def draw(self, context):
        return Raster(fill=(255, 0, 0), mask=Image.new("L", (20, 20), 255))


@pytest.fixture
def lettered(works):
    """A film whose title is to be shown in its own lettering."""
    works.styles = {"own": {"layers": {"title": {"use": "logo_or_text"}}}}
    works.style = "own"
    works.server.add("Heat", tmdb=949, original_language="en")
    return works


@pytest.fixture
def badged(works):
    works.badges, works.overlays = {"on": OnBadge}, ("on",)
    works.sources["tmdb"].bytes["/netflix.png"] = lettering()
    for number in range(6):
        works.server.add(f"Film {number}", tmdb=number + 1)
    return works


def title_of(works):
    layers = {entry[0]: entry[4] for entry in json.loads(works.target("Heat").inputs)[1]}
    return layers["title"]


def logo(ident, language="en", **more):
    return Artwork(id=ident, url=ident, language=language, width_px=800, height_px=310, **more)


def test_the_title_is_shown_in_its_own_lettering_where_a_source_has_it(lettered):
    tmdb = lettered.sources["tmdb"]
    tmdb.logos["Heat"] = [logo("none", language="textless", votes=99), logo("english"), logo("german", language="de")]
    tmdb.bytes["english"] = lettering()
    assert lettered.run().done == 1
    assert title_of(lettered) == ["logo", lettered.target("Heat").logo_hash]
    found, reads = tmdb.found, tmdb.reads
    assert lettered.run().unchanged == 1
    assert (tmdb.found, tmdb.reads) == (found, reads)


def test_without_a_lettering_the_title_is_set_and_it_is_not_looked_for_again(lettered):
    assert lettered.run().done == 1
    assert title_of(lettered) == "Heat"
    found = lettered.sources["tmdb"].found
    assert lettered.run().unchanged == 1
    assert lettered.sources["tmdb"].found == found


def test_a_recheck_finds_a_lettering_that_came_later(lettered):
    lettered.run()
    lettered.sources["fanart"].logos["Heat"] = [logo("late")]
    lettered.sources["fanart"].bytes["late"] = lettering()
    assert lettered.run(recheck=True).done == 1
    assert title_of(lettered)[0] == "logo"


def test_a_style_that_asks_for_lettering_later_costs_no_new_base(lettered):
    lettered.style = "minimal"
    lettered.run()
    reads = lettered.sources["tmdb"].reads
    lettered.sources["tmdb"].logos["Heat"] = [logo("english")]
    lettered.sources["tmdb"].bytes["english"] = lettering()
    lettered.style = "own"
    assert lettered.run(yes=True).done == 1
    assert title_of(lettered)[0] == "logo"
    assert lettered.sources["tmdb"].reads == reads + 1, "the lettering alone"


def test_a_broken_lettering_is_passed_over_for_the_next(lettered):
    tmdb = lettered.sources["tmdb"]
    tmdb.logos["Heat"] = [logo("broken", votes=9), logo("whole")]
    tmdb.bytes |= {"broken": b"<html>", "whole": lettering()}
    assert lettered.run().done == 1
    assert title_of(lettered)[0] == "logo"


def test_while_a_source_of_letterings_is_down_the_target_waits(lettered):
    lettered.sources["fanart"].error = ProviderUnavailable("fanart", "down")
    summary = lettered.run()
    assert (summary.done, summary.failed) == (0, 1)
    lettered.sources["fanart"].error = None
    lettered.now += 3600
    assert lettered.run().done == 1


def test_no_lettering_is_looked_for_over_a_picture_that_carries_text(lettered):
    tmdb, fanart = lettered.sources["tmdb"], lettered.sources["fanart"]
    tmdb.offers["Heat"] = [tmdb.offer("english", language="en")]
    fanart.everything = False
    tmdb.logos["Heat"] = [logo("english logo")]
    assert lettered.run().done == 1
    assert lettered.target("Heat").logo_hash == ""


def test_a_brands_logo_is_fetched_once_for_all_films_and_never_again(badged):
    tmdb = badged.sources["tmdb"]
    assert badged.run().done == 6
    assert tmdb.reads == 6 + 1
    reads = tmdb.reads
    assert badged.run().unchanged == 6
    assert tmdb.reads == reads


def test_a_brand_whose_logo_is_no_picture_is_shown_by_its_name(badged):
    badged.sources["tmdb"].bytes["/netflix.png"] = b"<html>gone</html>"
    assert badged.run().done == 6
    assert badged.run().unchanged == 6


def test_while_a_logo_cannot_be_had_the_targets_wait(badged):
    tmdb = badged.sources["tmdb"]
    read = tmdb.read

    def no_logos(artwork):
        if artwork.id.startswith("/"):
            raise ProviderUnavailable("tmdb", "the picture host is down")
        return read(artwork)

    tmdb.read = no_logos
    assert badged.run().failed == 6
    tmdb.read = read
    badged.now += 3600
    assert badged.run().done == 6


def test_a_logo_swept_from_the_cache_is_fetched_again_when_it_is_drawn(badged):
    badged.run()
    digest = next(iter(json.loads(badged.target("Film 1").inputs)[1][-1][4]))[1]
    (badged.folder / "cache" / digest[:2] / digest).unlink()
    reads = badged.sources["tmdb"].reads
    assert badged.run().unchanged == 6
    assert badged.run(force=True).done == 6
    assert badged.sources["tmdb"].reads == reads + 1


def test_a_layer_that_breaks_over_its_logos_fails_its_targets_alone(badged):
    class Broken(OnBadge):
        def pictures(self, subject):
            raise ZeroDivisionError("oops")

    badged.badges = {"on": Broken}
    summary = badged.run()
    assert (summary.failed, summary.done) == (6, 0)
    assert "could not say which logos" in badged.target("Film 1").error
    assert badged.sources["tmdb"].reads == 0
