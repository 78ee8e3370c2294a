"""The state of a training comes back as it was, and another file is refused."""

import pytest
import torch
from refusals import refusal
from rtstgcn_training.configuration import Optimizer
from rtstgcn_training.run.optimiser import make_optimiser
from rtstgcn_training.run.state import grouped, load_state, optimiser_state, restore_optimiser, save_state
from safetensors.torch import save_file


def test_tensors_and_values_come_back_bit_for_bit(tmp_path):
    tensors = {
        "a/x": torch.randn(3, 4).t(),
        "a/y": torch.tensor(2.5, dtype=torch.float64),
        "b/x": torch.get_rng_state(),
    }
    values = {"rate": 0.1 + 0.2, "none": None, "list": [1, {"deep": 1e-300}], "nan": float("nan")}
    save_state(tmp_path / "state.safetensors", tensors, values)
    found, said = load_state(tmp_path / "state.safetensors")
    assert found.keys() == tensors.keys()
    assert all(
        found[name].dtype == tensor.dtype and torch.equal(found[name], tensor) for name, tensor in tensors.items()
    )
    assert said.pop("nan") != values.pop("nan") and said == values
    assert grouped(found, "a").keys() == {"x", "y"}


@pytest.mark.parametrize("options", [{"optimizer": "adamw"}, {"optimizer": "adam"}, {"optimizer": "sgd"}])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_an_optimiser_goes_on_as_if_it_had_never_stopped(tmp_path, options, momentum):
    chosen = Optimizer(**options, momentum=momentum, learning_rate=0.1)
    gradients = torch.randn(6, 5)

    def steps(weight, optimiser, some):
        for gradient in some:
            weight.grad = gradient.clone()
            optimiser.step()

    through, first, second = (torch.nn.Parameter(torch.ones(5)) for _ in range(3))
    steps(through, make_optimiser([through], chosen), gradients)
    stopped = make_optimiser([first], chosen)
    steps(first, stopped, gradients[:3])
    stopped.param_groups[0]["lr"] = 0.1
    moments, groups = optimiser_state(stopped)
    save_state(tmp_path / "state", moments, {"groups": groups})
    with torch.no_grad():
        second.copy_(first)
    going_on = make_optimiser([second], chosen)
    found, values = load_state(tmp_path / "state")
    restore_optimiser(going_on, found, values["groups"])
    steps(second, going_on, gradients[3:])
    assert torch.equal(second, through)


def test_what_is_no_state_is_refused(tmp_path):
    path = tmp_path / "state.safetensors"
    assert "not the state of a training" in refusal(load_state, path)
    path.write_bytes(b"half of the sta")
    assert "not the state of a training" in refusal(load_state, path)
    save_file({"x": torch.zeros(1)}, path)
    assert "state.safetensors: not the state of a training" in refusal(load_state, path)
