"""Options of `camera:` and `video:`, and what they say of poses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.sources.camera.estimator import BACKENDS, PoseSettings
from rtstgcn_edge.uri import Uri, choice, number, speed, whole

POSE = "lite"
JOINT_CONFIDENCE = 0.3
MOST_PEOPLE = 16


def people(text: str) -> int:
    """Parser of a number of people."""
    try:
        count = whole(1)(text)
    except ValueError:
        count = 0
    if not 1 <= count <= MOST_PEOPLE:
        raise ValueError(f"a whole number from 1 to {MOST_PEOPLE} is expected")
    return count


def pixel_format(text: str) -> str:
    """Parser of the four letters of a pixel format, as `mjpg`."""
    if not re.fullmatch(r"[A-Za-z0-9]{4}", text):
        raise ValueError("the four letters of a pixel format are expected, as mjpg or yuyv ('rtstgcn-edge devices')")
    return text.upper()


Parsers = dict[str, Callable[[str], Any]]
POSES: Parsers = {
    "pose": str,
    "backend": choice(*BACKENDS),
    "people": people,
    "detection": number(0, 1),
    "presence": number(0, 1),
    "tracking": number(0, 1),
    "joint_confidence": number(0, 1),
}
CAMERA: Parsers = {**POSES, "width": whole(1), "height": whole(1), "fps": number(0.1, 1000), "format": pixel_format}
VIDEO: Parsers = {**POSES, "speed": speed}


def pose_settings(options: dict[str, Any]) -> PoseSettings:
    """What the options say of poses, the defaults for the rest."""
    names = ("people", "detection", "presence", "tracking")
    return PoseSettings(**{name: options[name] for name in names if name in options})


def wanted_pictures(uri: Uri, options: dict[str, Any]) -> dict[str, Any]:
    """What a camera is asked for. Raises InputError where only one side is given."""
    if ("width" in options) != ("height" in options):
        raise InputError(f"{uri.text}: width and height go together, as in width=640&height=480")
    return {name: options[name] for name in ("format", "width", "height", "fps") if name in options}
