"""The guide "your own board": its C compiles, its files are there, its commands and figures are right."""

import re
import shlex
from pathlib import Path

import pytest
from rtstgcn_firmware.c_library import c_library

from benchmarks.emulators import WARNINGS, checked
from rtstgcn_edge.cli.main import main

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "your-own-board.md").read_text(encoding="utf-8")
BOARD = """
#include <stddef.h>
#include <stdint.h>
int uart_put(const uint8_t *data, size_t size);
size_t uart_get(uint8_t *data, size_t most);
uint32_t timer_us(void);
void motor_on(void);
uint16_t another_number(void);
int imu_ready(void);
void imu_read(int16_t *values);
"""


def commands():
    text = PAGE.replace("\\\n", " ")
    blocks = re.findall(r"^ *```(\w*)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [
        line.strip()
        for language, block in blocks
        if not language
        for line in block.splitlines()
        if line.strip().startswith("rtstgcn-edge ")
    ]


@pytest.mark.parametrize("compiler", [["gcc", "-std=c99"], ["g++", "-xc++"]], ids=" ".join)
def test_its_c_compiles(need, tmp_path, compiler):
    need(compiler[0])
    (source,) = re.findall(r"^```c\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "main.c").write_text(BOARD + source, encoding="utf-8")
    checked(*compiler, *WARNINGS, f"-I{c_library()}", "-c", tmp_path / "main.c", "-o", tmp_path / "main.o")


def test_its_files_are_there():
    named = set(re.findall(r"(?:firmware_bridge|rtstgcn_edge)/[\w/.-]*\w", PAGE))
    assert len(named) > 5
    for name in named:
        assert list(ROOT.glob(name.rstrip(".") + "*")), name
    for link in re.findall(r"\]\(([^)#]+)", PAGE):
        assert (ROOT / "docs" / link).exists(), link


def test_its_figures_are_those_of_the_header():
    header = re.sub(r"\s*\n \* ", " ", (c_library() / "rtstgcn_wire.h").read_text(encoding="utf-8"))
    ram, six, code = re.search(r"(\d+) bytes of RAM for 20 nodes, (\d+) for 6, .* code ([\d.]+) KB", header).groups()
    assert f"{code} KB of code and {ram} bytes of RAM ({six} where six nodes" in " ".join(PAGE.split())


def test_its_verbs_know_the_options(capsys):
    assert len(commands()) >= 5
    for command in commands():
        words = shlex.split(command)[1:]
        verbs = words[:2] if words[0] == "simulate" else words[:1]
        with pytest.raises(SystemExit) as ended:
            main([*verbs, "--help"])
        assert ended.value.code == 0
        said = capsys.readouterr().out
        assert all(option in said for option in words if option.startswith("--"))
