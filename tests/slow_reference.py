"""The network of the published Realtime-ST-GCN, slow and plain: its formulas in float64 NumPy, tap by tap.

    z_t = sum_p (W_p x_t + b_p) (A_p * M_p)                 the bias stands inside the window
    y_t = z_t + z_{t-d} + ... over the taps                 K // d of them in training, K in the paper
    o_t = relu( relu(norm(y_t)) + residual(x_t) )           no second relu without a residual path

The norm divides by the unbiased deviation of all values of a frame. Features are (C, V). Weights have their published
names and shapes; nothing here knows of the model under test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from rtstgcn_edge.skeletons import Skeleton, hop_distances

Array = npt.NDArray[np.float64]
Block = Mapping[str, Any]

EPSILON = 1e-5
ALPHA = 0.001
STRIDES, WIDTHS_IN, WIDTHS = [1, 2, 2], [4, 4, 6], [4, 6, 6]


def block(**changed: Any) -> dict[str, Any]:
    """The configuration's block `rt-st-gcn` of a small network: d > 1 with and without a change of the width."""
    values = {
        "latency": False,
        "importance": True,
        "in_feat": 3,
        "buffer": 1,
        "stages": 1,
        "layers": 3,
        "kernel": 5,
        "in_ch": WIDTHS_IN,
        "out_ch": WIDTHS,
        "stride": STRIDES,
        "residual": [1, 1, 1],
        "dropout": [0, 0, 0],
    }
    return values | changed


def configuration(**changed: Any) -> dict[str, Any]:
    """A whole configuration as the published program reads it; its files are nowhere."""
    return {
        "processor": {
            "model": "rt-st-gcn",
            "data": "nowhere/data",
            "dataset_type": "dir",
            "out": "nowhere/out",
            "actions": "nowhere/actions.txt",
            "graph": "nowhere/graph.json",
            "demo": [0],
        },
        "arch": {
            "strategy": "spatial",
            "in_feat": 3,
            "stages": 1,
            "kernel": 5,
            "output_type": "logits",
            "normalization": "LayerNorm",
            "rt-st-gcn": block(**changed),
        },
        "optimizer": {"seed": 1, "epochs": 2, "learning_rate": 0.001, "learning_rate_decay": 1.0, "batch_size": 4},
        "job": {"email": "a@b.c", "log": [None, None], "verbose": 0},
    }


def published_adjacency(skeleton: Skeleton) -> Array:
    """(3, V, V) of the spatial strategy. Rows are targets until the last line turns them: self, nearer, further."""
    hops = hop_distances(skeleton)
    joints = range(len(skeleton.joints))
    matrices = np.zeros((3, len(joints), len(joints)))
    for target in joints:
        for source in joints:
            if hops[target, source] == 0:
                matrices[0, target, source] = 1
            elif hops[target, source] == 1:
                nearer = hops[source, skeleton.center] < hops[target, skeleton.center]
                matrices[1 if nearer else 2, target, source] = 1
    for matrix in matrices:
        scale = (matrix.sum(1) + ALPHA) ** -0.5
        matrix *= scale[:, None] * scale[None, :]
    return matrices.transpose(0, 2, 1)


def random_weights(adjacency: Array, values: Block, classes: int = 4, seed: int = 0) -> dict[str, torch.Tensor]:
    """Weights of that network by name, float32, none left at a 0 or 1 that would hide its absence."""
    rng = np.random.default_rng(seed)
    partitions, joints, _ = adjacency.shape
    weights = {"A": adjacency}

    def convolution(name: str, into: int, out: int) -> None:
        weights[f"{name}.weight"] = rng.uniform(-1, 1, (out, into, 1, 1)) / into**0.5
        weights[f"{name}.bias"] = rng.uniform(-1, 1, out)

    def norm(name: str, width: int) -> None:
        weights[f"{name}.weight"] = rng.uniform(0.5, 1.5, (width, 1, joints))
        weights[f"{name}.bias"] = rng.uniform(-1, 1, (width, 1, joints))

    norm("norm_in", values["in_feat"])
    convolution("fcn_in", values["in_feat"], values["in_ch"][0])
    for layer in range(values["layers"]):
        into, out, stride = (values[key][layer] for key in ("in_ch", "out_ch", "stride"))
        name = f"st_gcn.{layer}"
        if values["importance"]:
            weights[f"{name}.edge_importance"] = rng.uniform(0.3, 1.7, adjacency.shape)
        convolution(f"{name}.conv", into, partitions * out)
        norm(f"{name}.bn_relu.0", out)
        if values["residual"][layer] and (into != out or stride != 1):
            weights[f"{name}.residual.0.weight"] = rng.uniform(-1, 1, (out, into, 1, 1)) / into**0.5
            norm(f"{name}.residual.1", out)
    convolution("fcn_out", values["out_ch"][values["layers"] - 1], classes)
    return {name: torch.from_numpy(np.asarray(array, np.float32)) for name, array in weights.items()}


def published_logits(weights: Mapping[str, torch.Tensor], values: Block, x: Array, window: str = "trained") -> Array:
    """Logits (L, classes) of features x (C, L, V)."""
    w = {name: tensor.numpy().astype(np.float64) for name, tensor in weights.items()}
    frames = [_convolved(_norm(x[:, t], w, "norm_in"), w, "fcn_in") for t in range(x.shape[1])]
    for layer in range(values["layers"]):
        frames = _layer(frames, w, f"st_gcn.{layer}", values, layer, window)
    return np.stack([_convolved(frame.mean(1, keepdims=True), w, "fcn_out")[:, 0] for frame in frames])


def receptive_field(values: Block, window: str = "trained") -> int:
    """Frames that one output depends on."""
    strides = values["stride"][: values["layers"]]
    return 1 + sum((_taps(values["kernel"], stride, window) - 1) * stride for stride in strides)


def _taps(kernel: int, stride: int, window: str) -> int:
    return kernel // stride if window == "trained" else kernel


def _layer(x: list[Array], w: Mapping[str, Array], name: str, values: Block, layer: int, window: str) -> list[Array]:
    out, stride = values["out_ch"][layer], values["stride"][layer]
    edges = w["A"] * w.get(f"{name}.edge_importance", 1.0)
    z = []
    for frame in x:
        stacked = _convolved(frame, w, f"{name}.conv")
        z.append(sum(stacked[p * out : (p + 1) * out] @ edges[p] for p in range(len(edges))))
    outputs = []
    for t in range(len(x)):
        y = np.zeros_like(z[0])
        for tap in range(_taps(values["kernel"], stride, window)):
            if t - tap * stride >= 0:
                y += z[t - tap * stride]
        main = np.maximum(_norm(y, w, f"{name}.bn_relu.0"), 0)
        if values["residual"][layer]:
            past = x[t]
            if f"{name}.residual.0.weight" in w:
                past = _norm(w[f"{name}.residual.0.weight"][:, :, 0, 0] @ past, w, f"{name}.residual.1")
            main = np.maximum(main + past, 0)
        outputs.append(main)
    return outputs


def _convolved(frame: Array, w: Mapping[str, Array], name: str) -> Array:
    return w[f"{name}.weight"][:, :, 0, 0] @ frame + w[f"{name}.bias"][:, None]


def _norm(y: Array, w: Mapping[str, Array], name: str) -> Array:
    mean = y.sum() / y.size
    variance = ((y - mean) ** 2).sum() / (y.size - 1)
    return w[f"{name}.weight"][:, 0] * (y - mean) / (variance + EPSILON) ** 0.5 + w[f"{name}.bias"][:, 0]
