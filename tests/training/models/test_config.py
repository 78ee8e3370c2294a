"""What an architecture may be, and what its layers come to."""

import pytest
from pydantic import ValidationError
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.sections import first_problem


def problem(**keys):
    with pytest.raises(ValidationError) as caught:
        Arch.model_validate(keys)
    return first_problem(caught.value)


def test_the_defaults_are_the_published_configuration():
    layers = Arch().layers()
    assert [layer.in_width for layer in layers] == [64, 64, 64, 64, 128, 128, 128, 256, 256]
    assert [layer.out_width for layer in layers] == [64, 64, 64, 128, 128, 128, 256, 256, 256]
    assert [layer.kernel for layer in layers] == [9] * 9
    assert [layer.dilation for layer in layers] == [1, 1, 1, 2, 1, 1, 2, 1, 1]
    assert [layer.span for layer in layers] == [8, 8, 8, 16, 8, 8, 16, 8, 8]
    assert [layer.delay for layer in layers] == [0] * 9
    assert [layer.projects for layer in layers] == [False, False, False, True, False, False, True, False, False]


def test_one_value_serves_all_layers_and_a_list_gives_one_a_layer():
    first, second = Arch(widths=[4, 4], kernel=[3, 5], dilation=2, residual=[False, True]).layers()
    assert (first.kernel, first.dilation, first.residual) == (3, 2, False)
    assert (second.kernel, second.dilation, second.residual) == (5, 2, True)


def test_the_dilation_is_found_under_the_name_that_the_published_configurations_give_it():
    arch = Arch.model_validate({"widths": [4, 4], "stride": [1, 2]})
    assert [layer.dilation for layer in arch.layers()] == [1, 2]
    assert arch == Arch(widths=[4, 4], dilation=[1, 2])
    assert not arch.model_extra and "stride" not in arch.model_dump()


def test_a_layer_without_residual_needs_no_projection():
    assert not Arch(widths=[4, 8], dilation=1, residual=False).layers()[1].projects
    held = Arch(widths=[4, 4, 4], dilation=1, residual=[True, True, False], residual_projection=[False, True, True])
    assert [layer.projects for layer in held.layers()] == [False, True, False]


def test_the_centre_of_the_window_is_half_its_span():
    layers = Arch(widths=[4, 4, 4], kernel=[1, 3, 4], dilation=[1, 1, 2], residual_delay="centre").layers()
    assert [layer.delay for layer in layers] == [0, 1, 3]


def test_two_architectures_do_not_share_their_default_lists():
    Arch().widths.append(1)
    assert len(Arch().widths) == 9


@pytest.mark.parametrize("key", ["kernel", "dilation", "residual"])
def test_a_list_of_the_wrong_length_is_refused(key):
    values = {"dilation": 1} | {key: [1, 1, 1]}
    assert problem(widths=[4, 4], **values) == f"{key} has 3 values for 2 layers; give one, or one a layer"


def test_a_window_without_a_centre_is_refused_where_the_centre_is_asked_for():
    message = problem(widths=[4, 4], kernel=[3, 4], dilation=[1, 3], residual_delay="centre")
    assert "layer 1 has kernel 4 and dilation 3" in message


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ({"widths": []}, ("widths", "empty")),
        ({"widths": [4, 0]}, ("widths.1", "not 0")),
        ({"kernel": 0}, ("kernel", "greater than or equal to 1", "not 0")),
        ({"kernel": [9, 0], "widths": [4, 4]}, ("kernel.1", "greater than or equal to 1", "not 0")),
        ({"stride": 2, "dilation": 2}, ("'stride'", "'dilation'", "one of the two")),
        ({"stride": 0}, ("stride", "greater than or equal to 1", "not 0")),
        ({"stride": [1, 2], "widths": [4]}, ("dilation has 2 values for 1 layers",)),
        ({"kernel": 2.5}, ("kernel", "integer", "not 2.5")),
        ({"body_scaled": True}, ("body_scaled", "'also' or 'only'")),
        ({"dropout": 1.0}, ("dropout", "less than 1")),
        ({"dropout": float("nan")}, ("dropout",)),
        ({"residual_delay": "center"}, ("residual_delay", "'centre'", "'center'")),
        ({"partition": "spacial"}, ("partition", "'spatial'", "'spacial'")),
        ({"norm": None}, ("norm", "'layer'", "None")),
        ({"normalisation": "row"}, ("'normalisation'", "'normalization'")),
        ({"kernal": 9, "kernel": 9}, ("'kernal'", "'kernel'")),
    ],
)
def test_a_wrong_value_is_refused_by_key_and_value(keys, names):
    message = problem(**keys)
    assert all(name in message for name in names), message
    assert "constrained" not in message


def test_keys_of_the_user_are_kept():
    assert Arch.model_validate({"my_note": "wide"}).model_extra == {"my_note": "wide"}
