"""Sums by hand."""

import numpy as np
import pytest
from rtstgcn_export.program import Product, Value
from rtstgcn_export.report.rounding import Unit
from rtstgcn_export.report.tally import BINS, Tally, decibels, histogram


def test_decibels_by_hand():
    assert decibels(1000.0, 1.0) == pytest.approx(30)
    assert decibels(1.0, 4.0) == pytest.approx(-6.0206, abs=1e-4)
    assert decibels(1.0, 0.0) is None and decibels(0.0, 0.0) is None and decibels(0.0, 1.0) is None


def test_a_tally_by_hand():
    x, out = Value("x", 1, 2, "int8", 0), Value("y", 1, 2, "int8", 1)
    op = Product(out, x, np.zeros((2, 2), np.int8), None, np.zeros(2, np.int32))
    tally = Tally(op, Unit(np.float32(2)))
    tally.add(np.float32([[[0.6, -70]]]), np.int8([[[2, -128]]]), np.float32([[[0.5, -71]]]))
    tally.add(np.float32([[[10, 63.5]]]), np.int8([[[20, 127]]]), np.float32([[[10, 63.5]]]))
    assert (tally.values, tally.saturated) == (4, 1)
    assert (tally.smallest, tally.largest) == (-70, 63.5)
    assert tally.signal == pytest.approx(0.36 + 4900 + 100 + 63.5**2)
    assert tally.local == pytest.approx(0.1**2 + 6**2)  # 0.6 becomes 0.5, -70 becomes -64
    assert tally.accumulated == pytest.approx(0.4**2 + 6**2)
    assert tally.constants == pytest.approx(0.1**2 + 1)
    assert tally.bins.sum() == 4 and len(tally.bins) == BINS + 2
    # 256 integers in 64 bins of 4: -140 lies below, 1.2 in the 33rd, 20 in the 38th, 127 in the last
    assert np.flatnonzero(tally.bins).tolist() == [0, 33, 38, 64]


def test_saturated_is_what_would_round_to_an_integer_that_there_is_not():
    x = Value("x", 1, 4, "int8", 0)
    op = Product(Value("y", 1, 4, "int8", 2), x, np.zeros((4, 4), np.int8), None, np.zeros(4, np.int32))
    tally = Tally(op, Unit(np.float32(4)))
    tally.add(np.float32([[[31.8, 32, -32.1, -40]]]), np.int8([[[127, 127, -128, -128]]]), None)
    assert tally.saturated == 2  # 32 and -40; 31.8 and -32.1 round to 127 and -128


def test_bins_are_numpys():
    at = np.random.default_rng(0).normal(0, 90, (50, 3, 4)).astype(np.float32)
    for low, high in ((-128, 127), (0, 255), (-32768, 32767)):
        edges = [-np.inf, *np.linspace(low - 0.5, high + 0.5, BINS + 1), np.inf]
        assert histogram(at, low, high).tolist() == np.histogram(at, edges)[0].tolist()
