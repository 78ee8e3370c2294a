"""Exports under a prefix of their own: two models in one program, each with the bits it has alone."""

import subprocess

import numpy as np
import pytest
from model_by_hand import needs_compiler
from native_models import WARNINGS, assert_same_bits, compile_c, need
from rtstgcn_training.models.config import Arch
from tiny_dataset import write_tiny_dataset
from two_files import write_both

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.engine import Engine, stream_trials
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.recordings import find_trials

pytestmark = needs_compiler

ARCHS = {
    "left": Arch(widths=[4, 6], kernel=3, dilation=[1, 2]),
    "right_2": Arch(widths=[8], kernel=5, dilation=1, residual_delay="centre", norm="batch"),
}

BOTH = """\
#include "left.h"
#include "right_2.h"
#include <stdint.h>
#include <stdio.h>

static uint64_t memory[(LEFT_STATE_BYTES + 7) / 8], other_memory[(RIGHT_2_STATE_BYTES + 7) / 8];

int main(void)
{
    static float frame[LEFT_CHANNELS * LEFT_JOINTS], other_frame[RIGHT_2_CHANNELS * RIGHT_2_JOINTS];
    static float logits[LEFT_CLASSES], other_logits[RIGHT_2_CLASSES];
    left_state *const state = (left_state *)memory;
    right_2_state *const other = (right_2_state *)other_memory;

    left_reset(state);
    right_2_reset(other);
    while (fread(frame, sizeof frame, 1, stdin) == 1 && fread(other_frame, sizeof other_frame, 1, stdin) == 1) {
        left_infer(state, frame, logits);
        right_2_infer(other, other_frame, other_logits);
        left_advance(state);
        right_2_advance(other);
        if (fwrite(logits, sizeof logits, 1, stdout) + fwrite(other_logits, sizeof other_logits, 1, stdout) != 2) {
            return 1;
        }
    }
    return left_class_name(0) == NULL || right_2_class_name(RIGHT_2_CLASSES) != NULL || left_manifest[0] != '{';
}
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A folder with left and right_2 as .onnx, .c and .h; and the data set."""
    folder = tmp_path_factory.mktemp("exported")
    data = write_tiny_dataset(folder / "data")
    for prefix, arch in ARCHS.items():
        (folder / f"{prefix}-made").mkdir()
        checkpoint, _ = write_both(folder / f"{prefix}-made", data, arch, name=prefix)
        words = ["--target", "onnx", "--target", "c", "--calibration", str(data / "train"), "--prefix", prefix]
        assert main(["export", str(checkpoint), str(folder / f"{prefix}.c"), *words]) == 0
    return folder, data


def test_two_exported_models_in_one_program_have_the_bits_they_have_alone(exported, tmp_path):
    need("gcc")
    folder, data = exported
    (tmp_path / "both.c").write_text(BOTH)
    sources = [tmp_path / "both.c", *(folder / f"{prefix}.c" for prefix in ARCHS)]
    words = ["-std=c99", "-O2", "-ffp-contract=off", "-I", folder, *sources, "-lm", "-o", tmp_path / "both"]
    assert compile_c("gcc", *WARNINGS, *words) == ""

    trials = [np.ascontiguousarray(trial.features()[..., 0]) for trial in find_trials(data / "val")]
    frames = [trial.swapaxes(0, 1).reshape(trial.shape[1], -1) for trial in trials]
    interleaved = np.concatenate(frames, axis=1).tobytes()
    done = subprocess.run([tmp_path / "both"], input=interleaved, capture_output=True, check=True)
    found = np.frombuffer(done.stdout, np.float32).reshape(len(frames[0]), -1)

    for prefix, trial, columns in zip(ARCHS, trials, (slice(None, 3), slice(3, None)), strict=True):
        logits = np.ascontiguousarray(found[:, columns])
        for path, engine in ((folder / f"{prefix}.onnx", "onnx"), (folder / f"{prefix}.c", "native")):
            assert_same_bits(logits, run_alone(open_model(path, engine), trial))
    assert len(np.unique(found.argmax(1))) > 1


def run_alone(model, trial):
    """Logits (L, classes) as they come, frame after frame."""
    engine = Engine(model)
    engine.join(0)
    logits = []
    for t in range(trial.shape[1]):
        logits.append(engine.step({0: trial[:, t]})[0].copy())
        engine.advance()
    return np.array(logits)


def test_the_runtime_takes_source_and_library_of_any_prefix(exported, tmp_path, capsys):
    folder, data = exported
    source, library = folder / "right_2.c", tmp_path / "right.so"
    assert main(["models", "build", str(source), str(library)]) == 0
    for file in (source, library):
        assert main(["models", "verify", str(file)]) == 0
        assert capsys.readouterr().out.splitlines()[-2].startswith("right_2: ok (format 1; as it was ")
    trial = np.ascontiguousarray(find_trials(data / "val")[0].features()[..., 0])
    expected = stream_trials(Engine(open_model(folder / "right_2.onnx")), [trial])[0]
    beside = open_model(folder / "right_2.onnx", "native")
    assert beside.path == source
    for model in (beside, open_model(library)):
        assert_same_bits(stream_trials(Engine(model), [trial])[0], expected)


def test_the_usual_prefix_is_the_default(exported, tmp_path):
    folder, data = exported
    checkpoint = folder / "left-made" / "tiny.safetensors"
    words = ["--calibration", str(data / "train"), "--recording", str(data / "val" / "features" / "trial0.npy")]
    for name, chosen in (("usual", []), ("same", ["--prefix", "rtstgcn"])):
        (tmp_path / name).mkdir()
        assert main(["export", str(checkpoint), str(tmp_path / name / "m.c"), *words, *chosen]) == 0
    for file in ("m.c", "m.h"):
        assert (tmp_path / "usual" / file).read_bytes() == (tmp_path / "same" / file).read_bytes()
    assert "void rtstgcn_reset(" in (tmp_path / "usual" / "m.h").read_text()
