"""Who is in which part: by hand, by rule, and on the recordings that are there."""

import json
from itertools import chain

import pytest
import real_recordings
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal
from rtstgcn_training.configuration import Processor
from rtstgcn_training.data import leave_one_out, split_trials
from tiny_dataset import DESCRIPTION, as_single_file, write_tiny_dataset

from rtstgcn_edge.recordings import load_dataset

NAMES = {"train": ("S2_a", "S10_a", "S2_b"), "val": ("S1_a", "S1_b")}


@pytest.fixture
def root(tmp_path):
    """Trials of three subjects, S2 and S10 in one part and S1 in the other."""
    write_tiny_dataset(tmp_path / "tiny", train=3, val=2, frames=40)
    for part, names in NAMES.items():
        for number, name in enumerate(names):
            for folder, ending in (("features", "npy"), ("labels", "csv")):
                path = tmp_path / "tiny" / part / folder / f"trial{number}.{ending}"
                path.rename(path.with_name(f"{name}.{ending}"))
    return tmp_path / "tiny"


def described(root, **keys):
    (root / "dataset.json").write_text(json.dumps(DESCRIPTION | keys), encoding="utf-8")
    return load_dataset(root)


def processor(**keys):
    return Processor(name="x", data="data", out="out", **keys)


def names_of(parts):
    return {part: [trial.name for trial in trials] for part, trials in parts.trials.items()}


BY_PATTERN = {"subject_pattern": r"^S(\d+)_"}
BY_NAME = {"subjects": {"S2_a": "2", "S2_b": 2, "S10_a": "10", "val/S1_a": "1", "S1_b": "1", "not there": "7"}}


@pytest.mark.parametrize("said", [BY_PATTERN, BY_NAME])
@pytest.mark.parametrize("form", ["directory", "single file"])
def test_parts_and_their_subjects_are_as_they_lie(root, said, form):
    if form == "single file":
        as_single_file(root)
    parts = split_trials(described(root, **said))
    assert {part: sorted(names) for part, names in names_of(parts).items()} == {p: sorted(n) for p, n in NAMES.items()}
    assert parts.subjects == {"train": ["2", "10"], "val": ["1"]}
    assert parts.warning is None


def test_the_pattern_of_the_configuration_goes_before_what_the_data_set_says(root):
    parts = split_trials(described(root, **BY_NAME), processor(subject_pattern="_([ab])$", leave_out=["a"]))
    assert names_of(parts) == {"train": ["S2_b", "S1_b"], "val": ["S10_a", "S2_a", "S1_a"]}
    named_first = split_trials(described(root, subject_pattern="nothing (here)", **BY_NAME))
    assert named_first.subjects == {"train": ["2", "10"], "val": ["1"]}


def test_where_nothing_says_who_is_who_that_is_told(root):
    parts = split_trials(load_dataset(root), processor())
    assert parts.subjects is None and len(parts.trials["train"]) == 3
    assert "subject_pattern" in parts.warning and len(parts.warning.splitlines()) == 1


def test_a_subject_in_two_parts_is_refused_with_trials(root):
    subjects = BY_NAME["subjects"] | {"S1_b": "2"}
    message = refusal(split_trials, described(root, subjects=subjects))
    assert "subject 2 is in train (S2_a, S2_b) and in val (S1_b)" in message and "leave_out" in message


def test_any_two_parts_are_held_apart(root):
    (root / "test/features").mkdir(parents=True)
    (root / "val/features/S1_b.npy").rename(root / "test/features/S1_b.npy")
    dataset = described(root, **BY_PATTERN)
    assert "subject 1 is in test (S1_b) and in val (S1_a)" in refusal(split_trials, dataset)
    assert "subject 1 is in test (S1_b) and in train (S1_a)" in refusal(
        split_trials, dataset, processor(leave_out=["10"])
    )


def test_a_data_set_without_a_validation_part_has_none(root):
    for path in (root / "val/features").glob("*"):
        path.unlink()
    assert split_trials(described(root, **BY_PATTERN)).trials.keys() == {"train"}
    parts = split_trials(described(root, **BY_PATTERN), processor(leave_out=["10"]))
    assert names_of(parts) == {"train": ["S2_a", "S2_b"], "val": ["S10_a"]}


@given(left_out=st.sets(st.sampled_from(["1", "2", "10"]), min_size=1, max_size=2))
def test_who_is_left_out_validates_and_all_others_train(tmp_path_factory, left_out):
    root = tmp_path_factory.getbasetemp() / "shared"
    if not root.exists():
        write_tiny_dataset(root, train=0, val=0)
        for part, names in NAMES.items():
            for name in names:
                (root / part / "features" / f"{name}.npy").touch()
    parts = split_trials(described(root, **BY_PATTERN), processor(leave_out=sorted(left_out)))
    assert set(parts.subjects["val"]) == left_out
    assert set(parts.subjects["train"]) == {"1", "2", "10"} - left_out
    assert sorted(chain(*names_of(parts).values())) == sorted(chain(*NAMES.values()))


def test_subjects_are_listed_one_by_one_in_their_natural_order(root):
    assert leave_one_out(described(root, **BY_PATTERN)) == ["1", "2", "10"]
    assert leave_one_out(load_dataset(root), processor(subject_pattern="_(.)")) == ["a", "b"]
    assert "nothing says who" in refusal(leave_one_out, described(root))
    assert "S is the only subject" in refusal(leave_one_out, described(root, subject_pattern="(S)"))


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({"subject_pattern": "("}, ("dataset.json: subject_pattern '('", "no regular expression")),
        ({"subject_pattern": "S1"}, ("one group",)),
        ({"subject_pattern": "(S)(1)"}, ("one group",)),
        ({"subject_pattern": 3}, ("subject_pattern 3", "one group")),
        ({"subject_pattern": "^(S1)_"}, ("no subject in the name of train/S10_a",)),
        ({"subject_pattern": "S(x?)"}, ("no subject in the name of train/S10_a",)),
        ({"subjects": ["S1"]}, ("dataset.json: subjects", "object")),
        ({"subjects": {"S1_a": 1.5}}, ("dataset.json: subjects", "object")),
        ({"subjects": {"S1_a": "1"}}, ("no subject of train/S10_a",)),
    ],
)
def test_what_does_not_say_who_is_who_is_refused(root, said, names):
    message = refusal(split_trials, described(root, **said))
    assert all(name in message for name in names), message


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"leave_out": ["11"]}, "no subject '11' in"),
        ({"leave_out": ["11"]}, "did you mean '1"),
        ({"leave_out": ["XY"]}, "there are 1, 2, 10"),
        ({"leave_out": ["1", "2", "10"]}, "names every subject"),
        ({"subject_pattern": "("}, "processor.subject_pattern '('"),
    ],
)
def test_a_configuration_that_does_not_fit_the_subjects_is_refused(root, keys, says):
    assert says in refusal(split_trials, described(root, **BY_PATTERN), processor(**keys))


def test_nobody_can_be_left_out_where_nothing_says_who_is_who(root):
    assert "processor.leave_out: nothing says who" in refusal(
        split_trials, load_dataset(root), processor(leave_out=["1"])
    )


@pytest.mark.parametrize(
    ("name", "pattern", "val", "count"),
    [
        ("hugadb", r"_(\d\d)_\d\d$", ["01", "08", "13"], 15),
        ("daphnet", r"^(S\d\d)", ["S03", "S08"], 6),
        ("stanford_fog", r"^(pt\d+)_", ["pt4", "pt7"], 3),
        ("utkinect", r"^(s\d\d)", ["s07", "s08"], 8),
    ],
)
def test_the_splits_of_the_recordings_are_by_subject(name, pattern, val, count):
    dataset = load_dataset(real_recordings.find(name))
    assert split_trials(dataset, processor(subject_pattern=pattern)).subjects["val"] == val
    assert len(leave_one_out(dataset, processor(subject_pattern=pattern))) == count
