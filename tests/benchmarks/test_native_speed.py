from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from random_programs import manifest_of, random_program
from refusals import refusal
from rtstgcn_export.onnx_int8 import emit_int8
from rtstgcn_export.program import LayerNorm

from benchmarks.native_speed import FLOAT, FLOOR, INT8, NATIVE, check_bits, compile_floor
from benchmarks.step_latency import Contender, once
from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.native.compiler import find_compiler

ROOT = Path(__file__).parents[2]


def native_speed(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.native_speed", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    path = tmp_path_factory.mktemp("native_speed") / "report.json"
    done = native_speed("--quick", "--seconds", "0.5", "--json", str(path))
    assert done.returncode == 0, done.stderr
    return json.loads(path.read_text(encoding="utf-8")), done.stdout


def test_every_form_has_a_row_at_every_kernel_and_number_of_skeletons(finished):
    report, printed = finished
    assert [(row["kernel"], row["skeletons"], row["contender"]) for row in report["rows"]] == [
        (kernel, n, name) for kernel in (3, 9) for n in (1, 2) for name in (FLOAT, INT8, NATIVE, FLOOR)
    ]
    for row in report["rows"]:
        assert row["contender"] in printed
        if row["contender"] != FLOOR:
            assert not row["not_run"]
        if not row["not_run"]:
            assert row["steps"] >= 1
            assert 0 < row["median_us"] <= row["p99_us"]
            assert (row["housekeeping_us"] is None) == (row["contender"] == FLOOR)


def test_ratios_follow_from_the_medians_of_the_same_setting(finished):
    report, _ = finished
    medians = {(row["kernel"], row["skeletons"], row["contender"]): row.get("median_us") for row in report["rows"]}
    for row in report["rows"]:
        if row["not_run"]:
            continue
        setting, alone = (row["kernel"], row["skeletons"]), medians[row["kernel"], 1, row["contender"]]
        assert row["faster_than_float32"] == pytest.approx(medians[(*setting, FLOAT)] / row["median_us"])
        assert row["per_skeleton_us"] * row["skeletons"] == pytest.approx(row["median_us"])
        assert row["to_alone"] == pytest.approx(row["median_us"] / row["skeletons"] / alone)
        base = medians[(*setting, FLOOR)]
        assert row["to_floor"] == (base and pytest.approx(row["median_us"] / base))


def test_memory_grows_with_the_kernel_and_constants_do_not(finished):
    short, long = finished[0]["models"]
    assert short["state_bytes"] < long["state_bytes"]
    assert abs(short["constant_bytes"] - long["constant_bytes"]) < 100  # the manifest's text


def test_other_bits_than_the_definition_s_are_not_timed(tmp_path):
    program = random_program(1)
    first = next(i for i, operation in enumerate(program.operations) if isinstance(operation, LayerNorm))
    program.operations[first].beta[:] += 500
    path = tmp_path / "wrong.onnx"
    path.write_bytes(emit_int8(program, manifest_of(program)).SerializeToString())
    frames = np.random.default_rng(0).standard_normal((5, program.channels, program.joints)).astype(np.float32)
    check_bits(program, [path], frames)
    program.operations[first].beta[:] -= 500
    message = refusal(lambda: check_bits(program, [path], frames), error=ModelError)
    assert message == "wrong.onnx: not the logits of the integer program; nothing was timed"


def test_a_processor_without_a_dot_product_has_no_floor(tmp_path):
    compiler = find_compiler("gcc", "-m64 -march=x86-64")
    message = refusal(compile_floor, compiler, tmp_path / "floor.so", error=ModelError)
    assert "no dot product of bytes is known of this processor" in message


@pytest.mark.parametrize("flags", ["-mavx2", "-mavx2 -mavxvnni", "-mavx512vnni -mavx512vl -mavx512bw"])
def test_the_floor_compiles_for_every_instruction_set(tmp_path, flags):
    compile_floor(find_compiler("gcc", flags), tmp_path / "floor.so")


def test_a_contender_is_timed_by_the_clock_that_it_has():
    times = iter([100, 107, 109])
    contender = Contender(9, 1, "", lambda: None, lambda: None, clock=lambda: next(times))
    assert once(contender) == (7, 2)


def test_no_skeletons_are_refused_in_one_line():
    done = native_speed("--quick", "--skeletons", "4", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "--skeletons 0: give numbers of at least 1\n"


def test_a_time_that_is_none_is_refused_in_one_line():
    done = native_speed("--quick", "--seconds", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "--seconds 0: give a time above 0, such as 60\n"
