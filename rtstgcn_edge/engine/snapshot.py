"""What a skeleton's FIFOs hold, taken out of a pool."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

from rtstgcn_edge.errors import InputError

Array = npt.NDArray[Any]
Snapshot = dict[str, dict[str, Array]]
"""State of one skeleton: per FIFO its pushes, oldest first ((K-1) d, width), and of a sum, the phase of the next tick
first, its running sums (d, width) and, where they are floats, their peaks (d,). Of a native model, its state as it lies
in memory."""


def check_state(name: str, snapshot: Snapshot, shapes: dict[str, tuple[int, ...]], types: dict[str, str]) -> None:
    """Raises InputError unless the snapshot holds for FIFO `name` every array of `shapes`, in its type."""
    state = snapshot.get(name, {})
    for key, shape in shapes.items():
        found = f"{state[key].dtype} {state[key].shape}" if key in state else "nothing"
        if found != f"{types[key]} {shape}":
            raise InputError(f"snapshot: FIFO {name} needs {key} {types[key]} {shape}, found {found}")
