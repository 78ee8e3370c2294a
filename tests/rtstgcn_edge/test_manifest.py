"""The manifest of a model file: what it holds, and one line for each way to contradict itself."""

import json

import numpy as np
import pytest
from refusals import refusal

from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.manifest import FifoSpec, Manifest, parse_manifest


def fifo(name="window0", **changes):
    return {"name": name, "kind": "sum", "kernel": 3, "dilation": 2, "width": 8} | changes


def manifest(**changes):
    whole = {
        "name": "tiny",
        "classes": ["sit", "stand"],
        "skeleton": {"name": "pair", "joints": ["hip", "knee"], "edges": [["hip", "knee"]], "center": "hip"},
        "channels": ["x", "y", "z"],
        "units": ["m", "m", "m"],
        "rate_hz": 60.0,
        "fifos": [fifo(), fifo("residual0", kind="taps", kernel=2)],
        "receptive_field": 5,
        "counts": {
            "parameters": 10,
            "state_words": 64,
            "multiply_accumulates": 30,
            "multiply_accumulates_dense": 40,
        },
    }
    return {key: value for key, value in (whole | changes).items() if value is not ...}


def refused(text):
    return refusal(parse_manifest, text, "walk.onnx", error=ModelError)


def test_a_manifest_is_read_with_its_defaults():
    found = parse_manifest(json.dumps(manifest()), "walk.onnx")
    assert found.joints == 2
    assert (found.background, found.delay, found.precision) == (None, 0, "float32")
    assert [spec.name for spec in found.fifos] == ["window0", "residual0"]
    assert [(spec.push_dtype, spec.sum_dtype) for spec in found.fifos] == [("float32", "float64"), ("float32", None)]


def test_what_is_written_is_read_back_with_unknown_keys():
    found = parse_manifest(json.dumps(manifest(colour="red", background=1)), "walk.onnx")
    again = parse_manifest(found.model_dump_json(), "walk.onnx")
    assert again == found
    assert again.model_extra == {"colour": "red"}


@pytest.mark.parametrize(("kernel", "dilation", "span"), [(2, 1, 1), (3, 2, 4), (69, 2, 136)])
def test_a_fifo_spans_its_taps_but_the_newest(kernel, dilation, span):
    assert FifoSpec(name="f", kind="sum", kernel=kernel, dilation=dilation, width=1).span == span


@pytest.mark.parametrize(
    ("changes", "dtype", "shape"),
    [
        ({}, "float32", (None, 8)),
        ({"push_dtype": "int8", "sum_dtype": "int16"}, "int16", (None, 8)),
        ({"push_dtype": "int8", "sum_dtype": "int32"}, "int32", (None, 8)),
        ({"push_dtype": "int16", "sum_dtype": "int32"}, "int32", (None, 8)),
        ({"kind": "taps", "kernel": 4}, "float32", (3, None, 8)),
        ({"kind": "taps", "push_dtype": "int8"}, "int8", (2, None, 8)),
        ({"kind": "taps", "push_dtype": "uint8"}, "uint8", (2, None, 8)),
        ({"kind": "taps", "push_dtype": "int16"}, "int16", (2, None, 8)),
    ],
)
def test_a_fifo_says_what_the_graph_reads_of_it(changes, dtype, shape):
    spec = FifoSpec.model_validate(fifo(**changes))
    assert (spec.held_dtype, spec.held_shape) == (dtype, shape)


@pytest.mark.parametrize(
    ("kernel", "push_dtype", "sum_dtype"),
    [(256, "int8", "int16"), (2**24, "int8", "int32"), (65536, "int16", "int32")],
)
def test_the_longest_sum_of_a_type_holds_its_extremes(kernel, push_dtype, sum_dtype):
    spec = FifoSpec.model_validate(fifo(kernel=kernel, push_dtype=push_dtype, sum_dtype=sum_dtype))
    ends = np.iinfo(spec.sum_dtype)
    assert ends.min <= (kernel - 1) * np.iinfo(push_dtype).min
    assert kernel * -np.iinfo(push_dtype).min > ends.max
    with pytest.raises(ValueError, match="does not fit"):
        FifoSpec.model_validate(fifo(kernel=kernel + 1, push_dtype=push_dtype, sum_dtype=sum_dtype))


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"fifos": [fifo("a"), fifo("b"), fifo("a")]}, ("two FIFOs share a name", "a")),
        ({"fifos": [fifo(), fifo("b", kernel=1)]}, ("fifos.1.kernel", "not 1")),
        ({"fifos": [fifo(sum_dtype="int16")]}, ("fifos.0", "window0", "float64", "not int16")),
        ({"fifos": [fifo(push_dtype="int8")]}, ("fifos.0", "window0", "int16 or int32", "not left open")),
        ({"fifos": [fifo(push_dtype="int8", sum_dtype="float64")]}, ("fifos.0", "int16 or int32", "not float64")),
        ({"fifos": [fifo(kind="taps", sum_dtype="float64")]}, ("fifos.0", "window0", "taps", "leave sum_dtype")),
        ({"fifos": [fifo(kernel=257, push_dtype="int8", sum_dtype="int16")]}, ("fifos.0", "256 int8 pushes", "int16")),
        ({"fifos": [fifo(push_dtype="int16")]}, ("fifos.0", "window0", "summed in int32", "not left open")),
        ({"fifos": [fifo(push_dtype="int16", sum_dtype="int16")]}, ("fifos.0", "summed in int32", "not int16")),
        ({"fifos": [fifo(push_dtype="uint8")]}, ("fifos.0", "window0", "uint8 pushes are not summed", "for taps")),
        ({"fifos": [fifo(push_dtype="uint8", sum_dtype="int16")]}, ("fifos.0", "window0", "uint8 pushes")),
        (
            {"fifos": [fifo(kernel=65537, push_dtype="int16", sum_dtype="int32")]},
            ("fifos.0", "65536 int16 pushes", "fit into int32"),
        ),
        ({"fifos": [fifo(kind="mean")]}, ("fifos.0.kind", "'taps'", "'mean'")),
        ({"fifos": [fifo(dilation=0)]}, ("fifos.0.dilation",)),
        ({"fifos": [fifo(widht=8)]}, ("fifos.0", "'widht'", "'width'")),
        ({"fifos": [fifo(push_dtype="float16")]}, ("fifos.0.push_dtype", "'float16'")),
        ({"background": 2}, ("background 2", "2 classes")),
        ({"background": -1}, ("background", "not -1")),
        ({"units": ["m", "m"]}, ("3 channels", "2 units")),
        ({"units": []}, ("3 channels", "0 units")),
        ({"channels": []}, ("channels",)),
        ({"classes": []}, ("classes",)),
        ({"rate_hz": 0}, ("rate_hz", "greater than 0")),
        ({"receptive_field": 0}, ("receptive_field",)),
        ({"format_version": 2}, ("format_version", "not 2")),
        ({"precision": "int4"}, ("precision", "'int8'", "'int4'")),
        ({"decision": {"hysteresis": 1.0}}, ("decision.hysteresis", "less than 1")),
        ({"counts": {}}, ("counts.parameters", "required")),
        ({"name": ...}, ("name", "required")),
        ({"skeleton": ...}, ("skeleton", "required")),
        ({"skeleton": []}, ("skeleton",)),
        ({"skeleton": {}}, ("skeleton", "'name'")),
        ({"skeleton": {"name": "s", "joints": ["a", "b"], "edges": [], "center": 0}}, ("skeleton", "no path")),
        ({"skeleton": {"name": "s", "joints": ["a"], "edges": [], "center": "b"}}, ("skeleton", "'b'")),
        ({"skeleton": {"name": "s", "joints": 3, "edges": [], "center": 0}}, ("skeleton", "list of names")),
        ({"recptive_field": 5}, ("'recptive_field'", "'receptive_field'")),
    ],
)
def test_a_manifest_that_is_wrong_is_refused_by_file_and_key(changes, names):
    message = refused(json.dumps(manifest(**changes)))
    assert all(name in message for name in ("walk.onnx: manifest: ", *names)), message


@pytest.mark.parametrize("text", ["", "{", "[]", "null", json.dumps(manifest())[:-20], json.dumps(manifest()) * 2])
def test_text_that_is_no_manifest_is_refused(text):
    assert len(refused(text)) < 200


def test_a_rate_that_is_no_number_is_refused():
    assert "rate_hz" in refused(json.dumps(manifest(rate_hz=float("inf"))))


def test_the_defaults_of_two_manifests_are_apart():
    first, second = (Manifest.model_validate(manifest()) for _ in range(2))
    first.provenance["data"] = "mine"
    assert second.provenance == {}


WIDE = [fifo(push_dtype="int16", sum_dtype="int32", kernel=2, dilation=4)]
"""Of an 8-bit model without windows: what changes it sees of its input are the only pushes."""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"receptive_field": 4}, "receptive_field 4, but these FIFOs reach 5 to 7 frames"),
        ({"receptive_field": 8}, "receptive_field 8, but these FIFOs reach 5 to 7 frames"),
        ({"precision": "int8"}, "precision int8, but its FIFOs push float32"),
        ({"precision": "int8", "fifos": WIDE, "receptive_field": 5}, None),
        ({"fifos": WIDE, "receptive_field": 5}, "precision float32, but its FIFOs push int16"),
        ({"delay": 4}, None),
        ({"delay": 5}, "delay 5, but an output depends on 5 frames only"),
        ({"fifos": [fifo(kernel=2), fifo("residual0", kind="taps", kernel=2)]}, "counts.state_words 64"),
        ({"fifos": [fifo(dilation=1, kernel=5), fifo("residual0", kind="taps", kernel=2)]}, "counts.state_words 64"),
    ],
)
def test_what_the_fifos_cannot_bear_out_is_a_contradiction(changes, said):
    found = parse_manifest(json.dumps(manifest(**changes)), "walk.onnx").contradiction()
    assert found is said is None or str(found).startswith(str(said))
