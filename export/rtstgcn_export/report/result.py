"""What a calibration report holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class TensorReport:
    """One tensor of the integer program, against the same tensor of the float32 model.

    A signal-to-noise ratio is 10 log10(sum x^2 / sum e^2) in dB over all values x seen and their errors e; None where
    there is no error (or no signal).

    Attributes:
        name: in the program.
        operation: what makes it.
        rows: joints, or 1.
        columns: channels.
        dtype: of its elements.
        exponent: an element stands for integer * 2^-exponent; a list has one for each column; None of a level.
        weight_exponents: smallest and largest of the weights that its operation carries; None where it has none.
        smallest: value seen in float32.
        largest: value seen in float32.
        saturated: share of the float32 values that its type and exponent cannot hold; None where nothing is rounded.
        local_db: rounding only this tensor.
        constants_db: rounding only the constants (weights, graph, scale and shift of a norm) of its operation.
        accumulated_db: the integer program up to here.
        logits_db: at the logits, with nothing in 8 bits but this operation.
        share: of the sum of these operations' noise at the logits; None where nothing is rounded.
        histogram: shares of the values below, in equal bins over, and above the range of the type.
    """

    name: str
    operation: str
    rows: int
    columns: int
    dtype: str
    exponent: int | list[int] | None
    weight_exponents: tuple[int, int] | None
    smallest: float
    largest: float
    saturated: float | None
    local_db: float | None
    constants_db: float | None
    accumulated_db: float | None
    logits_db: float | None
    share: float | None
    histogram: list[float] | None


@dataclass(frozen=True)
class ClassReport:
    """Frames that the float32 model labels so.

    Attributes:
        name: of the class.
        frames: how many.
        agreement: share of them that the integer program labels alike; None of no frames.
    """

    name: str
    frames: int
    agreement: float | None


@dataclass(frozen=True)
class Report:
    """Where the error of an 8-bit model enters, over the recordings given.

    Attributes:
        tensors: in the order in which they are made; the last are the logits.
        classes: by the label of the float32 model.
        recordings: how many.
        frames: of all of them.
        traced_frames: of those over which single operations were followed to the logits.
        agreement: share of the frames with the same label.
        logits_error: largest difference of a logit, relative to the largest logit.
    """

    tensors: list[TensorReport]
    classes: list[ClassReport]
    recordings: int
    frames: int
    traced_frames: int
    agreement: float
    logits_error: float

    def __str__(self) -> str:
        """A table for people."""
        from .table import table

        return table(self)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def write(self, folder: Path) -> list[Path]:
        """Write calibration.json, calibration.csv and calibration.png; their paths. Raises InputError."""
        from .files import write

        return write(self, folder)
