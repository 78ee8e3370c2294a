import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standing import standing

from rtstgcn_edge.poses import MAPPINGS, Pose, Space, to_body
from rtstgcn_edge.poses.body import body_size
from rtstgcn_edge.poses.pose import LANDMARKS

KINECT, COCO = MAPPINGS["kinect20"], MAPPINGS["coco17"]
WORLD, IMAGE = Space("world", ("left", "up", "away")), Space("image", ("right", "down"))


def test_a_body_has_the_forms_that_the_pipeline_expects_and_no_id():
    body = to_body(standing(), KINECT, WORLD, 0.3)
    assert (body.joints.shape, body.confidence.shape, body.image.shape) == ((3, 20), (20,), (2, 20))
    assert {array.dtype for array in (body.joints, body.confidence, body.image)} == {np.dtype(np.float32)}
    assert body.joints.flags.c_contiguous and body.track is None


def test_confidence_is_the_least_visibility_of_a_joint_s_landmarks_and_0_below_the_threshold():
    body = to_body(standing(hip_l=0.5, wrist_r=0.29, ear_l=0.31), KINECT, WORLD, 0.3)
    found = dict(zip(KINECT.joints, body.confidence.tolist(), strict=True))
    assert found["hip_center"] == found["spine"] == found["hip_l"] == pytest.approx(0.5)
    assert found["hip_r"] == found["knee_l"] == pytest.approx(0.9)
    assert found["wrist_r"] == 0
    assert found["head"] == found["shoulder_center"] == pytest.approx(0.31)


def test_a_visibility_that_is_no_number_is_none():
    assert to_body(standing(nose=np.nan), COCO, WORLD, 0.3).confidence[:2].tolist() == [0, pytest.approx(0.9)]


def test_a_joint_that_is_not_seen_keeps_the_estimator_s_guess():
    seen, unseen = (to_body(standing(wrist_l=v), KINECT, WORLD, 0.3) for v in (0.9, 0.0))
    np.testing.assert_array_equal(seen.joints, unseen.joints)


def test_pixels_are_those_of_the_model_s_joints():
    body = to_body(standing(scale=100, middle=(50, 60)), COCO, WORLD, 0.3)
    left_hip, nose = COCO.joints.index("hip_l"), COCO.joints.index("nose")
    np.testing.assert_allclose(body.image[:, left_hip], (60, 60), atol=1e-4)
    np.testing.assert_allclose(body.image[:, nose], (50, -6), atol=1e-4)


def test_metres_are_counted_from_the_middle_of_the_hips_wherever_the_estimator_put_it():
    pose = standing()
    moved = Pose(pose.world + np.array([0.3, -0.2, 1], np.float32), pose.image, pose.visibility)
    expected = to_body(pose, KINECT, WORLD, 0.3).joints
    np.testing.assert_allclose(to_body(moved, KINECT, WORLD, 0.3).joints, expected, atol=1e-6)


@given(scale=st.floats(20, 2000), x=st.floats(-500, 2000), y=st.floats(-500, 2000))
def test_in_the_image_neither_place_nor_distance_shows(scale, x, y):
    near = to_body(standing(), COCO, IMAGE, 0.3).joints
    far = to_body(standing(scale=scale, middle=(x, y)), COCO, IMAGE, 0.3).joints
    np.testing.assert_allclose(far, near, atol=2e-3)


def test_a_body_s_size_is_the_mean_length_of_its_twelve_bones_by_hand():
    pose = standing(scale=1000)
    places = dict(zip(LANDMARKS, pose.image.tolist(), strict=True))

    def length(a, b):
        (ax, ay), (bx, by) = places[a], places[b]
        return ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5

    pairs = [("shoulder_l", "shoulder_r"), ("hip_l", "hip_r")]
    chain = ["shoulder", "hip"], ["shoulder", "elbow"], ["elbow", "wrist"], ["hip", "knee"], ["knee", "ankle"]
    pairs += [(f"{a}_{side}", f"{b}_{side}") for a, b in chain for side in "lr"]
    assert len(pairs) == 12
    assert body_size(pose.image) == pytest.approx(sum(length(a, b) for a, b in pairs) / 12, rel=1e-5)
    nose = to_body(pose, COCO, IMAGE, 0.3).joints[:, 0]
    np.testing.assert_allclose(nose, (0, -660 / body_size(pose.image)), atol=1e-4)


def test_confidence_may_be_a_channel_of_its_own_and_is_not_cut_there():
    body = to_body(standing(nose=0.2), COCO, Space("image", ("right", "down"), confidence=True), 0.3)
    assert body.joints.shape == (3, 17)
    assert (body.joints[2, 0], body.confidence[0]) == (pytest.approx(0.2), 0)


def test_a_pose_without_extent_is_finite():
    pose = Pose(np.zeros((33, 3), np.float32), np.full((33, 2), 7, np.float32), np.zeros(33, np.float32))
    assert np.isfinite(to_body(pose, COCO, IMAGE, 0.3).joints).all()


def test_metres_of_an_estimator_that_tells_none_are_a_mistake_of_the_program():
    pose = standing()
    pose.world = None
    with pytest.raises(ValueError, match="no world coordinates"):
        to_body(pose, COCO, WORLD, 0.3)
    assert to_body(pose, COCO, IMAGE, 0.3).joints.shape == (2, 17)
