import numpy as np
import onnxruntime as ort
import pytest
from rtstgcn_export.onnx_graph import GraphBuilder

from rtstgcn_edge.engine.onnx_backend import OnnxBackend


@pytest.fixture(scope="module")
def session():
    """Difference (N, 2) = a - b."""
    build = GraphBuilder()
    build.node("Sub", [build.input("a", ["N", 2]), build.input("b", ["N", 2])], "difference")
    build.output("difference", ["N", 2])
    content = build.model("difference", {}).SerializeToString()
    return ort.InferenceSession(content, providers=["CPUExecutionProvider"])


def rows(*values):
    return np.array([[value, 10 * value] for value in values], np.float32)


def test_a_step_reads_and_writes_the_bound_arrays_in_place(session):
    backend, a, b, difference = OnnxBackend(session), rows(5, 6), rows(1, 2), rows(0, 0)
    backend.bind({"a": a, "b": b}, {"difference": difference})
    backend.run()
    np.testing.assert_array_equal(difference, rows(4, 4))
    a[1] += 1
    backend.run()
    np.testing.assert_array_equal(difference, a - b)


def test_one_input_may_move_while_the_others_stay(session):
    backend, a, difference = OnnxBackend(session), rows(5), rows(0)
    backend.bind({"a": a, "b": rows(0)}, {"difference": difference})
    moved = rows(3)
    backend.rebind_input("b", moved)
    backend.run()
    np.testing.assert_array_equal(difference, rows(2))


def test_arrays_of_another_number_of_skeletons_take_the_place_of_the_former(session):
    backend, former, difference = OnnxBackend(session), rows(7), rows(0, 0, 0)
    a, b = rows(5, 6, 7), rows(1, 1, 1)
    backend.bind({"a": rows(1), "b": rows(1)}, {"difference": former})
    backend.bind({"a": a, "b": b}, {"difference": difference})
    backend.run()
    np.testing.assert_array_equal(difference, rows(4, 5, 6))
    np.testing.assert_array_equal(former, rows(7))
