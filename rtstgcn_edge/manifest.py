"""The manifest of a model file: everything that the runtime must know and that the graph does not say."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.sections import Section, first_problem
from rtstgcn_edge.skeletons import Skeleton

FORMAT_VERSION = 1
METADATA_KEY = "rtstgcn_manifest"
"""Key of the manifest's JSON in the ONNX metadata."""

Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]


class FifoSpec(Section):
    """One FIFO that the graph reads and pushes to; inputs and outputs `fifo_<name>`, `push_<name>`.

    `sum`: fifo(t) = push(t-d) + push(t-2d) + ... + push(t-(K-1)d), shape (N, width).
    `taps`: the same pushes unsummed, oldest first, shape (K-1, N, width).
    """

    name: str
    kind: Literal["sum", "taps"]
    kernel: Annotated[int, Field(ge=2)]
    dilation: Positive
    width: Positive
    push_dtype: Literal["float32", "int8"] = "float32"
    sum_dtype: Literal["float64", "int16", "int32"] = "float64"

    @model_validator(mode="after")
    def _sum_holds_its_pushes(self) -> FifoSpec:
        if self.push_dtype == "float32" and self.sum_dtype != "float64":
            raise ValueError(f"FIFO {self.name}: float32 pushes are summed in float64, not {self.sum_dtype}")
        if self.kind == "sum" and self.sum_dtype == "int16" and (self.kernel - 1) * 128 > 2**15 - 1:
            raise ValueError(f"FIFO {self.name}: a sum of {self.kernel - 1} int8 pushes does not fit into int16")
        return self

    @property
    def span(self) -> int:
        """Frames of the past that the FIFO holds: (K - 1) d."""
        return (self.kernel - 1) * self.dilation


class Decision(Section):
    """Defaults of the decision from probabilities to events; see `rtstgcn_edge.pipeline.decide`."""

    smoothing_s: Annotated[float, Field(ge=0)] = 0.0
    hysteresis: Annotated[float, Field(ge=0, lt=1)] = 0.0
    minimum_s: Annotated[float, Field(ge=0)] = 0.0


class Counts(Section):
    """Sizes, computed from the layers at export."""

    parameters: Count
    state_words: Count
    multiply_accumulates: Count
    multiply_accumulates_dense: Count


class Manifest(Section):
    """What a model file says of itself."""

    format_version: Literal[1] = 1
    name: str
    description: str = ""
    classes: Annotated[list[str], Field(min_length=1)]
    background: Count | None = None
    skeleton: dict[str, Any]
    channels: Annotated[list[str], Field(min_length=1)]
    units: list[str]
    rate_hz: Annotated[float, Field(gt=0)]
    fifos: list[FifoSpec]
    precision: Literal["float32", "int8"] = "float32"
    quantisation: dict[str, Any] | None = None
    receptive_field: Positive
    delay: Count = 0
    decision: Decision = Decision()
    counts: Counts
    provenance: dict[str, Any] = Field(default={})

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Manifest:
        try:
            Skeleton.from_dict(self.skeleton)
        except InputError as error:
            raise ValueError(f"skeleton: {error}") from None
        if len(self.units) != len(self.channels):
            raise ValueError(f"{len(self.channels)} channels but {len(self.units)} units")
        if self.background is not None and self.background >= len(self.classes):
            raise ValueError(f"background {self.background} is not one of {len(self.classes)} classes")
        names = [fifo.name for fifo in self.fifos]
        if len(set(names)) != len(names):
            raise ValueError(f"two FIFOs share a name: {sorted(n for n in names if names.count(n) > 1)[0]}")
        return self

    @property
    def joints(self) -> int:
        """V, joints of the skeleton."""
        return len(self.skeleton["joints"])

    @property
    def skeleton_graph(self) -> Skeleton:
        """The skeleton as an object."""
        return Skeleton.from_dict(self.skeleton)


def parse_manifest(text: str, where: str) -> Manifest:
    """Manifest of the model file `where`. Raises ModelError with the reason."""
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise ModelError(f"{where}: manifest: {first_problem(error)}") from None
