"""Whole simulated trials: repeatable, labelled, continuous, and told apart by what tells people's apart."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.simulator.bouts import TRANSITIONS, chain
from rtstgcn_edge.simulator.gait import (
    CHANNELS,
    CLASSES,
    RATE_HZ,
    SKELETON,
    UNITS,
    demo_trial,
    record,
    simulate_gait,
)
from rtstgcn_edge.simulator.movements import MOVEMENTS, draw_subject
from rtstgcn_edge.skeletons import load_skeleton

SHINS = [1, 4]
ACC, GYRO_Y = slice(0, 3), 4


def one_movement(movement, seed, seconds=20.0):
    """Features of one unbroken bout."""
    rng = np.random.default_rng(seed)
    return record(draw_subject(rng), chain([(movement, seconds)]), seconds, rng).features


def power(signal, low_hz, high_hz):
    """Power of ``(L, V)`` signals between two frequencies, summed."""
    spectrum = np.abs(np.fft.rfft(signal - signal.mean(axis=0), axis=0)) ** 2
    hz = np.fft.rfftfreq(len(signal), 1 / RATE_HZ)
    return spectrum[(hz >= low_hz) & (hz < high_hz)].sum()


def freeze_index(signal):
    """Power in the freeze band over power in the locomotor band (Moore et al. 2008)."""
    return power(signal, 3.0, 8.0) / power(signal, 0.5, 3.0)


def test_a_trial_is_channels_by_frames_by_nodes():
    trial = simulate_gait(12.34, seed=5)
    assert trial.features.shape == (len(CHANNELS), 617, load_skeleton(SKELETON).num_joints)
    assert trial.features.dtype == np.float32
    assert trial.features.flags.c_contiguous
    assert trial.labels.shape == (617,)
    assert trial.labels.dtype == np.int64
    assert np.isfinite(trial.features).all()
    assert len(UNITS) == len(CHANNELS)


def test_classes_are_the_movements_and_the_states_of_the_walker():
    assert set(CLASSES) == set(MOVEMENTS) == set(TRANSITIONS)


def test_the_seed_alone_decides_the_trial():
    first, again, other = simulate_gait(20.0, 7), simulate_gait(20.0, 7), simulate_gait(20.0, 8)
    np.testing.assert_array_equal(first.features, again.features)
    np.testing.assert_array_equal(first.labels, again.labels)
    assert not np.array_equal(first.features, other.features)


def test_another_rate_samples_the_same_bouts():
    slow, fast = simulate_gait(60.0, 3), simulate_gait(60.0, 3, rate_hz=100.0)
    np.testing.assert_array_equal(fast.labels[::2], slow.labels)


def test_all_classes_occur_in_a_long_trial():
    assert set(simulate_gait(600.0, 1).labels) == set(range(len(CLASSES)))


def test_labels_only_change_along_possible_transitions():
    labels = simulate_gait(600.0, 2).labels
    changes = {(CLASSES[a], CLASSES[b]) for a, b in pairwise(labels) if a != b}
    assert len(changes) > 8
    assert changes <= {(a, b) for a, following in TRANSITIONS.items() for b in following}


@pytest.mark.parametrize("seed", range(3))
def test_standing_measures_gravity_within_noise(seed):
    magnitude = np.linalg.norm(one_movement("standing", seed)[ACC], axis=0)
    np.testing.assert_allclose(magnitude.mean(axis=0), 9.80665, atol=0.02)
    assert magnitude.std(axis=0).max() < 0.1


@pytest.mark.parametrize("seed", range(3))
def test_walking_legs_swing_at_the_stride_frequency(seed):
    gyro = one_movement("walking", seed)[GYRO_Y]
    gyro = gyro - gyro.mean(axis=0)
    hz = np.fft.rfftfreq(len(gyro), 1 / RATE_HZ)
    thighs_hz = hz[np.abs(np.fft.rfft(gyro[:, [2, 5]], axis=0)).argmax(axis=0)]
    assert ((thighs_hz >= 0.75) & (thighs_hz <= 1.1)).all()
    # A shin's rate has as much at two strides a second; what it repeats at is the stride all the same.
    shin = gyro[:, SHINS[0]]
    lags = np.arange(20, 76)
    alike = [np.corrcoef(shin[lag:], shin[:-lag])[0, 1] for lag in lags]
    assert 0.75 <= RATE_HZ / lags[np.argmax(alike)] <= 1.1
    assert max(alike) > 0.8


@pytest.mark.parametrize("seed", range(3))
def test_freezing_has_a_higher_freeze_index_than_walking(seed):
    walking, freezing = one_movement("walking", seed), one_movement("freezing", seed)
    for channel in (CHANNELS.index("acc_z"), GYRO_Y):
        frozen, walked = freeze_index(freezing[channel][:, SHINS]), freeze_index(walking[channel][:, SHINS])
        assert frozen > 3 * walked
    assert freeze_index(freezing[GYRO_Y][:, SHINS]) > 1.0


def test_turning_is_the_only_movement_that_keeps_a_yaw_rate():
    upright = [m for m in CLASSES if m not in ("sitting", "sitting_down", "standing_up")]
    yaw_rate = {m: np.abs(one_movement(m, 0)[CHANNELS.index("gyro_z")].mean(axis=0)) for m in upright}
    assert yaw_rate.pop("turning").min() > np.deg2rad(30)
    assert max(rate.max() for rate in yaw_rate.values()) < np.deg2rad(10)


def test_sitting_turns_gravity_into_the_thighs_forward_axis():
    thighs = one_movement("sitting", 0)[:, :, [2, 5]].mean(axis=1)
    assert (thighs[0] > 9.0).all()
    assert (np.abs(thighs[2]) < 4.0).all()


@pytest.mark.parametrize("seed", range(4))
def test_signals_have_no_jump_outside_heel_strikes(seed):
    rng = np.random.default_rng(seed)
    subject = replace(draw_subject(rng), heel_strike_m_s2=0.0)
    tour = [(m, 2.0) for m in ("standing", "walking", "turning", "freezing", "walking", "standing", "sitting_down")]
    tour += [(m, 2.0) for m in ("sitting", "standing_up", "standing")]
    bouts = chain(tour)
    features = record(subject, bouts, bouts[-1].end_s, rng, rate_hz=200.0).features
    steps = np.abs(np.diff(features, axis=1))
    # From one sample to the next, 5 ms on. A blend of 0.05 s would already jump by hundreds of m/s^2.
    assert steps[ACC].max() < 8.0
    assert steps[3:].max() < 1.0


def test_the_label_changes_in_the_middle_of_the_blend():
    rng = np.random.default_rng(0)
    bouts = chain([("standing", 2.0), ("turning", 2.0)])
    trial = record(draw_subject(rng), bouts, 4.0, rng)
    change = np.flatnonzero(np.diff(trial.labels))[0] + 1
    assert change == 2.0 * RATE_HZ
    yaw_rate = np.abs(trial.features[CHANNELS.index("gyro_z")][:, 2])
    assert yaw_rate[: change - 11].max() < 0.1  # 0.2 s before: not begun
    assert 0.2 < yaw_rate[change] / np.median(yaw_rate[change + 11 :]) < 0.8


@pytest.mark.parametrize("seed", [0, 11])
def test_the_demo_tours_all_classes_in_about_twenty_seconds(seed):
    trial = demo_trial(seed)
    assert set(trial.labels) == set(range(len(CLASSES)))
    assert 18.0 <= len(trial.labels) / RATE_HZ <= 24.0
    assert trial.features.shape[1] == len(trial.labels)
    np.testing.assert_array_equal(trial.labels, demo_trial().labels)
    changes = {(CLASSES[a], CLASSES[b]) for a, b in pairwise(trial.labels) if a != b}
    assert changes <= {(a, b) for a, following in TRANSITIONS.items() for b in following}


def test_one_frame_is_a_trial():
    trial = simulate_gait(1 / RATE_HZ, 4)
    assert trial.features.shape == (6, 1, 6)
    assert np.abs(trial.features[ACC]).max() < 60.0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"seconds": 0.0, "seed": 0}, "seconds 0.0"),
        ({"seconds": -3.0, "seed": 0}, "seconds -3.0"),
        ({"seconds": float("nan"), "seed": 0}, "seconds nan"),
        ({"seconds": 86400.1, "seed": 0}, "seconds 86400.1 is too long for one trial: give 86400 or less"),
        ({"seconds": float("inf"), "seed": 0}, "seconds inf is too long"),
        ({"seconds": 1.0, "seed": -1}, "seed -1"),
        ({"seconds": 1.0, "seed": 0, "rate_hz": 10.0}, "rate_hz 10.0"),
        ({"seconds": 1.0, "seed": 0, "rate_hz": float("inf")}, "rate_hz inf"),
    ],
)
def test_wrong_arguments_are_named_in_one_line(arguments, named):
    with pytest.raises(InputError, match=named) as refusal:
        simulate_gait(**arguments)
    assert "give" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_demo_refuses_a_negative_seed():
    with pytest.raises(InputError, match="seed -2"):
        demo_trial(-2)
