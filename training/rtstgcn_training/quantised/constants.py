"""The integer constants of an 8-bit model: floats that hold integers, with gradients to the parameters they come of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..models.rt_stgcn import NORM_EPS, RTSTGCN, FrameNorm, Layer
from .exponents import FINEST, PRODUCT_LIMIT, WEIGHT_LIMIT, Exponents, LayerExponents, NormExponents
from .rounding import as_type, quantised

BIAS_LIMIT = 2**30
"""Largest integer of a product's bias."""


def scaled(x: Tensor, exponent: int | Sequence[int]) -> Tensor:
    """Scale x by 2^exponent, exact; a list has one for each entry of the last dimension."""
    return x * (2.0**exponent if isinstance(exponent, int) else powers(exponent, x))


def powers(exponents: Sequence[int], like: Tensor) -> Tensor:
    """2^exponent of each, of the type and on the device of `like`."""
    return torch.tensor([2.0**e for e in exponents], dtype=like.dtype, device=like.device)


@dataclass(frozen=True)
class ProductConstants:
    """An integer 1x1 convolution: out = q((x @ weight + bias) * 2^-shift)."""

    weight: Tensor
    """(C, K)"""
    bias: Tensor | None
    """(K,)"""
    shift: list[int]


@dataclass(frozen=True)
class NormConstants:
    """LayerNorm: y = x + bias in integers, then ((y - m) r) gamma + beta; see the export side's `LayerNorm`."""

    bias: Tensor | None
    """(V, C) integers in the exponent of x."""
    gamma: Tensor
    """(V, C) integers."""
    beta: Tensor
    """(V, C) integers."""
    exponents: NormExponents
    floor: float

    @property
    def scale(self) -> Tensor:
        """Gamma as it multiplies, float32."""
        return self.gamma * 2.0**-self.exponents.gamma

    @property
    def shift(self) -> Tensor:
        """Beta as it is added, float32."""
        return self.beta * 2.0**-self.exponents.beta


@dataclass(frozen=True)
class ScaleConstants:
    """BatchNorm with its running statistics: x factor + shift, float32."""

    factor: Tensor
    """(V, C)"""
    shift: Tensor
    """(V, C)"""


@dataclass(frozen=True)
class LayerConstants:
    """Of one layer."""

    graph: Tensor
    """(P, V, V) integers, indexed [partition, source joint, target joint]."""
    graph_shift: int
    spatial: ProductConstants
    norm: NormConstants | ScaleConstants
    projection: ProductConstants | None
    projection_norm: NormConstants | ScaleConstants | None


@dataclass(frozen=True)
class HeadConstants:
    """Logits: (sum over joints @ weight + bias) * 2^-exponents."""

    weight: Tensor
    """(C, classes)"""
    bias: Tensor
    """(classes,)"""
    exponents: list[int]


def input_constants(model: RTSTGCN, exponents: Exponents) -> ProductConstants:
    """Of the input's 1x1 convolution."""
    before = exponents.features if exponents.normed is None else exponents.normed
    sums = [before + e for e in exponents.input_weight]
    weight = quantised(scaled(model.input.weight.T, exponents.input_weight), -WEIGHT_LIMIT, WEIGHT_LIMIT)
    bias = quantised(scaled(model.input.bias.double(), sums), -BIAS_LIMIT, BIAS_LIMIT)
    return ProductConstants(weight, bias, [s - exponents.embedded for s in sums])


def input_norm_constants(model: RTSTGCN, exponents: Exponents) -> NormConstants | ScaleConstants | None:
    """Of the input's norm, where there is one."""
    if model.input_norm is None:
        return None
    return _norm(model.input_norm, exponents.input_norm, None, exponents.features)


def layer_constants(layer: Layer, exponents: LayerExponents, before: int) -> LayerConstants:
    """Of one layer whose input has the exponent `before`."""
    graph = quantised(scaled(layer.spatial.weighted_graph(), exponents.graph), -WEIGHT_LIMIT, WEIGHT_LIMIT)
    spatial = _product(layer.spatial.weight.flatten(0, 1), exponents.weight, exponents.gathered, exponents.push)
    bias = layer.shape.kernel * layer.spatial.constant()
    projection = projection_norm = None
    if layer.projection is not None and layer.projection_norm is not None:
        assert exponents.projection is not None
        assert exponents.projected is not None
        projection = _product(layer.projection.weight.T, exponents.projection, before, exponents.projected)
        projection_norm = _norm(layer.projection_norm, exponents.projected_norm, None, exponents.projected)
    return LayerConstants(
        graph,
        before + exponents.graph - exponents.gathered,
        spatial,
        _norm(layer.norm, exponents.norm, bias, exponents.push),
        projection,
        projection_norm,
    )


def head_constants(head: nn.Linear, exponents: Exponents, joints: int) -> HeadConstants:
    """Of the mean over joints and the classes."""
    sums = [exponents.layers[-1].out + e for e in exponents.head]
    weight = quantised(scaled(head.weight.T / joints, exponents.head), -WEIGHT_LIMIT, WEIGHT_LIMIT)
    return HeadConstants(weight, quantised(scaled(head.bias.double(), sums), -BIAS_LIMIT, BIAS_LIMIT), sums)


def _product(weight: Tensor, exponents: list[int], before: int, after: int) -> ProductConstants:
    integers = quantised(scaled(weight, exponents), -PRODUCT_LIMIT, PRODUCT_LIMIT)
    return ProductConstants(integers, None, [before + e - after for e in exponents])


def _norm(
    norm: FrameNorm, exponents: NormExponents | None, bias: Tensor | None, before: int
) -> NormConstants | ScaleConstants:
    if norm.kind == "batch":
        return _scale(norm, bias, before)
    assert exponents is not None
    n = norm.weight.numel()
    return NormConstants(
        None if bias is None else as_type(scaled(bias, before), "int16"),
        as_type(scaled(norm.weight * math.sqrt(n), exponents.gamma), "int16"),
        as_type(scaled(norm.bias, exponents.beta), "int16"),
        exponents,
        n * NORM_EPS * 2.0 ** (2 * before),
    )


def _scale(norm: FrameNorm, bias: Tensor | None, before: int) -> ScaleConstants:
    factor = norm.weight.double() / (norm.running_var.double() + NORM_EPS).sqrt()
    shift = norm.bias.double() - norm.running_mean.double() * factor
    if bias is not None:
        shift = shift + bias.double() * factor
    return ScaleConstants(scaled(factor, -before).float(), shift.float())


def largest_exponent(peak: float, limit: int) -> int:
    """The finest exponent at which a value of magnitude `peak` does not exceed `limit`; 0 where there is none.

    No finer than `FINEST`.
    """
    if not peak > 0:
        return 0
    exponent = min(math.floor(math.log2(limit / peak)) + 1, FINEST)
    return exponent if round(peak * 2.0**exponent) <= limit else exponent - 1
