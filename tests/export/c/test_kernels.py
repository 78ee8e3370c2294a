"""The x86 kernels: equal to the portable one in every function, to the interpreter in whole models."""

import subprocess
from pathlib import Path

import numpy as np
import pytest
from native_models import FLAGS, WARNINGS, Library, assert_same_bits, compile_c, need, write
from random_programs import adversarial_frames, big_program, noise_frames, random_program
from rtstgcn_export.c.kernels import kernel_sources
from rtstgcn_export.program.interpret import Interpreter

UNITS = Path(__file__).parents[2] / "firmware_bridge"
KERNELS = ["portable", "avx2", "avx512vnni"]
SANITIZERS = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
MAIN = """
#include <stdio.h>
#include <stdlib.h>
#include "net.h"

int main(void)
{
    rtstgcn_state *state = aligned_alloc(64, (RTSTGCN_STATE_BYTES + 63) / 64 * 64);
    float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS], logits[RTSTGCN_CLASSES];
    rtstgcn_reset(state);
    while (fread(frame, sizeof frame, 1, stdin) == 1) {
        rtstgcn_step(state, frame, logits);
        fwrite(logits, sizeof logits, 1, stdout);
    }
    free(state);
    return 0;
}
"""


def frames_of(program, seed, length=160):
    return np.concatenate([noise_frames(program, seed, length // 2), adversarial_frames(program, seed, length)], axis=1)


def compare(folder, kernel, kernels, *flags, compiler="gcc", rounds=60):
    """What kernel_check.c says of a kernel; `kernels` is the text of all of them."""
    (folder / "KERNELS.h").write_text(kernels, encoding="utf-8")
    common = ["-O2", *WARNINGS, "-std=gnu99", "-DON_LINUX", f"-DROUNDS={rounds}", f"-I{folder}", f"-I{UNITS}", *flags]
    objects = []
    for table, chosen in (("portable_table", "portable"), ("fast_table", kernel)):
        objects.append(folder / f"{table}.o")
        defined = [f"-DTABLE={table}", f"-DRTSTGCN_KERNEL={chosen}", *FLAGS[chosen]]
        compile_c(compiler, *common, *defined, "-c", UNITS / "kernel_unit.c", "-o", objects[-1])
    compile_c(compiler, *common, UNITS / "kernel_check.c", *objects, "-lm", "-o", folder / "check")
    done = subprocess.run([folder / "check"], capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.mark.parametrize("kernel", ["avx2", "avx512vnni"])
@pytest.mark.parametrize(
    ("compiler", "flags"),
    [("gcc", []), ("clang", []), pytest.param("gcc", ["-O1", *SANITIZERS], marks=pytest.mark.slow)],
)
def test_every_function_equals_the_portable_one(tmp_path, compiler, kernel, flags):
    need(compiler, kernel=kernel)
    assert compare(tmp_path, kernel, kernel_sources(), *flags, compiler=compiler) == f"portable {kernel} equal\n"


def test_avx2_with_the_dot_product_of_avx_vnni_too(tmp_path):
    need("gcc", kernel="avx_vnni")
    assert compare(tmp_path, "avx2", kernel_sources(), "-mavxvnni") == "portable avx2 equal\n"


@pytest.mark.parametrize(
    ("kernel", "right", "wrong", "what"),
    [
        ("avx512vnni", "_mm512_and_si512(_mm512_sra_epi16(sums, shift), one)", "one", "graph_product_int8"),
        ("avx512vnni", "_mm512_min_ps(values, _mm512_set1_ps(127.0f))", "values", "product_int16"),
        ("avx512vnni", "_mm512_mask_storeu_epi16(y + i, mask, value)", "_mm512_storeu_si512(y + i, value)", "window"),
        ("avx2", "part < 8", "part < 100", "window"),
        ("avx2", "_mm256_set1_ps(255.0f)", "_mm256_set1_ps(254.0f)", "activate_norm"),
    ],
)
def test_a_kernel_that_is_wrong_is_found(tmp_path, kernel, right, wrong, what):
    need("gcc", kernel=kernel)
    kernels = kernel_sources()
    assert right in kernels
    assert f"{what} differs" in compare(tmp_path, kernel, kernels.replace(right, wrong))


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("seed", range(4))
def test_a_model_gives_the_bits_of_the_interpreter(tmp_path, kernel, seed):
    need("gcc", kernel=kernel)
    program = random_program(seed)
    library = Library(write(program, tmp_path), "-O2", kernel=kernel)
    frames = frames_of(program, seed)
    assert library.kernel == kernel
    assert_same_bits(library.run(frames), Interpreter(program).run(frames))


@pytest.mark.parametrize("kernel", KERNELS)
def test_clang_and_a_compiler_that_may_contract_and_vectorise_give_the_same_bits(tmp_path, kernel):
    need("gcc", "clang", kernel=kernel)
    program = random_program(9)
    frames = frames_of(program, 9)
    expected = Interpreter(program).run(frames)
    source = write(program, tmp_path)
    for compiler in ("gcc", "clang"):
        library = Library(source, "-O3", "-std=gnu99", "-march=native", compiler=compiler, kernel=kernel)
        assert_same_bits(library.run(frames), expected)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("seed", [5, 17])
def test_a_model_does_nothing_undefined(tmp_path, kernel, seed):
    """Address and undefined-behaviour sanitizers, on frames with everything wild in them."""
    need("gcc", kernel=kernel)
    program = random_program(seed)
    source = write(program, tmp_path)
    (tmp_path / "main.c").write_text(MAIN, encoding="utf-8")
    chosen = [f"-DRTSTGCN_KERNEL={kernel}", *FLAGS[kernel], *SANITIZERS]
    files = [tmp_path / "main.c", source, "-lm", "-o", tmp_path / "main"]
    compile_c("gcc", "-O1", "-std=c11", *chosen, *files)
    frames = frames_of(program, seed)
    stdin = np.ascontiguousarray(frames.swapaxes(0, 1)).tobytes()
    done = subprocess.run([tmp_path / "main"], input=stdin, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    found = np.frombuffer(done.stdout, np.float32).reshape(-1, program.classes)
    assert_same_bits(found, Interpreter(program).run(frames))


@pytest.fixture(scope="module")
def big():
    """The standard configuration, frames, and the logits that are right."""
    program = big_program()
    frames = np.concatenate([noise_frames(program, 1, 20), adversarial_frames(program, 1, 40)], axis=1)
    return program, frames, Interpreter(program).run(frames)


@pytest.mark.slow
@pytest.mark.parametrize("kernel", KERNELS)
def test_the_standard_configuration_gives_the_bits_of_the_interpreter(tmp_path, big, kernel):
    need("gcc", kernel=kernel)
    program, frames, expected = big
    library = Library(write(program, tmp_path), "-O2", kernel=kernel)
    assert_same_bits(library.run(frames), expected)
