"""Trainings in 8 bits: from a float model on, with exponents that stay, scored as the integer program."""

import json

import numpy as np
import pytest
import torch
from refusals import refusal
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.lower import lower
from rtstgcn_training.checkpoint import load_checkpoint
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.data import load_part
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from rtstgcn_training.quantised import QuantisedRTSTGCN
from rtstgcn_training.quantised.calibrate import calibrate
from rtstgcn_training.run import precision as module
from rtstgcn_training.run.epochs import Epochs
from rtstgcn_training.run.leave_one_out import train_each_subject
from rtstgcn_training.run.material import gather
from rtstgcn_training.run.state import load_state, save_state
from rtstgcn_training.run.trainer import train
from rtstgcn_training.scoring.score import enter
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.scores import ScoreBoard

STEP = {"precision": "int8", "epochs": 3, "learning_rate": 0.003, "average": 0.9, "rotation_deg": 5.0}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    subjects = {f"train/trial{n}": f"S{n % 3}" for n in range(6)} | {"val/trial0": "V", "val/trial1": "V"}
    return write_tiny_dataset(tmp_path_factory.mktemp("data") / "tiny", subjects=subjects)


def configuration(root, out, init=None, **optimizer):
    return Configuration.model_validate(
        {
            "processor": {"name": "tiny", "data": str(root), "out": str(out), "init": init and str(init), "demo": []},
            "arch": {"widths": [8, 8], "kernel": 5, "dilation": [1, 2], "dropout": 0.1, "magnitude": True},
            "optimizer": {"epochs": 6, "batch_size": 2, "segment": 60, "learning_rate": 0.02} | optimizer,
        }
    )


@pytest.fixture(scope="module")
def trained(root, tmp_path_factory):
    """A float32 checkpoint."""
    return train(configuration(root, tmp_path_factory.mktemp("float")))


@pytest.fixture(scope="module")
def in_8_bits(root, trained, tmp_path_factory):
    """A run in 8 bits that nothing stopped."""
    return train(configuration(root, tmp_path_factory.mktemp("int8"), trained, **STEP))


def weights(model):
    return torch.cat([tensor.flatten() for tensor in model.state_dict().values()])


def test_the_scores_of_a_run_are_those_of_the_integer_program(root, trained, in_8_bits):
    model, description = load_checkpoint(in_8_bits)
    assert isinstance(model, QuantisedRTSTGCN) and model.exponents == description.exponents
    trials = load_part(load_dataset(root), "val", model, 20.0)
    interpreter = Interpreter(lower(model, model.exponents))
    logits = [interpreter.run(trial.features.numpy()) for trial in trials]
    for trial, expected in zip(trials, logits, strict=True):
        assert np.array_equal(label_trial(model, trial.features).numpy(), expected)
    board = ScoreBoard(description.classes, description.background)
    enter(trials, logits, board)
    scores, said = board.result(), description.provenance["scores"]
    assert (said["top1"], said["f1"], said["edit"]) == (scores.top1, scores.f1, scores.edit)
    assert scores.top1 > 0.8
    assert (weights(model) != weights(load_checkpoint(trained)[0])).float().mean() > 0.8  # it has learnt


def test_the_verb_test_scores_the_8_bit_model(in_8_bits, root, tmp_path):
    summary = tmp_path / "summary.json"
    assert main(["test", str(in_8_bits), str(root), "--summary", str(summary)]) == 0
    found, said = json.loads(summary.read_text()), load_checkpoint(in_8_bits)[1].provenance["scores"]
    assert {key: found[key] for key in ("top1", "f1", "edit")} == {key: said[key] for key in ("top1", "f1", "edit")}


def test_exponents_are_those_of_the_drawn_recordings_in_float32(root, trained):
    plan = configuration(root, "out", trained, precision="int8", calibration_trials=2, seed=5)
    material = gather(plan, origin=None)
    drawn = material.description.provenance["calibration"]
    assert len(drawn) == 2 and all((one["start"], one["frames"]) == (0, 160) for one in drawn)
    named = [trial.features for trial in material.train if trial.name in {one["trial"] for one in drawn}]
    assert material.description.exponents == calibrate(load_checkpoint(trained)[0], named)
    assert isinstance(material.model, QuantisedRTSTGCN)
    again, other = (
        gather(configuration(root, "out", trained, precision="int8", calibration_trials=2, seed=seed), origin=None)
        for seed in (5, 6)
    )
    assert again.description.provenance["calibration"] == drawn != other.description.provenance["calibration"]


def test_calibration_sees_the_model_without_dropout(root, trained, monkeypatch):
    seen = []
    monkeypatch.setattr(
        module, "calibrate", lambda model, trials: seen.append(model.training) or calibrate(model, trials)
    )
    gather(configuration(root, "out", trained, precision="int8"), origin=None)
    assert seen == [False]


def test_of_long_recordings_a_stretch_is_taken(root, trained, monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 50)
    plan = configuration(root, "out", trained, precision="int8", calibration_trials=5)
    drawn = gather(plan, origin=None).description.provenance["calibration"]
    assert [one["frames"] for one in drawn] == [40] * 5 and len({(one["trial"], one["start"]) for one in drawn}) == 5


def test_the_float_model_is_what_it_was_without_the_key(root, trained):
    material = gather(configuration(root, "out", trained), origin=None)
    assert type(material.model) is RTSTGCN and material.description.exponents is None
    assert "8 bits" not in material.summary()
    assert "8 bits" in gather(configuration(root, "out", trained, precision="int8"), origin=None).summary()


@pytest.mark.parametrize("stop", [3, 4, 8])
def test_stop_and_resume_keep_exponents_and_give_what_no_stop_gives_bit_for_bit(
    root, trained, in_8_bits, tmp_path, monkeypatch, stop
):
    plan = configuration(root, tmp_path / "run", trained, **STEP)
    step, taken = Epochs.step, []

    def stopping(self, batch):
        taken.append(batch)
        if len(taken) == stop:
            raise KeyboardInterrupt
        return step(self, batch)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Epochs, "step", stopping)
        train(plan)
    if stop > 3:  # an epoch was finished: its exponents stay
        monkeypatch.setattr(module, "calibrate", None)
    torch.manual_seed(99)
    train(plan, resume=True)
    (model, description), (expected, its) = (load_checkpoint(p) for p in (tmp_path / "run/tiny.safetensors", in_8_bits))
    assert torch.equal(weights(model), weights(expected)) and description == its


def test_a_state_whose_exponents_are_damaged_is_refused(root, trained, tmp_path):
    plan = configuration(root, tmp_path / "run", trained, **STEP | {"epochs": 1})
    train(plan)
    tensors, values = load_state(tmp_path / "run/state.safetensors")
    for spoil, says in (
        (lambda e: e | {"features": 99}, "state.safetensors: exponents.features: "),
        (lambda e: e | {"frame": [1]}, "exponents.frame: 1 values; the model has 3"),
    ):
        save_state(tmp_path / "run/state.safetensors", tensors, values | {"exponents": spoil(values["exponents"])})
        said = refusal(lambda: train(plan, resume=True))
        assert says in said


def test_the_precision_of_a_run_does_not_change_on_the_way(root, trained, tmp_path):
    train(configuration(root, tmp_path / "run", trained, epochs=1))
    plan = configuration(root, tmp_path / "run", trained, epochs=1, precision="int8")
    said = refusal(lambda: train(plan, resume=True))
    assert 'optimizer.precision: "int8"; this run began with "float32"' in said


def test_8_bits_go_on_with_their_exponents_and_float32_without(root, trained, in_8_bits):
    first = load_checkpoint(in_8_bits)[1].exponents
    on = gather(configuration(root, "out", in_8_bits, precision="int8", seed=7), origin=None)
    assert on.description.exponents == first and "calibration" not in on.description.provenance
    back = gather(configuration(root, "out", in_8_bits), origin=None)
    assert back.description.exponents is None and type(back.model) is RTSTGCN
    assert torch.equal(weights(back.model), weights(on.model))


def test_8_bits_need_a_trained_model(root, tmp_path):
    said = refusal(train, configuration(root, tmp_path / "run", precision="int8"))
    assert (
        said == 'optimizer.precision "int8": 8 bits begin with a trained model; name its checkpoint as processor.init'
    )
    assert not (tmp_path / "run").exists()


def test_recordings_of_zeros_are_refused(root, trained, tmp_path):
    silent = write_tiny_dataset(tmp_path / "silent", train=2)
    for path in (silent / "train/features").iterdir():
        np.save(path, np.zeros_like(np.load(path)))
    said = refusal(train, configuration(silent, tmp_path / "run", trained, precision="int8"))
    assert "calibration: all samples are zero" in said and not (tmp_path / "run").exists()


def test_a_teacher_in_8_bits_teaches_in_8_bits(root, trained, in_8_bits):
    plan = configuration(root, "out", trained, precision="int8", distillation=0.5)
    plan.processor.teacher = in_8_bits
    assert isinstance(gather(plan, origin=None).teacher, QuantisedRTSTGCN)


def test_one_subject_left_out_and_all_terms_of_the_loss(root, trained, tmp_path):
    plan = configuration(
        root, tmp_path / "run", trained, precision="int8", epochs=1, pull=0.1, segmental=0.5, distillation=0.5
    )
    plan.processor.teacher = trained
    scores = train_each_subject(plan)
    assert sorted(scores) == ["S0", "S1", "S2", "V"]
    models = [load_checkpoint(tmp_path / "run" / subject / "tiny.safetensors")[0] for subject in scores]
    assert all(isinstance(model, QuantisedRTSTGCN) for model in models)
