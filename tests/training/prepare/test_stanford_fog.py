"""The Stanford freezing set in its publisher's layout."""

import numpy as np
import pytest
from openpyxl import Workbook
from refusals import refusal
from rtstgcn_training.prepare.recording import Options
from rtstgcn_training.prepare.report import Report
from rtstgcn_training.prepare.stanford_fog import VALIDATE, open_set
from same_dataset import assert_same_validation

SENSORS = ("lumbar", "chest", "lankle", "rankle", "lfoot", "rfoot", "head")
HEADER = [
    "subject_ID",
    "time",
    *(f"{s}_{c}" for s in SENSORS for c in ("ax", "ay", "az", "gx", "gy", "gz")),
    "freeze_label",
]


def write(folder, labels=(0, 1, 2), header=HEADER, name="pt4_visit_1_tbc_walklr_0_trial_1.xlsx", **cells):
    book = Workbook()
    book.active.append(header)
    for t, label in enumerate(labels):
        row = [4, t / 128, *(100 * t + column for column in range(42)), label]
        book.active.append([cells.get(name, value) for name, value in zip(HEADER, row, strict=True)])
    book.save(folder / name)


def read(raw):
    report = Report()
    return [one for source in open_set(raw, Options(), report).sources for one in source.read()], report.lines()


def test_sensors_are_found_by_name_and_the_others_left_out(tmp_path):
    write(tmp_path)
    [one], notes = read(tmp_path)
    assert one.features.shape == (6, 3, 6, 1) and one.labels.tolist() == [0, 1, 0]
    assert one.features[:, 1, 0, 0].tolist() == [106, 107, 108, 109, 110, 111]  # the chest is the second of the file
    assert one.features[0, 2, :, 0].tolist() == [206, 200, 212, 218, 224, 230]
    assert (one.subject, one.part) == ("pt4", "val")
    assert notes == ["frames with the undocumented label 2, counted as no freeze: pt4 33.33%"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"labels": (0, 3)}, "row 3: label 3; 0 or 1"),
        ({"chest_ay": None}, "row 2: None is not a finite number"),
        ({"chest_ay": "x"}, "row 2: 'x' is not a finite number"),
        ({"labels": ()}, "no rows below the header"),
        ({"header": [name.replace("rfoot", "shoe") for name in HEADER]}, "0 columns have 'rfoot' in their name"),
        ({"header": [*HEADER[:-1], "label"]}, "no column 'freeze_label'"),
    ],
)
def test_wrong_workbooks_are_refused(tmp_path, changes, said):
    write(tmp_path, **changes)
    assert said in refusal(read, tmp_path)


def test_a_workbook_of_both_collections_is_read_once(tmp_path):
    for folder in ("imus6_subjects7", "imus11_subjects4"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder)
    trials, notes = read(tmp_path)
    assert len(trials) == 1 and "a file of this name was read before" in notes[0]
    assert np.isfinite(trials[0].features).all()


def test_the_subjects_for_validation_are_those_of_the_shared_recordings(recordings):
    assert_same_validation(VALIDATE, recordings("stanford_fog"), lambda name: name[:3])
