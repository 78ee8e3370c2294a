"""Products, each operation twice: by hand and against fractions."""

from fractions import Fraction

import numpy as np
import pytest
from one_operation import FRAME, each, integers, one, out, run, seeds, value
from rtstgcn_export.program import operations as ops
from slow_numbers import f32, q


def test_graph_product_by_hand():
    x = one([100, -1], [50, 2])
    # rows of a joint one after the other: joint 0 takes itself, then joint 1; joint 1 takes both, then nothing
    graph = np.array([[64, 0], [0, -64], [64, 64], [0, 0]], np.int8)
    made = run(ops.GraphProduct(out(2, 4, "int8"), value(FRAME, x), graph, shift=6), x)
    assert made.tolist() == [[[100, -1, -50, -2], [127, 1, 0, 0]]]


@seeds
@pytest.mark.parametrize("dtype", ["int8", "uint8"])
def test_graph_product(seed, dtype):
    x = integers(seed, dtype)
    graph = np.random.default_rng(seed).integers(-127, 128, (6, 3)).astype(np.int8)
    made = run(ops.GraphProduct(out(3, 8, "int8"), value(FRAME, x), graph, shift=8), x)

    def slow(n, v, column):
        p, c = divmod(column, 4)
        total = sum(int(graph[2 * v + p, w]) * int(x[n, w, c]) for w in range(3))
        return q(Fraction(total, 2**8), -128, 127)

    assert (made == each(made, slow)).all()


def test_product_by_hand():
    x = one([10, 20], [255, 255], dtype="uint8")
    weight, bias = np.array([[63, -1], [-63, 1]], np.int8), np.array([6, 0], np.int32)
    made = run(ops.Product(out(2, 2, "int8"), value(FRAME, x), weight, bias, np.array([3, -4], np.int32)), x)
    assert made.tolist() == [[[-78, 127], [1, 0]]]  # (-630 + 6) / 8; 10 * 16 saturates; 6 / 8; 0


@seeds
@pytest.mark.parametrize(("dtype", "limit", "biased"), [("int8", 63, False), ("uint8", 63, True), ("int16", 127, True)])
def test_product(seed, dtype, limit, biased):
    x = integers(seed, dtype)
    rng = np.random.default_rng(seed)
    weight = rng.integers(-limit, limit + 1, (4, 5)).astype(np.int8)
    bias = rng.integers(-(2**12), 2**12, 5).astype(np.int32)
    shift = rng.integers(4, 9, 5).astype(np.int32) + (8 if dtype == "int16" else 0)
    made = run(ops.Product(out(3, 5, "int8"), value(FRAME, x), weight, bias if biased else None, shift), x)

    def slow(n, v, k):
        total = sum(int(x[n, v, c]) * int(weight[c, k]) for c in range(4)) + biased * int(bias[k])
        return q(f32(total) / 2 ** int(shift[k]), -128, 127)

    assert (made == each(made, slow)).all()


def test_a_product_above_24_bits_is_rounded_to_float32_before_it_is_shifted():
    x, weight = one([32767, 32767], dtype="int16"), np.array([[127], [1]], np.int8)
    bias = np.array([2**25 + 3 - 32767 * 128], np.int32)  # the sum is 2^25 + 3, as float32 2^25 + 4
    product = ops.Product(out(1, 1, "int8"), value(FRAME, x), weight, bias, np.array([19], np.int32))
    assert run(product, x).tolist() == [[[64]]]
    head = ops.Head(
        out(1, 1, "float32"), value(FRAME, one([1], dtype="uint8")), *_head([[0]], [2**25 + 3]), np.zeros(1, np.int32)
    )
    assert run(head, one([1], dtype="uint8")).tolist() == [[2.0**25 + 4]]


def _head(weight, bias):
    return np.array(weight, np.int8), np.array(bias, np.int32)


def test_head_by_hand():
    x = one([255, 1], [255, 2], dtype="uint8")
    weight, bias = _head([[127, -1], [1, 100]], [-3, 2**20])
    made = run(ops.Head(out(1, 2, "float32"), value(FRAME, x), weight, bias, np.array([4, -1], np.int32)), x)
    assert made.tolist() == [[(510 * 127 + 3 - 3) / 16, 2.0 * (-510 + 300 + 2**20)]]


@seeds
def test_head(seed):
    x = integers(seed, "uint8")
    rng = np.random.default_rng(seed)
    weight, bias = rng.integers(-127, 128, (4, 3)).astype(np.int8), rng.integers(-(2**30), 2**30, 3).astype(np.int32)
    exponents = np.array([0, 9, 14], np.int32)
    made = run(ops.Head(out(1, 3, "float32"), value(FRAME, x), weight, bias, exponents), x)
    for n, k in np.ndindex(2, 3):
        total = sum(int(x[n, v, c]) * int(weight[c, k]) for v in range(3) for c in range(4)) + int(bias[k])
        assert Fraction(float(made[n, k])) == f32(total) / 2 ** int(exponents[k])
