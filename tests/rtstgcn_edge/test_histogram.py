"""Percentiles against the sorted samples; the rest against Python's own sums."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.histogram import LogHistogram

LARGEST = 2**63 - 1
TOLERANCE = 1 / 256

# Uniform integers are nearly all huge; a random number of bits gives every magnitude its share.
nanoseconds = st.integers(0, 63).flatmap(lambda bits: st.integers(0, 2**bits - 1))
samples_of_every_size = st.lists(nanoseconds, min_size=1, max_size=200)


def filled(samples):
    histogram = LogHistogram()
    for ns in samples:
        histogram.add(ns)
    return histogram


@given(samples_of_every_size, st.integers(0, 100))
def test_percentile_is_within_one_part_in_256_of_the_sample_of_nearest_rank(samples, q):
    rank = max(1, -(-q * len(samples) // 100))
    expected = sorted(samples)[rank - 1]
    assert abs(filled(samples).percentile(q) - expected) <= expected * TOLERANCE


# At these q, q / 100 * count has no rounding, so NumPy's nearest rank is the exact one.
@pytest.mark.parametrize("q", [0, 25, 50, 75, 87.5, 100])
@pytest.mark.parametrize("spread", [0.1, 1.0, 4.0])
def test_percentile_agrees_with_numpy_on_heavy_tailed_latencies(q, spread):
    samples = np.random.default_rng(7).lognormal(np.log(2e6), spread, size=3001).astype(np.int64)
    expected = np.percentile(samples, q, method="inverted_cdf")
    assert filled(samples.tolist()).percentile(q) == pytest.approx(expected, rel=TOLERANCE)


def test_percentile_of_a_hundred_small_values_is_the_value_itself():
    histogram = filled(range(1, 101))
    assert [histogram.percentile(q) for q in (0, 1, 50, 55, 95, 99, 99.1, 100)] == [1, 1, 50, 55, 95, 99, 100, 100]


@given(samples_of_every_size)
def test_count_sum_min_and_max_are_exact(samples):
    histogram = filled(samples)
    assert histogram.count == len(samples)
    assert histogram.sum_ns == sum(samples)
    assert histogram.min_ns == histogram.percentile(0) == min(samples)
    assert histogram.max_ns == histogram.percentile(100) == max(samples)


@given(samples_of_every_size)
def test_percentiles_rise_with_q_and_stay_between_min_and_max(samples):
    percentiles = [filled(samples).percentile(q) for q in (0, 10, 50, 90, 99, 99.9, 100)]
    assert percentiles == sorted(percentiles)
    assert min(samples) <= percentiles[0] <= percentiles[-1] <= max(samples)


@pytest.mark.parametrize("bits", range(1, 63))
def test_both_sides_of_every_power_of_two_are_told_apart(bits):
    below, at = 2**bits - 1, 2**bits
    # The outer two keep the ranks under test off the first and last, which are exact anyway.
    histogram = filled([0, below, at, LARGEST])
    assert histogram.percentile(50) == pytest.approx(below, rel=TOLERANCE)
    assert histogram.percentile(75) == pytest.approx(at, rel=TOLERANCE)
    assert histogram.percentile(50) < at <= histogram.percentile(75)


@given(st.lists(nanoseconds, max_size=50), st.lists(nanoseconds, min_size=1, max_size=50))
def test_merged_halves_equal_the_whole(first, second):
    merged, whole = filled(first), filled(first + second)
    merged.merge(filled(second))
    assert (merged.count, merged.sum_ns, merged.min_ns, merged.max_ns) == (
        whole.count,
        whole.sum_ns,
        whole.min_ns,
        whole.max_ns,
    )
    assert [merged.percentile(q) for q in range(101)] == [whole.percentile(q) for q in range(101)]


def test_merge_with_itself_doubles_and_with_an_empty_one_changes_nothing():
    histogram = filled([5, 7, -1])
    histogram.merge(histogram)
    histogram.merge(LogHistogram())
    assert (histogram.count, histogram.sum_ns, histogram.clamped) == (6, 24, 2)
    assert (histogram.min_ns, histogram.percentile(50), histogram.max_ns) == (0, 5, 7)


def test_values_out_of_range_are_moved_to_the_limit_and_counted():
    histogram = filled([-5, 3, 2**80])
    assert (histogram.count, histogram.clamped) == (3, 2)
    assert (histogram.min_ns, histogram.percentile(50), histogram.max_ns) == (0, 3, LARGEST)
    assert histogram.sum_ns == 3 + LARGEST


def test_memory_does_not_grow_with_the_stream():
    histogram = LogHistogram()
    size = sys.getsizeof(histogram._buckets)
    for exponent in range(63):
        for step in range(100):
            histogram.add((1 << exponent) + step)
    assert histogram.count == 6300
    assert sys.getsizeof(histogram._buckets) == size < 64_000


@pytest.mark.parametrize("q", [-1, 100.5, float("nan")])
def test_a_percentile_out_of_range_is_refused(q):
    with pytest.raises(InputError, match="0 to 100"):
        filled([1]).percentile(q)


@pytest.mark.parametrize("ask", [lambda h: h.percentile(50), lambda h: h.min_ns, lambda h: h.max_ns])
def test_an_empty_histogram_has_no_values_to_give(ask):
    with pytest.raises(InputError, match="nothing was counted"):
        ask(LogHistogram())
