"""A loaded library: its functions, its facts, and what is refused."""

import ctypes
import subprocess

import numpy as np
import pytest
from model_by_hand import native_manifest, needs_compiler, write_native
from refusals import refusal

from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.native import Library, build_library, library
from rtstgcn_edge.native.compiler import find_compiler
from rtstgcn_edge.seal import SEALS

pytestmark = needs_compiler


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    build_library(write_native(folder / "m.c", native_manifest()), folder / "m.so")
    return folder / "m.so"


def refused(path):
    message = refusal(Library, path, error=ModelError)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def test_a_library_tells_its_facts_and_its_manifest(file):
    loaded = Library(file)
    width = 2 * 2
    sizes = {"state_bytes": 4 * width + width + 2 * 2 * width + 4, "constant_bytes": 0}
    assert loaded.facts == sizes | {"channels": 2, "joints": 2, "classes": 3, "receptive_field": 5, "delay": 0}
    assert loaded.manifest == native_manifest().model_dump_json()
    assert loaded.kernel == "by hand"


def test_its_functions_work_on_memory_at_an_address(file):
    loaded = Library(file)
    state, frame = np.ones(loaded.facts["state_bytes"], np.uint8), np.array([1, 0, 0, 2], np.float32)
    logits = np.zeros(3, np.float32)
    loaded.reset(state.ctypes.data)
    assert not state.any()
    loaded.infer(state.ctypes.data, frame.ctypes.data, logits.ctypes.data)
    assert logits.tolist() == [9, 18, 27]  # 1 x 1 + 4 x 2, times 1, 2, 3
    loaded.advance(state.ctypes.data)
    assert state.any()


def test_two_models_in_one_process_do_not_meet(tmp_path, file):
    build_library(write_native(tmp_path / "other.c", native_manifest(), first=10), tmp_path / "other.so")
    frame, found = np.array([1, 0, 0, 0], np.float32), []
    for path in (file, tmp_path / "other.so"):
        loaded, logits = Library(path), np.zeros(3, np.float32)
        state = np.zeros(loaded.facts["state_bytes"], np.uint8)
        loaded.infer(state.ctypes.data, frame.ctypes.data, logits.ctypes.data)
        found.append(logits.tolist())
    assert found == [[1, 2, 3], [10, 11, 12]]


def test_the_file_may_go_once_it_is_loaded(tmp_path):
    build_library(write_native(tmp_path / "m.c", native_manifest()), tmp_path / "m.so")
    loaded = Library(tmp_path / "m.so")
    (tmp_path / "m.so").unlink()
    assert loaded.facts["classes"] == 3


def compiled(tmp_path, text, *flags):
    """A shared library of C of any kind."""
    words = [*find_compiler().command, "-shared", "-fPIC", "-x", "c", "-", "-o", str(tmp_path / "x.so"), *flags]
    subprocess.run(words, input=text.encode(), check=True)
    return tmp_path / "x.so"


def test_a_library_of_something_else_is_refused_with_the_verb_that_makes_one(tmp_path):
    said = refused(compiled(tmp_path, "int answer(void) { return 42; }"))
    assert said.startswith("not a library of a model (undefined symbol: rtstgcn_library_facts); 'rtstgcn-edge models")


def test_a_library_built_by_hand_is_refused_with_the_verb_that_makes_one(tmp_path):
    source = write_native(tmp_path / "m.c", native_manifest())
    assert "rtstgcn_library_facts" in refused(compiled(source.parent, "", "-include", str(source), "-lm"))


def test_a_library_that_lacks_another_is_refused_with_its_name(tmp_path):
    said = refused(compiled(tmp_path, "int nowhere(void); int f(void) { return nowhere(); }", "-Wl,-z,now"))
    assert said == "cannot be loaded (undefined symbol: nowhere)"


def test_a_library_for_a_better_processor_is_refused_before_it_is_run(tmp_path, file, monkeypatch):
    (tmp_path / "cpuinfo").write_text("processor : 0\nflags : fpu sse2\nFeatures : fp\n\nflags : avx2\n")
    monkeypatch.setattr(library, "CPUINFO", tmp_path / "cpuinfo")
    needs = ctypes.string_at(
        ctypes.addressof(ctypes.c_char.in_dll(ctypes.CDLL(str(file)), "rtstgcn_library_needs"))
    ).decode()
    if not needs:
        pytest.skip("the compiler uses no instruction set that a processor may lack")
    said = refused(file)
    assert said.startswith(f"built for a processor with {needs.strip()}, which this one is without; build it on this")


@pytest.mark.parametrize("at", [0.2, 0.5, 0.8])
def test_a_library_that_was_damaged_since_it_was_built_is_refused_before_it_is_loaded(tmp_path, file, at):
    content = bytearray(file.read_bytes())
    content[int(at * len(content))] ^= 0x40
    (tmp_path / "x.so").write_bytes(content)
    assert refused(tmp_path / "x.so") == "not as it was built, a part of it has changed; build or copy it again"


def test_a_library_without_its_seal_is_taken_as_it_is(tmp_path, file):
    (tmp_path / "x.so").write_bytes(file.read_bytes().rpartition(SEALS[".so"].mark)[0])
    assert Library(tmp_path / "x.so").kernel == "by hand"


@pytest.mark.parametrize("cpuinfo", [None, "", "processor : 0\n"])
def test_where_the_processor_cannot_be_told_a_library_is_taken_as_it_is(tmp_path, file, monkeypatch, cpuinfo):
    if cpuinfo is not None:
        (tmp_path / "cpuinfo").write_text(cpuinfo)
    monkeypatch.setattr(library, "CPUINFO", tmp_path / "cpuinfo")
    assert Library(file).kernel == "by hand"
