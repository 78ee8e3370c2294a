"""What a checkpoint of Realtime-ST-GCN does not say of its model: names, units, rate, joints.

They come from a data set, or from the command line where there is none. Files that the configuration names may have
stayed on the machine where it was written: with a data set, those that are missing are not needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import Skeleton, load_skeleton

from ..configuration import Processor
from ..data import describe
from ..data.opened import BACKGROUND, open_dataset
from ..data.reference_graph import read_reference_graph


@dataclass(frozen=True)
class Described:
    """The model's input and output in words."""

    skeleton: Skeleton
    channels: list[str]
    units: list[str]
    rate_hz: float
    classes: list[str]
    background: int | None


def of_data_set(processor: Processor, data: Path, actions: Path | None, graph: str | None, classes: int) -> Described:
    """As the data set at `data` says.

    Args:
        processor: of the checkpoint's configuration.
        data: data set folder.
        actions: file of class names in place of those of configuration and data set.
        graph: skeleton by name or file in place of theirs.
        classes: number of classes of the checkpoint.

    Raises:
        InputError: no such data set, or one that leaves something open.
    """
    if actions is None and processor.actions is not None and processor.actions.is_file():
        actions = processor.actions
    if graph is None and processor.graph is not None and (_is_name(processor.graph) or Path(processor.graph).is_file()):
        graph = processor.graph
    here = processor.model_copy(update={"data": data, "actions": actions, "graph": graph})
    dataset, graph = open_dataset(here)
    skeleton, channels, units, rate_hz = describe(dataset, graph, processor.channels, processor.rate_hz)
    names, background = fit_names(list(dataset.classes), dataset.background, classes, str(data))
    return Described(skeleton, channels, units, rate_hz, names, background)


def of_options(actions: Path, graph: str, rate_hz: float, channels: str, classes: int) -> Described:
    """As the command line says.

    Args:
        actions: file of class names, one a line, with or without the background.
        graph: skeleton by name, or a JSON file of ours or of Realtime-ST-GCN.
        rate_hz: frames a second.
        channels: as "x:m,y:m,z:m".
        classes: number of classes of the checkpoint.

    Raises:
        InputError: naming the option.
    """
    if not 0 < rate_hz < float("inf"):
        raise InputError(f"--rate {rate_hz:g}: frames a second, above 0")
    pairs = [channel.strip().partition(":") for channel in channels.split(",")]
    if not all(name and unit for name, _, unit in pairs) or len({name for name, _, _ in pairs}) < len(pairs):
        raise InputError(f"--channels {channels}: give NAME:UNIT for each, each name once, as x:m,y:m,z:m")
    theirs = None if _is_name(graph) else read_reference_graph(Path(graph), None)
    names, background = fit_names(_read(actions), None, classes, str(actions))
    units = [unit for _, _, unit in pairs]
    return Described(theirs or load_skeleton(graph), [n for n, _, _ in pairs], units, rate_hz, names, background)


def fit_names(names: list[str], background: int | None, classes: int, where: str) -> tuple[list[str], int | None]:
    """A name for each class of the checkpoint; a background that the names leave out is class 0."""
    if len(names) == classes:
        return names, background
    if len(names) + 1 == classes and BACKGROUND not in names:
        return [BACKGROUND, *names], 0
    if len(names) == classes + 1 and names[0] == BACKGROUND and background == 0:
        return names[1:], None
    raise InputError(f"{where}: names {len(names)} classes; the checkpoint has {classes}, the background included")


def _read(path: Path) -> list[str]:
    try:
        names = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a text file of class names, one a line ({error})") from None
    if len(set(names)) < len(names):
        raise InputError(f"{path}: class '{max(names, key=names.count)}' is there twice")
    return names


def _is_name(graph: str) -> bool:
    """Whether it names a bundled skeleton."""
    return not graph.endswith(".json") and len(Path(graph).parts) == 1
