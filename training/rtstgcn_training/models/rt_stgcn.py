"""RT-ST-GCN (Yudayev et al., MLSP 2024): batch form and the one-frame step that streams.

Every operation but the window sum acts on one frame, and the window sum is causal and linear, so a model trained on
whole recordings runs frame by frame with the same weights:

    z_t = sum_p W_p x_t (A_p * M_p)                     spatial, linear: what a frame pushes
    B   = K sum_p b_p 1' (A_p * M_p)                    the bias, constant in time
    y_t = sum_{k=0}^{K-1} z_{t - k d} + B               temporal: the window sum
    o_t = relu( relu(norm(y_t)) + residual(x_{t - delay}) )

Activations are rows (V, C) of one frame: shapes are (N, L, V, C) inside and (N, C, L, V) at the door.
`forward` is the batch form, `step` the pure streaming function whose FIFOs the caller owns (see `streaming.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from rtstgcn_edge.manifest import FifoSpec
from rtstgcn_edge.skeletons import Skeleton, adjacency

from .activation import activation
from .config import Arch, LayerShape
from .graph_product import graph_product
from .input_features import InputFeatures
from .window_sum import delayed, window_sum

NORM_EPS = 1e-5


class FrameNorm(nn.Module):
    """Normalisation of frames (..., V, C): LayerNorm over one frame, or BatchNorm with running statistics.

    LayerNorm takes mean and variance of the V x C values of each frame and scales each value by its own weight:
    exact in a stream. BatchNorm normalises each (joint, channel) by statistics over frames; streaming needs `eval()`.
    A single frame has none, so it takes the running ones in training, too.
    """

    def __init__(self, joints: int, channels: int, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.weight = nn.Parameter(torch.ones(joints, channels))
        self.bias = nn.Parameter(torch.zeros(joints, channels))
        if kind == "batch":
            self.register_buffer("running_mean", torch.zeros(joints, channels))
            self.register_buffer("running_var", torch.ones(joints, channels))

    running_mean: Tensor
    running_var: Tensor

    def forward(self, y: Tensor) -> Tensor:
        if self.kind == "layer":
            return F.layer_norm(y, self.weight.shape, self.weight, self.bias, NORM_EPS)
        frames = y.reshape(-1, self.weight.numel())
        flat = F.batch_norm(
            frames,
            self.running_mean.view(-1),
            self.running_var.view(-1),
            self.weight.view(-1),
            self.bias.view(-1),
            self.training and len(frames) > 1,
            eps=NORM_EPS,
        )
        return flat.view(y.shape)


class SpatialGraph(nn.Module):
    """z = sum_p W_p x (A_p * M_p), and the constant sum_p b_p 1' (A_p * M_p) that stands outside the window."""

    def __init__(self, shape: LayerShape, graph: Tensor, arch: Arch) -> None:
        super().__init__()
        partitions, in_width, out_width = graph.shape[0], shape.in_width, shape.out_width
        stored = arch.normalization == "stored"
        self.register_buffer("graph", graph.clone() if stored else graph, persistent=stored)
        self.importance = nn.Parameter(torch.ones_like(graph), requires_grad=arch.importance)
        self.weight = nn.Parameter(torch.empty(partitions, in_width, out_width))
        self.bias = nn.Parameter(torch.empty(partitions, out_width))
        bound = 1 / math.sqrt(in_width)
        nn.init.uniform_(self.weight, -bound, bound)
        nn.init.uniform_(self.bias, -bound, bound)

    graph: Tensor

    def weighted_graph(self) -> Tensor:
        """A_p * M_p, (P, V, V) indexed [partition, source joint, target joint]."""
        return self.graph * self.importance

    def forward(self, x: Tensor) -> Tensor:
        """Linear part. x (..., V, C_in) -> (..., V, C_out)."""
        return graph_product(x, self.weighted_graph(), self.weight)

    def constant(self) -> Tensor:
        """sum_p b_p 1' (A_p * M_p) as (V, C_out)."""
        return torch.einsum("pwv,pc->vc", self.weighted_graph(), self.bias)


class Layer(nn.Module):
    """One layer: graph, window sum, norm, residual."""

    def __init__(self, shape: LayerShape, graph: Tensor, arch: Arch) -> None:
        super().__init__()
        joints = graph.shape[-1]
        self.shape = shape
        self.spatial = SpatialGraph(shape, graph, arch)
        self.norm = FrameNorm(joints, shape.out_width, arch.norm)
        self.projection = nn.Linear(shape.in_width, shape.out_width, bias=False) if shape.projects else None
        self.projection_norm = FrameNorm(joints, shape.out_width, arch.norm) if shape.projects else None
        self.dropout = nn.Dropout(arch.dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Batch form. x (N, L, V, C_in) -> (N, L, V, C_out)."""
        y = window_sum(self.spatial(x), self.shape.kernel, self.shape.dilation)
        return self.activate(y, delayed(x, self.shape.delay) if self.shape.residual else None)

    def activate(self, window: Tensor, past: Tensor | None) -> Tensor:
        """Everything after the window sum. `past` is x_{t - delay}, None without a residual path."""
        y = window + self.shape.kernel * self.spatial.constant()
        residual = None if past is None else self.residual(past)
        return activation(self.norm(y), residual, self.dropout.p if self.training else 0.0)

    def residual(self, x: Tensor) -> Tensor:
        if self.projection is None or self.projection_norm is None:
            return x
        projected: Tensor = self.projection_norm(self.projection(x))
        return projected


class RTSTGCN(nn.Module):
    """The whole network. Input (N, C, L, V), logits (N, L, classes).

    Output t labels frame t - `delay`. Frames before the first count as zero pushes.

    Args:
        arch: the architecture.
        skeleton: joints and edges; V = len(skeleton.joints).
        channels: C, channels of the input.
        classes: number of classes.
    """

    def __init__(self, arch: Arch, skeleton: Skeleton, channels: int, classes: int) -> None:
        super().__init__()
        self.arch, self.skeleton, self.channels, self.classes = arch, skeleton, channels, classes
        joints = len(skeleton.joints)
        kind = "symmetric" if arch.normalization == "stored" else arch.normalization
        matrices = adjacency(skeleton, arch.partition, arch.max_hop, arch.hop_dilation, kind)
        graph = torch.from_numpy(matrices).float()
        self.features = InputFeatures(joints, skeleton.center, channels, arch, skeleton.edges)
        width = self.features.width
        self.input_norm = FrameNorm(joints, width, arch.input_norm) if arch.input_norm != "none" else None
        self.input = nn.Linear(width, arch.widths[0])
        self.layers = nn.ModuleList(Layer(shape, graph, arch) for shape in arch.layers())
        self.head = nn.Linear(arch.widths[-1], classes)

    @property
    def receptive_field(self) -> int:
        """Frames that one output depends on: 1 + sum (K - 1) d over the layers, and what the input features reach."""
        return 1 + self.features.span + sum(shape.span for shape in self.arch.layers())

    @property
    def delay(self) -> int:
        """Frames by which a label trails the newest input, the sum of the residual delays."""
        return sum(shape.delay for shape in self.arch.layers())

    def forward(self, x: Tensor) -> Tensor:
        """Batch form: (N, C, L, V) -> logits (N, L, classes)."""
        h = self.embed(self.features(x.permute(0, 2, 3, 1)))
        for layer in self.layers:
            h = layer(h)
        return self.classify(h)

    def embed(self, h: Tensor) -> Tensor:
        """Norm and 1x1 convolution of the input features. (..., V, width) -> (..., V, first width)."""
        if self.input_norm is not None:
            h = self.input_norm(h)
        embedded: Tensor = self.input(h)
        return embedded

    def classify(self, h: Tensor) -> Tensor:
        """Mean over joints, then classes. (..., V, last width) -> (..., classes)."""
        logits: Tensor = self.head(h.mean(-2))
        return logits

    def fifos(self) -> list[FifoSpec]:
        """The FIFOs of the streaming form, in the order in which `step` takes and gives them."""
        joints = len(self.skeleton.joints)
        table = [
            FifoSpec(name=w.name, kind="sum", kernel=w.kernel, dilation=w.dilation, width=joints * w.columns)
            for w in (*self.features.windows(), *self.features.energy_windows())
        ]
        for index, shape in enumerate(self.arch.layers()):
            if shape.span:
                width = joints * shape.out_width
                table.append(
                    FifoSpec(
                        name=f"window{index}", kind="sum", kernel=shape.kernel, dilation=shape.dilation, width=width
                    )
                )
            if shape.delay and shape.residual:
                width = joints * shape.in_width
                table.append(
                    FifoSpec(name=f"residual{index}", kind="taps", kernel=2, dilation=shape.delay, width=width)
                )
        return table

    def step(self, frame: Tensor, fifos: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """The pure streaming function: one frame and what the FIFOs hold -> logits and what to push.

        Args:
            frame: (N, C, V).
            fifos: one tensor for each entry of `fifos()`: (N, width) of a sum, (K - 1, N, width) of taps.

        Returns:
            logits (N, classes) and pushes, each (N, width).
        """
        held = iter(fifos)
        pushes: list[Tensor] = []
        features = self.features.of_frame(frame.transpose(-1, -2))
        own = self.features.pushes(features)
        before = [next(held).view_as(z) for z in own]
        squares = [z.square() for z in self.features.changes(features, before)] if self.features.energy else []
        energies = [next(held).view_as(z) for z in squares]
        pushes += [z.flatten(1) for z in (*own, *squares)]
        h = self.embed(self.features.joined(features, before, energies))
        for layer in self.layers:
            assert isinstance(layer, Layer)
            h = _step_layer(layer, h, lambda: next(held), pushes)
        return self.classify(h), pushes


def _step_layer(layer: Layer, x: Tensor, held: Callable[[], Tensor], pushes: list[Tensor]) -> Tensor:
    shape = layer.shape
    window = layer.spatial(x)
    if shape.span:
        pushes.append(window.flatten(1))
        window = window + held().view_as(window)
    past: Tensor | None = x if shape.residual else None
    if shape.delay and shape.residual:
        pushes.append(x.flatten(1))
        past = held()[0].view_as(x)
    return layer.activate(window, past)
