"""What an operation does alone, by hand and against the integer operations themselves."""

import math

import numpy as np
import pytest
from rtstgcn_export.program import (
    Activate,
    GraphProduct,
    Head,
    LayerNorm,
    Levels,
    Magnitude,
    Product,
    QuantiseFrame,
    Relative,
    Standardise,
    Value,
)
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.report.rounding import Unit, bounds, rounded, units, weight_exponents, with_constants
from rtstgcn_training.models.input_features import STILL

RNG = np.random.default_rng(0)


def test_rounding_by_hand():
    unit = Unit(np.float32(4))  # exponent 2: steps of 0.25, int8 from -32 to 31.75
    x = np.float32([0.1, 0.125, 0.375, -0.125, 31.8, 32, -32.1, -40])
    assert rounded(x, unit, -128, 127).tolist() == [0, 0, 0.5, 0, 31.75, 31.75, -32, -32]
    assert unit.exponent == 2 and Unit(np.float32([8, 0.5])).exponent == [3, -1]


def test_units_by_hand():
    raw = Value("samples", 2, 6, "int16", None)
    relative = Value("relative", 2, 6, "int32", None)
    magnitude = Value("magnitude", 2, 2, "float32", None)
    standard = Value("s", 2, 2, "int16", 11)
    level = Value("level", 2, 2, "int8", None)
    frame = QuantiseFrame(raw, np.int32([3, 3, 3, -1, -1, -1]))
    line = Standardise(standard, magnitude, np.zeros((2, 2), np.float32), np.ones((2, 2), np.float32), 100)
    thresholds = np.arange(255, dtype=np.int32)
    found = units(
        [frame, Relative(relative, raw, 0), Magnitude(magnitude, raw), line, Levels(level, standard, thresholds, -128)]
    )
    assert found["samples"].scale.tolist() == found["relative"].scale.tolist() == [8] * 3 + [0.5] * 3
    assert found["magnitude"].scale.tolist() == [8, 0.5]
    assert found["s"].scale == 2048
    assert found["level"].real(np.int8([-128])) == pytest.approx(math.log(STILL), rel=1e-6)
    assert found["level"].real(np.int8([-112])) == pytest.approx(math.log(STILL) + 1, rel=1e-6)
    assert found["level"].exponent is None
    assert [bounds(op) for op in (frame, line, Magnitude(magnitude, raw))] == [(-32768, 32767), (-100, 100), None]
    assert bounds(Activate(Value("h", 2, 2, "uint8", 1), standard)) == (0, 255)


def run(op, x):
    """What the definition makes of integers."""
    interpreter = Interpreter(None)
    interpreter.values[op.x.name] = x
    from rtstgcn_export.program.interpret import _RULES

    return _RULES[type(op)](interpreter, op)


def test_constants_alone_are_the_integer_operation_but_for_its_rounding():
    """Real inputs on the grid of the integers: what is left is the last rounding, half a step at most."""
    x = Value("x", 4, 5, "int8", 3)
    integers = RNG.integers(-128, 128, (7, 4, 5), dtype=np.int8)
    real = {"x": integers.astype(np.float32) / 8}
    graph = GraphProduct(Value("g", 4, 10, "int8", 1), x, RNG.integers(-60, 60, (8, 4), dtype=np.int8), 8)
    weight = RNG.integers(-63, 64, (5, 6), dtype=np.int8)
    bias = RNG.integers(-999, 999, 6, dtype=np.int32)
    product = Product(Value("p", 4, 6, "int8", -2), x, weight, bias, np.int32([7, 8, 9, 8, 7, 8]))
    for op in (graph, product):
        step = 2.0**-op.out.exponent
        made, exact = run(op, integers), with_constants(op, real)
        inside = (made > -128) & (made < 127)
        assert inside.mean() > 0.9
        assert np.abs(made * step - exact)[inside].max() <= 0.5 * step * (1 + 1e-5)
        assert np.abs(made * step - exact)[inside].max() > 0.4 * step
    assert weight_exponents(graph) == [6] and weight_exponents(product) == [2, 3, 4, 3, 2, 3]
    head = Head(Value("logits", 1, 6, "float32"), x, weight, bias, np.int32([5, 6, 7, 8, 9, 10]))
    assert np.allclose(with_constants(head, real), run(head, integers)[:, None], rtol=1e-5)
    assert weight_exponents(head) == [2, 3, 4, 5, 6, 7]
    norm = LayerNorm(
        Value("n", 4, 5, "float32"),
        x,
        RNG.integers(-50, 50, (4, 5), dtype=np.int16),
        RNG.integers(-9999, 9999, (4, 5), dtype=np.int16),
        10,
        RNG.integers(-9999, 9999, (4, 5), dtype=np.int16),
        12,
        20 * 1e-5 * 4.0**3,
    )
    assert np.allclose(with_constants(norm, real), run(norm, integers), rtol=1e-4, atol=1e-4)
    assert weight_exponents(norm) == [] and with_constants(QuantiseFrame(x, np.int32([1])), real) is None
