import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto
from rtstgcn_export.onnx_graph import GraphBuilder


def doubled_rows():
    """X (N, 4) -> 2 x as (2 N, 2)."""
    build = GraphBuilder()
    x = build.input("x", ["N", 4])
    twice = build.node("Mul", [x, build.constant("two", np.array(2, np.float32))], "twice")
    build.reshape(twice, [-1, 2], "rows")
    build.output("rows", ["M", 2])
    return build


def test_nodes_run_in_the_order_in_which_they_were_appended():
    model = doubled_rows().model("doubled", {"key": "value"})
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (rows,) = session.run(None, {"x": np.arange(8, dtype=np.float32).reshape(2, 4)})
    assert rows.tolist() == [[0, 2], [4, 6], [8, 10], [12, 14]]
    assert session.get_modelmeta().custom_metadata_map == {"key": "value"}


def test_a_constant_is_stored_once():
    build = doubled_rows()
    build.reshape("twice", [-1, 2], "again")
    build.constant("two", np.array(2, np.float32))
    names = [tensor.name for tensor in build.model("doubled", {}).graph.initializer]
    assert sorted(names) == ["shape_-1_2", "two"]


@pytest.mark.parametrize("value", [np.array(3, np.float32), np.array(2, np.float64), np.array([2], np.float32)])
def test_two_constants_of_one_name_must_be_the_same(value):
    with pytest.raises(AssertionError, match="two constants named two"):
        doubled_rows().constant("two", value)


def test_a_graph_that_contradicts_its_declared_shapes_is_not_made():
    build = doubled_rows()
    build.output("twice", ["N", 5])
    with pytest.raises(onnx.shape_inference.InferenceError, match="twice"):
        build.model("doubled", {})


def test_inputs_and_outputs_may_be_integers():
    build = GraphBuilder()
    build.node("Identity", [build.input("x", ["N"], TensorProto.INT8)], "y")
    build.output("y", ["N"], TensorProto.INT8)
    assert build.model("copy", {}).graph.output[0].type.tensor_type.elem_type == TensorProto.INT8
