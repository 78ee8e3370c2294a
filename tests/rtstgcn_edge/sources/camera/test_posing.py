"""From an image to bodies, and what that cost."""

import numpy as np
import pytest
from cameras import SaidPoses, camera_manifest, picture, pose_at
from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.sources.camera import estimator as backends
from rtstgcn_edge.sources.camera import posing as module
from rtstgcn_edge.sources.camera.posing import Posing


@pytest.fixture
def posing(monkeypatch, tmp_path):
    """Function (estimator, options) -> Posing with it."""

    def make(estimator, **options):
        monkeypatch.setattr(module, "find_task_file", lambda *_: tmp_path / "pose_landmarker_lite.task")
        monkeypatch.setattr(module, "open_estimator", lambda *_: estimator)
        return Posing("camera:0", options, camera_manifest())

    return make


def test_poses_become_bodies_of_the_models_skeleton_without_ids(posing):
    made = posing(SaidPoses([pose_at(20), pose_at(40)]))
    bodies = made.bodies(picture(0), 2_000_000)
    assert [(body.joints.shape, body.track) for body in bodies] == [((3, 20), None)] * 2
    assert bodies[0].image.shape == (2, 20) and abs(bodies[1].image[0].mean() - bodies[0].image[0].mean() - 20) < 1e-3


def test_nothing_is_downloaded_for_an_estimator_that_cannot_run(monkeypatch):
    monkeypatch.setattr(backends, "find_spec", lambda name: None)
    monkeypatch.setattr(module, "find_task_file", lambda *_: pytest.fail("looked for the file"))
    assert "mediapipe is not installed" in refusal(Posing, "camera:0", {}, camera_manifest())
    assert "litert is not installed" in refusal(Posing, "camera:0", {"backend": "litert"}, camera_manifest())


def test_time_and_poses_are_counted(posing):
    estimator = SaidPoses([pose_at(20)], seconds=0.01)
    hidden = pose_at(20)
    hidden.visibility[:] = 0.1
    made = posing(estimator)
    for k in range(5):
        made.bodies(picture(k), 33_000_000 * k)
    estimator.poses = [hidden, pose_at(1)]
    made.bodies(picture(5), 165_000_000)
    assert estimator.timestamps == [0, 33, 66, 99, 132, 165]
    facts = made.facts()
    assert (facts["backend"], facts["model"]) == ("said", "pose_landmarker_lite.task")
    assert (facts["images"], facts["poses"], facts["most_at_once"]) == (6, 7, 2)
    assert (facts["joints"], facts["unseen_joints"]) == (140, 20)
    assert 10 <= facts["ms"]["p50"] <= 30 and facts["mapping_ms"]["p50"] < 3
    assert (
        made.remarks()[0].startswith("poses by said (pose_landmarker_lite): ")
        and "at most 2 at once" in made.remarks()[0]
    )
    assert made.remarks()[1] == "14.3 % of joints below joint_confidence=0.3"


def test_the_threshold_of_joints_is_an_option(posing):
    made = posing(SaidPoses([pose_at(20)]), joint_confidence=0.95)
    (body,) = made.bodies(picture(0), 0)
    assert (body.confidence == 0).all()


def test_where_nobody_was_found_it_says_so_and_before_an_image_nothing(posing):
    made = posing(SaidPoses())
    assert made.remarks() == [] and made.facts()["ms"] == {}
    assert made.bodies(picture(0), 0) == []
    assert made.remarks()[0].endswith("nobody was found")


def test_a_model_that_a_camera_cannot_serve_is_refused_before_anything_is_opened(monkeypatch):
    monkeypatch.setattr(module, "find_task_file", None)
    said = refusal(Posing, "camera:0", {}, tiny_manifest())
    assert said.startswith("camera:0: model '") and "no mapping from a camera's landmarks to its skeleton imu3" in said


def test_it_closes_its_estimator(posing):
    estimator = SaidPoses()
    posing(estimator).close()
    assert estimator.closed == 1 and np.isfinite(pose_at().image).all()
