"""Exponents of a trained model, chosen on recordings (post-training quantisation).

The criterion is one for all tensors of activations: of all exponents the one with the least mean square error over the
values seen, so that resolution and saturation weigh what they cost. Weights and constants are all known, so theirs is
the finest at which none saturates. Samples and input features (int16) keep one bit of headroom over the largest value
seen, or six deviations, where that is more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from pydantic import ValidationError
from torch import Tensor
from torch.nn import functional as F

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.sections import first_problem

from ..models.rt_stgcn import RTSTGCN, FrameNorm, Layer
from ..models.window_sum import delayed, window_sum
from .constants import BIAS_LIMIT, largest_exponent
from .energy import EnergyError
from .exponents import FINEST, PRODUCT_LIMIT, WEIGHT_LIMIT, Exponents
from .fit import check_form
from .rounding import RANGES

SAMPLE = 2**16
"""Values of a tensor that are kept of one recording."""

FINER = 8
"""Exponents above the one at which nothing saturates that are tried."""

INT16_LIMIT = 2**15 - 1


@dataclass
class Seen:
    """What calibration has seen of one tensor."""

    dtype: str
    samples: list[Tensor]
    peak: float = 0.0

    def add(self, x: Tensor) -> None:
        flat, row = x.detach().reshape(-1).float(), x.shape[-1] * x.shape[-2]
        self.peak = max(self.peak, float(flat.abs().max()))
        stride = max(1, len(flat) // SAMPLE)
        while math.gcd(stride, row) > 1:  # else it would meet the same joints and channels in every frame
            stride += 1
        self.samples.append(flat[::stride].clone())

    @property
    def values(self) -> Tensor:
        """What was kept, as one."""
        self.samples = [torch.cat(self.samples)]
        return self.samples[0]

    def error(self, exponent: int) -> tuple[float, float]:
        """Mean square error and saturated share at an exponent."""
        low, high = RANGES[self.dtype]
        values = self.values
        integers = values * 2.0**exponent
        kept = integers.round().clamp(low, high)
        outside = ((integers < low - 0.5) | (integers > high + 0.5)).float().mean()
        return float((kept - integers).square().mean()) * 4.0**-exponent, float(outside)

    def best(self) -> int:
        """The exponent of the least mean square error; 0 of nothing but zeros."""
        if self.peak == 0:
            return 0
        coarse = largest_exponent(self.peak, RANGES[self.dtype][1])
        return min(range(coarse, min(coarse + FINER, FINEST + 1)), key=lambda e: self.error(e)[0])


def calibrate(model: RTSTGCN, trials: Sequence[Tensor]) -> Exponents:
    """Exponents of a model in `eval()`, chosen on recordings.

    Args:
        model: trained, float32.
        trials: recordings (C, L, V), L at least 1.

    Raises:
        InputError: no recordings, one of another shape or that is not finite, no samples but zeros; a model that is not
            finite, has no form in 8 bits, or whose numbers are too large for any exponent.
    """
    _check(model, trials)
    energy = EnergyError(model.features.energy) if model.features.energy else None
    seen = observe(model, trials, energy)
    if seen["frame"].peak == 0:
        raise InputError("calibration: all samples are zero; give recordings of real movement")
    return choose(model, trials, seen, energy)


def _check(model: RTSTGCN, trials: Sequence[Tensor]) -> None:
    check_form(model)
    if not trials:
        raise InputError("calibration: no recordings; give one at least")
    joints = len(model.skeleton.joints)
    for index, x in enumerate(trials):
        if x.ndim != 3 or (x.shape[0], x.shape[2]) != (model.channels, joints) or not x.shape[1]:
            raise InputError(
                f"calibration: recording {index} has the shape {tuple(x.shape)}; the model takes {model.channels} "
                f"channels, frames, {joints} joints"
            )
        if not x.isfinite().all():
            raise InputError(f"calibration: recording {index} holds a sample that is not finite; repair or cut it")
    for name, values in model.state_dict().items():
        if not values.isfinite().all():
            raise InputError(f"calibration: the model's {name} is not finite; take one from before it diverged")


@torch.no_grad()
def observe(model: RTSTGCN, trials: Sequence[Tensor], energy: EnergyError | None = None) -> dict[str, Seen]:
    """What each tensor holds over whole recordings, in float32, by name; `energy` is told of the changes."""
    seen: dict[str, Seen] = {}

    def add(name: str, dtype: str, x: Tensor) -> Tensor:
        if not x.isfinite().all():
            raise InputError(f"calibration: '{name}' overflows float32; are the recordings in the model's units?")
        seen.setdefault(name, Seen(dtype, [])).add(x)
        return x

    for x in trials:
        frame = add("frame", "int16", x[None].permute(0, 2, 3, 1))
        h = add("features", "int16", model.features(frame))
        if energy is not None:
            energy.add(_changes(model, frame))
        if model.input_norm is not None:
            h = add("normed", "int16", model.input_norm(h))
        h = add("embedded", "int8", F.linear(h, model.input.weight, model.input.bias))
        for index, layer in enumerate(model.layers):
            assert isinstance(layer, Layer)
            h = _observe_layer(layer, h, lambda key, dtype, x, i=index: add(f"layer{i}.{key}", dtype, x))  # type: ignore[misc]
    return seen


def _observe_layer(layer: Layer, h: Tensor, add: Callable[[str, str, Tensor], Tensor]) -> Tensor:
    spatial, shape = layer.spatial, layer.shape
    mixed = add("gathered", "int8", torch.einsum("pwv,nlwc->nlvpc", spatial.weighted_graph(), h).flatten(3))
    pushed = add("push", "int8", mixed @ spatial.weight.flatten(0, 1))
    past = delayed(h, shape.delay) if shape.residual else None
    if past is not None and layer.projection is not None:
        add("projected", "int8", layer.projection(past))
    out = layer.activate(window_sum(pushed, shape.kernel, shape.dilation), past)
    return add("out", "uint8", out)


def _changes(model: RTSTGCN, frame: Tensor) -> Tensor:
    features = model.features
    places = features.of_frame(frame)[..., : features.places]
    steps = [
        (places - delayed(places, n)) / std for n, std in zip(features.differences, features.step_std, strict=True)
    ]
    return torch.cat(steps, dim=-1)


@torch.no_grad()
def choose(
    model: RTSTGCN, trials: Sequence[Tensor], seen: dict[str, Seen], energy: EnergyError | None = None
) -> Exponents:
    """Exponents from what was seen."""
    norm, head, joints = model.input_norm, model.head, len(model.skeleton.joints)
    features = min(largest_exponent(2 * max(seen["features"].peak, 6), INT16_LIMIT), 12)
    normed = largest_exponent(2 * max(seen["normed"].peak, 6), INT16_LIMIT) if "normed" in seen else None
    layers = [_layer_exponents(layer, f"layer{i}.", seen) for i, layer in enumerate(model.layers)]  # type: ignore[arg-type]
    found = {
        "frame": _frame_exponents(model, trials),
        "features": features,
        "energy": energy.best() if energy else None,
        "input_norm": None if norm is None else _norm_exponents(norm),
        "normed": normed,
        "input_weight": _columns(
            model.input.weight.T, WEIGHT_LIMIT, model.input.bias, features if normed is None else normed
        ),
        "embedded": seen["embedded"].best(),
        "layers": layers,
        "head": _columns(head.weight.T / joints, WEIGHT_LIMIT, head.bias, layers[-1]["out"]),
    }
    try:
        return Exponents.model_validate(found)
    except ValidationError as error:
        raise InputError(f"calibration: no exponent is coarse enough: {first_problem(error)}") from None


def _layer_exponents(layer: Layer, name: str, seen: dict[str, Seen]) -> dict[str, Any]:
    projects = layer.projection is not None
    bias = layer.shape.kernel * float(layer.spatial.constant().abs().max())
    return {
        "graph": largest_exponent(float(layer.spatial.weighted_graph().abs().max()), WEIGHT_LIMIT),
        "gathered": seen[f"{name}gathered"].best(),
        "weight": _columns(layer.spatial.weight.flatten(0, 1), PRODUCT_LIMIT),
        "push": min(seen[f"{name}push"].best(), largest_exponent(2 * bias, INT16_LIMIT) if bias else FINEST),
        "norm": _norm_exponents(layer.norm),
        "projection": _columns(layer.projection.weight.T, PRODUCT_LIMIT) if layer.projection is not None else None,
        "projected": seen[f"{name}projected"].best() if projects else None,
        "projected_norm": None if layer.projection_norm is None else _norm_exponents(layer.projection_norm),
        "out": seen[f"{name}out"].best(),
    }


def _norm_exponents(norm: FrameNorm) -> dict[str, int] | None:
    if norm.kind == "batch":
        return None
    gamma = float(norm.weight.abs().max()) * norm.weight.numel() ** 0.5
    return {
        "gamma": largest_exponent(gamma, INT16_LIMIT),
        "beta": largest_exponent(float(norm.bias.abs().max()), INT16_LIMIT),
    }


def _columns(weight: Tensor, limit: int, bias: Tensor | None = None, before: int = 0) -> list[int]:
    """One exponent for each column of (C, K); a bias fits beside products with inputs of the exponent `before`, too."""
    exponents = [largest_exponent(float(peak), limit) for peak in weight.abs().amax(0)]
    if bias is None:
        return exponents
    room = [largest_exponent(2 * float(b), BIAS_LIMIT) - before if b else FINEST for b in bias.abs()]
    return [min(pair) for pair in zip(exponents, room, strict=True)]


def _frame_exponents(model: RTSTGCN, trials: Sequence[Tensor]) -> list[int]:
    """One for each channel, shared within a triple whose magnitude is taken."""
    features = model.features
    peaks = torch.stack([x.abs().amax((1, 2)) for x in trials]).amax(0)
    usual = features.mean.abs() + 6 * features.std
    if features.centred != "only":
        peaks = torch.maximum(peaks, usual[:, : model.channels].amax(0))
    if features.triples:
        peaks = peaks.view(-1, 3).amax(1).repeat_interleave(3)
    return [largest_exponent(2 * float(peak), INT16_LIMIT) for peak in peaks]
