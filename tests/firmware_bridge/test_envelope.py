"""The lowest points of a window, and the line under them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_firmware.envelope import LARGEST_SKEW, LONGEST_STRETCH_US, Envelope, _edge, slope_under

SECOND = 1_000_000


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(-(10**6), 10**6)), min_size=2, unique_by=lambda p: p[0]))
def test_the_edge_is_below_all_points_and_spans_the_middle(points):
    points.sort()
    middle = (points[0][0] + points[-1][0]) // 2
    (x1, y1), (x2, y2) = _edge(points, middle)
    assert (x1, y1) in points and (x2, y2) in points and x1 <= middle <= x2 and x1 < x2
    assert all((y - y1) * (x2 - x1) >= (y2 - y1) * (x - x1) for x, y in points)


@pytest.mark.parametrize("slope", [-60.0, -0.3, 0.0, 0.2, 60.0])
@pytest.mark.parametrize("seconds", [1, 7, 15, 40, 110])
def test_the_least_is_that_of_all_points_while_none_is_forgotten(seconds, slope):
    """However often stretches were joined on the way."""
    envelope, rng, points = Envelope(), random.Random(seconds), []
    for x in sorted(rng.sample(range(seconds * SECOND), 10 * seconds)):
        points.append((x, round(slope * x) + rng.randrange(10**6)))
        envelope.add(*points[-1], slope)
        above = [y - 7 - slope * (x - 5) for x, y in points]
        assert envelope.least(slope, 5, 7) == pytest.approx(min(above), abs=1)
    assert len(envelope.points) <= 64 and set(envelope.points) <= set(points)


def test_a_stretch_has_its_lowest_point_and_stretches_grow_to_their_longest():
    envelope = Envelope()
    assert [envelope.add(x, y, 0) for x, y in ((0, 5), (100_000, 3), (124_999, 4), (125_000, 9))] == [1, 0, 0, 1]
    assert envelope.points == [(100_000, 3), (125_000, 9)] and envelope.span_us == 25_000
    for k in range(2, 3600 * 8):
        envelope.add(k * 125_000, 100, 0)
    assert len(envelope.points) == 64
    assert envelope.span_us == pytest.approx(64 * LONGEST_STRETCH_US, abs=LONGEST_STRETCH_US)


def test_what_is_older_than_the_newest_stretch_comes_too_late():
    envelope = Envelope()
    envelope.add(10 * SECOND, 5, 0)
    assert not envelope.add(9 * SECOND, 1, 0) and envelope.points == [(10 * SECOND, 5)]


def test_points_are_moved_and_forgotten():
    envelope = Envelope()
    assert envelope.span_us == 0
    for second in range(5):
        envelope.add(second * SECOND, second, 0)
    envelope.move(-7 * SECOND, 30)
    assert envelope.points[-1] == (-3 * SECOND, 34)
    assert not envelope.add(-3 * SECOND + 1, 40, 0) and envelope.add(-2 * SECOND, 40, 0)
    envelope.forget_before(-3 * SECOND)
    assert envelope.points == [(-3 * SECOND, 34), (-2 * SECOND, 40)]


@pytest.mark.parametrize(
    ("true", "prior", "tolerance", "found"),
    [(0.1, 0.0, 0.2, 0.1), (0.21, 0.0, 0.2, 0.21), (30.0, 0.0, 0.2, 30.0), (500.0, 0.0, 0.2, LARGEST_SKEW)],
)
def test_points_on_a_line_tell_its_slope(true, prior, tolerance, found):
    points = [(k * SECOND, round(true * k * SECOND)) for k in range(20)]
    assert slope_under(points, prior, tolerance, 0.0) == pytest.approx(found, abs=1e-6)


def test_few_points_or_noisy_ones_keep_the_slope_near_what_is_usual():
    line = [(k * SECOND, 3 * k * SECOND) for k in range(20)]
    assert slope_under(line[:3], 0.0, 0.2, 0.07) == 0.07
    assert slope_under(line[:7], 0.0, 0.2, 0.07) == 0.2
    noisy = [(x, y + 200 * SECOND * (k % 3)) for k, (x, y) in enumerate(line)]
    assert slope_under(noisy, 0.0, 0.2, 0.07) == 0.2
