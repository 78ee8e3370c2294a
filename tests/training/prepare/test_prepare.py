"""From a publisher's files to a data set."""

import pytest
from own_recordings import write_own
from refusals import refusal
from rtstgcn_training.prepare.prepare import prepare
from rtstgcn_training.prepare.recording import Options

from rtstgcn_edge.recordings import load_dataset


def test_the_readers_rule_makes_the_parts_unless_subjects_are_chosen(tmp_path):
    raw = write_own(tmp_path / "raw")
    prepare("own", raw, tmp_path / "a", Options())
    dataset = load_dataset(tmp_path / "a")
    assert [trial.name for trial in dataset.trials("val")] == ["two"]
    assert dataset.description["split"] == "val = ben, train = the rest"
    assert dataset.description["subjects"] == {"one": "anna", "two": "ben"}
    summary = prepare("own", raw, tmp_path / "b", Options(validate=("anna",)))
    dataset = load_dataset(tmp_path / "b")
    assert [trial.name for trial in dataset.trials("val")] == ["one"] and summary.trials == {"train": 1, "val": 1}
    assert dataset.description["split"] == "by subject: val = anna, train = the rest"


def test_what_was_done_to_the_recordings_stands_behind_the_rule(tmp_path):
    lines = [f"{16 * t} 0 0 0 0 0 0 0 {t} {t} 1" for t in range(200)]
    for name in ("S01R01", "S02R01"):
        (tmp_path / f"{name}.txt").write_text("\n".join(lines))
    prepare("daphnet", tmp_path, tmp_path / "out", Options(validate=("S01",)))
    rule, treatment = load_dataset(tmp_path / "out").description["split"].split("; ")
    assert rule == "by subject: val = S01, train = the rest"
    assert treatment == "rows outside the experiment cut out, a trial per stretch of at least 2 s"


@pytest.fixture
def faulty(tmp_path):
    raw = write_own(tmp_path / "raw")
    (raw / "labels" / "two.csv").write_text("start,end,label\n0,9,walk\n")
    return raw


def test_a_faulty_file_is_refused_and_nothing_is_left(faulty, tmp_path):
    said = refusal(lambda: prepare("own", faulty, tmp_path / "out", Options()))
    assert "two.csv line 2: 0 to 9 s" in said and "(--keep-going leaves such files out)" in said
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_faulty_files_are_counted_where_one_keeps_going(faulty, tmp_path):
    summary = prepare("own", faulty, tmp_path / "out", Options(), keep_going=True)
    assert summary.trials == {"train": 1, "val": 0}
    assert summary.notes[0] == "no trial in val/"
    assert summary.notes[1].startswith("skipped 1, a fault in the file: ") and "two.csv line 2" in summary.notes[1]
    assert load_dataset(tmp_path / "out").description["notes"] == summary.notes


def test_subjects_are_checked_before_anything_is_read(tmp_path):
    raw = write_own(tmp_path / "raw", table="not a table")
    said = refusal(lambda: prepare("own", raw, tmp_path / "out", Options(validate=("anne",))))
    assert "subject 'anne' is in no recording; did you mean 'anna'?" in said
    raw = write_own(tmp_path / "raw", subjects=None, validate=None, table="not a table")
    said = refusal(lambda: prepare("own", raw, tmp_path / "out", Options(validate=("anna",))))
    assert "nobody says who its subjects are" in said


def test_an_out_that_exists_is_refused_before_anything_is_read(tmp_path):
    (tmp_path / "out").mkdir()
    said = refusal(lambda: prepare("own", tmp_path / "none", tmp_path / "out", Options()))
    assert said == f"{tmp_path / 'out'} exists; give a folder that does not"
