"""What `rtstgcn-edge record` wrote, as recordings of one's own: frames as a run held them, on the run's clock."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.recordings import HOLD_S, presences
from rtstgcn_edge.recordings.mcap.layout import unpack_frame
from rtstgcn_edge.recordings.mcap.reader import McapRecording
from rtstgcn_edge.resample import same_rate

from .recording import Description
from .report import Report


class Piece(NamedTuple):
    """One skeleton from its coming to its leaving: (C, L, V) from frame `start` of the recording on."""

    start: int
    features: npt.NDArray[np.float32]


def described(path: Path) -> ModelDescription:
    """What a recording says of its frames: rate, channels, units, skeleton. Raises InputError."""
    return McapRecording(path).description


def read_recorded(path: Path, description: Description, report: Report) -> tuple[int, list[Piece]]:
    """Frames of the recording, gaps included, and its skeletons in the order of their coming.

    A skeleton keeps its last frame while it is not seen, and leaves when that has lasted for more than `HOLD_S`, as in
    a run; when it comes back, that is another piece.

    Raises InputError: no such recording, one of several trials, of other joints, channels, units or rate.
    """
    recording = McapRecording(path)
    if len(recording.trials) > 1:
        raise InputError(f"{path}: {len(recording.trials)} trials in one recording; intervals are for one: record each")
    _check(path, recording.description, description)
    if recording.fault:
        report.note(path.name, f"recording that is not whole ({recording.fault}), read as far as it is there")
    shape = len(description.channels), description.skeleton.num_joints
    tracks, frames = _by_track(recording, shape)
    if not tracks:
        raise InputError(f"{path}: nobody is seen in it")
    # one more skeleton, who is never seen: with several, zeros mean that one is not there
    features = np.zeros((shape[0], frames, shape[1], len(tracks) + 1), np.float32)
    for skeleton, seen in enumerate(tracks.values()):
        features[..., skeleton][:, list(seen)] = np.stack(list(seen.values()), axis=1)
    hold_frames = round(HOLD_S * description.rate_hz)
    found = sorted(presences(features, hold_frames), key=lambda presence: presence.start)
    if len(found) > len(tracks):
        report.note(path.name, f"recording cut where a skeleton was not seen for more than {HOLD_S:g} s")
    held = sum(int((presence.unseen > 0).sum()) for presence in found)
    report.share("frames held for want of a sample", path.name, held, sum(len(one.unseen) for one in found))
    return frames, [Piece(presence.start, np.array(presence.sequence)) for presence in found]


def _by_track(
    recording: McapRecording, shape: tuple[int, int]
) -> tuple[dict[int, dict[int, npt.NDArray[np.float32]]], int]:
    """Joints by track and frame number, as the run took them (in order, finite), and how many frames there are."""
    tracks: dict[int, dict[int, npt.NDArray[np.float32]]] = {}
    frames = 0
    for entry in recording.entries("frames"):
        frame = unpack_frame(entry.data, *shape)
        if frame.number < frames:  # late, or twice
            continue
        frames = frame.number + 1
        for body in frame.bodies:
            if body.track is not None and np.isfinite(body.joints).all():
                tracks.setdefault(body.track, {}).setdefault(frame.number, body.joints)
    return tracks, frames


def _check(path: Path, recorded: ModelDescription, description: Description) -> None:
    if not same_rate(recorded.rate_hz, description.rate_hz):
        raise InputError(f"{path}: frames at {recorded.rate_hz:g} Hz, dataset.json says {description.rate_hz:g} Hz")
    pairs = {
        "channels": (recorded.channels, description.channels),
        "units": (recorded.units, description.units),
        "nodes": (recorded.skeleton["joints"], description.skeleton.joints),
    }
    for key, (found, expected) in pairs.items():
        if list(found) != list(expected):
            raise InputError(f"{path}: {key} {', '.join(found)}; dataset.json says {', '.join(expected)}")
