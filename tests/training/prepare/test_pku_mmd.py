"""PKU-MMD, phases 1 and 2, in the publisher's layout."""

import numpy as np
import pytest
from openpyxl import Workbook
from refusals import refusal
from rtstgcn_training.prepare.pku_mmd import open_set
from rtstgcn_training.prepare.prepare import prepare
from rtstgcn_training.prepare.recording import Options
from rtstgcn_training.prepare.report import Report

from rtstgcn_edge.recordings import load_dataset

ONE = {"0002-L": "3,2,5,1\n51,7,8,2\n", "0002-M": "1,0,10,1\n", "0003-R": "2,1,2,1\n"}
TWO = {"A01N01-L": "3,2,5,1\n", "A01N02-M": "1,0,10,1\n"}


def write(raw, names, split, file):
    """Recordings of ten frames of 1000 body + 100 t + number, the second body in frames 4 to 6 only."""
    for folder in ("Data/skeleton", "Label"):
        (raw / folder).mkdir(parents=True)
    for name, labels in names.items():
        rows = np.array([[1000 * (n // 75) + 100 * t + n % 75 for n in range(150)] for t in range(10)], float)
        rows[[0, 1, 2, 3, 7, 8, 9], 75:] = 0
        (raw / "Data/skeleton" / f"{name}.txt").write_text("\n".join(" ".join(map(str, row)) for row in rows) + "\n")
        (raw / "Label" / f"{name}.txt").write_text(labels)
    train, val = split
    (raw / file).write_text(f"Training videos:\n{', '.join(train)}, \n\nValidation videos:\n{', '.join(val)}\n")


@pytest.fixture
def phase1(tmp_path):
    write(tmp_path / "raw", ONE, (["0002-L", "0003-R"], ["0002-M"]), "cross-view.txt")
    return tmp_path / "raw"


@pytest.fixture
def phase2(tmp_path):
    write(tmp_path / "raw", TWO, (["A01N01-L"], ["A01N02-M"]), "cross_subject_v2.txt")
    return tmp_path / "raw"


def read(raw, **options):
    report = Report()
    opened = open_set(raw, Options(**options), report)
    return opened, {one.name: one for source in opened.sources for one in source.read()}, report.lines()


def test_rows_become_two_bodies_and_intervals_labels(phase1):
    opened, trials, notes = read(phase1, split="cross-view")
    one = trials["0002-L"]
    assert one.features.shape == (3, 10, 25, 2)
    assert one.features[2, 5, 4, 1] == 1000 + 500 + 4 * 3 + 2 and one.features[0, 9, 24, 0] == 900 + 24 * 3
    assert not one.features[..., 1][:, [0, 3, 7]].any() and one.features[..., 1][:, 4:7].all()
    assert one.labels.tolist() == [0, 0, 3, 3, 3, 0, 0, 51, 0, 0]
    assert {name: trial.part for name, trial in trials.items()} == {
        "0002-L": "train",
        "0002-M": "val",
        "0003-R": "train",
    }
    assert opened.description.classes[:3] == ("none", "action_01", "action_02") and notes == []
    assert (opened.description.name, opened.description.rate_hz, opened.description.background) == ("pku-mmd-v1", 30, 0)


def test_phase_2_tells_its_subjects(phase2):
    opened, trials, _ = read(phase2, split="cross-subject")
    assert opened.description.name == "pku-mmd-v2" and opened.subjects_apart
    assert {name: (trial.subject, trial.part) for name, trial in trials.items()} == {
        "A01N01-L": ("N01", "train"),
        "A01N02-M": ("N02", "val"),
    }


def test_a_prepared_set_is_one_that_the_project_reads(phase2, tmp_path):
    prepare("pku-mmd", phase2, tmp_path / "out", Options(split="cross-subject"))
    dataset = load_dataset(tmp_path / "out")
    assert dataset.description["subjects"] == {"A01N01-L": "N01", "A01N02-M": "N02"}
    assert dataset.trials("val")[0].features().shape == (3, 10, 25, 2)
    prepare("pku-mmd", phase2, tmp_path / "own", Options(validate=("N01",)))
    assert [trial.name for trial in load_dataset(tmp_path / "own").trials("val")] == ["A01N01-L"]


def test_a_cross_view_split_names_no_subjects(tmp_path):
    write(tmp_path / "raw", TWO, (["A01N01-L"], ["A01N02-M"]), "cross_view_v2.txt")
    prepare("pku-mmd", tmp_path / "raw", tmp_path / "out", Options(split="cross-view"))
    assert "subjects" not in load_dataset(tmp_path / "out").description


def test_classes_are_named_by_the_publishers_workbook(phase1):
    book = Workbook()
    book.active.append(["Label", "Action"])
    for row in ([1, "bow"], [2, " brushing  hair "], [4, None], [99, "beyond"]):
        book.active.append(row)
    book.save(phase1 / "Actions.xlsx")
    assert read(phase1, split="cross-view")[0].description.classes[:5] == (
        "none",
        "bow",
        "brushing hair",
        "action_03",
        "action_04",
    )
    (phase1 / "Actions.xlsx").write_text("no workbook")
    assert "not a readable .xlsx workbook" in refusal(lambda: read(phase1, split="cross-view"))


def test_what_the_split_and_the_folders_lack_is_told(phase1):
    (phase1 / "Label" / "0003-R.txt").unlink()
    (phase1 / "Label" / "0002-L.txt").write_text("\n")
    (phase1 / "cross-view.txt").write_text("Training videos:\n0002-L, 0003-R\nValidation videos:\n0009-M\n")
    _, trials, notes = read(phase1, split="cross-view")
    assert list(trials) == ["0002-L"] and not trials["0002-L"].labels.any()
    assert notes == [
        "skipped 1, the cross-view split does not name it: 0002-M",
        "skipped 1, no labels: 0003-R",
        "skipped 1, the cross-view split names it, but it is not there: 0009-M",
        "1 x file without any action: 0002-L.txt",
    ]


def test_a_recording_of_nobody_is_left_out(phase1):
    (phase1 / "Data/skeleton" / "0002-L.txt").write_text(("0 " * 150 + "\n") * 4)
    _, trials, notes = read(phase1, split="cross-view")
    assert "0002-L" not in trials and notes == ["skipped 1, nobody is seen in it: 0002-L.txt"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "choose --split cross-view or cross-subject"),
        ({"split": "cross-subject"}, "0 files of the cross-subject split; one, cross-subject.txt, is expected"),
        ({"validate": ("N01",)}, "do not tell their subjects"),
    ],
)
def test_the_parts_must_be_chosen(phase1, options, said):
    assert said in refusal(lambda: read(phase1, **options))


def test_split_and_subjects_cannot_both_choose(phase2):
    assert "give one" in refusal(lambda: read(phase2, split="cross-subject", validate=("N01",)))


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("3,2,5,1\n52,1,2,1\n", "Label/0002-L.txt line 2: action 52; they are 1 to 51"),
        ("3,2,5\n", "line 1: 3 fields, not 4"),
        ("3,2,x,1\n", "line 1: 'x' is not a finite number"),
        ("3,2.5,3,1\n", "line 1: field 2.5 is not a whole number"),
    ],
)
def test_wrong_labels_are_refused_with_file_and_line(phase1, labels, said):
    (phase1 / "Label" / "0002-L.txt").write_text(labels)
    assert said in refusal(lambda: read(phase1, split="cross-view"))


@pytest.mark.parametrize(
    ("split", "said"),
    [
        ("Training videos:\n0002-L\n", "1 lists of names"),
        ("", "0 lists of names"),
        ("Training videos:\n0002-L\nValidation videos:\n0002-L\n", "0002-L is in both lists"),
    ],
)
def test_wrong_splits_are_refused(phase1, split, said):
    (phase1 / "cross-view.txt").write_text(split)
    assert said in refusal(lambda: read(phase1, split="cross-view"))


def test_missing_labels_mixed_phases_and_foreign_folders_are_refused(phase1, tmp_path):
    (phase1 / "Label").rename(phase1 / "Annotated")
    assert "no labels: no folder with 'label' in its name holds any" in refusal(
        lambda: read(phase1, split="cross-view")
    )
    (phase1 / "Data/skeleton" / "A01N01-L.txt").touch()
    assert "recordings of both phases" in refusal(lambda: read(phase1, split="cross-view"))
    (tmp_path / "empty").mkdir()
    assert "no recording of the set" in refusal(lambda: read(tmp_path / "empty", split="cross-view"))
