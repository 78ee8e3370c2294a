"""What comes in fits the model, or is refused by what differs."""

import pytest
from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.input_checks import check_names, check_rate, check_shape


def test_other_channels_or_joints_are_refused_and_the_models_own_pass():
    check_shape("here", 3, 3, tiny_manifest())
    for channels, joints in ((2, 3), (3, 4)):
        said = refusal(check_shape, "here", channels, joints, tiny_manifest())
        assert said == f"here: {channels} channels x {joints} joints, but model 'random' takes 3 x 3"


def test_names_that_are_said_must_be_the_models_in_order_and_what_is_left_out_passes():
    model = tiny_manifest()
    own = {"channels": model.channels, "units": model.units, "nodes": list(model.skeleton["joints"])}
    check_names("here", own, model)
    check_names("here", {}, model)
    for key, names in own.items():
        changed = [*names[:-1], "other"]
        said = refusal(check_names, "here", {key: changed}, model)
        assert said == f"here: {key} {', '.join(changed)}; model 'random' takes {', '.join(names)}"
    assert "channels 7;" in refusal(check_names, "here", {"channels": 7}, model)


@pytest.mark.parametrize("rate_hz", [50, 50.24, 49.76])
def test_a_rate_within_half_a_percent_is_the_models(rate_hz):
    check_rate("here", rate_hz, tiny_manifest())


@pytest.mark.parametrize("rate_hz", [50.3, 49.7, 60, 100, 0.1])
def test_another_rate_is_refused(rate_hz):
    said = refusal(check_rate, "here", rate_hz, tiny_manifest())
    assert said.startswith(f"here: {rate_hz:g} Hz, but model 'random' runs at 50 Hz; resample the recording")
