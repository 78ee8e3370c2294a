"""Messages of a recording: by hand, by their own definition, and back again to the bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import prediction
from slow_cdr import decode

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Body, Event
from rtstgcn_edge.recordings.mcap.layout import (
    FRAME,
    PREDICTION,
    RECEIVED,
    TOPICS,
    describe_event,
    pack_frame,
    pack_prediction,
    pack_received,
    unpack_frame,
    unpack_prediction,
    unpack_received,
)

BITS = st.integers(0, 2**32 - 1)


@st.composite
def bodies(draw, channels=2, joints=3):
    found = []
    for track in draw(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=3)):
        bits = draw(st.lists(BITS, min_size=channels * joints, max_size=channels * joints))
        known = draw(st.none() | st.lists(st.floats(0, 1, width=32), min_size=joints, max_size=joints))
        values = np.array(bits, np.uint32).view(np.float32).reshape(channels, joints)
        found.append(Body(values, track, None if known is None else np.array(known, np.float32)))
    return found


def test_a_frame_by_hand():
    body = Body(np.array([[1, 2]], np.float32), 5)
    expected = "00010000 01000000 07000000 ffffffff 01000000 05000000 02000000 0000803f 00000040 00000000"
    assert pack_frame(1, 7, None, [body]).hex() == expected.replace(" ", "")


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.none() | st.integers(0, 99), bodies())
def test_a_frame_comes_back_bit_for_bit_and_is_what_its_definition_says(trial, number, truth, seen):
    message = pack_frame(trial, number, truth, seen)
    found = unpack_frame(message, 2, 3)
    assert (found.trial, found.number, found.truth) == (trial, number, truth)
    assert [body.track for body in found.bodies] == [body.track for body in seen]
    for back, body in zip(found.bodies, seen, strict=True):
        assert back.joints.tobytes() == body.joints.tobytes() and back.joints.shape == (2, 3)
        assert (back.confidence is None) == (body.confidence is None)
        assert body.confidence is None or back.confidence.tolist() == body.confidence.tolist()
    said = decode(FRAME, message)
    assert (said["trial"], said["number"], said["truth"]) == (trial, number, -1 if truth is None else truth)
    for one, body in zip(said["bodies"], seen, strict=True):
        np.testing.assert_array_equal(np.array(one["joints"], np.float32), body.joints.ravel())
        assert one["confidence"] == ([] if body.confidence is None else body.confidence.tolist())


def test_joints_that_are_no_piece_of_memory_are_packed_as_they_look():
    whole = np.arange(24, dtype=np.float32).reshape(4, 2, 3)
    body = Body(whole.transpose(2, 0, 1)[:2, :, 0])
    assert decode(FRAME, pack_frame(0, 0, None, [body]))["bodies"][0]["joints"] == [0, 6, 12, 18, 1, 7, 13, 19]


def test_a_body_that_was_refused_before_it_had_an_id_is_kept():
    body = Body(np.full((1, 2), np.nan, np.float32), None)
    (again,) = unpack_frame(pack_frame(0, 0, None, [body]), 1, 2).bodies
    assert again.track == -1 and np.isnan(again.joints).all()


def test_a_frame_of_another_shape_is_refused():
    message = pack_frame(0, 3, None, [Body(np.zeros((2, 3), np.float32))])
    with pytest.raises(InputError, match="frame 3 has 6 values; 3 channels x 3 joints are expected"):
        unpack_frame(message, 3, 3)


@given(st.binary(max_size=300))
def test_received_bytes(data):
    assert unpack_received(pack_received(data)) == data
    assert bytes(decode(RECEIVED, pack_received(data))["data"]) == data


@given(st.integers(0, 3), st.none() | st.integers(0, 3), st.booleans(), st.booleans(), st.text(max_size=9))
def test_a_prediction(label, decided, warm, held, name):
    if "\0" in name:
        return
    p = prediction(12, label=label, decided=decided, warm=warm, held=held, skeleton=3)
    message = pack_prediction(2, p, name)
    found = unpack_prediction(message)
    assert found == (2, 12, 3, label, decided, warm, held, tuple(p.probabilities.tolist()), name)
    said = decode(PREDICTION, message)
    assert [said[key] for key in ("trial", "frame", "skeleton", "label", "warm", "held", "name")] == [
        2, 12, 3, label, warm, held, name,
    ]  # fmt: skip
    assert said["decided"] == (-1 if decided is None else decided)
    times = [said[key] for key in ("transport_ms", "align_ms", "infer_ms")]
    assert times == pytest.approx([0.2, 0.3, 1.5])
    assert said["probabilities"] == p.probabilities.tolist()


def test_an_event_in_words():
    said = describe_event(Event("walk", 9, 0, 1, 0.5, 0.9, 0, 0.25), ["still", "walking"])
    assert said == {
        "trial": "walk", "frame": 9, "seconds": 0.9, "skeleton": 0, "label": "walking", "probability": 0.5,
        "previous": "still", "lasted": 0.25,
    }  # fmt: skip
    assert describe_event(Event("walk", 9, 0, 1, 0.5, 0.9), ["still", "walking"])["previous"] is None


def test_topics_are_told_apart():
    assert len({topic.name for topic in TOPICS}) == len({topic.type for topic in TOPICS}) == len(TOPICS)
