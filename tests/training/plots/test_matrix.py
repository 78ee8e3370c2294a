"""The confusion matrix: every cell says its share of the true class."""

import numpy as np
import pytest
from matplotlib.image import imread
from rtstgcn_training.plots import confusion


@pytest.mark.parametrize("number", [2, 10, 12, 52])
def test_a_cell_of_the_confusion_matrix_is_its_share_of_the_row(tmp_path, figures, number):
    rng = np.random.default_rng(number)
    matrix = rng.integers(0, 1000, (number, number))
    matrix[0, 1], matrix[1] = 0, 0
    names = [f"class {k}" for k in range(number)]
    confusion(matrix, names, tmp_path / "c.png")
    axes = figures["c.png"].axes[0]
    drawn = axes.images[0].get_array()
    said = {tuple(map(int, text.get_position()[::-1])): text.get_text().split("\n") for text in axes.texts}
    for (row, column), count in np.ndenumerate(matrix):
        if matrix[row].sum() == 0:
            assert np.ma.is_masked(drawn[row, column]) and (row, column) not in said
            continue
        share = count / matrix[row].sum()
        assert drawn[row, column] == pytest.approx(share)
        if count == 0:
            assert (row, column) not in said
            continue
        text = said[row, column]
        shown = 0.0 if text[0] == "·" else float(text[0])
        assert abs(shown - 100 * share) <= (0.051 if number <= 10 else 0.51)
        assert text[1:] == ([f"{count:,}"] if number <= 10 else [])
    rows = [label.get_text() for label in axes.get_yticklabels()]
    assert rows == [label.get_text() for label in axes.get_xticklabels()] == names
    (right,) = axes.child_axes
    totals = [label.get_text() for label in right.get_yticklabels()]
    assert totals == [f"{total:,}" if total else "none" for total in matrix.sum(1)]
    assert min(imread(tmp_path / "c.png").shape[:2]) > 30 * number  # pixels a cell
