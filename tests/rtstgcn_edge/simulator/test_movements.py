"""Joint angles of the simulated movements."""

import numpy as np
import pytest

from rtstgcn_edge.simulator.movements import (
    MOVEMENTS,
    Clock,
    draw_subject,
    freezing,
    minimum_jerk,
    sitting_down,
    standing_up,
    stride_angles,
    turning,
    walking,
)

RATE_HZ = 200.0
SUBJECT = draw_subject(np.random.default_rng(3))


def clock(seconds):
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return Clock(time_s, SUBJECT.stride_hz * time_s, np.linspace(0.0, 1.0, len(time_s)))


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_every_movement_fills_both_legs_and_shares_the_weight(movement):
    motion = MOVEMENTS[movement](SUBJECT, clock(4.0), np.random.default_rng(0))
    assert [part.shape for part in motion] == [(800, 2, 3), (800, 2), (800,), (800,), (800, 2)]
    assert all(np.isfinite(part).all() for part in motion)
    np.testing.assert_allclose(motion.load.sum(axis=1), 1.0, atol=1e-12)
    assert motion.load.min() >= -1e-12


def test_minimum_jerk_by_hand():
    # 10 x^3 - 15 x^4 + 6 x^5 at 0.25: 0.15625 - 0.05859375 + 0.005859375
    at = minimum_jerk(np.array([-np.inf, 0.0, 0.25, 0.5, 0.75, 1.0, np.inf]))
    np.testing.assert_allclose(at, [0, 0, 0.103515625, 0.5, 0.896484375, 1, 1])


def test_stride_angles_stay_within_four_degrees_of_the_tabulated_knee():
    knee_deg = np.rad2deg(stride_angles(np.arange(10) / 10)[:, 1])
    assert np.abs(knee_deg - [5, 17, 17, 10, 6, 12, 36, 60, 48, 14]).max() < 4.0


def test_stride_angles_repeat_every_stride():
    phase = np.linspace(0.0, 1.0, 37)
    np.testing.assert_allclose(stride_angles(phase), stride_angles(phase + 5), atol=1e-12)


def test_the_legs_walk_half_a_stride_apart():
    half = 100
    time_s = np.arange(4 * half) / RATE_HZ
    motion = walking(SUBJECT, Clock(time_s, np.arange(4 * half) / (2 * half), time_s), np.random.default_rng(0))
    np.testing.assert_allclose(motion.flexion[half:, 0], motion.flexion[:-half, 1], atol=1e-12)
    np.testing.assert_allclose(motion.load[half:, 0], motion.load[:-half, 1], atol=1e-12)


def test_turns_run_at_45_to_120_degrees_a_second_to_either_side():
    rates = [np.rad2deg(turning(SUBJECT, clock(4.0), np.random.default_rng(s)).yaw_rate.mean()) for s in range(30)]
    assert all(43 < abs(rate) < 122 for rate in rates)
    assert min(rates) < 0 < max(rates)


def test_turning_steps_are_shorter_than_walking_steps():
    swing = np.ptp(walking(SUBJECT, clock(4.0), np.random.default_rng(0)).flexion, axis=0)
    turn_swing = np.ptp(turning(SUBJECT, clock(4.0), np.random.default_rng(0)).flexion, axis=0)
    assert (turn_swing < 0.75 * swing).all()


def test_freezing_knees_tremble_in_turn_between_3_and_8_hz():
    for seed in range(20):
        knees = freezing(SUBJECT, clock(10.0), np.random.default_rng(seed)).flexion[..., 1]
        spectrum = np.fft.rfft(knees - knees.mean(axis=0), axis=0)
        hz = np.fft.rfftfreq(len(knees), 1 / RATE_HZ)
        fast = np.flatnonzero(hz > 2.5)
        right, left = spectrum[fast[np.argmax(np.abs(spectrum[fast, 0]))]]
        assert 2.9 <= hz[fast[np.argmax(np.abs(spectrum[fast, 0]))]] <= 8.1
        assert (right * np.conj(left)).real < 0


def test_sitting_down_goes_from_the_standing_to_the_sitting_posture_and_standing_up_back():
    down = sitting_down(SUBJECT, clock(2.0), np.random.default_rng(0)).flexion
    up = standing_up(SUBJECT, clock(2.0), np.random.default_rng(0)).flexion
    for posture, there in ((SUBJECT.standing, (down[0], up[-1])), (SUBJECT.sitting, (down[-1], up[0]))):
        for legs in there:
            np.testing.assert_allclose(legs, np.tile(posture, (2, 1)), atol=1e-9)
    hip, knee, ankle = np.moveaxis(down, -1, 0)
    np.testing.assert_allclose(-hip + knee - ankle, 0.0, atol=1e-12)  # the soles stay flat


def test_subjects_step_1_6_to_2_1_times_a_second():
    cadences = [2 * draw_subject(np.random.default_rng(seed)).stride_hz for seed in range(50)]
    assert 1.6 <= min(cadences) < 1.7
    assert 2.0 < max(cadences) <= 2.1
