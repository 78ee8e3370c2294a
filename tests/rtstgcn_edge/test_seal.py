"""A seal tells whether anything before it has changed, and breaks nothing of the file that carries it."""

import hashlib
import subprocess
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_files import emitted
from refusals import refusal
from runs import tiny_model

from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.seal import SEALS, check_seal, is_whole, seal_of, sealed

FORMS = st.sampled_from(list(SEALS.values()))


@given(FORMS, st.binary(max_size=200), st.data())
def test_any_change_of_a_sealed_file_is_told(seal, content, data):
    whole = sealed(content, seal)
    assert whole[: len(content)] == content
    assert is_whole(whole, seal) is True
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    in_mark = len(content) <= place < len(content) + len(seal.mark)
    assert is_whole(bytes(changed), seal) is (None if in_mark else False)


@given(FORMS, st.binary(max_size=200), st.binary(min_size=1, max_size=50))
def test_what_is_put_before_or_behind_a_sealed_file_is_told(seal, content, more):
    whole = sealed(content, seal)
    assert is_whole(more + whole, seal) is False
    assert is_whole(whole + more, seal) is False


@pytest.mark.parametrize("form", SEALS)
@pytest.mark.parametrize("content", [b"", b"\x7fELF", bytes(500)])
def test_what_was_never_sealed_has_no_seal(form, content):
    assert is_whole(content, SEALS[form]) is None
    check_seal(content, Path(f"m{form}"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (".onnx", "exported, a part of it has changed; copy or export it again"),
        (
            ".c",
            "exported, a part of it has changed; copy or export it again, or delete the line with its sha256 if the "
            "change is yours",
        ),
        (".so", "built, a part of it has changed; build or copy it again"),
    ],
)
def test_a_changed_file_is_refused_with_what_helps(form, said):
    whole, path = sealed(b"weights", SEALS[form]), Path(f"m{form}")
    check_seal(whole, path)
    assert refusal(check_seal, b"W" + whole[1:], path, error=ModelError) == f"m{form}: not as it was {said}"


def test_a_file_of_another_ending_is_taken_for_an_onnx():
    assert seal_of(Path("model.bin")) is SEALS[".onnx"]


def test_the_digits_are_the_sha256_of_all_before(tmp_path):
    path = tmp_path / "m.c"
    path.write_bytes(sealed(b"int x;\n", SEALS[".c"]))
    before, digits = path.read_text().split("/* sha256 of all before: ")
    assert digits == f"{hashlib.sha256(before.encode()).hexdigest()} */\n"
    lines = subprocess.run(["head", "-n", "-1", path], capture_output=True, check=True).stdout
    assert lines == before.encode()


def test_a_sealed_onnx_is_the_same_model_with_one_more_piece_of_metadata():
    content = emitted(tiny_model())
    plain = content.SerializeToString()
    whole = sealed(plain, SEALS[".onnx"])
    model = onnx.load_from_string(whole)
    onnx.checker.check_model(model, full_check=True)
    entry = model.metadata_props[-1]
    assert (entry.key, entry.value) == ("rtstgcn_sha256", hashlib.sha256(plain).hexdigest())
    assert model.SerializeToString() == whole  # so tools that load and save it leave it whole
    del model.metadata_props[-1]
    assert model == content


@pytest.mark.parametrize("name", ["head_weight", "layer0_weight"])
def test_the_last_bit_of_one_weight_is_told(name):
    content = emitted(tiny_model())
    whole = sealed(content.SerializeToString(), SEALS[".onnx"])
    model = onnx.load_from_string(whole)
    (weight,) = [c for c in model.graph.initializer if c.name == name]
    values = onnx.numpy_helper.to_array(weight).copy()
    values.flat[0] = np.nextafter(values.flat[0], np.float32(9))
    weight.CopyFrom(onnx.numpy_helper.from_array(values, weight.name))
    assert is_whole(model.SerializeToString(), SEALS[".onnx"]) is False
