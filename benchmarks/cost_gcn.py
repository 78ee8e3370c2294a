"""CoST-GCN (Hedegaard et al., 2022) from the building blocks of `continual-inference`, one frame at a time."""

from __future__ import annotations

import importlib
from typing import Any

import torch
from rtstgcn_training.models.config import LayerShape
from rtstgcn_training.models.rt_stgcn import RTSTGCN, Layer
from torch import Tensor, nn


class GraphConvolution(nn.Module):
    """(N, C_in, T, V) -> (N, C_out, T, V): a 1x1 convolution to P C_out channels, then the graph of each partition."""

    def __init__(self, graph: Tensor, in_width: int, out_width: int) -> None:
        super().__init__()
        self.graph = graph
        self.conv = nn.Conv2d(in_width, len(graph) * out_width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return torch.einsum("npctv,pvw->nctw", self.conv(x).unflatten(1, (len(self.graph), -1)), self.graph)


def cost_gcn_layer(co: Any, shape: LayerShape, graph: Tensor, skeletons: int) -> nn.Module:
    """One layer of CoST-GCN (Hedegaard et al., 2022), its FIFOs zero but full.

    From empty FIFOs the first label of nine layers comes after 9 (K // 2) steps, 306 of them at K = 69.
    """
    joints, taps, width = graph.shape[-1], shape.kernel - 1, shape.out_width
    temporal = co.Conv2d(width, width, (shape.kernel, 1), padding=(shape.kernel // 2, 0))
    temporal.set_state((torch.zeros(taps, skeletons, width, taps, joints), torch.tensor(0), torch.tensor(0)))
    spatial = co.forward_stepping(GraphConvolution(graph, shape.in_width, width))
    main = co.Sequential(spatial, nn.BatchNorm2d(width), nn.ReLU(), temporal, nn.BatchNorm2d(width))
    delay = co.Delay(main.delay)
    delay.set_state((torch.zeros(main.delay, skeletons, width, joints), torch.tensor(0)))
    projection = [co.Conv2d(shape.in_width, width, 1), nn.BatchNorm2d(width)] if shape.projects else []
    layer: nn.Module = co.Sequential(co.BroadcastReduce(co.Sequential(*projection, delay), main), nn.ReLU())
    return layer


def build_cost_gcn(model: RTSTGCN, skeletons: int) -> nn.Module:
    """Everything up to the pooling, at the widths and kernel of `model`; its `forward_step` takes (N, C, V).

    All dilations are 1: `continual` knows no other. `forward` is the batch form, (N, C, T, V) -> (N, C_out, T, V).
    """
    co: Any = importlib.import_module("continual")
    layers = [co.Conv2d(model.channels, model.arch.widths[0], 1)]
    for shape, layer in zip(model.arch.layers(), model.layers, strict=True):
        assert isinstance(layer, Layer)
        layers.append(cost_gcn_layer(co, shape, layer.spatial.graph, skeletons))
    body: nn.Module = co.Sequential(*layers)
    return body.eval()


def fifo_bytes(model: RTSTGCN, skeletons: int) -> int:
    """Memory of the temporal FIFOs: `continual` keeps K - 1 partial sums of each of the last K - 1 frames."""
    values = sum((shape.kernel - 1) ** 2 * shape.out_width for shape in model.arch.layers())
    return 4 * skeletons * len(model.skeleton.joints) * values
