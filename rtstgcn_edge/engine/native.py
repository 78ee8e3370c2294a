"""A model as generated C, compiled for this processor: the state of a skeleton is a piece of memory."""

from __future__ import annotations

import hashlib

import numpy as np

from rtstgcn_edge.engine.runner import FloatArray
from rtstgcn_edge.engine.snapshot import Array, Snapshot
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.native import Library

ALIGNMENT = 64
"""Bytes to whose multiples a state is aligned: a cache line, and the widest vectors."""


class NativeRunner:
    """One state a skeleton, stepped one after the other.

    A snapshot is a copy of the state and fits the same build only: another model, or the same one compiled for other
    kernels, may lay its state out otherwise.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._build = np.frombuffer(
            hashlib.sha256(f"{library.manifest}{library.kernel}{library.facts}".encode()).digest(), np.uint8
        )
        self._states: list[Array] = []
        self._addresses: list[int] = []
        self._calls: list[tuple[int, int, int]] = []

    @property
    def nbytes(self) -> int:
        return sum(state.nbytes for state in self._states)

    def join(self) -> None:
        state = aligned(self._library.facts["state_bytes"])
        self._library.reset(state.ctypes.data)
        self._states.append(state)

    def leave(self, slot: int) -> None:
        del self._states[slot]

    def clear(self, slot: int) -> None:
        self._library.reset(self._addresses[slot])

    def snapshot(self, slot: int) -> Snapshot:
        return {"native": {"state": self._states[slot].copy(), "build": self._build}}

    def restore(self, slot: int, snapshot: Snapshot) -> None:
        found, own = snapshot.get("native", {}), self._states[slot]
        state = found.get("state", own[:0])
        if not np.array_equal(found.get("build", ()), self._build) or (state.dtype, state.shape) != (
            own.dtype,
            own.shape,
        ):
            raise InputError("snapshot: not of this build of this native model; restore it where it was taken")
        own[:] = state

    def bind(self, frame: FloatArray, logits: FloatArray) -> None:
        self._addresses = [state.ctypes.data for state in self._states]
        self._calls = [
            (state, joints.ctypes.data, row.ctypes.data)
            for state, joints, row in zip(self._addresses, frame, logits, strict=True)
        ]

    def run(self) -> None:
        infer = self._library.infer
        for state, frame, logits in self._calls:
            infer(state, frame, logits)

    def advance(self) -> None:
        advance = self._library.advance
        for state in self._addresses:
            advance(state)


def aligned(size: int) -> Array:
    """Zeros (size,) of bytes at an address that `ALIGNMENT` divides."""
    room = np.zeros(size + ALIGNMENT, np.uint8)
    start = -room.ctypes.data % ALIGNMENT
    return room[start : start + size]
