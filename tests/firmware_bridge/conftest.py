"""Emitted models, and the emulators that run them."""

import shutil

import numpy as np
import pytest
from random_programs import adversarial_frames, manifest_of, noise_frames, random_program
from rtstgcn_export.c import emit_c
from rtstgcn_export.program.interpret import Interpreter

from benchmarks.emulators import PACKAGES


@pytest.fixture(scope="session")
def need():
    """Function (program ...): skips where one of them is not installed."""

    def check(*programs):
        for program in programs:
            if shutil.which(program) is None:
                pytest.skip(f"{program} is not installed; on Debian: {PACKAGES.get(program, program)}")

    return check


class Emitted:
    """A random program as NAME.c and NAME.h, with frames and the logits that are right."""

    def __init__(self, seed, folder, frames):
        self.program = random_program(seed)
        self.source = write(self.program, folder / f"net{seed}.c")
        length = frames // 2
        halves = [noise_frames(self.program, seed, length), adversarial_frames(self.program, seed, frames - length)]
        self.frames = np.concatenate(halves, axis=1)
        self.logits = Interpreter(self.program).run(self.frames)

    def assert_equal(self, logits):
        """Bit for bit, 0.0 and -0.0 told apart."""
        assert logits.dtype == np.float32
        assert logits.shape == self.logits.shape
        different = np.flatnonzero((logits.view("i4") != self.logits.view("i4")).any(1))
        assert len(different) == 0, f"frames {different} differ"


def write(program, path):
    header, source = emit_c(program, manifest_of(program), path.stem)
    path.with_suffix(".h").write_text(header, encoding="utf-8")
    path.write_text(source, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def emitted(tmp_path_factory):
    """Function (seed, frames=300) -> Emitted, made once."""
    made = {}

    def get(seed, frames=300):
        if (seed, frames) not in made:
            made[seed, frames] = Emitted(seed, tmp_path_factory.mktemp("model"), frames)
        return made[seed, frames]

    return get
