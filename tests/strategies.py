"""Hypothesis strategies: random skeletons and random architectures."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.skeletons import Skeleton


@st.composite
def skeletons(draw: st.DrawFn, min_joints: int = 1, max_joints: int = 6) -> Skeleton:
    """Random trees: joints in any order, any joint the centre."""
    count = draw(st.integers(min_joints, max_joints))
    order = draw(st.permutations(range(count)))
    edges = [(order[draw(st.integers(0, joint - 1))], order[joint]) for joint in range(1, count)]
    names = tuple(f"joint{number}" for number in range(count))
    return Skeleton(name="tree", joints=names, edges=tuple(edges), center=draw(st.integers(0, count - 1)))


@st.composite
def archs(draw: st.DrawFn, *, max_layers: int = 3, max_kernel: int = 5, max_dilation: int = 3, **fixed: Any) -> Arch:
    """Random small architectures over all that a configuration can choose; `fixed` keys are not drawn."""
    layers = draw(st.integers(1, max_layers))

    def one_a_layer(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=layers, max_size=layers))

    residual_delay = fixed.get("residual_delay", draw(st.sampled_from([0, "centre"])))
    kernel = one_a_layer(st.integers(1, max_kernel))
    dilation = one_a_layer(st.integers(1, max_dilation))
    if residual_delay == "centre":
        # A window has a frame in its centre only where its span is even.
        dilation = [d + (k - 1) * d % 2 for k, d in zip(kernel, dilation, strict=True)]
    magnitude = fixed.get("magnitude", draw(st.booleans()))
    centred = fixed.get("centred", draw(st.sampled_from(["no", "also", "only"])))
    differences = draw(st.lists(st.integers(1, 5), max_size=2))
    drawn = {
        "widths": one_a_layer(st.sampled_from([3, 4, 6])),
        "kernel": kernel,
        "dilation": dilation,
        "residual": one_a_layer(st.booleans()),
        "residual_projection": one_a_layer(st.booleans()),
        "residual_delay": residual_delay,
        "importance": draw(st.booleans()),
        "norm": draw(st.sampled_from(["layer", "batch"])),
        "magnitude": magnitude,
        "magnitude_trends": draw(st.sampled_from([[], [2, 5], [3, 2, 7]])) if magnitude else [],
        "centred": centred,
        "body_scaled": centred != "no" and draw(st.booleans()),
        "differences": differences,
        "energy": draw(st.sampled_from([0, 2, 5])) if differences else 0,
        "input_norm": draw(st.sampled_from(["layer", "batch", "none"])),
        "dropout": draw(st.sampled_from([0.0, 0.5])),
        "partition": draw(st.sampled_from(["uniform", "distance", "spatial"])),
        "max_hop": draw(st.integers(1, 3)),
        "hop_dilation": draw(st.integers(1, 2)),
        "normalization": draw(st.sampled_from(["symmetric", "row", "reference"])),
    }
    return Arch.model_validate(drawn | fixed)
