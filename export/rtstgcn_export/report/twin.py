"""The float32 model as the tensors of its integer program: the same names, in the same order, in real units."""

from __future__ import annotations

from collections.abc import Callable

import torch
from rtstgcn_training.models.input_features import CLOSE, STILL
from rtstgcn_training.models.rt_stgcn import RTSTGCN, Layer
from rtstgcn_training.models.window_sum import window_sum
from torch import Tensor
from torch.nn import functional as F

See = Callable[[str, Tensor], Tensor]
"""Takes a tensor (frames, rows, columns) by its name in the program, gives the one to go on with."""


class Twin:
    """Walks the chunks of one recording after the other, as far back as the FIFOs reach.

    Args:
        model: in `eval()`.
        see: is shown every tensor as soon as it is there.
    """

    def __init__(self, model: RTSTGCN, see: See) -> None:
        self.model, self._show = model, see
        self._past: dict[str, Tensor] = {}

    @torch.no_grad()
    def step(self, chunk: Tensor) -> Tensor:
        """Logits (frames, 1, classes) of the next frames (C, frames, V)."""
        model = self.model
        h = self._features(chunk.permute(1, 2, 0))
        if model.input_norm is not None:
            h = self._see("input_normed", self._see("input_norm", model.input_norm(h)))
        h = self._see("embedded", model.input(h))
        for index, layer in enumerate(model.layers):
            assert isinstance(layer, Layer)
            h = self._layer(f"layer{index}", index, layer, h)
        return self._see("logits", model.classify(h)[:, None])

    def _see(self, name: str, x: Tensor) -> Tensor:
        return self._show(name, x)

    def _layer(self, name: str, index: int, layer: Layer, x: Tensor) -> Tensor:
        spatial, shape = layer.spatial, layer.shape
        mixed = torch.einsum("pwv,lwc->lvpc", spatial.weighted_graph(), x).flatten(2)
        y = self._see(f"{name}_push", self._see(f"{name}_gathered", mixed) @ spatial.weight.flatten(0, 1))
        if shape.span:
            y = self._see(f"{name}_window", self._window(f"window{index}", y, shape.kernel, shape.dilation))
        total = self._see(f"{name}_norm", layer.norm(y + shape.kernel * spatial.constant())).relu()
        if shape.residual:
            past = x
            if shape.delay:
                past = self._see(f"{name}_past", self._delayed(f"residual{index}", x, shape.delay))
            if layer.projection is not None and layer.projection_norm is not None:
                past = self._see(f"{name}_projected", layer.projection(past))
                past = self._see(f"{name}_projected_norm", layer.projection_norm(past))
            total = total + past
        return self._see(name, total.relu())

    def _features(self, x: Tensor) -> Tensor:
        features = self.model.features
        raw = self._see("samples", x)
        places = self._places(raw)
        columns, logs = [places], []
        if features.triples:
            columns += self._of_magnitudes(raw)
        for index, (frames, std) in enumerate(zip(features.differences, features._each("step_std"), strict=True)):
            change = self._see(f"change{index}", places - self._delayed(f"past{index}", places, frames))
            columns.append(self._see(f"step{index}", change / std))
            if features.energy:
                logs.append(self._energy(index, change / std))
        return self._joined("features", columns + logs)

    def _places(self, raw: Tensor) -> Tensor:
        features, channels, found = self.model.features, self.model.channels, []
        for index, kind in enumerate({"no": "a", "also": "ar", "only": "r"}[features.centred]):
            x = raw
            if kind == "r":
                x = self._see("relative", raw - raw[:, features.center, None])
            here = slice(index * channels, (index + 1) * channels)
            found.append(self._see(f"place{index}", (x - features.mean[:, here]) / features.std[:, here]))
        return self._joined("places", found)

    def _of_magnitudes(self, raw: Tensor) -> list[Tensor]:
        features = self.model.features
        mean, std = features.mean[:, features.places :], features.std[:, features.places :]
        magnitude = self._see("magnitude", features._magnitudes(raw))
        standard = self._see("magnitude_standard", (magnitude - mean) / std)
        look = ((magnitude - features.rest) / (CLOSE * std)).clamp(-1, 1)
        close = self._see("close", look)
        if not features.means:
            return [standard, close]
        pushed = self._see("close_pushed", look)
        sums = [
            self._see(f"mean{i}", self._window(f"mean{i}", pushed, frames, 1))
            for i, frames in enumerate(features.means)
        ]
        means = [total / frames for total, frames in zip(sums, features.means, strict=True)]
        trends = [
            self._see(f"trend{i}", (mean - means[-1]) / std)
            for i, (mean, std) in enumerate(zip(means, features._each("trend_std"), strict=False))
        ]
        return [standard, close, *trends]

    def _energy(self, index: int, step: Tensor) -> Tensor:
        features = self.model.features
        square = self._see(f"square{index}", self._see(f"change{index}_pushed", step).square())
        total = self._see(f"energy{index}", self._window(f"energy{index}", square, features.energy, 1))
        level = self._see(f"level{index}", (total / features.energy + STILL).log())
        return self._see(f"energy{index}_standard", (level - features.energy_mean[index]) / features.energy_std[index])

    def _joined(self, name: str, parts: list[Tensor]) -> Tensor:
        return parts[0] if len(parts) == 1 else self._see(name, torch.cat(parts, dim=-1))

    def _window(self, fifo: str, z: Tensor, kernel: int, dilation: int) -> Tensor:
        span = (kernel - 1) * dilation
        return window_sum(self._with_past(fifo, z, span)[None], kernel, dilation)[0, span:]

    def _delayed(self, fifo: str, x: Tensor, frames: int) -> Tensor:
        return self._with_past(fifo, x, frames)[: len(x)]

    def _with_past(self, fifo: str, z: Tensor, span: int) -> Tensor:
        """The `span` frames before z, zeros before the start, and z."""
        past = self._past.get(fifo)
        both = F.pad(z, (0, 0, 0, 0, span, 0)) if past is None else torch.cat([past, z])
        self._past[fifo] = both[len(both) - span :].clone()
        return both
