"""``sim:gait``: a synthetic walker with an IMU on each foot, shin and thigh.

The recordings are synthetic throughout. They look enough like a leg IMU's to show, train and test
with; a model trained on them alone says nothing about a person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.simulator.bouts import Bout, chain, draw_bouts
from rtstgcn_edge.simulator.imu import add_sensor_faults, leg_imus
from rtstgcn_edge.simulator.movements import MOVEMENTS, Array, Clock, Motion, Subject, draw_subject, minimum_jerk

RATE_HZ = 50.0
CLASSES = ("standing", "walking", "turning", "freezing", "sitting_down", "sitting", "standing_up")
CHANNELS = ("acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z")
UNITS = ("m/s^2", "m/s^2", "m/s^2", "rad/s", "rad/s", "rad/s")
SKELETON = "imu6"
MAX_SECONDS = 86400.0
"""Longest trial, a day: a recording is made in memory, as a whole."""

_MIN_RATE_HZ = 20.0  # the tremble reaches 8 Hz
_OVERSAMPLING = 4
_BLEND_S = 0.4
_MARGIN_S = 0.5  # simulated before and after, so that differences at the ends have neighbours

_DEMO = (
    ("standing", 1.5),
    ("walking", 3.0),
    ("turning", 2.0),
    ("walking", 2.0),
    ("freezing", 2.5),
    ("walking", 2.0),
    ("standing", 1.0),
    ("sitting_down", 1.6),
    ("sitting", 2.0),
    ("standing_up", 1.6),
    ("standing", 1.0),
)


@dataclass(frozen=True)
class Trial:
    """One recording: features float32 ``(C, L, V)`` in SI units, labels int64 ``(L,)`` into ``CLASSES``."""

    features: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]


def simulate_gait(seconds: float, seed: int, *, rate_hz: float = RATE_HZ) -> Trial:
    """Simulate one person for ``seconds``; the seed decides the person, the bouts and the noise.

    Raises:
        InputError: no whole frame in ``seconds``, more than ``MAX_SECONDS``, a rate below 20 Hz, or a negative seed.
    """
    _check(seconds, seed, rate_hz)
    person, plan, rest = np.random.default_rng(seed).spawn(3)
    return record(draw_subject(person), draw_bouts(seconds, plan), seconds, rest, rate_hz=rate_hz)


def demo_trial(seed: int = 0) -> Trial:
    """A fixed tour of about 20 s through all classes, at 50 Hz; the seed decides the person and the noise.

    Raises:
        InputError: a negative seed.
    """
    bouts = chain(_DEMO)
    check_seed(seed)
    person, rest = np.random.default_rng(seed).spawn(2)
    return record(draw_subject(person), bouts, bouts[-1].end_s, rest)


def check_seed(seed: int) -> None:
    """Refuse a seed that no generator takes.

    Raises:
        InputError: a negative seed.
    """
    if seed < 0:
        raise InputError(f"seed {seed} is negative: give 0 or more")


def record(
    subject: Subject, bouts: list[Bout], seconds: float, rng: np.random.Generator, *, rate_hz: float = RATE_HZ
) -> Trial:
    """Record ``seconds`` of a subject who goes through ``bouts``, which start at zero and leave no gap.

    One bout passes into the next over 0.4 s; the label changes in the middle.
    """
    inner_hz = _OVERSAMPLING * rate_hz
    frames = _frames(seconds, rate_hz)
    margin = round(_MARGIN_S * inner_hz)
    time_s = np.arange(-margin, frames * _OVERSAMPLING + margin) / inner_hz
    motion_rng, sensor_rng = rng.spawn(2)
    ideal = leg_imus(_motion(subject, bouts, time_s, motion_rng), subject.height_m, inner_hz)
    # A frame is the mean over the sample period that ends with it, as an IMU's own filter gives.
    first = margin - _OVERSAMPLING + 1
    inner = ideal[first : first + frames * _OVERSAMPLING]
    readings = add_sensor_faults(inner.reshape(frames, _OVERSAMPLING, *ideal.shape[1:]).mean(axis=1), sensor_rng)
    starts_s = [bout.start_s for bout in bouts]
    of_bout = np.array([CLASSES.index(bout.movement) for bout in bouts], dtype=np.int64)
    labels = of_bout[np.searchsorted(starts_s, np.arange(frames) / rate_hz, side="right") - 1]
    return Trial(np.ascontiguousarray(readings.transpose(2, 0, 1), dtype=np.float32), labels)


def _motion(subject: Subject, bouts: list[Bout], time_s: Array, rng: np.random.Generator) -> Motion:
    """The bouts' motions over ``time_s``, each blended into the next."""
    length = len(time_s)
    total = Motion(
        np.zeros((length, 2, 3)), np.zeros((length, 2)), np.zeros(length), np.zeros(length), np.zeros((length, 2))
    )
    phase = _stride_phase(subject, time_s, rng)
    for number, (bout, bout_rng) in enumerate(zip(bouts, rng.spawn(len(bouts)), strict=True)):
        starts_s = bout.start_s if number > 0 else -np.inf
        ends_s = bout.end_s if number < len(bouts) - 1 else np.inf
        begin, end = np.searchsorted(time_s, [starts_s - _BLEND_S / 2, ends_s + _BLEND_S / 2])
        here = slice(begin, end)
        progress = np.clip((time_s[here] - bout.start_s) / (bout.end_s - bout.start_s), 0.0, 1.0)
        part = MOVEMENTS[bout.movement](subject, Clock(time_s[here], phase[here], progress), bout_rng)
        share = _past(time_s[here], starts_s) - _past(time_s[here], ends_s)
        for whole, piece in zip(total, part, strict=True):
            whole[here] += (share * piece.T).T
    return total


def _stride_phase(subject: Subject, time_s: Array, rng: np.random.Generator) -> Array:
    """Stride phase of the right leg ``(T,)``; it runs on through all bouts, the cadence varying by 3 %."""
    wander_hz = rng.uniform(0.08, 0.15)
    wander = 0.03 / (2 * np.pi * wander_hz) * np.sin(2 * np.pi * (wander_hz * time_s + rng.uniform()))
    return np.asarray(rng.uniform() + subject.stride_hz * (time_s + wander))


def _past(time_s: Array, change_s: float) -> Array:
    """How far each instant is past a change of bout: 0 before the blend, 1 after it."""
    return minimum_jerk((time_s - change_s) / _BLEND_S + 0.5)


def _frames(seconds: float, rate_hz: float) -> int:
    return round(seconds * rate_hz)


def _check(seconds: float, seed: int, rate_hz: float) -> None:
    if not (np.isfinite(rate_hz) and rate_hz >= _MIN_RATE_HZ):
        raise InputError(f"rate_hz {rate_hz} is too low for gait: give {_MIN_RATE_HZ:g} Hz or more")
    if seconds > MAX_SECONDS:
        raise InputError(f"seconds {seconds} is too long for one trial: give {MAX_SECONDS:g} or less")
    if not (np.isfinite(seconds) and _frames(seconds, rate_hz) >= 1):
        raise InputError(f"seconds {seconds} holds no frame at {rate_hz:g} Hz: give {1 / rate_hz:g} s or more")
    check_seed(seed)
