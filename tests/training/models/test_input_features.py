"""Features of a frame: by hand, against NumPy, and blind to how a sensor is turned."""

import weakref

import numpy as np
import pytest
import torch
from rtstgcn_training.augment import turn_joints
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.input_features import InputFeatures
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from rtstgcn_edge.skeletons import load_skeleton


def input_features(joints, channels, *, center=0, bones=(), **arch):
    return InputFeatures(joints, center, channels, Arch(**arch), bones)


def random_trials(channels, joints, lengths=(7, 30, 1)):
    generator = np.random.default_rng(0)
    return [torch.from_numpy(generator.normal(5, 3, (channels, n, joints)).astype(np.float32)) for n in lengths]


def test_statistics_are_those_of_all_frames():
    trials = random_trials(2, 4)
    features = input_features(4, 2)
    features.fit(trials)
    together = torch.cat(trials, 1).double().numpy()
    np.testing.assert_allclose(features.mean.numpy(), together.mean(1).T, rtol=1e-6)
    np.testing.assert_allclose(features.std.numpy(), together.std(1).T, rtol=1e-6)


def test_a_channel_that_never_moves_has_deviation_one_whatever_its_mean():
    constant = torch.tensor([0.0, 0.1, 9.81, -1e6, 1e-9])[:, None, None].expand(5, 1003, 2)
    features = input_features(2, 5)
    features.fit([constant])
    torch.testing.assert_close(features.mean, constant[:, 0].T)
    assert torch.equal(features.std, torch.ones(2, 5))


def test_magnitudes_are_fitted_with_their_median_as_rest():
    trials = random_trials(6, 3, lengths=(8, 31))
    features = input_features(3, 6, magnitude=True)
    features.fit(trials)
    together = torch.cat(trials, 1).double().numpy()
    magnitudes = np.linalg.norm(together.reshape(2, 3, 39, 3), axis=1)
    np.testing.assert_allclose(features.mean[:, 6:].numpy(), magnitudes.mean(1).T, rtol=1e-6)
    np.testing.assert_allclose(features.std[:, 6:].numpy(), magnitudes.std(1).T, rtol=1e-5)
    np.testing.assert_allclose(features.rest.numpy(), np.median(magnitudes, axis=1).T, rtol=1e-6)


def test_features_of_one_vector_by_hand():
    features = input_features(1, 3, magnitude=True)
    features.mean.copy_(torch.tensor([[1.0, 1.0, 1.0, 4.0]]))
    features.std.copy_(torch.tensor([[2.0, 2.0, 2.0, 10.0]]))
    features.rest.fill_(4.5)
    # |(3, 4, 0)| = 5; standard (5 - 4) / 10; near (5 - 4.5) / (0.1 * 10)
    found = features.of_frame(torch.tensor([[3.0, 4.0, 0.0]]))
    torch.testing.assert_close(found, torch.tensor([[1.0, 1.5, -0.5, 0.1, 0.5]]))
    far = features.of_frame(torch.tensor([[30.0, 40.0, 0.0]]))
    assert far[0, -1] == 1.0


def test_trends_of_the_close_look_by_hand():
    features = input_features(1, 3, magnitude=True, magnitude_trends=[2, 4])
    features.trend_std.fill_(0.5)
    x = torch.tensor([0.02, 0.04, -0.06, 0.5])  # magnitudes as they are; the close look is ten times that, within 1
    found = features(torch.stack([x, 0 * x, 0 * x], dim=-1)[None, :, None, :])[0, :, 0]
    torch.testing.assert_close(found[:, 4], torch.tensor([0.2, 0.4, 0.6, 1.0]))
    # means of two 0.1 0.3 0.5 0.8, of four 0.05 0.15 0.3 0.55
    torch.testing.assert_close(found[:, 5], torch.tensor([0.1, 0.3, 0.4, 0.5]))
    assert features.width == found.shape[1] == 6


def test_trends_are_fitted_to_deviation_one_and_do_not_see_an_offset():
    x = random_trials(3, 2, lengths=(900,))[0]
    features = input_features(2, 3, magnitude=True, magnitude_trends=[3, 50])
    features.fit([x])
    trend = features(x.permute(1, 2, 0)[None])[0, :, :, 5]
    torch.testing.assert_close(trend.square().mean(0).sqrt(), torch.ones(2), rtol=1e-3, atol=0)
    for constant in (1.0, 1.001):
        still = features(constant * x[:, :1].expand(-1, 60, -1).permute(1, 2, 0)[None])[0, 50:, :, 5]
        torch.testing.assert_close(still, torch.zeros(10, 2), rtol=0, atol=1e-5)


def test_magnitudes_do_not_see_how_a_sensor_is_turned():
    x = random_trials(6, 3, lengths=(20,))[0]
    features = input_features(3, 6, magnitude=True)
    features.fit([x])
    turned = turn_joints(x, 40.0, torch.Generator().manual_seed(0))
    before, after = (features(one.permute(1, 2, 0)[None]) for one in (x, turned))
    torch.testing.assert_close(before[..., 6:], after[..., 6:], rtol=1e-4, atol=1e-4)
    assert (before[..., :6] - after[..., :6]).abs().max() > 0.1


def test_magnitudes_need_triples():
    with pytest.raises(ValueError, match="xyz triples, not 4"):
        input_features(3, 4, magnitude=True)


def test_places_relative_to_the_centre_and_their_changes_by_hand():
    features = input_features(2, 1, center=1, centred="also", differences=[2])
    features.mean.copy_(torch.tensor([[1.0, 0.5], [0.0, 0.0]]))
    features.std.copy_(torch.tensor([[2.0, 0.5], [1.0, 1.0]]))
    features.step_std.copy_(torch.tensor([[[0.5, 2.0], [1.0, 1.0]]]))
    x = torch.tensor([[3.0, 2.0], [5.0, 4.0], [9.0, 7.0]])  # of two joints over three frames, the second the centre
    found = features(x[None, :, :, None])[0]
    # joint 0: (x - 1) / 2, (x - centre - 0.5) / 0.5, and what these have come in two frames over 0.5 and 2
    expected = torch.tensor([[1.0, 1.0, 2.0, 0.5], [2.0, 1.0, 4.0, 0.5], [4.0, 3.0, 6.0, 1.0]])
    torch.testing.assert_close(found[:, 0], expected)
    torch.testing.assert_close(found[:, 1, :2], torch.tensor([[2.0, 0.0], [4.0, 0.0], [7.0, 0.0]]))


def test_relative_places_in_mean_bone_lengths_by_hand():
    features = input_features(3, 2, center=1, bones=[(0, 1), (1, 2)], centred="also", body_scaled=True)
    x = torch.tensor([[1.0, 1.0], [1.0, 4.0], [5.0, 7.0]])  # bones of 3 and 5, 4 in the mean
    expected = torch.tensor([[1.0, 1.0, 0.0, -0.75], [1.0, 4.0, 0.0, 0.0], [5.0, 7.0, 1.0, 0.75]])
    torch.testing.assert_close(features.of_frame(x), expected)


def test_a_body_without_extent_is_all_at_its_centre():
    features = input_features(3, 3, bones=[(0, 1), (1, 2)], centred="only", body_scaled=True)
    assert torch.equal(features.of_frame(torch.full((3, 3), 0.7)), torch.zeros(3, 3))
    alone = input_features(1, 3, centred="only", body_scaled=True)
    assert torch.equal(alone.of_frame(torch.tensor([[1.0, 2.0, 3.0]])), torch.zeros(1, 3))


def test_scaled_places_see_neither_where_a_body_stands_nor_how_large_it_is():
    skeleton = load_skeleton("kinect20")
    x = random_trials(3, 20, lengths=(20,))[0]
    features = input_features(
        20, 3, center=skeleton.center, bones=skeleton.edges, centred="only", body_scaled=True, differences=[1]
    )
    features.fit([x])
    other = 0.1 * x + torch.randn(3, 1, 1)
    before, after = (features(one.permute(1, 2, 0)[None]) for one in (x, other))
    torch.testing.assert_close(before, after, rtol=1e-3, atol=1e-3)
    wild = features.raw(1e15 * torch.randn(50, 20, 3))
    assert wild.norm(dim=-1).max() < len(skeleton.edges)  # a joint is no further than all bones in a row


def test_changes_are_fitted_to_deviation_one_and_trials_too_short_for_them_are_left_out():
    trials = random_trials(2, 4, lengths=(500, 3, 400))
    features = input_features(4, 2, differences=[5, 1])
    features.fit(trials)
    changes = features(trials[0].permute(1, 2, 0)[None])[0, 5:, :, 2:]
    torch.testing.assert_close(changes.square().mean(0).sqrt(), torch.ones(4, 4), rtol=0.1, atol=0)


def test_relative_places_do_not_see_where_a_body_stands():
    x = random_trials(3, 4, lengths=(20,))[0]
    features = input_features(4, 3, center=2, centred="only", differences=[1])
    features.fit([x])
    moved = x + torch.randn(3, 1, 1)
    before, after = (features(one.permute(1, 2, 0)[None]) for one in (x, moved))
    torch.testing.assert_close(before, after, rtol=1e-4, atol=1e-4)


def test_small_changes_far_from_the_mean_keep_every_bit():
    """A change of a thousandth of the place would else be lost in the rounding of what the place is added to."""
    features = input_features(1, 1, differences=[2])
    features.step_std.fill_(1e-3)
    x = 3 + 1e-3 * torch.randn(200, generator=torch.Generator().manual_seed(0))
    found = features(x[None, :, None, None])[0, :, 0, 1]
    assert torch.equal(found[2:], (x[2:] - x[:-2]) / features.step_std.flatten())
    assert torch.equal(found[:2], x[:2] / features.step_std.flatten())


class Held(TorchDispatchMode):
    """Largest number of bytes of results that lived at once; views take none."""

    def __init__(self):
        super().__init__()
        self.now = self.most = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        given = {tensor.untyped_storage().data_ptr() for tensor in tree_leaves(args) if torch.is_tensor(tensor)}
        for tensor in tree_leaves(result):
            if torch.is_tensor(tensor) and tensor.untyped_storage().data_ptr() not in given:
                self._take(tensor.nbytes)
                weakref.finalize(tensor, self._take, -tensor.nbytes)
        return result

    def _take(self, size):
        self.now += size
        self.most = max(self.most, self.now)


@pytest.mark.parametrize(
    "arch", [{}, {"magnitude": True, "magnitude_trends": [3, 50], "centred": "also", "differences": [1, 5]}]
)
def test_statistics_of_many_trials_are_taken_with_few_in_memory(arch):
    trials = random_trials(6, 20, lengths=[100] * 40)
    features = input_features(20, 6, **arch)
    with Held() as held:
        features.fit(trials)
    one = trials[0].nbytes
    assert one < held.most < len(trials) * one / 2


def test_the_energy_of_changes_by_hand():
    features = input_features(1, 1, differences=[1], energy=2)
    features.step_std.fill_(2.0)
    features.energy_mean.fill_(1.0)
    features.energy_std.fill_(0.5)
    x = torch.tensor([2.0, 6.0, 6.0, 6.0, 0.0])
    found = features(x[None, :, None, None])[0, :, 0]
    changes = torch.tensor([1.0, 2.0, 0.0, 0.0, -3.0])
    torch.testing.assert_close(found[:, 1], changes)
    mean_squares = torch.tensor([0.5, 2.5, 2.0, 0.0, 4.5])
    torch.testing.assert_close(found[:, 2], ((mean_squares + 1e-4).log() - 1) / 0.5)
    assert features.span == 2 and features.width == 3


def test_energies_are_fitted_to_mean_zero_and_deviation_one():
    trials = random_trials(2, 3, lengths=(400, 2, 300))
    features = input_features(3, 2, differences=[3, 1], energy=10)
    features.fit(trials)
    energies = torch.cat([features(x.permute(1, 2, 0)[None])[0, :, :, 6:] for x in trials])
    torch.testing.assert_close(energies.mean(0), torch.zeros(3, 4), rtol=0, atol=1e-4)
    torch.testing.assert_close(energies.square().mean(0).sqrt(), torch.ones(3, 4), rtol=1e-3, atol=0)
