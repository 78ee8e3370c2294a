"""UTKinect-Action3D as published."""

import pytest
from raw_recordings import find_raw
from refusals import refusal
from rtstgcn_training.prepare.prepare import prepare
from rtstgcn_training.prepare.recording import Options
from rtstgcn_training.prepare.report import Report
from rtstgcn_training.prepare.utkinect import VALIDATE, open_set
from same_dataset import assert_same_trials, assert_same_validation


def write(folder, labels, ids=(10, 12, 12, 14, 18, 20)):
    rows = [" ".join(map(str, [frame, *(100 * row + column for column in range(60))])) for row, frame in enumerate(ids)]
    (folder / "joints_s07_e01.txt").write_text("\n".join(rows) + "\n")
    (folder / "actionLabel.txt").write_text(labels)


def read(raw):
    report = Report()
    return [one for source in open_set(raw, Options(), report).sources for one in source.read()], report.lines()


def test_published_files_give_the_shared_recordings(tmp_path, recordings):
    prepare("utkinect", find_raw("utkinect"), tmp_path / "out", Options())
    assert assert_same_trials(tmp_path / "out", recordings("utkinect")) == 2


def test_the_subjects_for_validation_are_those_of_the_shared_recordings(recordings):
    assert_same_validation(VALIDATE, recordings("utkinect"), lambda name: name[:3])


def test_intervals_of_frame_ids_hold_their_last_id_and_repeated_ids_count_once(tmp_path):
    write(tmp_path, "s07_e01\nwalk: 11 14\nthrow: 20 20 \n\n")
    [one], notes = read(tmp_path)
    assert one.labels.tolist() == [0, 1, 1, 0, 6]
    assert one.features.shape == (3, 5, 20, 1)
    assert one.features[1, :, 2, 0].tolist() == [7, 107, 307, 407, 507]
    assert (one.name, one.subject, one.part) == ("s07_e01", "s07", "val")
    assert notes == ["skipped 1, a row whose frame id was there before: joints_s07_e01.txt"]


def test_intervals_beyond_the_recording_are_told(tmp_path):
    write(
        tmp_path,
        "s07_e01\nwalk: 2 5\npush: 5 12\npull: 15 16\ncarry: 18 30\nthrow: 40 50\nwalk: NaN NaN\n",
        (10, 12, 20),
    )
    [one], notes = read(tmp_path)
    assert one.labels.tolist() == [7, 7, 5]
    assert notes == [
        "skipped 1, interval without frame ids (NaN): actionLabel.txt line 7",
        "skipped 2, interval outside of the recording: actionLabel.txt line 2, actionLabel.txt line 6",
        "skipped 1, interval of no frames: actionLabel.txt line 4",
        "2 x interval that reaches beyond the recording, cut: actionLabel.txt line 3, actionLabel.txt line 5",
    ]


def test_the_mended_label_file_goes_first(tmp_path):
    write(tmp_path, "s07_e01\nwalk: 10 20\n")
    (tmp_path / "actionLabel_modified.txt").write_text("s07_e01\npush: 10 20\n")
    assert read(tmp_path)[0][0].labels.tolist() == [7] * 5


def test_a_recording_that_the_label_file_does_not_name_is_left_out(tmp_path):
    write(tmp_path, "s01_e01\nwalk: 10 20\n")
    assert read(tmp_path) == (
        [],
        [
            "skipped 1, the label file does not name it: joints_s07_e01.txt",
            "skipped 1, the label file names it, but it is not there: s01_e01",
        ],
    )


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("s07_e01\nwlak: 1 2\n", "line 2: no action 'wlak'; did you mean 'walk'?"),
        ("s07_e01\nwalk: 1\n", "line 2: 'walk: 1'; 'ACTION: FIRST LAST'"),
        ("walk: 1 2\n", "line 1: 'walk: 1 2'"),
        ("s07_e01\nwalk: one 2\n", "line 2: one 2; two frame ids"),
    ],
)
def test_a_wrong_label_line_is_refused(tmp_path, labels, said):
    write(tmp_path, labels)
    assert said in refusal(read, tmp_path)


def test_a_missing_label_file_and_a_fractional_id_are_refused(tmp_path):
    write(tmp_path, "s07_e01\nwalk: 1 2\n", (1, 2.5))
    assert "line 2: frame id 2.5" in refusal(read, tmp_path)
    (tmp_path / "actionLabel.txt").unlink()
    assert "no actionLabel_modified.txt or actionLabel.txt" in refusal(read, tmp_path)


def test_a_sequence_that_is_labelled_but_not_there_is_told(tmp_path):
    write(tmp_path, "s07_e01\nwalk: 11 14\ns09_e02\nwalk: 11 14\n")
    assert "skipped 1, the label file names it, but it is not there: s09_e02" in read(tmp_path)[1]
