"""Every function of the ARM kernels against the portable one, on random arguments of many shapes, under QEMU."""

from pathlib import Path

import pytest
from rtstgcn_export.c.kernels import kernel_sources

from benchmarks.emulators import BARE, BOARDS, OPTIONS, WARNINGS, checked, run_firmware

HERE = Path(__file__).parent
TARGETS = [
    ("cortex-m4", "dsp"),
    ("cortex-m55", "helium"),
    ("cortex-a72", "neon"),
    ("cortex-a76", "neon_dot"),
]


def compare(cpu, kernel, folder, kernels, rounds=30):
    """What kernel_check.c prints where `kernels` is the text of all of them; status 1 raises RuntimeError."""
    (folder / "KERNELS.h").write_text(kernels, encoding="utf-8")
    bare = cpu in BOARDS
    compiler = "arm-none-eabi-gcc" if bare else "aarch64-linux-gnu-gcc"
    processor = [*BOARDS[cpu].flags, "-mthumb"] if bare else [f"-mcpu={cpu}"]
    options = [*processor, *OPTIONS, *WARNINGS, "-std=gnu99", f"-I{folder}", f"-I{HERE}", f"-I{BARE}"]
    objects = []
    for table, chosen in (("portable_table", "portable"), ("fast_table", kernel)):
        objects.append(folder / f"{table}.o")
        defined = [f"-DTABLE={table}", f"-DRTSTGCN_KERNEL={chosen}"]
        checked(compiler, *options, *defined, "-c", HERE / "kernel_unit.c", "-o", objects[-1])
    program = folder / "check.elf"
    link = ["-static", "-DON_LINUX"]
    if bare:
        objects += [BARE / "startup.c", BARE / "semihosting.c"]
        link = ["-nostartfiles", f"-T{BARE / 'cortex-m.ld'}", "-Wl,--defsym=RAM_SIZE=512K"]
    checked(compiler, *options, f"-DROUNDS={rounds}", HERE / "kernel_check.c", *objects, *link, "-lm", "-o", program)
    return run_firmware(cpu, program) if bare else checked("qemu-aarch64", "-cpu", cpu, program)


@pytest.fixture
def tools(need):
    """Function (cpu): skips where its compiler or emulator is not installed."""
    bare, linux = ["arm-none-eabi-gcc", "qemu-system-arm"], ["aarch64-linux-gnu-gcc", "qemu-aarch64"]
    return lambda cpu: need(*(bare if cpu in BOARDS else linux))


@pytest.mark.parametrize(("cpu", "kernel"), TARGETS)
def test_a_kernel_equals_the_portable_one(tmp_path, tools, cpu, kernel):
    tools(cpu)
    name = kernel.replace("_", "-")
    assert compare(cpu, kernel, tmp_path, kernel_sources()) == f"portable {name} equal\n"


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        ("vcvtr.s32.f32", "vcvt.s32.f32", "activate_norm differs"),  # towards zero
        ("x + half + ((x >> shift) & 1)", "x + half + 1", "product_int8 differs"),  # halves up
        ("two = column + 1 < columns", "two = column < columns", "product_int8 differs"),  # a byte too many
        ("sum = add_products(first, 0x00010001", "sum = add_products(first, 0x00010000", "window differs"),
    ],
)
def test_a_kernel_that_is_wrong_is_found(tmp_path, tools, right, wrong, what):
    tools("cortex-m4")
    kernels = kernel_sources()
    assert right in kernels
    with pytest.raises(RuntimeError, match=what):
        compare("cortex-m4", "dsp", tmp_path, kernels.replace(right, wrong), rounds=10)
