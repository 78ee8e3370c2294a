"""One's own recordings."""

import pytest
from own_recordings import HEADER, write_own
from refusals import refusal
from rtstgcn_training.prepare.own import open_set
from rtstgcn_training.prepare.recording import Options
from rtstgcn_training.prepare.report import Report


def read(raw, report=None):
    opened = open_set(raw, Options(), report or Report())
    return opened, [one for source in opened.sources for one in source.read()]


def table(times, rows=None):
    lines = [f"{time},{','.join(map(str, rows[t] if rows else [t] * 4))}" for t, time in enumerate(times)]
    return f"time,{HEADER}\n" + "\n".join(lines) + "\n"


def labels(*rows):
    return "start,end,label\n" + "\n".join(rows) + "\n"


def test_a_recording_is_read_as_it_stands_there(tmp_path):
    opened, [one, two] = read(write_own(tmp_path))
    assert one.features.shape == (2, 5, 2, 1)
    assert one.features[1, :, 1, 0].tolist() == [3, 13, 23, 33, 43]
    assert one.features[0, :, 0, 0].tolist() == [0, 10, 20, 30, 40]
    assert one.labels.tolist() == [0, 1, 1, 0, 0]
    assert [(r.name, r.subject, r.part) for r in (one, two)] == [("one", "anna", "train"), ("two", "ben", "val")]
    assert opened.split == "val = ben, train = the rest"


def test_columns_may_come_in_any_order(tmp_path):
    shuffled = "right_gyro_y, left_acc_x,time,right_acc_x,left_gyro_y\n1,2,7.0,3,4\n5,6,7.1,7,8\n"
    _, [one, _] = read(write_own(tmp_path, table=shuffled, labels=labels("7.1,7.2,walk")))
    assert one.features[:, 0, :, 0].tolist() == [[2, 3], [4, 1]]
    assert one.labels.tolist() == [0, 1]


def test_intervals_are_on_the_clock_of_the_recording_and_leave_out_their_end(tmp_path):
    given = labels("100.1,100.3,walk", " 100.30 , 100.5 , freeze ", "")
    _, [one, _] = read(write_own(tmp_path, table=table([100, 100.1, 100.2, 100.3, 100.4]), labels=given))
    assert one.labels.tolist() == [0, 1, 1, 2, 2]


def test_intervals_may_be_in_frames(tmp_path):
    _, [one, _] = read(write_own(tmp_path, intervals_in="frames", labels=labels("0,1,freeze", "3,5,walk")))
    assert one.labels.tolist() == [2, 0, 0, 1, 1]


def test_a_trial_may_validate_by_its_name(tmp_path):
    opened, trials = read(write_own(tmp_path, subjects=None, validate=["one"]))
    assert [one.part for one in trials] == ["val", "train"] and all(source.subject is None for source in opened.sources)


def test_without_a_background_every_frame_needs_an_interval(tmp_path):
    said = refusal(read, write_own(tmp_path, background=None, labels=labels("0,0.3,walk")))
    assert "no interval holds frame 3 (0.300 s); label all frames, or name a background" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (labels("0.1,0.3,wlak"), "line 2: no class 'wlak'; did you mean 'walk'?"),
        (labels("0.1,0.3,walk", "", "0.2,0.4,walk"), "line 4: it overlaps an earlier interval"),
        (labels("0.3,0.1,walk"), "line 2: 0.3 to 0.1 s; an interval ends after it starts"),
        (labels("0.3,0.3,walk"), "line 2: 0.3 to 0.3 s; an interval ends"),
        (labels("0.1,0.7,walk"), "line 2: 0.1 to 0.7 s; the recording goes from 0 to 0.5 s"),
        (labels("-0.2,0.2,walk"), "line 2: -0.2 to 0.2 s; the recording goes"),
        (labels("0.1,nan,walk"), "line 2: 0.1 to nan s; an interval ends after it starts"),
        (labels("0.1,inf,walk"), "the recording goes from 0 to 0.5 s"),
        (labels("a,0.2,walk"), "line 2: 'a', '0.2'; two numbers"),
        (labels("0.1,walk"), "line 2: 2 fields; start,end,label are expected"),
        ("0.1,0.3,walk\n", "line 1: the header start,end,label"),
        ("", "line 1: the header start,end,label"),
        ("start;end;label\n0.1;0.3;walk\n", "line 1: semicolons; fields are separated by commas"),
    ],
)
def test_wrong_labels_are_refused_with_file_and_line(tmp_path, given, said):
    raw = write_own(tmp_path, labels=given)
    message = refusal(read, raw)
    assert said in message and str(raw / "labels" / "one.csv") in message


def test_an_interval_may_be_rounded_by_a_frame(tmp_path):
    _, [one, _] = read(write_own(tmp_path, labels=labels("-0.1,0.1,walk", "0.4,0.6,freeze")))
    assert one.labels.tolist() == [1, 0, 0, 0, 2]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (f"{HEADER}\n1,2,3,4\n1,2,3\n", "one.csv line 3: 3 fields, not 4"),
        (f"{HEADER}\n1,2,3,4\n1,2,x,4\n", "one.csv line 3: 'x' is not a finite number"),
        (f"{HEADER}\n1,2,nan,4\n", "one.csv line 2: 'nan' is not a finite number"),
        (f"{HEADER}\n1,2,,4\n", "one.csv line 2: '' is not a finite number"),
        (f"{HEADER}\n", "one.csv: no rows"),
        (f"{HEADER}\n1,2,3,4\n".replace(",", ";"), "one.csv line 1: semicolons; fields are separated by commas"),
        ("", "one.csv: no column 'left_acc_x'"),
        ("left_acc_x,left_gyro_y,right_acc_x\n1,2,3\n", "no column 'right_gyro_y'"),
        (
            f"{HEADER},right_gyro_z\n1,2,3,4,5\n",
            "'right_gyro_z' is none of the nodes and channels; did you mean 'right_",
        ),
        (f"{HEADER},left_acc_x\n1,2,3,4,5\n", "column 'left_acc_x' is there twice"),
        (table([0, 0.1, 0.1]), "one.csv line 4: time 0.1 does not come after 0.1"),
        (table([0, 0.1, 0.4]), "one.csv line 4: 0.3 s after the row before, at 10 Hz; samples are missing"),
        (table([0.11 * t for t in range(20)]), "its time column runs at 9.091 Hz, dataset.json says 10 Hz"),
    ],
)
def test_wrong_tables_are_refused(tmp_path, given, said):
    assert said in refusal(read, write_own(tmp_path, table=given))


def test_a_clock_may_jitter(tmp_path):
    times = [0, 0.104, 0.19, 0.3, 0.41, 0.5]
    _, [one, _] = read(write_own(tmp_path, table=table(times), labels=labels("0.1,0.3,walk")))
    assert one.labels.tolist() == [0, 1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subjects": {"one": "anna", "twoo": "ben"}}, "subjects: no recording 'twoo'; did you mean 'two'?"),
        ({"subjects": {"one": "anna"}, "validate": None}, "subjects: recording 'two' has none"),
        ({"validate": ["eve"]}, "validate: 'eve' is neither a subject nor a recording"),
    ],
)
def test_subjects_that_do_not_fit_are_refused(tmp_path, changes, said):
    assert said in refusal(read, write_own(tmp_path, **changes))


def test_missing_folders_and_files_are_refused(tmp_path):
    raw = write_own(tmp_path / "raw")
    (raw / "labels" / "two.csv").unlink()
    assert "two.csv: No such file or directory" in refusal(read, raw)
    for path in (raw / "recordings").iterdir():
        path.unlink()
    assert "no recordings/*.csv" in refusal(read, raw)
    assert "no such folder" in refusal(read, tmp_path / "none")


def test_times_of_day_are_told_in_full(tmp_path):
    unix = [1_700_000_000.0, 1_700_000_000.1]
    raw = write_own(tmp_path, table=table(unix), labels=labels("1700000000.1,1700000009,walk"))
    assert "1700000000.1 to 1700000009 s; the recording goes from 1700000000 to 1700000000.2 s" in refusal(read, raw)
    raw = write_own(tmp_path, table=table(unix[::-1]))
    assert "time 1700000000 does not come after 1700000000.1" in refusal(read, raw)


def test_labels_of_nothing_are_told(tmp_path):
    raw, report = write_own(tmp_path, labels=labels("0.11,0.12,walk", "0.2,0.3,freeze")), Report()
    (raw / "labels" / "three.csv").write_text(labels())
    _, [one, _] = read(raw, report)
    assert one.labels.tolist() == [0, 0, 2, 0, 0]
    assert report.lines() == [
        "skipped 1, labels without a recording: three.csv",
        "skipped 2, interval that holds no frame: one.csv line 2, two.csv line 2",
    ]
