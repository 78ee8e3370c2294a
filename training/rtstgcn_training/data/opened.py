"""The data set that a configuration names, with the class names and the skeleton that it brings of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings import Dataset, background_index, find_dataset, load_dataset, read_classes

from ..configuration import Processor
from .describe import described_nodes
from .reference_graph import read_reference_graph

BACKGROUND = "background"
"""Name of a background class that the names leave out."""


def open_dataset(processor: Processor) -> tuple[Dataset, str | None]:
    """The data set, and the skeleton's name or file for `describe`; None where the data set describes it.

    Raises:
        InputError: a folder that is no data set, wrong names, a skeleton that does not fit.
    """
    dataset = _found(processor)
    if processor.background_unnamed:
        named = dataset.background is not None if processor.actions is None else dataset.background not in (None, 0)
        if named or BACKGROUND in dataset.classes:
            raise InputError(
                f"processor.background_unnamed: {processor.data} names its background itself; leave the key out"
            )
        dataset = replace(dataset, classes=(BACKGROUND, *dataset.classes), background=0)
    graph = processor.graph
    if graph is not None and graph.endswith(".json"):
        skeleton = read_reference_graph(Path(graph), described_nodes(dataset))
        if skeleton is not None:
            drawn = {"nodes": list(skeleton.joints), "edges": skeleton.edges, "center": skeleton.center}
            return replace(dataset, description=dataset.description | drawn), None
    return dataset, graph


def _found(processor: Processor) -> Dataset:
    """The data set with its own names or those of `processor.actions`, and then it needs no actions.txt."""
    if processor.actions is None:
        return load_dataset(processor.data)
    if (processor.data / "actions.txt").is_file():
        dataset = load_dataset(processor.data)
    else:
        unnamed = find_dataset(processor.data)
        dataset = unnamed if unnamed and unnamed.root == processor.data else load_dataset(processor.data)
    try:
        names = read_classes(processor.actions)
    except InputError as error:
        raise InputError(f"processor.actions {error}") from None
    # a background that the set's own names tell is a class index; else it is one of these names
    described = {"background": dataset.background} if dataset.classes else dataset.description
    background = background_index(processor.data / "dataset.json", described, names)
    return replace(dataset, classes=names, background=background)
