"""Python, the libraries, and whether the bundled models run."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from rtstgcn_edge import __version__
from rtstgcn_edge.cli.doctor.finding import Finding
from rtstgcn_edge.cli.models import verify
from rtstgcn_edge.errors import ModelError, RtstgcnError
from rtstgcn_edge.model_file import bundled_models, open_model
from rtstgcn_edge.native.compiler import find_compiler

OLDEST = (3, 10)
EXTRAS = {
    "imu": ("serial",),
    "lsl": ("pylsl", "pyxdf"),
    "record": ("mcap",),
    "camera": ("mediapipe", "cv2"),
    "camera-lite": ("ai_edge_litert", "cv2"),
    "live": ("starlette", "uvicorn"),
    "mqtt": ("paho",),
    "view": ("rich",),
    "train": ("torch", "safetensors"),
    "export": ("torch", "onnx"),
}
EITHER = ("[camera]", "[camera-lite]")
"""Each brings an OpenCV, and two of them break each other: whoever has one is not sent to the other."""
LOADED = ("serial", "pylsl", "mcap")
"""Small libraries of the runtime that are loaded to see whether they can be; some bring compiled parts."""
FRAMES = 50


def software() -> Iterator[Finding]:
    """Everything that is installed."""
    yield _python()
    yield Finding("ok", "versions", ", ".join(_version(name) for name in ("rtstgcn-edge", "numpy", "onnxruntime")))
    yield from _extras()
    yield from _models()
    yield _compiler()


def _python() -> Finding:
    if sys.version_info[:2] < OLDEST:
        return Finding("bad", "Python", platform.python_version(), "install Python 3.10 or later")
    return Finding("ok", "Python", f"{platform.python_version()}, {platform.machine()}")


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} {__version__}"  # run from a folder that nobody installed


def _extras() -> Iterator[Finding]:
    """Which extras are installed; one that is there and cannot be loaded is told."""
    there: list[str] = []
    not_there: list[str] = []
    for extra, modules in EXTRAS.items():
        missing = [name for name in modules if find_spec(name) is None]
        (not_there if missing else there).append(f"[{extra}]")
        for name in set(modules) & set(LOADED) - set(missing):
            if problem := _problem_loading(name):
                yield Finding("bad", f"extra [{extra}]", f"{name} cannot be loaded ({problem})", "install it anew")
    if any(one in there for one in EITHER):  # both would break each other
        not_there = [one for one in not_there if one not in EITHER]
    found = f"{', '.join(there) or 'none'} installed"
    remedy = f"{', '.join(not_there)} left out; in the checkout, pip install '.[NAME]' adds one" if not_there else ""
    yield Finding("ok", "extras", found, remedy)


def _problem_loading(name: str) -> str:
    try:
        import_module(name)
    except Exception as error:  # a library's own compiled part fails in any way
        return (str(error) or type(error).__name__).splitlines()[0]
    return ""


def _models() -> Iterator[Finding]:
    problems = {name: _problem_running(path) for name, path in bundled_models().items()}
    for name, problem in problems.items():
        if problem:
            yield Finding("bad", f"model {name}", problem, "install rtstgcn-edge anew")
    good = [name for name, problem in problems.items() if not problem]
    yield Finding("ok" if good else "bad", "bundled models", f"{', '.join(good) or 'none'} run in ONNX Runtime")


def _problem_running(path: Path) -> str:
    try:
        verify(open_model(path), FRAMES)
    except RtstgcnError as error:
        return str(error)
    return ""


def _compiler() -> Finding:
    try:
        found = find_compiler()
    except ModelError:
        return Finding("ok", "compiler", "none", "only --engine native wants one: apt install gcc")
    return Finding("ok", "compiler", f"{found.name}, for --engine native")
