"""Input that tries the arithmetic, not the model: what real recordings seldom hold."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..program import Program, QuantiseFrame

FloatArray = npt.NDArray[np.float32]


def adversarial_trials(program: Program, frames: int = 120, seed: int = 0) -> list[FloatArray]:
    """Trials (C, frames, V), all finite: zeros, constants, the ends of the range, spikes, the smallest numbers."""
    first = program.operations[0]
    assert isinstance(first, QuantiseFrame)
    rng = np.random.default_rng(seed)
    shape = (program.channels, frames, program.joints)
    full = np.ldexp(2.0**15, -first.exponents)[:, None, None]  # where each channel saturates
    noise = rng.normal(size=shape) * full / 8
    spikes = np.where(rng.random(shape) < 0.02, rng.choice([-1e8, 1e8, 3e38], shape), noise)
    ends = rng.choice([-1.0, 1.0], shape) * full * rng.choice([1.0, 0.99998, 2.0], shape)
    halves = (rng.integers(-200, 200, shape) + 0.5) * full / 2**15  # all rounded to even
    steps = np.where((np.arange(frames) // 20 % 2 == 0)[None, :, None], noise, -full)
    still = np.broadcast_to(rng.normal(size=(program.channels, 1, program.joints)) * full / 16, shape)
    tiny = rng.choice([1e-45, -1e-40, 1e-38, 0.0, -0.0], shape)
    trials = [np.zeros(shape), still, noise, ends, halves, spikes, steps, tiny]
    return [np.ascontiguousarray(trial, np.float32) for trial in trials]
