"""What ends up in the pixels."""

import numpy as np
import pytest

from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sinks.video.drawing import COLOURS, Figure, Pen

cv2 = opencv("tests")
HEIGHT, WIDTH = 240, 320
EDGES = [[0, 1], [1, 2]]


def figure(points, skeleton=0, seen=None, text="#0 walk 0.91", held=False):
    points = np.array(points, np.float32).T
    seen = np.ones(points.shape[1], bool) if seen is None else np.array(seen, bool)
    return Figure(skeleton, points, seen, text, held)


def drawn(*figures, footer=""):
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    Pen(cv2, EDGES, HEIGHT).draw(picture, figures, footer)
    return picture


def coloured(picture, x, y, skeleton=0):
    """Whether the pixel has the colour of the skeleton, but for the smooth edge of a thin line."""
    return np.abs(picture[y, x].astype(int) - COLOURS[skeleton]).max() < 30


BENT = [(100, 100), (100, 160), (160, 160)]


def test_bones_lie_between_their_joints_in_the_colour_of_the_skeleton():
    for skeleton in (0, 3):
        picture = drawn(figure(BENT, skeleton))
        for x, y in ((100, 130), (130, 160), (100, 100)):
            assert coloured(picture, x, y, skeleton)
        assert not picture[120:150, 110:150].any(), "nothing where no bone is"


def test_bones_of_joints_that_were_not_seen_are_left_out():
    picture = drawn(figure(BENT, seen=[1, 1, 0]))
    assert coloured(picture, 100, 130)
    assert not picture[150:170, 110:170].any() and not picture[110:150, :95].any()


def test_who_is_not_seen_is_fainter():
    assert drawn(figure(BENT, held=True))[130, 100].sum() < sum(COLOURS[0]) * 0.6


@pytest.mark.parametrize("head", [(100, 100), (5, 5), (315, 5), (160, 239)])
def test_a_tag_is_inside_the_picture_and_over_the_head(head):
    picture = drawn(figure([head, head, head]))
    rows, columns = np.nonzero((picture == COLOURS[0]).all(axis=2))
    assert len(rows) > 400, "a filled box"
    assert columns.max() - columns.min() > 60 and 0 < columns.min() + columns.max() < 2 * WIDTH
    if head == (100, 100):
        assert rows.min() < 90 and abs((columns.min() + columns.max()) / 2 - 100) < 3


def test_tags_do_not_lie_on_each_other():
    one = (drawn(figure(BENT, 0)) == COLOURS[0]).all(axis=2)[:95].sum()
    both = drawn(figure(BENT, 0), figure(BENT, 1))
    first = (both == COLOURS[0]).all(axis=2)[:95].sum()
    second = (both == COLOURS[1]).all(axis=2)
    assert first == one, "the second tag hides nothing of the first"
    assert second[:150].sum() > 400


def test_a_tag_leaves_the_face_free():
    """Skeletons end between the ears; what is above, 8 % of the height, is head."""
    rows, _ = np.nonzero((drawn(figure([(160, 60), (160, 150), (160, 210)])) == COLOURS[0])[:60].all(axis=2))
    box = rows[rows < 60 - 3]
    assert len(box) > 400 and 60 - 0.08 * 150 - 8 < box.max() <= 60 - 0.08 * 150


def test_a_tag_on_which_another_one_would_lie_is_under_it_and_no_body_is_covered():
    picture = drawn(figure(BENT, 0), figure(BENT, 1), figure(BENT, 2))
    lowest = [np.nonzero((picture == COLOURS[k])[:95].all(axis=2))[0].max() for k in range(3)]
    assert lowest[0] > lowest[1] > lowest[2], "each above the one before"
    top = [(100, 12), (100, 160), (160, 160)]
    picture = drawn(*(figure(top, k) for k in range(4)))
    boxes = [np.nonzero((picture == COLOURS[k])[:110].all(axis=2))[0] for k in range(4)]
    assert all(len(rows) > 400 for rows in boxes), "no room above: below, and all of them to be read"


@pytest.mark.parametrize("place", [(1e9, 1e9), (-1e9, 50), (1e30, -1e30), (np.nan, np.inf)])
def test_joints_far_out_are_not_drawn(place):
    picture = drawn(figure([(100, 100), (100, 160), place]))
    assert coloured(picture, 100, 130)
    assert not picture[170:, :].any()


def test_names_that_the_letters_cannot_write_are_written_as_far_as_they_can():
    assert drawn(figure(BENT, text="#0 stäßding 0.5")).any()


def test_the_foot_is_written_in_white():
    assert not drawn(footer="").any()
    foot = drawn(footer="12.34 s")[-30:]
    assert foot.max() == 255 and (foot[..., 0] == foot[..., 2]).all()


def test_somebody_of_whom_no_joint_is_seen_still_has_a_tag():
    assert (drawn(figure(BENT, seen=[0, 0, 0])) == COLOURS[0]).all(axis=2).sum() > 400
