"""Sums by hand."""

import numpy as np
import pytest
from rtstgcn_export.program import Product, Value
from rtstgcn_export.report.rounding import Unit
from rtstgcn_export.report.tally import BINS, Tally, decibels


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
