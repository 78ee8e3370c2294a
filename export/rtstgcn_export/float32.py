"""The float32 streaming graph of an RT-ST-GCN: one frame and its FIFOs in, logits and pushes out.

Activations are rows: (N, V C) between layers, viewed as (N, V, C) where joints mix and as (N V, C) where channels mix.
The graph is applied first (a small product over joints), then one product with inner dimension P C_in gives the push.
"""

from __future__ import annotations

import onnx
from rtstgcn_training.models.rt_stgcn import NORM_EPS, RTSTGCN, FrameNorm, Layer
from torch import Tensor

from rtstgcn_edge.manifest import METADATA_KEY, Manifest

from .input_features import emit_features
from .onnx_graph import GraphBuilder, array


def emit_float32(model: RTSTGCN, manifest: Manifest) -> onnx.ModelProto:
    """The model file's content. `model` must be in `eval()`; `manifest.fifos` must be `model.fifos()`."""
    build = GraphBuilder()
    joints, width = len(model.skeleton.joints), model.arch.widths[0]
    build.input("frame", ["N", model.channels, joints])
    for fifo in manifest.fifos:
        build.input(f"fifo_{fifo.name}", ["N" if size is None else size for size in fifo.held_shape])

    h = _input_part(build, model, joints)
    for index, layer in enumerate(model.layers):
        assert isinstance(layer, Layer)
        h = _layer(build, layer, f"layer{index}", index, h, joints)
        width = layer.shape.out_width

    rows = build.reshape(h, [-1, joints, width], "head_rows")
    pooled = build.node("ReduceMean", [rows], "head_mean", axes=[1], keepdims=0)
    head = [
        build.constant("head_weight", array(model.head.weight.T)),
        build.constant("head_bias", array(model.head.bias)),
    ]
    build.node("Gemm", [pooled, *head], "logits")
    build.output("logits", ["N", model.classes])
    for fifo in manifest.fifos:
        build.output(f"push_{fifo.name}", ["N", fifo.width])
    return build.model(manifest.name, {METADATA_KEY: manifest.model_dump_json()})


def _input_part(build: GraphBuilder, model: RTSTGCN, joints: int) -> str:
    """Frame -> (N, V first width): standardise, normalise, 1x1 convolution."""
    x = build.node("Transpose", ["frame"], "input_rows", perm=[0, 2, 1])
    x = emit_features(build, model.features, x)
    width = model.features.width
    if model.input_norm is not None:
        flat = build.reshape(x, [-1, joints * width], "input_flat")
        x = _norm(build, model.input_norm, "input_norm", flat)
    x = build.reshape(x, [-1, width], "input_columns")
    weights = [
        build.constant("input_weight", array(model.input.weight.T)),
        build.constant("input_bias", array(model.input.bias)),
    ]
    x = build.node("Gemm", [x, *weights], "input_embedded")
    return build.reshape(x, [-1, joints * model.arch.widths[0]], "input")


def _layer(build: GraphBuilder, layer: Layer, name: str, index: int, x: str, joints: int) -> str:
    shape, spatial = layer.shape, layer.spatial
    partitions = spatial.graph.shape[0]
    # rows ordered (target joint, partition), so that the product is already laid out as (N V, P C_in)
    mixing = array(spatial.weighted_graph().permute(2, 0, 1).reshape(joints * partitions, joints))
    rows = build.reshape(x, [-1, joints, shape.in_width], f"{name}_rows")
    gathered = build.node("MatMul", [build.constant(f"{name}_graph", mixing), rows], f"{name}_gathered")
    gathered = build.reshape(gathered, [-1, partitions * shape.in_width], f"{name}_gathered_rows")
    weight = build.constant(f"{name}_weight", array(spatial.weight.flatten(0, 1)))
    z = build.node("MatMul", [gathered, weight], f"{name}_spatial")
    y = z = build.reshape(z, [-1, joints * shape.out_width], f"push_window{index}")
    if shape.span:
        y = build.node("Add", [z, f"fifo_window{index}"], f"{name}_window")
    bias = shape.kernel * spatial.constant().reshape(-1)
    out = build.node("Relu", [_biased_norm(build, layer.norm, name, y, bias)], f"{name}_relu")
    if not shape.residual:
        return out
    past = x
    if shape.delay:
        build.node("Identity", [x], f"push_residual{index}")
        past = build.reshape(f"fifo_residual{index}", [-1, joints * shape.in_width], f"{name}_past")
    total = build.node("Add", [out, _residual(build, layer, name, past, joints)], f"{name}_sum")
    return build.node("Relu", [total], name)


def _residual(build: GraphBuilder, layer: Layer, name: str, past: str, joints: int) -> str:
    if layer.projection is None or layer.projection_norm is None:
        return past
    columns = build.reshape(past, [-1, layer.shape.in_width], f"{name}_residual_columns")
    weight = build.constant(f"{name}_residual_weight", array(layer.projection.weight.T))
    projected = build.node("MatMul", [columns, weight], f"{name}_residual_projected")
    flat = build.reshape(projected, [-1, joints * layer.shape.out_width], f"{name}_residual_flat")
    return _norm(build, layer.projection_norm, f"{name}_residual_norm", flat)


def _biased_norm(build: GraphBuilder, norm: FrameNorm, name: str, y: str, bias: Tensor) -> str:
    """Norm of y + bias, (N, V C); a BatchNorm takes the bias into its shift.

    Its scale stays a factor of its own: there is one for each (joint, channel), and the joints share their weights.
    """
    if norm.kind == "layer":
        biased = build.node("Add", [y, build.constant(f"{name}_bias", array(bias))], f"{name}_biased")
        return _norm(build, norm, f"{name}_norm", biased)
    scale, shift = _affine(norm)
    return _scaled(build, f"{name}_norm", y, scale, shift + bias.double() * scale)


def _norm(build: GraphBuilder, norm: FrameNorm, name: str, y: str) -> str:
    """Norm of (N, V C)."""
    if norm.kind == "batch":
        return _scaled(build, name, y, *_affine(norm))
    weight, bias = norm.weight.reshape(-1), norm.bias.reshape(-1)
    constants = [build.constant(f"{name}_weight", array(weight)), build.constant(f"{name}_bias", array(bias))]
    return build.node("LayerNormalization", [y, *constants], name, axis=-1, epsilon=NORM_EPS)


def _affine(norm: FrameNorm) -> tuple[Tensor, Tensor]:
    """Scale and shift (V C,) of a BatchNorm with its running statistics, in float64."""
    scale = norm.weight.reshape(-1).double() / (norm.running_var.reshape(-1).double() + NORM_EPS).sqrt()
    return scale, norm.bias.reshape(-1).double() - norm.running_mean.reshape(-1).double() * scale


def _scaled(build: GraphBuilder, name: str, y: str, scale: Tensor, shift: Tensor) -> str:
    scaled = build.node("Mul", [y, build.constant(f"{name}_scale", array(scale))], f"{name}_scaled")
    return build.node("Add", [scaled, build.constant(f"{name}_shift", array(shift))], name)
