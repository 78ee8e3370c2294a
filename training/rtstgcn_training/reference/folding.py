"""Weights of the published Realtime-ST-GCN as weights of ours: the same function, layer by layer.

The published norm divides by the unbiased deviation. With n values in a frame and s = sqrt(n / (n - 1)):

    gamma (y - m) / sqrt(s^2 v + eps) + beta  =  (gamma / s) LayerNorm_eps(s y) + beta

so s goes into the convolution before the norm (for the input, into the deviation of the channels) and 1 / s into the
norm's weight: nothing is rounded away, not even in the eps. The published bias stands inside the window; ours, outside,
is the same from frame (K - 1) d on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import Skeleton, adjacency, hop_distances, partition_names

from ..models.config import Arch
from ..models.rt_stgcn import RTSTGCN
from .checkpoint import ReferenceCheckpoint

WINDOWS = ("trained", "published")
SAME = 1e-6
"""Largest difference between a stored adjacency and a computed one that is single precision's alone."""


def imported_arch(arch: Arch, window: str) -> Arch:
    """The architecture of a checkpoint, from that of its configuration; its adjacency counts as stored.

    Args:
        arch: kernel, dilation (their stride), widths, residual paths, importance and partition count.
        window: "trained": K // d taps, as the published training sums where d > 1; "published": K taps, as the paper.

    Raises:
        InputError: a window without taps.
    """
    shapes = arch.layers()
    kernel = [shape.kernel // shape.dilation if window == "trained" else shape.kernel for shape in shapes]
    for index, taps in enumerate(kernel):
        if taps < 1:
            raise InputError(
                f"layer {index} of the configuration: no tap is left of kernel {shapes[index].kernel} at stride "
                f"{shapes[index].dilation}; K // d are summed in training, --window published takes K"
            )
    return Arch(
        widths=arch.widths,
        kernel=kernel,
        dilation=[shape.dilation for shape in shapes],
        residual=[shape.residual for shape in shapes],
        residual_projection=[shape.residual and shape.dilation > 1 for shape in shapes],
        importance=arch.importance,
        dropout=arch.dropout,
        partition=arch.partition,
        max_hop=arch.max_hop,
        hop_dilation=arch.hop_dilation,
        normalization="stored",
    )


def import_model(checkpoint: ReferenceCheckpoint, arch: Arch, skeleton: Skeleton) -> RTSTGCN:
    """The model in `eval()`; it equals the published layers from the frame on at which all windows are full.

    Args:
        checkpoint: read from its file.
        arch: `imported_arch` of its configuration.
        skeleton: joints in the order of its features. Where the adjacency of the checkpoint is one that is computed
            from it, the model's `arch.normalization` names it; else the checkpoint's own matrices lie with the weights.

    Raises:
        InputError: weights that do not fit the architecture, or an adjacency that does not fit the skeleton.
    """
    partitions = len(partition_names(arch.partition, arch.max_hop, arch.hop_dilation))
    checkpoint.check(arch, skeleton.num_joints, partitions)
    arch = arch.model_copy(update={"normalization": _normalization(checkpoint, arch, skeleton)})
    model = RTSTGCN(arch, skeleton, checkpoint.channels, checkpoint.classes)
    model.load_state_dict(model.state_dict() | _state(checkpoint.weights, model))
    return model.eval()


def _normalization(checkpoint: ReferenceCheckpoint, arch: Arch, skeleton: Skeleton) -> str:
    stored = checkpoint.weights["A"].numpy()
    for kind in ("reference", "symmetric", "row"):
        computed = adjacency(skeleton, arch.partition, arch.max_hop, arch.hop_dilation, kind)
        if np.abs(computed - stored).max() <= SAME:
            return kind
    too_far = (stored != 0) & (hop_distances(skeleton) > arch.max_hop)
    if too_far.any():
        partition, source, target = np.argwhere(too_far)[0]
        raise InputError(
            f"{checkpoint.path}: its adjacency A[{partition}] joins joints {source} and {target}, which are more than "
            f"{arch.max_hop} edge apart in the skeleton {skeleton.name} ({skeleton.joints[source]}, "
            f"{skeleton.joints[target]}); give the skeleton that it was trained with"
        )
    return "stored"


def _state(weights: Mapping[str, Tensor], model: RTSTGCN) -> dict[str, Tensor]:
    """Our names and layouts, with the norms folded."""
    joints, arch = model.skeleton.num_joints, model.arch
    scale = _unbiased(joints * model.channels)
    state = {
        "features.std": torch.full_like(model.features.std, 1 / scale),
        **_norm("input_norm", weights, "norm_in", scale),
        **_linear("input", weights, "fcn_in"),
        **_linear("head", weights, "fcn_out"),
    }
    for index, shape in enumerate(arch.layers()):
        theirs, ours = f"st_gcn.{index}", f"layers.{index}"
        scale = _unbiased(joints * shape.out_width)
        # partition-major rows (P C_out, C_in) -> (P, C_in, C_out)
        rows = weights[f"{theirs}.conv.weight"].view(-1, shape.out_width, shape.in_width)
        state[f"{ours}.spatial.weight"] = rows.transpose(1, 2) * scale
        state[f"{ours}.spatial.bias"] = weights[f"{theirs}.conv.bias"].view(-1, shape.out_width) * scale
        if arch.normalization == "stored":
            state[f"{ours}.spatial.graph"] = weights["A"]
        if arch.importance:
            state[f"{ours}.spatial.importance"] = weights[f"{theirs}.edge_importance"]
        state |= _norm(f"{ours}.norm", weights, f"{theirs}.bn_relu.0", scale)
        if shape.projects:
            state[f"{ours}.projection.weight"] = weights[f"{theirs}.residual.0.weight"][..., 0, 0] * scale
            state |= _norm(f"{ours}.projection_norm", weights, f"{theirs}.residual.1", scale)
    return state


def _unbiased(values: int) -> float:
    """The unbiased over the biased deviation of n values, s = sqrt(n / (n - 1))."""
    if values < 2:
        raise InputError("a norm over a single value, one joint of one channel, has no unbiased deviation")
    return math.sqrt(values / (values - 1))


def _norm(ours: str, weights: Mapping[str, Tensor], theirs: str, scale: float) -> dict[str, Tensor]:
    """(C, 1, V) -> (V, C)."""
    weight, bias = (weights[f"{theirs}.{part}"][:, 0].T for part in ("weight", "bias"))
    return {f"{ours}.weight": weight / scale, f"{ours}.bias": bias}


def _linear(ours: str, weights: Mapping[str, Tensor], theirs: str) -> dict[str, Tensor]:
    """A 1x1 convolution, (C_out, C_in, 1, 1) -> (C_out, C_in)."""
    return {f"{ours}.weight": weights[f"{theirs}.weight"][..., 0, 0], f"{ours}.bias": weights[f"{theirs}.bias"]}
