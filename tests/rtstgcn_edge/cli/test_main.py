"""The front door: verbs, help, extras, and that every refusal is one line and never a traceback."""

import importlib.metadata
import subprocess
import sys
from types import SimpleNamespace

import pytest
from runs import environment, finished, program

from rtstgcn_edge import __version__
from rtstgcn_edge.cli import main as front
from rtstgcn_edge.cli.main import main
from rtstgcn_edge.errors import InputError, ModelError, RtstgcnError, SourceError


def refused(capsys, *words):
    """Exit code and the one line on standard error."""
    code = main(words)
    out, err = capsys.readouterr()
    assert out == "" and err.endswith("\n") and len(err.splitlines()) == 1, err
    return code, err.strip()


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_the_overview_names_every_verb_and_the_extra_it_needs(capsys, words):
    assert main(words) == 0
    out, err = capsys.readouterr()
    for verb in ("run", "models", "simulate", "prepare", "train", "test", "export", "import"):
        assert f"\n  {verb} " in out
    assert out.count("[train]") == 4 and out.count("[export]") == 1
    assert err == ""


def test_the_version_is_that_of_the_package(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"rtstgcn-edge {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["--source", "camera:rtsp://me:secret@host/live?people=99"],
        ["--source", "camra:rtsp://me:secret@host/live"],
        ["--source", "sim:gait", *2 * ("--sink", "mqtt://me:secret@127.0.0.1:9/x")],
        ["--sink", "live:0.0.0.0:8080?token=secret&tokn=1"],
    ],
)
def test_no_refusal_shows_a_password_or_a_token(capsys, words):
    code, said = refused(capsys, "run", "--model", "demo", *words)
    assert code == 2 and "***" in said and "secret" not in said


@pytest.mark.parametrize("verb", ["run", "models", "simulate", "train", "test", "export"])
def test_every_verb_has_help(capsys, verb):
    with pytest.raises(SystemExit) as caught:
        main([verb, "--help"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: rtstgcn-edge {verb}")


def test_an_unknown_verb_is_refused_with_the_near_miss(capsys):
    assert refused(capsys, "rnu") == (2, "rtstgcn-edge: no verb 'rnu'; did you mean 'run'?")
    code, said = refused(capsys, "frobnicate")
    assert code == 2 and said.endswith(
        "verbs: run, record, models, benchmark, devices, doctor, simulate, prepare, train, test, export, import"
    )


@pytest.mark.parametrize(
    "words", [["run", "--sauce", "x"], ["run", "extra"], ["models"], ["models", "shw"], ["simulate"], ["run", "--hold"]]
)
def test_wrong_usage_is_refused_and_points_to_the_help(capsys, words):
    code, said = refused(capsys, *words)
    assert code == 2 and f"(see 'rtstgcn-edge {words[0]} --help')" in said


@pytest.mark.parametrize(("verb", "extra"), [("train", "[train]"), ("test", "[train]"), ("export", "[export]")])
def test_a_verb_that_is_not_installed_names_its_extra(capsys, monkeypatch, verb, extra):
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [])
    code, said = refused(capsys, verb)
    assert code == 2
    remedy = f"in the checkout, pip install -c constraints.txt '.{extra}'"
    assert said.startswith(f"rtstgcn-edge: '{verb}' needs the extra {extra}: {remedy} (")


@pytest.mark.parametrize(
    ("words", "extra"),
    [(["train", "x.json"], "[train]"), (["test", "x", "y"], "[train]"), (["export", "x", "y.onnx"], "[export]")],
)
def test_a_verb_whose_libraries_are_missing_names_its_extra(words, extra):
    script = (
        "import sys; sys.modules.update(torch=None, onnx=None, safetensors=None)\n"
        f"from rtstgcn_edge.cli.main import main; sys.exit(main({words}))"
    )
    process = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment(), timeout=300, check=False
    )
    assert process.returncode == 2
    assert process.stderr.startswith(f"rtstgcn-edge: '{words[0]}' needs the extra {extra}")
    assert len(process.stderr.splitlines()) == 1


class Raising:
    """A verb that does nothing but raise."""

    def __init__(self, error):
        self.error = error

    def add_arguments(self, parser):
        pass

    def run(self, arguments):
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        ModuleNotFoundError("No module named 'rtstgcn_training.gone'", name="rtstgcn_training.gone"),
        ImportError("cannot import name 'gone' from 'torch'", name="torch"),
    ],
)
def test_an_import_that_fails_by_a_fault_of_ours_is_not_taken_for_a_missing_extra(monkeypatch, error):
    point = SimpleNamespace(name="train", load=lambda: Raising(error))
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point])
    with pytest.raises(ImportError) as caught:
        main(["train"])
    assert caught.value is error


def test_the_runtime_s_own_verbs_do_not_look_for_entry_points(capsys, monkeypatch):
    monkeypatch.delattr(importlib.metadata, "entry_points")
    assert main(["models", "list"]) == 0
    assert "demo" in capsys.readouterr().out


def raising(monkeypatch, error):
    monkeypatch.setattr(front, "importlib", type("Importer", (), {"import_module": lambda name: Raising(error)}))


@pytest.mark.parametrize(("error", "code"), [(RtstgcnError, 1), (InputError, 2), (SourceError, 3), (ModelError, 4)])
def test_each_kind_of_error_has_its_exit_code(capsys, monkeypatch, error, code):
    raising(monkeypatch, error("x.npy: wrong"))
    assert refused(capsys, "run") == (code, "rtstgcn-edge: x.npy: wrong")


def test_a_line_break_in_a_name_does_not_break_the_line(capsys, monkeypatch):
    raising(monkeypatch, InputError("a\nb.npy: wrong"))
    assert refused(capsys, "run") == (2, "rtstgcn-edge: a b.npy: wrong")


def test_what_the_system_refuses_is_told_with_the_name_of_the_file(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # main gives it up
    raising(monkeypatch, PermissionError(13, "Permission denied", "/some/file"))
    assert main(["run"]) == 2
    assert capsys.readouterr().err == "rtstgcn-edge: /some/file: Permission denied\n"


@pytest.mark.parametrize("words", [["run", "--sourc", "sim:gait"], ["models", "show", "demo", "--js"]])
def test_an_option_is_not_taken_by_the_beginning_of_its_name(capsys, words):
    code, said = refused(capsys, *words)
    assert code == 2 and f"unrecognized arguments: {words[-1] if words[0] == 'models' else '--sourc'}" in said


def test_an_option_of_a_sub_verb_is_refused_with_its_near_miss_and_its_own_help(capsys):
    code, said = refused(capsys, "simulate", "imu", "--losss", "0.1")
    assert code == 2 and said.endswith("--losss 0.1; did you mean '--loss'? (see 'rtstgcn-edge simulate imu --help')")
    assert "did you mean '--jitter-ms'?" in refused(capsys, "simulate", "imu", "--jitter_ms=5")[1]
    assert "did you mean" not in refused(capsys, "simulate", "imu", "extra")[1]


def test_a_value_that_looks_like_an_option_is_told_how_to_be_written(capsys):
    said = refused(capsys, "simulate", "imu", "--jump", "-5@4")[1]
    assert said == (
        "rtstgcn-edge: argument --jump: write a value that begins with - as --jump=-5@4 "
        "(see 'rtstgcn-edge simulate imu --help')"
    )
    assert "expected one argument" in refused(capsys, "simulate", "imu", "--jump")[1]
    assert "expected one argument" in refused(capsys, "simulate", "imu", "--jump", "--combined")[1]


@pytest.mark.parametrize("verb", ["models", "simulate"])
def test_an_interrupt_leaves_the_work_of_a_verb_undone_and_says_so(capsys, monkeypatch, verb):
    raising(monkeypatch, KeyboardInterrupt())
    assert refused(capsys, verb) == (130, "rtstgcn-edge: interrupted")


def test_an_interrupt_of_an_added_verb_says_so_too(capsys, monkeypatch):
    point = SimpleNamespace(name="train", load=lambda: Raising(KeyboardInterrupt()))
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point])
    assert refused(capsys, "train") == (130, "rtstgcn-edge: interrupted")


def test_an_interrupt_before_the_run_is_a_quiet_end(capsys, monkeypatch):
    raising(monkeypatch, KeyboardInterrupt())
    assert main(["run"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_goes_away_is_a_quiet_end():
    with subprocess.Popen(
        program("--help"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(300) == 0


def test_a_full_disk_under_standard_output_is_told_in_one_line():
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        process = subprocess.run(
            program("--help"),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            timeout=300,
            check=False,
        )
    assert process.returncode == 2
    assert process.stderr == "rtstgcn-edge: standard output: No space left on device\n"


def test_the_program_is_installed_under_its_name():
    process = finished("--version")
    assert (process.returncode, process.stdout) == (0, f"rtstgcn-edge {__version__}\n")
