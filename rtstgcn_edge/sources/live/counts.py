"""What became of the samples of one node; the sums close."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass
class NodeCounts:
    """received = used + late + duplicate + refused + dropped + waiting."""

    received: int = 0
    used: int = 0
    """In a frame for the model."""
    late: int = 0
    """Came after their frame had left."""
    duplicate: int = 0
    """A second one of its tick."""
    refused: int = 0
    """With a value that is not finite."""
    dropped: int = 0
    """Made no frame, because another node was missing for longer than it is held, or clocks were not known yet."""
    early: int = 0
    """Of those, the ones from before the first frame (not part of the sum)."""
    lost: int = 0
    """Missing by the sequence numbers, or by the time where there are none (not part of the sum)."""
    held: int = 0
    """Ticks for which the last sample stood in (not part of the sum)."""
    slips: int = 0
    """Samples that by their time belong to another tick than by their number (not part of the sum)."""

    def balanced(self, waiting: int = 0) -> bool:
        """Whether every sample is accounted for; `waiting` are in frames that have not left yet."""
        return self.received == self.used + self.late + self.duplicate + self.refused + self.dropped + waiting

    def facts(self, waiting: int = 0) -> dict[str, int]:
        """All of it, JSON-able."""
        return {**asdict(self), "waiting": waiting}
