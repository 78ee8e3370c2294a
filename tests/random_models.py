"""Models whose every parameter and statistic is random: nothing is left at a 0 or 1 that would hide its absence."""

from __future__ import annotations

import torch
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from torch import Tensor

from rtstgcn_edge.skeletons import Skeleton


def random_model(
    arch: Arch, skeleton: Skeleton, *, channels: int = 3, classes: int = 4, seed: int = 0, dtype: torch.dtype
) -> RTSTGCN:
    """An RT-ST-GCN in `eval()`, drawn from `seed`."""
    generator = torch.Generator().manual_seed(seed)

    def uniform(like: Tensor, low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(like.shape, generator=generator, dtype=torch.float64)

    model = RTSTGCN(arch, skeleton, channels, classes)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "importance" in name:
                if arch.importance:
                    parameter.copy_(uniform(parameter, 0.3, 1.7))
            elif "norm" in name:
                parameter.copy_(uniform(parameter, 0.5, 1.5) if name.endswith("weight") else uniform(parameter, -1, 1))
            else:
                bound = parameter.shape[-2 if "spatial" in name else -1] ** -0.5
                parameter.copy_(uniform(parameter, -bound, bound))
        for name, buffer in model.named_buffers():
            if name.endswith(("mean", "rest")):
                buffer.copy_(uniform(buffer, -1, 1))
            elif name.endswith(("var", "std")):
                buffer.copy_(uniform(buffer, 0.5, 2))
    return model.to(dtype).eval()


def random_motion(model: RTSTGCN, length: int, *, skeletons: int = 1, seed: int = 0) -> Tensor:
    """Normally distributed input (N, C, L, V) of the model's own precision."""
    generator = torch.Generator().manual_seed(seed)
    shape = (skeletons, model.channels, length, len(model.skeleton.joints))
    return torch.randn(shape, generator=generator, dtype=torch.float64).to(model.head.weight.dtype)


def relative_error(found: Tensor, expected: Tensor) -> float:
    """max|a - b| / max|b|."""
    assert found.shape == expected.shape
    return float((found - expected).abs().max() / expected.abs().max())
