"""Features of a frame: by hand, against NumPy, and blind to how a sensor is turned."""

import numpy as np
import pytest
import torch
from rtstgcn_training.augment import turn_joints
from rtstgcn_training.models.input_features import InputFeatures


def random_trials(channels, joints, lengths=(7, 30, 1)):
    generator = np.random.default_rng(0)
    return [torch.from_numpy(generator.normal(5, 3, (channels, n, joints)).astype(np.float32)) for n in lengths]


def test_statistics_are_those_of_all_frames():
    trials = random_trials(2, 4)
    features = InputFeatures(4, 2, magnitude=False)
    features.fit(trials)
    together = torch.cat(trials, 1).double().numpy()
    np.testing.assert_allclose(features.mean.numpy(), together.mean(1).T, rtol=1e-6)
    np.testing.assert_allclose(features.std.numpy(), together.std(1).T, rtol=1e-6)


def test_a_channel_that_never_moves_has_deviation_one_whatever_its_mean():
    constant = torch.tensor([0.0, 0.1, 9.81, -1e6, 1e-9])[:, None, None].expand(5, 1003, 2)
    features = InputFeatures(2, 5, magnitude=False)
    features.fit([constant])
    torch.testing.assert_close(features.mean, constant[:, 0].T)
    assert torch.equal(features.std, torch.ones(2, 5))


def test_magnitudes_are_fitted_with_their_median_as_rest():
    trials = random_trials(6, 3, lengths=(8, 31))
    features = InputFeatures(3, 6, magnitude=True)
    features.fit(trials)
    together = torch.cat(trials, 1).double().numpy()
    magnitudes = np.linalg.norm(together.reshape(2, 3, 39, 3), axis=1)
    np.testing.assert_allclose(features.mean[:, 6:].numpy(), magnitudes.mean(1).T, rtol=1e-6)
    np.testing.assert_allclose(features.std[:, 6:].numpy(), magnitudes.std(1).T, rtol=1e-5)
    np.testing.assert_allclose(features.rest.numpy(), np.median(magnitudes, axis=1).T, rtol=1e-6)


def test_features_of_one_vector_by_hand():
    features = InputFeatures(1, 3, magnitude=True)
    features.mean.copy_(torch.tensor([[1.0, 1.0, 1.0, 4.0]]))
    features.std.copy_(torch.tensor([[2.0, 2.0, 2.0, 10.0]]))
    features.rest.fill_(4.5)
    # |(3, 4, 0)| = 5; standard (5 - 4) / 10; near (5 - 4.5) / (0.1 * 10)
    found, _ = features.of_frame(torch.tensor([[3.0, 4.0, 0.0]]))
    torch.testing.assert_close(found, torch.tensor([[1.0, 1.5, -0.5, 0.1, 0.5]]))
    far, close = features.of_frame(torch.tensor([[30.0, 40.0, 0.0]]))
    assert far[0, -1] == close[0, 0] == 1.0


def test_means_of_the_close_look_by_hand():
    features = InputFeatures(1, 3, magnitude=True, means=[2, 4])
    x = torch.tensor([0.02, 0.04, -0.06, 0.5])  # magnitudes as they are; the close look is ten times that, within 1
    found = features(torch.stack([x, 0 * x, 0 * x], dim=-1)[None, :, None, :])[0, :, 0]
    close, short, long = found[:, 4], found[:, 5], found[:, 6]
    torch.testing.assert_close(close, torch.tensor([0.2, 0.4, 0.6, 1.0]))
    torch.testing.assert_close(short, torch.tensor([0.1, 0.3, 0.5, 0.8]))
    torch.testing.assert_close(long, torch.tensor([0.05, 0.15, 0.3, 0.55]))
    assert features.width == found.shape[1] == 7


def test_magnitudes_do_not_see_how_a_sensor_is_turned():
    x = random_trials(6, 3, lengths=(20,))[0]
    features = InputFeatures(3, 6, magnitude=True)
    features.fit([x])
    turned = turn_joints(x, 40.0, torch.Generator().manual_seed(0))
    before, after = (features(one.permute(1, 2, 0)[None]) for one in (x, turned))
    torch.testing.assert_close(before[..., 6:], after[..., 6:], rtol=1e-4, atol=1e-4)
    assert (before[..., :6] - after[..., :6]).abs().max() > 0.1


def test_magnitudes_need_triples():
    with pytest.raises(ValueError, match="xyz triples, not 4"):
        InputFeatures(3, 4, magnitude=True)
