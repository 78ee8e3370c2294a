"""`--set section.key=value`: values of a configuration given on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rtstgcn_edge.errors import InputError

OTHER_NAMES = {("arch", "dilation"): "stride", ("arch", "stride"): "dilation"}
"""Two names of one key: setting the one takes the other out."""


def override(values: dict[str, Any], settings: Iterable[str]) -> None:
    """Set keys of parsed JSON in place; what is not JSON is taken as a string.

    A path may lead through sections that are not there yet. Whether keys are known, near misses or a user's own is
    decided where the whole is validated.

    Args:
        values: the configuration.
        settings: each `section.key=value`, as `optimizer.epochs=5` or `arch.kernel=[9,69]`.

    Raises:
        InputError: a setting that is none.
    """
    for setting in settings:
        path, equals, text = setting.partition("=")
        keys = path.split(".")
        if not equals or len(keys) < 2 or not all(keys):
            raise InputError(f"--set {setting}: give section.key=value, as optimizer.epochs=5")
        place: Any = values
        for depth, key in enumerate(keys[:-1], start=1):
            place = place.setdefault(key, {})
            if not isinstance(place, dict):
                raise InputError(f"--set {setting}: {'.'.join(keys[:depth])} is {place!r}, not a section of keys")
        place.pop(OTHER_NAMES.get((".".join(keys[:-1]), keys[-1]), ""), None)
        place[keys[-1]] = _value(text)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
