"""MediaPipe on real films."""

import cv2
import numpy as np
import pytest
import real_recordings
from refusals import refusal

from rtstgcn_edge.poses.pose import LANDMARKS
from rtstgcn_edge.sources.camera.estimator import PoseSettings
from rtstgcn_edge.sources.camera.mediapipe_backend import MediaPipeEstimator


def images(name, count, step=1):
    capture = cv2.VideoCapture(str(real_recordings.clip(name)))
    read = [capture.read()[1] for _ in range(count * step)]
    capture.release()
    return read[::step]


@pytest.fixture
def opened():
    """Function (settings) -> an estimator, closed at the end."""
    estimators = []

    def make(**settings):
        task = real_recordings.pose_model("lite")
        estimators.append(MediaPipeEstimator("camera:0", task, PoseSettings(**settings)))
        return estimators[-1]

    yield make
    for estimator in estimators:
        estimator.close()


def test_one_person_is_found_in_every_image_where_one_stands(opened, capfd):
    estimator = opened()
    for k, image in enumerate(images("one_person_tai_chi.mp4", 12, 3)):
        (pose,) = estimator.estimate(image, 100 * k)
        at = dict(zip(LANDMARKS, pose.image, strict=True))
        world = dict(zip(LANDMARKS, pose.world, strict=True))
        assert pose.image.shape == (33, 2) and pose.world.shape == (33, 3) and pose.visibility.shape == (33,)
        assert (0 < at["nose"][0] < 340) and (0 < at["nose"][1] < at["hip_l"][1] < at["ankle_l"][1] < 270)
        assert 0.2 < abs(world["shoulder_l"] - world["hip_l"]).max() < 0.8, "metres"
        assert np.abs(world["hip_l"] + world["hip_r"]).max() < 0.2, "around the hips"
        assert pose.visibility[:25].min() > 0.3 and pose.visibility.max() <= 1
    assert capfd.readouterr() == ("", ""), "what the library prints is kept from the person"


def test_more_than_one_person_is_found_with_the_usual_settings(opened):
    film = images("three_people_exercising.avi", 12, 5)
    usual, alone = opened(), opened(people=1)
    assert max(len(usual.estimate(image, 500 * k)) for k, image in enumerate(film)) >= 2
    assert max(len(alone.estimate(image, 500 * k)) for k, image in enumerate(film)) == 1


def test_a_clock_that_stands_still_or_goes_back_is_no_trouble(opened):
    estimator = opened()
    (image,) = images("one_person_tai_chi.mp4", 1)
    assert [len(estimator.estimate(image, at)) for at in (1000, 1000, 500, 1001)] == [1, 1, 1, 1]


def test_an_image_without_a_person_has_no_pose(opened):
    assert opened().estimate(np.zeros((48, 64, 3), np.uint8), 0) == []


def test_it_may_be_closed_twice(opened):
    estimator = opened()
    estimator.close()
    estimator.close()


def test_a_file_that_mediapipe_does_not_take_is_refused(tmp_path, capfd):
    (tmp_path / "x.task").write_bytes(b"PK no")
    said = refusal(MediaPipeEstimator, "camera:0", tmp_path / "x.task", PoseSettings())
    assert said.startswith(f"camera:0: mediapipe does not take {tmp_path}/x.task (")
    assert capfd.readouterr() == ("", "")
