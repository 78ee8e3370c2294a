"""How the legs move in each movement: joint angles in the sagittal plane over time.

Legs are indexed right, left; joints hip, knee, ankle. Flexion and dorsiflexion are positive, in
radians, and zero is the upright posture. Every movement is a function of the subject, the clock
and a random generator for what varies from bout to bout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# Hip, knee and ankle at 0, 10, ... 90 % of the stride from heel strike, degrees: rounded from the
# textbook curves of normal level walking (Winter, Biomechanics and Motor Control of Human Movement).
_STRIDE_DEG = np.array(
    [
        [30, 25, 17, 7, -3, -10, -5, 12, 26, 32],
        [5, 17, 17, 10, 6, 12, 36, 60, 48, 14],
        [0, -3, 4, 7, 10, 8, -14, -10, -1, 1],
    ],
    dtype=np.float64,
)
_HARMONICS = 4
_LEG_PHASE = np.array([0.0, 0.5])
_DOUBLE_SUPPORT = 0.16  # of the stride, twice a stride
_STRIKE_HZ = 14.0
_STRIKE_DECAY_S = 0.035
# Share of a knee tremble that the hip and the ankle follow with: the foot stays nearly flat.
_TREMBLE_JOINTS = np.array([0.5, 1.0, 0.4])
_LEAN_JOINTS = np.array([-1.0, 0.0, 1.0])
_FIDGET_JOINTS = np.array([0.0, 1.0, 1.0])


@dataclass(frozen=True)
class Subject:
    """What differs between people.

    Attributes:
        height_m: body height; the segments' lengths follow from it.
        stride_hz: strides a second (two steps each).
        stride_scale: walking's joint angles, as a share of the textbook's.
        heel_strike_m_s2: peak of the shock that a heel strike sends through the foot.
        standing: hip, knee and ankle when standing, rad.
        sitting: hip, knee and ankle when sitting, rad.
    """

    height_m: float
    stride_hz: float
    stride_scale: float
    heel_strike_m_s2: float
    standing: Array
    sitting: Array


class Clock(NamedTuple):
    """Time as a movement sees it, each of shape ``(T,)``."""

    time_s: Array
    phase: Array  # of the right leg, in strides, whole at its heel strike
    progress: Array  # from 0 at the start of the bout to 1 at its end


class Motion(NamedTuple):
    """Both legs over T instants."""

    flexion: Array  # (T, 2, 3) rad: hip, knee, ankle of each leg
    load: Array  # (T, 2) share of the weight on each leg; the two add up to 1
    roll: Array  # (T,) rad: sideways lean of the legs about the forward axis
    yaw_rate: Array  # (T,) rad/s: turning of the whole body, to the left positive
    shock: Array  # (T, 2) m/s^2: heel strike at the foot, along the leg


def draw_subject(rng: np.random.Generator) -> Subject:
    """Draw a person: 0.8 to 1.05 strides a second, 1.55 to 1.95 m tall."""
    return Subject(
        height_m=rng.uniform(1.55, 1.95),
        stride_hz=rng.uniform(0.8, 1.05),
        stride_scale=rng.uniform(0.8, 1.1),
        heel_strike_m_s2=rng.uniform(6.0, 15.0),
        standing=_feet_flat(np.deg2rad(rng.uniform(0, 4)), np.deg2rad(rng.uniform(1, 6))),
        sitting=_feet_flat(np.deg2rad(rng.uniform(80, 92)), np.deg2rad(rng.uniform(75, 100))),
    )


def minimum_jerk(x: Array) -> Array:
    """Smoothest way from 0 at x = 0 to 1 at x = 1, constant outside (Flash and Hogan 1985)."""
    x = np.clip(x, 0.0, 1.0)
    return x**3 * (10.0 - 15.0 * x + 6.0 * x**2)


def stride_angles(phase: Array) -> Array:
    """Joint angles of textbook walking at stride phase ``(...)``: hip, knee, ankle ``(..., 3)``, rad."""
    series = np.fft.rfft(np.deg2rad(_STRIDE_DEG))[:, : _HARMONICS + 1] / _STRIDE_DEG.shape[1]
    turns = np.exp(2j * np.pi * phase[..., None] * np.arange(_HARMONICS + 1))
    one_sided = np.where(np.arange(_HARMONICS + 1) > 0, 2.0, 1.0)
    return np.asarray((turns @ (series * one_sided).T).real)


def standing(subject: Subject, clock: Clock, rng: np.random.Generator) -> Motion:
    """Quiet stance: the body leans a fraction of a degree about the ankles."""
    lean = _sway(clock.time_s, np.deg2rad(0.6), rng)
    return _still(subject.standing + lean[:, None] * _LEAN_JOINTS)


def sitting(subject: Subject, clock: Clock, rng: np.random.Generator) -> Motion:
    """Seated, feet flat, the shins shifting a little."""
    fidget = _sway(clock.time_s, np.deg2rad(1.5), rng)
    return _still(subject.sitting + fidget[:, None] * _FIDGET_JOINTS)


def sitting_down(subject: Subject, clock: Clock, rng: np.random.Generator) -> Motion:
    """From standing to sitting over the bout."""
    return _still(_between_postures(subject, minimum_jerk(clock.progress), rng))


def standing_up(subject: Subject, clock: Clock, rng: np.random.Generator) -> Motion:
    """From sitting to standing over the bout."""
    return _still(_between_postures(subject, 1.0 - minimum_jerk(clock.progress), rng))


def walking(subject: Subject, clock: Clock, rng: np.random.Generator) -> Motion:
    """Level walking at the subject's cadence."""
    scale = subject.stride_scale * rng.uniform(0.92, 1.08)
    return _stepping(subject, clock, subject.standing, np.full(2, scale))


def turning(subject: Subject, clock: Clock, rng: np.random.Generator) -> Motion:
    """Turning on shortened steps at 45 to 120 degrees a second, the inner leg's the shortest."""
    yaw_rate = np.deg2rad(rng.uniform(45, 120)) * rng.choice([-1.0, 1.0])
    inner, outer = 0.4 * subject.stride_scale, 0.6 * subject.stride_scale
    scale = np.array([outer, inner] if yaw_rate > 0 else [inner, outer])
    motion = _stepping(subject, clock, subject.standing, scale)
    per_step = 1.0 + 0.2 * np.sin(4 * np.pi * clock.phase)
    return motion._replace(yaw_rate=yaw_rate * per_step)


def freezing(subject: Subject, clock: Clock, rng: np.random.Generator) -> Motion:
    """Freezing of gait: tiny shuffles, and knees that tremble in turn at 3 to 8 Hz.

    The band is the freeze band of Moore, MacDougall and Ondo (2008). The tremble reaches an
    angular rate of 0.8 to 1.8 rad/s at the shins, waxing and waning.
    """
    crouch = _feet_flat(np.deg2rad(rng.uniform(6, 14)), np.deg2rad(rng.uniform(12, 24)))
    shuffle = _stepping(subject, clock, crouch, np.full(2, rng.uniform(0.05, 0.15)))
    tremble_hz = rng.uniform(3.0, 8.0)
    shin_share = _TREMBLE_JOINTS[1] - _TREMBLE_JOINTS[0]
    amplitude = rng.uniform(0.8, 1.8) / (2 * np.pi * tremble_hz * shin_share)
    waxing = 1.0 + 0.3 * np.sin(2 * np.pi * (0.6 * clock.time_s + rng.uniform()))
    cycles = tremble_hz * clock.time_s[:, None] + _LEG_PHASE
    tremble = amplitude * waxing[:, None] * np.sin(2 * np.pi * cycles)
    return shuffle._replace(
        flexion=shuffle.flexion + tremble[..., None] * _TREMBLE_JOINTS,
        load=np.full_like(shuffle.load, 0.5),
    )


MOVEMENTS: dict[str, Callable[[Subject, Clock, np.random.Generator], Motion]] = {
    "standing": standing,
    "walking": walking,
    "turning": turning,
    "freezing": freezing,
    "sitting_down": sitting_down,
    "sitting": sitting,
    "standing_up": standing_up,
}


def _feet_flat(hip: float | Array, knee: float | Array) -> Array:
    """Joint angles ``(..., 3)`` with the ankle that keeps the sole on the ground."""
    return np.stack([np.asarray(hip), np.asarray(knee), np.asarray(knee) - np.asarray(hip)], axis=-1)


def _still(posture: Array) -> Motion:
    """Both legs in one posture ``(T, 3)``, the weight shared, no shock."""
    length = len(posture)
    return Motion(
        flexion=np.repeat(posture[:, None], 2, axis=1),
        load=np.full((length, 2), 0.5),
        roll=np.zeros(length),
        yaw_rate=np.zeros(length),
        shock=np.zeros((length, 2)),
    )


def _between_postures(subject: Subject, seated: Array, rng: np.random.Generator) -> Array:
    """Postures ``(T, 3)`` from standing (``seated`` 0) to sitting (1); the knees move forward in between."""
    hip, knee, _ = np.moveaxis(subject.standing + seated[:, None] * (subject.sitting - subject.standing), -1, 0)
    knees_forward = np.deg2rad(rng.uniform(10, 18)) * np.sin(np.pi * seated)
    return _feet_flat(hip, knee + knees_forward)


def _stepping(subject: Subject, clock: Clock, posture: Array, scale: Array) -> Motion:
    """Steps about a posture ``(3,)``; ``scale`` ``(2,)`` is each leg's share of textbook walking."""
    phase = clock.phase[:, None] + _LEG_PHASE
    into_stride = phase % 1.0
    # Each leg takes the weight over in double support just as the other hands it on.
    load = minimum_jerk(into_stride / _DOUBLE_SUPPORT) - minimum_jerk((into_stride - 0.5) / _DOUBLE_SUPPORT)
    since_strike_s = into_stride / subject.stride_hz
    ringing = np.exp(-since_strike_s / _STRIKE_DECAY_S) * np.sin(2 * np.pi * _STRIKE_HZ * since_strike_s)
    return Motion(
        flexion=posture + scale[:, None] * (stride_angles(phase) - posture),
        load=load,
        roll=np.deg2rad(2.5) * scale.mean() * np.sin(2 * np.pi * clock.phase),
        yaw_rate=np.zeros(len(phase)),
        shock=subject.heel_strike_m_s2 * scale * ringing,
    )


def _sway(time_s: Array, amplitude: float, rng: np.random.Generator) -> Array:
    """Slow wandering of at most ``amplitude``: two sines of 0.1 to 0.5 Hz."""
    hz = rng.uniform(0.1, 0.5, size=2)
    start = rng.uniform(size=2)
    return np.asarray(amplitude * np.sin(2 * np.pi * (time_s[:, None] * hz + start)).mean(axis=1))
