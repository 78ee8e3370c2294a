"""Counters whose sums close: nothing is lost silently."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class SampleCounts:
    """What became of the frames of a source: received = used + late + duplicate + refused + dropped."""

    received: int = 0
    used: int = 0
    late: int = 0
    duplicate: int = 0
    refused: int = 0
    """Frames without a body whose values are all finite."""
    dropped: int = 0
    """Frames that a live source overwrote because the device was behind."""
    lost: int = 0
    """Ticks for which the source had no frame (not part of the sum)."""
    refused_bodies: int = 0
    """Single bodies with values that are not finite, or of a track that the frame has already (not part of the sum)."""

    def balanced(self) -> bool:
        """Whether every frame received is accounted for."""
        return self.received == self.used + self.late + self.duplicate + self.refused + self.dropped


@dataclass
class TickCounts:
    """What became of the ticks of the model's clock: ticks = labelled + held + reset."""

    ticks: int = 0
    labelled: int = 0
    """Ticks at which at least one live skeleton was seen."""
    held: int = 0
    """Ticks at which all live skeletons were held."""
    reset: int = 0
    """Ticks without a live skeleton: FIFOs freed, no label. Long gaps are passed over at once and counted here."""
    predictions: int = 0
    """Labels given, over all skeletons (not part of the sum)."""
    held_predictions: int = 0
    """Labels given on a held frame (not part of the sum)."""

    overflowed: int = 0
    """Steps of a skeleton whose logits were not finite (not part of the sum)."""

    def balanced(self) -> bool:
        """Whether every tick is accounted for."""
        return self.ticks == self.labelled + self.held + self.reset
