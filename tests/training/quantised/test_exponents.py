"""Exponents as they travel in a checkpoint's JSON."""

import pytest
from pydantic import ValidationError
from rtstgcn_training.quantised import Exponents

from rtstgcn_edge.sections import first_problem

LAYER = {"graph": 6, "gathered": 4, "weight": [7, 8], "push": 3, "out": 5}
WHOLE = {"frame": [9], "features": 11, "input_weight": [6, 6], "embedded": 4, "layers": [LAYER], "head": [7]}


def test_they_come_back_from_json_as_they_went():
    exponents = Exponents.model_validate(WHOLE | {"input_norm": {"gamma": 12, "beta": -3}})
    assert Exponents.model_validate_json(exponents.model_dump_json()) == exponents
    assert exponents.layers[0].norm is None and exponents.input_norm.beta == -3


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"features": 41}, "features: Input should be less than or equal to 40, not 41"),
        ({"frame": [-41]}, "frame.0: Input should be greater than or equal to -40, not -41"),
        ({"head": [0.5]}, "head.0: Input should be a valid integer"),
        ({"layers": [LAYER | {"pushh": 2}]}, "layers.0: unknown key 'pushh'; did you mean 'push'?"),
        ({"layers": [{k: v for k, v in LAYER.items() if k != "out"}]}, "layers.0.out: Field required"),
    ],
)
def test_what_is_none_is_named(changed, says):
    with pytest.raises(ValidationError) as caught:
        Exponents.model_validate(WHOLE | changed)
    assert first_problem(caught.value).startswith(says)
