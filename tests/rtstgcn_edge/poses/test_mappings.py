"""Every joint of every mapping on a standing person, worked out by hand; nothing is mirrored."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standing import landmark, standing

from rtstgcn_edge.poses import MAPPINGS, Space, to_body
from rtstgcn_edge.poses.pose import LANDMARKS
from rtstgcn_edge.skeletons import load_skeleton

# To the sensor's left, up, away: metres from the middle of the hips; `_l` stands for both sides.
KINECT20 = {
    "hip_center": (0, 0.18, 0),  # 0.36 of the way from hips to shoulders
    "spine": (0, 0.25, 0),
    "shoulder_center": (0, 0.59, 0.01),  # between shoulders and ears
    "head": (0, 0.68, 0.02),
    "shoulder_l": (-0.18, 0.50, 0), "elbow_l": (-0.22, 0.22, 0.02), "wrist_l": (-0.24, -0.02, -0.02),
    "hand_l": (-0.24, -0.11, -0.05),  # between the knuckles of little finger and index finger
    "hip_l": (-0.08, 0.10, 0),  # a fifth of the way from the hip to the middle of the shoulders
    "knee_l": (-0.12, -0.40, -0.02), "ankle_l": (-0.12, -0.78, 0.04),
    "foot_l": (-0.13, -0.81, -0.05),  # between ankle and toes
}  # fmt: skip
NTU25 = {
    "spine_base": (0, 0, 0), "spine_mid": (0, 0.25, 0), "spine_shoulder": (0, 0.50, 0),
    "neck": (0, 0.572, 0.008),  # 0.4 of the way from shoulders to ears
    "head": (0, 0.68, 0.02),
    "shoulder_l": (-0.18, 0.50, 0), "elbow_l": (-0.22, 0.22, 0.02), "wrist_l": (-0.24, -0.02, -0.02),
    "hand_l": (-0.24, -0.08, -0.04),  # a third each of wrist and both knuckles
    "hand_tip_l": (-0.24, -0.11, -0.05), "thumb_l": (-0.21, -0.08, -0.07),
    "hip_l": (-0.10, 0, 0), "knee_l": (-0.12, -0.40, -0.02), "ankle_l": (-0.12, -0.78, 0.04),
    "foot_l": (-0.14, -0.84, -0.14),
}  # fmt: skip
COCO17 = {
    "nose": (0, 0.66, -0.12), "eye_l": (-0.03, 0.70, -0.1), "ear_l": (-0.08, 0.68, 0.02),
    "shoulder_l": (-0.18, 0.50, 0), "elbow_l": (-0.22, 0.22, 0.02), "wrist_l": (-0.24, -0.02, -0.02),
    "hip_l": (-0.10, 0, 0), "knee_l": (-0.12, -0.40, -0.02), "ankle_l": (-0.12, -0.78, 0.04),
}  # fmt: skip
EXPECTED = {
    "kinect20": KINECT20,
    "ntu25": NTU25,
    "coco17": COCO17,
    "openpose18": COCO17 | {"neck": (0, 0.50, 0)},
}


def expected(name, joint):
    table = EXPECTED[name]
    if joint.endswith("_r"):
        x, y, z = table[f"{joint[:-2]}_l"]
        return -x, y, z
    return table[joint]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_joint_of_a_standing_person_is_where_it_is_by_hand(name):
    mapping = MAPPINGS[name]
    body = to_body(standing(), mapping, Space("world", mapping.axes), 0.3)
    assert mapping.joints == load_skeleton(name).joints
    for joint, place in zip(mapping.joints, body.joints.T, strict=True):
        np.testing.assert_allclose(place, expected(name, joint), atol=1e-6, err_msg=joint)


def test_mediapipe_s_own_skeleton_is_taken_as_it_is():
    mapping = MAPPINGS["mediapipe33"]
    pose = standing()
    body = to_body(pose, mapping, Space("world", mapping.axes), 0.3)
    np.testing.assert_array_equal(body.joints.T, pose.world)


@pytest.mark.parametrize("name", MAPPINGS)
def test_one_who_faces_the_sensor_has_the_left_side_at_the_image_s_right_and_is_not_mirrored(name):
    mapping = MAPPINGS[name]
    body = to_body(standing(), mapping, Space("world", ("left", "up", "away")), 0.3)
    for joint in mapping.joints:
        if joint.endswith("_l"):
            left, right = mapping.joints.index(joint), mapping.joints.index(f"{joint[:-2]}_r")
            assert body.image[0, left] > body.image[0, right]
            assert body.joints[0, left] < 0 < body.joints[0, right]
            np.testing.assert_allclose(body.joints[1:, left], body.joints[1:, right], atol=1e-6)


@pytest.mark.parametrize("name", MAPPINGS)
def test_every_joint_is_a_weighted_mean_of_landmarks_that_exist(name):
    mapping = MAPPINGS[name]
    np.testing.assert_allclose(mapping.matrix.sum(axis=1), 1, atol=1e-6)
    assert (mapping.matrix >= 0).all() and (mapping.uses == (mapping.matrix > 0)).all()
    for joint, row in zip(mapping.joints, mapping.matrix, strict=True):
        assert {LANDMARKS[at]: float(row[at]) for at in np.flatnonzero(row)} == pytest.approx(mapping.table[joint])


@pytest.mark.parametrize("name", MAPPINGS)
def test_both_sides_are_made_alike(name):
    """Exchanging left and right of all landmarks exchanges left and right of all joints."""
    mapping = MAPPINGS[name]

    def other(word):
        return {"_l": f"{word[:-2]}_r", "_r": f"{word[:-2]}_l"}.get(word[-2:], word)

    swapped = [LANDMARKS.index(other(landmark)) for landmark in LANDMARKS]
    rows = [mapping.joints.index(other(joint)) for joint in mapping.joints]
    np.testing.assert_allclose(mapping.matrix[:, swapped], mapping.matrix[rows], atol=1e-7)


@given(st.data(), st.sampled_from(sorted(MAPPINGS)))
def test_some_of_the_joints_in_another_order_are_the_same_joints(data, name):
    whole = MAPPINGS[name]
    chosen = data.draw(st.lists(st.sampled_from(whole.joints), min_size=1, unique=True))
    part = whole.of(chosen)
    assert part.joints == tuple(chosen)
    rows = [whole.joints.index(joint) for joint in chosen]
    np.testing.assert_array_equal(part.matrix, whole.matrix[rows])


def test_the_standing_person_is_plausible():
    """Of the hand-made pose itself: about 1.7 m, feet below, nose before the ears."""
    assert 1.4 < landmark("heel_l")[1] - landmark("eye_l")[1] < 1.7
    assert landmark("nose")[2] < landmark("ear_l")[2]
