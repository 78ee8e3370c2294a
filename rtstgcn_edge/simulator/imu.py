"""What IMUs on the legs measure when the joints move: forward kinematics, then the sensors' faults.

Axes of the body and, in upright stance, of every segment: x forward, y left, z up. A segment's
orientation in the world is ``Rz(yaw) Rx(roll) Ry(pitch)``; pitch is positive with the top forward.
"""

from __future__ import annotations

import numpy as np

from rtstgcn_edge.simulator.movements import Array, Motion

GRAVITY_M_S2 = 9.80665
NODES = ("foot_r", "shin_r", "thigh_r", "foot_l", "shin_l", "thigh_l")

# Segment lengths as shares of body height (Drillis and Contini 1966, after Winter).
_THIGH, _SHIN, _ANKLE_HEIGHT, _FOOT = 0.245, 0.246, 0.039, 0.152
_HALF_PELVIS = 0.0955
# How much of a heel strike's shock arrives at foot, shin and thigh, and its direction there.
_SHOCK_SHARE = np.array([1.0, 0.55, 0.25])
_SHOCK_DIRECTION = np.array([-0.4, 0.0, 0.9])
_ROLL_OVER_M = 0.01  # height over which the weight passes from heel to toe

_MISALIGNMENT_RAD = np.deg2rad(3.0)
_ACC_NOISE_M_S2 = 0.06
_GYRO_NOISE_RAD_S = 0.01
_GYRO_BIAS_RAD_S = 0.01


def rotation(yaw: Array, roll: Array, pitch: Array) -> Array:
    """Matrices ``Rz(yaw) Rx(roll) Ry(pitch)`` ``(..., 3, 3)`` from angles that broadcast, rad."""
    yaw, roll, pitch = np.broadcast_arrays(yaw, roll, pitch)
    (sy, sr, sp), (cy, cr, cp) = np.sin([yaw, roll, pitch]), np.cos([yaw, roll, pitch])
    rows = [
        [cy * cp - sy * sr * sp, -sy * cr, cy * sp + sy * sr * cp],
        [sy * cp + cy * sr * sp, cy * cr, sy * sp - cy * sr * cp],
        [-cr * sp, sr, cr * cp],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def leg_imus(motion: Motion, height_m: float, rate_hz: float) -> Array:
    """Ideal readings ``(T, 6 nodes, 6 channels)``: specific force in m/s^2, angular rate in rad/s.

    The joint angles fix where every point is relative to the pelvis; the pelvis then moves such
    that the sole that bears the weight neither slides nor sinks.
    """
    pitch = _segment_pitch(motion.flexion)
    yaw = np.cumsum(motion.yaw_rate) / rate_hz
    to_world = rotation(yaw[:, None, None], motion.roll[:, None, None], pitch)
    sensors, soles = _points(to_world, yaw, height_m)
    acceleration = _rate(_rate(sensors, rate_hz) + _pelvis_velocity(soles, motion.load, rate_hz), rate_hz)
    acceleration[..., 2] += GRAVITY_M_S2
    specific_force = np.einsum("...ij,...i->...j", to_world, acceleration)
    specific_force += motion.shock[..., None, None] * _SHOCK_SHARE[:, None] * _SHOCK_DIRECTION
    gyro = _angular_rate(pitch, motion.roll, motion.yaw_rate, rate_hz)
    readings: Array = np.concatenate([specific_force, gyro], axis=-1)
    return readings.reshape(len(yaw), len(NODES), 6)


def add_sensor_faults(readings: Array, rng: np.random.Generator) -> Array:
    """Readings ``(T, V, 6)`` as real sensors give them: mounted a few degrees off, biased, noisy."""
    nodes = readings.shape[1]
    mounting = rotation(*rng.normal(0.0, _MISALIGNMENT_RAD, size=(3, nodes)))
    turned: Array = np.einsum("vij,tvsi->tvsj", mounting, readings.reshape(-1, nodes, 2, 3))
    turned[:, :, 1] += rng.normal(0.0, _GYRO_BIAS_RAD_S, size=(nodes, 3))
    spread = np.array([_ACC_NOISE_M_S2, _GYRO_NOISE_RAD_S])[:, None]
    return (turned + spread * rng.standard_normal(turned.shape)).reshape(readings.shape)


def _segment_pitch(flexion: Array) -> Array:
    """Pitch ``(T, 2, 3)`` of foot, shin, thigh from the flexion of hip, knee, ankle."""
    hip, knee, ankle = np.moveaxis(flexion, -1, 0)
    return np.stack([-hip + knee - ankle, -hip + knee, -hip], axis=-1)


def _points(to_world: Array, yaw: Array, height_m: float) -> tuple[Array, Array]:
    """Sensors ``(T, 2, 3, 3)`` (foot, shin, thigh) and soles ``(T, 2, 2, 3)`` (heel, toe) from the pelvis, metres."""
    foot, shin, thigh = (to_world[:, :, segment] for segment in range(3))
    down = np.array([0.0, 0.0, -1.0])
    sideways = np.array([[0.0, -1.0, 0.0], [0.0, 1.0, 0.0]])
    heading = rotation(yaw, np.zeros(1), np.zeros(1))
    hip = _HALF_PELVIS * height_m * np.einsum("tij,lj->tli", heading, sideways)
    knee = hip + thigh @ (_THIGH * height_m * down)
    ankle = knee + shin @ (_SHIN * height_m * down)
    sensors = np.stack(
        [
            ankle + foot @ (height_m * np.array([0.4 * _FOOT, 0.0, -0.5 * _ANKLE_HEIGHT])),
            (knee + ankle) / 2,
            (hip + knee) / 2,
        ],
        axis=2,
    )
    heel = ankle + foot @ (height_m * np.array([-0.25 * _FOOT, 0.0, -_ANKLE_HEIGHT]))
    toe = ankle + foot @ (height_m * np.array([0.75 * _FOOT, 0.0, -_ANKLE_HEIGHT]))
    return sensors, np.stack([heel, toe], axis=2)


def _pelvis_velocity(soles: Array, load: Array, rate_hz: float) -> Array:
    """Velocity of the pelvis ``(T, 1, 1, 3)``, m/s, at which the loaded ends of the soles stand still."""
    heel_below_toe = (soles[:, :, 1, 2] - soles[:, :, 0, 2]) / _ROLL_OVER_M
    on_heel = 0.5 * (1.0 + np.tanh(heel_below_toe / 2))
    weight = load[..., None] * np.stack([on_heel, 1.0 - on_heel], axis=-1)
    velocity: Array = -np.einsum("tlc,tlci->ti", weight, _rate(soles, rate_hz))
    return velocity[:, None, None]


def _angular_rate(pitch: Array, roll: Array, yaw_rate: Array, rate_hz: float) -> Array:
    """Angular rate ``(T, 2, 3, 3)`` in each segment's own axes, rad/s."""
    roll_rate = _rate(roll, rate_hz)[:, None, None]
    lean, turn = roll[:, None, None], yaw_rate[:, None, None]
    sin, cos = np.sin(pitch), np.cos(pitch)
    upright_turn = np.cos(lean) * turn
    about_y = _rate(pitch, rate_hz) + np.sin(lean) * turn
    return np.stack([cos * roll_rate - sin * upright_turn, about_y, sin * roll_rate + cos * upright_turn], axis=-1)


def _rate(x: Array, rate_hz: float) -> Array:
    """Time derivative along the first axis, by central differences."""
    return np.asarray(np.gradient(x, 1.0 / rate_hz, axis=0))
