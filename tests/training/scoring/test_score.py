"""Scores over trials: of the raw labels, and those that a replay of the same trials gives."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_model, random_motion
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.data import UNLABELLED, Sequence, load_part
from rtstgcn_training.models.config import Arch
from rtstgcn_training.scoring.score import score
from runs import engine_of, tiny_model, write_model

from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline import Pipeline
from rtstgcn_edge.recordings import HOLD_S, load_dataset
from rtstgcn_edge.scores import ScoreBoard
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import open_source


def test_scores_are_of_the_raw_labels_and_leave_the_model_as_it_was():
    model = random_model(Arch(widths=[4], dilation=1, dropout=0.5), load_skeleton("imu3"), dtype=torch.float32).train()
    motion = random_motion(model, 30, skeletons=2)
    labels = torch.arange(30) % 4
    scores = score(model, [Sequence(f"trial/{n}", x, labels) for n, x in enumerate(motion)], ["a", "b", "c", "d"], None)
    assert model.training
    with torch.no_grad():
        predicted = model.eval()(motion).argmax(2)
    assert scores.trials == 2
    assert np.isclose(scores.top1, (predicted == labels).double().mean().item())


def test_the_stays_of_one_skeleton_count_as_one_sequence_and_unlabelled_frames_do_not_count():
    model = random_model(Arch(widths=[4], dilation=1), load_skeleton("imu3"), dtype=torch.float32)
    first, second = (random_motion(model, 10, seed=seed)[0] for seed in (0, 1))
    labels = torch.arange(10) % 4
    gappy = labels.clone()
    gappy[3:6] = UNLABELLED
    scores = score(model, [Sequence("a", first, gappy), Sequence("a", second, labels)], list("wxyz"), None)
    board = ScoreBoard(list("wxyz"))
    predicted = [label_trial(model, x).argmax(1) for x in (first, second)]
    predicted[0] = predicted[0][gappy != UNLABELLED]
    board.add(torch.cat(predicted).numpy(), torch.cat([gappy[gappy != UNLABELLED], labels]).numpy())
    assert scores == board.result()
    assert (scores.trials, scores.frames) == (1, 17)


ARCHS = {
    "causal": Arch(widths=[4, 6], kernel=3, dilation=[1, 2]),
    "delayed": Arch(widths=[4, 6], kernel=3, dilation=[1, 2], residual_delay="centre"),
}
RATE_HZ = 8.0  # held for half a second: 4 frames


@st.composite
def stays(draw, frames):
    """(L,) bool: when a skeleton is seen; away for shorter and for longer than it is held."""
    lengths = draw(st.lists(st.integers(1, 14), min_size=frames, max_size=frames))
    return np.repeat(np.arange(frames) % 2 == draw(st.integers(0, 1)), lengths)[:frames]


@pytest.fixture(scope="module", params=ARCHS)
def model_and_engine(request, tmp_path_factory):
    model = tiny_model(ARCHS[request.param])
    noise = random_motion(model, 500)[0]
    with torch.no_grad():
        model.head.bias -= label_trial(model, noise).mean(0)  # no class wins everywhere: labels show what came before
    assert label_trial(model, noise).argmax(1).bincount().min() > 20
    path = tmp_path_factory.mktemp("labelling") / "m.onnx"
    return model, engine_of(write_model(path, model, rate_hz=RATE_HZ))


@settings(max_examples=40)
@given(data=st.data())
def test_scores_of_two_skeletons_that_come_and_go_are_those_of_a_replay(model_and_engine, tmp_path_factory, data):
    model, engine = model_and_engine
    root = tmp_path_factory.mktemp("two")
    generator = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    for folder in ("features", "labels"):
        (root / "val" / folder).mkdir(parents=True)
    (root / "actions.txt").write_text("\n".join(engine.manifest.classes))
    for name, frames in (("long", 60), ("short", 5)):
        features = generator.standard_normal((3, frames, 3, 2)).astype(np.float32)
        for m in (0, 1):
            features[:, ~data.draw(stays(frames)), :, m] = 0
        features[:, 2, :, 0] = 1  # somebody is there
        np.save(root / f"val/features/{name}.npy", features)
        np.savetxt(root / f"val/labels/{name}.csv", generator.integers(4, size=frames), fmt="%d")
    source = open_source(f"replay:{root / 'val'}?speed=max", engine.manifest)
    pipeline = Pipeline(engine, source, [], Decision(), hold_s=HOLD_S)
    pipeline.run()
    replayed = pipeline.scoring.results()["raw"].to_dict()
    trials = load_part(load_dataset(root), "val", model, RATE_HZ)
    scored = score(model, trials, engine.manifest.classes, None).to_dict()
    assert scored == replayed


def test_frames_at_which_a_model_overflows_score_as_in_a_run():
    """No class leads there: the first is the label, as `label.py` has it, and the true one is in no better place."""
    model = random_model(Arch(widths=[4], dilation=1), load_skeleton("imu3"), classes=7, dtype=torch.float32)
    with torch.no_grad():
        model.head.weight.fill_(np.nan)
    wild = Sequence("a", random_motion(model, 12)[0], torch.tensor([0, 6] * 6))
    scores = score(model, [wild], list("abcdefg"), None)
    assert (scores.top1, scores.top5) == (0.5, 0.5)
    with torch.no_grad():
        model.head.weight.fill_(0)
        model.head.bias[:] = torch.tensor([0, 0, 0, np.inf, 0, 0, 0])
    assert score(model, [wild], list("abcdefg"), None).top1 == 0.5
