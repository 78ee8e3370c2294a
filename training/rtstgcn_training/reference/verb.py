"""`rtstgcn-edge import`: a checkpoint of Realtime-ST-GCN becomes one of ours."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rtstgcn_edge.errors import InputError

if TYPE_CHECKING:
    from ..configuration import Processor
    from ..models.rt_stgcn import RTSTGCN
    from .described import Described


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("checkpoint", type=Path, help="checkpoint of Realtime-ST-GCN (.pt)")
    parser.add_argument("configuration", type=Path, help="JSON configuration that it was trained with")
    parser.add_argument("out", type=Path, help="checkpoint to write, NAME.safetensors")
    parser.add_argument("--data", type=Path, help="data set whose dataset.json says channels, units, rate, joints")
    parser.add_argument("--rate", type=float, metavar="HZ", help="frames a second, where no data set says it")
    parser.add_argument("--channels", metavar="NAME:UNIT,...", help="as x:m,y:m,z:m, where no data set says it")
    parser.add_argument("--actions", type=Path, help="file of class names, one a line; default: as configured")
    parser.add_argument("--skeleton", help="skeleton by name or JSON file; default: as configured")
    parser.add_argument(
        "--window",
        choices=("trained", "published"),
        default="trained",
        help="taps of a layer of stride d > 1: K // d, as its training sums (default), or K, as its paper says",
    )


def run(arguments: argparse.Namespace) -> int:
    import hashlib

    import torch

    from rtstgcn_edge import __version__

    from ..checkpoint import Description, save_checkpoint
    from ..configuration import load_configuration
    from ..run.provenance import git_commit
    from .checkpoint import read_checkpoint
    from .folding import import_model, imported_arch

    source, out = arguments.checkpoint, arguments.out
    if out.suffix != ".safetensors":
        raise InputError(f"{out}: a checkpoint is named NAME.safetensors")
    checkpoint = read_checkpoint(source)
    configuration = load_configuration(arguments.configuration)
    said = _described(arguments, configuration.processor, checkpoint.classes)
    if len(said.channels) != checkpoint.channels:
        named = ", ".join(said.channels)
        raise InputError(f"{source}: takes {checkpoint.channels} channels, not {len(said.channels)} ({named})")
    arch = imported_arch(configuration.arch, arguments.window)
    model = import_model(checkpoint, arch, said.skeleton)
    imported = {
        "from": "Realtime-ST-GCN",
        "file": source.name,
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        "window": arguments.window,
        **checkpoint.said,
    }
    description = Description(
        name=out.stem,
        description=configuration.processor.description or "Imported from Realtime-ST-GCN",
        classes=said.classes,
        background=said.background,
        skeleton=said.skeleton.to_dict(),
        channels=said.channels,
        units=said.units,
        rate_hz=said.rate_hz,
        decision=configuration.decision,
        arch=model.arch,
        provenance={
            "imported": imported,
            "version": __version__,
            "git_commit": git_commit(),
            "torch": torch.__version__,
        },
    )
    save_checkpoint(out, model, description)
    sizes = f"{len(said.classes)} classes, receptive field {model.receptive_field} frames"
    notes = _notes(model, arguments.window, delayed=configuration.arch.residual_delay != 0)
    print("; ".join([f"wrote {out} and {out.stem}.json: {sizes}", *notes]), file=sys.stderr)
    return 0


def _described(arguments: argparse.Namespace, processor: Processor, classes: int) -> Described:
    from .described import of_data_set, of_options

    said = {"--rate": arguments.rate, "--channels": arguments.channels}
    given = [option for option, value in said.items() if value is not None]
    if arguments.data and given:
        raise InputError(f"{given[0]}: the data set says it; leave {given[0]} or --data out")
    data = arguments.data or (processor.data if processor.data.is_dir() and not given else None)
    if data:
        return of_data_set(processor, data, arguments.actions, arguments.skeleton, classes)
    said["--actions"] = arguments.actions or processor.actions
    said["--skeleton"] = arguments.skeleton or processor.graph
    missing = [option for option, value in said.items() if value is None]
    if missing:
        raise InputError(f"nothing describes the model's input and output: give --data, or {', '.join(missing)}")
    return of_options(said["--actions"], said["--skeleton"], arguments.rate, arguments.channels, classes)


def _notes(model: RTSTGCN, window: str, delayed: bool) -> list[str]:
    """What differs from what the configuration makes one expect."""
    notes = []
    strided = [str(index) for index, shape in enumerate(model.arch.layers()) if shape.dilation > 1]
    if strided:
        taps = "K // d taps, as its training sums" if window == "trained" else "K taps, as its paper says"
        notes.append(f"layers {', '.join(strided)}, of stride above 1, have {taps}")
    if model.arch.normalization == "stored":
        notes.append("its own adjacency, not one that is computed here, lies with the weights")
    if delayed:
        notes.append("latency is left out: the published layers never delay their residuals")
    return notes
