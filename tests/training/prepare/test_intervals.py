"""Labels of frames from intervals."""

from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.prepare.intervals import Interval, label_frames
from rtstgcn_training.prepare.report import Report

PLACES = st.integers(-5, 15)
INTERVALS = st.lists(st.builds(Interval, PLACES, PLACES, st.integers(1, 3), st.just("here")), max_size=4)


@given(st.integers(1, 10), INTERVALS)
def test_every_frame_has_the_label_of_the_last_interval_that_holds_it(frames, intervals):
    expected = [next((i.label for i in reversed(intervals) if i.start <= t < i.stop), 0) for t in range(frames)]
    assert label_frames(frames, intervals, 0, Report()).tolist() == expected


def test_faulty_intervals_are_told():
    report = Report()
    wrong = [
        Interval(5, 5, 1, "empty"),
        Interval(6, 3, 1, "reversed"),
        Interval(10, 12, 1, "after"),
        Interval(-3, 0, 1, "before"),
        Interval(8, 11, 1, "long"),
        Interval(9, 10, 2, "second"),
    ]
    assert label_frames(10, wrong, 0, report).tolist() == [0] * 8 + [1, 2]
    assert report.lines() == [
        "skipped 2, interval of no frames: empty, reversed",
        "skipped 2, interval outside of the recording: after, before",
        "1 x interval that reaches beyond the recording, cut: long",
        "1 x interval that overlaps an earlier one, which gives way: second",
    ]
