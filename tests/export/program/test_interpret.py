"""The interpreter: the way back to integers, FIFOs, whole programs; its operations are in the files beside this one."""

import numpy as np
import pytest
from one_operation import FRAME, each, integers, one, out, run, seeds, value
from random_programs import adversarial_frames, random_program
from rtstgcn_export.program import operations as ops
from rtstgcn_export.program.interpret import Interpreter, quantised

from rtstgcn_edge.manifest import FifoSpec


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
