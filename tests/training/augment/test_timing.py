"""Warped time and held frames: labels stay with what they label."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.augment import hold_frames, hold_joints, roll, warp_time


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def ramp(frames):
    """A trial whose every value is its frame's number: what a warp makes of it is the frame that it shows."""
    return torch.arange(frames, dtype=torch.float64)[None, :, None].expand(2, frames, 3)


def runs(labels):
    return torch.unique_consecutive(labels).tolist()


@given(
    frames=st.integers(1, 400),
    deviation=st.floats(0, 1),
    knot=st.floats(1, 200),
    seed=st.integers(0, 2**31),
)
def test_a_warp_runs_forward_from_the_first_frame_to_the_last_and_labels_go_with_their_frames(
    frames, deviation, knot, seed
):
    numbers = torch.arange(frames)
    x, labels = warp_time(ramp(frames), numbers, deviation, knot, seeded(seed))
    shown = x[0, :, 0]
    assert x.shape == (2, len(labels), 3) and torch.equal(x, shown[None, :, None].expand_as(x))
    assert shown[0] == 0 and shown[-1].item() == pytest.approx(frames - 1)
    steps = shown.diff()
    assert (steps > 0).all()
    # A frame shows the past one's successor at the speed of the time between: never beyond the cut, but for rounding
    # the length to whole frames.
    assert frames == 1 or steps.max() <= torch.exp(torch.tensor(2 * deviation)) * (1 + 1 / len(steps))
    assert (labels - shown).abs().max() <= 0.5 + 1e-9


@given(lengths=st.lists(st.integers(12, 60), min_size=1, max_size=8), seed=st.integers(0, 2**31))
def test_segments_that_last_keep_their_number_and_order(lengths, seed):
    labels = torch.repeat_interleave(torch.arange(len(lengths)) % 3, torch.tensor(lengths))
    _, warped = warp_time(ramp(len(labels)), labels, 0.5, 20.0, seeded(seed))
    assert runs(warped) == runs(labels)


def test_speeds_spread_as_asked_and_are_smooth():
    x, _ = warp_time(ramp(200_000), torch.zeros(200_000), 0.2, 50.0, seeded())
    log_speed = x[0, :, 0].diff().log()
    # Between knots of deviation s the mean square of what is drawn linearly is 2/3 s^2; the cut at 2 s takes a little.
    assert log_speed.std().item() == pytest.approx(0.2 * (2 / 3) ** 0.5, rel=0.05)
    assert log_speed.diff().abs().max() < 2 * 2 * 2 * 0.2 / 50.0  # at most from -2 s to 2 s, twice as fast played


def test_what_is_smooth_is_played_at_another_speed():
    t = torch.arange(300, dtype=torch.float64)
    x, _ = warp_time((t / 20).sin()[None, :, None], torch.zeros(300), 0.3, 40.0, seeded(4))
    shown, _ = warp_time(t[None, :, None], torch.zeros(300), 0.3, 40.0, seeded(4))
    torch.testing.assert_close(x, (shown / 20).sin(), rtol=0, atol=1e-3)


def test_no_deviation_changes_nothing_and_the_generator_decides():
    x, labels = ramp(50), torch.arange(50)
    same, its_labels = warp_time(x, labels, 0.0, 10.0, seeded())
    torch.testing.assert_close(same, x)
    assert torch.equal(its_labels, labels)
    one, again, other = (warp_time(x, labels, 0.3, 10.0, seeded(seed))[0] for seed in (1, 1, 2))
    assert torch.equal(one, again) and (one.shape != other.shape or not torch.equal(one, other))


@given(frames=st.integers(1, 200), probability=st.floats(0, 0.95), seed=st.integers(0, 2**31))
def test_a_held_frame_shows_the_newest_that_came(frames, probability, seed):
    shown = hold_frames(ramp(frames), probability, seeded(seed))[0, :, 0].tolist()
    assert shown[0] == 0
    for t in range(1, frames):
        assert shown[t] in (t, shown[t - 1])


def test_so_many_frames_are_held_as_asked_and_none_without_need():
    shown = hold_frames(ramp(20_000), 0.3, seeded())[0, :, 0]
    assert (shown.diff() == 0).double().mean().item() == pytest.approx(0.3, abs=0.02)
    assert torch.equal(hold_frames(ramp(50), 0.0, seeded()), ramp(50))


@given(length=st.integers(1, 60), share=st.floats(0, 0.9), frames=st.integers(1, 9), seed=st.integers(0, 2**31))
def test_a_joint_that_is_not_seen_keeps_its_last_place_for_whole_stretches(length, share, frames, seed):
    x = torch.stack([torch.arange(length), -torch.arange(length)])[:, :, None].expand(2, length, 4)
    shown = hold_joints(x, share, frames, seeded(seed))
    assert torch.equal(shown[1], -shown[0])  # all channels of a joint at once
    for joint in range(4):
        instants = shown[0, :, joint].tolist()
        seen = [t for t, instant in enumerate(instants) if instant == t]
        assert seen[0] == 0
        assert instants == [max(s for s in seen if s <= t) for t in range(length)]
        stretches = [(first + 1, after) for first, after in pairwise(seen) if after > first + 1]
        # one that is under way when the trial begins is seen for its end alone
        assert all(after - first >= frames for first, after in stretches if first > 1)


def test_joints_are_lost_for_the_share_asked_for_each_for_itself():
    x = torch.arange(20_000.0)[None, :, None].expand(1, 20_000, 3)
    lost = hold_joints(x, 0.2, 5, seeded())[0] != x[0]
    torch.testing.assert_close(lost.double().mean(0), torch.full((3,), 0.2, dtype=torch.float64), rtol=0.15, atol=0)
    assert (torch.corrcoef(lost.double().T) - torch.eye(3)).abs().max() < 0.1
    assert torch.equal(hold_joints(x, 0.0, 5, seeded()), x)


def test_a_rolled_trial_begins_anywhere_and_goes_round_once():
    generator, begins = seeded(), set()
    for _ in range(200):
        x, labels = roll(ramp(12), torch.arange(12), generator)
        first = int(labels[0])
        assert labels.tolist() == [*range(first, 12), *range(first)]
        assert torch.equal(x, labels.double()[None, :, None].expand(2, 12, 3))
        begins.add(first)
    assert begins == set(range(12))
