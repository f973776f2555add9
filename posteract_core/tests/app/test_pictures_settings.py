"""What `pictures` of the configuration does to what is drawn, and that the defaults redraw nothing that was drawn before."""

from __future__ import annotations

import pytest
from posteract_core.app.looks import library_plans
from posteract_core.config.models import Config
from posteract_core.model import ArtworkKind, Facts, ItemType, Library
from posteract_core.plan import Inputs, fingerprint
from posteract_core.providers import Subject
from posteract_core.render import LookBook

BASE_HASH = "b" * 64


def settings_of(kind: ArtworkKind = ArtworkKind.POSTER, **said):
    config = Config.model_validate({"libraries": {"M": {"artwork": {kind.value: {"style": "cinema", **said}}}}})
    book = LookBook({}, [], {}, {})
    (plan,) = library_plans(config, book, {"s": [Library(key="1", name="M", server="s", type=ItemType.MOVIE)]})
    return plan.resolve(kind, ())


def made_of(subject, kind=ArtworkKind.POSTER, base="textless", **said):
    return fingerprint(Inputs.of(settings_of(kind, **said), subject, base), BASE_HASH)


@pytest.fixture
def heat_poster(heat):
    return Subject(item=heat, kind=ArtworkKind.POSTER, title=heat.title, facts=Facts())


def test_what_the_defaults_say_changes_no_fingerprint(heat_poster):
    """A difference here would redraw every picture of every user."""
    plain = made_of(heat_poster)
    said = {"canvas": ["1000x1500", "1920x1080"], "format": "jpeg", "quality": 90}
    assert made_of(heat_poster, pictures=said) == plain
    assert Inputs.of(settings_of(), heat_poster, "textless").canvas == (1000, 1500, "jpeg", 90)
    for base in ("textless", "has_text", "finished"):
        fits = [entry for entry in Inputs.of(settings_of(), heat_poster, base).layers if entry[1] == "fit"]
        assert fits == [("", "fit", 1, "", None)]


@pytest.mark.parametrize(
    "said",
    [
        {"canvas": "2000x3000"},
        {"format": "webp"},
        {"format": "png"},
        {"quality": 85},
        {"fit": "contain"},
        {"fit": "blur-extend"},
        {"focus": [0.5, 0.1]},
    ],
)
@pytest.mark.parametrize("base", ["textless", "has_text", "finished"])
def test_each_setting_reaches_the_picture_and_its_fingerprint(heat_poster, said, base):
    assert made_of(heat_poster, base=base, pictures=said) != made_of(heat_poster, base=base)


def test_the_configuration_goes_before_the_style_and_leaves_the_rest_of_its_fit(heat_poster):
    plain = settings_of(style="polaroid").look.fit_of(heat_poster, base="textless")
    said = settings_of(style="polaroid", pictures={"fit": "contain", "focus": [0, 1]}).look
    fit = said.fit_of(heat_poster, base="textless")
    assert (fit.mode, fit.focus) == ("contain", (0, 1))
    assert (fit.inset, fit.background) == (plain.inset, plain.background)
    finished = said.fit_of(heat_poster, base="finished")
    assert (finished.mode, finished.inset != plain.inset) == ("contain", True)


def test_logos_are_never_cut_whatever_is_said_in_general(heat_poster):
    said = {"fit": "cover", "focus": [0, 0]}
    assert made_of(heat_poster, ArtworkKind.LOGO, pictures=said) == made_of(heat_poster, ArtworkKind.LOGO)
