"""Labels cut into segments, and the segments of two labellings matched."""

import numpy as np
from hypothesis import given
from label_runs import a_trial, labels, slow_edit_distance, slow_hits, slow_runs

from rtstgcn_edge.scores.segments import Segment, best_matches, edit_similarity, segments


def test_segments_are_the_longest_runs_with_exclusive_stop():
    assert segments(labels("AABBBA")) == [Segment(0, 0, 2), Segment(1, 2, 5), Segment(0, 5, 6)]
    assert segments(labels("C")) == [Segment(2, 0, 1)]
    assert segments(np.array([], dtype=int)) == []


@given(a_trial())
def test_segments_are_those_found_by_walking(trial):
    walked = [(label, min(frames), max(frames) + 1) for label, frames in slow_runs(labels(trial[0]))]
    assert segments(labels(trial[0])) == walked


@given(a_trial())
def test_matches_and_edit_equal_slow_restatements(trial):
    predicted, truth = (segments(labels(one)) for one in trial)
    slow = [slow_runs(labels(one)) for one in trial]
    matches = best_matches(predicted, truth)
    for overlap in (0.05, 0.1, 1 / 3, 0.5, 1.0):
        assert len({index for index, iou in matches if iou >= overlap}) == slow_hits(*slow, overlap)
    order = [[segment.label for segment in one] for one in (predicted, truth)]
    expected = 1 - slow_edit_distance(*order) / max(map(len, order))
    assert abs(edit_similarity(predicted, truth) - expected) < 1e-12
