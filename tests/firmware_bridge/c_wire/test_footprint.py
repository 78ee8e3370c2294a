"""The C library is as small as its header says, and compiles without a warning wherever C does."""

import re

import pytest
from rtstgcn_firmware.c_library import c_library

from benchmarks.emulators import WARNINGS, checked

SOURCE, HEADER = c_library() / "rtstgcn_wire.c", c_library() / "rtstgcn_wire.h"
CPUS = ["cortex-m0plus", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33"]


def stated(pattern):
    text = re.sub(r"\s*\n \* ", " ", HEADER.read_text(encoding="utf-8"))
    found = re.search(pattern, text)
    assert found, pattern
    return [float(number) for number in found.groups()]


@pytest.mark.parametrize("cpu", CPUS)
def test_code_and_stack_are_what_the_header_says(need, tmp_path, cpu):
    need("arm-none-eabi-gcc", "arm-none-eabi-size")
    (kilobytes,) = stated(r"the code ([\d.]+) KB \(-Os\)")
    (stack,) = stated(r"all of its functions together less than (\d+) bytes of stack")
    compiled = tmp_path / "wire.o"
    flags = [f"-mcpu={cpu}", "-mthumb", "-Os", "-std=c99", "-ffunction-sections", "-fstack-usage", *WARNINGS]
    checked("arm-none-eabi-gcc", *flags, "-c", SOURCE, "-o", compiled)
    text, data, bss = (int(word) for word in checked("arm-none-eabi-size", compiled).splitlines()[1].split()[:3])
    assert 0.8 * kilobytes < text / 1000 <= kilobytes
    assert data == bss == 0  # nothing global
    usage = [line.split("\t") for line in (tmp_path / "wire.su").read_text().splitlines()]
    assert {kind for _, _, kind in usage} == {"static"}
    assert sum(int(size) for _, size, _ in usage) < stack  # none calls itself, so no chain of calls takes more


def test_a_device_takes_the_memory_that_the_header_says(need, tmp_path):
    need("arm-none-eabi-gcc", "arm-none-eabi-size")
    said = stated(r"(\d+) bytes of RAM for 20 nodes, (\d+) for 6, (\d+) for 1;")
    source, compiled = tmp_path / "device.c", tmp_path / "device.o"
    source.write_text('#include "rtstgcn_wire.h"\nrtstgcn_device device;\n')
    for nodes, size in zip((20, 6, 1), said, strict=True):
        flags = ["-mcpu=cortex-m4", "-mthumb", f"-DRTSTGCN_MAX_NODES={nodes}", f"-I{c_library()}"]
        checked("arm-none-eabi-gcc", *flags, "-c", source, "-o", compiled)
        assert checked("arm-none-eabi-size", compiled).splitlines()[1].split()[2] == f"{size:.0f}"


@pytest.mark.parametrize(
    "compiler",
    [
        ["gcc", "-std=c99"],
        ["gcc", "-std=c17", "-O3"],
        ["clang", "-std=c99", "-Weverything", "-Wno-padded", "-Wno-declaration-after-statement"],
        ["g++", "-xc++", "-std=c++11"],
        ["clang++", "-xc++", "-std=c++20"],
    ],
    ids=" ".join,
)
def test_it_compiles_without_a_warning(need, tmp_path, compiler):
    need(compiler[0])
    checked(*compiler, *WARNINGS, "-c", SOURCE, "-o", tmp_path / "wire.o")


@pytest.mark.parametrize("nodes", [0, 21])
def test_a_number_of_nodes_that_no_wire_has_is_refused(need, tmp_path, nodes):
    need("gcc")
    with pytest.raises(RuntimeError, match="RTSTGCN_MAX_NODES: 1 to 20"):
        checked("gcc", f"-DRTSTGCN_MAX_NODES={nodes}", "-c", SOURCE, "-o", tmp_path / "wire.o")
