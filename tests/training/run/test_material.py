"""What a training is made of: read as the configuration says, and checked before anything is written."""

import pytest
import torch
from refusals import refusal
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.run.material import gather
from tiny_dataset import write_tiny_dataset


def plan(root, **sections):
    values = {"processor": {"name": "tiny", "data": str(root), "out": "out"}, "arch": {"widths": [4], "dilation": 1}}
    for section, keys in sections.items():
        values[section] = values.get(section, {}) | keys
    return Configuration.model_validate(values)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_tiny_dataset(tmp_path_factory.mktemp("data") / "tiny", subject_pattern="(.*)")


@pytest.fixture
def split(tmp_path):
    """Trials of three people, who are in one part each."""
    subjects = {"train/trial0": "A", "train/trial1": "B", "train/trial2": "A", "val/trial0": "C"}
    return write_tiny_dataset(tmp_path / "tiny", train=3, val=1, frames=50, subjects=subjects)


def test_trials_go_to_the_part_that_the_configuration_says(split, capsys):
    found = gather(plan(split), origin=None)
    assert ([t.name for t in found.train], len(found.val)) == (["trial0/0", "trial1/0", "trial2/0"], 1)
    found = gather(plan(split, processor={"leave_out": ["A"]}), origin=None)
    assert (len(found.train), len(found.val)) == (2, 2)
    assert found.counts.sum() == 100 and found.batch_bytes(1) == 3 * 50 * 3 * 4
    assert capsys.readouterr().err == ""


def test_rate_and_channels_are_those_that_are_asked_for(split):
    found = gather(plan(split, processor={"rate_hz": 10, "channels": ["acc_z", "acc_x"]}), origin=None)
    said = found.description
    assert (said.rate_hz, said.channels, said.units) == (10, ["acc_z", "acc_x"], ["m/s^2"] * 2)
    assert found.train[0].features.shape[0] == 2 and 24 <= found.train[0].features.shape[1] <= 26


def test_nobody_is_in_two_parts(root):
    said = refusal(lambda: gather(plan(root), origin=None))
    assert "subject trial0 is in train" in said


def test_channels_are_standardised_by_the_training_trials_unless_the_weights_come_with_theirs(split):
    fresh = gather(plan(split), origin=None)
    every = torch.cat([trial.features for trial in fresh.train], dim=1)
    torch.testing.assert_close(fresh.model.features.mean, every.mean(1).t(), rtol=1e-4, atol=1e-5)
    going_on = gather(plan(split), origin={"init": {"git_commit": "x"}})
    assert torch.equal(going_on.model.features.mean, torch.zeros(3, 3))
    assert going_on.description.provenance["init"] == {"git_commit": "x"}


def test_trials_to_show_are_checked_before_the_training(split):
    said = refusal(lambda: gather(plan(split, processor={"demo": ["nobody"]}), origin=None))
    assert "processor.demo: no trial 'nobody'" in said


@pytest.mark.parametrize(
    ("sections", "says"),
    [
        ({"arch": {"magnitude": True}}, "arch.magnitude: 2 channels are not xyz triples"),
        (
            {"arch": {"centred": "only", "body_scaled": True}},
            "arch.body_scaled: angle in deg, rate in deg/s are no position",
        ),
        ({"optimizer": {"rotation_deg": 5}}, "optimizer.rotation_deg: 2 channels are not xyz triples"),
        ({"optimizer": {"distillation": 1}}, "no teacher"),
        ({"processor": {"init": "nowhere.safetensors"}}, "nowhere.safetensors: no such file"),
        ({"processor": {"leave_out": ["nobody"]}}, "processor.leave_out"),
        ({"processor": {"graph": "imu6"}}, "graph 'imu6'"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, sections, says):
    flat = write_tiny_dataset(tmp_path / "flat", channels=["angle", "rate"], units=["deg", "deg/s"], train=1, val=1)
    assert says in refusal(lambda: gather(plan(flat, **sections), origin=None))
