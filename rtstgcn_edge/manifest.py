"""The manifest of a model file: everything that the runtime must know and that the graph does not say."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.sections import Section, first_problem
from rtstgcn_edge.skeletons import Skeleton

METADATA_KEY = "rtstgcn_manifest"
"""Key of the manifest's JSON in the ONNX metadata."""

Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]


SUM_DTYPES: dict[str, tuple[str, ...]] = {"float32": ("float64",), "int8": ("int16", "int32"), "int16": ("int32",)}
"""What pushes of a type are summed in: floats where rounding does not show, integers exactly."""

LARGEST = {"int8": 2**7, "int16": 2**15, "int32": 2**31}
"""Magnitude of the largest integer of a type."""


class FifoSpec(Section):
    """One FIFO that the graph reads and pushes to; inputs and outputs `fifo_<name>`, `push_<name>`.

    `sum`: fifo(t) = push(t-d) + push(t-2d) + ... + push(t-(K-1)d), shape (N, width).
    `taps`: the same pushes unsummed, oldest first, shape (K-1, N, width).

    `sum_dtype` is what a sum is kept in: float64 of float32 pushes, named by the file for integers, None of taps. uint8
    is for taps alone.
    """

    name: str
    kind: Literal["sum", "taps"]
    kernel: Annotated[int, Field(ge=2)]
    dilation: Positive
    width: Positive
    push_dtype: Literal["float32", "int8", "uint8", "int16"] = "float32"
    sum_dtype: Literal["float64", "int16", "int32"] | None = None

    @model_validator(mode="after")
    def _sum_holds_its_pushes(self) -> FifoSpec:
        if self.kind == "taps":
            if self.sum_dtype is not None:
                raise ValueError(f"FIFO {self.name}: taps are not summed; leave sum_dtype {self.sum_dtype} out")
            return self
        if self.push_dtype == "float32" and self.sum_dtype is None:
            self.sum_dtype = "float64"
        if self.push_dtype not in SUM_DTYPES:
            raise ValueError(f"FIFO {self.name}: {self.push_dtype} pushes are not summed; they are for taps")
        if self.sum_dtype not in SUM_DTYPES[self.push_dtype]:
            allowed = " or ".join(SUM_DTYPES[self.push_dtype])
            found = self.sum_dtype or "left open"
            raise ValueError(f"FIFO {self.name}: {self.push_dtype} pushes are summed in {allowed}, not {found}")
        if self.push_dtype in LARGEST and (self.kernel - 1) * LARGEST[self.push_dtype] >= LARGEST[self.sum_dtype]:
            sums = f"a sum of {self.kernel - 1} {self.push_dtype} pushes does not fit into {self.sum_dtype}"
            raise ValueError(f"FIFO {self.name}: {sums}")
        return self

    @property
    def held_dtype(self) -> str:
        """What the graph reads: float32 of a float64 sum, an integer sum and taps as they are."""
        if self.sum_dtype is None:
            return self.push_dtype
        return "float32" if self.sum_dtype == "float64" else self.sum_dtype

    @property
    def held_shape(self) -> tuple[int | None, ...]:
        """Shape of what the graph reads; None stands for N, the number of skeletons."""
        return (None, self.width) if self.kind == "sum" else (self.kernel - 1, None, self.width)

    @property
    def span(self) -> int:
        """Frames of the past that the FIFO holds: (K - 1) d."""
        return (self.kernel - 1) * self.dilation

    @property
    def words(self) -> int:
        """Values that it keeps of one skeleton: its ring and, of a sum, one running sum a phase."""
        return self.width * (self.span + (self.dilation if self.kind == "sum" else 0))


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


class ModelDescription(Section):
    """What a model takes and says: what a checkpoint and the model file that comes of it have in common."""

    name: str
    description: str = ""
    classes: Annotated[list[str], Field(min_length=1)]
    background: Count | None = None
    skeleton: dict[str, Any]
    channels: Annotated[list[str], Field(min_length=1)]
    units: list[str]
    rate_hz: Annotated[float, Field(gt=0)]
    decision: Decision = Decision()
    provenance: dict[str, Any] = Field(default={})

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> ModelDescription:
        try:
            Skeleton.from_dict(self.skeleton)
        except InputError as error:
            raise ValueError(f"skeleton: {error}") from None
        if len(self.units) != len(self.channels):
            raise ValueError(f"{len(self.channels)} channels but {len(self.units)} units")
        if len(set(self.classes)) != len(self.classes):
            raise ValueError(f"two classes are named '{max(self.classes, key=self.classes.count)}'")
        if self.background is not None and self.background >= len(self.classes):
            raise ValueError(f"background {self.background} is not one of {len(self.classes)} classes")
        return self


class Manifest(ModelDescription):
    """What a model file says of itself."""

    format_version: Literal[1] = 1
    fifos: list[FifoSpec]
    precision: Literal["float32", "int8"] = "float32"
    quantisation: dict[str, Any] | None = None
    receptive_field: Positive
    delay: Count = 0
    counts: Counts

    @model_validator(mode="after")
    def _fifos_have_names_of_their_own(self) -> Manifest:
        names = [fifo.name for fifo in self.fifos]
        if len(set(names)) != len(names):
            raise ValueError(f"two FIFOs share a name: {sorted(n for n in names if names.count(n) > 1)[0]}")
        return self

    def contradiction(self) -> str | None:
        """What the manifest says of the whole that its FIFOs cannot bear out; None where it may be true."""
        low = 1 + max((fifo.span for fifo in self.fifos), default=0)
        high = 1 + sum(fifo.span for fifo in self.fifos)
        if not low <= self.receptive_field <= high:
            return f"receptive_field {self.receptive_field}, but these FIFOs reach {low} to {high} frames"
        if self.delay >= self.receptive_field:
            return f"delay {self.delay}, but an output depends on {self.receptive_field} frames only"
        pushes = {fifo.push_dtype for fifo in self.fifos}
        if any((push == "float32") != (self.precision == "float32") for push in pushes):
            return f"precision {self.precision}, but its FIFOs push {' and '.join(sorted(pushes))}"
        words = sum(fifo.words for fifo in self.fifos)
        if self.counts.state_words != words:
            return f"counts.state_words {self.counts.state_words}, but these FIFOs hold {words}"
        return None

    @property
    def joints(self) -> int:
        """V, joints of the skeleton."""
        return len(self.skeleton["joints"])


def parse_manifest(text: str, where: str) -> Manifest:
    """Manifest of the model file `where`. Raises ModelError with the reason."""
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise ModelError(f"{where}: manifest: {first_problem(error)}") from None
