"""The geometry of BlazePose, by hand and against slow versions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.sources.camera.regions import MARGIN, SIDE, Region, anchors, candidates, join, refine, sigmoid


def logit(p):
    return math.log(p / (1 - p))


def test_the_anchors_are_two_a_cell_over_three_grids():
    cells = anchors()
    assert cells.shape == (28 * 28 * 2 + 14 * 14 * 2 + 7 * 7 * 6, 2) and len(cells) == 2254
    assert cells[0] == pytest.approx([4 / 224, 4 / 224]) and cells[1] == pytest.approx(cells[0])
    assert cells[2] == pytest.approx([12 / 224, 4 / 224]), "along the row first"
    assert cells[2 * 28] == pytest.approx([4 / 224, 12 / 224])
    assert cells[1568] == pytest.approx([8 / 224, 8 / 224]), "the grid of stride 16"
    assert cells[1960:1966] == pytest.approx(np.full((6, 2), 16 / 224)), "six a cell at stride 32"
    assert cells[-1] == pytest.approx([208 / 224, 208 / 224])


def test_a_standing_person_has_an_upright_region_of_two_and_a_half_radii():
    region = Region.around([100, 200], [100, 120])
    assert (region.x, region.y, region.angle) == (100, 200, 0)
    assert region.side == pytest.approx(2 * MARGIN * 80)
    assert region.to_image(np.array([[0.5, 0.5], [0, 0], [1, 0.5]], np.float32)) == pytest.approx(
        np.array([[100, 200], [0, 100], [200, 200]])
    )


def test_of_a_person_who_lies_with_the_head_to_the_right_the_top_of_the_region_is_right():
    region = Region.around([100, 200], [180, 200])
    assert region.angle == pytest.approx(math.pi / 2)
    top, right = region.to_image(np.array([[0.5, 0], [1, 0.5]], np.float32))
    assert top == pytest.approx([200, 200]) and right == pytest.approx([100, 300])
    up = np.array([[0, -1, 0], [1, 0, 0.25]], np.float32)
    assert region.turned(up) == pytest.approx(np.array([[1, 0, 0], [0, 1, 0.25]]), abs=1e-6)


@given(st.floats(-3.1, 3.1), st.floats(5, 300), st.floats(-500, 500), st.floats(-500, 500))
def test_the_head_is_at_the_top_of_every_region(angle, radius, x, y):
    edge = [x + radius * math.sin(angle), y - radius * math.cos(angle)]
    region = Region.around([x, y], edge)
    assert region.angle == pytest.approx(angle, abs=1e-3)
    head = region.to_image(np.array([0.5, 0.5 - 0.5 / MARGIN], np.float32))
    assert head == pytest.approx(edge, abs=0.01 + 1e-4 * radius)


def test_overlap_is_intersection_over_union():
    square = Region(0, 0, 10, 0)
    assert square.overlap(square) == 1
    assert square.overlap(Region(5, 0, 10, 0)) == pytest.approx(50 / 150)
    assert square.overlap(Region(5, 5, 10, 1.0)) == pytest.approx(25 / 175)
    assert square.overlap(Region(20, 0, 10, 0)) == 0
    assert square.overlap(Region(0, 0, 5, 0)) == pytest.approx(0.25)


def test_who_is_found_anew_stands_for_whom_it_overlaps():
    a, b = Region(0, 0, 10, 0), Region(100, 0, 10, 0)
    again, new = Region(1, 0, 10, 0.1), Region(50, 0, 10, 0)
    assert join([a, b], [again, new], 0.5) == [b, again, new]
    assert join([], [new, a], 0.5) == [new, a] and join([a], [], 0.5) == [a]


def outputs(people):
    """What a detector gives that sees (cell, score, box and key points in pixels about the cell's centre)."""
    raw, logits = np.zeros((2254, 12), np.float32), np.full(2254, -20, np.float32)
    for cell, score, row in people:
        raw[cell], logits[cell] = row, logit(score)
    return raw, logits


def test_two_candidates_of_one_person_become_their_weighted_mean_and_another_person_stays():
    row = np.array([0, 0, 56, 112, 0, 0, 0, -40, 0, 0, 0, 0], np.float32)
    shifted = row + np.array([4, 0, 0, 0, 4, 0, 4, 0, 4, 0, 4, 0], np.float32)
    cells = anchors()
    raw, logits = outputs([(100, 0.9, row), (101, 0.3, shifted), (1500, 0.6, row), (800, 0.1, row)])
    rows, scores = candidates(raw, logits, 0.15, cells)
    assert scores == pytest.approx([0.9, 0.6])
    centre = cells[100] * SIDE
    expected_x = (0.9 * centre[0] + 0.3 * (centre[0] + 4)) / 1.2
    assert rows[0, 4] * SIDE == pytest.approx(expected_x, rel=1e-5)
    assert rows[0, :4] * SIDE == pytest.approx(
        [expected_x - 28, centre[1] - 56, expected_x + 28, centre[1] + 56], rel=1e-4
    )
    assert rows[0, 7] * SIDE == pytest.approx(centre[1] - 40, rel=1e-4)
    assert rows[1, 4:6] == pytest.approx(cells[1500])


def test_where_nobody_is_nobody_is_found():
    rows, scores = candidates(*outputs([(7, 0.14, np.ones(12, np.float32))]), 0.15, anchors())
    assert rows.shape == (0, 12) and scores.shape == (0,)


def test_a_box_without_an_area_is_a_person_of_its_own_and_the_search_ends():
    rows, _ = candidates(
        *outputs([(7, 0.9, np.zeros(12, np.float32)), (8, 0.8, np.zeros(12, np.float32))]), 0.5, anchors()
    )
    assert len(rows) == 2


@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
def test_the_people_found_do_not_overlap_and_each_is_within_its_candidates(seed, count):
    rng = np.random.default_rng(seed)
    raw, logits = outputs(
        (int(cell), rng.uniform(0.2, 0.99), rng.uniform(10, 90, 12)) for cell in rng.choice(2254, count, replace=False)
    )
    rows, scores = candidates(raw, logits, 0.15, anchors())
    assert 1 <= len(rows) <= count and (np.diff(scores) <= 1e-6).all()
    assert scores[0] == pytest.approx(sigmoid(logits).max())
    boxes = raw[logits > -10]
    centres = anchors()[logits > -10]
    low = (boxes[:, :2] / SIDE + centres).min(axis=0) - 1e-5
    high = (boxes[:, :2] / SIDE + centres).max(axis=0) + 1e-5
    middles = (rows[:, :2] + rows[:, 2:4]) / 2
    assert (middles >= low).all() and (middles <= high).all()


def slow_refine(points, heatmaps):
    result = points.copy()
    size = heatmaps.shape[0]
    for k, (x, y) in enumerate(points):
        column, row = int(x * size), int(y * size)
        if not (0 <= column < size and 0 <= row < size):
            continue
        cells = [
            (r, c, 1 / (1 + math.exp(-float(heatmaps[r, c, k]))))
            for r in range(size)
            for c in range(size)
            if abs(r - row) <= 3 and abs(c - column) <= 3
        ]
        total = sum(heat for *_, heat in cells)
        if max(heat for *_, heat in cells) >= 0.5:
            result[k] = [sum(c * h for _, c, h in cells) / total / size, sum(r * h for r, _, h in cells) / total / size]
    return result


def test_a_landmark_moves_to_the_one_hot_cell_of_its_heatmap():
    heatmaps = np.full((64, 64, 3), -60, np.float32)
    heatmaps[20, 30, 0] = 10  # near the first point
    heatmaps[60, 60, 1] = 10  # too far from the second
    heatmaps[32, 32, 2] = -1  # not sure enough for the third
    points = np.array([[31.5 / 64, 21.5 / 64], [0.5, 0.5], [0.51, 0.51]], np.float32)
    assert refine(points, heatmaps) == pytest.approx(np.array([[30 / 64, 20 / 64], [0.5, 0.5], [0.51, 0.51]]))


@given(st.integers(0, 2**32 - 1))
def test_refining_is_what_the_slow_version_does(seed):
    rng = np.random.default_rng(seed)
    points = rng.uniform(-0.2, 1.2, (6, 2)).astype(np.float32)
    heatmaps = rng.normal(-1, 2, (64, 64, 6)).astype(np.float32)
    assert refine(points, heatmaps) == pytest.approx(slow_refine(points, heatmaps), abs=1e-5)


def test_probabilities_of_wild_logits_are_finite():
    assert sigmoid(np.array([-1e9, 0, 1e9], np.float32)) == pytest.approx([0, 0.5, 1])
