"""SHREC 2021 as published."""

import pytest
from raw_recordings import find_raw
from refusals import refusal
from rtstgcn_training.prepare.prepare import prepare
from rtstgcn_training.prepare.recording import Options
from rtstgcn_training.prepare.report import Report
from rtstgcn_training.prepare.shrec21 import open_set
from same_dataset import assert_same_trials

QUANTISED_M = 0.5 / 2000
"""The shared recordings are in steps of half a millimetre."""


def write(folder, annotations, sequences=(1,), frames=6, name="annotations_revised_training.txt"):
    (folder / "sequences").mkdir(parents=True, exist_ok=True)
    for number in sequences:
        rows = [";".join(f"{t + column / 1000}" for column in range(140)) + ";" for t in range(frames)]
        (folder / "sequences" / f"{number}.txt").write_text("\r\n".join(rows) + "\r\n\r\n")
    (folder / name).write_text(annotations)


def read(raw):
    report = Report()
    return [one for source in open_set(raw, Options(), report).sources for one in source.read()], report.lines()


def test_published_files_give_the_shared_recordings(tmp_path, recordings):
    prepare("shrec21", find_raw("shrec21"), tmp_path / "out", Options())
    assert assert_same_trials(tmp_path / "out", recordings("shrec21"), tolerance=QUANTISED_M + 1e-6) == 3


def test_positions_and_intervals_are_read_and_every_fifth_sequence_validates(tmp_path):
    write(tmp_path, "1;TAP;1;2;V;4;6;\r\n10;OK;0;0; \r\n\r\n", (10, 1))
    [first, tenth], notes = read(tmp_path)
    assert (first.name, first.part, tenth.name, tenth.part) == ("001", "train", "010", "val")
    assert first.labels.tolist() == [0, 14, 14, 0, 17, 17] and tenth.labels.tolist() == [10, 0, 0, 0, 0, 0]
    assert first.features.shape == (3, 6, 20, 1) and first.subject is None
    assert first.features[1, 2, 3, 0] == pytest.approx(2 + (3 * 7 + 1) / 1000)
    assert notes == ["frames after a leap of a joint by more than 0.5 m: 010 83.33%, 001 83.33%"]


def test_training_and_test_set_are_the_parts(tmp_path):
    write(tmp_path / "training_set", "1;TAP;1;2;\n")
    write(tmp_path / "test_set", "1;OK;1;2;\n", name="annotations_revised.txt")
    (tmp_path / "test_set" / "annotations.txt").write_text("1;POINTING;1;2;\n")
    trials, _ = read(tmp_path)
    assert {(one.name, one.part, one.labels.max()) for one in trials} == {
        ("train_001", "train", 14),
        ("val_001", "val", 10),
    }


def test_a_reversed_interval_and_a_sequence_without_annotations_are_told(tmp_path):
    write(tmp_path, "1;TAP;3;2;OK;4;9;\n", (1, 2), frames=2)
    [one], notes = read(tmp_path)
    assert one.labels.tolist() == [0, 0]
    assert notes[:3] == [
        "skipped 1, the annotation file does not name it: 2",
        "skipped 1, interval of no frames: annotations_revised_training.txt line 1",
        "skipped 1, interval outside of the recording: annotations_revised_training.txt line 1",
    ]


@pytest.mark.parametrize(
    ("annotations", "said"),
    [
        ("1;TPA;1;2;\n", "line 1: no gesture 'TPA'; did you mean 'TAP'?"),
        ("1;POINTING;1;2;\n", "line 1: no gesture 'POINTING'"),
        ("1;TAP;1;\n", "line 1: 'SEQUENCE;GESTURE;FIRST;LAST;...' is expected"),
        ("\none;TAP;1;2;\n", "line 2: 'SEQUENCE"),
    ],
)
def test_a_wrong_annotation_is_refused_with_its_line(tmp_path, annotations, said):
    write(tmp_path, annotations)
    assert said in refusal(read, tmp_path)


def test_missing_annotations_and_wrong_rows_are_refused(tmp_path):
    write(tmp_path, "1;TAP;1;2;\n")
    (tmp_path / "sequences" / "1.txt").write_text("1;2;3;\n")
    assert "1.txt line 1: 3 fields, not 140" in refusal(read, tmp_path)
    (tmp_path / "annotations_revised_training.txt").unlink()
    assert "0 folders with an annotations*.txt" in refusal(read, tmp_path)


def test_a_sequence_may_have_several_lines_and_one_that_is_not_there_is_told(tmp_path):
    write(tmp_path, "1;TAP;1;2;\n1;V;4;4;\n7;OK;1;2;\n")
    [one], notes = read(tmp_path)
    assert one.labels.tolist() == [0, 14, 14, 0, 17, 0]
    assert "skipped 1, the annotation file names it, but it is not there: 7" in notes
