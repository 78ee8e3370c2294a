"""What the kernels rely on, checked before anything is written."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_export.program.operations import Activate, GraphProduct, Head, LayerNorm, Product, Program, QuantiseFrame

PREFIX = "rtstgcn"
"""What public symbols begin with where nothing else is asked for."""
JOINTS = 128
"""Sums of so many uint8 fit into int16."""
FRAMES = 2**16 - 1
"""Counters of rings have 16 bits."""
WEIGHT = 63
"""Two products with any byte fit into int16."""
TYPES: dict[type, tuple[str, ...]] = {
    GraphProduct: ("int8", "uint8"),
    Product: ("int8", "uint8", "int16"),
    Head: ("uint8",),
}
"""What some operations can read."""


def check_prefix(prefix: str) -> None:
    """Raises InputError where no symbol in C can begin so."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", prefix):
        raise InputError(f"--prefix '{prefix}': symbols in C begin with a letter and go on with letters, digits and _")


def check(program: Program) -> None:
    """Raises ModelError that names the first operation whose numbers the kernels cannot take."""
    if program.joints > JOINTS:
        raise ModelError(f"a model of {program.joints} joints: the C form has room for {JOINTS}")
    for fifo in program.fifos:
        if fifo.span > FRAMES:
            raise ModelError(
                f"{fifo.name}: a FIFO that reaches {fifo.span} frames back; the C form has room for {FRAMES}"
            )
    for op in program.operations:
        name = op.out.name
        if isinstance(op, GraphProduct | Product | Head) and op.x.dtype not in TYPES[type(op)]:
            allowed = " or ".join(TYPES[type(op)])
            raise ModelError(f"{name}: {type(op).__name__} of {op.x.dtype}; in C it takes {allowed}")
        if isinstance(op, QuantiseFrame):
            _within(f"{name}: an exponent", op.exponents, -126, 127)
        elif isinstance(op, Product) and op.x.dtype != "int16":
            _within(f"{name}: a weight", op.weight, -WEIGHT, WEIGHT)
        elif isinstance(op, LayerNorm):
            _within(f"{name}: an exponent", np.array([op.gamma_exponent, op.beta_exponent]), -126, 126)
        elif isinstance(op, Activate):
            exponents = [value.exponent or 0 for value in (op.out, op.residual) if value is not None]
            _within(f"{name}: an exponent", np.array(exponents), -126, 126)
        elif isinstance(op, Head):
            _within(f"{name}: an exponent", op.exponents, -100, 100)


def _within(what: str, values: npt.NDArray[Any], low: int, high: int) -> None:
    wild = values[(values < low) | (values > high)]
    if wild.size:
        raise ModelError(f"{what} is {wild[0]}; the C form takes {low} to {high}")
