"""The data set that a configuration names, with the class names and the skeleton that it brings of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings import Dataset, find_dataset, load_dataset

from ..configuration import Processor
from .reference_graph import read_reference_graph

BACKGROUND = "background"
"""Name of a background class that the names leave out."""


def open_dataset(processor: Processor) -> tuple[Dataset, str | None]:
    """The data set, and the skeleton's name or file for `describe`; None where the data set describes it.

    Raises:
        InputError: a folder that is no data set, wrong names, a skeleton that does not fit.
    """
    dataset = _found(processor)
    if processor.actions is not None:
        dataset = replace(dataset, classes=_names(processor.actions))
    if processor.background_unnamed:
        if dataset.background not in (None, 0) or BACKGROUND in dataset.classes:
            raise InputError(
                f"processor.background_unnamed: {processor.data} names its background itself; leave the key out"
            )
        dataset = replace(dataset, classes=(BACKGROUND, *dataset.classes), background=0)
    graph = processor.graph
    if graph is not None and graph.endswith(".json"):
        skeleton = read_reference_graph(Path(graph), dataset.description.get("nodes"))
        if skeleton is not None:
            drawn = {"nodes": list(skeleton.joints), "edges": skeleton.edges, "center": skeleton.center}
            return replace(dataset, description=dataset.description | drawn), None
    return dataset, graph


def _found(processor: Processor) -> Dataset:
    """The data set as it describes itself; it needs no actions.txt where the configuration names one."""
    if processor.actions is not None and not (processor.data / "actions.txt").is_file():
        unnamed = find_dataset(processor.data)
        if unnamed is not None and unnamed.root == processor.data:
            return replace(unnamed, background=unnamed.description.get("background"))
    return load_dataset(processor.data)


def _names(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise InputError(f"processor.actions {path}: not a text file of names ({error})") from None
    names = tuple(line.strip() for line in lines if line.strip())
    if not names or len(set(names)) != len(names):
        raise InputError(f"processor.actions {path}: empty, or a name is there twice; one class name a line")
    return names
