"""The 8-bit graph against the definition: every bit of logits, pushes and inner values, on the processor at hand.

Emulated processors are in `tests/benchmarks/test_exactness.py`.
"""

from collections import Counter

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from model_files import opened
from random_programs import adversarial_frames, big_program, manifest_of, noise_frames, random_program
from rtstgcn_export.onnx_int8 import emit_int8
from rtstgcn_export.program import operations as ops
from rtstgcn_export.program.interpret import Interpreter

from rtstgcn_edge.engine import FifoPool
from rtstgcn_edge.manifest import METADATA_KEY, FifoSpec

LEVELS = {"as it runs": ort.GraphOptimizationLevel.ORT_ENABLE_ALL, "plain": ort.GraphOptimizationLevel.ORT_DISABLE_ALL}


def session(content, level):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.graph_optimization_level = LEVELS[level]
    return ort.InferenceSession(content.SerializeToString(), options, providers=["CPUExecutionProvider"])


def same_bits(found, right):
    return found.dtype == right.dtype and found.shape == right.shape and found.tobytes() == right.tobytes()


def assert_exact(program, frames, traced=False):
    """Step skeletons (N, C, L, V) side by side through definition and graph, both on the definition's FIFOs."""
    content = emit_int8(program, manifest_of(program), traced=traced)
    sessions = {level: session(content, level) for level in LEVELS}
    values = [operation.out for operation in program.operations] if traced else []
    interpreter, pool = Interpreter(program), FifoPool(program.fifos)
    for _ in frames:
        pool.join()
    for t in range(frames.shape[2]):
        frame, held = np.ascontiguousarray(frames[:, :, t]), pool.inputs()
        logits, pushes = interpreter.step(frame, held)
        right = {"logits": logits} | {f"push_{name}": push for name, push in pushes.items()}
        for value in values:
            made = interpreter.values[value.name]
            right[f"value_{value.name}"] = made.reshape(len(frames), value.rows, value.columns)
        feeds = {"frame": frame} | {f"fifo_{name}": array for name, array in held.items()}
        for level, opened_session in sessions.items():
            for name, found in zip(right, opened_session.run(list(right), feeds), strict=True):
                assert same_bits(found, right[name]), f"{name} at frame {t}, {level}"
        for name, target in pool.pushes().items():
            target[:] = pushes[name]
        pool.advance()


@pytest.mark.parametrize("seed", range(12))
def test_random_programs_are_exact_to_the_last_bit(seed):
    program = random_program(seed)
    skeletons = 1 + seed % 3
    assert_exact(program, np.stack([adversarial_frames(program, 100 * seed + n) for n in range(skeletons)]))


@pytest.mark.parametrize("seed", [5, 30, 39])
def test_a_traced_graph_tells_every_value(seed):
    program = random_program(seed)
    assert_exact(program, np.stack([adversarial_frames(program, seed + n, 60) for n in range(2)]), traced=True)


@pytest.mark.parametrize("kernel", [9, 69])
def test_the_standard_configuration_is_exact(kernel):
    program = big_program(kernel=kernel)
    assert_exact(program, np.stack([adversarial_frames(program, 1, 24)]))


@pytest.mark.parametrize("kernel", [9, 24, 30])
def test_wide_norms_are_exact_whatever_the_fifos_hold(kernel):
    """Many pushes of one sign: their sum (from 24 on), eight squares (24), one square (30) are not exact in float32."""
    program = big_program(kernel=kernel)
    graph = session(emit_int8(program, manifest_of(program), traced=True), "as it runs")
    interpreter, rng = Interpreter(program), np.random.default_rng(0)
    for low in (-1.0, 0.9):
        held = {}
        for one in program.fifos:
            largest = 127 * (one.kernel - 1)
            held[one.name] = rng.uniform(low * largest, largest, (1, one.width)).astype(one.held_dtype)
        frame = noise_frames(program, 0, 1)[None, :, 0]
        interpreter.step(frame, held)
        names = [f"value_{operation.out.name}" for operation in program.operations[:-1]]
        found = graph.run(names, {"frame": frame} | {f"fifo_{name}": array for name, array in held.items()})
        for operation, made in zip(program.operations, found, strict=False):
            assert same_bits(made, interpreter.values[operation.out.name]), operation.out.name


def test_norms_of_sums_near_2_24_that_hardly_differ_are_exact():
    """What remains of S2 - S1 m is then of the size of its rounding error."""
    raw, total = ops.Value("raw", 5, 3, "int16", None), ops.Value("total", 5, 3, "int32", 0)
    normal, whole = ops.Value("normal", 5, 3, "float32"), ops.Value("whole", 5, 3, "uint8", 6)
    ones = np.ones((5, 3), np.int16)
    operations = (
        ops.QuantiseFrame(raw, np.zeros(3, np.int32)),
        ops.Window(total, raw, "w"),
        ops.LayerNorm(normal, total, None, 4096 * ones, 12, 1024 * ones, 12, floor=0.25),
        ops.Activate(whole, normal),
        ops.Head(ops.Value("logits", 1, 2, "float32"), whole, np.ones((3, 2), np.int8), *np.zeros((2, 2), np.int32)),
    )
    program = ops.Program(operations, (fifo("w", 500, width=15),), 3, 5)
    graph, interpreter = session(emit_int8(program, manifest_of(program), traced=True), "plain"), Interpreter(program)
    rng, frame = np.random.default_rng(0), np.zeros((1, 3, 5), np.float32)
    for _ in range(200):
        held = (rng.integers(2**23, 499 * 2**15) + rng.integers(0, 2, (1, 15))).astype(np.int32)
        interpreter.step(frame, {"w": held})
        (found,) = graph.run(["value_normal"], {"frame": frame, "fifo_w": held})
        assert same_bits(found, interpreter.values["normal"])


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(100 + 10 * part, 110 + 10 * part) for part in range(4)])
def test_more_random_programs_are_exact(seeds):
    for seed in seeds:
        program = random_program(seed)
        skeletons = 1 + seed % 4
        assert_exact(program, np.stack([adversarial_frames(program, 100 * seed + n) for n in range(skeletons)]))


def test_norms_whose_sums_are_beyond_float32_are_exact():
    """Windows so long, biases so large, that neither S1 nor a square is exact in float32."""
    rng = np.random.default_rng(0)
    program = random_program(2)
    operations = list(program.operations)
    for place, operation in enumerate(operations):
        if isinstance(operation, ops.LayerNorm):
            bias = rng.integers(-(2**15), 2**15, operation.gamma.shape).astype(np.int16)
            fields = {name: getattr(operation, name) for name in operation.__dataclass_fields__}
            operations[place] = ops.LayerNorm(**{**fields, "bias": bias})
    assert any(isinstance(operation, ops.LayerNorm) for operation in operations)
    changed = ops.Program(tuple(operations), program.fifos, program.channels, program.joints)
    assert_exact(changed, np.stack([adversarial_frames(changed, 3)]))


def test_a_window_beyond_float32_is_exact():
    """Squares of 16,129 over 2000 frames: an int32 sum of up to 2^25 that a float32 would round."""
    frame = ops.Value("raw", 2, 3, "int16", None)
    small, square = ops.Value("small", 2, 3, "int8"), ops.Value("square", 2, 3, "int16")
    total, levels = ops.Value("total", 2, 3, "int32"), ops.Value("levels", 2, 3, "int8", 3)
    thresholds = np.array([5, 2**24 + 1, 2**24 + 2, 2**24 + 3, 2**25], np.int32)
    zeros, ones = np.zeros((2, 3), np.float32), np.ones((2, 3), np.float32)
    width = ops.Value("h", 2, 4, "int8", 5)
    rng = np.random.default_rng(0)
    weight = rng.integers(-63, 64, (3, 4)).astype(np.int8)
    head = rng.integers(-127, 128, (4, 3)).astype(np.int8)
    program = ops.Program(
        (
            ops.QuantiseFrame(frame, np.zeros(3, np.int32)),
            ops.Standardise(small, frame, zeros, ones, 127),
            ops.Square(square, small),
            ops.Window(total, square, "energy"),
            ops.Levels(levels, total, thresholds, first=-2),
            ops.Product(width, levels, weight, None, np.zeros(4, np.int32)),
            ops.Head(ops.Value("logits", 1, 3, "float32"), width, head, np.zeros(3, np.int32), np.zeros(3, np.int32)),
        ),
        (fifo("energy", 2000),),
        3,
        2,
    )
    graph = session(emit_int8(program, manifest_of(program)), "as it runs")
    interpreter = Interpreter(program)
    found = set()
    for start in (0, 2**24 - 16129, 2**24 - 16128, 2**24 - 16127, 2**24 - 16126, 2**25 - 16129):
        held = np.full((1, 6), start, np.int32)
        x = np.array([[[127, 126], [0, -127], [1, -500]]], np.float32)
        right, pushes = interpreter.step(x, {"energy": held})
        logits, push = graph.run(["logits", "push_energy"], {"frame": x, "fifo_energy": held})
        assert same_bits(logits, right)
        assert same_bits(push, pushes["energy"])
        found.update(interpreter.values["levels"].ravel().tolist())
    assert found == {-2, -1, 0, 1, 2, 3}


def fifo(name, kernel, width=6):
    return FifoSpec(
        name=name, kind="sum", kernel=kernel, dilation=1, width=width, push_dtype="int16", sum_dtype="int32"
    )


def test_the_graph_holds_standard_operators_only():
    for program in (random_program(0), random_program(5), big_program()):
        content = emit_int8(program, manifest_of(program))
        assert {entry.domain: entry.version for entry in content.opset_import} == {"": 21}
        assert {node.domain for node in content.graph.node} == {""}
        # none of those whose kernels are known to round otherwise somewhere, or whose order of sums decides
        assert not {"LayerNormalization", "Reciprocal", "Pow", "QLinearAdd"} & {n.op_type for n in content.graph.node}


def test_the_file_opens_as_any_model_does_and_carries_its_manifest():
    program = random_program(5)
    manifest = manifest_of(program)
    content = emit_int8(program, manifest)
    assert {entry.key: entry.value for entry in content.metadata_props} == {METADATA_KEY: manifest.model_dump_json()}
    model = opened(content)
    assert model.manifest == manifest


def test_8_bit_products_stay_8_bit_when_the_graph_is_optimised(tmp_path):
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.optimized_model_filepath = str(tmp_path / "optimised.onnx")
    content = emit_int8(big_program(), manifest_of(big_program()))
    ort.InferenceSession(content.SerializeToString(), options, providers=["CPUExecutionProvider"])
    optimised = onnx.load(tmp_path / "optimised.onnx")
    before, after = (Counter(node.op_type for node in model.graph.node) for model in (content, optimised))
    assert before["QLinearMatMul"] == after["QLinearMatMul"] == 20  # nine layers, two each, and two projections
    assert before.total() >= after.total()  # no node is copied


# the programs that all backends are tried on


def test_random_programs_have_every_operation():
    seen = {type(operation) for seed in range(40) for operation in random_program(seed).operations}
    assert seen == set(ops.Operation.__args__)


@pytest.mark.parametrize("seed", range(20))
def test_random_programs_keep_to_the_bounds_of_their_operations(seed):
    program = random_program(seed)
    interpreter = Interpreter(program)
    for operation in program.operations:
        if isinstance(operation, ops.Product) and operation.x.dtype != "int16":
            assert np.abs(operation.weight.astype(int)).max() <= 63
        for value in ops.inputs(operation):
            assert value.rows == program.joints
    pool = FifoPool(program.fifos)
    pool.join()
    frames = adversarial_frames(program, seed, 100)
    for t in range(100):
        _, pushes = interpreter.step(frames[None, :, t], pool.inputs())
        for operation in program.operations:
            x = interpreter.values
            if isinstance(operation, ops.Square):
                assert x[operation.x.name].min() > -128
            if isinstance(operation, ops.LayerNorm | ops.Scale) and operation.x.dtype != "float32":
                assert np.abs(x[operation.x.name].astype(int)).max() + 2**15 < 2**24
        for name, target in pool.pushes().items():
            target[:] = pushes[name]
        pool.advance()


def test_values_of_random_programs_use_their_range_and_some_saturate():
    spreads, ends = [], Counter()
    for seed in range(20):
        program = random_program(seed)
        interpreter = Interpreter(program)
        interpreter.run(noise_frames(program, seed, 40))
        for operation in program.operations:
            if isinstance(operation, ops.Product | ops.GraphProduct | ops.Activate):
                made = interpreter.values[operation.out.name]
                info = np.iinfo(made.dtype)
                spreads.append((int(made.max()) - int(made.min())) / (info.max - info.min))
                ends[type(operation)] += int((made == info.max).any() or (made == info.min).any())
    assert np.median(spreads) > 0.25
    assert all(ends[kind] for kind in (ops.Product, ops.GraphProduct, ops.Activate))
