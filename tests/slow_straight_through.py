"""The 8-bit model written out slowly in double, one operation after the other, with straight-through gradients.

What is stored as float32 in the definition is rounded to float32 here too, with gradient 1: so the integers are the
same, and autograd does the rest in double.
"""

from __future__ import annotations

import torch
from rtstgcn_training.models.rt_stgcn import NORM_EPS
from rtstgcn_training.quantised.features import feature_constants, fixed_features


def rounded(x, low, high):
    """Round half to even, saturate; the gradient is 1 within the limits, 0 beyond."""
    limited = x.clamp(low, high)
    return limited + (limited.round() - limited).detach()


def single(x):
    return x + (x.float().double() - x).detach()


def to(x, exponent, low, high):
    scale = 2.0**exponent if isinstance(exponent, int) else torch.tensor([2.0**e for e in exponent]).double()
    return rounded(single(single(x) * scale), low, high)


def constant(x, exponent, limit):
    """A weight as integer, and the power of two that it stands for."""
    scale = 2.0**exponent if isinstance(exponent, int) else torch.tensor([2.0**e for e in exponent]).double()
    return rounded(x.double() * scale, -limit - (limit > 127), limit), scale


def norm(x, module, exponents, before, bias):
    """Of integers x (N, L, V, C): float32 values, the sum taken over each frame by itself."""
    if module.kind == "batch":
        factor = module.weight.double() / (module.running_var.double() + NORM_EPS).sqrt()
        shift = module.bias.double() - module.running_mean.double() * factor
        shift = shift if bias is None else shift + bias.double() * factor
        return single(single(x * single(factor * 2.0**-before)) + single(shift))
    n = x.shape[-1] * x.shape[-2]
    if bias is not None:
        x = x + rounded((bias * 2.0**before).double(), -(2**15), 2**15 - 1)
    gamma, unit = constant(module.weight * n**0.5, exponents.gamma, 2**15 - 1)
    beta, beta_unit = constant(module.bias, exponents.beta, 2**15 - 1)
    mean = x.sum((-2, -1), keepdim=True) * (1.0 / n)
    spread = x.square().sum((-2, -1), keepdim=True) - x.sum((-2, -1), keepdim=True) * mean
    inverse = 1 / (spread.clamp(min=0) + n * NORM_EPS * 4.0**before).sqrt()
    centred = single(single(x - single(mean)) * single(inverse))
    return single(single(centred * (gamma / unit)) + beta / beta_unit)


def product(x, weight, exponents, bias, before, after, limit):
    integers, _ = constant(weight, exponents, limit)
    total = torch.einsum("nlvc,ck->nlvk", x, integers)
    sums = [before + e for e in exponents]
    if bias is not None:
        scale = torch.tensor([2.0**s for s in sums]).double()
        total = total + rounded(bias.double() * scale, -(2.0**30), 2.0**30)
    return to(total, [after - s for s in sums], -128, 127)


def window(x, kernel, dilation):
    total = torch.zeros_like(x)
    for tap in range(kernel):
        total = total + late(x, tap * dilation)
    return total


def late(x, frames):
    padded = torch.cat([torch.zeros_like(x[:, :1])] * frames + [x], dim=1)
    return padded[:, : x.shape[1]]


def layer_step(layer, exponents, before, h):
    shape, spatial = layer.shape, layer.spatial
    graph, _ = constant(spatial.graph * spatial.importance, exponents.graph, 127)
    gathered = [torch.einsum("wv,nlwc->nlvc", matrix, h) for matrix in graph]
    gathered = to(torch.cat(gathered, dim=-1), exponents.gathered - before - exponents.graph, -128, 127)
    weight = torch.cat(list(spatial.weight))
    push = product(gathered, weight, exponents.weight, None, exponents.gathered, exponents.push, 63)
    weighted = spatial.graph * spatial.importance
    bias = shape.kernel * sum(weighted[p].sum(0)[:, None] * spatial.bias[p] for p in range(len(graph)))
    y = norm(window(push, shape.kernel, shape.dilation), layer.norm, exponents.norm, exponents.push, bias).relu()
    if shape.residual:
        past = late(h, shape.delay)
        if layer.projection is None:
            past = past * 2.0**-before
        else:
            wide = layer.projection.weight.T
            past = product(past, wide, exponents.projection, None, before, exponents.projected, 63)
            past = norm(past, layer.projection_norm, exponents.projected_norm, exponents.projected, None)
        y = single(y + past)
    return to(y, exponents.out, 0, 255)


def straight_through_logits(model, x):
    """Logits (N, L, classes) in double of a QuantisedRTSTGCN; its input features, which nothing learns, are its own."""
    exponents = model.exponents
    constants = feature_constants(model.features, exponents)
    h = fixed_features(x.permute(0, 2, 3, 1), model.features, constants, exponents).double()
    before = exponents.features
    if model.input_norm is not None:
        h = norm(h, model.input_norm, exponents.input_norm, before, None)
        h, before = to(h, exponents.normed, -(2**15), 2**15 - 1), exponents.normed
    weight, bias = model.input.weight.T, model.input.bias
    h = product(h, weight, exponents.input_weight, bias, before, exponents.embedded, 127)
    before = exponents.embedded
    for layer, its in zip(model.layers, exponents.layers, strict=True):
        h, before = layer_step(layer, its, before, h), its.out
    joints = h.shape[2]
    integers, _ = constant(model.head.weight.T / joints, exponents.head, 127)
    scale = torch.tensor([2.0 ** (before + e) for e in exponents.head]).double()
    total = h.sum(2) @ integers + rounded(model.head.bias.double() * scale, -(2.0**30), 2.0**30)
    return single(total) / scale
