"""Curves hold the values of the log."""

import pytest
from matplotlib.image import imread
from rtstgcn_training.plots import curves


def test_curves_hold_every_value_where_there_is_one(tmp_path, figures):
    epochs = [
        {"epoch": 1, "loss": 2.0, "learning_rate": 1e-3},
        {"epoch": 2, "loss": 1.0, "learning_rate": 2e-3, "top1": 0.5, "f1": {"f1@10": 0.4, "f1@50": 0.2}, "edit": 0.3},
        {"epoch": 3, "loss": None, "learning_rate": 1e-3},
        {"epoch": 4, "loss": 0.5, "learning_rate": 0.0, "top1": 0.7, "f1": {"f1@10": 0.6, "f1@50": 0.1}, "edit": 0.35},
    ]
    curves(epochs, tmp_path / "curves.png")
    drawn = {
        line.get_label().split()[0]: line.get_xydata() for axes in figures["curves.png"].axes for line in axes.lines
    }
    assert {name: data.tolist() for name, data in drawn.items()} == {
        "loss": [[1, 2.0], [2, 1.0], [4, 0.5]],
        "top1": [[2, 0.5], [4, 0.7]],
        "f1@10": [[2, 0.4], [4, 0.6]],
        "f1@50": [[2, 0.2], [4, 0.1]],
        "edit": [[2, 0.3], [4, 0.35]],
        "learning_rate": [[1, 1e-3], [2, 2e-3], [3, 1e-3], [4, 0.0]],
    }
    labels = [text.get_text() for text in figures["curves.png"].axes[1].get_legend().get_texts()]
    assert "f1@50  best 0.200" in labels


@pytest.mark.parametrize(
    "epochs", [[], [{"epoch": 1, "loss": 0.0}], [{"epoch": 7, "loss": 1e-9}, {"epoch": 8, "loss": 1e9}]]
)
def test_curves_of_a_run_that_has_hardly_begun_are_drawn(tmp_path, epochs):
    curves(epochs, tmp_path / "curves.png")
    assert imread(tmp_path / "curves.png").shape[0] > 300
