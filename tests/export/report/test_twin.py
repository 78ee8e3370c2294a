"""The walk through the float32 model: its logits are the model's, its tensors the program's."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_model, random_motion, relative_error
from rtstgcn_export.program.lower import lower
from rtstgcn_export.report.twin import Twin
from rtstgcn_training.quantised.calibrate import calibrate
from strategies import archs, skeletons


@settings(max_examples=25, deadline=None)
@given(
    arch=archs(body_scaled=False),
    skeleton=skeletons(),
    seed=st.integers(0, 99),
    length=st.integers(1, 40),
    data=st.data(),
)
def test_chunks_of_any_length_are_the_model_and_its_program(arch, skeleton, seed, length, data):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float32)
    x = random_motion(model, length, seed=seed)
    operations = lower(model, calibrate(model, [x[0]])).operations
    names = []

    def see(name, tensor):
        names.append((name, *tensor.shape[1:]))
        return tensor

    twin, start, logits = Twin(model, see), 0, []
    while start < length:
        end = start + data.draw(st.integers(1, length - start))
        names.clear()
        logits.append(twin.step(x[0, :, start:end])[:, 0])
        assert names == [(op.out.name, op.out.rows, op.out.columns) for op in operations]
        start = end
    with torch.no_grad():
        assert relative_error(torch.cat(logits), model(x)[0]) < 1e-5


def test_what_is_given_back_is_what_the_model_goes_on_with(case):
    x = case.trials[0]

    def silence(name, tensor):
        return torch.zeros_like(tensor) if name == "layer2" else tensor

    logits = Twin(case.model, silence).step(x)[:, 0]
    assert torch.equal(logits, case.model.head.bias.detach().expand(x.shape[1], -1))


@pytest.mark.parametrize("name", ["close_pushed", "square0", "layer1_window", "layer1_past", "layer2_projected_norm"])
def test_every_tensor_reaches_the_logits(case, name):
    x = case.trials[1]
    plain = Twin(case.model, lambda _, tensor: tensor).step(x)
    changed = Twin(case.model, lambda n, tensor: tensor + 1 if n == name else tensor).step(x)
    assert (plain != changed).any()
