"""A skeleton file written for the published Realtime-ST-GCN: numbers of joints, edges with self loops, a centre."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import Skeleton


def read_reference_graph(path: Path, joints: list[str] | None) -> Skeleton | None:
    """The skeleton of such a file; None for any other.

    Args:
        path: {"num_node": V, "edge": [[a, b], ...], "center": c}.
        joints: names of the joints where the data set has them; else they are called joint0, joint1, ...

    Raises:
        InputError: V is not the number of joints of the data set, or the skeleton is not valid.
    """
    try:
        values: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(values, dict) or not {"num_node", "edge", "center"} <= values.keys():
        return None
    number, pairs = values["num_node"], values["edge"]
    if type(number) is not int or number < 1:
        raise InputError(f"{path}: num_node {number!r}; give the number of joints")
    if not isinstance(pairs, list) or not all(map(_is_pair, pairs)):
        raise InputError(f"{path}: edge is not a list of pairs of joints, as [[0, 1], [1, 2]]")
    names = joints or [f"joint{index}" for index in range(number)]
    if len(names) != number:
        raise InputError(f"{path}: {number} joints; the data set names {len(names)}: {', '.join(names)}")
    edges = list(dict.fromkeys((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]))
    return Skeleton.from_dict({"name": path.stem, "joints": names, "edges": edges, "center": values["center"]})


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(joint) is int for joint in value)
