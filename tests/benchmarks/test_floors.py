from __future__ import annotations

import numpy as np
import pytest
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.counts import counts
from rtstgcn_training.models.rt_stgcn import RTSTGCN

from benchmarks.floors import (
    FLOORS,
    floor_of_numpy,
    floor_of_onnxruntime,
    floor_of_torch,
    floors,
    product_shapes,
)
from rtstgcn_edge.skeletons import load_skeleton


def make_model() -> RTSTGCN:
    arch = Arch(widths=[4, 6, 6], kernel=3, dilation=1)
    return RTSTGCN(arch, load_skeleton("imu7"), channels=6, classes=5).eval()


@pytest.mark.parametrize("skeletons", [1, 3])
def test_products_of_the_floor_are_those_that_the_model_counts(skeletons):
    model = make_model()
    multiplied = 0
    for left, right in product_shapes(model, skeletons):
        batch = 1 if len(right) == 2 else right[0]
        assert left[-1] == right[-2]
        multiplied += batch * left[0] * left[1] * right[-1]
    # the floor multiplies by the whole graph, the count takes its non-zeros
    zeros = sum(int((layer.spatial.graph == 0).sum()) * layer.shape.in_width for layer in model.layers)
    assert multiplied == skeletons * (counts(model).multiply_accumulates + zeros)


@pytest.mark.parametrize("floor_of", [floor_of_numpy, floor_of_torch, floor_of_onnxruntime])
def test_every_floor_multiplies_what_it_is_given(floor_of):
    rng = np.random.default_rng(3)
    pairs = [((4, 5), (5, 6)), ((9, 4), (2, 4, 7))]
    factors = [tuple(rng.standard_normal(shape, np.float32) for shape in pair) for pair in pairs]
    outs = floor_of([(left, right, np.zeros((left @ right).shape, np.float32)) for left, right in factors])()
    for (left, right), out in zip(factors, outs, strict=True):
        np.testing.assert_allclose(out, left.astype(float) @ right.astype(float), rtol=0, atol=1e-5)


def test_all_floors_of_a_model_say_the_same():
    results = [floor() for floor in floors(make_model(), 2)]
    assert len(results) == len(FLOORS)
    for products in zip(*results, strict=True):
        assert float(np.abs(products[0]).max()) > 0
        for product in products[1:]:
            np.testing.assert_allclose(product, products[0], rtol=0, atol=1e-4)
