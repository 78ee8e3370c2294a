"""Cameras of Linux. They are asked what they are, which starts none of them."""

from __future__ import annotations

from collections.abc import Iterable

from rtstgcn_edge.cli.devices.found import Found
from rtstgcn_edge.sources.camera.listing import CameraInfo, list_cameras, look_at
from rtstgcn_edge.sources.camera.nodes import DEVICES
from rtstgcn_edge.sources.camera.v4l2 import Size

MODEL = "utkinect-camera"
USUAL = (640, 480)
SHOWN = 3
"""Sizes of a format, from which on only the usual and the largest are shown."""


def cameras(named: Iterable[str] = ()) -> list[Found]:
    """Those that are named, whatever they are; else all that give pictures, and those that cannot be asked."""
    asked = [look_at(device) for device in named] or [one for one in list_cameras() if one.is_camera]
    return [_found(one) for one in asked]


def parts() -> str:
    """A line about the parts of a camera module; empty where there are none."""
    part = next((one for one in list_cameras() if one.is_part), None)
    return f"{part.device} {part.trouble}" if part else ""


def _found(camera: CameraInfo) -> Found:
    facts = {
        "lasting": camera.lasting,
        "held_by": list(camera.held_by),
        "sizes": [size._asdict() for size in camera.sizes],
    }
    if camera.trouble:
        return Found(camera.device, camera.name, "", camera.trouble, facts=facts)
    said = sizes_shown(camera.sizes) or "says nothing of its sizes"
    if camera.held_by:
        said += f"\nheld by {' and '.join(camera.held_by)}: pictures go to one program at a time"
    return Found(camera.device, camera.name, "", said, f"camera:{_target(camera.device)}", fits=MODEL, facts=facts)


def _target(device: str) -> str:
    """The short name of a camera, where it has one."""
    number = device.removeprefix(f"{DEVICES}/video")
    return number if number.isdecimal() else device


def sizes_shown(sizes: Iterable[Size]) -> str:
    """Sizes for people: of many of a format the usual one and the largest."""
    formats: dict[str, list[Size]] = {}
    for size in sizes:
        formats.setdefault(size.pixels, []).append(size)
    return "; ".join(f"{pixels} {_format(of_it)}" for pixels, of_it in formats.items())


def _format(sizes: list[Size]) -> str:
    if len(sizes) <= SHOWN:
        return ", ".join(map(_size, sizes))
    largest = max(sizes, key=lambda size: size.width * size.height)
    usual = [size for size in sizes if (size.width, size.height) == USUAL and size != largest]
    return ", ".join([*map(_size, usual), f"up to {_size(largest)} ({len(sizes)} sizes)"])


def _size(size: Size) -> str:
    return f"{size.width} x {size.height}" + (f" at {size.hz:.4g} Hz" if size.hz else "")
