"""Is this device fast enough for the model?"""

import pytest
from run_words import assert_refused, words_of

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.cli.run import checks
from rtstgcn_edge.cli.trial_run import trial_run


def test_a_model_slower_than_its_rate_is_refused_for_a_source_in_real_time(shelf, tmp_path, capsys):
    words = words_of(shelf, "fast.onnx", "replay:SHELF/short.npy")
    assert_refused(capsys, tmp_path, words, 4, "a frame here, but a frame comes every 0.0 ms; take a smaller model")


@pytest.mark.parametrize(("slow", "code"), [(1, 0), (2, 0), (3, 4)])
def test_a_machine_that_was_busy_for_a_moment_is_not_taken_for_a_slow_one(shelf, monkeypatch, slow, code):
    tried = []

    def busy(engine, frames):
        tried.append(trial_run(engine, frames))
        return tried[-1]._replace(seconds=[1.0] * len(frames)) if len(tried) <= slow else tried[-1]

    monkeypatch.setattr(checks, "trial_run", busy)
    assert main(words_of(shelf, "leg.onnx", "replay:SHELF/short.npy")) == code
    assert len(tried) == min(slow + 1, 3)


@pytest.mark.parametrize(("query", "flags"), [("", ["--allow-slow"]), ("?speed=max", [])])
def test_a_slow_model_runs_where_it_is_allowed_or_nothing_waits_for_it(shelf, capsys, query, flags):
    assert main(words_of(shelf, "fast.onnx", f"replay:SHELF/short.npy{query}", *flags)) == 0
    assert "ticks  20: 20 labelled" in capsys.readouterr().err
