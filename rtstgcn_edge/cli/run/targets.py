"""What a run writes to: sinks that are checked, and no two outputs on one target."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rtstgcn_edge.cli.view import check_view
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.sinks import check_sink
from rtstgcn_edge.uri import Uri


def chosen_sinks(arguments: argparse.Namespace) -> list[Uri]:
    """The sinks, checked. None writes to the terminal that the view has, and by default there is none there."""
    if arguments.view:
        check_view()
    on_view = arguments.view and sys.stdout is not None and sys.stdout.isatty()
    uris = [check_sink(text) for text in arguments.sink or ([] if on_view else ["text:-"])]
    for uri in uris:
        if on_view and "standard output" in _places(uri.target):
            raise InputError(
                f"--sink {uri.text}: --view has this terminal; write to a file, or redirect standard output"
            )
    return uris


def check_outputs(outputs: list[tuple[str, str]], read: list[Path]) -> None:
    """Refuse two outputs (name, target) on one target, and an output on top of what is read."""
    taken = {place: "is read by this run" for path in read for place in _places(str(path))}
    for name, target in outputs:
        for place in _places(target):
            if place in taken:
                shown = "standard output" if target == "-" else target
                raise InputError(f"{name}: {shown} {taken[place]}; give each output a target of its own")
        taken |= dict.fromkeys(_places(target), f"is written by {name}")


def _places(target: str) -> list[object]:
    """What a target is known by: its path without links, and, of a file that is there, device and inode."""
    if target in ("-", "/dev/stdout"):
        return ["standard output"]
    path = Path(target).expanduser().resolve()
    if not path.is_file():
        return [path]
    facts = path.stat()
    return [path, (facts.st_dev, facts.st_ino)]
