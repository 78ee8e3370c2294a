"""What is drawn is what the report says."""

import numpy as np
import pytest
from matplotlib.image import imread
from rtstgcn_export.report import picture as module
from rtstgcn_export.report.picture import LEAST, RED, picture
from rtstgcn_export.report.table import worst_of
from rtstgcn_training.plots.style import save


@pytest.fixture
def figure(report, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(module, "save", lambda figure, path: (seen.append(figure), save(figure, path)))
    picture(report, tmp_path / "calibration.png")
    assert min(imread(tmp_path / "calibration.png").shape[:2]) > 700
    return seen[0]


@pytest.fixture
def rows(report):
    return [t for t in report.tensors if t.saturated is not None or t.share is not None]


def test_a_row_for_each_tensor_that_loses_something(report, rows, figure):
    names = [text for text in figure.axes[0].texts if text.get_position()[0] < -0.5]
    assert [text.get_text() for text in names] == [tensor.name for tensor in rows]
    assert {text.get_text() for text in names if text.get_color() == RED} == {t.name for t in worst_of(report)}
    top, bottom = sorted(figure.axes[0].get_ylim())
    assert (top, bottom) == (-0.5, len(rows) - 0.5)


def test_histograms_lie_in_the_range_of_their_type(rows, figure):
    drawn = [tensor for tensor in rows if tensor.histogram is not None]
    for mesh, tensor in zip(figure.axes[0].collections[::2], drawn, strict=True):
        shares = np.array(tensor.histogram[1:-1])
        cells = mesh.get_array()
        assert np.allclose(cells.compressed(), shares[shares >= LEAST])
        corners = mesh.get_coordinates()[0, :, 0]
        assert (corners[0], corners[-1]) == (0 if tensor.dtype == "uint8" else -1, 1)


def test_ratios_saturation_and_shares_are_those_of_the_report(rows, figure):
    _, ratios, saturated, shares = figure.axes
    for line, key in zip(ratios.lines, ("local_db", "constants_db", "accumulated_db"), strict=True):
        expected = [(getattr(t, key), place) for place, t in enumerate(rows) if getattr(t, key) is not None]
        assert np.allclose(line.get_xydata(), expected)
    bars = {round(bar.get_y() + bar.get_height() / 2): bar.get_x() + bar.get_width() for bar in saturated.patches
            if bar.get_height() < 0.9}  # fmt: skip
    expected = {place: t.saturated for place, t in enumerate(rows) if t.saturated}
    assert bars == pytest.approx(expected)
    widths = [bar.get_width() for bar in shares.patches if bar.get_height() < 0.9]
    assert widths == pytest.approx([t.share or 0 for t in rows])
