"""What cameras need: OpenCV, something that finds poses, its model files; and the cameras, and who may open them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from rtstgcn_edge.cli.devices.cameras import parts, sizes_shown
from rtstgcn_edge.cli.doctor.finding import Finding
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sources.camera.estimator import BACKENDS, EXTRAS, unusable
from rtstgcn_edge.sources.camera.listing import CameraInfo, list_cameras
from rtstgcn_edge.sources.camera.options import POSE
from rtstgcn_edge.sources.camera.task_file import MODELS, cached

WHEELS = ("opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless")
"""All of them are the one module `cv2`."""
DRAWS = ("libEGL.so.1", "libGLESv2.so.2")
"""Of the system; MediaPipe does not load without them."""


def cameras() -> Iterator[Finding]:
    """A line for the libraries, the pose models and each camera; none is started, nothing is downloaded."""
    backend = next((name for name in BACKENDS if not unusable(name)), None)
    if backend is None and find_spec("cv2") is None:
        yield Finding("ok", "cameras", "not looked at", "they need the extra [camera], or [camera-lite]")
        return
    yield _opencv(backend)
    yield _poses(backend)
    yield _models()
    yield from _devices()


def _opencv(backend: str | None) -> Finding:
    wheels = {name: number for name in WHEELS if (number := _version(name))}
    found = " and ".join(f"{name} {number}" for name, number in wheels.items())
    again = f"in the checkout, pip install -c constraints.txt '.[{EXTRAS[backend or next(iter(EXTRAS))]}]'"
    if len(wheels) > 1:
        remedy = f"each overwrites files of the other: pip uninstall -y {' '.join(wheels)}; then {again}"
        return Finding("bad", "OpenCV", found, remedy)
    if find_spec("cv2") is None:
        remains = f"pip uninstall -y {' '.join(wheels)}; then " if wheels else ""
        return Finding("bad", "OpenCV", f"{found}, but its files are gone" if wheels else "is missing", remains + again)
    try:
        library = opencv("OpenCV")
    except InputError as error:
        problem, _, remedy = str(error).removeprefix("OpenCV: ").partition("; ")
        return Finding("bad", "OpenCV", problem, remedy or again)
    return Finding("ok", "OpenCV", found or library.__version__)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _poses(backend: str | None) -> Finding:
    reasons = [why for name in BACKENDS if (why := unusable(name))]
    if backend is None:
        return Finding("bad", "poses", "nothing here can find them", "; ".join(reasons))
    if backend == "mediapipe" and (missing := [name for name in DRAWS if not _is_there(name)]):
        remedy = "apt-get install --no-install-recommends libegl1 libgles2"
        return Finding("bad", "poses", f"mediapipe does not load without {' and '.join(missing)}", remedy)
    return Finding("ok", "poses", f"found by {backend}")


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _models() -> Finding:
    """Which pose models are here; a download is no fault, but for a machine without a network."""
    try:
        there = {name: file for name in MODELS if (file := cached(name))}
    except InputError as error:
        found, _, remedy = str(error).partition("; ")
        return Finding("bad", "pose models", found.removeprefix("pose models: "), remedy)
    found = f"{', '.join(there) or 'none'} downloaded"
    if POSE in there:
        return Finding("ok", "pose models", found)
    remedy = f"pose={POSE} is downloaded when it is first used; without a network, see docs/camera.md"
    return Finding("ok", "pose models", found, remedy)


def _devices() -> Iterator[Finding]:
    found = [camera for camera in list_cameras() if camera.is_camera]
    if not found:
        yield Finding("ok", "cameras", parts() or "no camera is there")
    for camera in found:
        yield _looked_at(camera)


def _looked_at(camera: CameraInfo) -> Finding:
    what = f"camera {camera.device}"
    if camera.trouble:
        found, _, remedy = camera.trouble.partition("; ")
        return Finding("bad", what, found, remedy)
    if camera.held_by:
        return Finding("look", what, f"held by {' and '.join(camera.held_by)}", "close it there")
    return Finding("ok", what, ": ".join(filter(None, (camera.name, sizes_shown(camera.sizes)))) or "may be opened")
