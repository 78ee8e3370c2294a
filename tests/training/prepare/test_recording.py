"""Descriptions of a set."""

import numpy as np
import pytest
from refusals import refusal
from rtstgcn_training.prepare.recording import Description, nodes_by_channels

from rtstgcn_edge.skeletons import load_skeleton

GOOD = {
    "name": "set",
    "rate_hz": 50,
    "channels": ["x", "y"],
    "units": ["m", "m"],
    "skeleton": load_skeleton("imu3"),
    "classes": ["none", "walk"],
    "source": "here",
    "background": 0,
}


def test_a_description_is_what_training_reads():
    assert Description(**GOOD).to_dict() == {
        "name": "set",
        "rate_hz": 50,
        "channels": ["x", "y"],
        "units": ["m", "m"],
        "nodes": ["ankle", "thigh", "trunk"],
        "edges": [[0, 1], [1, 2]],
        "center": 2,
        "classes": ["none", "walk"],
        "background": 0,
        "source": "here",
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rate_hz": 0}, "rate_hz 0"),
        ({"rate_hz": float("nan")}, "rate_hz nan"),
        ({"units": ["m"]}, "1 units for 2 channels"),
        ({"channels": [], "units": []}, "0 units for 0 channels"),
        ({"channels": ["x", "x"]}, "channel 'x' is there twice"),
        ({"classes": ["walk", "walk"]}, "class 'walk' is there twice"),
        ({"classes": [], "background": None}, "at least one name"),
        ({"classes": ["a\nb", "c"]}, "each in one line"),
        ({"background": 2}, "background 2; give a class index, 0 to 1"),
    ],
)
def test_a_description_that_contradicts_itself_is_refused(wrong, said):
    assert said in refusal(lambda: Description(**GOOD | wrong))


def test_columns_become_channels_and_joints():
    rows = np.array([[11, 12, 21, 22, 31, 32], [110, 120, 210, 220, 310, 320]], float)
    features = nodes_by_channels(rows, nodes=3, channels=2)
    assert features.shape == (2, 2, 3, 1) and features.dtype == np.float32
    assert features[0, 0, :, 0].tolist() == [11, 21, 31]
    assert features[1, 1, :, 0].tolist() == [120, 220, 320]
