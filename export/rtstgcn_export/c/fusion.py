"""Which LayerNorms run as one with the activation behind them: kernels do both without a float matrix between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rtstgcn_edge.manifest import FifoSpec
from rtstgcn_export.program.operations import Activate, LayerNorm, Operation, Program, Value, Window, inputs

WINDOW_LIMIT = 16383
"""As in interface.h: |y| that a kernel normalises."""
VALUES = 2**17
"""So many values of a norm may not fit: kernels add them up, and the squares of bytes, in 32 bits."""
EXPONENT = 32
"""Factors 2^n that kernels gather must stay normal floats; beyond, each is multiplied where it stands."""


@dataclass(frozen=True)
class Fusion:
    """What is made in the pass of another operation; everything by the name of the operation's output.

    Attributes:
        windows: of each fused LayerNorm that is an activation's x, the window before it, or None.
        residuals: fused LayerNorms that are an activation's residual.
        hidden: windows that make no value of their own.
        activations: those that read fused norms.
    """

    windows: dict[str, Window | None]
    residuals: frozenset[str]
    hidden: frozenset[str]
    activations: frozenset[str]

    @property
    def fused(self) -> frozenset[str]:
        """What is never in memory."""
        return self.hidden | self.residuals | self.windows.keys()


def fusion(program: Program) -> Fusion:
    makers = {op.out.name: op for op in program.operations}
    readers: dict[str, list[Operation]] = {}
    for op in program.operations:
        for value in inputs(op):
            readers.setdefault(value.name, []).append(op)
    fifos = {fifo.name: fifo for fifo in program.fifos}

    def alone(value: Value | None) -> LayerNorm | None:
        """The LayerNorm that makes a value of a single reader."""
        maker = makers.get(value.name) if value is not None else None
        return maker if isinstance(maker, LayerNorm) and len(readers[maker.out.name]) == 1 else None

    windows: dict[str, Window | None] = {}
    residuals, hidden, activations = set(), set(), set()
    for op in program.operations:
        if not isinstance(op, Activate) or op.linear or (norm := alone(op.x)) is None:
            continue
        behind = alone(op.residual)
        if not _fits(norm, window := _window(norm, makers, readers), fifos):
            continue
        if not all(_moderate(one, op) for one in (norm, behind) if one is not None):
            continue
        if not (op.residual is None or op.residual.dtype in ("int8", "uint8") or (behind and _plain(behind))):
            continue
        activations.add(op.out.name)
        windows[norm.out.name] = window
        if window is not None:
            hidden.add(window.out.name)
        if behind is not None:
            residuals.add(behind.out.name)
    return Fusion(windows, frozenset(residuals), frozenset(hidden), frozenset(activations))


def _window(norm: LayerNorm, makers: dict[str, Operation], readers: dict[str, list[Operation]]) -> Window | None:
    maker = makers[norm.x.name]
    return maker if isinstance(maker, Window) and len(readers[norm.x.name]) == 1 else None


def _fits(norm: LayerNorm, window: Window | None, fifos: dict[str, FifoSpec]) -> bool:
    if norm.x.size >= VALUES:
        return False
    largest = 0 if norm.bias is None else int(np.abs(norm.bias.astype(np.int32)).max())
    if window is None:
        return norm.x.dtype == "int8" and largest + 128 <= WINDOW_LIMIT
    fifo = fifos[window.fifo]
    int16 = window.x.dtype == "int8" and fifo.sum_dtype == "int16" and fifo.kernel > 2
    return int16 and largest + 128 * fifo.kernel <= WINDOW_LIMIT


def _moderate(norm: LayerNorm, op: Activate) -> bool:
    exponents = [norm.gamma_exponent, norm.beta_exponent, norm.x.exponent, op.out.exponent]
    exponents += [op.residual.exponent] if op.residual is not None else []
    return all(abs(exponent or 0) <= EXPONENT for exponent in exponents)


def _plain(norm: LayerNorm) -> bool:
    return norm.x.dtype == "int8" and norm.bias is None
