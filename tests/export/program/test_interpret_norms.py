"""Norms and what follows, each operation twice: by hand and against fractions."""

from fractions import Fraction

import numpy as np
import pytest
from one_operation import FRAME, each, exact, floats, integers, one, out, run, seeds, value
from rtstgcn_export.program import operations as ops
from slow_numbers import f32, f64, q, root


def norm(x, bias, gamma, beta, floor, gamma_exponent=4, beta_exponent=2):
    _, rows, columns = x.shape
    arrays = (np.array(a, np.int16) for a in (gamma, beta))
    return ops.LayerNorm(
        out(rows, columns, "float32"),
        value(FRAME, x),
        bias,
        next(arrays),
        gamma_exponent,
        next(arrays),
        beta_exponent,
        floor,
    )


def test_layer_norm_by_hand():
    # y = 1 3 5 7: S1 = 16, S2 = 84, m = 4, D = 20; with a floor of 5, r = 1 / 5
    x, bias = one([0, 0], [0, 0], dtype="int32"), np.array([[1, 3], [5, 7]], np.int16)
    made = run(norm(x, bias, [[16, 16], [32, 16]], [[0, 4], [0, 0]], floor=5.0), x)
    fifth = np.float32(0.2)
    expected = [[-3 * fifth, -fifth + 1], [fifth * 2, 3 * fifth]]
    assert made.tolist() == [[[float(v) for v in row] for row in expected]]


def test_layer_norm_of_a_constant_is_beta():
    x = np.full((1, 2, 3), 1000, np.int32)
    made = run(norm(x, None, np.ones((2, 3)), [[0, 4, 8], [1, 2, 3]], floor=1e-3), x)
    assert made.tolist() == [[[0, 1, 2], [0.25, 0.5, 0.75]]]


@seeds
@pytest.mark.parametrize("biased", [False, True])
@pytest.mark.parametrize(("around", "largest"), [(0, 3), (0, 128), (0, 2**14), (2**22, 2**14), (2**24 - 600, 2)])
def test_layer_norm(seed, biased, around, largest):
    rng = np.random.default_rng(seed)
    x = around + rng.integers(-largest, largest, (2, 3, 5)).astype(np.int32)
    bias = rng.integers(-largest // 2, largest, (3, 5)).astype(np.int16) if biased else None
    gamma, beta = rng.integers(-(2**15), 2**15, (2, 3, 5))
    floor = float(rng.uniform(0.01, 1))
    operation = norm(x, bias, gamma, beta, floor, 13, 11)
    made = exact(run(operation, x))
    inverse_n = f64(Fraction(1, 15))
    assert Fraction(operation.inverse_n) == inverse_n
    for n in range(2):
        y = [[int(x[n, v, c]) + (int(bias[v, c]) if biased else 0) for c in range(5)] for v in range(3)]
        first, second = sum(map(sum, y)), sum(i * i for row in y for i in row)
        mean = f64(first * inverse_n)
        spread = f64(second - f64(first * mean))
        r = f32(f64(1 / f64(root(f64(max(spread, 0) + Fraction(floor))))))
        m = f32(mean)
        for v, c in np.ndindex(3, 5):
            normal = f32(f32(y[v][c] - m) * r)
            scaled = f32(normal * Fraction(int(gamma[v, c]), 2**13))
            assert made[n][v][c] == f32(scaled + Fraction(int(beta[v, c]), 2**11))


def test_scale_by_hand():
    x = one([10, -4], dtype="int32")
    factor, shift = np.array([[0.5, -0.25]], np.float32), np.array([[1.0, 0.5]], np.float32)
    assert run(ops.Scale(out(1, 2, "float32"), value(FRAME, x), factor, shift), x).tolist() == [[[6.0, 1.5]]]


@seeds
def test_scale(seed):
    x = np.random.default_rng(seed).integers(-(2**23), 2**23, (2, 3, 4)).astype(np.int32)
    factor, shift = floats(seed, (3, 4)), floats(seed + 9, (3, 4), 1e5)
    made = run(ops.Scale(out(3, 4, "float32"), value(FRAME, x), factor, shift), x)
    a, (f,), (s,) = exact(x), exact(factor[None]), exact(shift[None])
    assert exact(made) == each(x, lambda n, v, c: f32(f32(a[n][v][c] * f[v][c]) + s[v][c])).tolist()


def test_activate_by_hand():
    x, residual = one([-2.0, 0.625, 1.0], dtype="float32"), one([-8, 8, 127], dtype="int8")
    past = value("second", residual, exponent=4)  # -0.5, 0.5, 7.9375
    operation = ops.Activate(out(1, 3, "uint8", exponent=2), value(FRAME, x), past)
    assert run(operation, x, residual).tolist() == [[[0, 4, 36]]]  # 4.5 is a tie
    assert run(ops.Activate(out(1, 3, "uint8", exponent=7), value(FRAME, x)), x).tolist() == [[[0, 80, 128]]]
    assert run(ops.Activate(out(1, 3, "uint8", exponent=9), value(FRAME, x)), x).tolist() == [[[0, 255, 255]]]


def test_activate_of_an_input_is_linear():
    x = one([-2.0, 0.625, 1e6], dtype="float32")
    operation = ops.Activate(out(1, 3, "int16", exponent=2), value(FRAME, x), linear=True)
    assert run(operation, x).tolist() == [[[-8, 2, 32767]]]


@seeds
@pytest.mark.parametrize("dtype", ["int8", "uint8", "float32"])
def test_activate(seed, dtype):
    x = floats(seed, (2, 3, 4), 2)
    residual = floats(seed + 9, x.shape) if dtype == "float32" else integers(seed, dtype)
    past = value("second", residual, exponent=0 if dtype == "float32" else 5)
    made = run(ops.Activate(out(3, 4, "uint8", exponent=6), value(FRAME, x), past), x, residual)
    a, b = exact(x), exact(residual)

    def slow(n, v, c):
        total = f32(max(a[n][v][c], 0) + b[n][v][c] / (1 if dtype == "float32" else 32))
        return q(total * 64, 0, 255)

    assert (made == each(x, slow)).all()
