"""A few lines around `onnx.helper`: nodes and constants appended in the order in which they run."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from rtstgcn_edge.seal import SEALS, sealed

OPSET = 17
IR_VERSION = 8


class GraphBuilder:
    """Collects the nodes of one graph; every method returns the name of the tensor that it made."""

    def __init__(self, opset: int = OPSET, ir_version: int = IR_VERSION) -> None:
        self._opset, self._ir_version = opset, ir_version
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []

    def input(self, name: str, shape: list[int | str], dtype: int = TensorProto.FLOAT) -> str:
        self._inputs.append(helper.make_tensor_value_info(name, dtype, shape))
        return name

    def output(self, name: str, shape: list[int | str], dtype: int = TensorProto.FLOAT) -> None:
        """Declare a tensor made before as an output of the graph."""
        self._outputs.append(helper.make_tensor_value_info(name, dtype, shape))

    def constant(self, name: str, value: np.ndarray[Any, Any]) -> str:
        """A weight; two equal names must hold the same value."""
        tensor = numpy_helper.from_array(np.asarray(value, order="C"), name)
        known = self._constants.setdefault(name, tensor)
        assert known.SerializeToString() == tensor.SerializeToString(), f"two constants named {name}"
        return name

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def reshape(self, tensor: str, shape: list[int], output: str) -> str:
        target = self.constant("shape_" + "_".join(str(size) for size in shape), np.array(shape, np.int64))
        return self.node("Reshape", [tensor, target], output)

    def model(self, name: str, metadata: dict[str, str]) -> onnx.ModelProto:
        """The checked model."""
        graph = helper.make_graph(self._nodes, name, self._inputs, self._outputs, list(self._constants.values()))
        opsets = [helper.make_opsetid("", self._opset)]
        model = helper.make_model(
            graph, opset_imports=opsets, ir_version=self._ir_version, producer_name="rtstgcn-edge"
        )
        helper.set_model_props(model, metadata)
        onnx.checker.check_model(model, full_check=True)
        return model


def file_content(model: onnx.ModelProto) -> bytes:
    """A model file of an emitted graph, sealed."""
    return sealed(model.SerializeToString(), SEALS[".onnx"])


def array(tensor: Tensor) -> np.ndarray[Any, Any]:
    """A parameter as the float32 constant of a graph."""
    values: np.ndarray[Any, Any] = tensor.detach().float().numpy()
    return values
