"""Where the binary point of each tensor of an 8-bit RT-ST-GCN stands: a value is integer * 2^-exponent."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rtstgcn_edge.sections import Section

FINEST = 40
"""Largest exponent; a tensor of smaller values than it resolves is as good as zero."""

Exponent = Annotated[int, Field(ge=-FINEST, le=FINEST)]

CLOSE_EXPONENT = 6
"""Of the close look at magnitudes, which is within -1 and 1 (see `models.input_features`), as it is pushed."""

LEVELS_PER_NAT = 16
"""Steps of an energy's logarithm."""

PRODUCT_LIMIT = 63
"""Largest 8-bit weight of a product with 8-bit activations: two products of a pair fit into 16 bits on every CPU."""

WEIGHT_LIMIT = 127
"""Largest 8-bit weight elsewhere."""


class NormExponents(Section):
    """Of a norm's scale (which carries the square root of the number of values) and shift, int16."""

    gamma: Exponent
    beta: Exponent


class LayerExponents(Section):
    """Of one layer."""

    graph: Exponent
    """Of the graph times the edges' importance, int8."""
    gathered: Exponent
    """Of the activations after the graph, int8."""
    weight: list[Exponent]
    """Of the spatial weights, one for each output channel, int8."""
    push: Exponent
    """Of the pushes, their window sums and the bias, int8."""
    norm: NormExponents | None = None
    """None of a BatchNorm."""
    projection: list[Exponent] | None = None
    """Of the residual's 1x1 convolution, one for each output channel."""
    projected: Exponent | None = None
    """Of what it gives, int8."""
    projected_norm: NormExponents | None = None
    out: Exponent
    """Of the layer's output, uint8."""


class Exponents(Section):
    """Of a whole model."""

    frame: list[Exponent]
    """Of each channel of the frame, int16; equal within a triple whose magnitude is taken."""
    features: Exponent
    """Of the standardised input features, int16."""
    energy: Exponent | None = None
    """Of the changes whose energy is taken, int8."""
    input_norm: NormExponents | None = None
    normed: Exponent | None = None
    """Of what the input's norm gives, int16."""
    input_weight: list[Exponent]
    """Of the input's 1x1 convolution, one for each output channel, int8."""
    embedded: Exponent
    """Of what it gives, int8."""
    layers: list[LayerExponents]
    head: list[Exponent]
    """Of the weights of each class, which carry one over the number of joints, int8."""
