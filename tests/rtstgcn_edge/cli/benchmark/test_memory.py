"""What a process weighs, asked of a fresh one."""

import subprocess
import sys

import pytest
from model_by_hand import native_manifest, needs_compiler, write_native

from rtstgcn_edge.cli.benchmark import memory
from rtstgcn_edge.cli.benchmark.memory import process_memory
from rtstgcn_edge.model_file import bundled_models
from rtstgcn_edge.native import build_library

linux = pytest.mark.skipif(not memory.STATUS.exists(), reason="only Linux tells of a process in /proc")


@linux
def test_a_process_weighs_more_than_the_interpreter_and_its_peak_is_no_less():
    found = process_memory(bundled_models()["demo"], 2)
    bare = [sys.executable, "-c", "print([l for l in open('/proc/self/status') if 'VmRSS' in l][0].split()[1])"]
    interpreter = 1024 * int(subprocess.run(bare, capture_output=True, text=True, check=True).stdout)
    assert interpreter + 10e6 < found["resident"] <= found["peak"] < 1e9


@linux
@needs_compiler
def test_a_native_model_comes_without_the_weight_of_onnx_runtime(tmp_path):
    build_library(write_native(tmp_path / "m.c", native_manifest()), tmp_path / "m.so")
    native, onnx = (process_memory(path, 1)["resident"] for path in (tmp_path / "m.so", bundled_models()["demo"]))
    assert native < onnx - 15e6


def test_where_the_system_does_not_tell_there_is_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "STATUS", tmp_path / "status")
    assert memory._own_memory() == {}
    assert process_memory(tmp_path / "no.onnx", 1) is None
