"""Daphnet as published."""

import pytest
from raw_recordings import find_raw
from refusals import refusal
from rtstgcn_training.prepare.daphnet import VALIDATE, open_set
from rtstgcn_training.prepare.prepare import prepare
from rtstgcn_training.prepare.recording import Options
from rtstgcn_training.prepare.report import Report
from same_dataset import assert_same_trials, assert_same_validation


def write(folder, labels, name="S01R01.txt", times=None, value=100):
    times = times or [round(1000 * t / 64) for t in range(len(labels))]
    lines = [f"{time} {value} 0 0 0 0 0 0 0 {time} {label}" for time, label in zip(times, labels, strict=True)]
    (folder / name).write_text("\n".join(lines) + "\n")


def read(raw):
    report = Report()
    return [one for source in open_set(raw, Options(), report).sources for one in source.read()], report.lines()


def test_published_files_give_the_shared_recordings(tmp_path, recordings):
    prepare("daphnet", find_raw("daphnet"), tmp_path / "out", Options())
    assert assert_same_trials(tmp_path / "out", recordings("daphnet")) == 1


def test_the_subjects_for_validation_are_those_of_the_shared_recordings(recordings):
    assert_same_validation(VALIDATE, recordings("daphnet"), lambda name: name[:3])


def test_stretches_of_the_experiment_become_trials(tmp_path):
    write(tmp_path, [0] * 10 + [1] * 128 + [0] + [2] * 127 + [0] + [1] * 100 + [2] * 100)
    trials, notes = read(tmp_path)
    assert [(one.name, one.labels.tolist()) for one in trials] == [
        ("S01R01_00", [0] * 128),
        ("S01R01_02", [0] * 100 + [1] * 100),
    ]
    assert notes == ["skipped 1, a stretch shorter than 2 s: S01R01_01"]
    first = trials[0]
    assert (first.subject, first.part) == ("S01", "train") and first.features.shape == (3, 128, 3, 1)
    assert first.features[0, :, 0, 0].tolist() == [pytest.approx(0.980665)] * 128
    assert first.features[2, 0, 2, 0] == pytest.approx(round(1000 * 10 / 64) * 9.80665e-3)


def test_a_leap_of_the_clock_cuts_a_stretch(tmp_path):
    times = [16 * t + (85 if t >= 130 else 0) for t in range(300)]
    write(tmp_path, [1] * 300, "S03R01.txt", times)
    trials, notes = read(tmp_path)
    assert [len(one.labels) for one in trials] == [130, 170] and {one.part for one in trials} == {"val"}
    assert len(notes) == 1 and "leaps by more than 100 ms" in notes[0]
    times = [16 * t + (84 if t >= 130 else 0) for t in range(300)]
    write(tmp_path, [1] * 300, "S03R01.txt", times)
    assert [len(one.labels) for one in read(tmp_path)[0]] == [300]


def test_spikes_are_told_and_kept(tmp_path):
    write(tmp_path, [1] * 128, value=30000)
    [one], notes = read(tmp_path)
    assert one.features[0].max() == pytest.approx(30 * 9.80665)
    assert notes == ["frames with an acceleration beyond 8 g: S01 100.00%"]


def test_a_file_outside_of_the_experiment_is_left_out(tmp_path):
    write(tmp_path, [0] * 200)
    assert read(tmp_path) == ([], ["skipped 1, nothing in it belongs to the experiment: S01R01.txt"])


@pytest.mark.parametrize(("label", "said"), [(3, "line 2: label 3; 0, 1 or 2"), ("x", "line 2: 'x' is not a finite")])
def test_an_unknown_label_is_refused_with_its_line(tmp_path, label, said):
    write(tmp_path, [1, label])
    assert said in refusal(read, tmp_path)
