"""The gate over backends: equal bits pass; the first differing one is named, with frame, layer and operation."""

import dataclasses

import numpy as np
import pytest
import torch
from model_files import describe
from quantised_models import EVERY_FEATURE, arrays, calibrated, motions
from refusals import refusal
from rtstgcn_export.backends import NativeBackend, OnnxBackend
from rtstgcn_export.c import emit_c
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.gate import check_exactness
from rtstgcn_export.gate.exactness import first_difference, program_delay
from rtstgcn_export.onnx_int8 import emit_int8
from rtstgcn_export.program import LayerNorm, Program
from rtstgcn_export.program.lower import lower
from rtstgcn_training.models.config import Arch
from rtstgcn_training.quantised import QuantisedRTSTGCN

from rtstgcn_edge.errors import ModelError


class Emitted:
    """All forms of one random model."""

    def __init__(self, folder, arch, **options):
        self.folder, (self.model, self.exponents) = folder, calibrated(arch, **options)
        self.program = lower(self.model, self.exponents)
        self.quantised = QuantisedRTSTGCN(self.model, self.exponents).eval()
        self.manifest = make_manifest(
            self.model,
            describe(self.model),
            fifos=list(self.program.fifos),
            precision="int8",
            quantisation=self.exponents.model_dump(mode="json"),
        )
        self.trials = arrays(motions(self.model, 3, length=40, seed=5))

    def onnx(self, program=None, optimised=True):
        """A backend that runs a program, which may be another than ours."""
        path = self.folder / "m.onnx"
        program = program or self.program
        path.write_bytes(emit_int8(program, self.manifest).SerializeToString())
        return OnnxBackend(path, program, self.manifest, optimised)

    def native(self, program=None, prefix="rtstgcn"):
        program = program or self.program
        header, source = emit_c(program, self.manifest, "m", prefix)
        (self.folder / "m.h").write_text(header)
        (self.folder / "m.c").write_text(source)
        return NativeBackend(self.folder / "m.c", program)

    def prefixed(self, program):
        return self.native(program, "left")

    def check(self, *backends):
        return check_exactness(self.program, self.quantised, backends, self.trials)

    def changed(self, kind, **fields):
        """The same program, but the first operation of a kind has other constants."""
        operations = list(self.program.operations)
        place = next(i for i, operation in enumerate(operations) if isinstance(operation, kind))
        said = {key: change(getattr(operations[place], key)) for key, change in fields.items()}
        operations[place] = dataclasses.replace(operations[place], **said)
        return Program(operations, self.program.fifos, self.program.channels, self.program.joints)


@pytest.fixture(
    params=[EVERY_FEATURE, Arch(widths=[3, 4], kernel=3, dilation=1, residual_delay="centre", norm="batch")]
)
def emitted(request, tmp_path):
    return Emitted(tmp_path, request.param)


def test_all_backends_of_a_program_pass(emitted):
    found = emitted.check(emitted.onnx(), emitted.onnx(optimised=False), emitted.native())
    assert (found.frames, found.trials) == (120, 3)
    assert str(found) == (
        "ONNX Runtime = ONNX Runtime without optimisations = native C = fake-quantised model to the last bit over 120 "
        "frames of 3 trials, = the definition over 120"
    )


@pytest.mark.parametrize("form", ["onnx", "native", "prefixed"])
def test_the_operation_that_differs_is_named(tmp_path, form):
    emitted = Emitted(tmp_path, EVERY_FEATURE)
    wrong = emitted.changed(LayerNorm, beta=lambda beta: beta + np.int16(2000))
    backend = getattr(emitted, form)(wrong)
    message = refusal(emitted.check, backend, error=ModelError)
    (norm,) = [operation.out.name for operation in wrong.operations if isinstance(operation, LayerNorm)][:1]
    assert message.startswith(f"{backend.name} differs from the integer program: trial 0, frame 0, alone: ")
    # norms that only pass through to an activation may be computed in one go with it
    assert f"'{norm}'" in message or "Activate" in message


def test_a_quantised_model_that_is_not_the_program_s_is_refused(tmp_path):
    emitted = Emitted(tmp_path, EVERY_FEATURE)
    with torch.no_grad():
        emitted.model.head.bias += 1
    assert "the fake-quantised model differs from the integer program: trial 0, frame 0" in refusal(
        emitted.check, error=ModelError
    )


def test_the_first_difference_is_of_bits_not_of_values():
    logits = np.zeros((4, 2), np.float32)
    assert first_difference(logits, logits.copy()) is None
    other = logits.copy()
    other[2, 1] = -0.0
    assert first_difference(other, logits) == 2
    nan = np.full((4, 2), np.nan, np.float32)
    assert first_difference(nan, nan.copy()) is None


def test_the_delay_of_a_program_is_that_of_its_model(emitted):
    assert program_delay(emitted.program) == emitted.model.delay
