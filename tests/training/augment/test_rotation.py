"""Turned joints and bodies: lengths kept, repeatable, and a rotation about the axis that it claims."""

import math

import pytest
import torch
from rtstgcn_training.augment.rotation import rotations, turn_body, turn_joints


def turned(x, degrees, seed=0):
    return turn_joints(x, degrees, torch.Generator().manual_seed(seed))


def test_vectors_keep_their_lengths_and_the_angles_between_them():
    x = torch.randn(6, 20, 5, dtype=torch.float32, generator=torch.Generator().manual_seed(3))
    y = turned(x, 40.0)
    assert (y - x).abs().max() > 0.1
    before, after = (v.reshape(2, 3, 20, 5) for v in (x, y))
    torch.testing.assert_close(after.norm(dim=1), before.norm(dim=1))
    # Acceleration and angular rate of a joint turn together, at all frames alike.
    torch.testing.assert_close((after[0] * after[1]).sum(0), (before[0] * before[1]).sum(0), rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(
        (after[0, :, 1:] * after[0, :, :-1]).sum(0), (before[0, :, 1:] * before[0, :, :-1]).sum(0), rtol=1e-4, atol=1e-5
    )


def test_each_joint_turns_by_its_own_rotation():
    y = turned(torch.ones(3, 1, 4), 40.0)
    assert len({tuple(y[:, 0, joint].tolist()) for joint in range(4)}) == 4


def test_the_generator_decides():
    x = torch.randn(3, 7, 4, generator=torch.Generator().manual_seed(3))
    assert torch.equal(turned(x, 10.0, seed=1), turned(x, 10.0, seed=1))
    assert not torch.equal(turned(x, 10.0, seed=1), turned(x, 10.0, seed=2))


def test_no_angle_turns_nothing():
    x = torch.randn(3, 7, 4)
    torch.testing.assert_close(turned(x, 0.0), x)


def test_the_angles_have_the_standard_deviation_asked_for():
    # A vector across the axis turns by the whole angle: the trace of the matrix, 1 + 2 cos, tells it for any axis.
    frame = torch.eye(3)[:, :, None].expand(3, 3, 4000)  # columns of the identity as three frames
    trace = turned(frame.contiguous(), 10.0).diagonal(dim1=0, dim2=1).sum(-1)
    angles = torch.rad2deg(torch.arccos(((trace - 1) / 2).clamp(-1, 1)))
    assert angles.square().mean().sqrt().item() == pytest.approx(10.0, rel=0.05)


def test_a_quarter_turn_about_z_takes_x_to_y():
    rotation = rotations(torch.tensor([[0.0, 0.0, 1.0]]), torch.tensor([math.pi / 2]))[0]
    expected = torch.tensor([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    torch.testing.assert_close(rotation, expected, rtol=0, atol=1e-6)


def testrotations_equal_the_formula_of_rodrigues():
    generator = torch.Generator().manual_seed(0)
    axes = torch.nn.functional.normalize(torch.randn(50, 3, generator=generator, dtype=torch.float64))
    angles = 3 * torch.randn(50, generator=generator, dtype=torch.float64)
    vectors = torch.randn(50, 3, generator=generator, dtype=torch.float64)
    found = (rotations(axes, angles) @ vectors[:, :, None])[..., 0]
    cos, sin = angles.cos()[:, None], angles.sin()[:, None]
    along = (axes * vectors).sum(1, keepdim=True) * axes
    expected = vectors * cos + torch.linalg.cross(axes, vectors) * sin + along * (1 - cos)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)


POSITIONS, WITH_VELOCITY = [0, 1, 2], [3, 4, 5]


def body(channels=3, frames=9, joints=5, seed=3):
    generator = torch.Generator().manual_seed(seed)
    return 4 + torch.randn(channels, frames, joints, generator=generator, dtype=torch.float64)


def turned_body(x, degrees, axis, seed=0):
    return turn_body(x, degrees, axis, POSITIONS, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("axis", ["x", "y", "z", "any"])
def test_a_turned_body_keeps_its_place_and_its_shape(axis):
    x = body()
    y = turned_body(x, 60.0, axis)
    assert (y - x).abs().max() > 0.1
    torch.testing.assert_close(y.mean(dim=(1, 2)), x.mean(dim=(1, 2)))
    before, after = (v.flatten(1)[:, :, None] - v.flatten(1)[:, None] for v in (x, y))
    torch.testing.assert_close(after.norm(dim=0), before.norm(dim=0), rtol=1e-6, atol=1e-6)
    if axis != "any":  # what lies along the axis stays
        along = "xyz".index(axis)
        torch.testing.assert_close(y[along], x[along])
        assert (y - x)[along - 1].abs().max() > 0.1


def test_a_velocity_turns_with_the_body_and_has_no_place_of_its_own():
    x = body(frames=10)
    moving = torch.cat([x[:, 1:], x.diff(dim=1)])
    y = turned_body(moving, 50.0, "any")
    torch.testing.assert_close(y[POSITIONS].diff(dim=1), y[WITH_VELOCITY][:, 1:])


def test_all_joints_of_a_body_turn_alike_and_the_generator_decides():
    x = torch.ones(3, 2, 4) * torch.tensor([1.0, -1.0])[None, :, None]
    y = turned_body(x, 60.0, "y", seed=1)
    assert torch.equal(y, turned_body(x, 60.0, "y", seed=1)) and not torch.equal(y, turned_body(x, 60.0, "y", seed=2))
    assert torch.equal(y, y[:, :, :1].expand_as(y))
