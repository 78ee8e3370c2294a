"""Which epoch is the best so far, and when it is time to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..configuration import Optimizer


class Selection:
    """Watches one value over the epochs: the training loss (lower is better) or a score (higher is)."""

    def __init__(self, options: Optimizer) -> None:
        self.monitor, self.patience, self.keep = options.monitor, options.patience, options.keep
        self.epoch, self.value = 0, float("nan")
        """The best epoch so far, 0 before the first, and its value."""
        self.seen = 0
        """The newest epoch that had a value."""

    def add(self, epoch: int, values: Mapping[str, float]) -> bool:
        """Take in an epoch's values; whether it is the best so far. An epoch without the value is not."""
        value = values.get(self.monitor)
        if value is None:
            return False
        self.seen = epoch
        better = value < self.value if self.monitor == "loss" else value > self.value
        if better or self.epoch == 0:
            self.epoch, self.value = epoch, value
            return True
        return False

    @property
    def exhausted(self) -> bool:
        """Whether an epoch so long after the best was not better that the training stops."""
        return self.patience > 0 and self.seen - self.epoch >= self.patience

    def state(self) -> dict[str, Any]:
        """As plain values, for `restore`."""
        return {"epoch": self.epoch, "value": self.value, "seen": self.seen}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what `state` gave."""
        self.epoch, self.value, self.seen = state["epoch"], state["value"], state.get("seen", state["epoch"])
