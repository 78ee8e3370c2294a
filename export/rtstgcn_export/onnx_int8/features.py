"""Nodes of what is made of the frame before the first product."""

from __future__ import annotations

import numpy as np

from ..program.operations import (
    Change,
    Concat,
    Levels,
    Magnitude,
    QuantiseFrame,
    Relative,
    Square,
    Standardise,
    Trend,
)
from .tensors import Tensors, power


def quantise_frame(now: Tensors, op: QuantiseFrame) -> None:
    name = op.out.name
    rows = now.build.node("Transpose", ["frame"], f"{name}_rows", perm=[0, 2, 1])
    scale = now.vector(f"{name}_scale", power(-op.exponents))
    zero = now.build.constant(f"{name}_zero", np.zeros(op.exponents.shape, np.int16))
    now.made("own", op.out, now.build.node("QuantizeLinear", [rows, scale, zero], name, axis=2))


def relative(now: Tensors, op: Relative) -> None:
    x, name = now.real(op.x), op.out.name
    joint = now.vector(f"{name}_joint", [op.joint], np.int64)
    centre = now.build.node("Gather", [x, joint], f"{name}_centre", axis=1)
    now.made("real", op.out, now.build.node("Sub", [x, centre], name))


def magnitude(now: Tensors, op: Magnitude) -> None:
    name = op.out.name
    vectors = now.build.reshape(now.wide(op.x), [-1, op.x.rows, op.out.columns, 3], f"{name}_vectors")
    axis = now.vector("axis_3", [3], np.int64)
    squared = now.build.node("ReduceSumSquare", [vectors, axis], f"{name}_squared", keepdims=0)
    now.made("real", op.out, now.cast(now.build.node("Sqrt", [squared], f"{name}_root"), "float32", name))


def standardise(now: Tensors, op: Standardise) -> None:
    name = op.out.name
    centred = now.build.node("Sub", [now.real(op.x), now.vector(f"{name}_offset", op.offset)], f"{name}_centred")
    scaled = now.build.node("Mul", [centred, now.vector(f"{name}_factor", op.factor)], f"{name}_scaled")
    now.made("clipped", op.out, now.clip(scaled, op.limit, f"{name}_clipped"))


def change(now: Tensors, op: Change) -> None:
    now.push(op.fifo, op.x)
    held = now.held(op.fifo, op.x, "float32")
    now.made("real", op.out, now.build.node("Sub", [now.real(op.x), held], op.out.name))


def trend(now: Tensors, op: Trend) -> None:
    name = op.out.name
    short = now.build.node("Mul", [now.real(op.short), now.vector(f"{name}_a", op.a)], f"{name}_short")
    long = now.build.node("Mul", [now.real(op.long), now.vector(f"{name}_b", op.b)], f"{name}_long")
    difference = now.build.node("Sub", [short, long], f"{name}_difference")
    now.made("clipped", op.out, now.clip(difference, op.limit, f"{name}_clipped"))


def square(now: Tensors, op: Square) -> None:
    x = now.real(op.x)
    now.made("real", op.out, now.build.node("Mul", [x, x], op.out.name))


def levels(now: Tensors, op: Levels) -> None:
    name = op.out.name
    column = now.build.reshape(now.own(op.x), [-1, op.x.rows, op.x.columns, 1], f"{name}_column")
    thresholds = now.vector(f"{name}_thresholds", op.thresholds, np.int32)
    reached = now.build.node("GreaterOrEqual", [column, thresholds], f"{name}_reached")
    ones = now.cast(reached, "float32", f"{name}_ones")
    count = now.build.node("ReduceSum", [ones, now.vector("axis_3", [3], np.int64)], f"{name}_count", keepdims=0)
    now.made("real", op.out, now.build.node("Add", [count, now.vector(f"{name}_first", op.first)], f"{name}_real"))


def concat(now: Tensors, op: Concat) -> None:
    now.made("own", op.out, now.build.node("Concat", [now.own(x) for x in op.xs], op.out.name, axis=2))
