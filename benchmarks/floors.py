"""The floor under a streaming step: its float32 matrix products alone, by three libraries, on one thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
import torch
from rtstgcn_export.onnx_graph import GraphBuilder
from rtstgcn_training.models.rt_stgcn import RTSTGCN, Layer
from torch import Tensor

Array = npt.NDArray[np.float32]
Shape = tuple[int, ...]
Product = tuple[Array, Array, Array]
"""Left and right factor, and where their product goes."""
Floor = Callable[[], Sequence[object]]
"""Multiplies everything once; the products."""

BLAS = ("floor: np.matmul", "floor: torch.mm")
FLOORS = (*BLAS, "floor: onnxruntime MatMul")


def product_shapes(model: RTSTGCN, skeletons: int) -> list[tuple[Shape, Shape]]:
    """Left and right factor of every matrix product of one step, in order; graph products are batched over N."""
    joints, arch = len(model.skeleton.joints), model.arch
    rows = skeletons * joints
    shapes: list[tuple[Shape, Shape]] = [((rows, model.channels), (model.channels, arch.widths[0]))]
    for layer in model.layers:
        assert isinstance(layer, Layer)
        before, after, partitions = layer.shape.in_width, layer.shape.out_width, len(layer.spatial.graph)
        shapes.append(((partitions * joints, joints), (skeletons, joints, before)))
        shapes.append(((rows, partitions * before), (partitions * before, after)))
        if layer.shape.projects:
            shapes.append(((rows, before), (before, after)))
    return [*shapes, ((skeletons, arch.widths[-1]), (arch.widths[-1], model.classes))]


def floors(model: RTSTGCN, skeletons: int) -> list[Floor]:
    """The matrix products alone, in the order of `FLOORS`, into arrays allocated before."""
    rng = np.random.default_rng(0)
    products = []
    for shapes in product_shapes(model, skeletons):
        left, right = (rng.standard_normal(shape, np.float32) for shape in shapes)
        products.append((left, right, np.zeros_like(left @ right)))
    return [floor_of_numpy(products), floor_of_torch(products), floor_of_onnxruntime(products)]


def floor_of_numpy(products: Sequence[Product]) -> Floor:
    return lambda: [np.matmul(left, right, out=out) for left, right, out in products]


def floor_of_torch(products: Sequence[Product]) -> Floor:
    calls: list[tuple[Callable[..., Tensor], Tensor, Tensor, Tensor]] = []
    for product in products:
        left, right, out = (torch.from_numpy(array.copy()) for array in product)
        if right.ndim == 2:
            calls.append((torch.mm, left, right, out))
        else:
            calls.append((torch.bmm, left.expand(len(right), -1, -1), right, out))
    return lambda: [multiply(left, right, out=out) for multiply, left, right, out in calls]


def floor_of_onnxruntime(products: Sequence[Product]) -> Floor:
    """One graph of unconnected products: weights and graphs are constants, packed once, as in the engine's own."""
    build = GraphBuilder()
    data, outs = [], []
    for k, (left, right, out) in enumerate(products):
        varying, constant = (left, right) if right.ndim == 2 else (right, left)
        names = [build.input(f"data{k}", list(varying.shape)), build.constant(f"constant{k}", constant)]
        build.output(build.node("MatMul", names if varying is left else names[::-1], f"product{k}"), list(out.shape))
        data.append(varying)
        outs.append(np.zeros_like(out))
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = ort.InferenceSession(build.model("floor", {}).SerializeToString(), options, ["CPUExecutionProvider"])
    binding = session.io_binding()
    for k, (varying, out) in enumerate(zip(data, outs, strict=True)):
        binding.bind_input(f"data{k}", "cpu", 0, np.float32, varying.shape, varying.ctypes.data)
        binding.bind_output(f"product{k}", "cpu", 0, np.float32, out.shape, out.ctypes.data)

    def multiply(_bound: list[Array] = data) -> list[Array]:  # the binding holds addresses only; this holds the arrays
        session.run_with_iobinding(binding)
        return outs

    return multiply
