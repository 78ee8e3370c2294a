"""The fake-quantised RT-ST-GCN: the integers of the 8-bit program in batch form, with gradients to the float weights.

Activations are floats that hold integers; float32 holds them exactly below 2^24, and what may exceed that is computed
in double. The sequence of each operation is that of the export side's program, so logits are equal to the last bit.
"""

from __future__ import annotations

from torch import Tensor, nn

from ..models.rt_stgcn import RTSTGCN, Layer
from ..models.window_sum import delayed, window_sum
from .activation import activation
from .constants import (
    ProductConstants,
    head_constants,
    input_constants,
    input_norm_constants,
    layer_constants,
    scaled,
)
from .exponents import Exponents, LayerExponents
from .features import feature_constants, fixed_features
from .fit import check_fit
from .norm import normalised
from .push import push
from .rounding import as_type


class QuantisedRTSTGCN(RTSTGCN):
    """A float model seen through its exponents; it shares the float model's modules, so its state is the same.

    Same door as `RTSTGCN`: (N, C, L, V) float32 -> logits (N, L, classes). Dropout acts in training as in the float
    model, before the one rounding that ends a layer; BatchNorm takes the running statistics in training, too.

    Args:
        model: float32.
        exponents: of its tensors.

    Raises:
        InputError: exponents of another architecture.
    """

    def __init__(self, model: RTSTGCN, exponents: Exponents) -> None:
        check_fit(exponents, model)
        nn.Module.__init__(self)  # modules of its own, as those that RTSTGCN makes, would be thrown away
        _share(model, self)
        self.exponents = exponents

    def float_model(self) -> RTSTGCN:
        """The float32 model, with the same modules."""
        model = RTSTGCN.__new__(RTSTGCN)
        nn.Module.__init__(model)
        _share(self, model)
        return model.train(self.training)

    def forward(self, x: Tensor) -> Tensor:
        exponents = self.exponents
        constants = feature_constants(self.features, exponents)
        h = self.embed(fixed_features(x.permute(0, 2, 3, 1), self.features, constants, exponents))
        before = exponents.embedded
        for layer, its in zip(self.layers, exponents.layers, strict=True):
            assert isinstance(layer, Layer)
            h = step(layer, its, before, h)
            before = its.out
        return self.classify(h)

    def embed(self, h: Tensor) -> Tensor:
        """int16 features (N, L, V, width) -> int8 (N, L, V, first width)."""
        norm = input_norm_constants(self, self.exponents)
        if norm is not None:
            assert self.exponents.normed is not None
            h = as_type(normalised(h, norm) * 2.0**self.exponents.normed, "int16")
        return product(h.double(), input_constants(self, self.exponents))

    def classify(self, h: Tensor) -> Tensor:
        """uint8 (N, L, V, last width) -> logits (N, L, classes)."""
        head = head_constants(self.head, self.exponents, h.shape[2])
        total = h.sum(2).double() @ head.weight.double() + head.bias
        return scaled(total.float() + 0.0, [-e for e in head.exponents])  # an integer has no -0

    def step(self, frame: Tensor, fifos: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """Not here: frame by frame an 8-bit model is the export side's integer program."""
        raise NotImplementedError("an 8-bit model streams as an integer program")


def _share(source: RTSTGCN, target: RTSTGCN) -> None:
    for name in ("arch", "skeleton", "channels", "classes", "features", "input_norm", "input", "layers", "head"):
        setattr(target, name, getattr(source, name))


def step(layer: Layer, exponents: LayerExponents, before: int, h: Tensor) -> Tensor:
    """One layer on integers (N, L, V, C_in) of exponent `before`: uint8 integers (N, L, V, C_out)."""
    constants, shape = layer_constants(layer, exponents, before), layer.shape
    y = normalised(window_sum(push(h, constants), shape.kernel, shape.dilation), constants.norm)
    past = delayed(h, shape.delay) if shape.residual else None
    if past is not None and constants.projection is not None and constants.projection_norm is not None:
        past, before = normalised(product(past, constants.projection), constants.projection_norm), 0
    return activation(y, past, before, layer.dropout.p if layer.training else 0.0, exponents.out)


def product(x: Tensor, constants: ProductConstants) -> Tensor:
    """An integer 1x1 convolution, int8 integers."""
    total = x @ constants.weight.to(x.dtype)
    if constants.bias is not None:
        total = total + constants.bias
    return as_type(scaled(total.float(), [-s for s in constants.shift]), "int8")
