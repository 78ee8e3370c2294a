"""A trial run: the logits and times of a newcomer, and a refusal where the graph fails."""

import numpy as np
import torch
from model_files import emitted, opened
from random_models import random_motion, relative_error
from refusals import refusal
from rtstgcn_training.chunked.labelling import label_trial
from runs import tiny_model

from rtstgcn_edge.cli.trial_run import trial_run
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import ModelError


def test_it_gives_the_logits_of_the_batch_model_and_a_time_for_each_step():
    model = tiny_model()
    engine = Engine(opened(emitted(model)))
    x = random_motion(model, 20)[0]
    for _ in range(2):  # from zeros each time
        logits, seconds = trial_run(engine, x.permute(1, 0, 2).numpy())
        assert relative_error(torch.from_numpy(logits), label_trial(model, x)) < 1e-5
        assert len(seconds) == 20 and min(seconds) > 0
        assert engine.ids == []


def test_a_graph_that_fails_when_it_runs_is_refused_and_leaves_nobody_behind(monkeypatch):
    engine = Engine(opened(emitted(tiny_model())))

    def fail(joints):
        raise RuntimeError("Non-zero status code\nwhile running a node")

    monkeypatch.setattr(engine, "step", fail)
    said = refusal(trial_run, engine, np.zeros((1, 3, 3), np.float32), error=ModelError)
    assert said == "model 'random' cannot be run (Non-zero status code)"
    assert engine.ids == []
