"""RT-ST-GCN once more, slow and plain: the formulas in float64 NumPy, frame by frame, tap by tap.

    z_t = sum_p W_p x_t (A_p * M_p)
    B   = K sum_p b_p 1' (A_p * M_p)
    y_t = sum_{k=0}^{K-1} z_{t - k d} + B
    o_t = relu( relu(norm(y_t)) + residual(x_{t - delay}) )

Nothing but the weights comes from the model under test: shapes, graph, windows and delays are worked out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.skeletons import Skeleton, adjacency

Array = npt.NDArray[np.float64]
Weights = Mapping[str, Array]

EPSILON = 1e-5


def slow_logits(arch: Arch, skeleton: Skeleton, weights: Weights, motion: Array) -> Array:
    """Logits (L, classes) of `motion` (C, L, V); `weights` is the model's state by name."""
    standard = [_standard(motion[:, t], arch, weights, skeleton) for t in range(motion.shape[1])]
    frames = [_embed(_features(standard, t, arch, weights), arch, weights) for t in range(motion.shape[1])]
    # The model holds its graph in single precision.
    graph = adjacency(skeleton, arch.partition, arch.max_hop, arch.hop_dilation, arch.normalization)
    graph = graph.astype(np.float32).astype(np.float64)
    for number in range(len(arch.widths)):
        frames = _layer(frames, number, arch, graph, weights)
    head, bias = weights["head.weight"], weights["head.bias"]
    return np.stack([head @ frame.mean(axis=1) + bias for frame in frames])


class _Standard(NamedTuple):
    places: Array
    magnitudes: Array
    close: Array


def _standard(frame: Array, arch: Arch, weights: Weights, skeleton: Skeleton) -> _Standard:
    """What a frame (C, V) alone says, in rows."""
    places = [*frame] if arch.centred != "only" else []
    if arch.centred != "no":
        lengths = [np.sqrt(sum((channel[a] - channel[b]) ** 2 for channel in frame)) for a, b in skeleton.edges]
        size = sum(lengths) / len(lengths) if arch.body_scaled and lengths else 1.0
        places += [(channel - channel[skeleton.center]) / size for channel in frame]
    magnitudes = []
    if arch.magnitude:
        magnitudes = [np.sqrt(sum(frame[k + axis] ** 2 for axis in range(3))) for k in range(0, len(frame), 3)]
    count, joints = len(places), frame.shape[1]
    mean, std = weights["features.mean"].T, weights["features.std"].T
    measured = np.reshape(magnitudes, (-1, joints))
    close = (measured - weights["features.rest"].T) / (0.1 * std[count:])
    return _Standard(
        (np.stack(places) - mean[:count]) / std[:count],
        (measured - mean[count:]) / std[count:],
        np.minimum(np.maximum(close, -1), 1),
    )


def _features(standard: list[_Standard], t: int, arch: Arch, weights: Weights) -> Array:
    """Frame t's own features, trends of the close looks up to it, and changes of places."""
    now = standard[t]
    means = [sum(one.close for one in standard[max(t - n + 1, 0) : t + 1]) / n for n in arch.magnitude_trends]
    trends = [(mean - means[-1]) / weights["features.trend_std"][i].T for i, mean in enumerate(means[:-1])]
    changes = [_change(standard, t, number, arch, weights) for number in range(len(arch.differences))]
    energies = []
    for number in range(len(arch.differences) if arch.energy else 0):
        recent = range(max(t - arch.energy + 1, 0), t + 1)
        squares = [_change(standard, moment, number, arch, weights) ** 2 for moment in recent]
        log = np.log(sum(squares) / arch.energy + 1e-4)
        energies.append((log - weights["features.energy_mean"][number].T) / weights["features.energy_std"][number].T)
    return np.concatenate([*now, *trends, *changes, *energies])


def _change(standard: list[_Standard], t: int, number: int, arch: Arch, weights: Weights) -> Array:
    """What frame t's places have come in arch.differences[number] frames, over their deviation."""
    n = arch.differences[number]
    before = standard[t - n].places if t >= n else np.zeros_like(standard[t].places)
    return (standard[t].places - before) / weights["features.step_std"][number].T


def _embed(x: Array, arch: Arch, weights: Weights) -> Array:
    if arch.input_norm != "none":
        x = _norm(x, arch.input_norm, "input_norm", weights)
    return weights["input.weight"] @ x + weights["input.bias"][:, None]


def _layer(x: list[Array], number: int, arch: Arch, graph: Array, weights: Weights) -> list[Array]:
    kernel, dilation, has_residual = (_of(getattr(arch, key), number) for key in ("kernel", "dilation", "residual"))
    delay = (kernel - 1) * dilation // 2 if arch.residual_delay == "centre" else 0
    name = f"layers.{number}"
    edges = [a * m for a, m in zip(graph, weights[f"{name}.spatial.importance"], strict=True)]
    kernels, biases = weights[f"{name}.spatial.weight"], weights[f"{name}.spatial.bias"]

    z = [sum(w.T @ frame @ edge for w, edge in zip(kernels, edges, strict=True)) for frame in x]
    constant = kernel * sum(np.outer(b, edge.sum(axis=0)) for b, edge in zip(biases, edges, strict=True))
    outputs = []
    for t in range(len(x)):
        y = constant.copy()
        for k in range(kernel):
            if t - k * dilation >= 0:
                y += z[t - k * dilation]
        o = _relu(_norm(y, arch.norm, f"{name}.norm", weights))
        if has_residual:
            past = x[t - delay] if t >= delay else np.zeros_like(x[0])
            if f"{name}.projection.weight" in weights:
                past = weights[f"{name}.projection.weight"] @ past
                past = _norm(past, arch.norm, f"{name}.projection_norm", weights)
            o = _relu(o + past)
        outputs.append(o)
    return outputs


def _norm(y: Array, kind: str, name: str, weights: Weights) -> Array:
    """Of one frame (C, V): over its own values, or each by its running statistics."""
    if kind == "layer":
        mean, variance = (
            np.full_like(y, y.sum() / y.size),
            np.full_like(y, ((y - y.sum() / y.size) ** 2).sum() / y.size),
        )
    else:
        mean, variance = weights[f"{name}.running_mean"].T, weights[f"{name}.running_var"].T
    return (y - mean) / np.sqrt(variance + EPSILON) * weights[f"{name}.weight"].T + weights[f"{name}.bias"].T


def _relu(x: Array) -> Array:
    return np.maximum(x, 0.0)


def _of(value: Any, number: int) -> Any:
    return value[number] if isinstance(value, list) else value
