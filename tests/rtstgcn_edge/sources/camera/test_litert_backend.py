"""LiteRT on the two networks of a .task file gives what MediaPipe gives."""

import zipfile

import cv2
import numpy as np
import pytest
import real_recordings
from refusals import refusal

from rtstgcn_edge.sources.camera.estimator import PoseSettings
from rtstgcn_edge.sources.camera.litert_backend import LiteRtEstimator
from rtstgcn_edge.sources.camera.mediapipe_backend import MediaPipeEstimator
from rtstgcn_edge.sources.camera.task_file import DETECTOR, LANDMARKS


def images(name, count, step=1):
    capture = cv2.VideoCapture(str(real_recordings.clip(name)))
    read = [capture.read()[1] for _ in range(count * step)]
    capture.release()
    return read[::step]


def litert(pose="lite", **settings):
    return LiteRtEstimator("camera:0", real_recordings.pose_model(pose), PoseSettings(**settings))


def estimators(pose="lite", **settings):
    """MediaPipe, to be closed, and ours."""
    task = real_recordings.pose_model(pose)
    return MediaPipeEstimator("camera:0", task, PoseSettings(**settings)), litert(pose, **settings)


def apart(one, other):
    """Mean distance of two poses: in pixels, and in metres; largest difference of a visibility."""
    return (
        np.linalg.norm(one.image - other.image, axis=1).mean(),
        np.linalg.norm(one.world - other.world, axis=1).mean(),
        np.abs(one.visibility - other.visibility).max(),
    )


@pytest.mark.parametrize("pose", ["lite", "full"])
@pytest.mark.parametrize("clip", ["one_person_tai_chi.mp4", "one_person_lifting.mp4"])
def test_in_an_image_of_its_own_the_pose_is_mediapipes(pose, clip):
    for image in images(clip, 3, 40):
        pair = estimators(pose, people=1)
        theirs, ours = (estimator.estimate(image, 0) for estimator in pair)
        pair[0].close()
        assert len(theirs) == len(ours) == 1
        pixels, metres, visibility = apart(theirs[0], ours[0])
        assert pixels < 1 and metres < 0.03 and visibility < 0.05


def test_followed_through_a_film_the_person_is_where_mediapipe_sees_it():
    theirs, ours = estimators(people=1)
    distances = []
    for k, image in enumerate(images("one_person_tai_chi.mp4", 30)):
        (one,), (other,) = theirs.estimate(image, 33 * k), ours.estimate(image, 33 * k)
        distances.append(apart(one, other)[:2])
    theirs.close()
    pixels, metres = np.median(distances, axis=0)
    assert pixels < 2 and metres < 0.03, "MediaPipe smooths landmarks over time, which this one does not"


def test_it_finds_as_many_people_as_mediapipe():
    theirs, ours = estimators()
    counts = [
        (len(theirs.estimate(i, 0)), len(ours.estimate(i, 0))) for i in images("three_people_exercising.avi", 12, 5)
    ]
    theirs.close()
    assert abs(np.mean(counts, axis=0) @ [1, -1]) <= 0.35 and max(ours for _, ours in counts) >= 2


def test_a_person_is_followed_where_the_detector_does_not_see_them(monkeypatch):
    ours = litert()
    film = images("one_person_tai_chi.mp4", 5)
    assert len(ours.estimate(film[0], 0)) == 1
    monkeypatch.setattr(ours, "_detect", lambda rgb: [])
    assert [len(ours.estimate(image, 33 * k)) for k, image in enumerate(film[1:], 1)] == [1] * 4


def test_a_person_who_leaves_is_not_seen_any_more():
    ours = litert()
    (image,) = images("one_person_tai_chi.mp4", 1)
    assert len(ours.estimate(image, 0)) == 1
    assert ours.estimate(np.zeros_like(image), 33) == []
    assert len(ours.estimate(image, 66)) == 1


def test_it_does_not_matter_where_in_a_larger_image_the_person_stands():
    ours = litert(people=1)
    (image,) = images("one_person_tai_chi.mp4", 1)
    (pose,) = ours.estimate(image, 0)
    wide = cv2.copyMakeBorder(image, 0, 0, 200, 0, cv2.BORDER_CONSTANT)
    (moved,) = litert(people=1).estimate(wide, 0)
    assert np.abs(moved.image - pose.image - np.array([200, 0])).mean() < 4


def test_files_with_other_networks_are_refused(tmp_path, capfd):
    task = real_recordings.pose_model("lite")
    with zipfile.ZipFile(task) as bundle:
        networks = bundle.read(DETECTOR), bundle.read(LANDMARKS)

    def written(detector, landmarks):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.task"
        with zipfile.ZipFile(path, "w") as bundle:
            bundle.writestr(DETECTOR, detector)
            bundle.writestr(LANDMARKS, landmarks)
        return path

    swapped, broken = written(*reversed(networks)), written(b"no network", networks[1])
    assert "holds other networks than" in refusal(LiteRtEstimator, "camera:0", swapped, PoseSettings())
    assert "LiteRT does not take" in refusal(LiteRtEstimator, "camera:0", broken, PoseSettings())
    assert capfd.readouterr() == ("", "")
