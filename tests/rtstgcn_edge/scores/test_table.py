"""The tables show what the scores hold."""

import numpy as np
import pytest

from rtstgcn_edge.scores import EventBoard, ScoreBoard, event_table, score_table
from rtstgcn_edge.scores.table import EVENT_ROWS

CLASSES = ("stand", "walk", "turn")
PREDICTED, TRUTH = np.random.default_rng(0).integers(3, size=(2, 400)).repeat(5, axis=1)


def board(background):
    board = ScoreBoard(CLASSES, background)
    board.add(PREDICTED, TRUTH)
    return board.result()


def rows(text):
    """Name -> cells; names and cells are two spaces apart at least."""
    cells = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in text.splitlines() if line]
    return {row[0]: row[1:] for row in cells}


def test_without_a_background_class_there_is_one_column_and_no_top5_of_three_classes():
    scores, found = board(None), rows(score_table(board(None)))
    assert found["top-1"] == [f"{scores.top1:.4f}"]
    assert found["f1@50"] == [f"{scores.f1['f1@50']:.4f}"]
    assert "top-5" not in found and "all classes" not in score_table(scores)


def test_with_one_each_score_is_shown_with_and_without_it():
    scores, found = board(0), rows(score_table(board(0)))
    assert found["all classes"] == ["without stand"]
    pairs = {
        "top-1": (scores.top1, scores.top1_without_background),
        "f1@10": (scores.f1_with_background["f1@10"], scores.f1["f1@10"]),
        "edit": (scores.edit_with_background, scores.edit),
    }
    assert all(found[name] == [f"{value:.4f}" for value in pair] for name, pair in pairs.items())
    assert len({value for pair in pairs.values() for value in pair}) == 6  # none stands in for another


def test_each_class_has_a_row():
    scores, found = board(0), rows(score_table(board(0)))
    assert found["class"] == ["frames", "recall", "prec.", "f1", "segments", "f1@10", "f1@25", "f1@50"]
    for name, one in scores.per_class.items():
        figures = (one.recall, one.precision, one.f1)
        segmental = (f"{value:.4f}" for value in one.segmental_f1.values())
        assert found[name] == [str(one.frames), *(f"{v:.4f}" for v in figures), str(one.segments), *segmental]
    for name, macro in (("mean", scores.macro), ("mean without stand", scores.macro_without_background)):
        figures = (macro.recall, macro.precision, macro.f1, *macro.segmental_f1.values())
        assert found[name] == [f"{value:.4f}" for value in figures]
    assert "mean without stand" not in rows(score_table(board(None)))


def test_columns_are_aligned():
    head, classes = score_table(board(0)).split("\n\n")
    for block in (head, classes):
        assert len({len(line) for line in block.splitlines()}) == 1


def test_every_number_on_events_has_its_row():
    raw, decided = EventBoard(CLASSES, ["turn"], 50.0), EventBoard(CLASSES, ["turn"], 50.0)
    raw.add(PREDICTED, TRUTH)
    decided.add(np.zeros_like(TRUTH), TRUTH)
    both = {"raw": raw.result().to_dict(), "decided": decided.result().to_dict()}
    head, *lines = event_table(both).splitlines()
    assert head.split() == ["detection", "of", "turn", "raw", "decided"]
    for line, (said, section, key, form) in zip(lines, EVENT_ROWS, strict=True):
        expected = [one[section][key] for one in both.values()]
        assert line.startswith(said)
        assert line[len(said) :].split() == ["-" if value is None else format(value, form) for value in expected]
    assert "-" in lines[-8].split()  # no delay where nothing was detected
    leaves = {(section, key) for section, one in both["raw"].items() if isinstance(one, dict) for key in one}
    assert {(section, key) for _, section, key, _ in EVENT_ROWS} == leaves - {("event", "predicted")}


@pytest.mark.parametrize("kinds", [["raw"], ["raw", "decided"]])
def test_a_column_for_each_kind_of_labels(kinds):
    one = EventBoard(CLASSES, ["turn", "walk"], 50.0)
    one.add(PREDICTED, TRUTH)
    head = event_table(dict.fromkeys(kinds, one.result().to_dict())).splitlines()[0]
    assert head.split() == ["detection", "of", "turn,", "walk", *kinds]


def test_there_is_no_minus_before_a_nought():
    one = EventBoard(CLASSES, ["turn"], 50.0)
    one.add(PREDICTED, TRUTH)
    facts = one.result().to_dict()
    facts["count"]["icc"], facts["time_share"]["icc"] = -0.004, -0.006
    shown = [line.split()[-1] for line in event_table({"raw": facts}).splitlines() if "ICC" in line]
    assert shown == ["-0.01", "0.00"]
