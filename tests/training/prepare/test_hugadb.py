"""HuGaDB as published."""

import numpy as np
import pytest
from raw_recordings import find_raw
from refusals import refusal
from rtstgcn_training.prepare.hugadb import VALIDATE, open_set
from rtstgcn_training.prepare.prepare import prepare
from rtstgcn_training.prepare.recording import Options
from rtstgcn_training.prepare.report import Report
from same_dataset import assert_same_trials, assert_same_validation

HEADER = "#Activity\twalking\n#ActivityID\t1\n#Date\t1\n" + "\t".join(f"column{i}" for i in range(39)) + "\n"


def write(folder, name, activities, values=None):
    """A file in the publisher's layout; rows of 1000 t + column unless `values` are given."""
    rows = values or [[1000 * t + column for column in range(36)] for t in range(len(activities))]
    lines = ["\t".join(map(str, [*row, 120, 127, activity])) for row, activity in zip(rows, activities, strict=True)]
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEADER + "\n".join(lines) + "\n")


def read(raw, **options):
    report = Report()
    recordings = open_set(raw, Options(**options), report)
    return recordings, [one for source in recordings.sources for one in source.read()], report


def test_published_files_give_the_shared_recordings(tmp_path, recordings):
    prepare("hugadb", find_raw("hugadb"), tmp_path / "out", Options())
    assert assert_same_trials(tmp_path / "out", recordings("hugadb")) == 2


def test_the_subjects_for_validation_are_those_of_the_shared_recordings(recordings):
    assert_same_validation(VALIDATE, recordings("hugadb"), lambda name: name.split("_")[3])


def test_counts_become_si_units_of_their_joint_and_channel(tmp_path):
    write(tmp_path, "HuGaDB_v1_various_02_00.txt", [1, 10])
    _, [one], _ = read(tmp_path)
    assert one.features.shape == (6, 2, 6, 1) and one.labels.tolist() == [0, 8]
    # column 27 is gyro_x (4th channel) of lf (4th node); 1027 of 32768 is 62.7 of 2000 degrees a second
    assert one.features[3, 1, 4, 0] == pytest.approx((1000 + 4 * 6 + 3) / 32768 * 2000 * np.pi / 180)
    assert one.features[2, 1, 1, 0] == pytest.approx((1000 + 1 * 6 + 2) / 32768 * 2 * 9.80665)
    assert (one.name, one.subject, one.part) == ("HuGaDB_v1_various_02_00", "02", "train")


def test_single_activities_are_left_out_unless_all_are_asked_for(tmp_path):
    write(tmp_path, "HuGaDB_v1_various_08_00.txt", [5, 7])
    write(tmp_path, "HuGaDB_v1_bicycling_02_01.txt", [9, 9])
    opened, few, report = read(tmp_path)
    assert [one.name for one in few] == ["HuGaDB_v1_various_08_00"] and few[0].part == "val"
    assert len(opened.description.classes) == 10 and any(
        "skipped 1, a single activity" in line for line in report.lines()
    )
    opened, every, report = read(tmp_path, activities="all")
    assert [one.labels.tolist() for one in every] == [[8, 8], [4, 6]]
    assert opened.description.classes[8] == "bicycling" and len(opened.description.classes) == 12
    assert report.lines() == []


def test_a_recording_with_an_activity_that_is_no_class_is_left_out(tmp_path):
    write(tmp_path, "HuGaDB_v1_various_02_00.txt", [1, 12])
    _, none, report = read(tmp_path)
    assert none == [] and "it shows sitting_in_car, which is no class here" in report.lines()[0]


def test_what_the_publisher_warns_of_is_told_and_kept(tmp_path):
    rows = [[0] * 36, [32767] + [0] * 35, [1306072] + [0] * 35, [0, -32768] + [0] * 34]
    write(tmp_path, "HuGaDB_v1_various_03_00.txt", [1] * 4, rows)
    _, [one], report = read(tmp_path)
    assert one.features[0, 2, 0, 0] == pytest.approx(1306072 / 32768 * 2 * 9.80665)
    assert report.lines() == [
        "1 x trial of a subject for whom the publisher lists corrupted gyroscopes: HuGaDB_v1_various_03_00.txt",
        "1 x trial with a value beyond the sensor's 16 bits, kept: HuGaDB_v1_various_03_00.txt",
        "samples at full scale: foot_r acc_x 50.00%, foot_r acc_y 25.00%",
    ]


@pytest.mark.parametrize(
    ("activities", "said"),
    [([1, 13], "line 6: activity 13; they are 1 to 12"), ([1, 1.5], "line 6: activity 1.5 is not")],
)
def test_an_unknown_activity_is_refused_with_its_line(tmp_path, activities, said):
    write(tmp_path, "HuGaDB_v1_various_02_00.txt", activities)
    assert said in refusal(lambda: read(tmp_path))


def test_a_wrong_row_is_refused_with_its_line(tmp_path):
    write(tmp_path, "HuGaDB_v1_various_02_00.txt", [1, 1], [[0] * 36, [0] * 35])
    assert "HuGaDB_v1_various_02_00.txt line 6: 38 fields, not 39" in refusal(lambda: read(tmp_path))


def test_a_file_without_its_header_is_refused_and_not_cut(tmp_path):
    write(tmp_path, "HuGaDB_v1_various_02_00.txt", [1] * 9)
    path = tmp_path / "HuGaDB_v1_various_02_00.txt"
    path.write_text(path.read_text().removeprefix(HEADER))
    said = refusal(read, tmp_path)
    assert f"{path} line 4: the names of the columns are expected" in said
