"""Which cameras this machine has, and who holds one of them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import holders
from rtstgcn_edge.sources.camera import nodes, v4l2

SYSTEM = Path("/sys/class/video4linux")


class CameraInfo(NamedTuple):
    """A video device as the system knows it. `trouble` says why it is no camera that can be opened; empty where it is.

    `is_camera` is whether it is one, or may be one that cannot be asked.
    """

    device: str
    name: str
    lasting: str
    """Its name that stays; empty where it has none."""
    sizes: tuple[v4l2.Size, ...]
    held_by: tuple[str, ...]
    trouble: str
    is_camera: bool
    is_part: bool = False
    """Whether it is a part of a camera module, of no use by itself."""


def list_cameras() -> list[CameraInfo]:
    """All video devices, by number; each is asked, none is started."""
    return [look_at(str(path)) for path in nodes.nodes()]


def look_at(device: str) -> CameraInfo:
    """One video device, by its file."""
    path = Path(device)
    lasting = nodes.lasting_name(device)
    about = device, _said(path, "name"), "" if lasting == device else lasting
    try:
        with nodes.opened(path) as file:
            known = v4l2.capability(file)
            sizes = tuple(v4l2.sizes(file, known.flags)) if known.captures else ()
    except SourceError as error:
        return CameraInfo(*about, (), (), str(error), is_camera=_said(path, "index") in ("", "0"))
    except OSError:
        return CameraInfo(*about, (), (), "is no video device", is_camera=False)
    about = device, known.name or about[1], about[2]
    if known.captures:
        return CameraInfo(*about, sizes, tuple(holders(device)), "", is_camera=True)
    if known.is_part:
        trouble = f"is a part of a camera module (driver {known.driver}), which libcamera drives and OpenCV does not"
        return CameraInfo(*about, (), (), trouble, is_camera=False, is_part=True)
    return CameraInfo(*about, (), (), "gives no pictures (metadata, or a converter)", is_camera=False)


def _said(path: Path, fact: str) -> str:
    """What the system says of a device that need not be opened for it."""
    file = SYSTEM / path.resolve().name / fact
    return file.read_text(encoding="utf-8", errors="replace").strip() if file.is_file() else ""
