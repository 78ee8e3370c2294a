"""Exponents that are not those of a model are refused by the key that does not fit."""

import copy

import pytest
import torch
from random_models import random_model, random_motion
from refusals import refusal
from rtstgcn_training.models.config import Arch
from rtstgcn_training.quantised.calibrate import calibrate
from rtstgcn_training.quantised.fit import check_fit

from rtstgcn_edge.skeletons import load_skeleton

WHOLE = {
    "widths": [4, 6],
    "kernel": 3,
    "dilation": 1,
    "magnitude": True,
    "differences": [1],
    "energy": 3,
}


def model_of(channels=6, **arch):
    return random_model(
        Arch.model_validate(WHOLE | arch), load_skeleton("imu3"), channels=channels, dtype=torch.float32
    )


@pytest.fixture(scope="module")
def exponents():
    model = model_of()
    return calibrate(model, [random_motion(model, 30)[0]])


def test_lengths_of_bones_have_no_form_in_8_bits(exponents):
    model = model_of(centred="only", body_scaled=True)
    assert "arch.body_scaled" in refusal(check_fit, exponents, model)
    assert "arch.body_scaled" in refusal(calibrate, model, [random_motion(model, 30)[0]])


def test_those_of_the_model_fit(exponents):
    check_fit(exponents, model_of())


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ({"channels": 9}, "exponents.frame: 6 values; the model has 9"),
        ({"energy": 0}, "exponents.energy: the model has no such tensor"),
        ({"input_norm": "batch"}, "exponents.input_norm: the model has no such tensor"),
        ({"input_norm": "none"}, "exponents.input_norm: the model has no such tensor"),
        ({"widths": [5, 6]}, "exponents.input_weight: 4 values; the model has 5"),
        ({"widths": [4, 7]}, "exponents.layers.1.weight: 6 values; the model has 7"),
        ({"widths": [4, 6, 6]}, "exponents.layers: 2 values; the model has 3"),
        ({"norm": "batch"}, "exponents.layers.0.norm: the model has no such tensor"),
        ({"residual": False}, "exponents.layers.1.projection: the model has no such tensor"),
        ({"residual_projection": True}, "exponents.layers.0.projection: missing"),
    ],
)
def test_another_architecture_is_named(exponents, model, says):
    assert refusal(check_fit, exponents, model_of(**model)) == says


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda e: e.head.append(0), "exponents.head: 5 values; the model has 4"),
        (lambda e: setattr(e, "normed", None), "exponents.normed: missing"),
        (lambda e: setattr(e, "energy", None), "exponents.energy: missing"),
        (lambda e: setattr(e.layers[1], "projected", None), "exponents.layers.1.projected: missing"),
        (lambda e: setattr(e.layers[1], "projected_norm", None), "exponents.layers.1.projected_norm: missing"),
        (lambda e: e.layers[1].projection.pop(), "exponents.layers.1.projection: 5 values; the model has 6"),
        (
            lambda e: e.frame.__setitem__(slice(3, 6), [8, 9, 8]),
            "exponents.frame: channels 3 to 5 have [8, 9, 8]; their magnitude is taken, so they need one",
        ),
    ],
)
def test_what_is_missing_or_too_many_is_named(exponents, spoil, says):
    spoilt = copy.deepcopy(exponents)
    spoil(spoilt)
    assert refusal(check_fit, spoilt, model_of()) == says
