"""The FIFOs of an integer program: those of the float model, in integer types that hold every sum exactly."""

from __future__ import annotations

from rtstgcn_training.models.rt_stgcn import RTSTGCN

from rtstgcn_edge.manifest import FifoSpec

INT8_TAPS_IN_INT16 = 255
"""So many int8 values sum up to an int16 at most."""


def integer_fifos(model: RTSTGCN) -> list[FifoSpec]:
    """The FIFO table of the 8-bit form, in the order of the float model's."""
    wide = {w.name for w in (*model.features.windows()[len(model.features.means) :], *model.features.energy_windows())}
    return [_integer(spec, spec.name in wide) for spec in model.fifos()]


def _integer(spec: FifoSpec, wide: bool) -> FifoSpec:
    if spec.kind == "taps":
        # what enters the first layer has a sign, what a layer gives has none
        return _typed(spec, "int8" if spec.name == "residual0" else "uint8", None)
    if wide:
        return _typed(spec, "int16", "int32")
    return _typed(spec, "int8", "int16" if spec.kernel - 1 <= INT8_TAPS_IN_INT16 else "int32")


def _typed(spec: FifoSpec, push: str, sums: str | None) -> FifoSpec:
    return FifoSpec.model_validate(spec.model_dump() | {"push_dtype": push, "sum_dtype": sums})
