"""Does what comes in fit the model? Asked by every source, by training's `test` and by export's gate."""

from __future__ import annotations

from collections.abc import Mapping

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.resample import same_rate


def check_rate(where: str, rate_hz: float, model: ModelDescription) -> None:
    """Refuse a source whose clock is not the model's (0.5 % apart at most)."""
    if not same_rate(rate_hz, model.rate_hz):
        raise InputError(
            f"{where}: {rate_hz:g} Hz, but model '{model.name}' runs at {model.rate_hz:g} Hz; "
            "resample the recording, or take a model of its rate"
        )


def check_shape(where: str, channels: int, joints: int, model: ModelDescription) -> None:
    """Refuse frames that are not channels x joints of the model."""
    expected = (len(model.channels), len(model.skeleton["joints"]))
    if (channels, joints) != expected:
        raise InputError(
            f"{where}: {channels} channels x {joints} joints, but model '{model.name}' takes "
            f"{expected[0]} x {expected[1]}"
        )


def check_names(where: str, said: Mapping[str, object], model: ModelDescription) -> None:
    """Refuse a source that says (`said`) other channels, units or nodes than the model's; what it leaves out passes."""
    expected = {"channels": model.channels, "units": model.units, "nodes": model.skeleton["joints"]}
    for key, names in expected.items():
        found = said.get(key, names)
        if found != list(names):
            shown = ", ".join(map(str, found)) if isinstance(found, list) else repr(found)
            raise InputError(f"{where}: {key} {shown}; model '{model.name}' takes {', '.join(names)}")
