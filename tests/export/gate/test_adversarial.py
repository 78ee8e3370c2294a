import numpy as np
from quantised_models import calibrated
from rtstgcn_export.gate.adversarial import adversarial_trials
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.lower import lower


def test_trials_are_finite_and_reach_zero_both_ends_and_beyond():
    program = lower(*calibrated())
    trials = adversarial_trials(program, frames=50)
    assert all(x.shape == (3, 50, 3) and x.dtype == np.float32 and np.isfinite(x).all() for x in trials)
    seen = set()
    for x in trials:
        interpreter = Interpreter(program)
        interpreter.run(x)
        seen |= set(np.unique(interpreter.values["samples"]))
    assert {-32768, 0, 32767} <= {int(value) for value in seen}
    assert any(not x.any() for x in trials)
    assert any((x[:, :1] == x).all() and x.any() for x in trials)
    assert max(np.abs(x).max() for x in trials) > 1e38


def test_they_are_the_same_each_time():
    program = lower(*calibrated())
    for one, other in zip(adversarial_trials(program), adversarial_trials(program), strict=True):
        np.testing.assert_array_equal(one, other)
