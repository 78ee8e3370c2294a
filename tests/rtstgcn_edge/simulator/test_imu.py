"""Forward kinematics and IMU readings, against cases worked by hand."""

import numpy as np
import pytest

from rtstgcn_edge.simulator.imu import GRAVITY_M_S2, NODES, add_sensor_faults, leg_imus, rotation
from rtstgcn_edge.simulator.movements import Motion
from rtstgcn_edge.skeletons import load_skeleton

RATE_HZ = 400.0
LENGTH = 800
TIME_S = np.arange(LENGTH) / RATE_HZ
INNER = slice(4, -4)  # away from the one-sided differences at the ends
FOOT, SHIN, THIGH = 0, 1, 2


def motion(flexion=None, load=(0.5, 0.5), yaw_rate=0.0, roll=0.0, shock=(0.0, 0.0)):
    return Motion(
        flexion=np.zeros((LENGTH, 2, 3)) if flexion is None else flexion,
        load=np.tile(np.asarray(load, dtype=float), (LENGTH, 1)),
        roll=np.zeros(LENGTH) + roll,
        yaw_rate=np.full(LENGTH, float(yaw_rate)),
        shock=np.tile(np.asarray(shock, dtype=float), (LENGTH, 1)),
    )


def test_node_order_is_the_skeletons():
    assert load_skeleton("imu6").joints == NODES


def test_rotation_is_yaw_after_roll_after_pitch():
    yaw, roll, pitch = 0.7, -0.3, 1.1
    about_z = [[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1]]
    about_x = [[1, 0, 0], [0, np.cos(roll), -np.sin(roll)], [0, np.sin(roll), np.cos(roll)]]
    about_y = [[np.cos(pitch), 0, np.sin(pitch)], [0, 1, 0], [-np.sin(pitch), 0, np.cos(pitch)]]
    expected = np.array(about_z) @ about_x @ about_y
    np.testing.assert_allclose(rotation(np.array(yaw), np.array(roll), np.array(pitch)), expected, atol=1e-15)


def test_upright_stance_measures_gravity_on_z_and_no_turning():
    readings = leg_imus(motion(), 1.75, RATE_HZ)
    np.testing.assert_allclose(readings, np.tile([0, 0, GRAVITY_M_S2, 0, 0, 0], (LENGTH, 6, 1)), atol=1e-9)


def test_seated_thighs_measure_gravity_along_their_forward_axis():
    flexion = np.tile(np.deg2rad([90.0, 90.0, 0.0]), (LENGTH, 2, 1))
    readings = leg_imus(motion(flexion), 1.75, RATE_HZ)
    np.testing.assert_allclose(readings[:, THIGH, :3], np.tile([GRAVITY_M_S2, 0, 0], (LENGTH, 1)), atol=1e-9)
    np.testing.assert_allclose(readings[:, SHIN, :3], np.tile([0, 0, GRAVITY_M_S2], (LENGTH, 1)), atol=1e-9)


def test_a_steady_turn_about_the_pelvis_pulls_the_legs_inwards():
    # Both feet turn with the body, so each sits on a circle of 0.0955 heights: omega^2 r towards the middle.
    readings = leg_imus(motion(yaw_rate=2.0), 1.8, RATE_HZ)[INNER]
    inwards = 2.0**2 * 0.0955 * 1.8
    np.testing.assert_allclose(readings[:, SHIN, 1], inwards, rtol=1e-3)
    np.testing.assert_allclose(readings[:, 3 + SHIN, 1], -inwards, rtol=1e-3)
    np.testing.assert_allclose(readings[:, :, 5], 2.0, atol=1e-9)


def test_a_swinging_shin_feels_the_pendulums_acceleration():
    # The left leg stands; the right knee swings 0.3 sin(6 t) under a still thigh.
    swing, omega = 0.3, 6.0
    knee = swing * np.sin(omega * TIME_S)
    flexion = np.zeros((LENGTH, 2, 3))
    flexion[:, 0, 1] = knee
    flexion[:, 0, 2] = knee  # keeps the sole level
    readings = leg_imus(motion(flexion, load=(0.0, 1.0)), 1.75, RATE_HZ)[INNER]
    rate, change = swing * omega * np.cos(omega * TIME_S), -swing * omega**2 * np.sin(omega * TIME_S)
    radius = 0.246 * 1.75 / 2
    # Flexing lifts the shin backwards: the sensor moves against x, the pull to the knee is along z.
    np.testing.assert_allclose(
        readings[:, SHIN, 0], (-radius * change - GRAVITY_M_S2 * np.sin(knee))[INNER], rtol=1e-3, atol=5e-3
    )
    np.testing.assert_allclose(
        readings[:, SHIN, 2], (radius * rate**2 + GRAVITY_M_S2 * np.cos(knee))[INNER], rtol=1e-3, atol=5e-3
    )
    np.testing.assert_allclose(readings[:, SHIN, 4], rate[INNER], rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(readings[:, THIGH, 4], 0.0, atol=1e-12)


def test_gyro_is_the_rate_of_the_rotation_matrix():
    roll, yaw_rate = 0.2 * np.sin(3 * TIME_S), 1.5
    flexion = np.zeros((LENGTH, 2, 3))
    flexion[:, 0] = np.stack([0.5 * np.sin(4 * TIME_S), 0.6 - 0.4 * np.cos(5 * TIME_S), 0.2 * TIME_S], axis=1)
    gyro = leg_imus(motion(flexion, yaw_rate=yaw_rate, roll=roll), 1.75, RATE_HZ)[:, SHIN, 3:]
    pitch = flexion[:, 0, 1] - flexion[:, 0, 0]
    pose = rotation(yaw_rate * TIME_S, roll, pitch)
    skew = np.swapaxes(pose, 1, 2) @ np.gradient(pose, 1 / RATE_HZ, axis=0)
    from_matrix = np.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], axis=1)
    np.testing.assert_allclose(gyro[INNER], from_matrix[INNER], atol=2e-3)


def test_the_loaded_flat_foot_stands_still_while_the_leg_above_it_moves():
    lean = 0.2 * np.sin(5 * TIME_S)
    flexion = lean[:, None, None] * np.array([-1.0, 0.0, 1.0]) * np.ones((2, 1))
    readings = leg_imus(motion(flexion, load=(1.0, 0.0)), 1.75, RATE_HZ)[INNER]
    np.testing.assert_allclose(readings[:, FOOT, :3], np.tile([0, 0, GRAVITY_M_S2], (len(readings), 1)), atol=1e-6)
    assert np.ptp(readings[:, THIGH, 0]) > 1.0


def test_a_heel_strikes_shock_fades_from_foot_to_thigh_of_its_own_leg():
    felt = leg_imus(motion(shock=(10.0, 0.0)), 1.75, RATE_HZ)[0, :, 2] - GRAVITY_M_S2
    assert felt[FOOT] > felt[SHIN] > felt[THIGH] > 1.0
    np.testing.assert_allclose(felt[3:], 0.0, atol=1e-9)


def test_sensor_faults_turn_by_a_few_degrees_and_add_the_stated_noise():
    still = np.tile([0.0, 0.0, GRAVITY_M_S2, 0.0, 0.0, 0.0], (5000, 6, 1))
    measured = add_sensor_faults(still, np.random.default_rng(0))
    mean = measured.mean(axis=0)
    np.testing.assert_allclose(np.linalg.norm(mean[:, :3], axis=1), GRAVITY_M_S2, atol=0.01)
    tilt_deg = np.rad2deg(np.arccos(mean[:, 2] / np.linalg.norm(mean[:, :3], axis=1)))
    assert 0.5 < tilt_deg.max() < 15.0
    assert np.abs(mean[:, 3:]).max() < 0.05
    assert measured.std(axis=0)[:, :3] == pytest.approx(0.06, rel=0.1)
    assert measured.std(axis=0)[:, 3:] == pytest.approx(0.01, rel=0.1)
