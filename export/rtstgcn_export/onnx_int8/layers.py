"""Nodes of the layers: products, windows, norms and what follows them.

Elementwise nodes are plain ones, each a single correctly rounded operation: a fused kernel may round otherwise.
"""

from __future__ import annotations

import numpy as np

from ..program.operations import Activate, Delay, GraphProduct, Head, LayerNorm, Product, Scale, Window
from .tensors import EXACT, MIDDLE, Tensors, power

GROUP, LONG = 8, 4096
"""So many squares are added in float32 before the sum goes on in double, where it is long enough to pay."""


def window(now: Tensors, op: Window) -> None:
    now.push(op.fifo, op.x)
    kernel = next(fifo.kernel for fifo in now.fifos if fifo.name == op.fifo)
    largest = kernel * now.largest(op.x)
    if largest < EXACT:
        now.made_window(op.out, op.x, now.held(op.fifo, op.x, "float32"), largest)
    else:
        x = now.cast(now.own(op.x), "int32", f"{op.out.name}_x")
        now.made("own", op.out, now.build.node("Add", [x, now.held(op.fifo, op.x, "int32")], op.out.name))


def delay(now: Tensors, op: Delay) -> None:
    now.push(op.fifo, op.x)
    past = now.rows(f"fifo_{op.fifo}", op.x, op.out.name)
    now.made("bytes" if op.out.dtype == "uint8" else "own", op.out, past)


def graph_product(now: Tensors, op: GraphProduct) -> None:
    """Unsigned by unsigned, which no processor saturates on the way."""
    name, x, one, middle = op.out.name, now.bytes(op.x), now.scale(0), now.zero("uint8", 128)
    graph = now.build.constant(f"{name}_graph", _unsigned(op.graph))
    scale = now.scale(op.shift)
    operands = [graph, one, middle, x.tensor, one, x.zero]
    gathered = now.build.node("QLinearMatMul", [*operands, scale, middle], f"{name}_partitions")
    now.made("bytes", op.out, now.rows(gathered, op.out, name))


def product(now: Tensors, op: Product) -> None:
    if op.x.dtype == "int16" or op.bias is not None:
        _wide_product(now, op)
        return
    name, x, one = op.out.name, now.bytes(op.x), now.scale(0)
    weight = now.build.constant(f"{name}_weight", op.weight)
    weight_scale = now.vector(f"{name}_weight_scale", power(-op.shift))
    weight_zero = now.build.constant(f"{name}_weight_zero", np.zeros(op.shift.shape, np.int8))
    operands = [x.tensor, one, x.zero, weight, weight_scale, weight_zero]
    made = now.build.node("QLinearMatMul", [*operands, one, now.zero("uint8", MIDDLE["int8"])], name)
    now.made("bytes", op.out, made)


def _wide_product(now: Tensors, op: Product) -> None:
    """In double, where every sum is exact; 2^-shift is in the constants."""
    name = op.out.name
    columns = now.build.reshape(now.wide(op.x), [-1, op.x.columns], f"{name}_columns")
    factor = power(-op.shift).astype(np.float64)
    weight = now.vector(f"{name}_weight", op.weight * factor, np.float64)
    bias = now.vector(f"{name}_bias", (0 if op.bias is None else op.bias) * factor, np.float64)
    total = now.cast(now.build.node("Gemm", [columns, weight, bias], f"{name}_total"), "float32", f"{name}_narrow")
    zero = now.zero("uint8", MIDDLE["int8"])
    flat = now.build.node("QuantizeLinear", [total, now.scale(0), zero], f"{name}_flat")
    now.made("bytes", op.out, now.rows(flat, op.out, name))


def head(now: Tensors, op: Head) -> None:
    name, build = op.out.name, now.build
    x = now.bytes(op.x)
    weight, middle = build.constant(f"{name}_weight", _unsigned(op.weight)), now.zero("uint8", 128)
    rows = build.node("MatMulInteger", [x.tensor, weight, x.zero, middle], f"{name}_rows")
    total = build.node("ReduceSum", [rows, now.vector("axis_1", [1], np.int64)], f"{name}_sum", keepdims=0)
    biased = build.node("Add", [total, now.vector(f"{name}_bias", op.bias, np.int32)], f"{name}_biased")
    real = now.cast(biased, "float32", f"{name}_real")
    logits = build.node("Mul", [real, now.vector(f"{name}_scale", power(-op.exponents))], name)
    now.made("real", op.out, logits)


def layer_norm(now: Tensors, op: LayerNorm) -> None:
    name, build = op.out.name, now.build
    y = now.real(op.x) if op.bias is None else now.plus(op.x, op.bias, f"{name}_biased")
    mean, inverse = _statistics(now, op, y)
    centred = build.node("Sub", [y, mean], f"{name}_centred")
    normal = build.node("Mul", [centred, inverse], f"{name}_normal")
    gamma = now.vector(f"{name}_gamma", op.gamma.astype(np.float32) * power(-op.gamma_exponent))
    beta = now.vector(f"{name}_beta", op.beta.astype(np.float32) * power(-op.beta_exponent))
    scaled = build.node("Mul", [normal, gamma], f"{name}_scaled")
    now.made("real", op.out, build.node("Add", [scaled, beta], name))


def _statistics(now: Tensors, op: LayerNorm, y: str) -> tuple[str, str]:
    """What `LayerNorm` calls m and r, (N, 1, 1) float32."""
    name, build = op.out.name, now.build

    def constant(value: float, label: str) -> str:
        return now.vector(label, value, np.float64)

    first, second = _sums(now, op, y)
    mean = build.node("Mul", [first, constant(op.inverse_n, f"{name}_inverse_n")], f"{name}_mean")
    product = build.node("Mul", [first, mean], f"{name}_s1_mean")
    spread = build.node("Sub", [second, product], f"{name}_d")
    # the error of D is below n largest^2 2^-51; D is an integer / n, and where it is 0, so is y - m, whatever r
    if op.x.size * _largest(now, op) ** 2 * 2.0**-50 >= min(op.floor, 0.5):
        spread = build.node("Max", [spread, constant(0.0, "zero_double")], f"{name}_d_above")
    floored = build.node("Add", [spread, constant(op.floor, f"{name}_floor")], f"{name}_floored")
    root = build.node("Sqrt", [floored], f"{name}_root")
    inverse = build.node("Div", [constant(1.0, "one_double"), root], f"{name}_inverse")
    return now.cast(mean, "float32", f"{name}_m"), now.cast(inverse, "float32", f"{name}_r")


def _sums(now: Tensors, op: LayerNorm, y: str) -> tuple[str, str]:
    """S1 and S2, exact in double whatever the order; in float32 as far as that is exact, too."""
    name, build = op.out.name, now.build
    axes = now.vector("axes_1_2", [1, 2], np.int64)
    largest, wide = _largest(now, op), ""
    if op.x.size * largest < EXACT:
        first = now.cast(build.node("ReduceSum", [y, axes], f"{name}_sum"), "float64", f"{name}_s1")
    else:
        wide = now.cast(y, "float64", f"{name}_wide")
        first = build.node("ReduceSum", [wide, axes], f"{name}_s1")
    if largest**2 < EXACT:
        squares = build.node("Mul", [y, y], f"{name}_squared")
        if GROUP * largest**2 < EXACT and op.x.size >= LONG and op.x.size % GROUP == 0:
            groups = build.reshape(squares, [-1, GROUP, op.x.size // GROUP], f"{name}_groups")
            squares = build.node("MatMul", [now.vector("group", np.ones((1, GROUP))), groups], f"{name}_grouped")
        squares = now.cast(squares, "float64", f"{name}_squares")
    else:
        wide = wide or now.cast(y, "float64", f"{name}_wide")
        squares = build.node("Mul", [wide, wide], f"{name}_squares")
    return first, build.node("ReduceSum", [squares, axes], f"{name}_s2")


def _largest(now: Tensors, op: LayerNorm) -> int:
    """No integer of y has a larger magnitude."""
    return now.largest(op.x) + (0 if op.bias is None else int(np.abs(op.bias.astype(np.int32)).max()))


def scale(now: Tensors, op: Scale) -> None:
    name = op.out.name
    scaled = now.build.node("Mul", [now.real(op.x), now.vector(f"{name}_factor", op.factor)], f"{name}_scaled")
    now.made("real", op.out, now.build.node("Add", [scaled, now.vector(f"{name}_shift", op.shift)], name))


def activate(now: Tensors, op: Activate) -> None:
    name, total = op.out.name, now.real(op.x)
    assert op.out.exponent is not None
    if op.residual is not None:
        if not op.linear:
            total = now.build.node("Relu", [total], f"{name}_relu")
        total = now.build.node("Add", [total, now.scaled(op.residual)], f"{name}_sum")
    # without a residual, the lower end of uint8 is the relu
    operands = [total, now.scale(-op.out.exponent), now.zero(op.out.dtype)]
    made = now.build.node("QuantizeLinear", operands, name)
    now.made("bytes" if op.out.dtype == "uint8" else "own", op.out, made)


def _unsigned(weight: np.ndarray) -> np.ndarray:
    """int8 as uint8 with zero point 128."""
    return (weight.astype(np.int16) + 128).astype(np.uint8)
