"""The constants of a program as C arrays, as compact as their values allow."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_export.program.operations import GraphProduct, Head, Product

from .text import ctype, tokens, wrapped

Array = npt.NDArray[Any]

TILE, GROUP = 16, 4
LARGEST_SHIFT = {"int8": 30, "uint8": 30, "int16": 33}
"""A larger shift gives 0 whatever the sum, as this one does."""


class Constants:
    """Definitions in the order in which they were asked for, and what they take."""

    def __init__(self) -> None:
        self.bytes = 0
        self._text: list[str] = []

    @property
    def text(self) -> str:
        return "\n".join(self._text)

    def title(self, title: str) -> None:
        self._text.append(f"\n/* {title} */")

    def array(self, name: str, values: Array, aligned: str = "") -> str:
        """A static array; its name."""
        body = wrapped(tokens(values))
        self._text.append(f"static const {ctype(str(values.dtype))} {name}[{values.size}]{aligned} = {{\n{body}}};")
        self.bytes += values.nbytes
        return name

    def product(self, name: str, op: Product | Head) -> str:
        """The weights of a product as `struct product`; its name."""
        inputs, columns = op.weight.shape
        if isinstance(op, Head):
            shift, correction = op.exponents, None
        else:
            shift = np.clip(op.shift, -8, LARGEST_SHIFT[op.x.dtype])
            correction = whole_tiles(128 * op.weight.sum(0, dtype=np.int32))
        bias = op.bias if op.bias is not None else np.zeros(columns, np.int32)
        fields = [
            self.array(f"{name}_weight", tiled(op.weight), " ALIGNED_64"),
            self.array(f"{name}_bias", whole_tiles(bias)),
            self.array(f"{name}_correction", correction) if correction is not None else "NULL",
            self.array(f"{name}_shift", whole_tiles(shift.astype(np.int8))),
            str(inputs),
            str(columns),
        ]
        return self._struct("product", f"{name}_weights", fields)

    def graph(self, name: str, op: GraphProduct) -> str:
        """The non-zeros of a graph as `struct graph`; its name."""
        rows, sources = np.nonzero(op.graph)
        begin = np.searchsorted(rows, np.arange(len(op.graph) + 1))
        terms = op.graph[rows, sources] if len(rows) else np.zeros(1, np.int8)
        fields = [
            self.array(f"{name}_begin", begin.astype(np.uint16)),
            self.array(f"{name}_source", sources.astype(np.uint8) if len(rows) else np.zeros(1, np.uint8)),
            self.array(f"{name}_coefficient", terms),
            str(len(op.graph)),
            str(int(np.clip(op.shift, -8, LARGEST_SHIFT[op.x.dtype]))),
        ]
        return self._struct("graph", f"{name}_graph", fields)

    def _struct(self, kind: str, name: str, fields: list[str]) -> str:
        self._text.append(f"static const struct {kind} {name} = {{\n{wrapped(fields)}}};")
        return name


def tiled(weight: Array) -> Array:
    """(C, K) in the order of `struct product`: tiles of 16 columns, in them groups of 4 inputs, filled up with 0."""
    inputs, columns = weight.shape
    tiles, groups = -(-columns // TILE), -(-inputs // GROUP)
    filled = np.zeros((groups * GROUP, tiles * TILE), np.int8)
    filled[:inputs, :columns] = weight
    packed: Array = filled.reshape(groups, GROUP, tiles, TILE).transpose(2, 0, 3, 1).reshape(-1)
    return packed


def whole_tiles(values: Array) -> Array:
    """One element a column, filled up with 0 to whole tiles."""
    return np.pad(values, (0, -len(values) % TILE))
