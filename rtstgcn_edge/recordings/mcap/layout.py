"""What a recording holds: topics, and their messages as bytes.

Every message bears the times at which it was logged and published. They are nanoseconds since 1970 of the host's wall
clock at the start of the run, and go on with its monotonic clock: `clock_offset_ns` of the metadata lies between both.

| topic         | logged      | published | message                                                     |
|---------------|-------------|-----------|-------------------------------------------------------------|
| `received`    | arrived     | arrived   | bytes of a device as they came; none where only time passed |
| `frames`      | arrived     | captured  | a frame as the source gave it                               |
| `predictions` | inferred    | captured  | a label of one skeleton                                     |
| `events`      | inferred    | captured  | JSON: a change of the decided label                         |
| `trials`      | of a frame  |           | JSON: number and name of a trial that begins                |
| `status`      | of a frame  |           | JSON: counters, and what the source counts, once a second   |
| `summary`     | at the end  |           | JSON: the summary of the run                                |

The first three are CDR (OMG, DDS Interoperability Wire Protocol, section 10: little-endian, aligned) by ROS 2 message
definitions that the file carries, so that other programs read them too; floats are the bits of the run.
"""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Body, Event, Prediction

FORMAT = "1"
METADATA = "rtstgcn_edge"
"""Name of the metadata record that makes an MCAP file a recording of ours."""
_CDR = b"\x00\x01\x00\x00"
_UINT = struct.Struct("<I")
_FRAME = struct.Struct("<IIiI")
_BODY = struct.Struct("<iI")
_PREDICTION = struct.Struct("<IIiii3f2?2xI")

FRAME = """\
uint32 trial
uint32 number       # of the frame, counted from 0 in a trial; what is left out was lost
int32 truth         # class index, -1 where there is none
Body[] bodies
================================================================================
MSG: rtstgcn_edge/Body
int32 track           # -1 where it has no id: a body that is not finite is refused before it is given one
float32[] joints      # channels x joints, channel by channel, SI units
float32[] confidence  # of each joint, 0 to 1; empty where the source tells none
"""
PREDICTION = """\
uint32 trial
uint32 frame        # that is labelled: the newest less the model's delay
int32 skeleton
int32 label         # class index
int32 decided       # label that the decision stands at, -1 before the first
float32 transport_ms
float32 align_ms
float32 infer_ms
bool warm           # whether the receptive field has filled
bool held           # whether the skeleton was not seen and its last frame was used again
float32[] probabilities
string name         # of the label
"""
RECEIVED = "uint8[] data\n"


class Topic(NamedTuple):
    """A topic of the file: its name, the type of its messages and how they are encoded."""

    name: str
    type: str
    definition: str | None = None
    """ROS 2 message definition of CDR messages; None of JSON."""


RECEIVED_TOPIC = Topic("received", "rtstgcn_edge/msg/Received", RECEIVED)
FRAMES_TOPIC = Topic("frames", "rtstgcn_edge/msg/Frame", FRAME)
PREDICTIONS_TOPIC = Topic("predictions", "rtstgcn_edge/msg/Prediction", PREDICTION)
EVENTS_TOPIC = Topic("events", "event")
TRIALS_TOPIC = Topic("trials", "trial")
STATUS_TOPIC = Topic("status", "status")
SUMMARY_TOPIC = Topic("summary", "summary")
TOPICS = (
    RECEIVED_TOPIC,
    FRAMES_TOPIC,
    PREDICTIONS_TOPIC,
    EVENTS_TOPIC,
    TRIALS_TOPIC,
    STATUS_TOPIC,
    SUMMARY_TOPIC,
)


class RecordedFrame(NamedTuple):
    """A frame of the topic `frames`, less its times."""

    trial: int
    number: int
    truth: int | None
    bodies: list[Body]


class RecordedPrediction(NamedTuple):
    """A label of the topic `predictions`, less its times."""

    trial: int
    frame: int
    skeleton: int
    label: int
    decided: int | None
    warm: bool
    held: bool
    probabilities: tuple[float, ...]
    name: str


def pack_received(data: bytes) -> bytes:
    """Bytes as they came."""
    return _CDR + _UINT.pack(len(data)) + data


def unpack_received(message: bytes) -> bytes:
    """The reverse of `pack_received`."""
    return message[8:]


def pack_frame(trial: int, number: int, truth: int | None, bodies: list[Body]) -> bytes:
    """A frame whose bodies are (C, V) float32 each."""
    parts = [_CDR, _FRAME.pack(trial, number, -1 if truth is None else truth, len(bodies))]
    for body in bodies:
        joints = np.ascontiguousarray(body.joints, np.float32).tobytes()
        confidence = b"" if body.confidence is None else np.asarray(body.confidence, np.float32).tobytes()
        track = -1 if body.track is None else body.track
        parts += [_BODY.pack(track, len(joints) // 4), joints, _UINT.pack(len(confidence) // 4), confidence]
    return b"".join(parts)


def unpack_frame(message: bytes, channels: int, joints: int) -> RecordedFrame:
    """The reverse of `pack_frame`, of bodies (channels, joints). Raises InputError where they are not."""
    trial, number, truth, count = _FRAME.unpack_from(message, 4)
    at, bodies = 4 + _FRAME.size, []
    for _ in range(count):
        track, words = _BODY.unpack_from(message, at)
        if words != channels * joints:
            raise InputError(f"frame {number} has {words} values; {channels} channels x {joints} joints are expected")
        at += _BODY.size
        values = np.frombuffer(message, "<f4", words, at).astype(np.float32).reshape(channels, joints)
        at += 4 * words
        (known,) = _UINT.unpack_from(message, at)
        at += _UINT.size
        confidence = np.frombuffer(message, "<f4", known, at).astype(np.float32) if known else None
        at += 4 * known
        bodies.append(Body(values, track, confidence))
    return RecordedFrame(trial, number, None if truth < 0 else truth, bodies)


def pack_prediction(trial: int, p: Prediction, name: str) -> bytes:
    """A label, and when it passed each point."""
    stamps, chances, text = p.stamps, np.asarray(p.probabilities, np.float32), name.encode() + b"\0"
    numbers = _PREDICTION.pack(
        trial,
        p.frame,
        p.skeleton,
        p.label,
        -1 if p.decided is None else p.decided,
        (stamps.arrived - stamps.captured) / 1e6,
        (stamps.ready - stamps.arrived) / 1e6,
        (stamps.inferred - stamps.ready) / 1e6,
        p.warm,
        p.held,
        len(chances),
    )
    return b"".join([_CDR, numbers, chances.tobytes(), _UINT.pack(len(text)), text])


def unpack_prediction(message: bytes) -> RecordedPrediction:
    """The reverse of `pack_prediction`, less its times."""
    trial, frame, skeleton, label, decided, _, _, _, warm, held, classes = _PREDICTION.unpack_from(message, 4)
    at = 4 + _PREDICTION.size
    chances = struct.unpack_from(f"<{classes}f", message, at)
    name = message[at + 4 * classes + 4 : -1].decode()
    return RecordedPrediction(
        trial, frame, skeleton, label, None if decided < 0 else decided, warm, held, chances, name
    )


def describe_event(event: Event, names: list[str]) -> dict[str, Any]:
    """A change of the decided label, for JSON."""
    return {
        "trial": event.trial,
        "frame": event.frame,
        "seconds": event.seconds,
        "skeleton": event.skeleton,
        "label": names[event.label],
        "probability": event.probability,
        "previous": None if event.previous is None else names[event.previous],
        "lasted": event.lasted,
    }
