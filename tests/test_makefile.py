"""The Makefile where it meets what a machine lacks: no venv module, recordings in one form or the other, or none."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).resolve().parent.parent / "Makefile"


@pytest.fixture
def make(tmp_path):
    """Function (target, NAME=value ...) -> the finished make, in a checkout of nothing but the Makefile."""
    shutil.copy(MAKEFILE, tmp_path)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "RTSTGCN_", "VENV"))}

    def run(target, **variables):
        words = ["make", target, *(f"{name}={value}" for name, value in variables.items())]
        return subprocess.run(words, cwd=tmp_path, env=kept, capture_output=True, text=True, timeout=300, check=False)

    return run


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def installed(tmp_path):
    """A virtual environment that is there already; its Python writes down what it is asked for."""
    script(tmp_path / ".venv" / "bin" / "python", 'echo "$@" > asked.txt')
    (tmp_path / ".venv" / "base.stamp").touch()


def test_a_virtual_environment_that_fails_half_way_is_not_left_behind(make, tmp_path):
    half = 'case "$1" in -m) mkdir -p "$3/bin" && touch "$3/bin/python" && exit 1;; esac'
    done = make("run", PYTHON=script(tmp_path / "python", half))
    assert done.returncode != 0
    assert "apt-get install python3-venv" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_recordings_in_directory_form_are_linked_to(make, tmp_path, installed):
    features = tmp_path / "my recordings" / "hugadb" / "train" / "features"
    features.mkdir(parents=True)
    assert make("build/data/hugadb", RTSTGCN_DATA="my recordings").returncode == 0
    assert (tmp_path / "build" / "data" / "hugadb" / "train" / "features").samefile(features)
    assert not (tmp_path / "asked.txt").exists()


def test_packed_recordings_are_unpacked_by_the_script_beside_them(make, tmp_path, installed):
    (tmp_path / "packed").mkdir()
    (tmp_path / "packed" / "unpack.py").write_text("")
    assert make("build/data/hugadb", RTSTGCN_DATA="packed").returncode == 0
    assert (tmp_path / "asked.txt").read_text() == "packed/unpack.py hugadb build/data\n"


@pytest.mark.parametrize("folder", ["", "empty"])
def test_without_recordings_both_forms_are_named(make, tmp_path, installed, folder):
    (tmp_path / "empty").mkdir()
    done = make("build/data/hugadb", RTSTGCN_DATA=folder)
    assert done.returncode != 0
    assert f"RTSTGCN_DATA='{folder}'" in done.stdout
    assert "hugadb/{train,val}/features" in done.stdout and "unpack.py" in done.stdout
