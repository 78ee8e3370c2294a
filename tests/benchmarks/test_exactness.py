from __future__ import annotations

import json
import platform
import shutil
import sys

import numpy as np
import onnx
import pytest
from model_files import describe
from quantised_models import TINY, calibrated
from random_programs import adversarial_frames, big_program, manifest_of, random_program
from rtstgcn_export.onnx_int8 import emit_int8
from rtstgcn_export.program.interpret import Interpreter

from benchmarks import exactness
from benchmarks.emulated import X86, Emulated, Files, onnx_on, run_emulated, x86_python
from benchmarks.onnx_replay import replay
from rtstgcn_edge.errors import InputError


def written(program, folder):
    files = Files(program, folder / "model.onnx", folder / "model.c")
    onnx.save(emit_int8(program, manifest_of(program)), files.onnx)
    return files


@pytest.mark.parametrize("optimised", [True, False])
@pytest.mark.parametrize("seed", [0, 2, 5])
def test_the_replay_with_fifos_of_its_own_is_exact(tmp_path, seed, optimised):
    program = random_program(seed)
    frames = adversarial_frames(program, seed)
    logits = replay(str(written(program, tmp_path).onnx), frames, optimised)
    assert logits.tobytes() == Interpreter(program).run(frames).tobytes()


@pytest.mark.slow
@pytest.mark.skipif(
    platform.machine() != "x86_64" or shutil.which("qemu-x86_64") is None, reason="no qemu-x86_64 on an x86-64 host"
)
@pytest.mark.parametrize(
    ("program", "cpu", "length"),
    [*((random_program(5), cpu, 80) for cpu in X86.values()), (big_program(), "Haswell", 16)],
)
def test_processors_without_vnni_give_the_same_bits(tmp_path, program, cpu, length):
    frames = adversarial_frames(program, 1, length)
    emulated = Emulated(cpu, onnx_on(x86_python(cpu), ()))
    row = run_emulated(emulated, written(program, tmp_path), frames, Interpreter(program).run(frames))
    assert (row.frames, row.difference, row.not_run) == (frames.shape[1], "", "")


def test_the_first_differing_frame_is_told(tmp_path):
    program = random_program(0)
    frames = adversarial_frames(program, 0, 30)
    logits = Interpreter(program).run(frames)
    wrong = logits.copy()
    wrong[17, 0] = np.nextafter(wrong[17, 0], np.float32(np.inf))
    files = written(program, tmp_path)
    backend = Emulated("here", lambda _: lambda x: wrong[: x.shape[1]])
    assert run_emulated(backend, files, frames, logits).difference.startswith("frame 17: ")
    short = Emulated("board", backend.prepare, frames=17)
    assert run_emulated(short, files, frames, logits).difference == ""
    assert run_emulated(short, files, frames, logits).frames == 17


def test_what_cannot_run_here_says_why(tmp_path):
    program = random_program(0)
    frames = adversarial_frames(program, 0, 5)

    def missing(_):
        raise InputError("needs qemu-x86_64")

    def failing(_):
        raise RuntimeError("gcc: exit code 1\nand more")

    files, expected = written(program, tmp_path), Interpreter(program).run(frames)
    assert run_emulated(Emulated("a", missing), files, frames, expected).not_run == "needs qemu-x86_64"
    assert run_emulated(Emulated("b", failing), files, frames, expected).not_run == "gcc: exit code 1"


def test_the_command_compares_native_backends_and_writes_rows(tmp_path, monkeypatch, capsys):
    model, exponents = calibrated(TINY)
    description = describe(model).model_copy(update={"exponents": exponents})
    monkeypatch.setattr(exactness, "float_checkpoint", lambda path: (model, description))
    monkeypatch.setattr(exactness, "emulated_backends", lambda folder: [])
    np.save(tmp_path / "trial.npy", np.random.default_rng(0).normal(size=(3, 300, 3)).astype(np.float32))
    report = tmp_path / "rows.json"
    words = ["model.safetensors", str(tmp_path / "trial.npy"), "--frames", "1100", "--json", str(report)]
    monkeypatch.setattr(sys, "argv", ["exactness", *words])
    assert exactness.main() == 0, capsys.readouterr()
    rows = json.loads(report.read_text(encoding="utf-8"))
    assert [row["backend"] for row in rows][:2] == ["ONNX Runtime", "ONNX Runtime without optimisations"]
    assert {(row["frames"], row["difference"]) for row in rows} == {(1100, "")}
    assert capsys.readouterr().out.count("equal to the last bit") == len(rows) == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--frames", "0"], "--frames 0: give 1 or more\n"),
        (["--emulated", "-3"], "--emulated -3: give 1 or more\n"),
        (["--aarch64", "nowhere"], "--aarch64 nowhere: no root/usr/bin/python3.* in it\n"),
    ],
)
def test_wrong_flags_end_in_one_line(monkeypatch, capsys, words, said):
    monkeypatch.setattr(sys, "argv", ["exactness", "x.safetensors", "trials", *words])
    assert exactness.main() == 2
    assert capsys.readouterr() == ("", said)
