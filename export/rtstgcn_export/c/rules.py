"""Each operation as the C call that computes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from rtstgcn_export.program.operations import (
    Activate,
    Change,
    Concat,
    Delay,
    GraphProduct,
    Head,
    LayerNorm,
    Levels,
    Magnitude,
    Product,
    QuantiseFrame,
    Relative,
    Scale,
    Square,
    Standardise,
    Trend,
    Window,
)

from .memory import BYTES
from .text import ctype, float_literal, power_literal

if TYPE_CHECKING:
    from .calls import Calls


def _quantise_frame(c: Calls, op: QuantiseFrame) -> None:
    exponents = c.constants.array(f"{c.names[op.out.name]}_exponents", op.exponents.astype(np.int8))
    c.call("quantise_frame", "frame", op.out.columns, op.out.rows, exponents, c.new(op.out))


def _relative(c: Calls, op: Relative) -> None:
    c.call("relative_to", c.of(op.x), op.x.rows, op.x.columns, op.joint, c.new(op.out))


def _magnitude(c: Calls, op: Magnitude) -> None:
    c.call("magnitudes", c.of(op.x), op.out.size, c.new(op.out))


def _standardise(c: Calls, op: Standardise) -> None:
    offset, factor = c.array(op, "offset"), c.array(op, "factor")
    c.call("standardised", c.typed(op.x), offset, factor, op.limit, op.out.size, op.out.dtype.upper(), c.new(op.out))


def _window(c: Calls, op: Window) -> None:
    ring = c.pushed(op.x, op.fifo)
    if op.out.name not in c.fusion.hidden:
        c.call("window_sum", c.typed(op.x), ring.held_dtype.upper(), ring.held, op.out.size, c.new(op.out))


def _change(c: Calls, op: Change) -> None:
    ring = c.pushed(op.x, op.fifo)
    c.call("change", c.typed(op.x), ring.held_dtype.upper(), ring.held, op.out.size, c.new(op.out))


def _delay(c: Calls, op: Delay) -> None:
    ring = c.pushed(op.x, op.fifo)
    c.line(f"const {ctype(op.out.dtype)} *const {c.names[op.out.name]} = {ring.oldest};")


def _trend(c: Calls, op: Trend) -> None:
    a, b = c.array(op, "a"), c.array(op, "b")
    c.call("trend", c.of(op.short), c.of(op.long), a, b, op.limit, op.out.size, c.new(op.out))


def _square(c: Calls, op: Square) -> None:
    c.call("squares", c.of(op.x), op.out.size, c.new(op.out))


def _levels(c: Calls, op: Levels) -> None:
    table = c.array(op, "thresholds")
    c.call("levels", c.of(op.x), table, len(op.thresholds), op.first, op.out.size, c.new(op.out))


def _concat(c: Calls, op: Concat) -> None:
    out, size, begin = c.new(op.out), BYTES[op.out.dtype], 0
    for x in op.xs:
        c.call("place_columns", c.of(x), x.rows, x.columns * size, out, op.out.columns * size, begin * size)
        begin += x.columns


def _graph_product(c: Calls, op: GraphProduct) -> None:
    graph = c.constants.graph(c.names[op.out.name], op)
    c.call(f"graph_product_{op.x.dtype}", f"&{graph}", c.of(op.x), op.x.columns, c.new(op.out))


def _product(c: Calls, op: Product) -> None:
    weights = c.constants.product(c.names[op.out.name], op)
    c.call(f"product_{op.x.dtype}", f"&{weights}", c.of(op.x), op.x.rows, c.new(op.out))


def _layer_norm(c: Calls, op: LayerNorm) -> None:
    """The statistics; the elements too, unless the activation computes them."""
    name, n = c.names[op.out.name], op.x.size
    bias = "NULL" if op.bias is None else c.array(op, "bias")
    if op.out.name in c.fusion.windows:
        window, held, x = c.fusion.windows[op.out.name], "NULL", op.x
        if window is not None:
            x, held = window.x, c.rings[window.fifo].held
        c.buffer(f"{name}_y", "int16", n)
        sums = f"window({c.of(x)}, {held}, {bias}, {n}, {name}_y)"
    elif op.out.name in c.fusion.residuals:
        sums = f"moments_int8({c.of(op.x)}, {n})"
    else:
        c.buffer(f"{name}_y", "int32", n)
        sums = f"biased({c.typed(op.x)}, {bias}, {n}, {name}_y)"
    affine = f"{c.array(op, 'gamma')}, {op.gamma_exponent}, {c.array(op, 'beta')}, {op.beta_exponent}"
    c.line(f"const struct moments {name}_sums = {sums};")
    known = f"layer_norm({name}_sums, {n}, {float_literal(np.float64(op.floor))}, {affine})"
    c.line(f"const struct norm {name}_known = {known};")
    if op.out.name not in c.fusion.fused:
        c.call("normalised", f"&{name}_known", "INT32", f"{name}_y", n, c.new(op.out))


def _scale(c: Calls, op: Scale) -> None:
    factor, shift = c.array(op, "factor"), c.array(op, "shift")
    c.call("scaled_by", c.typed(op.x), factor, shift, op.out.size, c.new(op.out))


def _activate(c: Calls, op: Activate) -> None:
    assert op.out.exponent is not None
    scale = power_literal(op.out.exponent)
    if op.out.name in c.fusion.activations:
        return _activate_norm(c, op, scale)
    residual = ["FLOAT32", "NULL", "0.0f"]
    if op.residual is not None:
        residual = [c.typed(op.residual), power_literal(-(op.residual.exponent or 0))]
    function = "activate_linear" if op.linear else "activate"
    return c.call(function, c.of(op.x), *residual, scale, op.out.size, c.new(op.out))


def _activate_norm(c: Calls, op: Activate, scale: str) -> None:
    """An activation of norms whose statistics are known."""
    name = c.names[op.x.name]
    c.scratch.use(f"{name}_y", c.now)
    function, residual = "activate_norm", []
    if op.residual is not None:
        if op.residual.dtype == "float32":
            function = "activate_norm_norm"
            residual = [f"&{c.names[op.residual.name]}_known", c.normed(op.residual)]
        else:
            assert op.residual.exponent is not None
            function = f"activate_norm_{op.residual.dtype}"
            residual = [c.of(op.residual), power_literal(-op.residual.exponent)]
    c.call(function, f"&{name}_known", f"{name}_y", *residual, op.out.size, scale, c.new(op.out))


def _head(c: Calls, op: Head) -> None:
    weights = c.constants.product(c.names[op.out.name], op)
    c.call("head", f"&{weights}", c.of(op.x), op.x.rows, "logits")


RULES: dict[type, Callable[[Calls, Any], None]] = {
    QuantiseFrame: _quantise_frame,
    Relative: _relative,
    Magnitude: _magnitude,
    Standardise: _standardise,
    Window: _window,
    Change: _change,
    Delay: _delay,
    Trend: _trend,
    Square: _square,
    Levels: _levels,
    Concat: _concat,
    GraphProduct: _graph_product,
    Product: _product,
    LayerNorm: _layer_norm,
    Scale: _scale,
    Activate: _activate,
    Head: _head,
}
