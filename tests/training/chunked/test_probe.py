"""The probe: what it is asked travels as JSON, and what it measures grows with the chunk."""

import json

import pytest
import torch
from rtstgcn_training.chunked.probe import _build, _trial, request
from rtstgcn_training.chunked.segment import _measure
from rtstgcn_training.losses import Objective
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from rtstgcn_training.quantised import QuantisedRTSTGCN
from rtstgcn_training.quantised.calibrate import calibrate

from rtstgcn_edge.skeletons import load_skeleton


def small(widths=(8, 8), **arch):
    return RTSTGCN(Arch(widths=list(widths), kernel=5, dilation=2, **arch), load_skeleton("imu3"), 3, 4)


def test_a_request_is_plain_data_and_builds_the_same_shapes_again():
    model, teacher = small(residual_delay="centre", dropout=0.3), small([16, 16, 16])
    objective = Objective(torch.ones(4), smoothing=0.2, pull=0.1, distillation=0.5, background=0, teacher=teacher)
    asked = json.loads(json.dumps(request(model, objective, [20, 40])))
    assert asked["lengths"] == [20, 40]
    for given, original in (("model", model), ("teacher", teacher)):
        again = _build(asked[given])
        assert {k: v.shape for k, v in again.state_dict().items()} == {
            k: v.shape for k, v in original.state_dict().items()
        }
        assert (again.delay, again.receptive_field) == (original.delay, original.receptive_field)
        assert again.arch == original.arch
    rebuilt = Objective(torch.ones(4), teacher=teacher, **asked["objective"])
    assert vars(rebuilt) | {"class_weights": 0} == vars(objective) | {"class_weights": 0}


def test_a_model_in_8_bits_is_measured_in_8_bits():
    model = small().eval()
    quantised = QuantisedRTSTGCN(model, calibrate(model, [_trial(model, 30).features]))
    asked = json.loads(json.dumps(request(quantised, Objective(torch.ones(4)), [20])))
    again = _build(asked["model"])
    assert isinstance(again, QuantisedRTSTGCN) and again.exponents == quantised.exponents
    assert type(_build(json.loads(json.dumps(request(model, Objective(torch.ones(4)), [20])))["model"])) is RTSTGCN


@pytest.mark.parametrize("residual_delay", [0, "centre"])
def test_a_trial_fills_one_chunk_with_its_flush(residual_delay):
    model = small(residual_delay=residual_delay)
    assert _trial(model, 40).features.shape == (3, 40 - model.delay, 3)
    assert len(_trial(model, 1).labels) == 1


def test_longer_chunks_take_more_memory():
    parent = torch.ones(2**27)  # what the one who asks has does not count
    asked = request(small([64, 64]), Objective(torch.ones(4), smoothing=0.15), [1000, 20_000])
    low, high = _measure(asked, torch.device("cpu"))
    assert high < parent.nbytes
    assert 0 < low < high / 5
    assert high > 3 * 20_000 * 3 * 64 * 4  # input, sum and output of a layer at the least
