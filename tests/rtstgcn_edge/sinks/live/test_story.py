import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_pages import manifest, tick

from rtstgcn_edge.frames import Stamps
from rtstgcn_edge.sinks.live.story import HISTORY_S, MOST_LATENCIES, MOST_SAMPLES, NOWHERE, Story, glance, lengthen


def tell(story, *ticks):
    return story.tell([glance(one) for one in ticks])


def spread(runs):
    """Frame -> what was said, of every frame of the runs."""
    return {frame: run[2:] for run in runs for frame in range(run[0], run[1] + 1)}


def test_nothing_happened_nothing_is_told():
    assert Story(manifest()).tell([]) is None


def test_runs_grow_where_they_go_on_and_end_where_they_do_not():
    runs = []
    for run in ([0, 0, 5], [1, 3, 5], [4, 4, 6], [6, 6, 6]):
        lengthen(runs, run)
    assert runs == [[0, 3, 5], [4, 4, 6], [6, 6, 6]]


@given(labels=st.lists(st.integers(0, 3), min_size=1, max_size=60), cuts=st.sets(st.integers(1, 59)))
def test_however_ticks_are_cut_into_messages_every_label_arrives_once(labels, cuts):
    story, told = Story(manifest()), {}
    for first, last in zip(sorted({0, *cuts}), sorted({*cuts, 60}), strict=True):
        message = tell(story, *(tick(n, (labels[n],), truth=labels[n]) for n in range(first, last) if n < len(labels)))
        if message:
            runs = message["labels"][0]
            assert not spread(runs).keys() & told.keys()
            told |= spread(runs)
            assert {frame: said[0] for frame, said in spread(message["truth"]).items()} == {
                frame: said[0] for frame, said in spread(runs).items()
            }
    assert told == {n: [label, label if n >= 7 else -1, int(n >= 7)] for n, label in enumerate(labels)}
    past = story.past()
    assert spread(past["labels"][0]) == told
    assert past["n"] == len(labels) - 1


def test_the_past_is_bounded_and_its_end_is_the_newest():
    story = Story(manifest(rate_hz=10.0))
    for n in range(1000):
        tell(story, tick(n, (n % 3,)))
    runs = story.past()["labels"][0]
    assert [runs[0][0], runs[-1][1]] == [999 - 10 * HISTORY_S, 999]


def test_who_left_is_not_told_but_their_labels_stay():
    story = Story(manifest())
    tell(story, tick(0, (1, 3)))
    message = tell(story, tick(1, (1,)))
    assert [person["id"] for person in message["people"]] == [0]
    assert set(story.past()["labels"]) == {0, 1}


def test_another_trial_begins_anew_and_the_former_is_dropped():
    story = Story(manifest())
    tell(story, *(tick(n, (3,), truth=1) for n in range(9)))
    message = tell(story, tick(9, (3,)), tick(0, (1,), trial="sit"))
    assert (message["trial"], message["n"]) == ("sit", 0)
    assert message["labels"] == {0: [[0, 0, 1, -1, 0]]}
    assert story.past()["truth"] == []


def test_a_person_is_told_with_place_chances_and_state():
    x = np.array([[0.1, 0.2, 0.3], [1, 2, 3], [-1, -2, np.nan]], np.float32)
    message = tell(Story(manifest()), tick(8, (2,), joints=x))
    (person,) = message["people"]
    assert person["at"] == [100, 200, 300, 1000, 2000, 3000, -1000, -2000, NOWHERE]
    assert person["top"] == [[2, 700], [0, 100], [1, 100]]
    assert (person["decided"], person["warm"], person["held"]) == (2, True, False)


def test_who_is_not_seen_stays_where_they_were():
    story = Story(manifest())
    (before,) = tell(story, tick(8))["people"]
    (after,) = tell(story, tick(9, held=(0,)))["people"]
    assert after["held"] and after["at"] == before["at"]


def test_pixels_confidence_and_the_size_of_the_picture_are_told_and_the_picture_is_not():
    one = tick(8, image=np.zeros((480, 640, 3), np.uint8))
    body = one.frame.bodies[0]
    body.image = np.array([[1.4, 2.6, np.nan], [4, 5, 6]], np.float32)
    body.confidence = np.array([0, 0.55, 1], np.float32)
    message = tell(Story(manifest()), one)
    assert message["size"] == (640, 480)
    assert message["people"][0]["pixels"] == [1, 3, NOWHERE, 4, 5, 6]
    assert message["people"][0]["sure"] == "059"
    assert not any(isinstance(kept, np.ndarray) for kept in glance(one))


def test_stages_are_told_in_microseconds_and_of_many_ticks_the_slowest():
    ticks = [tick(n) for n in range(3 * MOST_LATENCIES)]
    ticks[5].stamps = Stamps(0, 1_000_000, 3_000_000, 6_000_000, 10_000_000)
    message = tell(Story(manifest()), *ticks)
    assert len(message["ms"]) == MOST_LATENCIES
    assert message["ms"][1] == [1000, 0, 2000, 3000, 4000]
    assert message["ms"][2] == [200, 0, 300, 1500, 100]


def test_the_time_that_a_pose_took_stands_apart():
    one = tick(8)
    one.stamps.posed = 400_000
    assert tell(Story(manifest()), one)["ms"] == [[200, 200, 100, 1500, 100]]


def test_ticks_without_anybody_or_after_the_end_have_no_latency():
    after = tick(8)
    after.frame.number = -1
    message = tell(Story(manifest()), tick(8, ()), after)
    assert message["ms"] == []
    assert message["n"] == 8


def test_signals_are_told_sample_by_sample_and_thinned_where_too_many():
    story = Story(manifest(channels=["acc_x", "acc_y", "acc_z"], units=["m/s^2"] * 3))
    x = np.arange(9, dtype=np.float32).reshape(3, 3) / 10
    message = tell(story, tick(0, joints=x), tick(1, held=(0,)), tick(2, joints=x))
    assert message["signals"] == [[n, 0, 100, 200, 300, 400, 500, 600, 700, 800] for n in (0, 2)]
    assert "at" not in message["people"][0]
    frames = [sample[0] for sample in tell(story, *(tick(n, joints=x) for n in range(3, 100)))["signals"]]
    assert len(frames) <= MOST_SAMPLES and frames[-1] == 99 and len(set(np.diff(frames))) == 1


@pytest.mark.parametrize(
    ("channels", "said", "up", "view", "axes"),
    [
        (["x", "y", "z"], {}, None, "bones", ["left", "up", "away"]),
        (["x", "y", "z"], {}, "z", "bones", ["right", "away", "up"]),
        (["x", "y", "confidence"], {}, None, "bones", ["left", "up"]),
        (["acc_x", "acc_y", "acc_z"], {}, None, "signals", []),
    ],
)
def test_positions_are_drawn_as_bones_and_all_else_as_signals(channels, said, up, view, axes):
    model = Story(manifest(channels=channels, units=["m"] * 3, **said), up).model()
    assert (model["view"], model["axes"]) == (view, axes)


def test_everything_told_is_json():
    story = Story(manifest())
    message = tell(story, *(tick(n, (1, 2), truth=1) for n in range(20)))
    assert json.loads(json.dumps([message, story.past(), story.model()]))
