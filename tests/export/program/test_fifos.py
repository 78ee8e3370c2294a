import pytest
import torch
from quantised_models import EVERY_FEATURE
from random_models import random_model
from rtstgcn_export.program.fifos import integer_fifos
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.skeletons import load_skeleton


def types(arch):
    model = random_model(arch, load_skeleton("imu3"), dtype=torch.float32)
    return {fifo.name: (fifo.push_dtype, fifo.sum_dtype) for fifo in integer_fifos(model)}


def test_layers_push_bytes_and_samples_push_16_bits():
    assert types(EVERY_FEATURE) == {
        **{f"mean{i}": ("int8", "int16") for i in range(2)},
        **{f"past{i}": ("int16", "int32") for i in range(2)},
        **{f"energy{i}": ("int16", "int32") for i in range(2)},
        **{f"window{i}": ("int8", "int16") for i in range(2)},
    }


@pytest.mark.parametrize(("kernel", "sums"), [(256, "int16"), (257, "int32")])
def test_sums_are_as_wide_as_they_may_get(kernel, sums):
    assert types(Arch(widths=[2], kernel=kernel, dilation=1)) == {"window0": ("int8", sums)}


def test_what_enters_the_first_layer_is_signed_and_what_leaves_a_layer_is_not():
    found = types(Arch(widths=[2, 2], kernel=3, dilation=1, residual_delay="centre"))
    assert (found["residual0"], found["residual1"]) == (("int8", None), ("uint8", None))
