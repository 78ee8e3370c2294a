"""One operation of a program by itself, and values for it."""

from fractions import Fraction

import numpy as np
import pytest
from rtstgcn_export.program import operations as ops
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.operations import Program, Value

ENDS = {"int8": (-128, 127), "uint8": (0, 255), "int16": (-32768, 32767)}
FRAME = "frame"  # values start as {"frame": ...}: an operation that reads "frame" reads what the test gives


def value(name, array, exponent=0):
    _, rows, columns = array.shape
    return Value(name, rows, columns, str(array.dtype), exponent)


def out(rows, columns, dtype, exponent=0):
    return Value("out", rows, columns, dtype, exponent)


def run(operation, first, second=None, held=None):
    """What the operation makes of "frame" = `first` and "second", arrays (N, rows, columns)."""
    operations, fifos = [operation], dict(held or {})
    if second is not None:  # a delay gives what its FIFO holds
        operations.insert(0, ops.Delay(value("second", second), value(FRAME, first), "given"))
        fifos["given"] = second.reshape(1, len(second), -1)
    interpreter = Interpreter(Program(operations, [], 1, 1))
    made, pushes = interpreter.step(first, fifos)
    pushes.pop("given", None)
    return (made, pushes) if held else made


def one(*rows, dtype="int8"):
    return np.array([rows], dtype)


def exact(x):
    """An array as nested lists of fractions."""
    return [[[Fraction(float(v)) for v in row] for row in matrix] for matrix in x]


def each(x, function):
    """`function(n, row, column)` in the shape of x."""
    return np.array(
        [[[function(n, v, c) for c in range(x.shape[2])] for v in range(x.shape[1])] for n in range(len(x))]
    )


def integers(seed, dtype, rows=3, columns=4, n=2):
    low, high = ENDS[dtype]
    values = np.random.default_rng(seed).integers(low, high + 1, (n, rows, columns)).astype(dtype)
    values.flat[:2] = low, high
    return values


def floats(seed, shape, scale=1.0):
    return np.random.default_rng(seed).normal(0, scale, shape).astype(np.float32)


seeds = pytest.mark.parametrize("seed", range(5))
