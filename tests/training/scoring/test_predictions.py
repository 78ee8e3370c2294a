"""Labels of skeletons that come and go, on the clock of their trial."""

import numpy as np
import pytest
import torch
from rtstgcn_training.data import load_part
from rtstgcn_training.scoring.predictions import NOBODY, over_trials, write_labels
from runs import tiny_model

from rtstgcn_edge.recordings import load_dataset

FRAMES = 60
RATE_HZ = 8.0  # held for half a second: 4 frames


@pytest.fixture
def root(tmp_path):
    """Trial a: two skeletons, the second one there from frame 10 to 20 and from frame 40 on. Trial b: one skeleton."""
    generator = np.random.default_rng(0)
    for folder in ("features", "labels"):
        (tmp_path / "val" / folder).mkdir(parents=True)
    both = generator.standard_normal((3, FRAMES, 3, 2)).astype(np.float32)
    both[:, :10, :, 1] = both[:, 20:40, :, 1] = 0
    for name, features in (("a", both), ("b", both[:, :30, :, :1])):
        np.save(tmp_path / f"val/features/{name}.npy", features)
        labels = generator.integers(4, size=features.shape[1])
        np.savetxt(tmp_path / f"val/labels/{name}.csv", labels, fmt="%d")
    (tmp_path / "actions.txt").write_text("w\nx\ny\nz\n")
    return tmp_path


def labelled(root, rate_hz=RATE_HZ, described=None):
    if described:
        (root / "dataset.json").write_text(f'{{"rate_hz": {described}}}')
    dataset = load_dataset(root)
    trials = load_part(dataset, "val", tiny_model(), rate_hz)
    logits = [
        torch.randn(len(trial.labels), 4, generator=torch.Generator().manual_seed(k)) for k, trial in enumerate(trials)
    ]
    logits = [one.numpy() for one in logits]
    return trials, logits, {one.name: one for one in over_trials(dataset, "val", rate_hz, trials, logits)}


def test_labels_lie_where_the_skeleton_was(root):
    trials, logits, found = labelled(root)
    assert list(found) == ["a.0", "a.1", "b"]
    truth = np.loadtxt(root / "val/labels/a.csv", dtype=int)
    assert found["a.0"].truth.tolist() == truth.tolist()
    second = found["a.1"]
    there = np.r_[10:24, 40:60]  # and four frames on which its last one is held
    assert np.flatnonzero(second.predicted != NOBODY).tolist() == there.tolist()
    assert second.truth[there].tolist() == truth[there].tolist() and set(np.delete(second.truth, there)) == {NOBODY}
    scores = np.concatenate([one for trial, one in zip(trials, logits, strict=True) if trial.name == "a/1"])
    assert second.predicted[there].tolist() == scores.argmax(1).tolist()
    odds = torch.from_numpy(scores).softmax(1).max(1).values
    np.testing.assert_allclose(second.probability[there], odds, rtol=1e-5)


def test_files_have_the_form_of_labels(root, tmp_path):
    _, _, found = labelled(root)
    write_labels(tmp_path, found["a.1"])
    lines = (tmp_path / "a.1.csv").read_text().splitlines()
    assert [int(line) for line in lines] == found["a.1"].predicted.tolist()
    assert len(lines) == FRAMES and "-1" in lines


@pytest.mark.parametrize("rate_hz", [4.0, 12.5, 16.0])
def test_resampled_trials_are_told_on_the_clock_of_the_model(root, rate_hz):
    _, _, found = labelled(root, rate_hz, described=RATE_HZ)
    frames = int((FRAMES - 1) * rate_hz / RATE_HZ) + 1
    assert {len(one.truth) for name, one in found.items() if name != "b"} == {frames}
    there = np.flatnonzero(found["a.1"].predicted != NOBODY) / rate_hz
    assert there.min() == pytest.approx(10 / RATE_HZ, abs=0.5 / rate_hz)
    # each presence is resampled from its own first frame on, and its last frame lies within it
    assert there.max() == pytest.approx((FRAMES - 1) / RATE_HZ, abs=1.5 / rate_hz)
