from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from random_programs import manifest_of, noise_frames, random_program
from rtstgcn_export.c import emit_c
from rtstgcn_export.program.interpret import Interpreter

from benchmarks.emulators import PACKAGES, require
from benchmarks.microcontroller import Model, main, measure
from rtstgcn_edge.errors import InputError, ModelError


@pytest.fixture(autouse=True)
def _tools():
    for program in ("arm-none-eabi-gcc", "arm-none-eabi-size", "qemu-system-arm"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; on Debian: {PACKAGES[program]}")


@pytest.fixture
def exported(tmp_path):
    """NAME.c and NAME.h of a small model."""
    program = random_program(8)
    header, source = emit_c(program, manifest_of(program), "mine")
    (tmp_path / "mine.h").write_text(header, encoding="utf-8")
    (tmp_path / "mine.c").write_text(source, encoding="utf-8")
    return tmp_path / "mine.c"


def test_a_tiny_model_has_a_row_for_every_board(tmp_path, capsys):
    assert main(["--quick", "--json", str(tmp_path / "report.json")]) == 0
    rows = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["rows"]
    assert [(row["board"], row["kernel"]) for row in rows] == [
        ("cortex-m3", "portable"),
        ("cortex-m4", "dsp"),
        ("cortex-m55", "helium"),
    ]
    for row in rows:
        assert row["fits"] and not row["not_run"]
        assert 0 < row["constants"] < row["flash"]
        assert 0 < row["state"] < row["ram"]
        assert row["to_label"] > 0
        assert row["to_label"] / 1e6 == pytest.approx(row["step"] / 1e6, rel=0.3)
    m3, m4, m55 = (row["to_label"] for row in rows)
    assert m3 > m4 > m55  # what the kernels are for
    assert "tiny: fits into 512 KB of flash and 128 KB of RAM, stack included" in capsys.readouterr().out


def test_a_model_of_ones_own_is_measured(exported, capsys):
    assert main([str(exported)]) == 0
    assert capsys.readouterr().out.count("mine  ") == 3
    assert sorted(path.name for path in exported.parent.iterdir()) == ["mine.c", "mine.h"]


def test_wrong_code_is_not_measured(exported):
    program = random_program(8)
    frames = noise_frames(program, 0, 5)
    logits = Interpreter(program).run(frames)
    assert measure(Model(exported, frames, logits), "cortex-m4").step > 0
    logits[4, 0] = np.nextafter(logits[4, 0], np.float32(9))
    with pytest.raises(ModelError, match="mine on cortex-m4: not the logits of the integer program"):
        measure(Model(exported, frames, logits), "cortex-m4")


@pytest.mark.parametrize("name", ["nothing.c", "mine.h", "mine.txt"])
def test_what_is_no_exported_source_is_refused_in_one_line(exported, name, capsys):
    if name == "mine.txt":
        exported.with_name(name).write_text("int main(void);", encoding="utf-8")
        exported.with_suffix(".h").write_text("", encoding="utf-8")
    assert main([str(exported.with_name(name))]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"{name}: give a NAME.c of rtstgcn-edge export --target c" in said


def test_missing_programs_are_named_with_their_packages(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(InputError, match=r"qemu-system-arm not found; on Debian: apt-get .* qemu-system-arm$"):
        require("qemu-system-arm")
