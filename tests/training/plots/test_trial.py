"""Bands: what is drawn is what was given, measured on the figure and in the pixels."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from rtstgcn_training.plots import bands
from rtstgcn_training.plots.style import class_colours
from rtstgcn_training.plots.trial import COLUMNS


def texts(axes):
    return [text.get_text() for text in axes.texts]


def columns_of(axes):
    return axes.images[0].get_array()[0]


def test_bands_show_each_frame_in_its_class_colour_and_unlabelled_ones_blank(tmp_path, figures):
    truth = np.array([-1, -1, 0, 0, 2, 2, 2, 1])
    predicted = np.array([0, 0, 0, 0, 2, 2, 1, 1])
    bands(truth, predicted, ["a", "b", "c", "unused"], 4.0, tmp_path / "b.png", title="one", background=0)
    figure, colours = figures["b.png"], class_colours(4, 0)
    above, below = figure.axes
    assert np.array_equal(columns_of(above), [to_rgb("white")] * 2 + [colours[i] for i in truth[2:]])
    assert np.array_equal(columns_of(below), colours[predicted])
    assert above.get_xlim() == below.get_xlim() == (0, 2)  # seconds
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["a", "b", "c"]
    swatches = [patch.get_facecolor()[:3] for patch in figure.legends[0].get_patches()]
    assert np.allclose(swatches, colours[:3])
    assert above.get_title(loc="right") == "83.3% of 6 labelled frames agree"
    assert above.get_title(loc="left") == "one"


def test_the_bands_are_there_in_the_pixels(tmp_path):
    truth = np.repeat([0, 1], 500)
    bands(truth, 1 - truth, ["a", "b"], 100.0, tmp_path / "b.png")
    picture, colours = imread(tmp_path / "b.png")[..., :3], class_colours(2)
    where = [np.abs(picture - rgb).max(-1) < 0.01 for rgb in colours]
    half = picture.shape[1] // 2
    above, below = where[0][:, :half].any(1).argmax(), where[1][:, :half].any(1).argmax()
    assert above < below  # on the left, the truth's class stands over the prediction's
    assert where[0][:, half + 100 :].sum() > 20000 and where[1][:, half + 100 :].sum() > 20000


@pytest.mark.parametrize("frames", [COLUMNS - 1, COLUMNS + 1, 50_003])
def test_a_column_is_the_mean_colour_of_its_frames(tmp_path, figures, frames):
    rng = np.random.default_rng(0)
    labels = rng.integers(-1, 5, frames)
    bands(labels, labels, list("abcde"), 50.0, tmp_path / "b.png")
    drawn = columns_of(figures["b.png"].axes[0])
    assert len(drawn) == min(frames, COLUMNS)
    palette = np.vstack([class_colours(5), np.ones(3)])  # white, the last, of what has no label
    owner = [np.flatnonzero(np.arange(len(drawn)) * frames // len(drawn) <= t)[-1] for t in range(0, frames, 997)]
    for t, column in zip(range(0, frames, 997), owner, strict=True):
        members = [k for k in range(max(0, t - 60), min(frames, t + 60)) if _column(k, len(drawn), frames) == column]
        assert t in members
        assert np.allclose(drawn[column], palette[labels[members]].mean(0))


def _column(frame, columns, frames):
    """The last column that starts at or before the frame."""
    column = min(columns - 1, (frame + 1) * columns // frames + 1)
    while column * frames // columns > frame:
        column -= 1
    return column


def test_long_segments_carry_their_name_and_short_ones_do_not(tmp_path, figures):
    truth = np.array([0] * 500 + [1] * 5 + [0] * 495)
    bands(truth, truth, ["walking", "turning"], 50.0, tmp_path / "b.png")
    assert texts(figures["b.png"].axes[0]) == ["walking", "walking"]
    middle = figures["b.png"].axes[0].texts[0].get_position()[0]
    assert middle == pytest.approx(5.0)


def test_the_probability_is_drawn_below_with_its_lowest_values(tmp_path, figures):
    frames = COLUMNS * 4
    probability = np.full(frames, 0.9)
    probability[1001] = 0.1
    zeros = np.zeros(frames, int)
    bands(zeros, zeros, ["a"], 10.0, tmp_path / "b.png", probability=probability)
    axes = figures["b.png"].axes[2]
    ((line,), (filled,)) = ([one for one in axes.lines if len(one.get_xdata()) > 2], axes.collections)
    assert line.get_ydata()[250] == pytest.approx((3 * 0.9 + 0.1) / 4)
    assert filled.get_paths()[0].vertices[:, 1].min() == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("seconds", "marks"),
    [(0.5, ["0 s", "0.1 s"]), (50, ["0 s", "5 s"]), (600, ["0:00", "1:00"]), (20000, ["0:00", "1:00:00"])],
)
def test_the_time_axis_is_marked_as_people_read_time(tmp_path, figures, seconds, marks):
    zeros = np.zeros(int(seconds * 2), int)
    bands(zeros, zeros, ["a"], 2.0, tmp_path / "b.png")
    axis = figures["b.png"].axes[-1].xaxis
    shown = axis.get_major_formatter().format_ticks(axis.get_majorticklocs())
    shown = shown[shown.index(marks[0]) :]
    assert shown[:2] == marks and len(shown) <= 14


def test_a_trial_without_a_label_and_one_frame_can_be_drawn(tmp_path):
    bands(np.full(30, -1), np.zeros(30, int), ["a"], 10.0, tmp_path / "b.png")
    bands(np.zeros(1, int), np.zeros(1, int), ["a"], 10.0, tmp_path / "b.png", probability=np.ones(1))
    assert (tmp_path / "b.png").stat().st_size > 1000
