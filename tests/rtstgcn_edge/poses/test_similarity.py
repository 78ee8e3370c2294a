from math import exp

import numpy as np
import pytest

from rtstgcn_edge.poses.similarity import AREA_ROOT, scale, sigmas, similarity
from rtstgcn_edge.skeletons import load_skeleton


def test_joints_have_the_sigmas_of_coco_by_their_names():
    found = dict(zip(load_skeleton("coco17").joints, sigmas(load_skeleton("coco17").joints).tolist(), strict=True))
    assert [found[name] for name in ("nose", "eye_l", "ear_r", "shoulder_l", "elbow_r")] == pytest.approx(
        [0.026, 0.025, 0.035, 0.079, 0.072]
    )
    assert [found[name] for name in ("wrist_l", "hip_r", "knee_l", "ankle_r")] == pytest.approx(
        [0.062, 0.107, 0.087, 0.089]
    )
    assert sigmas(["spine", "hip_center", "shoulder_center"]).tolist() == pytest.approx([0.08, 0.107, 0.079])


def test_object_keypoint_similarity_by_hand():
    """Two joints, off by 3-4-5 and by nothing; the spread of the first is 5, so that its share is exp(-1/2)."""
    a, b = np.array([[0, 7], [0, 7]], np.float32), np.array([[3, 7], [4, 7]], np.float32)
    spread = np.array([5, 1], np.float32)
    assert similarity(a, b, np.ones(2, np.float32), spread) == pytest.approx((exp(-0.5) + 1) / 2)
    assert similarity(a, b, np.array([3, 1], np.float32), spread) == pytest.approx((3 * exp(-0.5) + 1) / 4)
    assert similarity(a, b, np.zeros(2, np.float32), spread) == 0


def test_many_against_many_are_each_against_each():
    rng = np.random.default_rng(0)
    a, b = rng.random((3, 2, 5)), rng.random((4, 2, 5))
    weights, spread = rng.random((3, 4, 5)), rng.uniform(0.2, 1, (3, 4, 5))
    found = similarity(a[:, None], b[None], weights, spread)
    for i in range(3):
        for j in range(4):
            assert found[i, j] == pytest.approx(similarity(a[i], b[j], weights[i, j], spread[i, j]))


def test_a_body_s_scale_is_that_of_the_joints_that_are_seen():
    places = np.array([[0, 10, 500], [0, 100, 0]], np.float32)
    assert scale(places, np.array([1, 1, 0])) == pytest.approx(100 * AREA_ROOT)
    assert scale(places, np.zeros(3)) == pytest.approx(500 * AREA_ROOT)
    assert scale(places[:, :1], np.ones(1)) > 0
