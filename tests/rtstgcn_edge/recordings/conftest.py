"""The data set that the tests of recordings spoil."""

import numpy as np
import pytest

FRAMES = 5


@pytest.fixture
def root(tmp_path):
    """A data set of two classes with one trial in each part."""
    for part in ("train", "val"):
        for folder in ("features", "labels"):
            (tmp_path / part / folder).mkdir(parents=True)
        np.save(
            tmp_path / part / "features/one.npy", np.arange(2 * FRAMES * 3, dtype=np.float32).reshape(2, FRAMES, 3, 1)
        )
        (tmp_path / part / "labels/one.csv").write_text("0\n0\n1\n1\n0\n")
    (tmp_path / "actions.txt").write_text("sit\nstand\n")
    (tmp_path / "dataset.json").write_text('{"rate_hz": 60, "background": 1}')
    return tmp_path
