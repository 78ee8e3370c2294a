"""Every operation twice: an example by hand, and random values against a slow version in integers and fractions."""

from fractions import Fraction

import numpy as np
import pytest
from random_programs import adversarial_frames, random_program
from rtstgcn_export.program import operations as ops
from rtstgcn_export.program.interpret import Interpreter, quantised
from rtstgcn_export.program.operations import Program, Value
from slow_numbers import f32, f64, q, root

from rtstgcn_edge.manifest import FifoSpec

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


# the one way back to integers


@pytest.mark.parametrize(
    ("x", "dtype", "limit", "expected"),
    [
        ([0.5, 1.5, 2.5, -0.5, -1.5, -2.5], "int8", None, [0, 2, 2, 0, -2, -2]),
        ([126.5, 127.5, 1e9, np.inf, -127.5, -128.5, -129, -np.inf], "int8", None, [126, *[127] * 3, *[-128] * 4]),
        ([-0.5, -3, 254.5, 255.5, 300], "uint8", None, [0, 0, 254, 255, 255]),
        ([126.5, 127.4, 200, -127.6, -1e30], "int8", 127, [126, 127, 127, -127, -127]),
        ([32766.5, 32767.5, -32768.5, -40000], "int16", None, [32766, 32767, -32768, -32768]),
        ([16383.5, 16384.5, -20000], "int16", 16384, [16384, 16384, -16384]),
    ],
)
def test_halves_go_to_the_even_integer_and_what_is_outside_saturates(x, dtype, limit, expected):
    made = quantised(np.array(x, np.float32), dtype, limit)
    assert made.dtype == dtype
    assert made.tolist() == expected


# the frame and its features


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


# FIFOs


def test_window_by_hand():
    x = one([-128, 127], [0, 1])
    held = {"w": np.array([[-1024, 1016, 3, -1]], np.int16)}
    made, pushes = run(ops.Window(out(2, 2, "int32"), value(FRAME, x), "w"), x, held=held)
    assert made.tolist() == [[[-1152, 1143], [3, 0]]]
    assert pushes["w"].tolist() == [[-128, 127, 0, 1]]
    assert pushes["w"].dtype == np.int8


def test_change_by_hand():
    x = one([-32768, 5], dtype="int16")
    made, pushes = run(
        ops.Change(out(1, 2, "int32"), value(FRAME, x), "c"), x, held={"c": np.array([[32767, 7]], np.int32)}
    )
    assert made.tolist() == [[[-65535, -2]]]
    assert pushes["c"].tolist() == [[-32768, 5]]
    assert pushes["c"].dtype == np.int16


def test_delay_by_hand():
    x = one([255, 0], [1, 2], dtype="uint8")
    made, pushes = run(
        ops.Delay(out(2, 2, "uint8"), value(FRAME, x), "d"), x, held={"d": np.array([[[9, 8, 7, 6]]], np.uint8)}
    )
    assert made.tolist() == [[[9, 8], [7, 6]]]
    assert pushes["d"].tolist() == [[255, 0, 1, 2]]


@seeds
@pytest.mark.parametrize("dtype", ["int8", "int16"])
def test_the_exact_integer_operations(seed, dtype):
    x, other = integers(seed, dtype), integers(seed + 9, dtype)
    whole, past = x.astype(int), other.astype(int)  # 64 bits
    shape, frame = (3, 4), value(FRAME, x)
    held = {"f": past.reshape(2, -1).astype(np.int32)}
    assert (run(ops.Window(out(*shape, "int32"), frame, "f"), x, held=held)[0] == whole + past).all()
    assert (run(ops.Change(out(*shape, "int32"), frame, "f"), x, held=held)[0] == whole - past).all()
    assert (run(ops.Delay(out(*shape, dtype), frame, "f"), x, held={"f": other.reshape(1, 2, -1)})[0] == other).all()
    both = run(ops.Concat(out(3, 8, dtype), (frame, value("second", other))), x, other)
    assert (both == each(both, lambda n, v, c: x[n, v, c] if c < 4 else other[n, v, c - 4])).all()
    if dtype == "int16":
        relative = run(ops.Relative(out(*shape, "int32"), frame, joint=2), x)
        assert (relative == each(x, lambda n, v, c: whole[n, v, c] - whole[n, 2, c])).all()
    else:
        x = np.maximum(x, np.int8(-127))
        squares = run(ops.Square(out(*shape, "int16"), frame), x)
        assert (squares == each(x, lambda n, v, c: int(x[n, v, c]) ** 2)).all()


# products


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


# norms and what follows


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


# whole programs


def test_a_run_holds_its_fifos_as_lists_of_pushes_would():
    program = random_program(5)
    frames = adversarial_frames(program, 5, 60)
    interpreter, pushed, logits = Interpreter(program), [], []
    for t in range(60):
        held = {fifo.name: _held(fifo, [push[fifo.name] for push in pushed]) for fifo in program.fifos}
        made, pushes = interpreter.step(frames[None, :, t], held)
        pushed.append(pushes)
        logits.append(made[0])
    assert np.array_equal(Interpreter(program).run(frames), logits)


def _held(fifo: FifoSpec, pushes):
    back = [tap * fifo.dilation for tap in range(fifo.kernel - 1, 0, -1)]
    zeros = np.zeros((1, fifo.width), fifo.push_dtype)
    taps = np.stack([pushes[-steps] if steps <= len(pushes) else zeros for steps in back])
    return taps if fifo.kind == "taps" else taps.sum(0, dtype=fifo.sum_dtype)


@pytest.mark.parametrize("seed", range(6))
def test_skeletons_side_by_side_do_not_touch(seed):
    program = random_program(seed)
    rng = np.random.default_rng(seed)
    frames = adversarial_frames(program, seed, 3).swapaxes(0, 1)  # as three skeletons of one frame
    held = {}
    for fifo in program.fifos:
        shape = tuple(3 if size is None else size for size in fifo.held_shape)
        held[fifo.name] = rng.integers(0, 100, shape).astype(fifo.held_dtype)
    together, _ = Interpreter(program).step(frames, held)
    for n in range(3):
        alone = {fifo.name: held[fifo.name].take([n], axis=0 if fifo.kind == "sum" else 1) for fifo in program.fifos}
        assert np.array_equal(Interpreter(program).step(frames[n : n + 1], alone)[0][0], together[n])
