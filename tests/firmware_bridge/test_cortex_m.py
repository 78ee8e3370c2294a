"""Emitted models on bare Cortex-M boards under QEMU: the logits of the integer program, bit for bit."""

import shutil

import pytest
from rtstgcn_export.program.operations import (
    Change,
    Concat,
    Delay,
    LayerNorm,
    Levels,
    Magnitude,
    Scale,
    Trend,
)

from benchmarks import emulators
from benchmarks.emulators import build_firmware, memory, step_firmware

KERNELS = {"cortex-m3": "portable", "cortex-m4": "dsp", "cortex-m55": "helium"}
SEEDS = [3, 5, 9, 19]


@pytest.fixture(autouse=True)
def _tools(need):
    need("qemu-system-arm", "arm-none-eabi-gcc", "arm-none-eabi-size")


def test_the_programs_have_what_is_hard(emitted):
    operations = {type(operation) for seed in SEEDS for operation in emitted(seed).program.operations}
    assert operations >= {Change, Concat, Delay, LayerNorm, Levels, Magnitude, Scale, Trend}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cpu", KERNELS)
def test_a_model_gives_the_bits_of_its_program(emitted, cpu, seed):
    model = emitted(seed)
    steps = step_firmware(cpu, build_firmware(cpu, model.source), model.frames)
    assert steps.kernel == KERNELS[cpu]
    model.assert_equal(steps.logits)
    assert steps.labels == [f"class{k}" for k in model.logits.argmax(1)]
    assert steps.to_label > 0 < steps.last


@pytest.mark.parametrize(
    ("cpu", "kernel", "flags"),
    [
        ("cortex-m4", "portable", ["-DRTSTGCN_KERNEL=portable"]),
        ("cortex-m55", "dsp", ["-DRTSTGCN_KERNEL=dsp"]),
        ("cortex-m7", "dsp", ["-O3"]),
        ("cortex-m4", "dsp", ["-Os"]),
        ("cortex-m55", "helium", ["-O3"]),
    ],
)
def test_nor_do_kernel_or_optimisation_change_a_bit(emitted, cpu, kernel, flags):
    model = emitted(9)
    steps = step_firmware(cpu, build_firmware(cpu, model.source, flags), model.frames)
    assert steps.kernel == kernel
    model.assert_equal(steps.logits)


@pytest.mark.parametrize("cpu", KERNELS)
def test_nor_does_a_state_at_an_odd_multiple_of_its_alignment(emitted, tmp_path, monkeypatch, cpu):
    example = shutil.copytree(emulators.BARE, tmp_path / "example")
    main = example / "main.c"
    text = main.read_text(encoding="utf-8")
    shifted = text.replace("+ 7) / 8]", "+ 15) / 8]").replace("aligned(RTSTGCN_STATE_ALIGNMENT)", "aligned(64)")
    shifted = shifted.replace("(rtstgcn_state *)memory", "(rtstgcn_state *)(memory + RTSTGCN_STATE_ALIGNMENT / 8)")
    assert all(word in shifted for word in ("+ 15) / 8]", "aligned(64)", "memory + "))
    main.write_text(shifted, encoding="utf-8")
    monkeypatch.setattr(emulators, "BARE", example)
    model = emitted(5)
    model.assert_equal(step_firmware(cpu, build_firmware(cpu, model.source), model.frames).logits)


@pytest.mark.slow
@pytest.mark.parametrize("cpu", KERNELS)
def test_nor_after_two_thousand_frames(emitted, cpu):
    model = emitted(9, frames=2000)
    model.assert_equal(step_firmware(cpu, build_firmware(cpu, model.source), model.frames).logits)


def test_the_same_frames_take_the_same_instructions(emitted):
    model = emitted(9)
    firmware = build_firmware("cortex-m4", model.source)
    first, second = (step_firmware("cortex-m4", firmware, model.frames[:, :20]) for _ in range(2))
    assert (first.to_label, first.last) == (second.to_label, second.last)


def test_memory_counts_the_state_in_ram_and_the_weights_in_flash(emitted):
    model = emitted(9)
    header = model.source.with_suffix(".h").read_text(encoding="utf-8").split()
    state, constants = (int(header[header.index(f"RTSTGCN_{name}_BYTES") + 1]) for name in ("STATE", "CONSTANT"))
    counted = memory(build_firmware("cortex-m4", model.source))
    assert state + 4096 <= counted.ram < state + 4096 + 2000  # the stack, and a few variables of the C library
    assert constants < counted.flash < constants + 50_000


def test_what_does_not_fit_into_the_part_is_not_linked(emitted):
    model = emitted(9)
    with pytest.raises(RuntimeError, match="region `RAM' overflowed"):
        build_firmware("cortex-m4", model.source, ram="8K")
    with pytest.raises(RuntimeError, match="region `FLASH' overflowed"):
        build_firmware("cortex-m4", model.source, flash="16K")
