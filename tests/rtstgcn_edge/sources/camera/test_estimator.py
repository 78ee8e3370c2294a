"""Which backend is taken, and what a person is told where none is to be had."""

import os

import pytest
from refusals import refusal

from rtstgcn_edge import machine
from rtstgcn_edge.sources.camera import estimator as module
from rtstgcn_edge.sources.camera.estimator import BACKENDS, PoseSettings, open_estimator, quiet, unusable

PI_4 = "processor : 0\nFeatures : fp asimd evtstrm crc32 cpuid\n"
PI_5 = "processor : 0\nFeatures : fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp\n"


@pytest.fixture
def made(monkeypatch):
    """Names of the backends that are made, in place of themselves."""
    monkeypatch.setattr(module, "resolve_name", lambda name: lambda *arguments: (name, arguments))
    return {target: name for name, target in BACKENDS.items()}


@pytest.fixture
def installed(monkeypatch):
    """Function: only these libraries are there."""
    return lambda *names: monkeypatch.setattr(module, "find_spec", lambda name: name if name in names else None)


@pytest.fixture
def board(monkeypatch, tmp_path):
    def of(text):
        (tmp_path / "cpuinfo").write_text(text)
        monkeypatch.setattr(machine, "CPUINFO", tmp_path / "cpuinfo")
        monkeypatch.setattr(module.platform, "machine", lambda: "aarch64")

    return of


def taken(made, backend=None):
    return made[open_estimator("camera:0", backend, None, PoseSettings())[0]]


def test_the_first_that_is_installed_is_taken_or_the_one_that_is_named(made, installed):
    installed("mediapipe", "ai_edge_litert")
    assert taken(made) == "mediapipe" and taken(made, "litert") == "litert"
    installed("ai_edge_litert")
    assert taken(made) == "litert"


def test_without_any_a_person_is_told_what_to_install(made, installed):
    installed()
    said = refusal(taken, made)
    assert said.startswith("camera:0: mediapipe is not installed: in the checkout, pip install")
    assert "'.[camera]'" in said and "'.[camera-lite]'" in said
    assert "backend=litert: litert is not installed" in refusal(taken, made, "litert")


def test_on_a_pi_4_mediapipe_is_not_even_tried(made, installed, board):
    installed("mediapipe", "ai_edge_litert")
    board(PI_4)
    assert taken(made) == "litert"
    assert "a Pi 5, not a Pi 4); take backend=litert" in refusal(taken, made, "mediapipe")
    board(PI_5)
    assert taken(made) == "mediapipe"
    board("nothing that is known\n")
    assert unusable("mediapipe") == ""


def test_all_backends_run_here():
    assert {name: unusable(name) for name in BACKENDS} == dict.fromkeys(BACKENDS, "")


def test_quiet_keeps_a_library_quiet_and_then_lets_it_speak(capfd):
    with quiet():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
    os.write(2, b"afterwards\n")
    with pytest.raises(ValueError, match="x"), quiet():
        raise ValueError("x")
    os.write(2, b"and after an error\n")
    assert capfd.readouterr().err == "afterwards\nand after an error\n"
