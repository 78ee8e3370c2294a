"""Colours that readers can tell apart, names of any kind, files that are whole."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from refusals import refusal
from rtstgcn_training.plots import bands, confusion, curves
from rtstgcn_training.plots.style import BACKGROUND, NAME, class_colours

AWKWARD = ["$x_1$ costs $2", "_hidden", "two\nlines", "a_very_long_name_that_goes_on_and_on_without_end", "歩く", ""]


def seen_by(rgb, kind):
    """Linear RGB as an eye without red (protan) or green (deutan) cones sees it: Vienot, Brettel, Mollon 1999."""
    matrix = {
        "protan": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
        "deutan": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
    }[kind]
    return np.clip(np.array(matrix) @ np.asarray(rgb) ** 2.2, 0, 1)


@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_the_colours_of_the_first_classes_differ_for_colour_blind_eyes(kind):
    colours = [seen_by(rgb, kind) ** (1 / 2.2) for rgb in class_colours(10)]
    for (i, a), (j, b) in itertools.combinations(enumerate(colours), 2):
        assert np.abs(a - b).max() > 0.1, (i, j)


@pytest.mark.parametrize("background", [None, 0, 7])
def test_every_class_has_a_colour_of_its_own_that_its_number_fixes(background):
    colours = class_colours(60, background)
    assert colours.shape == (60, 3) and colours.min() >= 0 and colours.max() <= 1
    assert len({tuple(np.round(rgb, 3)) for rgb in colours}) == 60
    assert np.array_equal(class_colours(12, background), colours[:12])
    if background is not None:
        assert tuple(colours[background]) == to_rgb(BACKGROUND)


def test_any_class_name_can_be_drawn(tmp_path, figures):
    number = len(AWKWARD)
    labels = np.repeat(np.arange(number), 100)
    bands(labels, labels, AWKWARD, 10.0, tmp_path / "b.png", title="$a_$ trial_\n$")
    confusion(np.eye(number), AWKWARD, tmp_path / "c.png")
    shown = [text.get_text() for text in figures["b.png"].legends[0].get_texts()]
    assert shown[:3] == ["$x_1$ costs $2", "_hidden", "two lines"]
    assert len(shown) == number and len(shown[3]) == NAME


def test_a_picture_replaces_the_former_one_or_leaves_it(tmp_path):
    curves([], tmp_path / "new" / "curves.png")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["curves.png"]
    (tmp_path / "folder.png").mkdir()
    assert "folder.png: cannot be written" in refusal(curves, [], tmp_path / "folder.png")
