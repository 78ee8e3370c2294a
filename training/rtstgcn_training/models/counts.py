"""Sizes of an RT-ST-GCN, computed from its layers: multiply-accumulates of one frame, parameters, state."""

from __future__ import annotations

import numpy as np

from rtstgcn_edge.manifest import Counts

from .rt_stgcn import RTSTGCN, Layer


def counts(model: RTSTGCN) -> Counts:
    """Sizes of the streaming form.

    `multiply_accumulates` uses the non-zeros of the graph and aggregates before the channel product;
    `multiply_accumulates_dense` takes the graph as dense and aggregates after it, as the published net does.
    Norms and additions are not counted. `state_words` are ring entries plus running sums of one skeleton.
    """
    joints = len(model.skeleton.joints)
    sparse = dense = model.input.in_features * model.arch.widths[0] * joints + model.arch.widths[-1] * model.classes
    for layer in model.layers:
        assert isinstance(layer, Layer)
        shape, graph = layer.shape, layer.spatial.graph
        products = graph.shape[0] * shape.in_width * shape.out_width * joints
        products += shape.in_width * shape.out_width * joints if shape.projects else 0
        sparse += products + int(np.count_nonzero(graph.numpy())) * shape.in_width
        dense += products + graph.numel() * shape.out_width
    return Counts(
        parameters=sum(p.numel() for p in model.parameters() if p.requires_grad),
        state_words=sum(fifo.words for fifo in model.fifos()),
        multiply_accumulates=sparse,
        multiply_accumulates_dense=dense,
    )
