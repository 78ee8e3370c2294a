"""One operation in 8 bits, followed to the logits: against a model that was changed by hand."""

import copy

import numpy as np
import pytest
import torch
from rtstgcn_export.report.trace import Trace, trace


def quantised(x, exponent, low, high):
    return (x * 2.0**exponent).round().clamp(low, high) / 2.0**exponent


def noise(plain, changed, trials):
    with torch.no_grad():
        return sum(float((changed(x[None]).double() - plain(x[None]).double()).square().sum()) for x in trials)


def rounded_embedding(model, exponents):
    fine = torch.tensor([2.0**e for e in exponents.input_weight])
    model.input.weight.data = (model.input.weight.data * fine[:, None]).round() / fine[:, None]
    sums = fine * 2.0**exponents.normed
    model.input.bias.data = (model.input.bias.data * sums).round() / sums
    model.input.register_forward_hook(lambda _, __, y: quantised(y, exponents.embedded, -128, 127))


def rounded_layer(model, exponents):
    model.layers[1].register_forward_hook(lambda _, __, y: quantised(y, exponents.layers[1].out, 0, 255))


def rounded_push(model, exponents):
    of, spatial = exponents.layers[2], model.layers[2].spatial
    fine = torch.tensor([2.0**e for e in of.weight])
    spatial.weight.data = (spatial.weight.data * fine).round() / fine
    spatial.register_forward_hook(lambda _, __, y: quantised(y, of.push, -128, 127))


def rounded_head(model, exponents):
    joints = len(model.skeleton.joints)
    fine = torch.tensor([2.0**e for e in exponents.head])
    model.head.weight.data = (model.head.weight.data / joints * fine[:, None]).round() / fine[:, None] * joints
    sums = fine * 2.0 ** exponents.layers[-1].out
    model.head.bias.data = (model.head.bias.data * sums).round() / sums


def rounded_samples(model, exponents):
    fine = torch.tensor([2.0**e for e in exponents.frame])[:, None, None]
    model.register_forward_pre_hook(lambda _, x: ((x[0] * fine).round() / fine,))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("samples", rounded_samples),
        ("embedded", rounded_embedding),
        ("layer1", rounded_layer),
        ("layer2_push", rounded_push),
        ("logits", rounded_head),
    ],
)
def test_the_noise_of_one_operation_is_that_of_a_model_with_it_rounded(case, name, change):
    changed = copy.deepcopy(case.model)
    change(changed, case.exponents)
    expected = noise(case.model, changed, case.trials[1:])
    found = trace(case.model, case.program, case.trials[1:])
    assert found.noise[name] == pytest.approx(expected, rel=2e-3)
    with torch.no_grad():
        signal = sum(float(case.model(x[None]).square().sum()) for x in case.trials[1:])
    assert found.signal == pytest.approx(signal, rel=1e-4)
    assert found.decibels(name) == pytest.approx(10 * np.log10(signal / expected), abs=0.02)


def test_shares_add_up_and_exact_operations_have_none(case):
    found = trace(case.model, case.program, case.trials[1:2])
    names = [op.out.name for op in case.program.operations]
    shares = [found.share(name) for name in names]
    assert sum(share for share in shares if share is not None) == pytest.approx(1)
    exact = {name for name, share in zip(names, shares, strict=True) if share is None}
    assert {"relative", "places", "change0", "square0", "layer1_window", "layer1_past"} <= exact
    assert not exact & {"samples", "place1", "trend0", "level0", "layer1", "layer2_norm", "logits"}
    assert all(found.decibels(name) is None for name in exact)


def test_where_nothing_is_lost_there_are_no_shares():
    silent = Trace(1, 1.0, {"a": 0.0})
    assert silent.share("a") is None and silent.decibels("a") is None
