"""What is tested labels trials alike, be it a checkpoint or a model file."""

import numpy as np
import pytest
from random_models import random_motion
from refusals import refusal
from rtstgcn_training.checkpoint import load_checkpoint
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.models.config import Arch
from rtstgcn_training.scoring.tested import SIDE_BY_SIDE, open_tested
from tiny_dataset import write_tiny_dataset
from two_files import write_both


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tested")
    arch = Arch(widths=[4, 6], kernel=3, dilation=[1, 2], residual_delay="centre")
    return write_both(folder, write_tiny_dataset(folder / "tiny", train=1, val=1), arch)


def test_either_kind_gives_place_and_logits_of_every_trial(files):
    model, description = load_checkpoint(files[0])
    trials = [random_motion(model, 5 + 7 * k % 40, seed=k)[0] for k in range(SIDE_BY_SIDE + 5)]
    for file in files:
        tested = open_tested(str(file))
        assert (tested.channels, tested.delay, tested.skeleton) == (model.channels, model.delay, model.skeleton)
        assert tested.description.classes == description.classes
        assert all(path.is_file() for path in tested.files) and file in tested.files
        found = dict(tested.label(trials))
        assert sorted(found) == list(range(len(trials)))
        for place, x in enumerate(trials):
            expected = label_trial(model, x).numpy()
            assert np.abs(found[place] - expected).max() <= 1e-5 * np.abs(expected).max()


def test_a_bundled_model_goes_by_its_name():
    assert open_tested("demo").description.name == "demo"
    assert "did you mean 'demo'?" in refusal(open_tested, "demmo")
    assert "a checkpoint is NAME.safetensors" in refusal(open_tested, "demo.safetensors")
