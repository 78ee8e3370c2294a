"""The input features as nodes of the streaming graph; what they are: `rtstgcn_training.models.input_features`."""

from __future__ import annotations

import numpy as np
import onnx
from rtstgcn_training.models.input_features import CLOSE, SMALLEST_BODY, STILL, InputFeatures, Window
from torch import Tensor

from .onnx_graph import GraphBuilder, array


def emit_features(build: GraphBuilder, features: InputFeatures, x: str) -> str:
    """(N, V, C) -> (N, V, width), with a push for each window of the features."""
    joints = features.mean.shape[0]
    places, magnitudes = _raw(build, features, x, joints)
    frame = [_standard(build, "place", places, features.mean[:, : features.places], features.std[:, : features.places])]
    close = ""
    if magnitudes:
        mean, std = features.mean[:, features.places :], features.std[:, features.places :]
        frame.append(_standard(build, "magnitude", magnitudes, mean, std))
        close = _standard(build, "near", magnitudes, features.rest, CLOSE * std)
        bounds = [build.constant(f"bound_{name}", np.array(v, np.float32)) for name, v in (("low", -1), ("high", 1))]
        frame.append(close := build.node("Clip", [close, *bounds], "input_close"))
    count = len(features.means)
    means = [_mean(build, window, close, joints) for window in features.windows()[:count]]
    trends = [
        _scaled(
            build, f"trend{index}", build.node("Sub", [mean, means[-1]], f"trend{index}_raw"), features.trend_std[index]
        )
        for index, mean in enumerate(means[:-1])
    ]
    changes = [
        _change(build, window, frame[0], features.step_std[index])
        for index, window in enumerate(features.windows()[count:])
    ]
    energies = [
        _energy(build, window, changes[index], features.energy_mean[index], features.energy_std[index])
        for index, window in enumerate(features.energy_windows())
    ]
    parts = [*frame, *trends, *changes, *energies]
    return parts[0] if len(parts) == 1 else build.node("Concat", parts, "input_features", axis=2)


def _mean(build: GraphBuilder, window: Window, close: str, joints: int) -> str:
    """Mean over the newest frames, (N, V columns); the FIFO holds the sum of those before this one."""
    push = build.reshape(close, [-1, joints * window.columns], f"push_{window.name}")
    total = build.node("Add", [push, f"fifo_{window.name}"], f"{window.name}_sum")
    share = build.constant(f"{window.name}_share", np.array(1 / window.kernel, np.float32))
    return build.node("Mul", [total, share], window.name)


def _change(build: GraphBuilder, window: Window, places: str, std: Tensor) -> str:
    """How far a frame has come since the one that the FIFO holds."""
    push = build.reshape(places, [-1, std.numel()], f"push_{window.name}")
    return _scaled(build, window.name, build.node("Sub", [push, f"fifo_{window.name}"], f"{window.name}_change"), std)


def _energy(build: GraphBuilder, window: Window, change: str, mean: Tensor, std: Tensor) -> str:
    """Log of the mean square of a change (N, V, columns) over the newest frames, standardised."""
    name = window.name
    squares = build.node("Mul", [change, change], f"{name}_squares")
    push = build.reshape(squares, [-1, mean.numel()], f"push_{name}")
    total = build.node("Relu", [build.node("Add", [push, f"fifo_{name}"], f"{name}_sum")], f"{name}_total")
    share = build.constant(f"{name}_share", np.array(1 / window.kernel, np.float32))
    mean_square = build.node("Mul", [total, share], f"{name}_mean_square")
    floor = build.constant("still", np.array(STILL, np.float32))
    # in double precision: the last bit of the kernel depends on the place in a tensor, and so on a skeleton's slot
    floored = build.node("Add", [mean_square, floor], f"{name}_floored")
    wide = build.node("Cast", [floored], f"{name}_wide", to=onnx.TensorProto.DOUBLE)
    log = build.node("Cast", [build.node("Log", [wide], f"{name}_log")], f"{name}_narrow", to=onnx.TensorProto.FLOAT)
    centred = build.node("Sub", [log, build.constant(f"{name}_mean", array(mean.reshape(-1)))], f"{name}_centred")
    return _scaled(build, name, centred, std)


def _scaled(build: GraphBuilder, name: str, row: str, std: Tensor) -> str:
    """Row (N, V columns) in deviations (V, columns), as (N, V, columns)."""
    scaled = build.node("Div", [row, build.constant(f"{name}_std", array(std.reshape(-1)))], f"{name}_row")
    return build.reshape(scaled, [-1, *std.shape], name)


def _raw(build: GraphBuilder, features: InputFeatures, x: str, joints: int) -> tuple[str, str]:
    """Places (N, V, places) and magnitudes (N, V, triples); no name where there are none."""
    places = x
    if features.centred != "no":
        centre = build.node(
            "Gather", [x, build.constant("centre", np.array([features.center], np.int64))], "input_centre", axis=1
        )
        places = build.node("Sub", [x, centre], "input_relative")
        if features.body_scaled and features.bones.numel():
            places = build.node("Div", [places, _size(build, features, x)], "input_scaled")
        if features.centred == "also":
            places = build.node("Concat", [x, places], "input_places", axis=2)
    if not features.triples:
        return places, ""
    vectors = build.reshape(x, [-1, joints, features.triples, 3], "input_vectors")
    squares = build.node("Mul", [vectors, vectors], "input_squares")
    squared = build.node(
        "ReduceSum", [squares, build.constant("axis_3", np.array([3], np.int64))], "input_squared", keepdims=0
    )
    return places, build.node("Sqrt", [squared], "input_magnitudes")


def _size(build: GraphBuilder, features: InputFeatures, x: str) -> str:
    """Mean length of the bones, (N, 1, 1)."""
    ends = [
        build.node("Gather", [x, build.constant(f"bones_{end}", joints.numpy())], f"input_bone_{end}", axis=1)
        for end, joints in zip(("from", "to"), features.bones, strict=True)
    ]
    bones = build.node("Sub", ends, "input_bones")
    squares = build.node("Mul", [bones, bones], "input_bone_squares")
    axis = build.constant("axis_2", np.array([2], np.int64))
    lengths = build.node("Sqrt", [build.node("ReduceSum", [squares, axis], "input_bone_squared")], "input_bone_lengths")
    mean = build.node("ReduceMean", [lengths], "input_bone_length", axes=[1], keepdims=1)
    smallest = build.constant("smallest_body", np.array(SMALLEST_BODY, np.float32))
    return build.node("Max", [mean, smallest], "input_size")


def _standard(build: GraphBuilder, name: str, x: str, mean: Tensor, std: Tensor) -> str:
    centred = build.node("Sub", [x, build.constant(f"{name}_mean", array(mean))], f"{name}_centred")
    return build.node("Div", [centred, build.constant(f"{name}_std", array(std))], f"{name}_standard")
