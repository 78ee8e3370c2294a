"""Which trials are shown, and what is written of them."""

import csv

import pytest
import torch
from random_models import random_model
from refusals import refusal
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.data import UNLABELLED, Sequence
from rtstgcn_training.models.config import Arch
from rtstgcn_training.run.demo import choose, write_demo

from rtstgcn_edge.skeletons import load_skeleton

ARCH = Arch(widths=[4], kernel=3, dilation=1)


def trials(*names):
    return [Sequence(name, torch.zeros(3, 4, 3), torch.zeros(4, dtype=torch.int64)) for name in names]


def chosen(names, wanted):
    return [sequence.name for sequence in choose(trials(*names), wanted)]


@pytest.mark.parametrize(
    ("number", "expected"), [(1, [0]), (2, [0, 1]), (3, [0, 1, 2]), (4, [0, 2, 3]), (9, [0, 4, 8]), (10, [0, 4, 9])]
)
def test_auto_takes_three_from_end_to_end(number, expected):
    names = [f"t{index}/0" for index in range(number)]
    assert chosen(names, "auto") == [names[index] for index in expected]


def test_trials_are_named_or_counted_and_come_with_all_their_skeletons():
    names = ["a/0", "a/1", "a/0", "b/0", "c/d/0"]
    assert chosen(names, ["a"]) == ["a/0", "a/1", "a/0"]
    assert chosen(names, [2, "b"]) == ["b/0", "c/d/0"]
    assert chosen(names, ["c/d"]) == ["c/d/0"]
    assert chosen(names, []) == []


@pytest.mark.parametrize("wanted", ["x", 3, -1])
def test_a_trial_that_is_not_there_is_refused_with_what_there_is(wanted):
    said = refusal(choose, trials("a/0", "b/0", "c/0"), [wanted])
    assert f"no trial {wanted!r}" in said and "0 to 2" in said and "a, b, c" in said


def test_labels_are_written_as_the_model_gives_them(tmp_path):
    skeleton = load_skeleton("imu3")
    model = random_model(ARCH, skeleton, classes=3, dtype=torch.float32).eval()
    description = Description(
        name="x",
        arch=ARCH,
        skeleton=skeleton.to_dict(),
        channels=["x", "y", "z"],
        units=["m"] * 3,
        rate_hz=10.0,
        classes=["rest", "slow", "fast"],
        background=0,
    )
    labels = torch.tensor([0, 0, 1, 2, UNLABELLED])
    stays = [Sequence("walk/1", torch.randn(3, 5, 3), labels, start) for start in (3, 20)]
    pictures = write_demo(model, stays, description, tmp_path / "demo")
    assert pictures == {"walk/1": tmp_path / "demo/walk.1.png"} and pictures["walk/1"].stat().st_size > 1000
    rows = list(csv.DictReader((tmp_path / "demo/walk.1.csv").read_text().splitlines()))
    assert [int(row["frame"]) for row in rows] == [3, 4, 5, 6, 20, 21, 22, 23]  # of the trial, where a run labels it
    assert [row["truth"] for row in rows] == ["rest", "rest", "slow", "fast"] * 2
    odds = torch.cat([label_trial(model, stay.features)[:4].softmax(1) for stay in stays])
    assert [row["predicted"] for row in rows] == [description.classes[k] for k in odds.argmax(1).tolist()]
    assert [float(row["probability"]) for row in rows] == pytest.approx(odds.max(1).values.tolist(), abs=1e-4)
