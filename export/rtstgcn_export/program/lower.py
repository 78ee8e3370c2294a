"""From a trained model and its exponents to the integer program."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt
from rtstgcn_training.models.rt_stgcn import RTSTGCN, Layer
from rtstgcn_training.quantised import Exponents, LayerExponents
from rtstgcn_training.quantised.constants import (
    LayerConstants,
    NormConstants,
    ProductConstants,
    ScaleConstants,
    head_constants,
    input_constants,
    input_norm_constants,
    layer_constants,
)
from rtstgcn_training.quantised.exponents import CLOSE_EXPONENT
from torch import Tensor

from rtstgcn_edge.errors import ModelError

from .features import lower_features
from .fifos import integer_fifos
from .operations import (
    Activate,
    Delay,
    GraphProduct,
    Head,
    LayerNorm,
    Operation,
    Product,
    Program,
    Scale,
    Value,
    Window,
)

EXACT, EXACT_DOUBLE = 2**24, 2**53
"""Integers below these are exact in float32 and in double."""

LARGEST = {"int8": 128, "uint8": 255, "int16": 2**15}
"""Largest magnitude of a type."""


def lower(model: RTSTGCN, exponents: Exponents) -> Program:
    """The program of a model in `eval()`.

    Raises:
        ModelError: a sum that may leave the range in which it is exact; names the operation.
    """
    return _Lowering(model, exponents).program()


class _Lowering:
    def __init__(self, model: RTSTGCN, exponents: Exponents) -> None:
        self.model, self.exponents = model, exponents
        self.joints = len(model.skeleton.joints)
        _check_features(model)
        self.fifos = integer_fifos(model)
        self.operations: list[Operation] = []

    def program(self) -> Program:
        model, exponents = self.model, self.exponents
        operations, features = lower_features(model, exponents)
        self.operations += operations
        norm = input_norm_constants(model, exponents)
        if norm is not None:
            assert exponents.normed is not None
            normed = self._norm("input_norm", features, norm, LARGEST["int16"])
            features = Value("input_normed", self.joints, features.columns, "int16", exponents.normed)
            self.operations.append(Activate(features, normed, linear=True))
        h = self._product("embedded", features, input_constants(model, exponents), exponents.embedded)
        for index, layer in enumerate(model.layers):
            assert isinstance(layer, Layer)
            h = self._layer(index, layer, exponents.layers[index], h)
        self._head(h)
        for operation in self.operations:
            _check_finite(operation)
        return Program(tuple(self.operations), tuple(self.fifos), model.channels, self.joints)

    def _layer(self, index: int, layer: Layer, exponents: LayerExponents, h: Value) -> Value:
        name, shape = f"layer{index}", layer.shape
        assert h.exponent is not None
        constants = layer_constants(layer, exponents, h.exponent)
        y = self._spatial(name, h, constants, exponents)
        if shape.span:
            _check(f"{name}: window sum of {shape.kernel} pushes", shape.kernel * LARGEST["int8"], EXACT // 2)
            window = Value(f"{name}_window", self.joints, shape.out_width, "int32", exponents.push)
            self.operations.append(Window(window, y, f"window{index}"))
            y = window
        norm = self._norm(f"{name}_norm", y, constants.norm, shape.kernel * LARGEST["int8"])
        residual: Value | None = None
        if shape.residual:
            residual = h
            if shape.delay:
                residual = Value(f"{name}_past", h.rows, h.columns, h.dtype, h.exponent)
                self.operations.append(Delay(residual, h, f"residual{index}"))
            if constants.projection is not None and constants.projection_norm is not None:
                assert exponents.projected is not None
                projected = self._product(f"{name}_projected", residual, constants.projection, exponents.projected)
                normed = f"{name}_projected_norm"
                residual = self._norm(normed, projected, constants.projection_norm, LARGEST["int8"])
        out = Value(name, self.joints, shape.out_width, "uint8", exponents.out)
        self.operations.append(Activate(out, norm, residual))
        return out

    def _spatial(self, name: str, h: Value, constants: LayerConstants, exponents: LayerExponents) -> Value:
        partitions = len(constants.graph)
        rows = _integers(constants.graph.permute(2, 0, 1).reshape(self.joints * partitions, self.joints), np.int8)
        worst = int(np.abs(rows.astype(np.int64)).sum(1).max()) * LARGEST[h.dtype]
        _check(f"{name}: sum over joints", worst, EXACT)
        gathered = Value(f"{name}_gathered", self.joints, partitions * h.columns, "int8", exponents.gathered)
        self.operations.append(GraphProduct(gathered, h, rows, constants.graph_shift))
        return self._product(f"{name}_push", gathered, constants.spatial, exponents.push)

    def _product(self, name: str, x: Value, constants: ProductConstants, exponent: int) -> Value:
        weight = _integers(constants.weight, np.int8)
        bias = None if constants.bias is None else _integers(constants.bias, np.int32)
        worst = np.abs(weight.astype(np.int64)).sum(0).max() * LARGEST[x.dtype]
        worst += 0 if bias is None else np.abs(bias.astype(np.int64)).max()
        _check(f"{name}: sum over channels", int(worst), 2**31 if x.dtype == "int16" else EXACT)
        out = Value(name, x.rows, weight.shape[1], "int8", exponent)
        self.operations.append(Product(out, x, weight, bias, np.array(constants.shift, np.int32)))
        return out

    def _norm(self, name: str, x: Value, constants: NormConstants | ScaleConstants, largest: int) -> Value:
        """Of x, whose magnitudes are `largest` at most."""
        out = Value(name, x.rows, x.columns, "float32")
        if isinstance(constants, ScaleConstants):
            factor, shift = (constant.detach().cpu().numpy() for constant in (constants.factor, constants.shift))
            self.operations.append(Scale(out, x, factor, shift))
            return out
        bias = None if constants.bias is None else _integers(constants.bias, np.int16)
        largest += 0 if bias is None else int(np.abs(bias.astype(np.int64)).max())
        _check(f"{name}: sum of squares", x.size * largest**2, EXACT_DOUBLE)
        self.operations.append(
            LayerNorm(
                out,
                x,
                bias,
                _integers(constants.gamma, np.int16),
                constants.exponents.gamma,
                _integers(constants.beta, np.int16),
                constants.exponents.beta,
                constants.floor,
            )
        )
        return out

    def _head(self, h: Value) -> None:
        constants = head_constants(self.model.head, self.exponents, self.joints)
        weight, bias = _integers(constants.weight, np.int8), _integers(constants.bias, np.int32)
        worst = np.abs(weight.astype(np.int64)).sum(0).max() * self.joints * LARGEST["uint8"]
        _check("logits: sum over channels", int(worst + np.abs(bias.astype(np.int64)).max()), 2**31)
        out = Value("logits", 1, weight.shape[1], "float32")
        self.operations.append(Head(out, h, weight, bias, np.array(constants.exponents, np.int32)))


def _integers(tensor: Tensor, dtype: type) -> npt.NDArray[Any]:
    """A constant as the integers that it holds."""
    floats = tensor.detach().cpu().double().numpy()
    integers: npt.NDArray[Any] = floats.astype(dtype)
    assert np.array_equal(floats, integers)
    return np.ascontiguousarray(integers)


def _check(what: str, worst: int, limit: int) -> None:
    if worst >= limit:
        raise ModelError(
            f"{what} may reach {worst:,}, above {limit:,} up to which it is exact; train with narrower layers or "
            "shorter windows"
        )


def _check_features(model: RTSTGCN) -> None:
    """The sums of the input features, before their FIFOs are made."""
    features = model.features
    for index, kernel in enumerate(features.means):
        _check(f"mean{index}: window sum of {kernel} pushes", kernel * 2**CLOSE_EXPONENT, EXACT)
    for window in features.energy_windows():
        _check(f"{window.name}: window sum of {window.kernel} pushes", window.kernel * LARGEST["int16"], 2**31)


def _check_finite(operation: Operation) -> None:
    for field in fields(operation):
        value = getattr(operation, field.name)
        if isinstance(value, np.ndarray) and not np.isfinite(value).all():
            raise ModelError(f"{operation.out.name}: {field.name} is not finite; is a deviation next to 0?")
