"""The emitted header and source: names, memory, strings, what they refuse."""

import ctypes
import dataclasses
import json
import re
import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from native_models import FLAGS, WARNINGS, Library, assert_same_bits, compile_c, need, write
from random_programs import adversarial_frames, big_program, manifest_of, noise_frames, random_program
from refusals import refusal
from rtstgcn_export.c import emit_c
from rtstgcn_export.c.constants import tiled
from rtstgcn_export.c.fusion import fusion
from rtstgcn_export.c.kernels import kernel_folder, kernel_sources
from rtstgcn_export.c.memory import Scratch
from rtstgcn_export.program import (
    Activate,
    GraphProduct,
    Head,
    LayerNorm,
    Product,
    Program,
    QuantiseFrame,
    Value,
    Window,
)
from rtstgcn_export.program.interpret import Interpreter

from rtstgcn_edge.engine.fifo import FifoPool
from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.manifest import FifoSpec


def renamed(program, names):
    """The same program with other names of its values."""

    def changed(field):
        if isinstance(field, Value):
            return dataclasses.replace(field, name=names.get(field.name, field.name))
        return tuple(changed(one) for one in field) if isinstance(field, tuple) else field

    operations = []
    for operation in program.operations:
        fields = {field.name: changed(getattr(operation, field.name)) for field in dataclasses.fields(operation)}
        operations.append(type(operation)(**fields))
    return dataclasses.replace(program, operations=tuple(operations))


def section_bytes(object_file, name):
    """Of all sections whose name begins so."""
    listing = subprocess.run(["size", "-A", object_file], capture_output=True, text=True, check=True).stdout
    return sum(int(size) for size in re.findall(rf"^{re.escape(name)}\S*\s+(\d+)", listing, re.MULTILINE))


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    """The standard configuration, its object file and its header's macros."""
    need("gcc", "size")
    source = write(big_program(), tmp_path_factory.mktemp("big"))
    compile_c("gcc", *WARNINGS, "-std=c99", "-O0", "-c", source, "-o", source.with_suffix(".o"))
    macros = dict(re.findall(r"#define RTSTGCN_(\w+) (\d+)", source.with_suffix(".h").read_text()))
    return source.with_suffix(".o"), {name: int(value) for name, value in macros.items()}


def test_the_standard_configuration_keeps_its_limits_of_memory(big):
    _, macros = big
    assert macros["CONSTANT_BYTES"] < 1_100_000
    assert macros["STATE_BYTES"] < 500_000


def test_the_header_tells_the_constants_that_the_object_holds(big):
    compiled, macros = big
    stored = section_bytes(compiled, ".rodata")
    # what the compiler adds: padding, the addresses' tables, its own constants and the messages
    assert macros["CONSTANT_BYTES"] <= stored < macros["CONSTANT_BYTES"] + 8192
    assert section_bytes(compiled, ".data") - section_bytes(compiled, ".data.rel.ro") == 0
    assert section_bytes(compiled, ".bss") == 0


def test_a_state_of_another_size_does_not_compile(tmp_path):
    need("gcc")
    source = write(random_program(0), tmp_path)
    header = source.with_suffix(".h")
    header.write_text(re.sub(r"(STATE_BYTES) (\d+)", r"\1 4\2", header.read_text()))
    with pytest.raises(RuntimeError, match="state_size"):
        compile_c("gcc", "-std=c99", "-fsyntax-only", source)


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("seed", [0, 9])
def test_no_compiler_warns(tmp_path, compiler, seed):
    need(compiler)
    source = write(random_program(seed), tmp_path)
    for level in ("-O2", "-O3"):
        files = ["-c", source, "-o", tmp_path / "net.o"]
        assert compile_c(compiler, *WARNINGS, "-std=c99", level, *files) == ""
    assert compile_c(compiler, *WARNINGS, "-std=c11", "-DRTSTGCN_TRACE", "-fsyntax-only", source) == ""


def test_the_header_serves_c_plus_plus(tmp_path):
    need("gcc", "g++")
    source = write(random_program(1), tmp_path)
    (tmp_path / "main.cpp").write_text(
        '#include "net.h"\n#include <cstdint>\n'
        "alignas(64) static std::uint8_t memory[RTSTGCN_STATE_BYTES];\n"
        "int main() {\n"
        "    rtstgcn_state *state = reinterpret_cast<rtstgcn_state *>(memory);\n"
        "    float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS] = {}, logits[RTSTGCN_CLASSES];\n"
        "    rtstgcn_reset(state);\n    rtstgcn_step(state, frame, logits);\n"
        "    return rtstgcn_manifest[0] == '{' ? 0 : 1;\n}\n"
    )
    compile_c("gcc", "-std=c99", "-c", source, "-o", tmp_path / "net.o")
    main = [tmp_path / "main.cpp", tmp_path / "net.o", "-lm", "-o", tmp_path / "main"]
    compile_c("g++", *WARNINGS, "-std=c++11", *main)
    assert subprocess.run([tmp_path / "main"]).returncode == 0


def test_values_may_have_the_names_of_keywords_macros_functions_and_files(tmp_path):
    need("gcc")
    program = random_program(9)
    values = [operation.out.name for operation in program.operations]
    awkward = ["float", "KERNEL", "head", "s", "sqrt", "frame", "memcpy", "int8_t", "2x", "a b", "a_b", "a-b", "NULL"]
    strange = renamed(program, dict(zip(values, awkward, strict=False)))
    frames = adversarial_frames(program, 1, 60)
    assert_same_bits(Library(write(strange, tmp_path)).run(frames), Interpreter(program).run(frames))


def test_two_models_live_in_one_program(tmp_path):
    need("gcc")
    programs = {"left_foot": random_program(0), "right_foot": random_program(3)}
    for prefix, program in programs.items():
        write(program, tmp_path, prefix, prefix=prefix)
    both = '#include "left_foot.h"\n#include "right_foot.h"\n'
    sizes = "const int bytes[2] = {LEFT_FOOT_STATE_BYTES, RIGHT_FOOT_STATE_BYTES};\n"
    (tmp_path / "both.c").write_text(both + sizes)
    sources = [tmp_path / f"{stem}.c" for stem in ("left_foot", "right_foot", "both")]
    compile_c("gcc", *WARNINGS, "-std=c99", "-shared", "-fPIC", *sources, "-o", tmp_path / "both.so", "-lm")
    library = ctypes.CDLL(str(tmp_path / "both.so"))
    for place, (prefix, program) in enumerate(programs.items()):
        state = np.zeros((ctypes.c_int * 2).in_dll(library, "bytes")[place] + 64, np.uint8)
        state = state[-state.ctypes.data % 64 :]
        frames, logits = noise_frames(program, 2, 30), np.empty((30, program.classes), np.float32)
        getattr(library, f"{prefix}_reset")(ctypes.c_void_p(state.ctypes.data))
        for t in range(30):
            arrays = state, np.ascontiguousarray(frames[:, t]), logits[t]
            getattr(library, f"{prefix}_step")(*(ctypes.c_void_p(array.ctypes.data) for array in arrays))
        assert_same_bits(logits, Interpreter(program).run(frames))


AWKWARD = 'a "class" ?\\?= \\n /* ünd */ \t\n\u2028 %s {} ??/'


def test_manifest_and_class_names_come_back_whatever_they_hold(tmp_path):
    need("gcc")
    program = random_program(1)
    plain = manifest_of(program, name="*/ int x; /* ??/")
    classes = [AWKWARD, *plain.classes[1:]]
    manifest = plain.model_copy(update={"classes": classes, "channels": ["*/"] * program.channels})
    library = Library(write(program, tmp_path, manifest=manifest))
    assert library.manifest() == manifest.model_dump_json()
    assert json.loads(library.manifest())["classes"] == classes
    assert [library.class_name(k) for k in range(program.classes)] == classes
    assert library.class_name(-1) is None
    assert library.class_name(program.classes) is None


def test_the_header_says_what_the_model_is(tmp_path):
    program = random_program(3)
    manifest = manifest_of(program).model_copy(update={"delay": 7, "rate_hz": 33.5})
    header, _ = emit_c(program, manifest, "net")
    said = dict(re.findall(r"#define RTSTGCN_(\w+) ([\d.]+)", header))
    assert said["CHANNELS"] == str(program.channels)
    assert said["JOINTS"] == str(program.joints)
    assert said["CLASSES"] == str(program.classes)
    assert said["RATE_HZ"] == "33.5"
    assert said["DELAY"] == "7"
    assert said["RECEPTIVE_FIELD"] == str(manifest.receptive_field)


@pytest.mark.parametrize("kernel", FLAGS)
def test_a_state_may_move_and_a_frame_may_be_asked_twice(tmp_path, kernel):
    need("gcc", kernel=kernel)
    program = random_program(5)
    frames = adversarial_frames(program, 2, 60)
    expected = Interpreter(program).run(frames)
    library, found = Library(write(program, tmp_path), "-O2", kernel=kernel), []
    alignment = int(library.macros["STATE_ALIGNMENT"])
    assert alignment <= 8  # of the header's own example, an array of uint64_t
    for t in range(frames.shape[1]):
        first = library.infer(frames[:, t])
        moved = library.place(alignment * (t % 16))
        moved[:] = library.state
        library.state = moved
        found.append(library.infer(frames[:, t]))
        assert first.tobytes() == found[-1].tobytes()
        library.call("advance")
    assert_same_bits(np.array(found), expected)


def test_reset_forgets_everything(tmp_path):
    need("gcc")
    program = random_program(7)
    frames = noise_frames(program, 3, 50)
    library = Library(write(program, tmp_path))
    first = library.run(frames)
    library.call("reset")
    assert_same_bits(library.run(frames), first)


@pytest.mark.parametrize("seed", [0, 4, 9])
def test_the_trace_hands_out_every_value_as_the_interpreter_makes_it(tmp_path, seed):
    need("gcc")
    program = random_program(seed)
    source = write(program, tmp_path)
    hook = "void (*hook)(const char *, const void *, int, int);\n"
    call = "{ hook(value, data, elements, bytes_each); }\n"
    arguments = "(const char *value, const void *data, int elements, int bytes_each)\n"
    source.write_text(source.read_text() + hook + "void rtstgcn_trace" + arguments + call)
    library = Library(source, "-DRTSTGCN_TRACE")
    values, found = {op.out.name: op.out for op in program.operations}, {}

    def keep(name, data, elements, bytes_each):
        value = values[name.decode()]
        assert (elements, bytes_each) == (value.size, np.dtype(value.dtype).itemsize)
        found[value.name] = np.frombuffer(ctypes.string_at(data, elements * bytes_each), value.dtype)

    kept = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int)(keep)
    ctypes.c_void_p.in_dll(library._library, "hook").value = ctypes.cast(kept, ctypes.c_void_p).value
    frames, interpreter, pool = noise_frames(program, 1, 12), Interpreter(program), FifoPool(program.fifos)
    pool.join()
    for t in range(12):
        library.run(frames[:, t : t + 1])
        _, pushes = interpreter.step(frames[None, :, t], pool.inputs())
        assert {op.out.name for op in program.operations if isinstance(op, Product | Activate | Head)} <= set(found)
        for name, data in found.items():
            assert data.tobytes() == interpreter.values[name].tobytes(), name
        for name, target in pool.pushes().items():
            target[:] = pushes[name]
        pool.advance()


def test_no_access_may_move_from_an_operation_into_the_next(tmp_path):
    """Scratch memory holds floats, then integers: to a compiler different types are different memory."""
    need("gcc")
    program = random_program(0)
    source = write(program, tmp_path)
    compile_c("gcc", "-std=c99", "-E", "-P", source, "-o", tmp_path / "net.i")
    body = (tmp_path / "net.i").read_text().rpartition("void rtstgcn_infer(")[2].partition("void rtstgcn_advance(")[0]
    alone = [op for op in program.operations if op.out.name not in fusion(program).fused]
    assert body.count('__asm__ volatile("" : : "r"') == len(alone)


def test_an_operation_without_a_form_in_c_is_named():
    @dataclasses.dataclass(frozen=True)
    class Softmax:
        out: Value

    program = random_program(0)
    odd = Softmax(Value("probabilities", 1, 3, "float32"))
    operations = [*program.operations[:-1], odd, program.operations[-1]]
    wrong = Program(operations, program.fifos, program.channels, program.joints)
    message = refusal(emit_c, wrong, manifest_of(program), "net", error=ModelError)
    assert message == "probabilities: operation Softmax cannot be written in C"


def changed(program, kind, **fields):
    """The same program, but the first operation of a kind has other fields."""
    operations = list(program.operations)
    place = next(i for i, operation in enumerate(operations) if isinstance(operation, kind))
    values = {name: change(getattr(operations[place], name)) for name, change in fields.items()}
    operations[place] = dataclasses.replace(operations[place], **values)
    return dataclasses.replace(program, operations=tuple(operations))


def of_type(dtype):
    return lambda value: dataclasses.replace(value, dtype=dtype)


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (QuantiseFrame, {"exponents": lambda e: e + 200}, r"raw: an exponent is 2\d\d; the C form takes -126 to 127"),
        (LayerNorm, {"beta_exponent": lambda _: -200}, r"\w+: an exponent is -200; the C form takes -126 to 126"),
        (Head, {"exponents": lambda e: e - 200}, r"logits: an exponent is -\d+; the C form takes -100 to 100"),
        (Head, {"x": of_type("int8")}, r"logits: Head of int8; in C it takes uint8"),
        (GraphProduct, {"x": of_type("int16")}, r"layer0_gathered: GraphProduct of int16; in C it takes int8 or uint8"),
        (
            Product,
            {"weight": lambda w: w | np.int8(64), "x": of_type("uint8")},
            r"input: a weight is -?\d+; the C form takes -63 to 63",
        ),
    ],
)
def test_numbers_that_no_kernel_takes_are_refused_by_name(kind, fields, message):
    program = random_program(1)
    wrong = changed(program, kind, **fields)
    assert re.fullmatch(message, refusal(emit_c, wrong, manifest_of(program), "net", error=ModelError))


@pytest.mark.parametrize(("dilation", "room"), [(32767, True), (32768, False)])
def test_a_fifo_of_more_frames_than_its_counter_counts_is_refused_by_name(dilation, room):
    window = FifoSpec(
        name="window0", kind="sum", kernel=3, dilation=dilation, width=8, push_dtype="int8", sum_dtype="int16"
    )
    program = random_program(1)
    long = dataclasses.replace(program, fifos=[window if f.name == "window0" else f for f in program.fifos])
    if room:
        emit_c(long, manifest_of(program), "net")
    else:
        message = refusal(emit_c, long, manifest_of(program), "net", error=ModelError)
        assert message == "window0: a FIFO that reaches 65536 frames back; the C form has room for 65535"


@pytest.mark.parametrize(("columns", "fused"), [(1023, True), (1024, False)])
def test_norms_of_more_values_than_32_bits_sum_up_are_not_fused(columns, fused):
    wide = Value("window", 128, columns, "int32", 3)
    norm, out = Value("norm", 128, columns, "float32"), Value("layer", 128, columns, "uint8", 4)
    push = Value("push", 128, columns, "int8", 3)
    constant = np.zeros((128, columns), np.int16)
    operations = [
        Window(wide, push, "window0"),
        LayerNorm(norm, wide, None, constant, 0, constant, 0, 1.0),
        Activate(out, norm),
    ]
    source = Product(
        push, Value("x", 128, 1, "int8", 0), np.zeros((1, columns), np.int8), None, np.zeros(columns, "i4")
    )
    spec = {"kind": "sum", "kernel": 9, "dilation": 1, "push_dtype": "int8", "sum_dtype": "int16"}
    fifo = FifoSpec(name="window0", width=push.size, **spec)
    found = fusion(Program([source, *operations], [fifo], 1, 128))
    assert bool(found.windows) is fused


@pytest.mark.parametrize("exponent", [60, -40])
def test_exponents_beyond_what_kernels_gather_are_right_too(tmp_path, exponent):
    need("gcc")
    program = changed(random_program(1), LayerNorm, gamma_exponent=lambda _: exponent)
    frames = adversarial_frames(program, 1, 60)
    assert_same_bits(Library(write(program, tmp_path)).run(frames), Interpreter(program).run(frames))


def test_a_prefix_that_is_no_identifier_is_refused():
    program = random_program(0)
    message = refusal(emit_c, program, manifest_of(program), "net", "2nd foot")
    assert message == "--prefix '2nd foot': symbols in C begin with a letter and go on with letters, digits and _"


@pytest.mark.parametrize(
    ("flag", "why"),
    [
        ("-ffast-math", "-ffast-math changes results"),
        ("-funsafe-math-optimizations", "-ffast-math changes results, and so do its parts"),
        ("-ffinite-math-only", "-ffast-math changes results, and so do its parts"),
        ("-DRTSTGCN_KERNEL=avx3", "RTSTGCN_KERNEL is none of portable"),
    ],
)
def test_what_would_change_results_does_not_compile(tmp_path, flag, why):
    need("gcc")
    source = write(random_program(0), tmp_path)
    with pytest.raises(RuntimeError, match=why):
        compile_c("gcc", "-std=c99", flag, "-fsyntax-only", source)


def test_floats_that_are_computed_as_something_else_do_not_compile(tmp_path):
    need("gcc")
    source = write(random_program(0), tmp_path)
    source.write_text("#include <float.h>\n#undef FLT_EVAL_METHOD\n#define FLT_EVAL_METHOD 2\n" + source.read_text())
    with pytest.raises(RuntimeError, match="float must be computed as float"):
        compile_c("gcc", "-std=c99", "-fsyntax-only", source)


def test_the_same_program_gives_the_same_text():
    program = random_program(3)
    assert emit_c(program, manifest_of(program), "net") == emit_c(program, manifest_of(program), "net")


def test_every_kernel_source_is_pasted_the_portable_one_last():
    text = kernel_sources()
    for path in kernel_folder().iterdir():
        assert path.read_text(encoding="utf-8") in text
    assert text.endswith((kernel_folder() / "portable.c").read_text(encoding="utf-8"))


@given(st.integers(1, 40), st.integers(1, 40))
def test_weights_stand_where_the_kernels_look_for_them(inputs, columns):
    weight = np.random.default_rng(0).integers(-63, 64, (inputs, columns)).astype(np.int8)
    packed, groups = tiled(weight), -(-inputs // 4)
    assert packed.size == groups * 4 * -(-columns // 16) * 16
    assert np.count_nonzero(packed) == np.count_nonzero(weight)
    for c in range(inputs):
        for k in range(columns):
            assert packed[((k // 16 * groups + c // 4) * 16 + k % 16) * 4 + c % 4] == weight[c, k]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 400)), min_size=1, max_size=20))
def test_values_that_live_at_the_same_time_share_no_scratch_memory(drawn):
    scratch = Scratch()
    lives = [(min(a, b), max(a, b), size) for a, b, size in drawn]
    for name, (first, last, size) in enumerate(lives):
        scratch.add(str(name), size, first)
        scratch.use(str(name), last)
    offsets, total = scratch.offsets()
    for one, (first, last, size) in enumerate(lives):
        begin = offsets[str(one)]
        assert begin % 64 == 0
        assert begin + size <= total
        for other, (first_b, last_b, size_b) in enumerate(lives[:one]):
            if first <= last_b and first_b <= last:
                begin_b = offsets[str(other)]
                assert begin + size <= begin_b or begin_b + size_b <= begin
