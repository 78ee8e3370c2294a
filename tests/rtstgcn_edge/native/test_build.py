"""Builds: once a source and compiler, kept, and found again whatever befalls the cache."""

import os
import subprocess
import sys
import threading

import pytest
from model_by_hand import native_manifest, needs_compiler, write_native
from refusals import refusal

from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.native import Library, build_library, library_of, plain_library
from rtstgcn_edge.native import build as module
from rtstgcn_edge.seal import SEALS, sealed

pytestmark = needs_compiler


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "rtstgcn-edge"


@pytest.fixture
def source(tmp_path):
    return write_native(tmp_path / "m.c", native_manifest())


def built(source):
    """The library, and whether it was built just now."""
    said = []
    library = library_of(source, said.append)
    assert library.facts["classes"] == 3
    return bool(said)


def damage(file, change):
    """Another file in its place: what is loaded already stays as it is."""
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(change(content))


def test_a_source_is_built_once_and_said_to_be(cache, source):
    said = []
    library_of(source, said.append)
    assert len(said) == 1 and said[0].startswith("building m.c for this processor: ")
    assert not built(source)
    (kept,) = cache.iterdir()
    assert kept.name.startswith("m-") and kept.suffix == ".so"
    assert cache.stat().st_mode & 0o077 == 0


def test_another_source_header_compiler_or_flag_is_another_build(cache, source, monkeypatch):
    assert built(source)
    source.write_text(source.read_text() + "\n")
    assert built(source)
    header = source.with_suffix(".h")
    header.write_text(header.read_text() + "\n")
    assert built(source)
    monkeypatch.setenv("CC", "cc -DSOMETHING")
    assert built(source)
    assert len(list(cache.iterdir())) == 4
    assert not built(source)


@pytest.mark.parametrize("share", [0, 0.3, 0.99])
def test_a_half_written_library_is_built_anew(cache, source, share):
    built(source)
    (kept,) = cache.iterdir()
    damage(kept, lambda whole: whole[: int(share * len(whole))])
    assert built(source)
    assert not built(source)
    assert list(cache.iterdir()) == [kept] and kept.read_bytes()[:4] == b"\x7fELF"


def test_a_library_of_which_a_piece_was_never_written_is_built_anew(cache, source):
    built(source)
    (kept,) = cache.iterdir()
    damage(kept, lambda whole: whole[:1000] + bytes(2000) + whole[3000:])
    assert built(source)


def test_where_the_cache_cannot_be_written_it_is_built_every_time(cache, source, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert built(source)
    assert built(source)


def test_a_folder_in_the_place_of_a_library_does_no_harm(cache, source):
    built(source)
    (kept,) = cache.iterdir()
    kept.unlink()
    kept.mkdir()
    assert built(source)


def test_without_any_place_to_build_the_reason_is_said(cache, source, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/nonexistent")
    said = refusal(library_of, source, print, error=ModelError)
    assert said.startswith(f"{source}: cannot be built (No such file")


def test_builds_at_the_same_time_do_not_meet(cache, source):
    said, problems = [], []

    def work():
        try:
            library_of(source, said.append)
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == [] and 1 <= len(said) <= 4
    assert len(list(cache.iterdir())) == 1
    assert not built(source)


def test_a_build_that_fails_leaves_nothing_behind(cache, source):
    source.write_text(source.read_text() + "#error not today\n")
    said = refusal(library_of, source, print, error=ModelError)
    assert "#error not today" in said
    assert not cache.exists() or list(cache.iterdir()) == []


@pytest.mark.parametrize("text", ["", "int main(void) { return 0; }", "\x00\x01"])
def test_source_of_something_else_is_refused_before_it_is_compiled(cache, tmp_path, text, monkeypatch):
    monkeypatch.setenv("CC", "nonesuch")
    (tmp_path / "x.c").write_text(text)
    said = refusal(library_of, tmp_path / "x.c", print, error=ModelError)
    assert said == f"{tmp_path / 'x.c'}: not C source of a model; 'rtstgcn-edge export --target c' makes it"


def test_source_without_its_header_is_refused_by_the_compiler(cache, source):
    source.with_suffix(".h").unlink()
    assert "m.h: No such file or directory" in refusal(library_of, source, print, error=ModelError) or "not found"


def test_names_that_mean_something_to_a_shell_or_to_c_are_names(cache, tmp_path):
    folder = tmp_path / 'a "b" $(touch c); \\ d'
    folder.mkdir()
    assert built(write_native(folder / "m & n.c", native_manifest()))
    assert not (tmp_path / "c").exists()


def test_a_library_that_goes_between_look_and_load_is_built_anew(cache, source, monkeypatch):
    built(source)
    (kept,) = cache.iterdir()
    really = module.cache.found
    monkeypatch.setattr(module.cache, "found", lambda path: really(path) and not path.unlink())
    assert built(source)
    assert list(cache.iterdir()) == [kept]


def test_a_kept_library_that_is_refused_for_another_reason_is_not_built_anew(cache, source, monkeypatch):
    built(source)

    def refuse(path):
        raise ModelError(f"{path}: not for this processor")

    monkeypatch.setattr(module, "Library", refuse)
    said = []
    assert "not for this processor" in refusal(library_of, source, said.append, error=ModelError)
    assert said == []


def test_a_library_of_long_ago_goes_when_another_one_is_built(cache, source, tmp_path):
    built(source)
    (old,) = cache.iterdir()
    os.utime(old, (1e9, 1e9))
    assert built(write_native(tmp_path / "n.c", native_manifest()))
    (kept,) = cache.iterdir()
    assert kept.name.startswith("n-")
    assert built(source) and not built(source)


def test_a_changed_source_is_refused_before_it_is_compiled(cache, source, tmp_path, monkeypatch):
    source.write_bytes(sealed(source.read_bytes(), SEALS[".c"]))
    assert built(source)
    monkeypatch.setenv("CC", "nonesuch")
    source.write_text(source.read_text().replace("total) / 16.0f", "total) / 17.0f"))
    for build in (library_of, lambda *_: build_library(source, tmp_path / "m.so")):
        said = refusal(build, source, print, error=ModelError)
        assert said.startswith(
            f"{source}: not as it was exported, a part of it has changed; copy or export it again, or"
        )
    monkeypatch.delenv("CC")
    source.write_text(source.read_text().rpartition("/* sha256")[0])
    assert built(source)


@pytest.mark.parametrize("prefix", ["left_foot", "LEFT", "x", "int"])
def test_source_whose_symbols_have_another_prefix_runs_too(cache, source, tmp_path, prefix):
    for path in (source, source.with_suffix(".h")):
        path.write_text(path.read_text().replace("rtstgcn", prefix).replace("RTSTGCN", prefix.upper()))
    assert built(source)
    assert library_of(source, print).kernel == "by hand"
    build_library(source, tmp_path / "m.so")
    assert Library(tmp_path / "m.so").manifest == native_manifest().model_dump_json()


def test_another_process_finds_the_library(cache, source):
    built(source)
    code = (
        "import sys, pathlib; from rtstgcn_edge.native import library_of; library_of(pathlib.Path(sys.argv[1]), print)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(source)], capture_output=True, text=True, check=True)
    assert done.stdout == ""


def test_a_library_is_written_whole_and_replaces_a_former_one(source, tmp_path):
    out = tmp_path / "out.so"
    out.write_text("former")
    assert build_library(source, out).split()[0] in os.environ.get("CC", "cc gcc clang")
    assert out.read_bytes()[:4] == b"\x7fELF" and os.access(out, os.X_OK)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.c", "m.h", "out.so"]


@pytest.mark.parametrize(
    ("out", "said"),
    [("m.c", "m.c: a built library is named NAME.so"), ("missing/m.so", "missing/m.so: cannot be written (No such")],
)
def test_an_output_that_cannot_be_is_refused(source, tmp_path, out, said):
    before = source.read_bytes()
    assert said in refusal(build_library, source, tmp_path / out, error=InputError)
    assert source.read_bytes() == before


def test_flags_that_break_exactness_cannot_take_back_what_is_required(source, tmp_path):
    command = build_library(source, tmp_path / "m.so", flags="-O0 -ffp-contract=fast")
    assert command.endswith("-O0 -ffp-contract=fast")  # ours come behind, and the last one counts


@pytest.mark.parametrize("name", ["m.h", "m.onnx", "m"])
def test_what_is_no_c_is_refused_and_nothing_is_written(source, tmp_path, name):
    (tmp_path / name).write_text(source.read_text())
    said = refusal(build_library, tmp_path / name, tmp_path / "out.so", error=InputError)
    assert said == f"{tmp_path / name}: a library is built of NAME.c, which 'rtstgcn-edge export --target c' makes"
    assert not (tmp_path / "out.so").exists()


def test_source_that_is_of_no_model_is_built_and_kept_too(cache, tmp_path):
    (tmp_path / "twice.h").write_text("#define TWICE 2\n")
    (tmp_path / "twice.c").write_text('#include "twice.h"\nint twice(int x) { return TWICE * x; }\n')
    said = []
    for _ in range(2):
        assert plain_library(tmp_path / "twice.c", said.append).twice(21) == 42
    assert len(said) == 1 and said[0].startswith("building twice.c for this processor: ")
    (tmp_path / "twice.h").write_text("#define TWICE 3\n")
    assert plain_library(tmp_path / "twice.c", said.append).twice(21) == 63
    assert len(said) == 2 and len(list(cache.iterdir())) == 2


def test_plain_source_that_does_not_compile_or_is_not_there_is_refused(cache, tmp_path):
    (tmp_path / "bad.c").write_text("int twice(\n")
    assert "bad.c: " in refusal(plain_library, tmp_path / "bad.c", print, error=ModelError)
    assert "cannot be read" in refusal(plain_library, tmp_path / "none.c", print, error=ModelError)
    assert "not C source of a model" in refusal(library_of, tmp_path / "bad.c", print, error=ModelError)
