"""The frame and its features, each operation twice: by hand and against fractions."""

from fractions import Fraction

import numpy as np
import pytest
from one_operation import FRAME, each, exact, floats, integers, one, out, run, seeds, value
from rtstgcn_export.program import operations as ops
from slow_numbers import f32, f64, q, root


def test_quantise_frame_by_hand():
    frame = np.array([[[0.25, -0.375, 1e8], [3.0, -np.float32(1e-45), -3.4e38]]], np.float32)  # (1, C = 2, V = 3)
    made = run(ops.QuantiseFrame(out(3, 2, "int16", None), np.array([2, -1], np.int32)), frame)
    assert made.tolist() == [[[1, 2], [-2, 0], [32767, -32768]]]


@seeds
def test_quantise_frame(seed):
    frame = floats(seed, (2, 3, 4), 10)
    exponents = np.array([3, 11, -2], np.int32)
    made = run(ops.QuantiseFrame(out(4, 3, "int16", None), exponents), frame)
    x = exact(frame)
    assert (made == each(made, lambda n, v, c: q(x[n][c][v] * Fraction(2) ** int(exponents[c]), -32768, 32767))).all()


def test_relative_by_hand():
    x = one([30000, 1], [-30000, 5], [0, 0], dtype="int16")
    made = run(ops.Relative(out(3, 2, "int32", None), value(FRAME, x), joint=1), x)
    assert made.tolist() == [[[60000, -4], [0, 0], [30000, -5]]]


def test_magnitude_by_hand():
    x = one([3, 4, 12, -32768, -32768, -32768], dtype="int16")
    made = run(ops.Magnitude(out(1, 2, "float32", None), value(FRAME, x)), x)
    assert made.tolist() == [[[13.0, float(np.float32(32768 * 3**0.5))]]]


@seeds
def test_magnitude(seed):
    x = integers(seed, "int16", columns=6)
    made = run(ops.Magnitude(out(3, 2, "float32", None), value(FRAME, x)), x)
    whole = x.astype(int).tolist()
    expected = each(made, lambda n, v, t: f32(f64(root(sum(i * i for i in whole[n][v][3 * t : 3 * t + 3])))))
    assert (np.array(exact(made)) == expected).all()


def test_standardise_by_hand():
    x = one([10, -300, 11], dtype="int16")
    offset, factor = np.array([[4.0, 0.0, 0.0]], np.float32), np.array([[0.25, 1.0, 0.5]], np.float32)
    made = run(ops.Standardise(out(1, 3, "int8"), value(FRAME, x), offset, factor, 127), x)
    assert made.tolist() == [[[2, -127, 6]]]  # 1.5 and 5.5 are ties


@seeds
@pytest.mark.parametrize(("source", "target", "limit"), [("int16", "int8", 127), ("int16", "int16", 16384)])
def test_standardise(seed, source, target, limit):
    x = integers(seed, source)
    offset, factor = floats(seed, (3, 4), 1000), floats(seed + 9, (3, 4), 0.1)
    made = run(ops.Standardise(out(3, 4, target), value(FRAME, x), offset, factor, limit), x)
    (o,), (f,), a = exact(offset[None]), exact(factor[None]), exact(x)
    assert (made == each(x, lambda n, v, c: q(f32(f32(a[n][v][c] - o[v][c]) * f[v][c]), -limit, limit))).all()


def test_standardise_takes_floats():
    x = one([1.5, 2.5], dtype="float32")
    zero, ones = np.zeros((1, 2), np.float32), np.ones((1, 2), np.float32)
    assert run(ops.Standardise(out(1, 2, "int8"), value(FRAME, x), zero, ones, 127), x).tolist() == [[[2, 2]]]


def test_trend_by_hand():
    short, long = one([100, -100, 9], dtype="int32"), one([40, 4000, 8], dtype="int32")
    a, b = np.full((1, 3), 0.25, np.float32), np.full((1, 3), 0.0625, np.float32)
    operation = ops.Trend(out(1, 3, "int16"), value(FRAME, short), value("second", long), a, b, limit=200)
    assert run(operation, short, long).tolist() == [[[22, -200, 2]]]  # 22.5 is a tie, -275 saturates


@seeds
def test_trend(seed):
    rng = np.random.default_rng(seed)
    short, long = (rng.integers(-(2**20), 2**20, (2, 3, 4)).astype(np.int32) for _ in range(2))
    a, b = floats(seed, (3, 4), 0.01), floats(seed + 9, (3, 4), 0.01)
    operation = ops.Trend(out(3, 4, "int16"), value(FRAME, short), value("second", long), a, b, limit=16000)
    s, (fa,), (fb,), o = exact(short), exact(a[None]), exact(b[None]), exact(long)

    def slow(n, v, c):
        return q(f32(f32(s[n][v][c] * fa[v][c]) - f32(o[n][v][c] * fb[v][c])), -16000, 16000)

    assert (run(operation, short, long) == each(short, slow)).all()


def test_square_by_hand():
    x = one([-127, 127, -3, 0])
    made = run(ops.Square(out(1, 4, "int16"), value(FRAME, x)), x)
    assert made.tolist() == [[[16129, 16129, 9, 0]]]


def test_levels_by_hand():
    x = one([-5, 3, 4, 5, 2**31 - 1], dtype="int32")
    made = run(ops.Levels(out(1, 5, "int8"), value(FRAME, x), np.array([4, 5, 90], np.int32), first=-1), x)
    assert made.tolist() == [[[-1, -1, 0, 1, 2]]]


@seeds
def test_levels(seed):
    rng = np.random.default_rng(seed)
    thresholds = np.unique(rng.integers(-50, 50, 20)).astype(np.int32)
    x = rng.integers(-60, 60, (2, 3, 4)).astype(np.int32)
    made = run(ops.Levels(out(3, 4, "int8"), value(FRAME, x), thresholds, first=-7), x)
    assert (made == each(x, lambda n, v, c: -7 + sum(t <= x[n, v, c] for t in thresholds))).all()


def test_concat_by_hand():
    x, y = one([1, 2], [3, 4]), one([5, 6], [7, 8])
    made = run(ops.Concat(out(2, 4, "int8"), (value("second", y), value(FRAME, x))), x, y)
    assert made.tolist() == [[[5, 6, 1, 2], [7, 8, 3, 4]]]
