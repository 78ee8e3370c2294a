"""--set: what is set, in which form, and what is refused."""

import pytest
from refusals import refusal
from rtstgcn_training.configuration.overrides import override


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("optimizer.epochs=5", {"optimizer": {"epochs": 5, "seed": 1}}),
        ("optimizer.seed=7", {"optimizer": {"seed": 7}}),
        ("arch.kernel=[9,69]", {"optimizer": {"seed": 1}, "arch": {"kernel": [9, 69]}}),
        ("arch.residual_delay=centre", {"optimizer": {"seed": 1}, "arch": {"residual_delay": "centre"}}),
        ('processor.description="a = b"', {"optimizer": {"seed": 1}, "processor": {"description": "a = b"}}),
        ("processor.description=a=b.c", {"optimizer": {"seed": 1}, "processor": {"description": "a=b.c"}}),
        ("processor.graph=null", {"optimizer": {"seed": 1}, "processor": {"graph": None}}),
        ("processor.description=", {"optimizer": {"seed": 1}, "processor": {"description": ""}}),
        ("mine.a.b=[true]", {"optimizer": {"seed": 1}, "mine": {"a": {"b": [True]}}}),
    ],
)
def test_values_are_json_else_strings_at_any_depth(setting, expected):
    values = {"optimizer": {"seed": 1}}
    override(values, [setting])
    assert values == expected


def test_later_settings_win_and_either_name_of_the_dilation_replaces_the_other():
    values = {"arch": {"stride": [1, 2]}}
    override(values, ["arch.dilation=1", "arch.dilation=2"])
    assert values == {"arch": {"dilation": 2}}
    override(values, ["arch.stride=3"])
    assert values == {"arch": {"stride": 3}}


@pytest.mark.parametrize("setting", ["epochs=5", "optimizer.epochs", "optimizer.=5", ".epochs=5", "", "=", "a..b=1"])
def test_what_is_no_setting_is_refused(setting):
    assert f"--set {setting}: give section.key=value" in refusal(override, {}, [setting])


def test_a_path_through_a_value_is_refused():
    said = refusal(override, {"optimizer": {"epochs": 5}}, ["optimizer.epochs.x=1"])
    assert said == "--set optimizer.epochs.x=1: optimizer.epochs is 5, not a section of keys"
