"""The epoch benchmark: its contenders are the same model, and its report says who was how fast."""

import pytest
import torch
from random_models import random_model, random_motion, relative_error
from rtstgcn_training.models.config import Arch

from benchmarks.epoch_speed import CONTENDERS, OURS, PUBLISHED, SHAPES, band, contender, gradient_difference, main
from rtstgcn_edge.skeletons import load_skeleton


def test_a_band_matrix_by_hand():
    ones = band(5, kernel=2, dilation=2, like=torch.ones(()))
    assert ones.tolist() == [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [1, 0, 1, 0, 0], [0, 1, 0, 1, 0], [0, 0, 1, 0, 1]]


@pytest.mark.parametrize("name", CONTENDERS)
@pytest.mark.parametrize("norm", ["layer", "batch"])
def test_every_contender_is_the_same_function(name, norm):
    arch = Arch(widths=[4, 4, 6], kernel=[3, 5, 2], dilation=[1, 2, 3], norm=norm, residual=[True, False, True])
    model = random_model(arch, load_skeleton("imu3"), dtype=torch.float64)
    x = random_motion(model, 30, skeletons=2)
    assert relative_error(contender(model, name, 30)(x).detach(), model(x).detach()) < 1e-12


def test_delayed_residuals_are_not_compared():
    model = random_model(
        Arch(widths=[4], kernel=3, dilation=1, residual_delay="centre"), load_skeleton("imu3"), dtype=torch.float32
    )
    with pytest.raises(ValueError, match="delayed"):
        contender(model, PUBLISHED, 10)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_gradients_agree(shape):
    assert 0 < gradient_difference(shape) < 1e-12


def test_gradients_that_differ_are_seen(monkeypatch):
    monkeypatch.setattr(
        "benchmarks.epoch_speed.band",
        lambda frames, kernel, dilation, like: 1.001 * band(frames, kernel, dilation, like),
    )
    assert gradient_difference(SHAPES["HuGaDB, V = 6"]) > 1e-6
    monkeypatch.setattr("sys.argv", ["epoch_speed", "--frames", "20", "--rounds", "1"])
    assert main() == 2


def test_a_small_run_prints_every_contender(monkeypatch, capsys, tmp_path):
    import json

    monkeypatch.setattr(
        "benchmarks.epoch_speed.SHAPES", {"tiny": SHAPES["HuGaDB, V = 6"] | {"arch": {"widths": [4], "dilation": 1}}}
    )
    monkeypatch.setattr("benchmarks.epoch_speed.gradient_difference", lambda shape: 1e-16)
    threads = torch.get_num_threads()
    monkeypatch.setattr(
        "sys.argv", ["epoch_speed", "--frames", "50", "--rounds", "2", "--json", str(tmp_path / "r.json")]
    )
    try:
        assert main() == 0
    finally:
        torch.set_num_threads(threads)
    report = json.loads((tmp_path / "r.json").read_text())
    assert all(len(report["tiny"]["step_seconds"][name]) == 2 for name in CONTENDERS)
    assert report["tiny"]["ratio"][OURS] == 1
    assert report["tiny"]["busy"]["augmenting"] + report["tiny"]["busy"]["learning"] == pytest.approx(1)
    out = capsys.readouterr().out
    assert all(name in out for name in CONTENDERS)
