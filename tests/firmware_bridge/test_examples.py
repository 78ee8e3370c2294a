"""What a user copies: the bare example through its own CMake files, the Zephyr application, the first lines of use."""

import re
import subprocess

import numpy as np
import pytest

from benchmarks.emulators import BARE, BOARDS, EXAMPLES, WARNINGS, checked, run_firmware

FOLDER = EXAMPLES.parent


def configure(build, *settings):
    words = ["cmake", "-S", str(BARE), "-B", str(build), "-DCMAKE_TOOLCHAIN_FILE=arm-none-eabi.cmake", *settings]
    return subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(autouse=True)
def _tools(need):
    need("cmake", "make", "arm-none-eabi-gcc", "qemu-system-arm")


def test_the_bare_example_builds_with_cmake_and_labels(tmp_path, emitted):
    model = emitted(3)
    done = configure(tmp_path, f"-DMODEL={model.source}", "-DCPU=cortex-m4", "-DRAM_SIZE=64K")
    assert done.returncode == 0, done.stderr
    assert "text" in checked("cmake", "--build", tmp_path)  # arm-none-eabi-size has its say
    model.frames.swapaxes(0, 1).tofile(tmp_path / "frames.bin")
    printed = run_firmware("cortex-m4", tmp_path / "label.elf")
    logits = np.fromfile(tmp_path / "logits.bin", np.float32).reshape(model.logits.shape)
    model.assert_equal(logits)
    assert "kernel: dsp\n" in printed
    assert printed.startswith(f"class{model.logits[0].argmax()}\n")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["-DCPU=cortex-m4"], "MODEL '' is no file; give the NAME.c that rtstgcn-edge export"),
        (["-DCPU=cortex-m4", "-DMODEL=/nowhere/NAME.c"], "MODEL '/nowhere/NAME.c' is no file"),
        (["-DCPU=cortex-m4", f"-DMODEL={__file__}"], f"MODEL '{__file__}' is no C"),
        (["-DCPU=cortex-m9"], "CPU 'cortex-m9': give -DCPU=cortex-m0plus, cortex-m3,"),
    ],
)
def test_what_is_missing_is_named(tmp_path, settings, said):
    done = configure(tmp_path, *settings)
    assert done.returncode != 0
    assert said in re.sub(r"\s+", " ", done.stderr)


def test_without_frames_the_example_says_what_it_looks_for(tmp_path, emitted):
    model = emitted(3)
    assert configure(tmp_path, f"-DMODEL={model.source}", "-DCPU=cortex-m3").returncode == 0
    checked("cmake", "--build", tmp_path)
    with pytest.raises(RuntimeError, match=r"frames\.bin cannot be read"):
        run_firmware("cortex-m3", tmp_path / "label.elf")


@pytest.mark.parametrize("cpu", ["cortex-m0plus", "cortex-m33"])
def test_a_model_compiles_for_processors_that_no_board_here_has(tmp_path, emitted, cpu):
    text = (BARE / "arm-none-eabi.cmake").read_text(encoding="utf-8")
    known = dict(re.findall(r'set\(flags_(\S+) "(.*)"\)', text))
    assert set(known) >= set(BOARDS)
    flags = [f"-mcpu={cpu}", "-mthumb", *known[cpu].split(), "-O2", "-ffp-contract=off", *WARNINGS]
    checked("arm-none-eabi-gcc", *flags, "-std=c99", "-c", emitted(3).source, "-o", tmp_path / "model.o")


ZEPHYR = {
    "zephyr/kernel.h": "#include <stdint.h>\n#include <stddef.h>\n#define __aligned(n) __attribute__((aligned(n)))\n"
    "void k_yield(void);",
    "zephyr/device.h": "#include <stdbool.h>\nstruct device;\nbool device_is_ready(const struct device *dev);\n"
    "extern const struct device *const chosen;\n#define DEVICE_DT_GET(node) node\n#define DT_CHOSEN(name) chosen",
    "zephyr/drivers/uart.h": "int uart_poll_in(const struct device *dev, unsigned char *p_char);",
    "zephyr/sys/printk.h": "void printk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));",
}
"""The declarations of Zephyr's documentation that main.c uses: Zephyr itself is not built or run here."""


def test_the_zephyr_application_compiles_against_the_documented_declarations(tmp_path, emitted):
    source = emitted(3).source
    for name, text in ZEPHYR.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"#pragma once\n{text}\n", encoding="utf-8")
    main = EXAMPLES / "zephyr" / "src" / "main.c"
    flags = ["-mcpu=cortex-m4", "-mthumb", "-std=gnu99", "-O2", "-Wall", "-Wextra", "-Werror"]
    header = f'-DRTSTGCN_HEADER="{source.stem}.h"'
    folders = [f"-I{source.parent}", f"-I{tmp_path}"]
    checked("arm-none-eabi-gcc", *flags, header, *folders, "-c", main, "-o", tmp_path / "main.o")
