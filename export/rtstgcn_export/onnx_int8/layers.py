"""Nodes of the layers: products, windows, norms and what follows them.

Elementwise nodes are plain ones, each a single correctly rounded operation: a fused kernel may round otherwise.
"""

from __future__ import annotations

import numpy as np

from ..program.operations import Activate, Delay, GraphProduct, Head, LayerNorm, Levels, Product, Scale, Window
from .tensors import MIDDLE, Tensors, power


def window(now: Tensors, op: Window) -> None:
    now.push(op.fifo, op.x)
    integers = all(isinstance(reader, Levels) for reader in now.readers[op.out.name])
    if integers:  # sums of squares may be above 2^24
        x = now.cast(now.own(op.x), "int32", f"{op.out.name}_x")
        now.set_own(op.out, now.build.node("Add", [x, now.held(op.fifo, op.x, "int32")], op.out.name))
    else:
        total = now.build.node("Add", [now.real(op.x), now.held(op.fifo, op.x, "float32")], op.out.name)
        now.set_real(op.out, total)


def delay(now: Tensors, op: Delay) -> None:
    now.push(op.fifo, op.x)
    past = now.rows(f"fifo_{op.fifo}", op.x, op.out.name)
    if op.out.dtype == "uint8":
        now.set_bytes(op.out, past)
    else:
        now.set_own(op.out, past)


def graph_product(now: Tensors, op: GraphProduct) -> None:
    name = op.out.name
    x = now.bytes(op.x)
    graph = now.build.constant(f"{name}_graph", (op.graph.astype(np.int16) + 128).astype(np.uint8))
    scales = [now.scale(0), now.scale(op.shift)]
    zero = now.zero("uint8", 128)
    gathered = now.build.node(
        "QLinearMatMul",
        [graph, scales[0], zero, x.tensor, scales[0], x.zero, scales[1], zero],
        f"{name}_partitions",
    )
    now.set_bytes(op.out, now.rows(gathered, op.out, name))


def product(now: Tensors, op: Product) -> None:
    name = op.out.name
    if op.x.dtype == "int16" or op.bias is not None:
        _wide_product(now, op)
        return
    x = now.bytes(op.x)
    weight = now.build.constant(f"{name}_weight", op.weight)
    weight_zero = now.build.constant(f"{name}_weight_zero", np.zeros(op.shift.shape, np.int8))
    weight_scale = now.vector(f"{name}_weight_scale", power(-op.shift))
    one, out_zero = now.scale(0), now.zero("uint8", MIDDLE["int8"])
    inputs = [x.tensor, one, x.zero, weight, weight_scale, weight_zero, one, out_zero]
    now.set_bytes(op.out, now.build.node("QLinearMatMul", inputs, name))


def _wide_product(now: Tensors, op: Product) -> None:
    """In double, where every sum is exact; 2^-shift is in the constants."""
    name = op.out.name
    factor = power(-op.shift).astype(np.float64)
    bias = np.zeros(op.shift.shape) if op.bias is None else op.bias
    wide = now.cast(now.real(op.x), "float64", f"{name}_wide")
    columns = now.build.reshape(wide, [-1, op.x.columns], f"{name}_columns")
    constants = [
        now.vector(f"{name}_weight", op.weight * factor, np.float64),
        now.vector(f"{name}_bias", bias * factor, np.float64),
    ]
    total = now.cast(now.build.node("Gemm", [columns, *constants], f"{name}_total"), "float32", f"{name}_narrow")
    zero = now.zero("uint8", MIDDLE["int8"])
    flat = now.build.node("QuantizeLinear", [total, now.scale(0), zero], f"{name}_flat")
    now.set_bytes(op.out, now.rows(flat, op.out, name))


def layer_norm(now: Tensors, op: LayerNorm) -> None:
    name, build = op.out.name, now.build
    y = now.real(op.x)
    if op.bias is not None:
        y = build.node("Add", [y, now.vector(f"{name}_bias", op.bias)], f"{name}_biased")
    mean, inverse = _statistics(now, op, y)
    centred = build.node("Sub", [y, mean], f"{name}_centred")
    normal = build.node("Mul", [centred, inverse], f"{name}_normal")
    gamma = now.vector(f"{name}_gamma", op.gamma.astype(np.float32) * power(-op.gamma_exponent))
    beta = now.vector(f"{name}_beta", op.beta.astype(np.float32) * power(-op.beta_exponent))
    scaled = build.node("Mul", [normal, gamma], f"{name}_scaled")
    now.set_real(op.out, build.node("Add", [scaled, beta], name))


def _statistics(now: Tensors, op: LayerNorm, y: str) -> tuple[str, str]:
    """M and r of `LayerNorm`, (N, 1, 1) float32."""
    name, build = op.out.name, now.build

    def constant(value: float, label: str) -> str:
        return now.vector(label, value, np.float64)

    wide = now.cast(y, "float64", f"{name}_wide")
    axes = now.vector("axes_1_2", [1, 2], np.int64)
    first = build.node("ReduceSum", [wide, axes], f"{name}_s1")
    squares = build.node("Mul", [wide, wide], f"{name}_squares")
    second = build.node("ReduceSum", [squares, axes], f"{name}_s2")
    mean = build.node("Mul", [first, constant(op.inverse_n, f"{name}_inverse_n")], f"{name}_mean")
    product = build.node("Mul", [first, mean], f"{name}_s1_mean")
    spread = build.node("Sub", [second, product], f"{name}_d")
    floored = build.node("Add", [spread, constant(op.floor, f"{name}_floor")], f"{name}_floored")
    root = build.node("Sqrt", [floored], f"{name}_root")
    inverse = build.node("Div", [constant(1.0, "one_double"), root], f"{name}_inverse")
    return now.cast(mean, "float32", f"{name}_m"), now.cast(inverse, "float32", f"{name}_r")


def scale(now: Tensors, op: Scale) -> None:
    name = op.out.name
    scaled = now.build.node("Mul", [now.real(op.x), now.vector(f"{name}_factor", op.factor)], f"{name}_scaled")
    now.set_real(op.out, now.build.node("Add", [scaled, now.vector(f"{name}_shift", op.shift)], name))


def activate(now: Tensors, op: Activate) -> None:
    name, total = op.out.name, now.real(op.x)
    assert op.out.exponent is not None
    if op.residual is not None:
        if not op.linear:
            total = now.build.node("Relu", [total], f"{name}_relu")
        total = now.build.node("Add", [total, now.scaled(op.residual)], f"{name}_sum")
    if op.out.dtype == "uint8":  # without a residual, its lower end is the relu
        now.set_bytes(op.out, now.quantised(total, "uint8", op.out.exponent, name))
    else:
        now.set_own(op.out, now.quantised(total, op.out.dtype, op.out.exponent, name))


def head(now: Tensors, op: Head) -> None:
    name, build = op.out.name, now.build
    factor = power(-op.exponents).astype(np.float64)
    axis = now.vector("axis_1", [1], np.int64)
    pooled = build.node("ReduceSum", [now.real(op.x), axis], f"{name}_pooled", keepdims=0)
    constants = [
        now.vector(f"{name}_weight", op.weight * factor, np.float64),
        now.vector(f"{name}_bias", op.bias * factor, np.float64),
    ]
    total = build.node("Gemm", [now.cast(pooled, "float64", f"{name}_wide"), *constants], f"{name}_total")
    now.cast(total, "float32", name)
