"""Scores of a run equal those of the score board on the same labels."""

import json

import numpy as np

from rtstgcn_edge.frames import Prediction, Stamps
from rtstgcn_edge.pipeline.scoring import Scoring
from rtstgcn_edge.scores import ScoreBoard

CLASSES = ("rest", "walk", "turn")
RANDOM = np.random.default_rng(0)


def prediction(skeleton, label, decided, truth):
    return Prediction("", 0, skeleton, label, np.ones(3, np.float32), True, False, Stamps(0, 0), truth, decided)


def test_scores_are_those_of_the_score_board_each_skeleton_a_sequence():
    scoring = Scoring(CLASSES, 0)
    boards = {"raw": ScoreBoard(CLASSES, 0), "decided": ScoreBoard(CLASSES, 0)}
    for frames in (60, 35):
        label, decided, truth = RANDOM.integers(3, size=(3, 2, frames))
        for t in range(frames):
            scoring.add([prediction(s, int(label[s, t]), int(decided[s, t]), int(truth[s, t])) for s in (0, 1)])
        scoring.end_trial()
        for s in (0, 1):
            boards["raw"].add(label[s], truth[s])
            boards["decided"].add(decided[s], truth[s])
    assert scoring.results() == {kind: board.result() for kind, board in boards.items()}
    assert scoring.results()["raw"].trials == 4
    assert json.loads(json.dumps(scoring.to_dict())) == scoring.to_dict()


def test_decided_scores_begin_with_the_first_decision():
    scoring = Scoring(CLASSES, None)
    scoring.add([prediction(0, 1, None, 1)])
    scoring.add([prediction(0, 1, 2, 1)])
    results = scoring.results()
    assert (results["raw"].top1, results["raw"].frames) == (1.0, 2)
    assert (results["decided"].top1, results["decided"].frames) == (0.0, 1)


def test_where_nothing_was_decided_there_are_no_decided_scores():
    scoring = Scoring(CLASSES, None)
    scoring.add([prediction(0, 1, None, 1)])
    assert set(scoring.results()) == {"raw"}


def test_a_trial_that_broke_off_counts_as_far_as_it_went():
    scoring = Scoring(CLASSES, None)
    scoring.add([prediction(0, 1, 1, 1)])
    assert scoring.results()["raw"].frames == 1
    assert scoring.results()["raw"].frames == 1


def test_a_run_without_a_scored_frame_has_no_scores():
    scoring = Scoring(CLASSES, None)
    scoring.end_trial()
    scoring.add([prediction(0, 1, 1, None)])
    scoring.end_trial()
    assert scoring.results() == {} and scoring.to_dict() == {}
