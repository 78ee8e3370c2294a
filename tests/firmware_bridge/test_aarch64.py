"""Emitted models as aarch64 programs under qemu-user: the logits of the integer program, bit for bit."""

import pytest

from benchmarks.emulators import AARCH64_CLANG, build_aarch64, step_aarch64

KERNELS = {"cortex-a72": "neon", "cortex-a76": "neon-dot"}


@pytest.fixture(autouse=True)
def _tools(need):
    need("qemu-aarch64", "aarch64-linux-gnu-gcc")


@pytest.mark.parametrize("seed", [3, 5, 9, 19])
@pytest.mark.parametrize("cpu", KERNELS)
def test_a_model_gives_the_bits_of_its_program(emitted, cpu, seed):
    model = emitted(seed)
    logits, kernel = step_aarch64(cpu, build_aarch64(cpu, model.source), model.frames)
    assert kernel == KERNELS[cpu]
    model.assert_equal(logits)


@pytest.mark.parametrize("flags", [["-DRTSTGCN_KERNEL=portable"], ["-O3"]])
@pytest.mark.parametrize("cpu", KERNELS)
def test_nor_do_kernel_or_optimisation_change_a_bit(emitted, cpu, flags):
    model = emitted(9)
    logits, kernel = step_aarch64(cpu, build_aarch64(cpu, model.source, flags), model.frames)
    assert kernel == ("portable" if "=portable" in flags[0] else KERNELS[cpu])
    model.assert_equal(logits)


@pytest.mark.parametrize("cpu", KERNELS)
def test_nor_does_another_compiler(need, emitted, cpu):
    need("clang")
    model = emitted(9)
    logits, kernel = step_aarch64(cpu, build_aarch64(cpu, model.source, compiler=AARCH64_CLANG), model.frames)
    assert kernel == KERNELS[cpu]
    model.assert_equal(logits)


@pytest.mark.slow
@pytest.mark.parametrize("cpu", KERNELS)
def test_nor_after_two_thousand_frames(emitted, cpu):
    model = emitted(9, frames=2000)
    model.assert_equal(step_aarch64(cpu, build_aarch64(cpu, model.source), model.frames)[0])
