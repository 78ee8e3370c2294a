"""The compiler: which one is taken, with which flags, and what is said where there is none or it fails."""

import pytest
from model_by_hand import native_manifest, needs_compiler, write_native
from refusals import refusal

from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.native import compiler
from rtstgcn_edge.native.compiler import TUNED, find_compiler


def refused(*arguments):
    return refusal(find_compiler, *arguments, error=ModelError)


@pytest.fixture
def bench(tmp_path, monkeypatch):
    """A PATH of our own, onto which programs are put as shell scripts."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)

    def put(name, script):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)

    return put


def test_without_a_compiler_the_ways_out_are_named(bench):
    said = refused()
    assert said.startswith("no C compiler (cc, gcc, clang) is on the PATH and $CC names none")
    assert "models build" in said


def test_the_first_on_the_path_is_taken_and_cc_before_it(bench, monkeypatch):
    bench("clang", "exit 0")
    bench("gcc", "exit 0")
    assert find_compiler().command == ("gcc",)
    bench("mine", 'test "$1" = --quiet')
    monkeypatch.setenv("CC", "mine --quiet")
    assert find_compiler().command == ("mine", "--quiet")
    assert find_compiler("clang").command == ("clang",)


@pytest.mark.parametrize("known", range(len(TUNED)))
def test_flags_for_this_processor_are_those_that_the_compiler_knows(bench, known):
    unknown = " ".join(f"*{flag}*) exit 1;;" for flags in TUNED[:known] for flag in flags)
    bench("cc", f'case "$*" in {unknown} esac' if unknown else "exit 0")
    assert find_compiler().flags == TUNED[known]


@pytest.mark.parametrize(
    ("script", "arguments", "said"),
    [
        ("exit 0", ("nonesuch",), "--compiler nonesuch: no such program; name a C compiler that is installed"),
        ("exit 0", ("'",), '--compiler "\'": not the words of a command (No closing quotation)'),
        ("exit 0", ("cc", "-I'"), '--flags "-I\'": not the words of a command (No closing quotation)'),
        ("echo cc: note: hm >&2; echo cc: error: no >&2; exit 1", (), "cc: does not compile: cc: error: no"),
        ("exit 3", (), "cc: does not compile: exit code 3"),
        ("echo gone >&2; exit 1", ("cc -q", "-mcpu=x -g"), "cc -q -mcpu=x -g: does not compile: gone"),
    ],
)
def test_a_compiler_that_cannot_be_used_is_refused_in_its_own_words(bench, script, arguments, said):
    bench("cc", script)
    assert refused(*arguments) == said


def test_a_cc_that_is_not_there_is_refused_and_no_other_taken(bench, monkeypatch):
    bench("gcc", "exit 0")
    monkeypatch.setenv("CC", "icc")
    assert refused() == "$CC icc: no such program; name a C compiler that is installed"


def test_a_compiler_that_is_no_program_is_refused(bench, tmp_path):
    (tmp_path / "cc").write_text("no script")
    (tmp_path / "cc").chmod(0o755)
    assert refused() == "cc: cannot be run (Exec format error)"


@needs_compiler
def test_what_the_compiler_has_against_the_source_is_said(tmp_path):
    source = write_native(tmp_path / "m.c", native_manifest())
    source.write_text(source.read_text().replace("int total = 0;", "int total = zero;"))
    said = refusal(find_compiler().compile, source, tmp_path / "m.so", "", error=ModelError)
    assert said.startswith(f"{source}: ") and "m.c:10:17: error: " in said and "zero" in said


@needs_compiler
def test_builds_for_other_instruction_sets_are_told_apart():
    plain, tuned = find_compiler(flags=""), find_compiler()
    assert plain.flags == () and b"__VERSION__" in plain.predefined
    assert (plain.predefined == tuned.predefined) == (compiler.TUNED.index(tuned.flags) == 2)
