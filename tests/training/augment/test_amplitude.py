"""Size, gain and noise: what grows, what stays, and how much."""

import pytest
import torch
from rtstgcn_training.augment.amplitude import add_noise, channel_deviations, scale_body, scale_sensors, shift_joints

IMU = ["m/s^2"] * 3 + ["rad/s"] * 3
MOVING = ["m"] * 3 + ["m/s"] * 3 + ["s"]


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def motion(channels, frames=8, joints=4):
    return 3 + torch.randn(channels, frames, joints, generator=seeded(9), dtype=torch.float64)


def test_a_body_of_another_size_stands_in_the_same_place_and_moves_as_much_larger():
    x = motion(7)
    y = scale_body(x, 0.3, MOVING, seeded())
    torch.testing.assert_close(y[:3].mean(dim=(1, 2)), x[:3].mean(dim=(1, 2)))
    factors = torch.cdist(y[:3, 0].T, y[:3, 0].T) / torch.cdist(x[:3, 0].T, x[:3, 0].T)
    factor = factors[0, 1].item()
    assert factor != pytest.approx(1, rel=0.01)
    torch.testing.assert_close(factors[~torch.eye(4, dtype=torch.bool)], torch.full((12,), factor, dtype=x.dtype))
    torch.testing.assert_close(y[3:6], factor * x[3:6])
    assert torch.equal(y[6], x[6])


def test_each_sensor_of_each_joint_has_its_own_gain():
    x = motion(6)
    gains = scale_sensors(x, 0.2, IMU, seeded()) / x
    torch.testing.assert_close(gains, gains[[0, 0, 0, 3, 3, 3], :1].expand_as(gains))
    assert len({round(value, 9) for value in gains[[0, 3], 0].flatten().tolist()}) == 8


@pytest.mark.parametrize(("scale", "units"), [(scale_body, ["m"] * 3), (scale_sensors, IMU[:3])])
def test_the_logarithm_of_the_factor_has_the_deviation_asked_for(scale, units):
    x = torch.tensor([1.0, -1.0], dtype=torch.float64)[None, :, None].expand(3, 2, 1)
    generator = seeded()
    logs = torch.tensor([scale(x, 0.1, units, generator)[0, 0, 0].log().item() for _ in range(2000)])
    assert logs.std().item() == pytest.approx(0.1, rel=0.05) and abs(logs.mean().item()) < 0.01


def test_deviations_are_of_each_channel_at_each_joint_over_all_frames_of_all_trials():
    trials = [motion(2, frames).float() for frames in (5, 11)]
    found = channel_deviations(trials)
    expected = torch.cat(trials, dim=1).double().std(dim=1, correction=0)
    torch.testing.assert_close(found, expected)


def test_noise_is_white_and_as_strong_as_asked_for_each_channel_and_joint():
    x = torch.zeros(2, 20_000, 3)
    deviations = torch.tensor([[0.1, 1.0, 0.0], [2.0, 0.5, 3.0]])
    noise = add_noise(x, deviations, seeded())
    torch.testing.assert_close(noise.std(dim=1), deviations, rtol=0.03, atol=0)
    assert not x.any()  # the trial itself is left alone
    alike = torch.corrcoef(torch.cat([noise[0, 1:, :2].T, noise[0, :-1, :2].T]))
    assert (alike - torch.eye(4)).abs().max() < 0.03


def test_joints_are_elsewhere_by_as_much_throughout_and_only_in_positions():
    x = motion(7, frames=6, joints=500)
    shift = shift_joints(x, 0.05, [0, 1, 2], seeded()) - x
    torch.testing.assert_close(shift, shift[:, :1].expand_as(shift))
    assert not shift[3:].any()
    places = shift[:3, 0]
    torch.testing.assert_close(places.std(dim=1), torch.full((3,), 0.05, dtype=x.dtype), rtol=0.1, atol=0)
    assert (torch.corrcoef(places) - torch.eye(3)).abs().max() < 0.15
