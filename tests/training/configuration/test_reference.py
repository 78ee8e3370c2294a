"""Configurations written for Realtime-ST-GCN load as they are."""

import copy
import json

import pytest
from refusals import refusal
from rtstgcn_training.configuration import load_configuration
from rtstgcn_training.configuration.reference import is_reference, translate

# Our own, with the keys of theirs.
THEIRS = {
    "processor": {
        "model": "rt-st-gcn",
        "data": "data/walks",
        "dataset_type": "dir",
        "out": "trained/walks",
        "backup": "elsewhere/walks",
        "actions": "data/walks/actions.txt",
        "graph": "data/skeletons/walks.json",
        "demo": [4, 0],
        "iou_threshold": [0.1, 0.25, 0.5],
        "backend": "x86",
        "my_note": "kept",
    },
    "arch": {
        "strategy": "distance",
        "in_feat": 6,
        "stages": 1,
        "kernel": 5,
        "output_type": "logits",
        "normalization": "LayerNorm",
        "segment": 300,
        "receptive_field": 50,
        "rt-st-gcn": {
            "latency": False,
            "importance": False,
            "in_feat": 6,
            "buffer": 1,
            "stages": 1,
            "layers": 3,
            "kernel": 9,
            "in_ch": [16, 16, 32],
            "out_ch": [16, 32, 32],
            "stride": [1, 2, 1],
            "residual": [0, 1, 1],
            "dropout": [0.5, 0.5, 0.5],
            "my_trick": 7,
        },
        "st-gcn": {"kernel": 3},
    },
    "optimizer": {
        "seed": 1538574472,
        "epochs": 4,
        "checkpoint_indices": [0, 1, 3, 98],
        "learning_rate": 0.0005,
        "learning_rate_decay": 1,
        "batch_size": 16,
    },
    "job": {"email": "someone@example.org", "log": [None, None], "verbose": 0},
}


def theirs(**changes):
    """A copy with `section__key` or `block__key` replaced, or left out where None."""
    values = copy.deepcopy(THEIRS)
    for name, value in changes.items():
        section, key = name.split("__")
        place = values["arch"]["rt-st-gcn"] if section == "block" else values[section]
        place[key] = value
        if value is None:
            del place[key]
    return values


def load(tmp_path, values, *settings):
    path = tmp_path / "walks local.json"
    path.write_text(json.dumps(values))
    return load_configuration(path, settings)


def test_everything_that_means_something_here_goes_over(tmp_path, capsys):
    found = load(tmp_path, THEIRS)
    processor, arch, optimizer = found.processor, found.arch, found.optimizer
    assert (processor.name, str(processor.data), str(processor.out)) == ("walks-local", "data/walks", "trained/walks")
    assert (str(processor.actions), processor.background_unnamed) == ("data/walks/actions.txt", True)
    assert (processor.graph, processor.demo) == ("data/skeletons/walks.json", [4, 0])
    assert (arch.widths, arch.kernel, arch.dilation) == ([16, 32, 32], 9, [1, 2, 1])
    assert (arch.residual, arch.residual_delay, arch.importance) == ([False, True, True], 0, False)
    assert (arch.norm, arch.input_norm, arch.dropout, arch.partition) == ("layer", "layer", 0.5, "distance")
    assert (optimizer.seed, optimizer.epochs, optimizer.batch_size) == (1538574472, 4, 16)
    assert (optimizer.learning_rate, optimizer.learning_rate_decay, optimizer.decay_every) == (0.0005, 1, 10)
    assert (optimizer.schedule, optimizer.optimizer, optimizer.weight_decay, optimizer.clip) == ("step", "adam", 0, 0)
    assert (optimizer.segment, optimizer.checkpoint_indices) == (300, [1, 2, 4])
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1 and "walks local.json" in said and "Realtime-ST-GCN" in said
    left_out = said.rpartition("Left out: ")[2]
    assert all(
        key in left_out for key in ("processor.backup", "processor.backend", "job.email", "arch.receptive_field")
    )


def test_keys_of_a_user_s_own_are_kept_and_nothing_else_is(tmp_path):
    found = load(tmp_path, THEIRS)
    assert found.processor.model_extra == {"my_note": "kept"}
    assert found.arch.model_extra == {"my_trick": 7, "st-gcn": {"kernel": 3}}
    assert not found.optimizer.model_extra and not found.job.model_extra and not found.model_extra


def test_what_goes_in_is_not_changed():
    values = copy.deepcopy(THEIRS)
    translate(values, "x")
    assert values == THEIRS


@pytest.mark.parametrize(
    ("changes", "section", "expected"),
    [
        ({"block__latency": True}, "arch", {"residual_delay": "centre"}),
        ({"arch__normalization": "BatchNorm"}, "arch", {"norm": "batch", "input_norm": "batch"}),
        ({"arch__segment": -1}, "optimizer", {"segment": 4096}),
        ({"arch__segment": None}, "optimizer", {"segment": 4096}),
        ({"processor__dataset_type": "file"}, "processor", {"background_unnamed": False}),
        ({"optimizer__checkpoint_indices": None}, "optimizer", {"checkpoint_indices": []}),
        ({"block__layers": 2}, "arch", {"widths": [16, 32], "dilation": [1, 2], "residual": [False, True]}),
        ({"block__residual": None, "block__stride": None}, "arch", {"residual": [True] * 3, "dilation": [1] * 3}),
        ({"optimizer__learning_rate_decay": 0.1}, "optimizer", {"learning_rate_decay": 0.1}),
        ({"processor__name": "mine"}, "processor", {"name": "mine"}),
    ],
)
def test_single_keys(tmp_path, changes, section, expected):
    found = getattr(load(tmp_path, theirs(**changes)), section)
    assert {key: getattr(found, key) for key in expected} == expected


def test_settings_are_those_of_ours(tmp_path):
    found = load(tmp_path, THEIRS, "arch.dilation=3", "optimizer.epochs=2", "processor.out=here")
    assert (found.arch.dilation, found.optimizer.epochs, str(found.processor.out)) == (3, 2, "here")


def test_a_checkpoint_of_theirs_is_said_not_to_be_read(tmp_path, capsys):
    load(tmp_path, theirs(processor__checkpoint="final.pt"))
    assert "processor.checkpoint is not read: import it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"processor__model": "st-gcn"}, "only 'rt-st-gcn' is trained here"),
        ({"processor__dataset_type": "zip"}, "processor.dataset_type 'zip'"),
        ({"block__in_ch": [16, 16, 99]}, "layer 2 takes 99 features, but 32 come"),
        ({"block__in_ch": [8, 16, 32]}, "layer 0 takes 8 features, but 16 come"),
        ({"block__out_ch": [16, 32]}, "arch.rt-st-gcn.out_ch: 2 values for 3 layers"),
        ({"block__out_ch": 16}, "arch.rt-st-gcn.out_ch: 16"),
        ({"block__out_ch": None}, "arch.rt-st-gcn.out_ch: None"),
        ({"block__dropout": [0, 0.5, 0]}, "all layers have the same share here"),
        ({"block__layers": "three"}, "layers"),
        ({"optimizer__checkpoint_indices": 3}, "optimizer.checkpoint_indices"),
        ({"optimizer__epochs": "many"}, "optimizer.epochs"),
        ({"optimizer__learningrate": 3}, "did you mean 'learning_rate'?"),
        ({"processor__data": None}, "processor.data: Field required"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_with_the_file(tmp_path, changes, says):
    said = refusal(load, tmp_path, theirs(**changes))
    assert says in said and "walks local.json" in said


@pytest.mark.parametrize("section", ["optimizer", "job"])
def test_a_section_that_is_none_is_refused(tmp_path, section):
    values = theirs()
    values[section] = 3
    assert section in refusal(load, tmp_path, values)


@pytest.mark.parametrize(
    "ours",
    [
        {"processor": {"name": "x", "model": "my own word"}, "arch": {"widths": [4]}},
        {"processor": {"name": "x"}},
        {"processor": 3, "arch": {"rt-st-gcn": {}}},
        [],
        3,
    ],
)
def test_one_of_ours_is_not_taken_for_theirs(ours):
    assert not is_reference(ours)


def test_keys_of_theirs_can_be_set_too(tmp_path):
    settings = ["arch.rt-st-gcn.layers=2", "arch.strategy=uniform", "arch.segment=77", "processor.dataset_type=file"]
    found = load(tmp_path, THEIRS, *settings, "arch.dilation=3", "optimizer.checkpoint_indices=[2]")
    assert (found.arch.widths, found.arch.partition, found.arch.dilation) == ([16, 32], "uniform", 3)
    assert (found.optimizer.segment, found.optimizer.checkpoint_indices) == (77, [2])
    assert not found.processor.background_unnamed
    assert not {"rt-st-gcn", "strategy", "segment"} & found.arch.model_extra.keys()
    assert "give section.key=value" in refusal(load, tmp_path, THEIRS, "arch.rt-st-gcn.=1")
