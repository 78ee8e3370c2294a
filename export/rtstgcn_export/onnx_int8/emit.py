"""From a program to a model file's content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import onnx

from rtstgcn_edge.manifest import METADATA_KEY, Manifest

from ..program import operations as ops
from ..program.operations import Program, Value
from . import features, layers
from .tensors import TYPES, Tensors

_EMITTERS: dict[type, Callable[[Tensors, Any], None]] = {
    ops.QuantiseFrame: features.quantise_frame,
    ops.Relative: features.relative,
    ops.Magnitude: features.magnitude,
    ops.Standardise: features.standardise,
    ops.Window: layers.window,
    ops.Change: features.change,
    ops.Delay: layers.delay,
    ops.Trend: features.trend,
    ops.Square: features.square,
    ops.Levels: features.levels,
    ops.Concat: features.concat,
    ops.GraphProduct: layers.graph_product,
    ops.Product: layers.product,
    ops.LayerNorm: layers.layer_norm,
    ops.Scale: layers.scale,
    ops.Activate: layers.activate,
    ops.Head: layers.head,
}


def emit_int8(program: Program, manifest: Manifest, *, traced: bool = False) -> onnx.ModelProto:
    """The model file's content. `manifest.fifos` must be `program.fifos`.

    With `traced`, each operation's value is an output of its own, too: `value_<name>`, (N, rows, columns) in its type.
    """
    now = Tensors(program.fifos)
    now.build.input("frame", ["N", program.channels, program.joints])
    for fifo in program.fifos:
        shape = ["N" if size is None else size for size in fifo.held_shape]
        now.build.input(f"fifo_{fifo.name}", shape, TYPES[fifo.held_dtype])
    for operation in program.operations:
        _EMITTERS[type(operation)](now, operation)
    now.build.output(program.operations[-1].out.name, ["N", program.classes])
    for fifo in program.fifos:
        now.build.output(f"push_{fifo.name}", ["N", fifo.width], TYPES[fifo.push_dtype])
    if traced:
        for operation in program.operations:
            _trace(now, operation.out)
    return now.build.model(manifest.name, {METADATA_KEY: manifest.model_dump_json()})


def _trace(now: Tensors, value: Value) -> None:
    name = f"value_{value.name}"
    now.rows(now.own(value), value, name)
    now.build.output(name, ["N", value.rows, value.columns], TYPES[value.dtype])
